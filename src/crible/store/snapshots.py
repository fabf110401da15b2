"""Snapshots: all lists frozen under one id, in a folder that is never changed once written.

    snapshots/<id>/manifest.json         what is in it; <id> is the start of the manifest's SHA-256
                   entities.ftm.jsonl    FollowTheMoney, a subject and then what is around it
                   *.npy                 the indexes: little-endian arrays, mapped, never unpickled
    named/<name>                          a file holding an id: "latest" and whatever else was asked for

A folder is put in place by one rename when it is whole and on disk, so a build that is killed leaves
the old snapshot in force and nothing to repair.
"""

import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from crible.lists import LISTS, card_of
from crible.lists.listings import references
from crible.match.clusters import clusters, face
from crible.names import index as name_arrays
from crible.names import number_index as number_arrays
from crible.names.carried import numbers_of
from crible.names.index import NameIndex
from crible.names.number_index import NumberIndex
from crible.records.entity import NameClass, Subject
from crible.records.error import CribleError
from crible.store.crosscheck import Check, checked
from crible.store.home import flush_folder, one_writer, write_whole
from crible.store.wire import read_subject

FORMAT = 2
_ID_LENGTH = 16
ENTITIES = "entities.ftm.jsonl"
EMBEDDED = "embedded"  # asks for the packaged register alone, which is never written down
# File names that Windows keeps for devices, whatever follows a dot.
_DEVICE = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)
# Rooms that later versions fill; a reader that does not know a part leaves it alone.
ROOMS = ("stakes", "house", "press")


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a snapshot holds. Its bytes are what the snapshot is named after."""

    format: int
    index_format: int
    subjects: int
    names: int
    lists: list[dict[str, Any]]  # list, version, entities, names, state, sha256, day, …
    missing: list[dict[str, str]]  # list, because: lists crible can read that are not in here
    files: dict[str, str]  # file → SHA-256
    checks: list[Check]  # lists that should agree, held against each other
    rooms: dict[str, list[str]]  # room → its files; empty until something fills it


def frozen(
    subjects: Mapping[str, bytes], lists: Sequence[Mapping[str, Any]], missing: Sequence[Mapping[str, str]]
) -> dict[str, bytes]:
    """The files of a snapshot by name, the manifest among them. `subjects` maps ids to `subject_lines`."""
    ids = sorted(subjects)
    blocks = [subjects[this] for this in ids]
    bodies, checks = _bodies(ids, blocks)  # first, and by itself: what it takes is freed before the indexes are made
    names, numbers = _indexes(blocks)
    arrays = {
        **name_arrays.arrays(names),
        **number_arrays.arrays(numbers),
        "subject_at": np.cumsum([0, *map(len, blocks)], dtype="<u8"),
        "subject_body": np.array(bodies, "<u4"),
        "subject_id": np.array([this.encode() for this in ids], "S"),
    }
    files = {ENTITIES: b"".join(blocks), **{f"{name}.npy": _npy(array) for name, array in arrays.items()}}
    manifest = Manifest(
        format=FORMAT,
        index_format=name_arrays.FORMAT,
        subjects=len(ids),
        names=len(names),
        lists=[dict(row) for row in lists],
        missing=[dict(row) for row in missing],
        files={name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
        checks=checks,
        rooms={room: [] for room in ROOMS},
    )
    return {"manifest.json": msgspec.json.format(msgspec.json.encode(manifest, order="sorted"), indent=1), **files}


def _bodies(ids: Sequence[str], blocks: Iterable[bytes]) -> tuple[list[int], list[Check]]:
    """Which subjects are one body, and how lists that should agree do."""
    faces = [face(subject, references(subject)) for subject in map(read_subject, blocks)]
    bodies = clusters(faces, alone=alone())
    return bodies, checked(ids, faces, bodies)


def _indexes(blocks: Iterable[bytes]) -> tuple[NameIndex, NumberIndex]:
    named: list[tuple[int, str, NameClass]] = []
    numbered: list[tuple[int, str]] = []
    for n, block in enumerate(blocks):
        subject = read_subject(block)
        named += ((n, text, kind) for text, kind in subject.entity.names())
        numbered += ((n, value) for _, value in numbers_of(subject.entity, subject.around))
    return NameIndex.build(named), NumberIndex.build(numbered)


def alone() -> frozenset[str]:
    """The lists in which a body has one entry."""
    return frozenset(name for name in LISTS if card_of(name).one_entry)


def snapshot_id(files: Mapping[str, bytes]) -> str:
    """The id of a snapshot: the start of its manifest's SHA-256."""
    return hashlib.sha256(files["manifest.json"]).hexdigest()[:_ID_LENGTH]


