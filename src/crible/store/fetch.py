"""Take official files into the store: the newest complete copy of each list, read to the end first."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crible.lists import LISTS, readers
from crible.records.error import CribleError
from crible.store.census import encoded
from crible.store.found import Copy, copies
from crible.store.home import one_writer
from crible.store.originals import (
    GOOD,
    Publication,
    Refusal,
    current,
    keep,
    refusal,
    remember_refusal,
)
from crible.store.reading import Accepted, Read, read_copy


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one copy, or of a list no copy of which was found."""

    list: str
    what: str  # "stored", "unchanged", "refused", "not found", "unreachable"
    where: str
    why: str = ""
    do: str = ""
    day: str | None = None
    publication: Publication | None = None
    replaces: str = ""  # the good copy that a degraded one was accepted in place of


def fetch_from(
    home: Path, root: Path, *, wanted: Sequence[str] = (), on: str | None = None, accepted: Accepted | None = None
) -> list[Outcome]:
    """Look below `root` for every list wanted (all, if none is named), and store the newest good copy of each.

    Copies of a later day than `on` (ISO) are passed over. What cannot be trusted is refused, and the
    next older copy is tried; a list without any good copy keeps the one it had. A list of which a newer
    copy than the one in force was refused is degraded until a newer one is accepted.
    """
    if not root.is_dir():
        raise CribleError("there is no such folder", where=str(root), do="give the folder that holds the list files")
    for name in wanted:
        readers(name)
    found = copies(root, wanted)
    outcomes: list[Outcome] = []
    with one_writer(home) as building:
        for name in wanted or dict.fromkeys([*LISTS, *(copy.card.list for copy in found)]):
            tried = [copy for copy in found if copy.card.list == name]
            taken = _take(home, tried, on, accepted or Accepted(), building)
            outcomes += taken or [_absent(name, root)]
    return outcomes


def _absent(name: str, root: Path) -> Outcome:
    return Outcome(list=name, what="not found", where=str(root), do="give a folder that holds it")


def _take(home: Path, tried: Sequence[Copy], on: str | None, accepted: Accepted, building: Path) -> list[Outcome]:
    """Store the newest good copy; of two of one day, that in the format that says more.

    A copy whose folder says no day may say one itself, so those are all read.
    """
    outcomes: list[Outcome] = []
    before = _in_force(home, tried[0].card.list) if tried else None
    best: tuple[tuple[str, int], Read] | None = None
    for found in sorted(tried, key=lambda copy: (copy.day is not None, -_rank(copy))):
        if (on and found.day and found.day > on) or (best and found.day and (found.day, _rank(found)) <= best[0]):
            continue
        try:
            read = read_copy(home, found, accepted)
        except CribleError as fault:
            outcomes.append(_refusal(found, fault))
            continue
        day = read.publication.day
        if not (on and day and day > on) and (best is None or (day or "", _rank(found)) > best[0]):
            best = (day or "", _rank(found)), read
    if best:
        outcomes.append(store(home, best[1], building))
    if outcomes:
        remember(home, outcomes, before, building)
    return outcomes


def _rank(copy: Copy) -> int:
    """How much its format says: the first on the card is the best."""
    return -[one.key for one in copy.card.formats].index(copy.reader.format.key)


def store(home: Path, read: Read, building: Path) -> Outcome:
    """Put a copy that was read in force."""
    copy, replaces = read.publication, _good_one(home, read.publication)
    keep(home, copy, read.blobs, {"census": encoded(read.counted), "subjects": read.subjects}, building)
    return Outcome(list=copy.list_name, what="stored", where=copy.found, publication=copy, replaces=replaces)


def _good_one(home: Path, new: Publication) -> str:
    """The good copy in force that a degraded one takes the place of, or the later one that an earlier one does."""
    known = _in_force(home, new.list_name)
    if known and known.state == GOOD and new.state != GOOD:
        return f"in place of the good copy {known.id}"
    return f"in place of the later copy {known.id}" if known and (known.day or "") > (new.day or "") else ""


def _refusal(copy: Copy, fault: CribleError) -> Outcome:
    where = ", ".join(str(path) for path in copy.files.values())
    return Outcome(list=copy.card.list, what="refused", where=where, why=fault.what, do=fault.do, day=copy.day)


def remember(home: Path, outcomes: Sequence[Outcome], before: Publication | None, building: Path) -> None:
    """Was a newer copy refused than the one now in force? A refused copy that says no day counts as newer.

    `before` was in force until now. An earlier refusal stands until a copy comes into force that is not older than
    the refused one: to store once more what was there settles nothing.
    """
    name = outcomes[0].list
    known, told = _in_force(home, name), refusal(home, name)
    newer = [
        o for o in outcomes if o.what == "refused" and (o.day is None or o.day > (known.day or "" if known else ""))
    ]
    if last := max(newer, key=lambda outcome: outcome.day or "9999", default=None):
        told = Refusal(day=last.day, found=last.where, why=last.why, do=last.do)
    elif told and known and (before is None or known.id != before.id) and (known.day or "") >= (told.day or ""):
        told = None
    remember_refusal(home, name, told, building)


def _in_force(home: Path, name: str) -> Publication | None:
    try:
        return current(home, name)
    except CribleError:
        return None  # its record is damaged, which every use of it says
