"""A damaged store says so, and what it tells people to do mends it."""

import os
import threading
from pathlib import Path

import pytest

from crible.cli import main
from crible.lists import crible_uav
from crible.records.error import CribleError
from crible.store import build, open_world, snapshots
from crible.store.home import one_writer


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CRIBLE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def spoil(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


DAMAGE = {
    "a file missing": lambda folder: (folder / "key.npy").unlink(),
    "an array cut": lambda folder: os.truncate(folder / "posting.npy", 5_000),
    "an array emptied": lambda folder: os.truncate(folder / "text.npy", 0),
    "one bit of an array": lambda folder: spoil(folder / "subject_at.npy"),
    "one bit of an entity": lambda folder: spoil(folder / snapshots.ENTITIES),
    "the entities cut": lambda folder: os.truncate(folder / snapshots.ENTITIES, 1_000),
    "the entities emptied": lambda folder: os.truncate(folder / snapshots.ENTITIES, 0),
    "the manifest cut": lambda folder: os.truncate(folder / "manifest.json", 40),
    "one bit of the manifest": lambda folder: spoil(folder / "manifest.json"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_snapshot_is_refused_and_building_it_again_mends_it(
    home: Path, damage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    this = build(home)
    folder = home / "snapshots" / this
    DAMAGE[damage](folder)
    with pytest.raises(CribleError, match=r"damaged|manifest"):
        open_world(home=home)
    assert main(["search", "Shahed Aviation"]) == 3
    assert "internal error" not in capsys.readouterr().err
    assert build(home) == this
    assert snapshots.verify(folder) == []
    assert open_world(home=home).search("Shahed Aviation")


def test_a_file_that_the_manifest_does_not_name_changes_nothing(home: Path) -> None:
    folder = home / "snapshots" / build(home)
    (folder / "extra.npy").write_bytes(b"no array at all")
    assert open_world(home=home).search("Shahed Aviation")


def test_a_snapshot_in_a_folder_of_another_name_keeps_its_id(home: Path, tmp_path: Path) -> None:
    this = build(home)
    (home / "snapshots" / this).rename(tmp_path / "borrowed")
    assert open_world(tmp_path / "borrowed").snapshot == this


@pytest.mark.parametrize("pointer", [b"", b"../../etc", b"0123456789abcdef", b"\xff\xfe\x00", b"x" * 10_000])
def test_a_name_that_points_nowhere_says_so(home: Path, pointer: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    build(home)
    (home / "named" / "latest").write_bytes(pointer)
    for command in (["search", "Shahed"], ["snapshot", "show"], ["--version"]):
        assert main(command) == 3
        assert "no snapshot 'latest'" in capsys.readouterr().err
    assert main(["snapshot", "list"]) == 0
    build(home)
    assert open_world(home=home).copies


def test_a_line_feed_after_the_id_does_no_harm(home: Path) -> None:
    this = build(home)
    (home / "named" / "latest").write_text(f"{this}\n")
    assert open_world(home=home).snapshot == this


@pytest.mark.parametrize("name", ["CON", "nul", "com1.txt", "Aux.2026", "june.", "embedded", "a b", "x\n", "é"])
def test_a_name_that_some_system_keeps_for_itself_is_refused(name: str) -> None:
    with pytest.raises(CribleError, match="cannot name"):
        snapshots.checked_name(name)
    assert snapshots.checked_name("console.2026-06_1") == "console.2026-06_1"


def test_a_home_that_cannot_be_written_says_so_and_can_still_be_read_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("CRIBLE_HOME", str(tmp_path / "file"))
    for command in (["snapshot", "build"], ["lists", "fetch", "--from", str(tmp_path)]):
        assert main(command) == 3
        assert "cannot be written" in capsys.readouterr().err
    for command in (["search", "Shahed Aviation"], ["lists"], ["snapshot", "list"], ["snapshot", "show"]):
        assert main([*command, "--format", "json"]) in (0, 1)
        assert "internal error" not in capsys.readouterr().err


def test_a_disk_that_fills_up_leaves_the_old_snapshot_and_says_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = build(home)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(crible_uav, "VERSION", "another")
    with monkeypatch.context() as patch:
        patch.setattr("crible.store.snapshots.write_whole", full)
        with pytest.raises(CribleError, match="No space left"):
            build(home)
    assert open_world(home=home).snapshot == old
    assert not (home / "building").exists()


def test_readers_see_one_version_each_while_another_writes_twenty(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """200 worlds opened and searched during 20 swaps: every answer is whole, and of one of the versions."""
    known, wrong, reads = {build(home)}, [], 0
    done = threading.Event()

    def write() -> None:
        for n in range(20):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(crible_uav, "VERSION", f"v{n % 2}")
                known.add(build(home))
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    while reads < 200 or not done.is_set():
        world = open_world(home=home)
        found = world.search("Shahed Aviation Industries", limit=3)
        if len(world.copies) != 1 or found[0].entity.id != "ofac-39637":
            wrong.append(world.snapshot)
        reads += 1
        if reads > 5_000:
            break
    writer.join()
    assert wrong == []
    assert reads >= 200
    assert set(snapshots.ids(home)) == known


def test_two_writers_at_once_give_one_snapshot_and_one_refusal_that_says_wait(home: Path) -> None:
    with one_writer(home), pytest.raises(CribleError, match="another crible is writing"):
        build(home)
    assert build(home) == build(home)


def test_a_store_that_may_not_be_looked_into_is_not_taken_for_an_empty_one(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    build(home)

    def denied(self: Path) -> list[Path]:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "iterdir", denied)
    for command in (["search", "Shahed Aviation"], ["snapshot", "show"], ["snapshot", "list"]):
        assert main(command) == 3
        assert "Permission denied" in capsys.readouterr().err
