"""Is an entity valid FollowTheMoney? The schema, compiled by tools/compile_ftm_schema.py, and a validator."""

import datetime as dt
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from crible.records.entity import Entity

_PREFIX = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d))?)?)?)?)?", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_ID = re.compile(r"[0-9a-zA-Z](?:[0-9a-zA-Z.-]*[0-9a-zA-Z])?")


class Property(NamedTuple):
    """One property of a schema: its type, for entities the schema pointed to, and the longest value it takes."""

    type: str
    range: str
    longest: int


def faults(entity: Entity) -> list[str]:
    """What is wrong with an entity in FollowTheMoney's eyes, in words; none: it is valid.

    Strict where the library cleans up: dates must be ISO prefixes, codes in lower case, links must not
    lead back to the entity itself.
    """
    if entity.schema not in _schema()["schemata"]:
        return [f"no such schema: {entity.schema}"]
    return list(_faults(entity))


def _faults(entity: Entity) -> Iterator[str]:
    known = properties(entity.schema)
    if not _id(entity.id):
        yield f"id: {_short(entity.id)} is no id"
    if not entity.datasets:
        yield "datasets: it belongs to no list"
    for prop in required(entity.schema):
        if not entity.get(prop):
            yield f"{prop}: required"
    for prop, values in entity.properties.items():
        if prop not in known:
            yield f"{prop}: no property of {entity.schema}"
        elif not values or len(set(values)) < len(values):
            yield f"{prop}: {'repeats a value' if values else 'holds nothing'}"
        else:
            yield from _bad_values(entity.id, prop, known[prop], values)


def _bad_values(id: str, prop: str, rule: Property, values: tuple[str, ...]) -> Iterator[str]:
    fits = _RULES.get(rule.type, bool)
    for value in values:
        if not value or value != value.strip():
            yield f"{prop}: an empty or padded value"
        elif len(value) > rule.longest:
            yield f"{prop}: longer than {rule.longest} characters"
        elif any(char < " " and char not in "\n\r\t" for char in value):
            yield f"{prop}: control characters"
        elif not fits(value) or (rule.type == "entity" and value == id):
            yield f"{prop}: {_short(value)} is no {rule.type}"


def holds(rule: Property, value: str) -> bool:
    """Can a property hold this value? Links are asked of the entity as a whole."""
    return len(value) <= rule.longest and (rule.type == "entity" or _RULES.get(rule.type, bool)(value))


def properties(schema: str) -> Mapping[str, Property]:
    """The properties of a schema, its parents' among them."""
    return _properties(schema)


def schemata() -> Collection[str]:
    """The schemata there are."""
    known: Collection[str] = _schema()["schemata"].keys()
    return known


def is_matchable(schema: str) -> bool:
    """Are entities of this schema somebody or something that names can be compared with?"""
    return bool(_schema()["schemata"][schema]["matchable"])


def is_edge(schema: str) -> bool:
    """Are entities of this schema links between two others?"""
    return bool(_schema()["schemata"][schema]["edge"])


def is_a(schema: str, parent: str) -> bool:
    """Is every entity of this schema one of that schema?

    >>> is_a("Company", "LegalEntity"), is_a("Vessel", "LegalEntity")
    (True, False)
    """
    return schema == parent or parent in _schema()["schemata"][schema]["parents"]


def required(schema: str) -> tuple[str, ...]:
    """The properties that entities of a schema must have; in FollowTheMoney these are not inherited."""
    return tuple(_schema()["schemata"][schema]["required"])


@cache
def _properties(schema: str) -> dict[str, Property]:
    own: dict[str, list[Any]] = {}
    for name in _lineage(schema):
        own |= _schema()["schemata"][name]["properties"]
    return {prop: _property(*rule) for prop, rule in own.items()}


def _property(type: str, extra: str | int = "") -> Property:
    longest = extra if isinstance(extra, int) else int(_schema()["longest"][type])
    return Property(type, "" if isinstance(extra, int) else extra, longest)


def _lineage(schema: str) -> list[str]:
    """The schema's ancestors, distant ones first, and the schema itself: what is nearer wins."""
    schemata = _schema()["schemata"]
    return sorted([*schemata[schema]["parents"], schema], key=lambda name: (len(schemata[name]["parents"]), name))


@cache
def _schema() -> dict[str, Any]:
    text = resources.files("crible").joinpath("lists", "tables", "ftm_schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema | {codes: frozenset(schema[codes]) for codes in ("countries", "genders", "topics")}


def _date(value: str) -> bool:
    if not (match := _PREFIX.fullmatch(value)):
        return False
    year, month, day, hour, minute, second = (int(part) if part else None for part in match.groups())
    try:
        dt.datetime(year or 0, month or 1, day or 1, hour or 0, minute or 0, second or 0, tzinfo=dt.UTC)
    except ValueError:
        return False
    return True


def _id(value: str) -> bool:
    return bool(_ID.fullmatch(value)) and len(value) <= int(_schema()["longest"]["entity"])


def _url(value: str) -> bool:
    return not any(char.isspace() for char in value) and "." in value


_RULES: Mapping[str, Callable[[str], bool]] = {
    "country": lambda value: value in _schema()["countries"],
    "date": _date,
    "email": lambda value: value.count("@") == 1 and not any(char.isspace() for char in value),
    "entity": _id,
    "gender": lambda value: value in _schema()["genders"],
    "language": lambda value: bool(_LANGUAGE.fullmatch(value)),
    "topic": lambda value: value in _schema()["topics"],
    "url": _url,
}


def _short(value: str) -> str:
    return repr(value[:40])
