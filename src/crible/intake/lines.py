"""What every kind of table comes down to: numbered lines of cells, under a header."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crible.records.entity import Refused

MOST_COLUMNS = 200
LONGEST_CELL = 20_000  # characters
TOO_LONG = f"a cell is longer than {LONGEST_CELL:,} characters"
SHORTEN = "shorten it, or screen the row by hand"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# What steers a terminal in several characters, colours above all, goes as a whole: its rest would spoil the name.
_STEERING = re.compile("\x1b\\[[0-?]*[ -/]*[@-~]|\x1b\\][^\x07\x1b]{0,200}(?:\x07|\x1b\\\\)|\x9b[0-?]*[ -/]*[@-~]")
_SPACE = " \t\r\n\v\f\u00a0\u202f\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a table. `fault` says why it could not be taken apart, "" when it could."""

    number: int  # the line of the file (CSV) or the row of the sheet (XLSX) on which it begins
    cells: Sequence[str]
    fault: str = ""
    do: str = ""

    @property
    def blank(self) -> bool:
        """Nothing stands in it."""
        return not self.fault and not any(cell and not cell.isspace() for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why a line cannot be used, and what to do about it."""

    what: str
    do: str


def fault_of(line: Line, width: int) -> Fault | None:
    """What is wrong with the shape of a line under a header of `width` columns."""
    if line.fault:
        return Fault(what=line.fault, do=line.do)
    if any(len(cell) > LONGEST_CELL for cell in line.cells):
        return Fault(what=TOO_LONG, do=SHORTEN)
    if any(cell.strip(_SPACE) for cell in line.cells[width:]):
        return Fault(
            what=f"the row has {len(line.cells)} cells, the header has {width}",
            do="quote the cell that holds a delimiter, or name the missing column",
        )
    return None


def refused(line: Line, fault: Fault, where: str) -> Refused:
    """The line as a refusal, with the start of what stood in it."""
    return Refused(where=f"{where}:{line.number}", what=fault.what, do=fault.do, raw=" ".join(line.cells)[:500])


def clean(cell: str) -> str:
    """The cell without characters that steer a terminal and the white space around it."""
    return (cell if cell.isprintable() else _CONTROL.sub("", _STEERING.sub("", cell))).strip(_SPACE)


def holds_control(cell: str) -> bool:
    """Does the cell hold characters that print nothing and belong in no document (NUL, escape…)?"""
    return not cell.isprintable() and _CONTROL.search(cell) is not None
