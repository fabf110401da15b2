"""Files as people send them, made on the spot."""

import csv
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import openpyxl


def csv_bytes(rows: Sequence[Sequence[str]], encoding: str = "utf-8", **dialect: Any) -> bytes:
    """Rows as a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text, **dialect).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(**sheets: Sequence[Sequence[object]]) -> bytes:
    """Sheets by name as a workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rezipped(data: bytes, **changed: bytes) -> bytes:
    """A workbook with parts of it replaced or added; `__` in a keyword stands for `/`, `_DOT_` for a dot."""
    out = io.BytesIO()
    new = {name.replace("__", "/").replace("_DOT_", "."): part for name, part in changed.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in old.namelist():
            if name not in new:
                archive.writestr(name, old.read(name))
        for name, part in new.items():
            archive.writestr(name, part)
    return out.getvalue()
