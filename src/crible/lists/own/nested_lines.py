"""OpenSanctions' `targets.nested.json`: a listed entity to a line, what is linked to it nested in its properties."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace

from crible.lists.card import Reading
from crible.lists.ftm import is_a, is_matchable, properties, required, schemata
from crible.lists.own.naming import Own
from crible.lists.own.orders import listed
from crible.lists.own.raw import Hollow, Raw, Unfit, entity_of, lines, parsed, raw_entity, refused
from crible.records.entity import Entity, Subject
from crible.records.error import CribleError


def read_nested(members: Mapping[str, bytes], where: str, *, list_name: str, own: Own, ignored: Set[str]) -> Reading:
    """Every entity of a file with what is nested in it; the file is checked to its end first."""
    body, reading, day = members["list"], Reading(subjects=()), ""
    tops: dict[str, tuple[int, int]] = {}
    for number, start, end in lines(body):
        place, line = f"{where}:{number}", body[start:end]
        try:
            raw = raw_entity(parsed(line, place), ignored)
            entity_of(_plain(raw), list_name)
            if not is_matchable(raw.schema):
                raise Unfit(f"{raw.id[:40]}: a {raw.schema} is nobody that could be listed")
            if raw.id in tops:
                raise Unfit(f"{raw.id[:40]} is there twice")
        except Unfit as fault:
            reading.refused.append(refused(place, fault, line))
            continue
        tops[raw.id] = start, end
        day = max(day, raw.seen)
        reading.refused += [refused(place, fault, line) for fault in _faults(raw, list_name)]
    if not tops:
        raise CribleError(
            "nobody in this file is listed", where=where, do="give the export of targets, nested, of one data set"
        )
    reading.day = day or None
    reading.subjects = _subjects(body, tops, list_name, own, ignored)
    return reading


def _faults(raw: Raw, list_name: str) -> list[Unfit]:
    """Why some of what is nested in an entity cannot be read."""
    unfit: list[Unfit] = []
    for part in _parts(raw, unfit):
        try:
            entity_of(part, list_name)
        except Hollow:
            pass
        except Unfit as fault:
            unfit.append(fault)
    return unfit


def _subjects(
    body: bytes, tops: Mapping[str, tuple[int, int]], list_name: str, own: Own, ignored: Set[str]
) -> Iterator[Subject]:
    taken: set[str] = set()
    for id, (start, end) in tops.items():
        raw = raw_entity(parsed(body[start:end], id), ignored)
        found = [part for part in _parts(raw, []) if part.id not in tops and part.id not in taken]
        taken.update(part.id for part in found)
        beside = {one.id: one for part in found if (one := _entity(part, list_name)) is not None}
        sanctions = [one for one in beside.values() if one.schema == "Sanction" and id in one.get("entity")]
        around = [one for one in beside.values() if one not in sanctions]
        yield listed(entity_of(_plain(raw), list_name), sanctions, around, own)


def _entity(part: Raw, list_name: str) -> Entity | None:
    try:
        return entity_of(part, list_name)
    except Unfit:
        return None  # told of when the file was checked


def _parts(raw: Raw, unfit: list[Unfit]) -> Iterator[Raw]:
    """All that is nested in an entity, each by itself, naming by id those it is linked to; the rest is `unfit`."""
    for prop, children in raw.nested.items():
        for child in children:
            try:
                part = _plain(child if _leads(raw, prop) else _named(child, raw))
            except Unfit as fault:
                unfit.append(fault)
                continue
            yield part
            yield from _parts(child, unfit)


def _plain(raw: Raw) -> Raw:
    """The entity with ids in place of those nested in it; whom it does not name itself, they name."""
    texts = {prop: list(values) for prop, values in raw.texts.items()}
    for prop, children in raw.nested.items():
        if _leads(raw, prop):
            known = texts.setdefault(prop, [])
            known += [child.id for child in children if child.id not in known]
    return replace(raw, texts=texts, nested={})


def _leads(raw: Raw, prop: str) -> bool:
    """Is this a property of the entity's own, or the other side of one that the nested entity has?"""
    if raw.schema not in schemata():
        raise Unfit(f"{raw.id[:40]}: no such schema: {raw.schema[:40]}")
    rule = properties(raw.schema).get(prop)
    if rule is not None and rule.type != "entity":
        raise Unfit(f"{raw.id[:40]}: {prop[:40]} holds no entities")
    return rule is not None


def _named(child: Raw, parent: Raw) -> Raw:
    """The nested entity naming the one it is nested in, as it does outside of it."""
    if child.schema not in schemata() or parent.schema not in schemata():
        raise Unfit(f"{child.id[:40]}: no such schema: {child.schema[:40]}")
    rules = {prop: rule for prop, rule in properties(child.schema).items() if rule.type == "entity"}
    if any(parent.id in child.texts.get(prop, ()) for prop in rules):
        return child
    fitting = [prop for prop, rule in rules.items() if is_a(parent.schema, rule.range)]
    free = [prop for prop in fitting if prop not in child.texts and prop not in child.nested]
    ranked = sorted(free or fitting, key=lambda prop: (prop not in required(child.schema), prop))
    if not ranked:
        raise Unfit(f"{child.id[:40]}: a {child.schema} cannot be linked to a {parent.schema}")
    texts = {**child.texts, ranked[0]: [*child.texts.get(ranked[0], ()), parent.id]}
    return replace(child, texts=texts)
