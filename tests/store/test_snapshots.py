import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from crible.names import parse
from crible.records.entity import Entity, Subject
from crible.records.error import CribleError
from crible.store import differ, snapshots
from crible.store.merge import fetched_over_embedded, merged, union
from crible.store.wire import read_subject, subject_lines

OFAC = "Office of Foreign Assets Control"


def subject(
    this: str, name: str, *, dataset: str = "list", sanction: dict[str, tuple[str, ...]] | None = None
) -> Subject:
    entity = Entity(id=this, schema="Company", properties={"name": (name,)}, datasets=(dataset,))
    if sanction is None:
        return Subject(entity=entity)
    properties = {"entity": (this,), **sanction}
    return Subject(
        entity=entity,
        sanctions=(Entity(id=f"{this}-s", schema="Sanction", properties=properties, datasets=(dataset,)),),
    )


def files(*subjects: Subject) -> dict[str, bytes]:
    row = {
        "list": "list",
        "version": "1",
        "day": "2026-01-01",
        "checked": None,
        "entities": len(subjects),
        "names": len(subjects),
    }
    full = {**row, "state": "good", "why": "", "sha256": "0", "refused": 0}
    return snapshots.frozen({s.entity.id: subject_lines(s) for s in subjects}, [full], [])


SMALL = files(subject("a-1", "PARAVAR PARS"), subject("a-2", "ООО Дрейк", sanction={"program": ("X",)}))


def test_a_subject_survives_being_written() -> None:
    whole = subject("a-2", "ООО Дрейк", sanction={"program": ("X",), "listingDate": ("2024-02-23",)})
    assert read_subject(subject_lines(whole)) == whole


def test_the_same_content_has_the_same_id_and_another_has_another() -> None:
    again = files(subject("a-2", "ООО Дрейк", sanction={"program": ("X",)}), subject("a-1", "PARAVAR PARS"))
    assert snapshots.snapshot_id(SMALL) == snapshots.snapshot_id(again)
    assert snapshots.snapshot_id(SMALL) != snapshots.snapshot_id(files(subject("a-1", "PARAVAR PARS CO")))


def test_a_snapshot_is_found_by_id_by_name_and_by_path(tmp_path: Path) -> None:
    this = snapshots.write(tmp_path, SMALL, names=("latest", "june"))
    for asked in (this, "latest", "june", str(tmp_path / "snapshots" / this)):
        assert snapshots.folder(tmp_path, asked).name == this
    assert snapshots.ids(tmp_path) == [this]
    with pytest.raises(CribleError, match="no snapshot 'july'"):
        snapshots.folder(tmp_path, "july")


@pytest.mark.parametrize("name", ["../evil", "", "0123456789abcdef", "a/b", "x" * 65, ".hidden"])
def test_a_name_that_is_no_file_name_everywhere_is_refused(name: str) -> None:
    with pytest.raises(CribleError, match="cannot name a snapshot"):
        snapshots.checked_name(name)


def test_an_opened_snapshot_answers_as_the_one_in_memory(tmp_path: Path) -> None:
    folder = snapshots.folder(tmp_path, snapshots.write(tmp_path, SMALL))
    _, index, _, subjects, _ = snapshots.opened(folder)
    _, memory, _, remembered, _ = snapshots.in_memory(SMALL)
    assert index.candidates(parse("Paravar")) == memory.candidates(parse("Paravar"))
    assert [subjects[n] for n in range(len(subjects))] == [remembered[n] for n in range(len(remembered))]
    assert (subjects.number("a-2"), subjects.number("zz")) == (1, None)


def test_arrays_on_disk_are_little_endian_and_need_no_pickle(tmp_path: Path) -> None:
    folder = snapshots.folder(tmp_path, snapshots.write(tmp_path, SMALL))
    arrays = [np.load(path, allow_pickle=False) for path in folder.glob("*.npy")]
    assert len(arrays) == 13
    assert all(array.dtype.byteorder in "<|" or sys.byteorder == "little" for array in arrays)


def test_a_changed_file_or_manifest_is_noticed(tmp_path: Path) -> None:
    folder = snapshots.folder(tmp_path, snapshots.write(tmp_path, SMALL))
    assert snapshots.verify(folder) == []
    lines = folder / snapshots.ENTITIES
    lines.write_bytes(lines.read_bytes().replace(b"PARAVAR", b"PARAXAR"))
    assert snapshots.verify(folder) == [snapshots.ENTITIES]
    manifest = folder / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b"2026-01-01", b"2026-01-02"))
    with pytest.raises(CribleError, match="not the one"):
        snapshots.manifest(folder)


def test_two_writers_do_not_write_at_once(tmp_path: Path) -> None:
    from crible.store.home import one_writer

    with one_writer(tmp_path), pytest.raises(CribleError, match="another crible is writing"):
        snapshots.write(tmp_path, SMALL)
    assert snapshots.write(tmp_path, SMALL)


