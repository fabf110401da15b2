"""An entity as a line of JSON holds it, before anything is believed of it."""

import json
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from typing import Any, NoReturn

from crible.lists.drafts import Draft, entity, one_line
from crible.lists.fields import finish
from crible.lists.ftm import faults, holds, is_matchable, properties, required, schemata
from crible.lists.partial_dates import whole_day
from crible.records.entity import Entity, Refused
from crible.records.error import CribleError

_LONGEST_LINE = 32 << 20
_AGAIN = "fetch or export the file again: it is cut or damaged"
_READ = frozenset(("id", "schema", "properties", "target", "last_seen"))


class Unfit(Exception):
    """One row that cannot be read, in words; the rest goes on."""


class Hollow(Unfit):
    """A paper or a link that lacks what its schema requires (a passport without a number): it says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """An entity with its texts, and the entities nested in it, by property."""

    id: str
    schema: str
    texts: Draft
    nested: dict[str, list["Raw"]] = field(default_factory=dict)
    target: bool | None = None  # does the export call it listed? None: it does not say
    seen: str = ""  # the day the export last saw it, ISO


def lines(body: bytes) -> Iterator[tuple[int, int, int]]:
    """Number, start and end of every line that is not blank."""
    start = number = 0
    while start < len(body):
        number += 1
        end = body.find(b"\n", start)
        end = len(body) if end < 0 else end
        if body[start:end].strip():
            yield number, start, end
        start = end + 1


def parsed(line: bytes, where: str) -> dict[str, Any]:
    """The JSON object of a line; a line that holds none means that the file is damaged."""
    if len(line) > _LONGEST_LINE:
        raise CribleError("a line longer than any entity", where=where, do=_AGAIN)
    try:
        value = json.loads(line.removeprefix(b"\xef\xbb\xbf").decode(), parse_constant=_refuse, object_pairs_hook=_once)
    except (ValueError, RecursionError) as fault:
        raise CribleError(f"no JSON: {str(fault)[:80]}", where=where, do=_AGAIN) from None
    if not isinstance(value, dict):
        raise CribleError("the line holds no entity", where=where, do=_AGAIN)
    return value


def raw_entity(value: dict[str, Any], ignored: Set[str], depth: int = 0) -> Raw:
    """What a JSON object says as an entity; it raises `Unfit` for one that is none."""
    id, schema, props = value.get("id"), value.get("schema"), value.get("properties")
    if not isinstance(id, str) or not isinstance(schema, str) or not isinstance(props, dict):
        raise Unfit("an entity has an id, a schema and properties")
    if depth > 8:
        raise Unfit("entities nested in entities without end")
    try:
        finish(value, ignored=_READ | ignored, where=id[:40])
    except CribleError as fault:
        raise Unfit(fault.what) from None
    target, seen = value.get("target"), value.get("last_seen")
    if not isinstance(target, bool | None) or not isinstance(seen, str | None) or (seen and not whole_day(seen)):
        raise Unfit("`target` is true or false, `last_seen` a day")
    texts: Draft = {}
    nested: dict[str, list[Raw]] = {}
    for prop, values in props.items():
        for one in values if isinstance(values, list) else [values]:
            if isinstance(one, str):
                texts.setdefault(prop, []).append(one)
            elif isinstance(one, dict):
                nested.setdefault(prop, []).append(raw_entity(one, ignored, depth + 1))
            else:
                raise Unfit(f"{prop[:40]}: a value that is no text")
    return Raw(id=id, schema=schema, texts=texts, nested=nested, target=target, seen=(seen or "")[:10])


def entity_of(raw: Raw, list_name: str) -> Entity:
    """The entity, if FollowTheMoney knows its schema and properties and they hold what they should; else `Unfit`."""
    if raw.schema not in schemata():
        raise Unfit(f"{raw.id[:40]}: no such schema: {raw.schema[:40]}")
    if unknown := sorted(raw.texts.keys() - properties(raw.schema).keys()):
        raise Unfit(f"{raw.id[:40]}: no property of {raw.schema}: {', '.join(unknown)[:80]}")
    made = entity(raw.texts, id=raw.id, schema=raw.schema, dataset=list_name)
    if wrong := [*_unheld(raw), *faults(made)]:
        lacking = {fault.removesuffix(": required") for fault in wrong}
        if not is_matchable(raw.schema) and lacking <= set(required(raw.schema)) - raw.texts.keys():
            raise Hollow(f"{raw.id[:40]}: {'; '.join(wrong)[:200]}")
        raise Unfit(f"{raw.id[:40]}: {'; '.join(wrong)[:200]}")
    return made


def _unheld(raw: Raw) -> Iterator[str]:
    """Values that are none of what their property holds; one that is only too long becomes a note."""
    for prop, values in raw.texts.items():
        rule = properties(raw.schema)[prop]
        for value in map(one_line, values):
            if value and len(value) <= rule.longest and not holds(rule, value):
                yield f"{prop}: {value[:40]!r} is no {rule.type}"


def refused(where: str, fault: Unfit, line: bytes) -> Refused:
    """The line as one that was not read."""
    return Refused(
        where=where,
        what=str(fault),
        do="mend the entity, or ask whoever made the file; FollowTheMoney's schema is the one that is read",
        raw=line[:500].decode("utf-8", "replace"),
    )


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key comes twice in one object")
    return found
