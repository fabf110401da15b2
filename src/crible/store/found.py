"""Official files below a folder: which list each belongs to, which files make one copy, of what day."""

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import zstandard

from crible.lists import LISTS
from crible.lists.card import Card, ListReader, Member
from crible.records.archive import open_archive
from crible.records.error import CribleError
from crible.store.originals import Source

_DAY = re.compile(r"(?<!\d)(20\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")
# The largest official file is about 120 MB, and packs 25 times smaller; more than this is no list, or a bomb.
LARGEST = 256 << 20
_LARGEST_RATIO = 100
_STEP = 1 << 20
_HEAD = 1 << 16
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Copy:
    """The files of one list that lie together, by member."""

    reader: ListReader
    folder: Path
    day: str | None  # of the dated folder or file name
    files: dict[str, Path] = field(default_factory=dict)
    twice: list[tuple[str, Path]] = field(default_factory=list)  # further files for a member that has one
    sources: dict[str, Source] = field(default_factory=dict)  # of members that were downloaded

    @property
    def card(self) -> Card:
        """The card of the list."""
        return self.reader.card

    @property
    def where(self) -> str:
        """Where it comes from, for people."""
        urls = ", ".join(source.url for source in self.sources.values())
        return urls or str(next(iter(self.files.values())) if len(self.files) == 1 else self.folder)

    @property
    def missing(self) -> list[str]:
        """The required members that are not there."""
        return [member.key for member in self.reader.format.members if member.required and member.key not in self.files]


def copies(root: Path, wanted: Iterable[str] = ()) -> list[Copy]:
    """Every copy of every list below a folder, the newest of each list first, undated ones last."""
    found: dict[tuple[str, str, Path, str | None], Copy] = {}
    for path in sorted(p for p in root.rglob("*") if p.is_file() and not p.is_symlink()):
        for reader, member in _members(path):
            if wanted and reader.card.list not in wanted:
                continue
            day = day_of(path, root)
            # Two files of a format in one file are two copies, whatever folder they lie in.
            alone = path if len(reader.format.members) == 1 else path.parent
            copy = found.setdefault((reader.card.list, reader.format.key, alone, day), Copy(reader, path.parent, day))
            if copy.files.setdefault(member.key, path) != path:
                copy.twice.append((member.key, path))
    return sorted(found.values(), key=lambda copy: (copy.card.list, _newest_first(copy.day), str(copy.folder)))


def _members(path: Path) -> Iterator[tuple[ListReader, Member]]:
    """What a file is: by its content where a list can tell, else by its name."""
    start = head(path)
    claimed = [(reader, key) for reader in _all_readers() if (key := reader.claims(start))]
    for reader, key in claimed:
        yield reader, next(member for member in reader.format.members if member.key == key)
    if claimed or _is_another_document(start):
        return
    name = re.sub(r"\.(gz|zst|zip)$", "", path.name.lower())
    for reader in _all_readers():
        if member := reader.format.member(name):
            yield reader, member
    yield from _own(path, start)


def _own(path: Path, start: bytes) -> Iterator[tuple[ListReader, Member]]:
    """A file that OpenSanctions named: the list is its data set, the format the one it begins like."""
    from crible.lists import own  # takes a tenth of a second to load, and answers from a snapshot need none of it

    list_name = own.list_of(path.name, start, path.parent.name)
    for reader in own.readers(list_name) if list_name else ():
        (member,) = reader.format.members
        if reader.format.member(path.name) and not reader.recognises(member.key, start):
            yield reader, member
            return


def _all_readers() -> Iterator[ListReader]:
    for readers in LISTS.values():
        yield from readers


_ROOT = re.compile(rb"<(?![?!])([A-Za-z_][\w:.-]*)")
# What a server sends in place of a list: a copy that holds this is refused aloud, not passed over.
_ERROR_PAGES = frozenset({b"html", b"error", b"response"})


def _is_another_document(head: bytes) -> bool:
    """Is this XML of a kind that no list of ours is written in (OFAC calls its file consolidated.xml, too)?"""
    root = _ROOT.search(head) if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else None
    return root is not None and root[1].lower() not in _ERROR_PAGES


