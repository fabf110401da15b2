"""What changed from one snapshot to another: subjects added, removed, and changed, with the fields changed."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from crible.records.entity import Entity, Subject
from crible.store.snapshots import ENTITIES, id_of, manifest, opened
from crible.store.wire import id_of as subject_id
from crible.store.wire import read_subject

LISTED, DELISTED = "listed", "delisted"
NOW_SEARCHED, NO_LONGER_SEARCHED = "list_now_searched", "list_no_longer_searched"


def diff(before: Path, after: Path) -> dict[str, Any]:
    """`{"from", "to", "added": [{"id", "caption", "list"}], "removed": […], "changed": [{…, "fields": […]}]}`.

    Somebody is added to a list, or removed from one: who stood on another before, or still does, comes or goes as
    well. Each of these is an event with its days: it happened after the day of the old copy (`after`) and by the day
    of the new one (`day`). Whoever goes with a whole list was not delisted: the list is no longer searched.
    """
    old, new = dict(blocks(before)), dict(blocks(after))
    then, now = _days(before), _days(after)
    added = [
        {**row, "event": LISTED if row["list"] in then else NOW_SEARCHED, **_between(row, then, now)}
        for row in _gone(new, old)
    ]
    removed = [
        {**row, "event": DELISTED if row["list"] in now else NO_LONGER_SEARCHED, **_between(row, then, now)}
        for row in _gone(old, new)
    ]
    told = {row["id"] for row in (*added, *removed)}
    both = [this for this in sorted(old.keys() & new.keys()) if old[this] != new[this] and this not in told]
    return {
        "from": id_of(before),
        "to": id_of(after),
        "added": added,
        "removed": removed,
        "changed": [_changed(old[this], new[this]) for this in both],
    }


def _days(folder: Path) -> dict[str, str | None]:
    """The day of each list's copy in a snapshot."""
    return {row["list"]: row["day"] for row in manifest(folder).lists}


def _between(row: Mapping[str, Any], then: Mapping[str, str | None], now: Mapping[str, str | None]) -> dict[str, Any]:
    return {"after": then.get(row["list"]), "day": now.get(row["list"])}


def _gone(here: Mapping[str, bytes], there: Mapping[str, bytes]) -> Iterator[dict[str, Any]]:
    """Who stands on a list here and not on that list there, by id."""
    for this in sorted(here):
        if here[this] != there.get(this):
            entity = read_subject(here[this]).entity
            known = read_subject(there[this]).entity.datasets if this in there else ()
            yield from (_row(entity, name) for name in entity.datasets if name not in known)


def _row(entity: Entity, name: str) -> dict[str, Any]:
    return {"id": entity.id, "caption": entity.caption, "list": name}


def _changed(old: bytes, new: bytes) -> dict[str, Any]:
    entity = read_subject(new).entity
    return {**_row(entity, entity.datasets[0]), "fields": _fields(old, new)}


def blocks(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Each subject's id and lines; its own line is the first."""
    subjects = opened(folder).subjects
    raw = (folder / ENTITIES).read_bytes()
    for start, end in subjects.spans():
        block = raw[start:end]
        yield subject_id(block), block


def _fields(old: bytes, new: bytes) -> list[str]:
    return sorted({name for name, value in _said(old) ^ _said(new)})


def _said(block: bytes) -> set[tuple[str, tuple[str, ...]]]:
    """Every property of a subject and of what is around it; those of a sanction as `sanction.listingDate`."""
    subject: Subject = read_subject(block)
    said = {(prop, values) for prop, values in subject.entity.properties.items()}
    said |= {("datasets", subject.entity.datasets), ("schema", (subject.entity.schema,))}
    for entity in (*subject.sanctions, *subject.around):
        kind = entity.schema[0].lower() + entity.schema[1:]
        said |= {(f"{kind}.{prop}", (entity.id, *values)) for prop, values in entity.properties.items()}
    return said
