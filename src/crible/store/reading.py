"""Read one copy of a list to its end, and decide whether it may be trusted."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from crible.lists import LISTS
from crible.records.entity import Refused
from crible.records.error import CribleError
from crible.store.census import Census, census
from crible.store.found import Copy, content
from crible.store.originals import DEGRADED, GOOD, Publication, Stored, census_of, last_good
from crible.store.subjects import Keeper, is_read_alike, subjects_again
from crible.store.trust import losses

_HEAD = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What the operator accepts by name; it is recorded with the copy.

    `excerpt`: lists that may be smaller than they should be, whether below the card's floor or fallen
    against the last good copy. `partial`: lists that may lack a file of their set.
    """

    excerpt: Collection[str] = ()
    partial: Collection[str] = ()
    at: str = ""  # when, ISO 8601


class Read(NamedTuple):
    """A copy that may be stored: its record, its bytes by hash, and what it holds, counted."""

    publication: Publication
    blobs: dict[str, bytes]
    counted: Census
    subjects: bytes  # packed, see store/subjects.py


def read_copy(home: Path, copy: Copy, accepted: Accepted) -> Read:
    """Read a copy to the end, and hold it against the last good one. A copy not to be trusted raises."""
    name, where = copy.card.list, copy.where
    members = {key: content(path) for key, path in sorted(copy.files.items())}
    _check_heads(copy, members)
    _check_twins(copy, members)
    if copy.missing and name not in accepted.partial:
        raise CribleError(
            f"the set lacks {', '.join(copy.missing)}", where=where, do=f"get all files, or --accept-partial {name}"
        )
    reading = copy.reader.read(members, where)
    keeper = Keeper()
    counted = census(keeper.passing(reading.subjects))
    taken = [f"without {', '.join(copy.missing)}"] if copy.missing else []
    taken += _check_counts(copy, len(counted.ids), reading.refused, accepted)
    day = reading.day or copy.day
    good = last_good(home, name, day)
    taken += _check_losses(home, copy, counted, good, accepted) if good and not copy.missing else []
    files = [_stored(copy, key, raw) for key, raw in members.items()]
    publication = Publication(
        list_name=name,
        format=copy.reader.format.key,
        day=day,
        state=_state(copy, len(counted.ids)),
        why=_why_degraded(copy, len(counted.ids)),
        files=files,
        entities=len(counted.ids),
        names=counted.totals["names"] + counted.totals["aliases"],
        refused=[_row(refused) for refused in reading.refused],
        found=where,
        checked_at=max((source.fetched_at for source in copy.sources.values()), default=""),
        accepted=[f"{accepted.at} {what}".strip() for what in taken],
        compared_with=good.id if good else "",
    )
    return Read(publication, {file.sha256: members[file.member] for file in files}, counted, keeper.bytes())


def _stored(copy: Copy, key: str, raw: bytes) -> Stored:
    digest = hashlib.sha256(raw).hexdigest()
    return Stored(member=key, name=copy.files[key].name, sha256=digest, size=len(raw), source=copy.sources.get(key))


def _state(copy: Copy, entities: int) -> str:
    return DEGRADED if copy.missing or copy.reader.format.partial or entities < copy.card.floor else GOOD


def _why_degraded(copy: Copy, entities: int) -> str:
    if copy.missing:
        return f"accepted without {', '.join(copy.missing)}"
    if entities < copy.card.floor:
        return f"accepted with {entities} of at least {copy.card.floor} subjects"
    return copy.reader.format.partial


def _check_heads(copy: Copy, members: Mapping[str, bytes]) -> None:
    for key, raw in members.items():
        if fault := copy.reader.recognises(key, raw[:_HEAD]):
            raise CribleError(fault, where=_place(copy, key), do="fetch the file again; the last good copy stays")


def _place(copy: Copy, key: str) -> str:
    return copy.sources[key].url if key in copy.sources else str(copy.files[key])


def _check_twins(copy: Copy, members: Mapping[str, bytes]) -> None:
    for key, path in copy.twice:
        if content(path) != members[key]:
            where = f"{copy.files[key]}, {path}"
            raise CribleError(f"two different files for {key}", where=where, do="leave the one that belongs there")


def _check_counts(copy: Copy, entities: int, refused: Sequence[Refused], accepted: Accepted) -> list[str]:
    """What was accepted of a copy that is too small."""
    name, where = copy.card.list, copy.where
    if len(refused) > max(1, copy.card.refused_share * entities):
        first = "; ".join(f"{row.what} ({row.where})" for row in refused[:3])
        what = f"{len(refused)} rows cannot be read, the first: {first}"
        raise CribleError(what[:1000], where=where, do="fetch it again, or report the change; mend a list of your own")
    if entities >= copy.card.floor:
        return []
    small = f"{entities} subjects, where the whole list has at least {copy.card.floor}"
    if name not in accepted.excerpt:
        raise CribleError(f"{small}: an excerpt", where=where, do=f"get the whole list, or {_accept(name)}")
    return [small]


def _check_losses(home: Path, copy: Copy, counted: Census, good: Publication, accepted: Accepted) -> list[str]:
    """What was accepted of a copy that has lost much against the last good one."""
    before = _counted(home, good)
    same = good.format == copy.reader.format.key
    lost = losses(before, counted, tolerance=copy.card.tolerance, same_format=same)
    name = copy.card.list
    if lost and name not in accepted.excerpt:
        raise CribleError(
            f"too much is gone since the good copy {good.id}: {'; '.join(lost)}"[:1000],
            where=copy.where,
            do=f"look at what was changed; if it is so, {_accept(name)}",
        )
    return [f"{what} since {good.id}" for what in lost]


def _counted(home: Path, good: Publication) -> Census:
    """What a stored copy holds, counted as this crible reads it, so that like is held against like."""
    kept = census_of(home, good) if is_read_alike(home, good) else None
    return kept or census(subjects_again(home, good))


def _accept(name: str) -> str:
    """How the operator accepts a copy of this list by name."""
    return f"--accept {name}" if name in LISTS else "--accept"


def _row(refused: Refused) -> dict[str, str]:
    return {"where": refused.where, "what": refused.what, "do": refused.do}