def id_of(folder: Path) -> str:
    """The id of a snapshot on disk, whatever its folder is called."""
    return hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()[:_ID_LENGTH]


def write(home: Path, files: Mapping[str, bytes], *, names: Iterable[str] = ("latest",)) -> str:
    """Put a snapshot in place, and let the names point to it."""
    this = snapshot_id(files)
    with one_writer(home) as building:
        target = home / "snapshots" / this
        if target.exists() and verify(target):
            # The same content under the same id, but no longer whole: out of the way, and written anew.
            target.rename(building / f"{this}-damaged")
        if not target.exists():
            draft = building / this
            draft.mkdir()
            for name, content in files.items():
                write_whole(draft / name, content, through=building)
            target.parent.mkdir(exist_ok=True)
            draft.rename(target)
            flush_folder(target.parent)
        for name in names:
            write_whole(home / "named" / checked_name(name), this.encode(), through=building)
    return this


def checked_name(name: str) -> str:
    """A name for a snapshot: letters, digits, dot, dash, underscore, so that it is a file name everywhere."""
    fits = re.fullmatch(r"[A-Za-z0-9]([\w.-]{0,62}\w)?", name, re.ASCII)
    if not fits or re.fullmatch(r"[0-9a-f]{16}", name) or _DEVICE.fullmatch(name.partition(".")[0]) or name == EMBEDDED:
        raise CribleError(
            f"{name[:64]!r} cannot name a snapshot",
            do="use up to 64 letters, digits, dots, dashes, a letter or digit last; not 16 hex digits, nor a word "
            f"that means something already: {EMBEDDED}, CON, NUL…",
        )
    return name


def folder(home: Path, asked: str = "latest") -> Path:
    """The folder of a snapshot, asked for by id, by a name, or by its path."""
    if (Path(asked) / "manifest.json").is_file():
        return Path(asked)
    pointer = home / "named" / asked if re.fullmatch(r"[\w.-]+", asked, re.ASCII) else None
    this = _pointed_to(pointer) if pointer and pointer.is_file() else asked
    found = home / "snapshots" / this
    if not re.fullmatch(r"[0-9a-f]{16}", this) or not (found / "manifest.json").is_file():
        raise CribleError(
            f"there is no snapshot {asked!r}", where=str(home), do="see `crible snapshot list`, or build one"
        )
    return found


def ids(home: Path) -> list[str]:
    """The snapshots in a home folder, sorted."""
    return [path.name for path in _inside(home / "snapshots") if (path / "manifest.json").is_file()]


def named(home: Path) -> dict[str, str]:
    """The names given to snapshots, and the ids they point to."""
    return {path.name: _pointed_to(path) for path in _inside(home / "named")}


def _inside(folder: Path) -> list[Path]:
    """What lies in a folder, sorted; a folder that may not be looked into is not the same as one that is not there."""
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as fault:
        raise CribleError(f"it cannot be read: {fault.strerror}", where=str(folder), do="check its rights") from fault


def _pointed_to(pointer: Path) -> str:
    """The id in a pointer, as text whatever it holds; `folder` finds out whether there is such a snapshot."""
    return pointer.read_bytes()[:64].decode("ascii", "replace").strip()


def manifest(folder: Path) -> Manifest:
    """The manifest of a snapshot, checked against the folder's own name where that is an id."""
    raw = (folder / "manifest.json").read_bytes()
    if re.fullmatch(r"[0-9a-f]{16}", folder.name) and folder.name != id_of(folder):
        raise CribleError(
            "the manifest is not the one this snapshot is named after", where=str(folder), do="rebuild it"
        )
    try:
        read = msgspec.json.decode(raw, type=Manifest)
    except ValueError as fault:
        raise CribleError("this is no manifest of a snapshot", where=str(folder), do="rebuild it") from fault
    if (read.format, read.index_format) != (FORMAT, name_arrays.FORMAT):
        raise CribleError("this snapshot was written by another version", where=str(folder), do="rebuild it")
    return read


