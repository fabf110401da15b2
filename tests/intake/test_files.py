"""Files as they come: any delimiter, any encoding, cut, hostile, or something else altogether."""

import csv
import time
import zipfile
from io import BytesIO

import pytest
from _files import csv_bytes, rezipped, xlsx_bytes

from crible.intake import read
from crible.records.error import CribleError

ROWS = [
    ["order_id", "buyer", "description", "notes"],
    ["A", "Société Générale d’Électronique", "Pompe à vide", "à livrer"],
    ["B", 'ACME "Best" LLC', "pump, spare\nsecond line", "a|b\tc;d"],
]
CYRILLIC = [
    ["order_id", "buyer"],
    *([f"{n}", 'Общество с ограниченной ответственностью "Дрейк", Москва'] for n in range(20)),
]


def seen(data: bytes, name: str = "orders.csv") -> list[tuple[str, str, str]]:
    return [(tx.id, tx.parties[0].names[0], tx.goods[0].description) for tx in read(data, name).transactions]


EXPECTED = [
    ("A", "Société Générale d’Électronique", "Pompe à vide"),
    ("B", 'ACME "Best" LLC', "pump, spare\nsecond line"),
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_sane_dialect_and_encoding_gives_the_same_orders(delimiter: str, encoding: str, ending: str) -> None:
    # Python writes a line feed unquoted where lines end otherwise; spreadsheets quote it.
    data = csv_bytes(ROWS, encoding, delimiter=delimiter, lineterminator=ending, quoting=csv.QUOTE_NONNUMERIC)
    assert seen(data) == EXPECTED
    report = read(data, "orders.csv").report
    assert report.delimiter == delimiter
    assert report.encoding_sure == {"cp1252": "likely", "utf-16-le": "likely", "utf-16-be": "likely"}.get(
        encoding, "certain"
    )


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r", "cp866"])
def test_a_cyrillic_encoding_is_guessed_and_said_to_be_a_guess(encoding: str) -> None:
    intake = read(csv_bytes(CYRILLIC, encoding), "orders.csv")
    assert intake.transactions[0].parties[0].names[0].startswith("Общество")
    assert intake.report.encoding_sure == "guess"
    assert "intake.encoding_guess" in [remark.code for remark in intake.remarks]


def test_utf8_with_a_foreign_byte_is_refused_and_never_read_as_something_else() -> None:
    data = csv_bytes(ROWS).replace("à vide".encode(), "à vid".encode() + b"\xe9")
    with pytest.raises(CribleError, match=r"byte 0xe9 on line 2 is not utf-8"):
        read(data, "orders.csv")


def test_text_that_was_garbled_before_is_said_to_be() -> None:
    data = "order_id,buyer\nA,SociÃ©tÃ© Martin\nB,Soci\ufffdt\ufffd Durand\n".encode()
    codes = {remark.code for remark in read(data, "orders.csv").remarks}
    assert codes == {"intake.mojibake", "intake.characters_lost"}


def test_excels_own_remark_on_the_delimiter_is_obeyed_and_is_no_row() -> None:
    intake = read(b"sep=;\norder_id;buyer\nA;X, Y and Z\n", "orders.csv")
    assert (intake.rows, intake.report.delimiter) == (1, ";")


def test_lines_above_the_header_are_passed_over_and_reported() -> None:
    intake = read(b"Export of orders\n\nprinted by,me\norder_id,buyer,description\nA,X Ltd,pump\n", "orders.csv")
    assert (intake.rows, intake.rows_used, intake.report.before_header) == (1, 1, 2)
    assert "intake.rows_before_header" in [remark.code for remark in intake.remarks]


def test_a_quote_that_never_closes_costs_its_own_row_only() -> None:
    rows = [f"{n},X{n} Ltd,pump" for n in range(2_000)]
    rows[5] = '5,"X5 Ltd,pump'
    intake = read("\n".join(["order_id,buyer,description", *rows]).encode(), "orders.csv")
    assert (intake.rows, intake.rows_used) == (2_000, 1_999)
    assert [row.where for row in intake.refused] == ["orders.csv:7"]
    assert "quote" in intake.refused[0].what


def test_text_after_a_closing_quote_swallows_no_other_row() -> None:
    intake = read(b'order_id,buyer\nA,"X Ltd\nB,Y Ltd\nC,"Z, Ltd"\nD,W Ltd\n', "orders.csv")
    assert [tx.id for tx in intake.transactions] == ["B", "C", "D"]
    assert [row.where for row in intake.refused] == ["orders.csv:2"]


def test_an_inch_mark_is_no_quote() -> None:
    assert seen(b'order_id;buyer;description\nA;X Ltd;5" pipe\nB;Y Ltd;6" pipe\n') == [
        ("A", "X Ltd", '5" pipe'),
        ("B", "Y Ltd", '6" pipe'),
    ]


def test_a_row_with_too_many_cells_is_refused() -> None:
    intake = read(b"order_id,buyer\nA,ACME, Inc\nB,Y Ltd,,\nC\n", "orders.csv")
    assert [tx.id for tx in intake.transactions] == ["B"]
    assert [row.where for row in intake.refused] == ["orders.csv:2", "orders.csv:4"]


def test_a_cell_that_is_too_long_costs_its_row_and_is_said_to() -> None:
    for size in (20_001, 200_000, 900_000):
        intake = read(f"order_id,buyer\nA,{'x' * size}\nB,Y Ltd\n".encode(), "orders.csv")
        assert [tx.id for tx in intake.transactions] == ["B"]
        assert "longer than 20,000" in intake.refused[0].what
        assert len(intake.refused[0].raw) <= 500


def test_control_characters_are_taken_out_and_said_to_be() -> None:
    (tx,) = read(b"order_id,buyer\nA,AC\x00ME\x1b\x07 LLC\n", "orders.csv").transactions
    assert tx.parties[0].names == ("ACME LLC",)
    assert [remark.code for remark in tx.warnings] == ["intake.control_characters"]


HTML = b"<!DOCTYPE html><html><body>Service unavailable</body></html>"


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "a.csv", "empty"),
        (b" \r\n\t\n", "a.csv", "empty"),
        (b"\xef\xbb\xbf", "a.csv", "empty"),
        (b"\xff\xfe", "a.csv", "empty"),
        (b"order_id,buyer\n", "a.csv", "header and no rows"),
        (b"order_id,buyer\n,,\n\n", "a.csv", "header and no rows"),
        (b"foo,bar\n1,2\n", "a.csv", "no line of it is a header we know"),
        (HTML, "a.csv", "HTML"),
        (b"\n\n  " + HTML, "orders.xlsx", "HTML"),
        (b"<html><head>", "a.json", "HTML"),
        (b"<?xml version='1.0'?><a/>", "a.csv", "XML"),
        (b"%PDF-1.7\n", "a.csv", "PDF"),
        (b"\x1f\x8b\x08\x00abc", "a.csv.gz", "archive"),
        (b"PAR1\x15\x04", "a.parquet", "Parquet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls", r"\.xls"),
        (b"{1:F01BANKFRPPAXXX0000000000}{2:I103}", "a.txt", "SWIFT"),
        (b"\x89PNG\r\n\x1a\n", "a.csv", "image"),
        (b"MZ\x90\0\3", "a.csv", "program"),
        (bytes(range(256)) * 20, "a.csv", "."),
        (b"\x01\x02\x03\x04\x05\x06" * 400, "a.csv", "no text"),
        (b"PK\x03\x04", "a.xlsx", "cut"),
        (b"[]", "a.json", "no transaction"),
        (b"{", "a.json", "no JSON"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_what_is_no_list_of_orders_is_refused_with_a_way_out(data: bytes, name: str, says: str) -> None:
    with pytest.raises(CribleError, match=says) as caught:
        read(data, name)
    assert caught.value.do


def test_more_than_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(CribleError, match="MB"):
        read(b"order_id" + bytes(200_000_001), "a.csv")


def test_more_columns_than_the_limit_are_refused() -> None:
    header = ",".join(["order_id", "buyer", *(f"c{n}" for n in range(300))])
    with pytest.raises(CribleError, match="302 columns"):
        read(f"{header}\nA,X Ltd\n".encode(), "a.csv")


def test_a_large_file_is_read_whole() -> None:
    rows = [f"PO-{n // 2},Buyer {n % 977} LLC,AE,854231,Part {n},{n},{n}.50,EUR,IR" for n in range(10_000)]
    header = "order_id,buyer,buyer_country,hs_code,description,quantity,value,currency,destination"
    intake = read("\n".join([header, *rows]).encode(), "orders.csv")
    assert (intake.rows, intake.rows_used, len(intake.transactions)) == (10_000, 10_000, 5_000)


def bomb(members: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


GOOD = xlsx_bytes(Orders=[["order_id", "buyer", "description"], ["A", "X Ltd", "pump"]])
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet>&b;</worksheet>'
BOMBS = {
    "ratio": lambda: rezipped(GOOD, xl__media__a_DOT_bin=bytes(2_000_000)),
    "members": lambda: bomb({f"xl/{n}.xml": b"" for n in range(3_000)}),
    "traversal": lambda: bomb({"xl/workbook.xml": b"<a/>", "../../etc/passwd": b"x"}),
    "backslash traversal": lambda: bomb({"xl/workbook.xml": b"<a/>", "..\\x": b"x"}),
    "absolute": lambda: bomb({"xl/workbook.xml": b"<a/>", "/etc/passwd": b"x"}),
    "drive": lambda: bomb({"xl/workbook.xml": b"<a/>", "C:/x": b"x"}),
    "no workbook": lambda: bomb({"word/document.xml": b"<a/>"}),
    "entities": lambda: rezipped(GOOD, xl__worksheets__sheet1_DOT_xml=DOCTYPE),
    "entities in UTF-16": lambda: rezipped(GOOD, xl__workbook_DOT_xml=DOCTYPE.decode().encode("utf-16")),
    "cut": lambda: GOOD[:-400],
    "cut in the middle": lambda: GOOD[: len(GOOD) // 2],
    "garbage after the magic": lambda: b"PK\x03\x04" + bytes(range(256)) * 40,
    "no XML inside": lambda: rezipped(GOOD, xl__workbook_DOT_xml=b"nonsense"),
    "empty archive": lambda: b"PK\x05\x06" + bytes(18),
    "sheet missing": lambda: bomb({"xl/workbook.xml": b"<workbook/>"}),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_or_a_broken_workbook_is_refused_at_once(kind: str) -> None:
    data = BOMBS[kind]()
    start = time.process_time()
    with pytest.raises(CribleError):
        read(data, "orders.xlsx")
    assert time.process_time() - start < 5


def test_a_directory_of_a_hundred_thousand_parts_is_not_walked() -> None:
    end = b"PK\x05\x06" + bytes(4) + (60_000).to_bytes(2, "little") * 2 + (6_000_000).to_bytes(4, "little") + bytes(6)
    start = time.process_time()
    with pytest.raises(CribleError, match="parts"):
        read(b"PK\x03\x04" + bytes(6_000_000) + end, "orders.xlsx")
    assert time.process_time() - start < 5
