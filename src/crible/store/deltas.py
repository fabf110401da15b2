"""What leads from one snapshot to the next, small enough to send: applied, it gives the next one byte for byte."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import zstandard

from crible.records.error import CribleError
from crible.store import snapshots
from crible.store.differ import blocks

FORMAT = 1
_LARGEST = 1 << 30  # bytes that a delta may unpack to


class Delta(msgspec.Struct, frozen=True, kw_only=True):
    """The subjects that are new or otherwise, with all their lines, and the ids of those that are gone."""

    format: int
    before: str  # id of the snapshot it starts from
    after: str  # id of the snapshot it leads to
    lists: list[dict[str, Any]]
    missing: list[dict[str, str]]
    put: dict[str, str]
    gone: list[str]


def delta(before: Path, after: Path) -> bytes:
    """The delta between two snapshots, packed."""
    old, new = dict(blocks(before)), dict(blocks(after))
    made = snapshots.manifest(after)
    told = Delta(
        format=FORMAT,
        before=snapshots.id_of(before),
        after=snapshots.id_of(after),
        lists=made.lists,
        missing=made.missing,
        put={this: block.decode() for this, block in sorted(new.items()) if old.get(this) != block},
        gone=sorted(old.keys() - new.keys()),
    )
    return zstandard.ZstdCompressor(level=12).compress(msgspec.json.encode(told, order="sorted"))


def read(raw: bytes, where: str) -> Delta:
    """A delta as it was sent."""
    try:
        plain = zstandard.ZstdDecompressor().decompress(raw, max_output_size=_LARGEST, allow_extra_data=False)
        told = msgspec.json.decode(plain, type=Delta)
    except (zstandard.ZstdError, ValueError) as fault:
        raise CribleError("this is no delta, or it is cut", where=where, do="send it again") from fault
    if told.format != FORMAT:
        raise CribleError("this delta was written by another version", where=where, do="use the same version of crible")
    return told


def applied(before: Path, told: Delta, where: str) -> Mapping[str, bytes]:
    """The files of the snapshot that a delta leads to; anything that does not fit, to the byte, raises."""
    if snapshots.id_of(before) != told.before:
        raise CribleError(
            f"it starts from snapshot {told.before}, not from {snapshots.id_of(before)}",
            where=where,
            do="apply the deltas in between first, in their order",
        )
    subjects = dict(blocks(before))
    for this in told.gone:
        subjects.pop(this, None)
    subjects |= {this: block.encode() for this, block in told.put.items()}
    files = snapshots.frozen(subjects, told.lists, told.missing)
    if snapshots.snapshot_id(files) != told.after:
        raise CribleError(
            f"it does not lead to snapshot {told.after}: it was changed, or another version of crible made it",
            where=where,
            do="build the snapshot from the lists, or send the delta again",
        )
    return files
