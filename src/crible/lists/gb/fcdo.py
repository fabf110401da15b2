"""The UK Sanctions List: its XML, its CSV, its ODS, and the export of a search on its site."""

import re
from collections.abc import Iterator, Mapping, Sequence

from crible.lists.card import ListReader, Reading, card
from crible.lists.csv_records import csv_records
from crible.lists.gb.designation import subjects
from crible.lists.gb.fcdo_xml import ROOT, read_xml
from crible.lists.gb.joined import HEADER_WITHIN, Row, columns_of, csv_lines, header_line, joined
from crible.lists.gb.record import Record
from crible.lists.gb.sanction import Publisher
from crible.lists.gb.words import day
from crible.lists.ods_records import ods_rows, ods_start
from crible.lists.partial_dates import dates
from crible.records.entity import Refused
from crible.records.error import CribleError

_CARD = card("gb", "gb_fcdo_sanctions")
_FCDO = Publisher(
    list=_CARD.list,
    prefix="gb-fcdo-",
    authority="Foreign, Commonwealth and Development Office",
    page=_CARD.pages[0],
)
_LAYOUTS = {"csv": "column", "ods": "column", "search_ods": "search"}
_ROOT = re.compile(rb"<%b[\s>]" % ROOT.encode())
_CELL = re.compile(r"<text:p[^>]*>([^<]*)</text:p>")
_AGAIN = "fetch the file again; the copy is another file, or damaged"


def _read_xml(members: Mapping[str, bytes], where: str) -> Reading:
    made, records = read_xml(members["list"], where)
    return _reading(records, made, [])


def _read_csv(members: Mapping[str, bytes], where: str) -> Reading:
    body = members["list"]
    above = list(csv_lines(body))
    found = header_line(above, "column")
    if not found:
        raise CribleError("no line of its first ten is the header of this list", where=where, do=_AGAIN)
    header, rows = csv_records(body, where=where, above=found[0])
    refused: list[Refused] = []
    records = joined(rows, columns_of(header, "column", where), refused, where)
    return _reading(records, _made(above[: found[0]]), refused)


def _read_ods(members: Mapping[str, bytes], where: str) -> Reading:
    return _read_workbook(members["list"], "column", where)


def _read_search(members: Mapping[str, bytes], where: str) -> Reading:
    return _read_workbook(members["list"], "search", where)


def _read_workbook(body: bytes, layout: str, where: str) -> Reading:
    rows = ods_rows(body, where)
    above, sheet = _top(rows, layout, where)
    header = [" ".join(name.split()) for name in above[-1]]
    refused: list[Refused] = []
    records = joined(_below(rows, header, sheet, where), columns_of(header, layout, where), refused, where)
    if layout == "search":
        for record in records:
            for fields in record.groups.get("name", ()):
                fields["name_type"] = "Primary name"
    return _reading(records, _made(above[:-1]), refused)


def _top(rows: Iterator[tuple[str, int, list[str]]], layout: str, where: str) -> tuple[list[list[str]], str]:
    """The rows down to the header, and the sheet that it stands on."""
    above: list[list[str]] = []
    for sheet, _, cells in rows:
        above.append(cells)
        if header_line([cells], layout):
            return above, sheet
        if len(above) == HEADER_WITHIN:
            break
    raise CribleError("none of its first rows is the header of this list", where=where, do=_AGAIN)


def _below(rows: Iterator[tuple[str, int, list[str]]], header: Sequence[str], sheet: str, where: str) -> Iterator[Row]:
    for name, number, cells in rows:
        if name != sheet or len(cells) > len(header):
            what = f"row {number} of {name[:40]} stands outside the table"
            raise CribleError(
                what, where=where, do="the publisher changed the workbook: teach the reader the new layout"
            )
        padded = [*cells, *[""] * (len(header) - len(cells))]
        yield number, dict(zip(header, padded, strict=True))


def _made(above: Sequence[Sequence[str]]) -> str | None:
    """The day that the lines above the header give: "Report Date: 02-Oct-2026"."""
    text = " ".join(cell for cells in above for cell in cells)
    for said in text.split():
        if found := day(said):
            return found
    return next((found for found in dates(text.replace("-", " ")) if len(found) == 10), None)


def _reading(records: list[Record], made: str | None, refused: list[Refused]) -> Reading:
    return Reading(subjects=subjects(records, _FCDO, made, refused), day=made, refused=refused)


def claimed(head: bytes) -> str | None:
    """The format that a file is in by its content, whatever its name."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] == b"<":
        return "xml" if _ROOT.search(head) else None
    if start[:2] == b"PK":
        rows = ods_start(head).decode("utf-8", "replace").split("</table:table-row>")
        lines = [_CELL.findall(row) for row in rows[:10]]
        return next((key for key in ("search_ods", "ods") if header_line(lines, _LAYOUTS[key])), None)
    return "csv" if header_line(csv_lines(head), "column") else None


def _reader(key: str) -> ListReader:
    reads = {"xml": _read_xml, "csv": _read_csv, "ods": _read_ods, "search_ods": _read_search}
    format = _CARD.format(key)

    def recognises(_member: str, head: bytes) -> str:
        if not head.strip():
            return "it is empty"
        if head.lstrip()[:1] == b"<" and b"<html" in head[:2000].lower():
            return "it is HTML"
        return "" if claimed(head) == key else f"it is not the {format.title}"

    def claims(head: bytes) -> str | None:
        return format.members[0].key if claimed(head) == key else None

    return ListReader(card=_CARD, format=format, recognises=recognises, read=reads[key], claims=claims)


READERS = tuple(_reader(format.key) for format in _CARD.formats)
XML, CSV, ODS, SEARCH = READERS
