"""Cells of the Consolidated List: several values to one, and words for nothing."""

import re
from functools import cache

from crible.lists.drafts import one_line
from crible.lists.xlsx import Cell, cell_text
from crible.records.error import CribleError
from crible.records.table import rows

# "a) Kabul b) Kandahar", and since 2025 "Kabul; Kandahar"
_SEVERAL = re.compile(r"(?:^|(?<=[\s;,.]))[a-z]\)\s*|;|\n")


def text(cell: Cell) -> str:
    """What a cell says on one line, "" for the words that stand for nothing."""
    said = one_line(cell_text(cell))
    return "" if said.casefold() in _means("nothing") else said


def values(cell: Cell) -> list[str]:
    """The values of a cell that may hold several.

    >>> values("a) Zurmat District, Paktia Province  b) Garda Saray;"), values("NA")
    (['Zurmat District, Paktia Province', 'Garda Saray'], [])
    """
    parts = (text(part.strip(" ,.\t\xa0")) for part in _SEVERAL.split(cell_text(cell)))
    return list(dict.fromkeys(part for part in parts if part))


def meaning(field: str, cell: Cell) -> str | None:
    """What au_values.csv says that a cell of a closed column means; `None` if it does not say."""
    return _means(field).get(one_line(cell_text(cell)).casefold())


def applies(cell: Cell, where: str) -> bool:
    """A measure's column: does it apply?"""
    means = meaning("flag", cell)
    if means is None:
        what = f"neither yes nor no: {cell_text(cell)[:20]!r}"
        raise CribleError(what, where=where, do="the publisher changed the format: add the word to au_values.csv")
    return means == "yes"


@cache
def _means(field: str) -> dict[str, str]:
    table = rows("lists", "au_values", ("field", "value", "means", "because"))
    return {row["value"]: row["means"] for row in table if row["field"] == field}