def test_a_difference_names_what_came_went_and_changed(tmp_path: Path) -> None:
    before = snapshots.write(tmp_path, SMALL)
    after = snapshots.write(
        tmp_path, files(subject("a-2", "ООО Дрейк", sanction={"program": ("Y",)}), subject("a-3", "MADO"))
    )
    changes = differ.diff(snapshots.folder(tmp_path, before), snapshots.folder(tmp_path, after))
    assert (changes["from"], changes["to"]) == (before, after)
    days = {"after": "2026-01-01", "day": "2026-01-01"}
    assert changes["added"] == [{"id": "a-3", "caption": "MADO", "list": "list", "event": "listed", **days}]
    assert changes["removed"] == [{"id": "a-1", "caption": "PARAVAR PARS", "list": "list", "event": "delisted", **days}]
    assert changes["changed"] == [{"id": "a-2", "caption": "ООО Дрейк", "list": "list", "fields": ["sanction.program"]}]


def test_a_fetched_entity_wins_and_keeps_the_registers_day_and_other_authorities() -> None:
    us = {"authority": (OFAC,), "program": ("X",)}
    eu = {"authority": ("Council of the European Union",), "listingDate": ("2024-06-24",)}
    ours = {**us, "listingDate": ("2022-12-09",), "status": ("unconfirmed",)}
    embedded = subject("ofac-1", "EMBEDDED", dataset="crible_uav", sanction=ours)
    other = Entity(
        id="ofac-1-eu", schema="Sanction", properties={"entity": ("ofac-1",), **eu}, datasets=("crible_uav",)
    )
    embedded = Subject(entity=embedded.entity, sanctions=(*embedded.sanctions, other))
    both = fetched_over_embedded(subject("ofac-1", "FETCHED", dataset="us_ofac_sdn", sanction=us), embedded)
    assert both.entity.caption == "FETCHED"
    assert both.entity.datasets == ("us_ofac_sdn", "crible_uav")
    assert [s.first("listingDate") for s in both.sanctions] == ["2022-12-09", "2024-06-24"]
    assert both.sanctions[0].first("status") == "unconfirmed"


def test_a_listing_day_of_the_list_itself_is_not_overwritten() -> None:
    us = {"authority": (OFAC,), "listingDate": ("2022-12-09",)}
    fetched = subject("ofac-1", "FETCHED", sanction=us)
    embedded = subject("ofac-1", "EMBEDDED", sanction={"authority": (OFAC,), "listingDate": ("1999-01-01",)})
    assert fetched_over_embedded(fetched, embedded).sanctions[0].get("listingDate") == ("2022-12-09",)


def test_an_id_on_two_lists_of_one_publisher_is_one_entity_with_what_both_say() -> None:
    one, two = subject("ofac-9", "SBERBANK", dataset="us_ofac_sdn"), subject("ofac-9", "SBER", dataset="us_ofac_cons")
    both = union(one, two).entity
    assert both.get("name") == ("SBERBANK", "SBER")
    assert both.datasets == ("us_ofac_sdn", "us_ofac_cons")
    assert list(merged(map(subject_lines, (one, two)), [])) == ["ofac-9"]


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is for POSIX systems")
def test_a_build_killed_at_any_of_fifty_points_leaves_the_old_snapshot_in_force(tmp_path: Path) -> None:
    """A child writes a second snapshot and is killed with SIGKILL at a random point between two calls."""
    old = snapshots.write(tmp_path, SMALL)
    newer = files(*(subject(f"b-{n}", f"NAME NUMBER {n}") for n in range(40)))
    points = _calls(lambda: snapshots.write(tmp_path / "dry", newer))
    rng, killed = random.Random(924), 0
    for _ in range(50):
        killed += _killed_after(rng.randrange(points), lambda: snapshots.write(tmp_path, newer))
        now = snapshots.folder(tmp_path).name
        assert now in (old, snapshots.snapshot_id(newer))
        assert all(snapshots.verify(tmp_path / "snapshots" / this) == [] for this in snapshots.ids(tmp_path))
        assert snapshots.write(tmp_path, SMALL) == old  # the next writer needs no repair by hand
        assert not (tmp_path / "building").exists()
    assert killed == 50


def _calls(work: object) -> int:
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        work()  # type: ignore[operator]
    finally:
        sys.setprofile(None)
    return count


def _killed_after(calls: int, work: object) -> bool:
    """Run the work in a child that kills itself after so many Python and C calls; was it killed?"""
    child = os.fork()
    if child == 0:
        left = calls

        def countdown(*_: object) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.setprofile(countdown)
        work()  # type: ignore[operator]
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def test_a_reader_never_waits_for_a_writer(tmp_path: Path) -> None:
    from crible.store.home import one_writer

    this = snapshots.write(tmp_path, SMALL)
    find = f"snapshots.folder(Path({str(tmp_path)!r})).name"
    code = f"from crible.store import snapshots; from pathlib import Path; print({find})"
    with one_writer(tmp_path):
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout.strip() == this
