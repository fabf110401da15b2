"""The subjects of a stored copy: read once, kept packed beside it, read again when crible reads otherwise."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import zstandard

from crible.lists import reader
from crible.records.entity import Subject
from crible.store.originals import Publication, contents, verify
from crible.store.wire import subject_lines

_END = b"\n"  # an empty line ends a subject
_STEP = 1 << 20


class Keeper:
    """Packs subjects as they go by."""

    def __init__(self) -> None:
        self._packer = zstandard.ZstdCompressor(level=3, write_checksum=True).compressobj()
        self._packed: list[bytes] = [self._packer.compress(reading_version().encode() + _END)]

    def add(self, subject: Subject) -> None:
        """Keep one subject."""
        self._packed.append(self._packer.compress(subject_lines(subject) + _END))

    def passing(self, subjects: Iterable[Subject]) -> Iterator[Subject]:
        """The same subjects, each kept as it passes."""
        for subject in subjects:
            self.add(subject)
            yield subject

    def bytes(self) -> bytes:
        """All that were kept."""
        return b"".join([*self._packed, self._packer.flush()])


def path_of(home: Path, publication: Publication) -> Path:
    """Where the subjects of a copy are kept."""
    return home / "originals" / publication.list_name / f"{publication.id}.subjects"


def blocks_of(home: Path, publication: Publication) -> Iterator[bytes]:
    """Each subject of a copy as `subject_lines`; kept ones, if this very crible read them, else read again."""
    if is_read_alike(home, publication):
        verify(home, publication)
        yield from _kept(path_of(home, publication))
    else:
        yield from map(subject_lines, subjects_again(home, publication))


def is_read_alike(home: Path, publication: Publication) -> bool:
    """Is what is kept of a copy what this crible would read in it?"""
    kept = path_of(home, publication)
    return kept.is_file() and _first_line(kept) == reading_version().encode()


def subjects_again(home: Path, publication: Publication) -> Iterable[Subject]:
    """The subjects of a copy, read from its original files."""
    name, members = publication.list_name, contents(home, publication)
    return reader(name, publication.format).read(members, f"{name} {publication.id}").subjects


def _first_line(kept: Path) -> bytes:
    try:
        return next(_lines(kept), b"")
    except zstandard.ZstdError:
        return b""


def _kept(kept: Path) -> Iterator[bytes]:
    block: list[bytes] = []
    lines = _lines(kept)
    next(lines)
    for line in lines:
        if line:
            block.append(line + b"\n")
        else:
            yield b"".join(block)
            block.clear()


def _lines(kept: Path) -> Iterator[bytes]:
    with kept.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as plain:
        rest = b""
        while piece := plain.read(_STEP):
            *whole, rest = (rest + piece).split(b"\n")
            yield from whole


@cache
def reading_version() -> str:
    """A digest of everything that decides how a list is read: two copies of crible that share it read alike."""
    digest = hashlib.sha256()
    for room in ("lists", "names", "records"):
        for name, content in sorted(_sources(resources.files("crible").joinpath(room), room)):
            digest.update(f"{name}\n".encode() + hashlib.sha256(content).digest())
    return digest.hexdigest()


def _sources(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        here = f"{path}/{entry.name}"
        if entry.is_dir():
            yield from _sources(entry, here)
        elif entry.name.endswith((".py", ".toml", ".csv", ".json")):
            yield here, entry.read_bytes()
