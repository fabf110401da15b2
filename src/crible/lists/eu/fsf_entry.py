"""An entry of the Financial Sanctions Files, whichever format it stands in, and what each field is called."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from crible.lists.partial_dates import dates
from crible.records.error import CribleError
from crible.records.table import rows

Fields = Mapping[str, str]  # by the name of the XML attribute; fields that are empty are left out

# What an entry may hold several of, under the names of the XML.
DETAILS = ("nameAlias", "address", "birthdate", "identification", "citizenship")
_DAY_OF_COPY = "fileGenerationDate"
_YES, _NO = ("true", "1"), ("", "false", "0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One listed person or body."""

    where: str
    fields: Fields
    regulations: Sequence[Fields]
    details: Mapping[str, Sequence[Fields]]  # by the names in DETAILS

    def words(self) -> str:
        """All that it says, for showing an entry that cannot be read."""
        told: Iterable[Fields] = (self.fields, *(one for group in self.details.values() for one in group))
        return " | ".join(value for fields in told for value in fields.values())


class Place(NamedTuple):
    """Where a field stands: its group and name, and where the XML and the CSV have it ("" if they have not).

    `xml` is `@attribute`, `element` or `element@attribute`; a place without a `field` is not read.
    """

    group: str
    field: str
    xml: str
    csv: str


@cache
def layout() -> tuple[Place, ...]:
    """Every field of the list in both formats, read or not."""
    table = rows("lists", "eu_fsf_fields", ("group", "field", "xml", "csv", "because"))
    return tuple(Place(row["group"], row["field"], row["xml"], row["csv"]) for row in table)


@cache
def columns() -> frozenset[str]:
    """The columns of the CSV."""
    return frozenset(place.csv for place in layout() if place.csv)


@cache
def column(group: str, field: str) -> str:
    """The column of the CSV that holds a field."""
    return next(place.csv for place in layout() if (place.group, place.field) == (group, field))


def day_column() -> str:
    """The column that says, in every row, when the file was made."""
    return column("file", _DAY_OF_COPY)


def flag(fields: Fields, name: str, where: str) -> bool:
    """A field that says yes or no; silence is no."""
    said = fields.get(name, "").strip().casefold()
    if said not in (*_YES, *_NO):
        do = "the format changed: teach the reader the new one"
        raise CribleError(f"{name} is {said[:20]!r}, neither true nor false", where=where, do=do)
    return said in _YES


def days(*texts: str) -> list[str]:
    """The days among some dates, in order; a date that is less than a day says nothing about a listing."""
    return sorted(day for text in texts for day in dates(text) if len(day) == len("2014-03-17"))
