"""What a copy of a list holds, counted subject by subject and field by field, so that two copies can be compared."""

import io
import zipfile
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from crible.lists import ftm
from crible.records.entity import Entity, Subject

# What screening lives on. These are counted whatever format a copy is in; all other fields only within one format.
VITAL = ("names", "aliases", "birth dates", "numbers", "addresses", "programmes")
_VITAL_PROPERTIES = {
    "name": "names",
    "alias": "aliases",
    "weakAlias": "aliases",
    "previousName": "aliases",
    "birthDate": "birth dates",
    "address": "addresses",
    "sanction.program": "programmes",
}
_MOST = np.iinfo(np.uint16).max


class Census(NamedTuple):
    """`counts[subject, field]` is how many values the subject has in the field; `ids` are sorted."""

    ids: NDArray[np.bytes_]
    fields: tuple[str, ...]
    counts: NDArray[np.uint16]

    @property
    def totals(self) -> dict[str, int]:
        """Values by field."""
        return dict(zip(self.fields, self.counts.sum(axis=0, dtype=np.int64).tolist(), strict=True))

    @property
    def filled(self) -> dict[str, int]:
        """Subjects that have a value, by field."""
        return dict(zip(self.fields, (self.counts > 0).sum(axis=0).tolist(), strict=True))

    def of(self, ids: NDArray[np.bytes_]) -> "Census":
        """The same for some of its subjects."""
        return Census(ids, self.fields, self.counts[np.searchsorted(self.ids, ids)])


class Counter:
    """Counts subjects as they go by: read a copy once, and have its census at the end."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[int, int]] = {}
        self._fields: dict[str, int] = {name: n for n, name in enumerate(VITAL)}

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, subject: Subject) -> None:
        """Count one subject, with its sanctions and what is around it."""
        row = self._rows.setdefault(subject.entity.id, {})
        self._count(row, subject.entity, "")
        for entity in (*subject.sanctions, *subject.around):
            self._count(row, entity, f"{entity.schema[0].lower()}{entity.schema[1:]}.")

    def _count(self, row: dict[int, int], entity: Entity, prefix: str) -> None:
        known = ftm.properties(entity.schema)
        for prop, values in entity.properties.items():
            name = prefix + prop
            column = self._fields.setdefault(name, len(self._fields))
            row[column] = row.get(column, 0) + len(values)
            is_number = prop in known and known[prop].type == "identifier" and entity.schema != "Sanction"
            if vital := "numbers" if is_number else _VITAL_PROPERTIES.get(name):
                column = self._fields[vital]
                row[column] = row.get(column, 0) + len(values)

    def census(self) -> Census:
        """What was counted."""
        ids = sorted(self._rows)
        counts = np.zeros((len(ids), len(self._fields)), np.uint16)
        for n, this in enumerate(ids):
            for column, count in self._rows[this].items():
                counts[n, column] = min(count, _MOST)
        return Census(np.array([this.encode() for this in ids], "S"), tuple(self._fields), counts)


def census(subjects: Iterable[Subject]) -> Census:
    """The census of these subjects."""
    counter = Counter()
    for subject in subjects:
        counter.add(subject)
    return counter.census()


def encoded(found: Census) -> bytes:
    """A census as bytes: a packed archive of arrays."""
    out = io.BytesIO()
    np.savez_compressed(out, ids=found.ids, fields=np.array(found.fields, "U"), counts=found.counts)
    return out.getvalue()


def decoded(raw: bytes) -> Census | None:
    """The census in those bytes; `None` if they are damaged."""
    try:
        with np.load(io.BytesIO(raw), allow_pickle=False) as arrays:
            return Census(arrays["ids"], tuple(arrays["fields"].tolist()), arrays["counts"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
