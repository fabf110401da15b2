"""CSV text → lines, whatever the delimiter. A quote that never closes costs its own line, not the rest of the file."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence

from crible.intake.lines import LONGEST_CELL, SHORTEN, TOO_LONG, Line

DELIMITERS = (",", ";", "\t", "|")
ONE_COLUMN = "\x1f"  # stands for "no delimiter": it occurs in no document, and is taken out of cells
_PROBE = 60  # lines looked at to find the delimiter
_MOST_LINES = 400  # physical lines one record may span
_MOST_CHARACTERS = 40 * LONGEST_CELL
_SEP = re.compile(r"\s*sep=(.)\s*$", re.IGNORECASE)

Known = Callable[[Sequence[str]], int]  # how many of these cells are column names we know


class _Runaway(Exception):
    """A record that would not end."""


class _Feed:
    """The physical lines for `csv.reader`, with a limit on what one record may take."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines, self.at, self.start, self.taken = lines, 0, 0, 0

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        if self.at >= len(self.lines):
            raise StopIteration
        line = self.lines[self.at]
        self.taken += len(line)
        if self.at > self.start and (self.at - self.start >= _MOST_LINES or self.taken > _MOST_CHARACTERS):
            raise _Runaway
        self.at += 1
        return line

    def begin(self) -> int:
        """A record begins here; its line number, from 1."""
        self.start, self.taken = self.at, 0
        return self.at + 1


def lines_of(text: str, known: Known) -> tuple[str, list[Line]]:
    """The delimiter ("" for a file of one column) and the lines of a CSV text."""
    physical = list(io.StringIO(text, newline=""))
    said = _SEP.match(physical[0]) if physical else None
    if said:
        physical[0] = "\n"
    delimiter = said[1] if said else _delimiter(physical, known)
    return delimiter.strip(ONE_COLUMN), list(_records(physical, delimiter))


def _delimiter(physical: Sequence[str], known: Known) -> str:
    """The delimiter under which most column names are known; a tie goes to the one that gives most columns."""
    start = physical[:_PROBE]

    def fit(delimiter: str) -> tuple[int, int]:
        found = [line.cells for line in _records(start, delimiter) if not line.fault]
        best = max(found, key=known, default=())
        return known(best), len(best)

    best = max(DELIMITERS, key=fit)
    return best if fit(best)[1] > 1 else ONE_COLUMN


def _records(physical: Sequence[str], delimiter: str) -> Iterator[Line]:
    feed = _Feed(physical)
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        number = feed.begin()
        try:
            yield Line(number=number, cells=next(reader))
        except StopIteration:
            return
        except (csv.Error, _Runaway) as error:
            # A quote left open swallows the rows after it: read on with the very next line.
            feed.at = number
            reader = csv.reader(feed, delimiter=delimiter, strict=True)
            yield _unreadable(physical[number - 1], number, str(error))


def _unreadable(line: str, number: int, error: str) -> Line:
    if error.startswith("field larger") and len(line) > LONGEST_CELL:
        return Line(number=number, cells=(line[:500],), fault=TOO_LONG, do=SHORTEN)
    return Line(
        number=number,
        cells=(line[:500],),
        fault="a quote that never closes, or text after a closing quote",
        do='write a quote inside a quoted cell twice: "ACME ""Best"" LLC"',
    )
