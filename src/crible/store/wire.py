"""Entities to bytes and back: FollowTheMoney JSON, one line each, the same bytes every time."""

from collections.abc import Iterable
from typing import Any

import msgspec

from crible.records.entity import Entity, Subject

_encode = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder(dict[str, Any]).decode


def entity_line(entity: Entity) -> bytes:
    """One entity as FollowTheMoney JSON and a line feed."""
    return (
        _encode(
            {
                "id": entity.id,
                "schema": entity.schema,
                "caption": entity.caption,
                "properties": {prop: values for prop, values in entity.properties.items() if values},
                "datasets": entity.datasets,
            }
        )
        + b"\n"
    )


def read_entity(line: bytes) -> Entity:
    """The entity that `entity_line` wrote."""
    raw = _decode(line)
    properties = {prop: tuple(values) for prop, values in raw["properties"].items()}
    return Entity(id=raw["id"], schema=raw["schema"], properties=properties, datasets=tuple(raw["datasets"]))


class _Id(msgspec.Struct):
    id: str


_decode_id = msgspec.json.Decoder(_Id).decode


def id_of(block: bytes) -> str:
    """The id of a subject, from its lines."""
    return _decode_id(block[: block.index(b"\n")]).id


def subject_lines(subject: Subject) -> bytes:
    """A subject as lines: itself, its sanctions, then what is around it."""
    return b"".join(entity_line(entity) for entity in (subject.entity, *subject.sanctions, *subject.around))


def read_subject(block: bytes) -> Subject:
    """The subject that `subject_lines` wrote."""
    entity, *rest = map(read_entity, block.splitlines())
    return Subject(entity=entity, sanctions=_sanctions(rest), around=tuple(e for e in rest if e.schema != "Sanction"))


def _sanctions(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    return tuple(entity for entity in entities if entity.schema == "Sanction")
