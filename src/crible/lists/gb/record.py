"""A designation while it is being read: fields by our names, whatever a layout of the list calls them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from crible.lists.drafts import Draft, one_line, put, untold
from crible.names.places import country_code, country_in
from crible.records.entity import Entity
from crible.records.error import CribleError
from crible.records.table import cell, rows

_TABLE = ("field", "group", "element", "column", "search", "ofsi_2018", "ofsi_2022")
LISTING = "listing"  # the group of what a list says of one regime: its name and the days


class Field(NamedTuple):
    """A field of a designation. The fields of a group belong together: a number, and what is said of it."""

    name: str
    group: str


@cache
def layout(name: str) -> Mapping[str, Field]:
    """What each element path or column of a layout is: the columns of tables/gb_fields.csv are the layouts."""
    table = rows("lists", "gb_fields", _TABLE)
    return {printed: Field(row["field"], row["group"]) for row in table for printed in cell(row[name])}


@dataclass(slots=True, kw_only=True)
class Record:
    """Fields leave `values` and `groups` as they are read; what they say gathers in `draft` and `around`."""

    id: str  # as printed: "RUS1621", "13349"
    where: str
    dataset: str = ""
    entity_id: str = ""
    values: dict[str, list[str]] = field(default_factory=dict)
    groups: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    draft: Draft = field(default_factory=lambda: {"topics": ["sanction"]})
    around: list[Entity] = field(default_factory=list)

    def add(self, name: str, text: str) -> None:
        """A value of a field, on one line; blanks and repetitions are left out."""
        put(self.values, name, text)

    def add_group(self, name: str, fields: Mapping[str, str]) -> None:
        """Fields that belong together; the rows of a table repeat them."""
        said = {key: text for key, raw in fields.items() if (text := one_line(raw))}
        if said and said not in self.groups.setdefault(name, []):
            self.groups[name].append(said)

    def take(self, name: str) -> list[str]:
        """The values of a field."""
        return self.values.pop(name, [])

    def take_group(self, name: str) -> list[dict[str, str]]:
        """The groups of that name, in order."""
        return self.groups.pop(name, [])

    def note(self, text: str) -> None:
        """Keep something that fits no property."""
        put(self.draft, "notes", text)

    def note_untold(self, label: str, text: str, told: Iterable[str]) -> None:
        """Keep a text of which the values made from it do not say every word."""
        if untold(text, told):
            self.note(f"{label}: {text}")

    def country(self, prop: str, text: str) -> str | None:
        """The code of a country; words beside its name, and names that have no code, are a note."""
        code = country_code(text) or country_in(text)
        put(self.draft, prop, code)
        if text and not country_code(text):
            self.note(f"{prop}: {text}")
        return code

    def finish(self) -> None:
        """Close the record: a field that is in the table and that nobody reads is a fault of ours."""
        if left := sorted([name for name, said in self.values.items() if said] + [*self.groups]):
            raise CribleError(
                f"fields this reader does not know: {', '.join(left)}",
                where=self.where,
                do="report it: a fault of ours",
            )
