"""ODS workbooks for tests, as spreadsheets write them: repeated empty cells, empty rows to the last."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">'
    "<office:body><office:spreadsheet>"
)
_TAIL = "</office:spreadsheet></office:body></office:document-content>"
_REST = (
    '<table:table-row table:number-rows-repeated="1043268">'
    '<table:table-cell table:number-columns-repeated="16384" /></table:table-row>'
)


def sheet(rows: Iterable[str], name: str = "UK_Sanctions_List") -> str:
    return f'<table:table table:name="{name}">{"".join(rows)}{_REST}</table:table>'


def row(cells: Sequence[str]) -> str:
    inner = "".join(map(cell, cells))
    return f'<table:table-row>{inner}<table:table-cell table:number-columns-repeated="16326" /></table:table-row>'


def cell(text: str) -> str:
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    return (
        f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'
        if text
        else "<table:table-cell/>"
    )


def workbook(*sheets: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", _HEAD + "".join(sheets) + _TAIL)
    return out.getvalue()
