"""Open a world to screen against: the newest snapshot, one asked for, or the embedded register alone."""

from functools import cache
from pathlib import Path

from crible import goods, redflags, route
from crible.lists import card_of, crible_uav, is_readable
from crible.match import Indexes
from crible.records.decision import NotSearched
from crible.records.hit import message
from crible.screening.policy import Policy, read_policy
from crible.screening.world import World, copy_from_row
from crible.store import snapshots
from crible.store.build import world_files
from crible.store.home import home_folder
from crible.store.snapshots import EMBEDDED as EMBEDDED
from crible.store.snapshots import Manifest, Parts


def open_world(snapshot: str | Path | None = None, *, home: Path | None = None, policy: Policy | None = None) -> World:
    """The world of a snapshot: by id, by name, by path; "embedded" for the packaged register alone.

    Without one asked for: the snapshot named "latest" in the home folder, else the embedded register.
    """
    where = home or home_folder()
    if snapshot is None:
        snapshot = "latest" if "latest" in snapshots.named(where) else EMBEDDED
    if snapshot == EMBEDDED:
        files = _embedded_files()
        return _world(snapshots.snapshot_id(files), snapshots.in_memory(files), policy)
    folder = snapshots.folder(where, str(snapshot))
    return _world(snapshots.id_of(folder), snapshots.opened(folder), policy)


def embedded_manifest() -> tuple[str, Manifest]:
    """The id and the manifest of the embedded register alone."""
    files = _embedded_files()
    return snapshots.snapshot_id(files), snapshots.in_memory(files)[0]


@cache
def _embedded_files() -> dict[str, bytes]:
    return world_files(None, ())


def _world(this: str, parts: Parts, policy: Policy | None) -> World:
    cards = {crible_uav.CARD.list: crible_uav.CARD}
    cards |= {row["list"]: card_of(row["list"]) for row in parts.manifest.lists if is_readable(row["list"])}
    return World(
        snapshot=this,
        copies=tuple(copy_from_row(row, cards.get(row["list"])) for row in parts.manifest.lists),
        not_searched=tuple(
            NotSearched(list=row["list"], because=message(f"not_searched.{row['because']}"))
            for row in parts.manifest.missing
        ),
        indexes=Indexes(parts.names, parts.numbers, parts.subjects, parts.bodies),
        controls=goods.controls(),
        destinations=route.destinations(),
        rules=redflags.rules(),
        policy=policy or read_policy(),
    )
