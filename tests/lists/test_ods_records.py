"""ODS workbooks: every cell is read as the list wrote it, and no bomb goes off."""

import time

import pytest

from crible.lists.ods_records import ods_rows, ods_start
from crible.records.error import CribleError
from lists._ods import cell, row, sheet, workbook


def read(body: bytes) -> list[tuple[str, int, list[str]]]:
    return list(ods_rows(body, "list.ods"))


def one(cells: str) -> list[str]:
    [(_, _, found)] = read(workbook(sheet([f"<table:table-row>{cells}</table:table-row>"])))
    return found


def test_rows_come_with_their_sheet_and_number_and_empty_ones_do_not() -> None:
    body = workbook(sheet([row(["a", "", "b"]), row(["", ""]), row(["c"])], "One"), sheet([row(["d"])], "Two"))
    assert read(body) == [("One", 1, ["a", "", "b"]), ("One", 3, ["c"]), ("Two", 1, ["d"])]


@pytest.mark.parametrize(
    ("cells", "read_as"),
    [
        (cell("A\nB & C"), ["A\nB & C"]),
        ('<table:table-cell table:number-columns-repeated="3"/>' + cell("x"), ["", "", "", "x"]),
        (
            '<table:table-cell table:number-columns-repeated="2" office:value-type="string">'
            "<text:p>x</text:p></table:table-cell>",
            ["x", "x"],
        ),
        (
            '<table:table-cell office:value-type="date" office:date-value="2022-09-26T00:00:00">'
            "<text:p>09/26/22</text:p></table:table-cell>",
            ["2022-09-26T00:00:00"],
        ),
        (
            '<table:table-cell office:value-type="float" office:value="281083000000">'
            "<text:p>2.81083E+11</text:p></table:table-cell>",
            ["281083000000"],
        ),
        ('<table:table-cell office:value-type="float" office:value="2.81E11"/>', ["281000000000"]),
        ('<table:table-cell office:value-type="float" office:value="12.50"/>', ["12.50"]),
        (
            '<table:table-cell office:value-type="string"><office:annotation><text:p>a remark</text:p>'
            '</office:annotation><text:p>Al<text:s text:c="2"/>Ali<text:span>, <text:a>x</text:a></text:span>'
            "<text:tab/>y<text:line-break/>z</text:p></table:table-cell>",
            ["Al  Ali, x\ty\nz"],
        ),
    ],
)
def test_a_cell_is_read_as_it_was_written(cells: str, read_as: list[str]) -> None:
    assert one(cells) == read_as


@pytest.mark.parametrize(
    "cells",
    [
        '<table:table-cell office:value-type="percentage" office:value="0.5"/>',
        '<table:table-cell office:value-type="float" office:value="NaN"/>',
        '<table:table-cell office:value-type="float" office:value="1E999999"/>',
        '<table:table-cell office:value-type="float" office:value="many"/>',
        '<table:table-cell office:value-type="string"><text:list/></table:table-cell>',
        '<table:table-cell office:value-type="string"><text:p><text:note/></text:p></table:table-cell>',
        "<table:table-header/>",
        '<table:table-cell table:number-columns-repeated="0"/>',
        '<table:table-cell table:number-columns-repeated="-1"/>',
    ],
)
def test_what_nobody_knows_stops_the_load(cells: str) -> None:
    with pytest.raises(CribleError):
        one(cells)


BOMB = cell("x").replace(" ", ' table:number-columns-repeated="{0}" ', 1)
EMPTY = '<table:table-cell table:number-columns-repeated="16000"/>'
GAP = f"<table:table-row>{cell('x')}{EMPTY}{cell('y')}</table:table-row>"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"PK\x03\x04",
        b"<html/>",
        workbook(sheet([f"<table:table-row>{BOMB.format(999_999_999)}</table:table-row>"])),
        workbook(sheet([f"<table:table-row>{BOMB.format(16_384)}</table:table-row>"])),
        workbook(sheet([GAP])),
        workbook(sheet([f'<table:table-row table:number-rows-repeated="1048576">{cell("x")}</table:table-row>'])),
        workbook(sheet([row(["x" * 12_000_000])])),
        workbook("<!DOCTYPE x [<!ENTITY a 'b'>]>"),
        workbook("<table:table>"),
        workbook(sheet([row(["\x00"])])),
    ],
    ids=["empty", "no-zip", "html", "wide", "full-width", "gap", "high", "giant-cell", "doctype", "cut", "nul"],
)  # fmt: skip
def test_what_is_no_such_workbook_or_a_bomb_is_refused_at_once(body: bytes) -> None:
    start = time.process_time()
    with pytest.raises(CribleError):
        read(body)
    assert time.process_time() - start < 5


def test_the_start_of_a_workbook_is_seen_in_its_first_bytes() -> None:
    body = workbook(sheet([row(["Unique ID"]), *(row([f"R{n}"]) for n in range(5_000))]))
    assert b"Unique ID" in ods_start(body[:4096])
    assert ods_start(b"PK\x03\x04 and no more") == ods_start(b"") == b""
