"""One name of a target: parts in an order, each with its spellings in other languages and scripts."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product, zip_longest
from math import prod

from crible.lists.drafts import Draft, one_line, put
from crible.lists.written_names import Named
from crible.lists.xml_node import Node
from crible.records.error import CribleError
from crible.records.table import rows

_MOST = 12  # ways to put spellings together that are all spelt out
_TYPES = {"primary-name": "name", "alias": "alias", "formerly-known-as": "previousName"}
_BLANK = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a name."""

    order: int
    kind: str  # "family-name"; see ch_name_parts.csv
    value: str
    spellings: Mapping[tuple[str, str], tuple[str, ...]]  # language and script → as spelt there


def add_name(draft: Draft, node: Node, *, main: bool) -> None:
    """Every way in which a name is written, under the property that its type and quality give."""
    node.attribute("ssid")
    node.attribute("lang")
    kind, quality = node.attribute("name-type"), node.attribute("quality")
    parts = sorted((_part(one) for one in node.children("name-part")), key=lambda part: part.order)
    node.finish()
    if kind not in _TYPES or quality not in ("", "good", "low"):
        raise CribleError(f"a name of type {kind[:40]!r} and quality {quality[:40]!r}", where=node.where, do=_NEW)
    primary = main and kind == "primary-name"
    prop = "name" if primary else "weakAlias" if quality == "low" else "alias" if not main else _TYPES[kind]
    for named in _named(parts, prop):
        put(draft, *named)
    for part in parts:
        if quality != "low" and (own := _properties()[part.kind]):
            put(draft, own, part.value)


_NEW = "the publisher changed the format: teach the reader of it"


def _part(node: Node) -> Part:
    kind, order = node.attribute("name-part-type"), node.attribute("order")
    if kind not in _properties():
        raise CribleError(f"a name part nobody knows: {kind[:40]!r}", where=node.where, do=_NEW)
    spellings: dict[tuple[str, str], list[str]] = {}
    for variant in node.children("spelling-variant"):
        place = variant.attribute("lang"), variant.attribute("script")
        variant.attribute("spelling-variant-type")
        if text := _written(variant.leaf_text()):
            spellings.setdefault(place, []).append(text)
    value = _written(node.leaf("value"))
    node.finish()
    if not re.fullmatch("[0-9]{0,4}", order):
        raise CribleError(f"a name part of order {order[:20]!r}", where=node.where, do=_NEW)
    return Part(order=int(order or 0), kind=kind, value=value, spellings={k: tuple(v) for k, v in spellings.items()})


def _written(text: str) -> str:
    return "" if one_line(text) == _BLANK else one_line(text)


def _named(parts: Sequence[Part], prop: str) -> Iterator[Named]:
    """The name itself, then its spellings; `name` is the first only."""
    whole = [part for part in parts if part.kind not in ("title", "maiden-name") and part.value]
    other = "alias" if prop == "name" else prop
    if whole:
        yield prop, _join(part.value for part in whole)
    elif parts:
        yield prop, _join(part.value for part in parts)
    for place in dict.fromkeys(place for part in whole for place in part.spellings):
        yield from ((_grade(other, whole, place), text) for text in _spelt(whole, place))
    for maiden in (part.value for part in parts if part.kind == "maiden-name" and part.value):
        given = [part.value for part in whole if part.kind != "family-name"]
        yield "previousName", _join([*given, maiden])


def _spelt(parts: Sequence[Part], place: tuple[str, str]) -> Iterator[str]:
    """The name in one language and script. A Latin spelling of some parts stands beside the others as they are."""
    latin = place[1] in ("", "LATN")
    choices = [part.spellings.get(place) or ((part.value,) if latin else ()) for part in parts]
    choices = [one for one in choices if one]
    if prod(map(len, choices)) <= _MOST:
        yield from map(_join, product(*choices))
        return
    firsts = [one[0] for one in choices]
    for row in zip_longest(*choices):
        yield _join(spelling or first for spelling, first in zip(row, firsts, strict=True))


def _grade(prop: str, parts: Sequence[Part], place: tuple[str, str]) -> str:
    """A name of which another script gives only some parts is not enough alone."""
    lacking = place[1] not in ("", "LATN") and any(place not in part.spellings for part in parts)
    return "weakAlias" if lacking else prop


def _join(words: Iterable[str]) -> str:
    return " ".join(filter(None, words))


@cache
def _properties() -> dict[str, str]:
    table = rows("lists", "ch_name_parts", ("part", "property", "because"))
    return {row["part"]: row["property"] for row in table}
