"""Freeze the lists in force, with the embedded register, into one snapshot."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from crible.lists import LISTS, UNREAD, crible_uav, readers
from crible.records.error import CribleError
from crible.store import snapshots
from crible.store.merge import merged
from crible.store.originals import Publication, as_row, current, stored_lists
from crible.store.subjects import blocks_of

REGISTER = crible_uav.CARD.list


def build(home: Path, *, lists: Sequence[str] = (), names: Sequence[str] = ()) -> str:
    """Build a snapshot of the good copies (of the lists named, or all), and call it "latest"; its id."""
    wanted = dict.fromkeys(name for name in lists or (*LISTS, *stored_lists(home)) if name != REGISTER)
    copies = [found for name in wanted if readers(name) and (found := current(home, name))]
    if absent := sorted(set(lists) - {copy.list_name for copy in copies} - {REGISTER}):
        raise CribleError(f"never fetched: {', '.join(absent)}", where=str(home), do="run `crible lists fetch` first")
    return snapshots.write(home, world_files(home, copies), names=("latest", *names))


def world_files(home: Path | None, copies: Sequence[Publication]) -> dict[str, bytes]:
    """The files of a snapshot of these copies and the embedded register."""
    subjects = merged(_fetched(home, copies), crible_uav.subjects())
    in_order = sorted(copies, key=lambda copy: copy.list_name)
    rows = [*(as_row(home, copy) for copy in in_order if home is not None), register_row()]
    return snapshots.frozen(subjects, rows, list(_missing(home, {copy.list_name for copy in copies})))


def _fetched(home: Path | None, copies: Iterable[Publication]) -> Iterator[bytes]:
    for copy in copies:
        if home is not None:
            yield from blocks_of(home, copy)


def _missing(home: Path | None, present: set[str]) -> Iterator[dict[str, str]]:
    """The lists that are not in it, and why: as much a part of an answer as those that are."""
    for name in dict.fromkeys([*LISTS, *(stored_lists(home) if home else ())]):
        if name not in present:
            fetched = home is not None and current(home, name) is not None
            yield {"list": name, "because": "left_out" if fetched else "never_fetched"}
    for name in UNREAD:
        yield {"list": name, "because": "cannot_read_yet"}


def register_row() -> dict[str, Any]:
    """The embedded register as a row of a snapshot's manifest."""
    subjects = crible_uav.subjects()
    return {
        "list": REGISTER,
        "version": crible_uav.VERSION,
        "day": crible_uav.DAY,
        "checked": None,
        "entities": len(subjects),
        "names": sum(len(subject.entity.names()) for subject in subjects),
        "state": "good",
        "why": "",
        "sha256": crible_uav.SHA256,
        "refused": 0,
    }
