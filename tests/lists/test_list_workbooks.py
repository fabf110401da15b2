"""Official workbooks: read whole, by their header, or not at all."""

import datetime as dt
import random
import zipfile
from io import BytesIO

import pytest

from crible.lists.xlsx import Cell, excel_day, no_xlsx, xlsx_records
from crible.records.error import CribleError
from lists._workbooks import changed, workbook

COLUMNS = {"no.": "number", "name": "name", "名前": "name", "born": "born"}
SHEET = "xl/worksheets/sheet1.xml"
BODY = workbook(["No.", "名前\nName", "Born"], [1, "Anna Invented", dt.datetime(1970, 2, 1)], [2, " Boris  ", None])


def read(body: bytes) -> list[dict[str, Cell]]:
    return [cells for _, cells in xlsx_records(body, COLUMNS, required={"number", "name"}, where="x.xlsx")]


def test_rows_come_out_by_the_names_of_their_columns_with_their_types() -> None:
    first, second = read(BODY)
    assert first == {"number": 1, "name": "Anna Invented", "born": dt.datetime(1970, 2, 1)}
    assert second == {"number": 2, "name": "Boris", "born": None}


def test_the_order_of_columns_makes_no_difference() -> None:
    assert read(workbook(["Name", "No."], ["Anna", 1])) == [{"name": "Anna", "number": 1}]


def test_a_title_above_the_header_and_blank_rows_are_passed_over() -> None:
    assert len(read(workbook(["A list, 2026"], [], ["No.", "Name"], [1, "Anna"], [], [None, " "], [2, "Boris"]))) == 2


def test_every_sheet_is_read() -> None:
    body = workbook(["No.", "Name"], [1, "Anna"], further={"More": [["Name", "No."], ["Boris", 2]], "Empty": []})
    assert [record["name"] for record in read(body)] == ["Anna", "Boris"]


@pytest.mark.parametrize(
    ("why", "body"),
    [
        ("do.* not know: Height", workbook(["No.", "Name", "Height"], [1, "Anna", 180])),
        ("twice: name", workbook(["No.", "Name", "名前"], [1, "Anna", "Anna"])),
        ("no header with name, number", workbook(["Number", "Person"], [1, "Anna"])),
        ("no header with name, number", workbook(["No.", "Name"], [1, "A"], further={"Notes": [["see", "below"]]})),
        ("no header", workbook(["No.", "Name"], [1, "Anna"], [2, "Boris", "astray"])),
        ("no rows", workbook(["No.", "Name"])),
        ("never calculated", workbook(["No.", "Name"], [1, "=A1"])),
        ("damaged cell", workbook(["No.", "Name"], [1, "#REF!"])),
        ("damaged cell", workbook(["No.", "Name"], [1, "Anna_x0007_"])),
    ],
    ids=["column", "column twice", "header", "sheet", "stray cell", "rows", "formula", "error", "control"],
)
def test_what_nobody_knows_stops_the_load(why: str, body: bytes) -> None:
    with pytest.raises(CribleError, match=why):
        read(body)


def test_a_formula_that_was_calculated_is_read() -> None:
    body = changed(BODY, SHEET, lambda xml: xml.replace(b"<v>2</v></c>", b"<f>A2+1</f><v>2</v></c>", 1))
    assert [record["number"] for record in read(body)] == [1, 2]


def test_escapes_of_line_ends_are_line_ends() -> None:
    (record,) = read(workbook(["No.", "Name"], [1, "Anna_x000D_\nInvented"]))
    assert record["name"] == "Anna\nInvented"


def test_fifty_random_cuts_are_refused() -> None:
    for cut in random.Random(50).sample(range(len(BODY)), 50):
        with pytest.raises(CribleError):
            read(BODY[:cut])


def test_a_byte_changed_in_what_is_packed_is_seen() -> None:
    start = BODY.index(b"sheet1.xml") + 200
    for at in range(start, start + 100, 9):
        body = BODY[:at] + bytes([BODY[at] ^ 0xFF]) + BODY[at + 1 :]
        with pytest.raises(CribleError):
            read(body)


def bomb() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr(SHEET, b" " * 30_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>503</body></html>",
        b'{"error": 500}',
        b"PK\x03\x04" + b"\0" * 100,
        bomb(),
        changed(BODY, SHEET, lambda xml: b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e "e">]>' + xml),
        changed(BODY, SHEET, lambda xml: b"<!DOCTYPE x>" + xml),
        changed(BODY, SHEET, lambda xml: xml[: len(xml) // 2]),
        changed(BODY, "xl/workbook.xml", lambda xml: xml.replace(b"rId1", b"rId9")),
    ],
    ids=["empty", "html", "json", "zip of nothing", "bomb", "entities", "doctype", "cut part", "lost sheet"],
)
def test_what_is_no_such_workbook_is_refused(body: bytes) -> None:
    with pytest.raises(CribleError):
        read(body)


@pytest.mark.parametrize(
    ("head", "says"),
    [(BODY, ""), (b"", "it is empty"), (b"<!DOCTYPE html>", "it is HTML"), (b"No.,Name\n", "it is no XLSX workbook")],
)
def test_a_file_that_is_no_workbook_is_told_from_its_first_bytes(head: bytes, says: str) -> None:
    assert no_xlsx(head[:65_536]) == says


@pytest.mark.parametrize(("serial", "day"), [(61, "1900-03-01"), (25569, "1970-01-01"), (46126.5, "2026-04-14")])
def test_a_number_stands_for_the_day_excel_means(serial: float, day: str) -> None:
    assert excel_day(serial) == day
