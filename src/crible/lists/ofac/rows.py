"""OFAC's legacy CSV files: bytes → rows, or the reason not to trust them."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crible.records.entity import Refused
from crible.records.error import CribleError

# Columns per member, from OFAC's file specification (dat_spec): no file has a header line.
COLUMNS = {"add": 6, "alt": 5, "comments": 2}
PRIMARY_COLUMNS = 12
END = "\x1a"  # the end-of-file byte OFAC writes; a file without it was cut
NULL = "-0-"
# Everything below the space but tab and line ends; DEL; and the C1 block, a sign of a wrong decoding.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_AGAIN = "fetch the file again and compare its size with the publisher's"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line number, and its cells; a null is the empty string, nothing else is stripped."""

    line: int
    cells: Sequence[str]

    @property
    def ent_num(self) -> str:
        """The number OFAC gave the listed subject."""
        return self.cells[0]


def decoded(raw: bytes, where: str) -> tuple[str, str]:
    """The text and the encoding it was found to be in: UTF-8, else Windows-1252."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding), encoding.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    raise CribleError("the file is neither UTF-8 nor Windows-1252", where=where, do=_AGAIN)


def rows(member: str, raw: bytes, where: str, refused: list[Refused]) -> list[Row]:
    """The rows of one member; a file that was cut, or is no such file at all, raises.

    Each line is read alone, so that one broken quote costs one row and not all that follow.
    """
    text, encoding = decoded(raw, where)
    if fault := why_not(member, raw[: 1 << 16]):
        raise CribleError(fault, where=where, do=_AGAIN)
    body = text.rstrip("\r\n ")
    if not body.endswith(END):
        raise CribleError("the file is cut: its end-of-file byte (0x1A) is missing", where=where, do=_AGAIN)
    body = body.removesuffix(END)
    if found := _CONTROL.search(body):
        line = body.count("\n", 0, found.start()) + 1
        what = f"control character U+{ord(found[0]):04X} (read as {encoding})"
        raise CribleError(what, where=f"{where}:{line}", do=_AGAIN)
    if not body.endswith("\n"):
        raise CribleError("the last row does not end: the file is cut", where=where, do=_AGAIN)
    return list(_rows(member, body, where, refused))


def _rows(member: str, body: str, where: str, refused: list[Refused]) -> Iterator[Row]:
    wanted = COLUMNS.get(member, PRIMARY_COLUMNS)
    for number, line in enumerate((line.removesuffix("\r") for line in body.split("\n")), 1):
        if not line.strip():
            continue
        cells = _cells(line)
        if fault := _fault(cells, wanted):
            do = "ask the publisher, or read the row by hand; the rest of the file was read"
            refused.append(Refused(where=f"{where}:{number}", what=fault, do=do, raw=line[:500]))
        else:
            yield Row(number, cells)


def _cells(line: str) -> list[str]:
    try:
        cells = next(csv.reader([line], strict=True))
    except csv.Error:
        return []
    return ["" if cell.rstrip() == NULL else cell for cell in cells]


def _fault(cells: Sequence[str], wanted: int) -> str:
    if not cells:
        return "a quotation mark is missing"
    if len(cells) != wanted:
        return f"{wanted} columns expected, {len(cells)} found"
    if not re.fullmatch("[0-9]{1,30}", cells[0]):
        return "the first cell is no entity number"
    serial = cells[1] if wanted in (COLUMNS["add"], COLUMNS["alt"]) else ""
    return "" if re.fullmatch(r"[0-9]*\s*|-0- *", serial) else "the second cell is no serial number"


def why_not(member: str, head: bytes) -> str:
    """Why a file with these first bytes is not this member; "" when it may well be."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start or start == END.encode():
        return "the file is empty"
    if start[:1] in b"<":
        return "it is HTML or XML, not CSV"
    if start[:1] in b"{[":
        return "it is JSON, not CSV"
    first = start.split(b"\n", 1)[0]
    if b"\0" in first:
        return "it is not text"
    cells = _cells(first.decode("latin-1").removesuffix("\r"))
    return _fault(cells, COLUMNS.get(member, PRIMARY_COLUMNS))


def first_rows(member: str, head: bytes) -> list[list[str]]:
    """The whole rows in the first bytes of a file, as far as they can be read."""
    lines = head.decode("latin-1").split("\n")[:-1]
    wanted = COLUMNS.get(member, PRIMARY_COLUMNS)
    return [cells for line in lines if len(cells := _cells(line.removesuffix("\r"))) == wanted]
