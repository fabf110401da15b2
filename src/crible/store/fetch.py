"""Take official files into the store: the newest complete copy of each list, read to the end first."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crible.lists import LISTS, reader
from crible.lists.card import Reading
from crible.records.entity import Refused, Subject
from crible.records.error import CribleError
from crible.store.found import Copy, content, copies
from crible.store.home import one_writer
from crible.store.originals import Publication, Stored, contents, current, keep

# More rows than this share that cannot be read, and the copy as a whole is not to be trusted.
_REFUSED_SHARE = 0.001
_HEAD = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What the operator accepts by name: excerpts in place of a list, sets with a member missing."""

    excerpt: Collection[str] = ()
    partial: Collection[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one copy, or of a list no copy of which was found."""

    list: str
    what: str  # "stored", "refused", "not found"
    where: str
    why: str = ""
    do: str = ""
    publication: Publication | None = None
    replaces: str = ""  # the good copy that a degraded one was accepted in place of


def fetch_from(
    home: Path, root: Path, *, wanted: Sequence[str] = (), on: str | None = None, accepted: Accepted | None = None
) -> list[Outcome]:
    """Look below `root` for every list wanted (all, if none is named), and store the newest good copy of each.

    Copies of a later day than `on` (ISO) are passed over. What cannot be trusted is refused, and the
    next older copy is tried; a list without any good copy keeps the one it had.
    """
    if not root.is_dir():
        raise CribleError("there is no such folder", where=str(root), do="give the folder that holds the list files")
    if unknown := sorted(set(wanted) - LISTS.keys()):
        raise CribleError(f"unknown list: {', '.join(unknown)}", do=f"choose among {', '.join(LISTS)}")
    found = copies(root, wanted)
    outcomes: list[Outcome] = []
    with one_writer(home) as building:
        for name in wanted or LISTS:
            tried = [copy for copy in found if copy.card.list == name]
            outcomes += _take(home, tried, on, accepted or Accepted(), building) or [_absent(name, root)]
    return outcomes


def _absent(name: str, root: Path) -> Outcome:
    return Outcome(list=name, what="not found", where=str(root), do="give a folder that holds it")


def _take(home: Path, tried: Sequence[Copy], on: str | None, accepted: Accepted, building: Path) -> list[Outcome]:
    """Store the newest good copy. A copy whose folder says no day may say one itself, so those are all read."""
    outcomes: list[Outcome] = []
    best: tuple[Publication, dict[str, bytes]] | None = None
    for found in sorted(tried, key=lambda copy: copy.day is not None):
        if (on and found.day and found.day > on) or (best and found.day and found.day <= (best[0].day or "")):
            continue
        try:
            publication, blobs = read_copy(found, accepted)
        except CribleError as fault:
            outcomes.append(_refusal(found, fault))
            continue
        late = on and publication.day and publication.day > on
        if not late and (best is None or (publication.day or "") > (best[0].day or "")):
            best = publication, blobs
    if best:
        copy, replaces = best[0], _good_one(home, best[0])
        keep(home, *best, building)
        outcomes.append(
            Outcome(list=copy.list_name, what="stored", where=copy.found, publication=copy, replaces=replaces)
        )
    return outcomes


def _good_one(home: Path, new: Publication) -> str:
    """The good copy in force that a degraded one takes the place of, or the later one that an earlier one does."""
    try:
        known = current(home, new.list_name)
    except CribleError:  # its record is damaged, which is why it is fetched again
        return ""
    if known and known.state == "good" and new.state != "good":
        return f"in place of the good copy {known.id}"
    return f"in place of the later copy {known.id}" if known and (known.day or "") > (new.day or "") else ""


def _refusal(copy: Copy, fault: CribleError) -> Outcome:
    where = ", ".join(str(path) for path in copy.files.values())
    return Outcome(list=copy.card.list, what="refused", where=where, why=fault.what, do=fault.do)


def read_copy(copy: Copy, accepted: Accepted) -> tuple[Publication, dict[str, bytes]]:
    """Read a copy to the end; what it holds, and its bytes by hash. A copy not to be trusted raises."""
    name, where = copy.card.list, str(copy.folder)
    members = {key: content(path) for key, path in sorted(copy.files.items())}
    _check_heads(copy, members)
    _check_twins(copy, members)
    if copy.missing and name not in accepted.partial:
        raise CribleError(
            f"the set lacks {', '.join(copy.missing)}", where=where, do=f"get all files, or --accept-partial {name}"
        )
    reading = copy.reader.read(members, where)
    entities, names = _counted(reading)
    _check_counts(copy, entities, reading.refused, accepted)
    stored = [
        Stored(member=key, name=copy.files[key].name, sha256=hashlib.sha256(raw).hexdigest(), size=len(raw))
        for key, raw in members.items()
    ]
    publication = Publication(
        list_name=name,
        format=copy.reader.format.key,
        day=reading.day or copy.day,
        state="degraded" if copy.missing or entities < copy.card.floor else "good",
        why=_why_degraded(copy, entities),
        files=stored,
        entities=entities,
        names=names,
        refused=[_row(refused) for refused in reading.refused],
        found=where,
    )
    return publication, {file.sha256: members[file.member] for file in stored}


def _why_degraded(copy: Copy, entities: int) -> str:
    if copy.missing:
        return f"accepted without {', '.join(copy.missing)}"
    return f"accepted with {entities} of at least {copy.card.floor} subjects" if entities < copy.card.floor else ""


def _check_heads(copy: Copy, members: Mapping[str, bytes]) -> None:
    for key, raw in members.items():
        if fault := copy.reader.recognises(key, raw[:_HEAD]):
            raise CribleError(fault, where=str(copy.files[key]), do="fetch the file again; the last good copy stays")


def _check_twins(copy: Copy, members: Mapping[str, bytes]) -> None:
    for key, path in copy.twice:
        if content(path) != members[key]:
            where = f"{copy.files[key]}, {path}"
            raise CribleError(f"two different files for {key}", where=where, do="leave the one that belongs there")


def _counted(reading: Reading) -> tuple[int, int]:
    entities = names = 0
    for subject in reading.subjects:
        entities += 1
        names += len(subject.entity.names())
    return entities, names


def _check_counts(copy: Copy, entities: int, refused: Sequence[Refused], accepted: Accepted) -> None:
    name, where = copy.card.list, str(copy.folder)
    if len(refused) > max(1, _REFUSED_SHARE * entities):
        raise CribleError(f"{len(refused)} rows cannot be read", where=where, do="fetch it again, or report the change")
    if entities < copy.card.floor and name not in accepted.excerpt:
        raise CribleError(
            f"{entities} subjects, where the whole list has at least {copy.card.floor}: an excerpt",
            where=where,
            do=f"get the whole list, or --accept {name}",
        )


def _row(refused: Refused) -> dict[str, str]:
    return {"where": refused.where, "what": refused.what, "do": refused.do}


def subjects_of(home: Path, publication: Publication) -> Iterator[Subject]:
    """The subjects of a stored copy, read again."""
    name, members = publication.list_name, contents(home, publication)
    yield from reader(name, publication.format).read(members, f"{name} {publication.id}").subjects
