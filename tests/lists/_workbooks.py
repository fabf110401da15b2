"""Workbooks made on the spot, and opened up to be damaged."""

import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

import openpyxl


def workbook(
    *rows: Sequence[Any], title: str = "Sheet1", further: dict[str, Sequence[Sequence[Any]]] | None = None
) -> bytes:
    book = openpyxl.Workbook()
    sheets = {title: rows, **(further or {})}
    for name, content in sheets.items():
        sheet = book.active if name == title else book.create_sheet(name)
        sheet.title = name
        for row in content:
            sheet.append(list(row))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def changed(body: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same workbook with one of its parts changed."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(body)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == member else content)
    return file.getvalue()
