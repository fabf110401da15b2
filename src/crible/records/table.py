"""Read a packaged CSV or TOML table and check that it has the columns its reader expects."""

import csv
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from crible.records.error import CribleError


def rows(room: str, name: str, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows of `crible/<room>/tables/<name>.csv`; blank cells are empty strings.

    A table whose header is not exactly `columns` is a packaging fault and stops at once.
    """
    where = f"crible/{room}/tables/{name}.csv"
    text = resources.files("crible").joinpath(room, "tables", f"{name}.csv").read_text("utf-8")
    reader = csv.DictReader(text.splitlines())
    if list(reader.fieldnames or ()) != list(columns):
        raise CribleError(
            f"the table has the columns {reader.fieldnames}, not {list(columns)}",
            where=where,
            do="reinstall crible, or rebuild the table with tools/",
        )
    return [_complete(row, f"{where}:{number}") for number, row in enumerate(reader, 2)]


def _complete(row: Mapping[str | None, str | None], where: str) -> dict[str, str]:
    if None in row or None in row.values():
        raise CribleError("a row with too many or too few cells", where=where, do="quote the cell that holds a comma")
    return {str(key): str(value) for key, value in row.items()}


def toml(*path: str) -> dict[str, Any]:
    """A packaged TOML file, given as the path below `crible/`."""
    return tomllib.loads(resources.files("crible").joinpath(*path).read_text("utf-8"))


def cell(text: str) -> tuple[str, ...]:
    """The values of a cell that holds several, separated by `|`.

    >>> cell("NPWMD|IFSR"), cell("")
    (('NPWMD', 'IFSR'), ())
    """
    return tuple(part for raw in text.split("|") if (part := raw.strip()))
