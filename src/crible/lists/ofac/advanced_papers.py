"""One `IDRegDocument` of OFAC's advanced XML: a passport, a registration, a tax number, in the words of the remarks."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from crible.lists.ofac.advanced_dates import period
from crible.lists.ofac.advanced_places import Location, in_words
from crible.lists.ofac.advanced_words import Words
from crible.lists.ofac.wording import clause, paper
from crible.lists.xml_node import Node
from crible.records.error import CribleError

_ISSUED, _EXPIRES = "Issue Date", "Expiration Date"
_SAYS = {_ISSUED: "issued", _EXPIRES: "expires"}


class Paper(NamedTuple):
    """A document as a clause of the remarks; `notes` are what no clause can say."""

    clause: str
    notes: tuple[str, ...]


def document(node: Node, words: Words, places: Mapping[str, Location]) -> tuple[str, Paper]:
    """The number of the identity that a document belongs to, and what it says."""
    identity = node.attribute("IdentityID")
    label = words.of("IDRegDocType", node.attribute("IDRegDocTypeID")) or "Document"
    number = node.leaf("IDRegistrationNo")
    country = words.of("Country", node.attribute("IssuedBy-CountryID"))
    dates, vague = _dates(node, words)
    said = paper(label, number, country=country, issued=dates.get(_ISSUED, ""), expires=dates.get(_EXPIRES, ""))
    more = [*vague, *_rest(node, words, places, country)]
    node.finish(words.ignored)
    return identity, Paper(said, tuple(f"{clause(label, number)}: {text}" for text in more if text))


def _dates(node: Node, words: Words) -> tuple[dict[str, str], list[str]]:
    """The days of issue and expiry where they are one day, month or year; all others in words."""
    whole: dict[str, str] = {}
    others: list[str] = []
    for one in node.children("DocumentDate"):
        says = words.of("IDRegDocDateType", one.attribute("IDRegDocDateTypeID"))
        for holder in one.children("DatePeriod"):
            stated = period(holder, words)
            if stated.whole and says in _SAYS and says not in whole:
                whole[says] = stated.text
            elif stated.text:
                others.append(f"{_SAYS.get(says, says.lower() or 'date')} {stated.text}")
        one.finish(words.ignored)
    return whole, others


def _rest(node: Node, words: Words, places: Mapping[str, Location], country: str) -> Iterator[str]:
    """What a document says besides its number, its country and its days."""
    validity = words.of("Validity", node.attribute("ValidityID"))
    yield "" if validity == "Valid" else validity.lower()
    if authority := node.leaf("IssuingAuthority"):
        yield f"issued by {authority}"
    if number := node.attribute("IssuedIn-LocationID"):
        place = in_words(place_of(number, places, node))
        yield f"issued in {place}" if place not in ("", country) else ""
    yield node.leaf("Comment")
    for mention in node.children("IDRegDocumentMention"):
        yield f"{mention.attribute('ReferenceType')} document {mention.attribute('IDRegDocumentID')}"
        mention.finish()


def place_of(number: str, places: Mapping[str, Location], node: Node) -> Location:
    """The location of that number."""
    if number not in places:
        do = "fetch the file again; it is damaged"
        raise CribleError(f"location {number[:20]} is not in the file", where=node.where, do=do)
    return places[number]
