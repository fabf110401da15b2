"""What changed between snapshots, and deltas that give the same bytes as a full load, over thirty days."""

from pathlib import Path
from random import Random

import msgspec
import pytest

from crible.cli import main
from crible.records.entity import Entity, Subject
from crible.records.error import CribleError
from crible.store import deltas, differ, snapshots
from crible.store.wire import subject_lines

Day = dict[str, bytes]
START = 60


def subject(number: int, *, edition: int = 0) -> bytes:
    """An invented person; an edition is one state of what the list says of them."""
    id = f"unsc-{number}"
    said = {"name": (f"Person Number{number}",), "notes": (f"edition {edition}",), "alias": (f"Шестой {number}",)}
    ruling = {"entity": (id,), "listingDate": ("2024-01-01",), "authority": ("United Nations Security Council",)}
    entity = Entity(id=id, schema="Person", properties=said, datasets=("un_sc_sanctions",))
    around = Entity(id=f"{id}-sanction", schema="Sanction", properties=ruling, datasets=("un_sc_sanctions",))
    return subject_lines(Subject(entity=entity, sanctions=(around,)))


def history(days: int) -> list[Day]:
    """Each day some come, some go, some change, some come back; and there are days without any change."""
    chance = Random(7)
    now = {f"unsc-{number}": subject(number) for number in range(START)}
    made, number = [dict(now)], START
    for day in range(1, days):
        if day % 7:
            for gone in chance.sample(sorted(now), chance.randrange(4)):
                del now[gone]
            for changed in chance.sample(sorted(now), chance.randrange(5)):
                now[changed] = subject(int(changed[5:]), edition=day)
            for number in [number + 1 + n for n in range(chance.randrange(5))] + [chance.randrange(START)]:
                now[f"unsc-{number}"] = subject(number, edition=day)
        made.append(dict(now))
    return made


def frozen(subjects: Day, day: int) -> dict[str, bytes]:
    row = {
        "list": "un_sc_sanctions",
        "version": str(day),
        "day": f"2024-06-{day + 1:02}",
        "checked": None,
        "entities": len(subjects),
    }
    copy = {**row, "names": 2 * len(subjects), "state": "good", "why": "", "sha256": "0" * 64, "refused": 0}
    return snapshots.frozen(subjects, [copy], [{"list": "eu_fsf", "because": "never_fetched"}])


@pytest.fixture(scope="module")
def month() -> list[dict[str, bytes]]:
    return [frozen(subjects, day) for day, subjects in enumerate(history(30))]


def test_thirty_deltas_one_after_the_other_give_what_thirty_full_loads_give(
    tmp_path: Path, month: list[dict[str, bytes]]
) -> None:
    full, here = tmp_path / "full", tmp_path / "here"
    snapshots.write(here, month[0])
    ids = [snapshots.write(full, files) for files in month]
    assert len(set(ids)) == 30
    for before, after, files in zip(ids, ids[1:], month[1:], strict=False):
        packed = deltas.delta(snapshots.folder(full, before), snapshots.folder(full, after))
        told = deltas.read(packed, "a delta")
        made = deltas.applied(snapshots.folder(here), told, "a delta")
        assert made == files
        assert snapshots.write(here, made) == after
        assert len(packed) < len(files[snapshots.ENTITIES])


def test_a_delta_applies_only_to_the_snapshot_it_starts_from(tmp_path: Path, month: list[dict[str, bytes]]) -> None:
    first, second, third = (snapshots.folder(tmp_path, snapshots.write(tmp_path, files)) for files in month[:3])
    told = deltas.read(deltas.delta(second, third), "a delta")
    with pytest.raises(CribleError, match="starts from snapshot"):
        deltas.applied(first, told, "a delta")


def test_a_delta_that_was_changed_on_its_way_is_refused(tmp_path: Path, month: list[dict[str, bytes]]) -> None:
    first, second = (snapshots.folder(tmp_path, snapshots.write(tmp_path, files)) for files in month[:2])
    packed = deltas.delta(first, second)
    for cut in range(0, len(packed), max(1, len(packed) // 50)):
        with pytest.raises(CribleError):
            deltas.read(packed[:cut], "a delta")
    told = deltas.read(packed, "a delta")
    with pytest.raises(CribleError, match="does not lead to"):
        deltas.applied(first, msgspec.structs.replace(told, gone=[*told.gone, "unsc-5"]), "a delta")


def test_who_left_a_list_is_delisted_between_the_days_of_two_copies(tmp_path: Path) -> None:
    now = {f"unsc-{n}": subject(n) for n in range(5)}
    then = {**now, "unsc-9": subject(9), "unsc-1": subject(1, edition=4)}
    first, second = (
        snapshots.folder(tmp_path, snapshots.write(tmp_path, frozen(day, n))) for n, day in enumerate((then, now))
    )
    told = differ.diff(first, second)
    assert told["removed"] == [
        {
            "id": "unsc-9",
            "caption": "Person Number9",
            "list": "un_sc_sanctions",
            "event": "delisted",
            "after": "2024-06-01",
            "day": "2024-06-02",
        }
    ]
    assert [(row["id"], row["fields"]) for row in told["changed"]] == [("unsc-1", ["notes"])]
    assert differ.diff(second, first)["added"][0]["event"] == "listed"


def test_a_list_that_is_left_out_delists_nobody(tmp_path: Path) -> None:
    ours = {"x-1": subject(7).replace(b"unsc-", b"x-").replace(b"un_sc_sanctions", b"crible_uav")}
    files = frozen({"unsc-1": subject(1), **ours}, 0)
    none = snapshots.frozen(ours, [], [{"list": "un_sc_sanctions", "because": "left_out"}])
    first, second = (snapshots.folder(tmp_path, snapshots.write(tmp_path, one)) for one in (files, none))
    assert [row["event"] for row in differ.diff(first, second)["removed"]] == ["list_no_longer_searched"]
    assert [row["event"] for row in differ.diff(second, first)["added"]] == ["list_now_searched"]


def test_a_delta_is_written_and_applied_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], month: list[dict[str, bytes]]
) -> None:
    ours, theirs, file = tmp_path / "ours", tmp_path / "theirs", tmp_path / "june.delta"
    first, second = (snapshots.write(ours, files) for files in month[:2])
    snapshots.write(theirs, month[0])
    monkeypatch.setenv("CRIBLE_HOME", str(ours))
    assert main(["snapshot", "delta", first, second, "--out", str(file)]) == 0
    monkeypatch.setenv("CRIBLE_HOME", str(theirs))
    assert main(["snapshot", "apply", str(file), "--name", "june"]) == 0
    assert capsys.readouterr().out.strip() == second
    assert snapshots.named(theirs) == {"june": second, "latest": second}
    assert main(["snapshot", "apply", str(file)]) == 0  # from the snapshot it names, whatever is the latest
    assert main(["snapshot", "apply", str(tmp_path / "none")]) == 3
