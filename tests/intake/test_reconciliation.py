"""Rows in = rows used + rows refused, for every ugly file we could think of; and the same orders in any dress."""

import csv
from collections.abc import Callable, Iterator

import pytest
from _files import csv_bytes, xlsx_bytes
from hypothesis import given
from hypothesis import strategies as st

from crible.intake import Intake, read
from crible.records.error import CribleError

HEADER = "order_id,buyer,description,quantity,notes"
UGLY_ROWS = {
    "fine": "A,X Ltd,pump,1,",
    "no number": ",X Ltd,pump,1,",
    "nothing to screen": "B,,,,later",
    "only a number": "C",
    "too many cells": "D,X,Ltd,pump,1,,extra",
    "open quote": 'E,"X Ltd,pump,1,',
    "text after a quote": 'F,"X" Ltd,pump,1,',
    "quotes in quotes": 'G,"X ""Best"" Ltd",pump,1,',
    "two lines": 'H,"X\nLtd",pump,1,',
    "blank": "",
    "only commas": ",,,,",
    "spaces": "   ,  , ,,",
    "huge cell": "I," + "x" * 20_001 + ",pump,1,",
    "enormous cell": "J," + "x" * 140_000 + ",pump,1,",
    "NUL": "K,X\0 Ltd,pump,1,",
    "escape": "L,\x1b[2J,pump,1,",
    "formula": "M,=cmd|' /C calc'!A0,pump,1,",
    "right to left": "N,شرکت هوافضا,pump,1,",
    "invisible": "O,\u200b\u202e,pump,1,",
    "number in words": "P,X Ltd,pump,ten,",
    "tab": "Q,X\tLtd,pump,1,",
    "quote alone": '"',
    "two quotes": '""',
    "semicolons": "R;X Ltd;pump;1;",
    "emoji": "S,🚢 Ltd,pump,1,",
    "long number": "T,X Ltd,pump," + "9" * 400 + ",",
    "combining": "U,X" + "\u0301" * 5_000 + ",pump,1,",
    "expander": "V," + "\ufdfa" * 1_000 + ",pump,1,",
    "brackets": "W," + "(" * 5_000 + ",pump,1,",
    "second row of an order": "A,X Ltd,hose,2,",
}


def ugly_files() -> Iterator[tuple[str, Callable[[], bytes], str]]:
    """Name, bytes, file name: each ugly row alone, each in a crowd, and all of them in each dress."""
    for kind, row in UGLY_ROWS.items():
        for ending in ("\n", "\r\n"):
            crowd = [HEADER, "1,First Ltd,pump,1,", row, "2,Last Ltd,pump,1,", ""]
            yield f"{kind} {ending!r}", lambda c=crowd, e=ending: e.join(c).encode(), "orders.csv"
    everything = "\n".join([HEADER, *UGLY_ROWS.values(), "Z,Last Ltd,pump,1,"])
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        yield f"all in {encoding}", lambda e=encoding: everything.encode(e), "orders.csv"
    cells = [[cell.replace("\0", "").replace("\x1b", "") for cell in row.split(",")] for row in UGLY_ROWS.values()]
    rows = [HEADER.split(","), *([cell[:30_000] for cell in row] for row in cells)]
    yield "all in a workbook", lambda: xlsx_bytes(Orders=rows), "orders.xlsx"
    yield "all as tabs", lambda: csv_bytes(rows, delimiter="\t"), "orders.tsv"
    parties = "\n".join(["id,name,birth_date", "1,X,1961", ",Y,", "1,Z,soon", '4,"W,', "5", "6,a,b,c"])
    yield "parties", parties.encode, "parties.csv"
    records = '{"id":"1","parties":[{"role":"buyer","names":["X"]}]}\n\n{"id":\n[]\n{"id":"2"}\n'
    records += '{"id":"3","goods":[{"number":1}]}'
    yield "JSON lines", records.encode, "orders.jsonl"
    yield (
        "JSON",
        lambda: b'[{"id":"1","parties":[{"role":"buyer","names":[]}]}, 7, {"id":"2"}, {"id":"3","id":"4"}]',
        "o.json",
    )


UGLY = list(ugly_files())


def lines_used(intake: Intake) -> list[int]:
    """The line numbers of all rows, used and refused."""
    found = [int(row.where.rpartition(":")[2]) for row in intake.refused]
    for tx in intake.transactions:
        for part in tx.where.rpartition(":")[2].split(","):
            first, _, last = part.partition("-")
            found += range(int(first), int(last or first) + 1)
    return found


def test_there_are_fifty_ugly_files_at_least() -> None:
    assert len(UGLY) >= 50


@pytest.mark.parametrize(("make", "name"), [(make, name) for _, make, name in UGLY], ids=[kind for kind, _, _ in UGLY])
def test_every_row_is_used_or_refused_once(make: Callable[[], bytes], name: str) -> None:
    intake = read(make(), name)
    assert intake.rows == intake.rows_used + len(intake.refused)
    assert intake.transactions, "the good rows go on"
    used = lines_used(intake)
    assert len(used) == len(set(used)) == intake.rows
    assert all(row.what and row.do and len(row.raw) <= 500 for row in intake.refused)
    if name == "orders.csv":
        assert {tx.id for tx in intake.transactions} >= {"2"} or "Z" in {tx.id for tx in intake.transactions}


words = st.text(
    alphabet=st.characters(
        codec="cp1252", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cf"), exclude_characters="|;="
    ),
    min_size=1,
    max_size=8,
)
texts = st.lists(words, min_size=1, max_size=3).map(" ".join).filter(lambda text: any(map(str.isalpha, text)))
orders = st.lists(st.tuples(st.integers(1, 5).map(str), texts, texts), min_size=1, max_size=6)


@given(
    rows=orders,
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC]),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_a_table_in_any_dialect_and_encoding_is_the_same_orders(
    rows: list[tuple[str, str, str]], delimiter: str, encoding: str, quoting: int, ending: str
) -> None:
    table = [["order_id", "buyer", "description"], *map(list, rows)]
    plain = read(csv_bytes(table), "orders.csv")
    dressed = csv_bytes(table, encoding, delimiter=delimiter, quoting=quoting, lineterminator=ending)
    assert read(dressed, "orders.csv").transactions == plain.transactions
    assert read(xlsx_bytes(Orders=table), "orders.csv").transactions == plain.transactions
    assert [line.description for tx in plain.transactions for line in tx.goods] == sorted_by_order(rows)


def sorted_by_order(rows: list[tuple[str, str, str]]) -> list[str]:
    keys = list(dict.fromkeys(key for key, _, _ in rows))
    return [text for key in keys for own, _, text in rows if own == key]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_way_out(data: bytes) -> None:
    try:
        intake = read(data, "orders.csv")
    except CribleError as error:
        said = error.do
    else:
        said = "read" if intake.rows == intake.rows_used + len(intake.refused) else ""
    assert said


@given(st.text(alphabet="abc\",;\n\r\t|'\\ \0é", max_size=120))
def test_any_text_under_a_header_is_accounted_for(text: str) -> None:
    intake = read(f"order_id,buyer,description\n1,X Ltd,pump\n{text}\n2,Y Ltd,pump".encode(), "orders.csv")
    assert intake.rows == intake.rows_used + len(intake.refused)
    used = lines_used(intake)
    assert len(used) == len(set(used)) == intake.rows
