"""Read an official CSV with a header as records, trusting nothing that it says about itself."""

import csv
import re
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from typing import Any, NamedTuple

from crible.records.error import CribleError

_DAMAGE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_AGAIN = "fetch the file again"

Row = tuple[int, dict[str, str]]  # the number of its last line, and its cells by column


def csv_records(
    body: bytes, *, where: str, delimiter: str = ",", encoding: str = "utf-8-sig", above: int = 0
) -> tuple[list[str], Iterator[Row]]:
    """The header, and then line number and cells of every row below it; a table that is cut or damaged raises.

    `above` is how many lines stand above the header. A row of too many or too few cells, a last line
    without its end, a control character or a column that comes twice: the copy as a whole is refused.
    """
    text = csv_lines(body, where=where, encoding=encoding)
    for _ in range(above):
        next(text, "")
    lines = _Lines(csv.reader(text, delimiter=delimiter, strict=True), above, where)
    header = [name.strip() for name in next(lines.cells(), (0, []))[1]]
    if len(set(header)) != len(header) or not all(header):
        raise CribleError("a column has no name, or the name of another", where=where, do=_AGAIN)
    return header, _rows(lines, header)


def csv_lines(body: bytes, *, where: str, encoding: str = "utf-8-sig") -> Iterator[str]:
    """The lines of a table with their ends, decoded one by one: whole, it would take several times the room.

    A control character, bytes that are no text and a last line without its end raise, each in its place.
    """
    line, number = "", 0
    try:
        for number, line in enumerate(TextIOWrapper(BytesIO(body), encoding, newline=""), 1):
            if _DAMAGE.search(line):
                raise CribleError("a control character", where=f"{where}:{number}", do=_AGAIN)
            yield line
    except UnicodeDecodeError:
        raise CribleError(f"not {encoding}", where=f"{where}:{number + 1}", do=_AGAIN) from None
    if not line.endswith("\n"):
        raise CribleError("the last line does not end: the table is empty or cut", where=where, do=_AGAIN)


class _Lines(NamedTuple):
    reader: Any  # csv has no public name for its readers
    above: int
    where: str

    def cells(self) -> Iterator[tuple[int, list[str]]]:
        """The cells of each row, and the number of its last line in the file."""
        try:
            for cells in self.reader:
                yield self.reader.line_num + self.above, cells
        except csv.Error as fault:
            place = f"{self.where}:{self.reader.line_num + self.above}"
            raise CribleError(f"no CSV: {fault}", where=place, do=_AGAIN) from None


def _rows(lines: _Lines, header: list[str]) -> Iterator[Row]:
    for line, cells in lines.cells():
        if len(cells) != len(header):
            what = f"{len(cells)} cells where {len(header)} belong: the table is cut or damaged"
            raise CribleError(what, where=f"{lines.where}:{line}", do=_AGAIN)
        yield line, dict(zip(header, cells, strict=True))
