"""What kind of file is it? Asked of its first bytes; its name decides only where they do not."""

import re
from enum import StrEnum
from typing import NamedTuple

from crible.records.error import CribleError

LARGEST = 200_000_000  # bytes
_LOOK = 4096


class Format(StrEnum):
    """The formats read here."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"  # one document, or one a line


class _Foreign(NamedTuple):
    begins: re.Pattern[bytes]
    what: str
    do: str


_SAVE = "save it as CSV (UTF-8) or XLSX and give that file"
_FOREIGN = (
    _Foreign(re.compile(rb"\xd0\xcf\x11\xe0"), "an old Excel workbook (.xls), or an encrypted one", _SAVE),
    _Foreign(re.compile(rb"%PDF"), "a PDF", "export the table behind it as CSV or XLSX"),
    _Foreign(re.compile(rb"\x1f\x8b|\x28\xb5\x2f\xfd|BZh\d|7z\xbc\xaf|\xfd7zXZ|Rar!"), "an archive", "unpack it first"),
    _Foreign(re.compile(rb"PAR1"), "Parquet", "save it as CSV, XLSX or JSON lines"),
    _Foreign(
        re.compile(rb"<(?:!doctype html|html|head|body|table|meta|script|div)\b", re.IGNORECASE),
        "HTML: an error page, a login page, or a web export",
        "open it in a browser to see what it says; then export the data as CSV or XLSX",
    ),
    _Foreign(re.compile(rb"<[?!a-z]", re.IGNORECASE), "XML", "give CSV, XLSX or JSON; this file was not read"),
    _Foreign(re.compile(rb"\{[1-5]:"), "a SWIFT message", "give CSV, XLSX or JSON; this file was not read"),
    _Foreign(re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|\x7fELF|MZ\x90"), "an image or a program", _SAVE),
)
_JSON = re.compile(rb'\{\s*(?:"|\}|$)|\[\s*(?:[{\[\]"]|$)')
_BOMS = re.compile(rb"\xef\xbb\xbf|\xff\xfe|\xfe\xff")


def format_of(data: bytes, name: str) -> Format:
    """The format of a file; one that cannot be read here, or holds nothing, is an error that says what to do."""
    if len(data) > LARGEST:
        raise CribleError(
            f"the file has {len(data) // 1_000_000} MB; {LARGEST // 1_000_000} MB is the most read at once",
            where=name,
            do="cut it into several files, each with its header",
        )
    start = _visible_start(data)
    if not start:
        raise CribleError("the file is empty", where=name, do="export it again; nothing was screened")
    if data.startswith(b"PK"):
        return Format.XLSX
    for foreign in _FOREIGN:
        if foreign.begins.match(start):
            raise CribleError(f"the file is {foreign.what}", where=name, do=foreign.do)
    if _JSON.match(start):
        return Format.JSON
    return Format.CSV


def _visible_start(data: bytes) -> bytes:
    """The first bytes that are neither byte-order mark nor white space, UTF-16 made narrow for the comparison."""
    mark = _BOMS.match(data)
    start = data[mark.end() if mark else 0 :][: 4 * _LOOK]
    if mark and len(mark.group()) == 2:
        start = start.replace(b"\0", b"")
    start = start.lstrip()[:_LOOK]
    return start or data.lstrip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe")[:_LOOK]
