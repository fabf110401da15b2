"""What changed from one snapshot to another: subjects added, removed, and changed, with the fields changed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crible.records.entity import Subject
from crible.store.snapshots import ENTITIES, id_of, opened
from crible.store.wire import read_entity, read_subject


def diff(before: Path, after: Path) -> dict[str, Any]:
    """`{"from", "to", "added": [{"id", "caption", "list"}], "removed": […], "changed": [{…, "fields": […]}]}`."""
    old, new = dict(_blocks(before)), dict(_blocks(after))
    both = sorted(old.keys() & new.keys())
    return {
        "from": id_of(before),
        "to": id_of(after),
        "added": [_row(new[this]) for this in sorted(new.keys() - old.keys())],
        "removed": [_row(old[this]) for this in sorted(old.keys() - new.keys())],
        "changed": [_row(new[this], fields=_fields(old[this], new[this])) for this in both if old[this] != new[this]],
    }


def _blocks(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Each subject's id and lines; its own line is the first."""
    _, _, _, subjects = opened(folder)
    raw = (folder / ENTITIES).read_bytes()
    for start, end in subjects.spans():
        block = raw[start:end]
        yield read_entity(block.split(b"\n", 1)[0]).id, block


def _row(block: bytes, fields: list[str] | None = None) -> dict[str, Any]:
    entity = read_subject(block).entity
    row: dict[str, Any] = {"id": entity.id, "caption": entity.caption, "list": entity.datasets[0]}
    return row if fields is None else {**row, "fields": fields}


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
