"""Read one copy of a list to its end, and decide whether it may be trusted."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from crible.lists import reader
from crible.records.entity import Refused, Subject
from crible.records.error import CribleError
from crible.store.census import Census, census
from crible.store.found import Copy, content
from crible.store.originals import DEGRADED, GOOD, Publication, Stored, census_of, contents, last_good
from crible.store.trust import losses

# More rows than this share that cannot be read, and the copy as a whole is not to be trusted.
_REFUSED_SHARE = 0.001
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


def read_copy(home: Path, copy: Copy, accepted: Accepted) -> Read:
    """Read a copy to the end, and hold it against the last good one. A copy not to be trusted raises."""
    name, where = copy.card.list, str(copy.folder)
    members = {key: content(path) for key, path in sorted(copy.files.items())}
    _check_heads(copy, members)
    _check_twins(copy, members)
    if copy.missing and name not in accepted.partial:
        raise CribleError(
            f"the set lacks {', '.join(copy.missing)}", where=where, do=f"get all files, or --accept-partial {name}"
        )
    reading = copy.reader.read(members, where)
    counted = census(reading.subjects)
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
        accepted=[f"{accepted.at} {what}".strip() for what in taken],
        compared_with=good.id if good else "",
    )
    return Read(publication, {file.sha256: members[file.member] for file in files}, counted)


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
            raise CribleError(fault, where=str(copy.files[key]), do="fetch the file again; the last good copy stays")


def _check_twins(copy: Copy, members: Mapping[str, bytes]) -> None:
    for key, path in copy.twice:
        if content(path) != members[key]:
            where = f"{copy.files[key]}, {path}"
            raise CribleError(f"two different files for {key}", where=where, do="leave the one that belongs there")


def _check_counts(copy: Copy, entities: int, refused: Sequence[Refused], accepted: Accepted) -> list[str]:
    """What was accepted of a copy that is too small."""
    name, where = copy.card.list, str(copy.folder)
    if len(refused) > max(1, _REFUSED_SHARE * entities):
        raise CribleError(f"{len(refused)} rows cannot be read", where=where, do="fetch it again, or report the change")
    if entities >= copy.card.floor:
        return []
    small = f"{entities} subjects, where the whole list has at least {copy.card.floor}"
    if name not in accepted.excerpt:
        raise CribleError(f"{small}: an excerpt", where=where, do=f"get the whole list, or --accept {name}")
    return [small]


def _check_losses(home: Path, copy: Copy, counted: Census, good: Publication, accepted: Accepted) -> list[str]:
    """What was accepted of a copy that has lost much against the last good one."""
    before = census_of(home, good) or census(subjects_of(home, good))
    same = good.format == copy.reader.format.key
    lost = losses(before, counted, tolerance=copy.card.tolerance, same_format=same)
    name = copy.card.list
    if lost and name not in accepted.excerpt:
        raise CribleError(
            f"too much is gone since the good copy {good.id}: {'; '.join(lost)}"[:1000],
            where=str(copy.folder),
            do=f"look at what the publisher changed; if it is so, --accept {name}",
        )
    return [f"{what} since {good.id}" for what in lost]


def subjects_of(home: Path, publication: Publication) -> Iterator[Subject]:
    """The subjects of a stored copy, read again."""
    name, members = publication.list_name, contents(home, publication)
    yield from reader(name, publication.format).read(members, f"{name} {publication.id}").subjects


def _row(refused: Refused) -> dict[str, str]:
    return {"where": refused.where, "what": refused.what, "do": refused.do}
