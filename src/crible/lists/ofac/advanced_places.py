"""One `Location` of OFAC's advanced XML: an address in all its scripts, or no more than a country."""

from collections.abc import Iterator
from typing import NamedTuple

from crible.lists.ofac.advanced_dates import is_true
from crible.lists.ofac.advanced_words import Words
from crible.lists.ofac.entry import Place
from crible.lists.ofac.values import place_code
from crible.lists.ofac.wording import city, undirected
from crible.lists.xml_node import Node

_STREET = ("ADDRESS1", "ADDRESS2", "ADDRESS3")


class Location(NamedTuple):
    """A place; `notes` hold it in other scripts, and what is said of it besides."""

    place: Place
    notes: tuple[str, ...]


def location(node: Node, words: Words) -> Location:
    """Read a location. A part without a kind is how OFAC writes a country that is no address."""
    number, comment = node.attribute("ID"), node.leaf("Comment")
    areas = list(_words(node, "LocationAreaCode", "AreaCode", words))
    countries = list(_words(node, "LocationCountry", "Country", words))
    main, others = _parts(node, words)
    node.finish(words.ignored)
    bare, region = main.pop("", ""), main.pop("REGION", "")
    if bare and not countries and not main and (place_code(bare) or not areas):
        countries, bare = [bare], ""
    country, *more = list(dict.fromkeys([*countries, *areas])) or [""]
    street = [bare] * bool(bare) + [main.pop(part) for part in _STREET if part in main]
    remarks = [f"Region: {region}"] * bool(country and region) + [f"also {name}" for name in more]
    place = Place(
        number=number,
        street=", ".join(street),
        city=city(main.pop("CITY", ""), main.pop("STATE/PROVINCE", ""), main.pop("POSTAL CODE", "")),
        country=country or (f"Region: {region}" if region else ""),
        remarks="; ".join([*remarks, *(f"{says}: {value}" for says, value in main.items())]),
    )
    notes = [f"address: {', '.join(others)}"] * bool(others) + [f"address: {comment}"] * bool(comment)
    return Location(place, tuple(notes))


def in_words(location: Location) -> str:
    """The place on one line: a country, for one that is no more than that."""
    place = location.place
    return ", ".join(part for part in (place.street, place.city, place.country, place.remarks) if part)


def _words(node: Node, tag: str, kind: str, words: Words) -> Iterator[str]:
    for one in node.children(tag):
        if word := words.of(kind, one.attribute(f"{kind}ID")):
            yield word
        one.finish(words.ignored)


def _parts(node: Node, words: Words) -> tuple[dict[str, str], list[str]]:
    """The parts by their kind as primarily written, and those written otherwise."""
    main: dict[str, str] = {}
    others: list[str] = []
    for part in node.children("LocationPart"):
        kind = words.of("LocPartType", part.attribute("LocPartTypeID"))
        for value in part.children("LocationPartValue"):
            text, comment, primary = undirected(value.leaf("Value")), value.leaf("Comment"), is_true(value, "Primary")
            value.finish(words.ignored)
            text = f"{text} ({comment})" if comment else text
            if not primary:
                others.append(text)
            elif text:
                main[kind] = ", ".join(filter(None, (main.get(kind), text)))
        part.finish(words.ignored)
    return main, [text for text in others if text]
