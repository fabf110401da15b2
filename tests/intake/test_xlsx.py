"""Workbooks: typed cells become what people would write."""

import datetime as dt
from decimal import Decimal

import pytest
from _files import rezipped, xlsx_bytes

from crible.intake import read
from crible.records.error import CribleError

HEADER = ["order_id", "date", "buyer", "hs_code", "description", "quantity", "value", "end_use_statement"]


def test_typed_cells_are_read_without_what_excel_adds() -> None:
    row = [1042, dt.datetime(2023, 6, 12), "X Ltd", 854231, "pump", 10.0, 1.234, True]
    intake = read(xlsx_bytes(Orders=[HEADER, row]), "orders.xlsx")
    (tx,) = intake.transactions
    assert (tx.id, tx.date, tx.where) == ("1042", dt.date(2023, 6, 12), "orders.xlsx:2")
    assert (tx.goods[0].hs_code, tx.goods[0].quantity, tx.goods[0].value) == ("854231", Decimal(10), Decimal("1.234"))
    assert tx.terms.end_use_statement == "yes"
    assert (intake.report.format, intake.report.sheet) == ("xlsx", "Orders")


def test_a_code_that_lost_its_zero_is_remarked_on_not_mended() -> None:
    row = ["A", None, "X Ltd", 1012100, "horse", 1, 1, None]
    (tx,) = read(xlsx_bytes(Orders=[HEADER, row]), "orders.xlsx").transactions
    assert tx.goods[0].hs_code is None
    assert tx.carried["hs_code"] == "1012100"
    assert [remark.code for remark in tx.warnings] == ["intake.hs_code_unreadable"]


def test_the_first_sheet_with_a_header_is_read_and_the_others_are_named() -> None:
    data = xlsx_bytes(
        Cover=[["Orders of June"], []],
        Orders=[[], ["printed", "today"], HEADER, ["A", None, "X Ltd"]],
        Old=[HEADER, ["B", None, "Y Ltd"]],
    )
    intake = read(data, "orders.xlsx")
    assert [tx.id for tx in intake.transactions] == ["A"]
    assert intake.report.sheet == "Orders"
    said = {remark.code: remark.values for remark in intake.remarks}
    assert said["intake.other_sheet"] == {"sheet": "Old", "read": "Orders"}


def test_a_workbook_without_a_known_header_says_so() -> None:
    with pytest.raises(CribleError, match="header"):
        read(xlsx_bytes(Sheet=[["foo", "bar"], [1, 2]]), "orders.xlsx")


def test_a_row_with_a_formula_never_calculated_is_refused() -> None:
    data = xlsx_bytes(Orders=[["order_id", "buyer"], ["A", "X Ltd"], ["B", "=A2"], ["C", "Y Ltd"]])
    intake = read(data, "orders.xlsx")
    assert [tx.id for tx in intake.transactions] == ["A", "C"]
    assert [(row.where, "formula" in row.what) for row in intake.refused] == [("orders.xlsx:3", True)]
    assert (intake.rows, intake.rows_used) == (3, 2)


def test_a_formula_gives_the_value_it_was_saved_with() -> None:
    sheet = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>order_id</t></is></c><c r="B1" t="inlineStr"><is><t>buyer</t></is></c></row>'
        b'<row r="2"><c r="A2" t="inlineStr"><is><t>A</t></is></c><c r="B2" t="str"><f>"X"&amp;" Ltd"</f><v>X Ltd</v></c></row>'
        b"</sheetData></worksheet>"
    )
    data = rezipped(xlsx_bytes(Orders=[["order_id", "buyer"], ["A", "B"]]), xl__worksheets__sheet1_DOT_xml=sheet)
    (tx,) = read(data, "orders.xlsx").transactions
    assert tx.parties[0].names == ("X Ltd",)


def test_a_sheet_that_claims_a_million_columns_is_read_by_what_it_holds() -> None:
    good = xlsx_bytes(Orders=[["order_id", "buyer"], ["A", "X Ltd"]])
    sheet = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<dimension ref="A1:XFD1048576"/><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>order_id</t></is></c><c r="B1" t="inlineStr"><is><t>buyer</t></is></c></row>'
        b'<row r="900000"><c r="A900000" t="inlineStr"><is><t>A</t></is></c><c r="B900000" t="inlineStr"><is><t>X</t></is></c></row>'
        b"</sheetData></worksheet>"
    )
    intake = read(rezipped(good, xl__worksheets__sheet1_DOT_xml=sheet), "orders.xlsx")
    assert [tx.where for tx in intake.transactions] == ["orders.xlsx:900000"]


@pytest.mark.parametrize("row", [b"99999999999", b"2000000"])
def test_a_row_number_beyond_any_sheet_is_refused(row: bytes) -> None:
    good = xlsx_bytes(Orders=[["order_id", "buyer"], ["A", "X Ltd"]])
    sheet = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>order_id</t></is></c><c r="B1" t="inlineStr"><is><t>buyer</t></is></c></row>'
        b'<row r="' + row + b'"><c r="A' + row + b'" t="inlineStr"><is><t>A</t></is></c></row></sheetData></worksheet>'
    )
    with pytest.raises(CribleError, match="too large"):
        read(rezipped(good, xl__worksheets__sheet1_DOT_xml=sheet), "orders.xlsx")
