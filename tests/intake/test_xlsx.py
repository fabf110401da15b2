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


def by_hand(*rows: str, dimension: str = "A1:B2") -> bytes:
    """A workbook whose sheet is written in XML, under a header of order_id and buyer."""
    header = f'<row r="1">{text("A1", "order_id")}{text("B1", "buyer")}</row>'
    sheet = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="{dimension}"/><sheetData>{header}{"".join(rows)}</sheetData></worksheet>'
    )
    good = xlsx_bytes(Orders=[["order_id", "buyer"], ["A", "B"]])
    return rezipped(good, xl__worksheets__sheet1_DOT_xml=sheet.encode())


def text(place: str, value: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


def test_a_formula_gives_the_value_it_was_saved_with() -> None:
    formula = '<c r="B2" t="str"><f>"X"&amp;" Ltd"</f><v>X Ltd</v></c>'
    (tx,) = read(by_hand(f'<row r="2">{text("A2", "A")}{formula}</row>'), "orders.xlsx").transactions
    assert tx.parties[0].names == ("X Ltd",)


def test_a_sheet_that_claims_a_million_columns_is_read_by_what_it_holds() -> None:
    row = f'<row r="900000">{text("A900000", "A")}{text("B900000", "X Ltd")}</row>'
    intake = read(by_hand(row, dimension="A1:XFD1048576"), "orders.xlsx")
    assert [tx.where for tx in intake.transactions] == ["orders.xlsx:900000"]


@pytest.mark.parametrize("number", ["99999999999", "2000000"])
def test_a_row_number_beyond_any_sheet_is_refused(number: str) -> None:
    with pytest.raises(CribleError, match="too large"):
        read(by_hand(f'<row r="{number}">{text("A" + number, "A")}</row>'), "orders.xlsx")


def test_a_cell_beyond_the_columns_read_is_refused_not_dropped() -> None:
    with pytest.raises(CribleError, match="too large"):
        read(by_hand(f'<row r="2">{text("A2", "A")}{text("XFD2", "hidden")}</row>'), "orders.xlsx")