def head(path: Path) -> bytes:
    """The start of a file, decompressed; nothing of one that cannot be."""
    try:
        with path.open("rb") as file:
            raw = file.read(_HEAD)
        if raw[:2] == b"\x1f\x8b":
            return zlib.decompressobj(wbits=31).decompress(raw, _HEAD)
        if raw[:4] == b"\x28\xb5\x2f\xfd":
            return zstandard.ZstdDecompressor().stream_reader(raw).read(_HEAD)
        if raw[:4] == _ZIP and path.stat().st_size <= LARGEST:
            return _unzipped(path.read_bytes(), path)[:_HEAD]
    except (OSError, zlib.error, zstandard.ZstdError, CribleError):
        return b""  # `content` says what is wrong, if the file's name is one of a list's
    return raw


def day_of(path: Path, root: Path) -> str | None:
    """The day that a file's name or the nearest dated folder gives, as ISO."""
    inside = path.relative_to(root).parts
    for part in reversed((root.name, *inside)):
        if found := _DAY.search(part):
            return "-".join(found.groups())
    return None


def _newest_first(day: str | None) -> int:
    return -int(day.replace("-", "")) if day else 0


def content(path: Path) -> bytes:
    """The bytes of a file, decompressed, within limits."""
    try:
        if path.stat().st_size > LARGEST:
            raise CribleError("the file is too large for a list", where=str(path), do="check what it is")
        raw = path.read_bytes()
    except OSError as fault:
        raise CribleError(f"it cannot be read: {fault.strerror}", where=str(path), do="check its rights") from fault
    if raw[:2] == b"\x1f\x8b":
        return _gunzipped(raw, path)
    if raw[:4] == b"\x28\xb5\x2f\xfd":
        return _unzstd(raw, path)
    return _unzipped(raw, path) if raw[:4] == _ZIP else raw


def _unzipped(raw: bytes, path: Path) -> bytes:
    """The only file of an archive; an archive of several files is a document of its own: a workbook."""
    with open_archive(raw, str(path)) as archive:
        files = [member for member in archive.infolist() if not member.is_dir()]
        if len(files) != 1:
            return raw
        try:
            return archive.read(files[0])
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as fault:
            raise CribleError("the archive is damaged", where=str(path), do="fetch it again") from fault


def _gunzipped(raw: bytes, path: Path) -> bytes:
    """In small steps, so that a bomb is seen before it has gone off."""
    stream, plain = zlib.decompressobj(wbits=31), bytearray()
    try:
        for start in range(0, len(raw), _STEP):
            piece = raw[start : start + _STEP]
            while piece and not stream.eof:
                plain += stream.decompress(piece, _STEP)
                piece = stream.unconsumed_tail
                _check_size(len(plain), start + _STEP, path)
            if stream.eof and (stream.unused_data + raw[start + _STEP :]).strip(b"\0"):
                raise CribleError("more follows on the end of the gzip file", where=str(path), do="fetch it again")
    except zlib.error as fault:
        raise CribleError(f"the gzip file is damaged ({fault})", where=str(path), do="fetch it again") from fault
    if not stream.eof:
        raise CribleError("the gzip file is cut", where=str(path), do="fetch it again")
    return bytes(plain)


def _unzstd(raw: bytes, path: Path) -> bytes:
    """A frame that states its size is given that much memory at once, so it is asked before."""
    try:
        stated = zstandard.frame_content_size(raw)
        _check_size(stated, len(raw), path)
        most = min(LARGEST, max(len(raw) * _LARGEST_RATIO, _HEAD))
        return zstandard.ZstdDecompressor().decompress(raw, max_output_size=most, allow_extra_data=False)
    except zstandard.ZstdError as fault:
        raise CribleError(f"the zstd file is damaged ({fault})", where=str(path), do="fetch it again") from fault


def _check_size(plain: int, packed: int, path: Path) -> None:
    if plain > min(LARGEST, max(packed * _LARGEST_RATIO, _HEAD)):
        raise CribleError(
            "it unpacks to more than any list holds", where=str(path), do="do not open it; fetch it again"
        )
