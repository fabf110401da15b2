"""Official files as they were got: bytes by hash, and which copy of each list is the good one.

    originals/blobs/<sha256>               the bytes, decompressed
    originals/<list>/<publication>.json    one copy of a list: its day, its files, what reading it gave
    originals/<list>/<publication>.census  what it holds, counted; and .subjects, what it holds, as it was read
    originals/<list>/current               the publication in force
    originals/<list>/refusal.json          why a newer copy than that one was refused; gone once one is accepted

A copy comes into force only after it was read to the end; until then the last good one stays.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from crible.records.error import CribleError
from crible.store.census import Census, decoded
from crible.store.home import write_whole

DEGRADED, GOOD = "degraded", "good"


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where a file was downloaded from, and what the server said of it."""

    url: str
    fetched_at: str  # ISO 8601, UTC
    etag: str = ""
    last_modified: str = ""


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a publication."""

    member: str
    name: str  # as it was called where it was found
    sha256: str
    size: int
    source: Source | None = None  # where it was downloaded from; None if it was found in a folder


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """One copy of one list, read to the end and accepted."""

    list_name: str = msgspec.field(name="list")
    format: str = ""  # the format's key; copies stored before formats had keys have none
    day: str | None  # the day the copy or its folder says; None: nothing says
    state: str  # "good" or "degraded"
    why: str  # why degraded, "" for a good copy
    files: list[Stored]
    entities: int  # listed subjects
    names: int
    refused: list[dict[str, str]]  # rows that could not be read
    found: str  # where the files were found
    accepted: list[str] = msgspec.field(default_factory=list)  # what the operator accepted by name, and when
    checked_at: str = ""  # when its publisher last said that there is nothing newer; "" if it was found in a folder
    compared_with: str = ""  # the id of the good copy it was held against; "" for the first

    @property
    def id(self) -> str:
        """The day and a digest of the files: the same copy has the same id wherever it is stored."""
        digest = hashlib.sha256("".join(sorted(f.sha256 for f in self.files)).encode()).hexdigest()
        return f"{self.day or 'undated'}-{digest[:12]}"

    @property
    def version(self) -> str:
        """How people refer to this copy."""
        return self.id

    @property
    def sha256(self) -> str:
        """One hash for the whole copy: of its only file, else of its files' hashes in order of member."""
        if len(self.files) == 1:
            return self.files[0].sha256
        return hashlib.sha256("".join(f"{f.member} {f.sha256}\n" for f in self.files).encode()).hexdigest()


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """A copy newer than the one in force that was not taken: until one is, every answer says so."""

    day: str | None
    found: str
    why: str
    do: str


def keep(
    home: Path, publication: Publication, contents: dict[str, bytes], read: dict[str, bytes], building: Path
) -> None:
    """Store a copy and put it in force. `contents` maps SHA-256 to bytes, `read` endings to what reading it gave."""
    for digest, content in contents.items():
        path = home / "originals" / "blobs" / digest
        if not path.is_file() or path.read_bytes() != content:
            write_whole(path, content, through=building)
    folder = home / "originals" / publication.list_name
    for ending, content in read.items():
        write_whole(folder / f"{publication.id}.{ending}", content, through=building)
    write_whole(folder / f"{publication.id}.json", _json(publication), through=building)
    write_whole(folder / "current", publication.id.encode(), through=building)


def _json(record: msgspec.Struct) -> bytes:
    return msgspec.json.format(msgspec.json.encode(record), indent=1)


def remember_refusal(home: Path, list_name: str, refusal: Refusal | None, building: Path) -> None:
    """Say that a newer copy was refused, or (`None`) that the one in force is the newest offered."""
    path = home / "originals" / list_name / "refusal.json"
    if refusal is not None:
        write_whole(path, _json(refusal), through=building)
    else:
        path.unlink(missing_ok=True)


def refusal(home: Path, list_name: str) -> Refusal | None:
    """The newer copy that was refused, if there was one."""
    path = home / "originals" / list_name / "refusal.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=Refusal) if path.is_file() else None
    except ValueError:
        return Refusal(day=None, found=str(path), why="a newer copy was refused; the note on it is damaged", do="")


