"""May this archive be opened? Asked of its directory, before a byte is unpacked: for workbooks and packed lists."""

import re
import struct
import zipfile
import zlib
from io import BytesIO

from crible.records.error import CribleError

MOST_MEMBERS = 2_000  # a workbook has a few dozen
MOST_BYTES = 200_000_000
MOST_RATIO = 100
_SMALL = 100_000  # bytes: below this a ratio says nothing (an empty sheet packs well)
_END = b"PK\x05\x06"
_PROLOG = 65_536
_ROOT = re.compile(rb"<[A-Za-z]")
_DO = "fetch or save it again: a workbook with Excel or LibreOffice, or export it as CSV"


def open_archive(data: bytes, where: str) -> zipfile.ZipFile:
    """The archive, if it is whole, small enough, and names no file outside itself.

    The sizes that its directory states are binding: `zipfile` unpacks no more than those.
    """
    _check_directory(data, where)
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
        raise CribleError("the archive is cut or damaged", where=where, do=_DO) from None
    for why in _faults(archive.infolist()):
        raise CribleError(f"the archive was not opened: {why}", where=where, do=_DO)
    return archive


def refuse_doctypes(archive: zipfile.ZipFile, where: str) -> None:
    """XML with a document type may define entities that grow without end; workbooks have none."""
    for member in archive.infolist():
        if member.filename.lower().endswith((".xml", ".rels", ".vml")):
            start = _start(archive, member, where)
            root = _ROOT.search(start)
            if b"<!DOCTYPE" in start or (root is None and len(start) == _PROLOG):
                raise CribleError(f"{member.filename} in the archive defines XML entities", where=where, do=_DO)


def _start(archive: zipfile.ZipFile, member: zipfile.ZipInfo, where: str) -> bytes:
    try:
        with archive.open(member) as part:
            return part.read(_PROLOG).replace(b"\0", b"")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
        raise CribleError("the archive is cut or damaged", where=where, do=_DO) from None


def _check_directory(data: bytes, where: str) -> None:
    """The directory's own size bounds how many members it lists, whatever number it states."""
    end = data.rfind(_END, max(0, len(data) - 65_557))
    if end < 0 or len(data) < end + 22:
        raise CribleError("the archive is cut: its end is missing", where=where, do=_DO)
    count, size = struct.unpack("<H I", data[end + 10 : end + 12] + data[end + 12 : end + 16])
    if count > MOST_MEMBERS or size > MOST_MEMBERS * 300:
        raise CribleError(f"the archive has more than {MOST_MEMBERS} parts", where=where, do=_DO)


def _faults(members: list[zipfile.ZipInfo]) -> list[str]:
    names = [member.filename for member in members]
    checks = (
        (len(members) > MOST_MEMBERS, f"it has {len(members)} parts"),
        (len(set(names)) < len(names), "two parts have one name"),
        (any(_leads_out(name) for name in names), "a part is named outside of it"),
        (any(member.flag_bits & 1 for member in members), "it is encrypted"),
        (sum(member.file_size for member in members) > MOST_BYTES, "it would unpack to more than 200 MB"),
        (any(_is_bomb(member) for member in members), f"a part is packed more than {MOST_RATIO} times smaller"),
    )
    return [why for wrong, why in checks if wrong]


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ":" in name or ".." in re.split(r"[/\\]", name)


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    return member.file_size > _SMALL and member.file_size > MOST_RATIO * max(member.compress_size, 1)
