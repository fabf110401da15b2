"""Read an official workbook as records by the names in its header, trusting nothing that it says about itself."""

import datetime as dt
import re
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Set
from io import BytesIO
from itertools import zip_longest
from typing import Any

import openpyxl

from crible.records.archive import open_archive, refuse_doctypes
from crible.records.error import CribleError

Cell = str | int | float | bool | dt.date | dt.time | dt.timedelta | None
Record = tuple[str, dict[str, Cell]]  # where the row stands, and its cells by field

_MOST_CELLS = 10_000_000  # the largest official workbook has 2.5 million, most of them blank
_LONGEST = 32_767  # characters in a cell, by Excel's own limit
_TITLE_ROWS = 15  # above the header there may be a title
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DAMAGE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"})
# A formula whose value was never calculated: its cell looks blank, and is not.
_UNCALCULATED = re.compile(rb"<f[^>]*(?:/>|>[^<]*</f>)(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_EPOCH = dt.date(1899, 12, 30)  # Excel counts 1900-02-29, which never was: so from here, all later days are right
# What openpyxl and the XML and zip readers below it raise on a workbook that is not as it should be.
_BROKEN = (
    *(LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RuntimeError),
    *(SyntaxError, OSError, EOFError, zipfile.BadZipFile, zlib.error),
)
_AGAIN = "fetch the file again; the last good copy stays"
_CHANGED = "the publisher changed the format: teach the reader of it"


def xlsx_records(body: bytes, columns: Mapping[str, str], *, required: Set[str], where: str) -> Iterator[Record]:
    """Every row below the header, of every sheet.

    `columns` gives the field a header stands for, the header in lower case on one line; a header of several lines
    (Japanese, English) may be known by any of them. A sheet without the `required` fields, a column nobody
    knows, a formula that was never calculated, an error value, a broken zip: all raise.
    """
    archive = open_archive(body, where)
    if "xl/workbook.xml" not in archive.namelist():
        raise CribleError("it is an archive, and no XLSX workbook", where=where, do=_AGAIN)
    try:
        refuse_doctypes(archive, where)
        _refuse_uncalculated(archive, where)
        yield from _records(body, columns, required, where)
    except _BROKEN as fault:
        raise CribleError(f"the workbook cannot be read ({type(fault).__name__})", where=where, do=_AGAIN) from fault


def no_xlsx(head: bytes) -> str:
    """Why these first bytes are no workbook, "" if they may be one."""
    if not head.strip():
        return "it is empty"
    if head.startswith(b"PK\x03\x04"):
        return ""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:2000].lower()
    return "it is HTML" if b"<html" in start or b"<!doctype" in start else "it is no XLSX workbook"


def cell_text(cell: Cell) -> str:
    """A typed cell as text: days in ISO, whole numbers without ".0"."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


def excel_day(serial: float) -> str:
    """The day that a number stands for when a sheet lost the format of its dates.

    >>> excel_day(46126)
    '2026-04-14'
    """
    return (_EPOCH + dt.timedelta(days=int(serial))).isoformat()


def header_key(text: str) -> str:
    """A header as tables of columns write it: lower case, on one line, full-width letters as usual ones.

    >>> header_key(" Name of  Individual\\n or Entity ")
    'name of individual or entity'
    """
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _records(body: bytes, columns: Mapping[str, str], required: Set[str], where: str) -> Iterator[Record]:
    with warnings.catch_warnings():
        # openpyxl remarks on styles and extensions it leaves out; none holds a cell's value.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(BytesIO(body), read_only=True, data_only=True, keep_links=False)
    found = False
    for sheet in book.worksheets:
        rows = _rows(sheet, f"{where}: {sheet.title}")
        for record in _sheet(rows, columns, required, f"{where}: {sheet.title}"):
            found = True
            yield record
    if not found:
        raise CribleError("the workbook holds no rows", where=where, do=_AGAIN)


def _sheet(
    rows: Iterator[tuple[int, list[Cell]]], columns: Mapping[str, str], required: Set[str], where: str
) -> Iterator[Record]:
    header: list[str] | None = None
    place = ""
    for number, cells in rows:
        place = f"{where}, row {number}"
        if header is not None:
            yield place, _record(cells, header, place)
            continue
        header = _header(cells, columns, required, place)
        if header is None and number > _TITLE_ROWS:
            break
    if place and header is None:
        raise CribleError(f"the sheet has no header with {', '.join(sorted(required))}", where=where, do=_CHANGED)


def _record(cells: list[Cell], header: list[str], where: str) -> dict[str, Cell]:
    stray = [cell for cell, field in zip_longest(cells, header, fillvalue=None) if cell is not None and not field]
    if stray:
        raise CribleError("a cell stands in a column that has no header", where=where, do=_CHANGED)
    return {field: cell for field, cell in zip_longest(header, cells) if field}


def _header(cells: list[Cell], columns: Mapping[str, str], required: Set[str], where: str) -> list[str] | None:
    """The field of each column, "" for one without a header; `None` if this row is no header."""
    fields = [_field(cell_text(cell), columns) for cell in cells]
    if not required <= {field for field in fields if field}:
        return None
    if unknown := [cell_text(cell) for cell, field in zip(cells, fields, strict=True) if field is None]:
        raise CribleError(f"columns this reader does not know: {', '.join(unknown)[:200]}", where=where, do=_CHANGED)
    known = [field for field in fields if field]
    if twice := sorted({field for field in known if known.count(field) > 1}):
        raise CribleError(f"columns that come twice: {', '.join(twice)}", where=where, do=_CHANGED)
    return [field or "" for field in fields]


def _field(text: str, columns: Mapping[str, str]) -> str | None:
    """The field a header stands for, "" for a blank header, `None` for one that nobody knows."""
    if not text:
        return ""
    found = {columns[key] for key in map(header_key, (text, *text.splitlines())) if key in columns}
    return found.pop() if len(found) == 1 else None


def _rows(sheet: Any, where: str) -> Iterator[tuple[int, list[Cell]]]:
    """Rows that say something, by their number, each without the blanks at its end."""
    sheet.reset_dimensions()  # the size a sheet states may be anything; its rows say what there is
    seen = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        seen += len(row)
        if seen > _MOST_CELLS:
            raise CribleError("the sheet has more cells than any list", where=f"{where}, row {number}", do=_AGAIN)
        cells = [_clean(cell, f"{where}, row {number}") for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            yield number, cells


def _clean(cell: Any, where: str) -> Cell:
    """A cell without the escapes of the format; blanks and empty texts are `None`."""
    if not isinstance(cell, str):
        return cell if cell is None or isinstance(cell, int | float | dt.date | dt.time | dt.timedelta) else str(cell)
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), cell) if "_x" in cell else cell
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if text in _ERRORS or len(text) > _LONGEST or _DAMAGE.search(text):
        raise CribleError(f"a damaged cell: {text[:20]!r}", where=where, do=_AGAIN)
    return text or None


def _refuse_uncalculated(archive: zipfile.ZipFile, where: str) -> None:
    for name in archive.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml") and _is_uncalculated(archive, name):
            raise CribleError(f"{name} has formulas that were never calculated", where=where, do=_AGAIN)


def _is_uncalculated(archive: zipfile.ZipFile, name: str) -> bool:
    """Looked for piece by piece: a sheet unpacks to many times its size."""
    with archive.open(name) as part:
        tail = b""
        while piece := part.read(1 << 20):
            text = tail + piece
            if _UNCALCULATED.search(text):
                return True
            tail = text[max(text.rfind(b"<c "), len(text) - _LONGEST, 0) :]
    return False