def verify(folder: Path) -> list[str]:
    """The files of a snapshot whose content is not what its manifest says; none for a sound one."""
    try:
        files = manifest(folder).files
    except CribleError:
        return ["manifest.json"]
    return [name for name, digest in files.items() if _sha256(folder / name) != digest]


def _sha256(path: Path) -> str:
    """The SHA-256 of a file, "" of one that cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


# Subjects kept once read: about 8 kB each, so that a long run over all lists stays within 100 MB.
_REMEMBERED = 8_192


class FrozenSubjects:
    """The subjects of a snapshot, read from their file as they are asked for. It holds the file mapped."""

    def __init__(self, blob: NDArray[np.uint8], subject_at: NDArray[np.uint64], subject_id: NDArray[np.bytes_]) -> None:
        self._blob, self._at, self._ids = blob, subject_at, subject_id
        self._read: dict[int, Subject] = {}

    def __len__(self) -> int:
        return len(self._at) - 1

    def __getitem__(self, number: int) -> Subject:
        known = self._read.get(number)
        if known is None:
            block = self._blob[int(self._at[number]) : int(self._at[number + 1])].tobytes()
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            known = self._read[number] = read_subject(block)
        return known

    def spans(self) -> Iterator[tuple[int, int]]:
        """Where each subject's lines begin and end in the file, in bytes."""
        edges = self._at.tolist()
        yield from pairwise(edges)

    def number(self, entity_id: str) -> int | None:
        """The number of the subject with this id, `None` if there is none."""
        key = entity_id.encode()
        n = int(np.searchsorted(self._ids, key))
        return n if n < len(self) and self._ids[n] == key else None


class FrozenBodies:
    """Which subjects are one body: `root[n]` is the first subject that is the same body as subject n."""

    def __init__(self, root: NDArray[np.uint32]) -> None:
        self._root = np.asarray(root)
        self._in_order = np.argsort(self._root, kind="stable")
        self._sorted = self._root[self._in_order]

    def __getitem__(self, number: int) -> list[int]:
        root = self._root[number]
        first, end = np.searchsorted(self._sorted, (root, root + 1))
        return [int(n) for n in self._in_order[first:end]]

    def __len__(self) -> int:
        """How many bodies there are."""
        return len(np.unique(self._root))


class Parts(NamedTuple):
    """A snapshot opened."""

    manifest: Manifest
    names: NameIndex
    numbers: NumberIndex
    subjects: FrozenSubjects
    bodies: FrozenBodies


def opened(folder: Path) -> Parts:
    """A snapshot on disk, its arrays mapped. Decisions name its id, so one that is no longer that stays shut."""
    read = manifest(folder)
    if wrong := verify(folder):
        raise CribleError(
            f"the snapshot is damaged: {', '.join(wrong)[:200]}",
            where=str(folder),
            do="build it again with `crible snapshot build`, or use another",
        )
    names = sorted(name for name in read.files if name.endswith(".npy"))
    arrays = {name[:-4]: np.load(folder / name, mmap_mode="r", allow_pickle=False) for name in names}
    return _parts(read, arrays, np.memmap(folder / ENTITIES, dtype="<u1", mode="r"))


def in_memory(files: Mapping[str, bytes]) -> Parts:
    """A snapshot that was never written down: the embedded world."""
    arrays = {
        name[:-4]: np.load(io.BytesIO(content), allow_pickle=False)
        for name, content in files.items()
        if name.endswith(".npy")
    }
    read = msgspec.json.decode(files["manifest.json"], type=Manifest)
    return _parts(read, arrays, np.frombuffer(files[ENTITIES], "<u1"))


def _parts(read: Manifest, arrays: Mapping[str, NDArray[Any]], blob: NDArray[np.uint8]) -> Parts:
    return Parts(
        manifest=read,
        names=name_arrays.from_arrays(arrays),
        numbers=number_arrays.from_arrays(arrays),
        subjects=FrozenSubjects(blob, arrays["subject_at"], arrays["subject_id"]),
        bodies=FrozenBodies(arrays["subject_body"]),
    )


def _npy(array: NDArray[Any]) -> bytes:
    out = io.BytesIO()
    np.save(out, array, allow_pickle=False)
    return out.getvalue()
