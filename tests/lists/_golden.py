"""Read and compare golden files of list readers."""

import json
from pathlib import Path
from typing import Any

from crible.lists.card import Reading
from crible.records.entity import Entity

HERE = Path(__file__).parent / "golden"


def plain(reading: Reading) -> dict[str, Any]:
    subjects = [
        {
            "entity": _entity(one.entity),
            "sanctions": [_entity(each) for each in one.sanctions],
            "around": [_entity(each) for each in one.around],
        }
        for one in reading.subjects
    ]
    return {"day": reading.day, "subjects": subjects, "refused": [one.what for one in reading.refused]}


def golden(name: str) -> Any:
    """To accept a change on purpose: write `plain(reading)` over the file and read the difference in git."""
    return json.loads((HERE / name).read_text("utf-8"))


def _entity(entity: Entity) -> dict[str, Any]:
    return {"id": entity.id, "schema": entity.schema} | {k: list(v) for k, v in sorted(entity.properties.items())}