def stored_lists(home: Path) -> list[str]:
    """The lists of which a copy was ever stored, sorted by name."""
    return sorted(path.parent.name for path in (home / "originals").glob("*/current"))


def current(home: Path, list_name: str) -> Publication | None:
    """The copy of a list that is in force, `None` if there never was one."""
    pointer = home / "originals" / list_name / "current"
    if not pointer.is_file():
        return None
    try:
        this = pointer.read_text("utf-8")
        if not re.fullmatch(r"[\w-]{1,64}", this, re.ASCII):
            raise ValueError("no id of a publication")
        return _publication(pointer.with_name(f"{this}.json"))
    except (OSError, ValueError) as fault:
        where, do = str(pointer.parent), f"fetch the list again: `crible lists fetch {list_name}`"
        raise CribleError("the record of the copy in force is damaged", where=where, do=do) from fault


def publications(home: Path, list_name: str) -> Iterator[Publication]:
    """Every copy of a list that was ever stored and whose record can be read."""
    for path in sorted((home / "originals" / list_name).glob("*.json")):
        if path.name != "refusal.json":
            try:
                yield _publication(path)
            except (OSError, ValueError):
                continue  # a damaged record is told by `current`, if it is the one in force


def _publication(path: Path) -> Publication:
    return msgspec.json.decode(path.read_bytes(), type=Publication)


def last_good(home: Path, list_name: str, day: str | None) -> Publication | None:
    """The newest good copy of that day or before; of an undated one's, the newest there is."""
    good = [one for one in publications(home, list_name) if one.state == GOOD]
    before = [one for one in good if day is None or one.day is None or one.day <= day]
    return max(before, key=lambda one: (one.day or "", one.id), default=None)


def census_of(home: Path, publication: Publication) -> Census | None:
    """What that copy holds, counted when it was stored; `None` if that is lost."""
    path = home / "originals" / publication.list_name / f"{publication.id}.census"
    return decoded(path.read_bytes()) if path.is_file() else None


def contents(home: Path, publication: Publication) -> dict[str, bytes]:
    """The bytes of a copy by member, each checked against its hash."""
    return {stored.member: _blob(home, stored) for stored in publication.files}


def blob_path(home: Path, stored: Stored) -> Path:
    """Where the bytes of a file are kept."""
    return home / "originals" / "blobs" / stored.sha256


def checked(home: Path, publication: Publication, at: str, building: Path) -> Publication:
    """Note that the publisher was asked, and has nothing newer than this copy."""
    seen = msgspec.structs.replace(publication, checked_at=at)
    write_whole(home / "originals" / publication.list_name / f"{publication.id}.json", _json(seen), through=building)
    return seen


def verify(home: Path, publication: Publication) -> None:
    """See that the files of a copy are still what was stored; it raises for one that is not."""
    for stored in publication.files:
        path = blob_path(home, stored)
        if not path.is_file() or _sha256(path) != stored.sha256:
            raise _damaged(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _blob(home: Path, stored: Stored) -> bytes:
    path = blob_path(home, stored)
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise _damaged(path)
    return content


def _damaged(path: Path) -> CribleError:
    return CribleError("a stored file is not what was stored", where=str(path), do="fetch the list again")


def as_row(home: Path, publication: Publication) -> dict[str, Any]:
    """A copy as a row of a snapshot's manifest; with a newer copy refused, even a good one is degraded."""
    state, why = standing(home, publication)
    return {
        "list": publication.list_name,
        "version": publication.version,
        "day": publication.day,
        "checked": publication.checked_at[:10] or None,
        "entities": publication.entities,
        "names": publication.names,
        "state": state,
        "why": why,
        "sha256": publication.sha256,
        "refused": len(publication.refused),
    }


def standing(home: Path, publication: Publication) -> tuple[str, str]:
    """The state of the copy in force, and why it is not good."""
    newer = refusal(home, publication.list_name)
    if newer is None:
        return publication.state, publication.why
    why = f"a newer copy ({newer.day or 'undated'}) was refused: {newer.why}"
    return DEGRADED, "; ".join(part for part in (publication.why, why) if part)
