"""Read an official ODS workbook as rows of text, trusting nothing that it says about itself."""

import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from lxml import etree

from crible.lists.xml_records import Element, forget
from crible.records.archive import open_archive, refuse_doctypes
from crible.records.error import CribleError

_CONTENT = "content.xml"
_MOST_COLUMNS = 1_000  # that hold something; an empty sheet is said to have 16,384
_MOST_ROWS = 500_000
_MOST_REPEATS = 100  # of a row that holds something
_SPACES = 200  # that one element may stand for
_LOCAL_HEADER = b"PK\x03\x04"
_AGAIN = "fetch the file again"
_CHANGED = "the publisher changed the workbook: teach the reader the new layout"
_OASIS = "{{urn:oasis:names:tc:opendocument:xmlns:{0}:1.0}}"
_TABLE, _OFFICE, _TEXT = map(_OASIS.format, ("table", "office", "text"))
_SHEET, _ROW = f"{_TABLE}table", f"{_TABLE}table-row"
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_ROWS_REPEATED, _COLUMNS_REPEATED = f"{_TABLE}number-rows-repeated", f"{_TABLE}number-columns-repeated"
_PARAGRAPH, _COMMENT = f"{_TEXT}p", f"{_OFFICE}annotation"
_BREAKS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_INLINE = frozenset({f"{_TEXT}span", f"{_TEXT}a"})


def ods_rows(body: bytes, where: str) -> Iterator[tuple[str, int, list[str]]]:
    """Sheet, row number and cells of every row that holds something; empty cells at its end are left out.

    Dates come as ISO 8601 and numbers without exponent, from the values beside what is shown.
    """
    archive = open_archive(body, where)
    with archive:
        refuse_doctypes(archive, where)
        if _CONTENT not in archive.namelist():
            raise CribleError(f"no {_CONTENT}: it is no ODS workbook", where=where, do=_AGAIN)
        try:
            with archive.open(_CONTENT) as part:
                events = etree.iterparse(part, events=("start", "end"), resolve_entities=False, no_network=True)
                yield from _rows(events, where)
        except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as fault:
            what = f"the workbook is damaged: {' '.join(str(fault).split())[:120]}"
            raise CribleError(what, where=where, do=_AGAIN) from None


def _rows(events: Iterator[tuple[str, Element]], where: str) -> Iterator[tuple[str, int, list[str]]]:
    sheet, number = "", 0
    for event, node in events:
        if event == "start" and node.tag == _SHEET:
            sheet, number = node.get(f"{_TABLE}name", ""), 0
        if event == "start" or node.tag != _ROW:
            continue
        repeats = _count(node, _ROWS_REPEATED, where)
        cells = _cells(node, f"{where}: {sheet}, row {number + 1}")
        if cells and (repeats > _MOST_REPEATS or number + repeats > _MOST_ROWS):
            raise CribleError(f"row {number + 1} is said to come {repeats} times", where=where, do=_AGAIN)
        for again in range(repeats if cells else 0):
            yield sheet, number + again + 1, cells
        number += repeats
        forget(node)


def _cells(row: Element, where: str) -> list[str]:
    cells: list[str] = []
    empty = 0  # cells seen since the last that holds something
    for node in row:
        if node.tag not in _CELLS:
            raise _unknown(node, "a row", where)
        repeats, text = _count(node, _COLUMNS_REPEATED, where), _text(node, where)
        if not text.strip():
            empty += repeats
            continue
        if len(cells) + empty + repeats > _MOST_COLUMNS:
            raise CribleError(f"a row of more than {_MOST_COLUMNS} columns", where=where, do=_AGAIN)
        cells += [""] * empty + [text] * repeats
        empty = 0
    return cells


def _text(cell: Element, where: str) -> str:
    kind = cell.get(f"{_OFFICE}value-type", "string")
    if kind == "date":
        return cell.get(f"{_OFFICE}date-value", "")
    if kind == "float":
        return _plain(cell.get(f"{_OFFICE}value", ""), where)
    if kind != "string":
        raise CribleError(f"a cell that holds a {kind[:20]}", where=where, do=_CHANGED)
    parts = [node for node in cell if node.tag != _COMMENT]  # a comment beside the text is not of the list
    for node in parts:
        if node.tag != _PARAGRAPH:
            raise _unknown(node, "a cell", where)
    return "\n".join(_inline(node, where) for node in parts)


def _inline(node: Element, where: str) -> str:
    parts = [node.text or ""]
    for child in node:
        tag = str(child.tag)
        if tag == f"{_TEXT}s":
            parts.append(" " * min(_count(child, f"{_TEXT}c", where), _SPACES))
        elif tag in _INLINE:
            parts.append(_inline(child, where))
        elif tag in _BREAKS:
            parts.append(_BREAKS[tag])
        else:
            raise _unknown(child, "a text", where)
        parts.append(child.tail or "")
    return "".join(parts)


def _unknown(node: Element, place: str, where: str) -> CribleError:
    tag = str(node.tag).rpartition("}")[2]
    return CribleError(f"<{tag[:40]}> in {place}", where=where, do=_CHANGED)


def _plain(value: str, where: str) -> str:
    """A number in digits: 2.81083E+11 is what a screen shows of one, and no number of anybody."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise CribleError(f"{value[:40]!r} is no number", where=where, do=_AGAIN) from None
    if not number.is_finite() or abs(number.adjusted()) > 40:
        raise CribleError(f"{value[:40]!r} is no number", where=where, do=_AGAIN)
    whole = number == number.to_integral_value()
    return f"{number.to_integral_value():f}" if whole else f"{number:f}"


def _count(node: Element, name: str, where: str) -> int:
    text = node.get(name, "1")
    if not text.isascii() or not text.isdigit() or len(text) > 9 or not int(text):
        raise CribleError(f"{name.rpartition('}')[2]} is {text[:20]!r}", where=where, do=_AGAIN)
    return int(text)


def ods_start(head: bytes) -> bytes:
    """The start of the workbook's text, as far as the first bytes of the file hold it; b"" if they do not."""
    at = head.find(_LOCAL_HEADER)
    while 0 <= at <= len(head) - 30:
        name_length = int.from_bytes(head[at + 26 : at + 28], "little")
        start = at + 30 + name_length + int.from_bytes(head[at + 28 : at + 30], "little")
        if head[at + 30 : at + 30 + name_length] == _CONTENT.encode():
            try:
                return zlib.decompressobj(-15).decompress(head[start:], 1 << 16)
            except zlib.error:
                return b""
        at = head.find(_LOCAL_HEADER, at + 4)
    return b""
