"""Official files as they were got: bytes by hash, and which copy of each list is the good one.

    originals/blobs/<sha256>             the bytes, decompressed
    originals/<list>/<publication>.json  one copy of a list: its day, its files, what reading it gave
    originals/<list>/current             the publication in force

A copy comes into force only after it was read to the end; until then the last good one stays.
"""

import hashlib
import re
from pathlib import Path
from typing import Any

import msgspec

from crible.records.error import CribleError
from crible.store.home import write_whole


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a publication."""

    member: str
    name: str  # as it was called where it was found
    sha256: str
    size: int


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


def keep(home: Path, publication: Publication, contents: dict[str, bytes], building: Path) -> None:
    """Store a copy and put it in force. `contents` maps SHA-256 to bytes."""
    for digest, content in contents.items():
        path = home / "originals" / "blobs" / digest
        if not path.is_file() or path.read_bytes() != content:
            write_whole(path, content, through=building)
    folder = home / "originals" / publication.list_name
    record = msgspec.json.format(msgspec.json.encode(publication), indent=1)
    write_whole(folder / f"{publication.id}.json", record, through=building)
    write_whole(folder / "current", publication.id.encode(), through=building)


def current(home: Path, list_name: str) -> Publication | None:
    """The copy of a list that is in force, `None` if there never was one."""
    pointer = home / "originals" / list_name / "current"
    if not pointer.is_file():
        return None
    try:
        return msgspec.json.decode(_record(pointer), type=Publication)
    except (OSError, ValueError) as fault:
        where, do = str(pointer.parent), f"fetch the list again: `crible lists fetch {list_name} --from DIR`"
        raise CribleError("the record of the copy in force is damaged", where=where, do=do) from fault


def _record(pointer: Path) -> bytes:
    this = pointer.read_text("utf-8")
    if not re.fullmatch(r"[\w-]{1,64}", this, re.ASCII):
        raise ValueError("no id of a publication")
    return pointer.with_name(f"{this}.json").read_bytes()


def contents(home: Path, publication: Publication) -> dict[str, bytes]:
    """The bytes of a copy by member, each checked against its hash."""
    return {stored.member: _blob(home, stored) for stored in publication.files}


def _blob(home: Path, stored: Stored) -> bytes:
    path = home / "originals" / "blobs" / stored.sha256
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise CribleError("a stored file is not what was stored", where=str(path), do="fetch the list again")
    return content


def as_row(publication: Publication) -> dict[str, Any]:
    """A copy as a row of a snapshot's manifest."""
    return {
        "list": publication.list_name,
        "version": publication.version,
        "day": publication.day,
        "entities": publication.entities,
        "names": publication.names,
        "state": publication.state,
        "why": publication.why,
        "sha256": publication.sha256,
        "refused": len(publication.refused),
    }
