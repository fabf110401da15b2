"""The `ProfileRelationship` of OFAC's advanced XML: a link from one party to another, with its kind."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from crible.lists.ofac.advanced_dates import is_true, period
from crible.lists.ofac.advanced_words import Words
from crible.lists.ofac.clauses import Fact, link, note, slug
from crible.lists.xml_node import Node


class Relation(NamedTuple):
    """`source` is `role` ("Owned or Controlled By") `target`; both are profile numbers."""

    source: str
    target: str
    role: str
    says: tuple[str, ...]
    since: str
    until: str


def relation(node: Node, words: Words) -> Relation:
    """Read a relationship."""
    source, target = node.attribute("From-ProfileID"), node.attribute("To-ProfileID")
    role = words.of("RelationType", node.attribute("RelationTypeID")) or "unknown relation"
    quality = words.of("RelationQuality", node.attribute("RelationQualityID"))
    says = [quality, "former" if is_true(node, "Former") else "", node.leaf("Comment")]
    lasts = [period(one, words) for one in node.children("DatePeriod")]
    node.finish(words.ignored)
    says += [one.text for one in lasts]
    since, until = (lasts[0].first, lasts[0].last) if lasts else ("", "")
    return Relation(source, target, role, tuple(text for text in says if text), since, until)


def facts(number: str, relations: Iterable[Relation], listed: Mapping[str, str]) -> Iterator[Fact]:
    """A link for each relation that a party is the source of; `listed` maps the parties of the file to their names.

    A relation to a party that is not in the file is a note, and so is one from such a party.
    """
    for one in relations:
        other = one.target if one.source == number else one.source
        if other not in listed or other == number:
            ends = f"{one.role}: ofac-{one.target}" if one.source == number else f"ofac-{one.source}: {one.role} this"
            yield note(": ".join((ends, *one.says)))
        elif one.source == number:
            yield from _link(one, listed[other])


def _link(one: Relation, name: str) -> Iterator[Fact]:
    about = f"{slug(one.role)}-ofac-{one.target}"
    yield from link(about, one.role, (f"ofac-{one.source}", f"ofac-{one.target}"), name)
    for prop, days in (("startDate", one.since), ("endDate", one.until)):
        if days:
            yield Fact(about, "UnknownLink", prop, days)
    for text in one.says:
        yield Fact(about, "UnknownLink", "description", text)
