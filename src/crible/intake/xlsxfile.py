"""XLSX → lines: the first sheet with a header we know, its typed cells written as people would."""

import datetime as dt
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import islice
from typing import Any

import openpyxl

from crible.intake.headers import find_header, header_in
from crible.intake.lines import MOST_COLUMNS, Line
from crible.intake.report import Intake, Report
from crible.intake.tables import read_table
from crible.records.archive import open_archive, refuse_doctypes
from crible.records.error import CribleError
from crible.records.hit import message

_MOST_ROWS = 1_048_576  # of a sheet, by Excel's own limit
_MOST_CELLS = 20_000_000
_FORMULA = re.compile(rb'<c r="[A-Z]{1,3}(\d{1,7})"[^>]*><f[^>]*(?:/>|>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>')
# What openpyxl and the XML and zip readers below it raise on a workbook that is not as it should be.
_BROKEN = (
    *(LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RuntimeError),
    *(SyntaxError, OSError, EOFError, zipfile.BadZipFile, zlib.error),
)
_DO = "save the workbook again with Excel or LibreOffice, or export it as CSV"


def read_xlsx(data: bytes, name: str) -> Intake:
    """The transactions of a workbook's first sheet with a header we know; others that have one are named."""
    archive = open_archive(data, name)
    if "xl/workbook.xml" not in archive.namelist():
        raise CribleError(
            "the file is an archive, and no XLSX workbook",
            where=name,
            do="unpack it, or save the table as XLSX or CSV (.xlsb, .ods and .docx are not read)",
        )
    refuse_doctypes(archive, name)
    with warnings.catch_warnings():
        # openpyxl remarks on styles and extensions it leaves out; none holds a cell's value.
        warnings.simplefilter("ignore")
        try:
            title, others, lines = _sheet(data, archive, name)
        except _BROKEN as error:
            raise CribleError(f"the workbook cannot be read ({type(error).__name__})", where=name, do=_DO) from error
    said = tuple(message("intake.other_sheet", sheet=other, read=title) for other in others)
    return read_table(lines, Report(name=name, format="xlsx", sheet=title, warnings=said), decimal=".")


def _sheet(data: bytes, archive: zipfile.ZipFile, name: str) -> tuple[str, list[str], list[Line]]:
    """The title of the sheet to read, those of the others that have a header, and its lines."""
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "iter_rows")]
    with_header = [sheet for sheet in sheets if header_in(list(islice(_lines(sheet, name), 30)))]
    if not with_header:
        find_header(list(islice(_lines(sheets[0], name), 30)) if sheets else [], name)
    chosen, *others = with_header
    uncalculated = _uncalculated(archive, chosen)
    lines = [_refusing(line, uncalculated) for line in _lines(chosen, name)]
    return chosen.title, [sheet.title for sheet in others], lines


def _lines(sheet: Any, where: str) -> Iterator[Line]:
    sheet.reset_dimensions()  # the size a sheet states may be anything; its rows say what there is
    cells = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        cells += len(row)
        if not row and number <= _MOST_ROWS:
            continue  # rows nobody filled; a sheet may skip a million of them
        if number > _MOST_ROWS or cells > _MOST_CELLS or any(cell is not None for cell in row[MOST_COLUMNS + 1 :]):
            raise CribleError(
                f"sheet {sheet.title!r} is too large at row {number}; {MOST_COLUMNS} columns are the most read",
                where=where,
                do="leave out the columns and rows that screening does not need",
            )
        yield Line(number=number, cells=[_text(cell) for cell in row[: MOST_COLUMNS + 1]])


def _text(cell: object) -> str:
    """A typed cell as text: days in ISO, whole numbers without ".0"."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


def _uncalculated(archive: zipfile.ZipFile, sheet: Any) -> frozenset[int]:
    """The rows with a formula whose value was never calculated: they look blank, and are not."""
    path = str(getattr(sheet, "_worksheet_path", ""))
    if path not in archive.namelist():
        return frozenset()
    return frozenset(int(match[1]) for match in _FORMULA.finditer(archive.read(path)))


def _refusing(line: Line, uncalculated: Sequence[int] | frozenset[int]) -> Line:
    if line.number not in uncalculated:
        return line
    return Line(
        number=line.number,
        cells=line.cells,
        fault="a formula in this row was never calculated",
        do="open the workbook in Excel or LibreOffice, save it, and give it again",
    )
