"""Taking official files in: what is found, what is refused by name, and that the last good copy stays."""

import gzip
import json
import random
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest
import zstandard

from crible.cli import main
from crible.records.error import CribleError
from crible.store import Accepted, Outcome, build, fetch_from, open_world
from crible.store.found import content, copies, day_of
from crible.store.originals import current, refusal, standing
from lists._ofac import SDN_FILES, official, sdn_members
from lists._ofac import lines as ofac_lines

SDN, UN, EU = "us_ofac_sdn", "un_sc_sanctions", "eu_journal_sanctions"
EXCERPT = Accepted(excerpt=(SDN, UN, EU))
PARTIAL = Accepted(excerpt=(SDN, UN, EU), partial=(SDN, EU))
GOLDEN = Path(__file__).resolve().parents[1] / "lists" / "golden"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CRIBLE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "files").mkdir()
    return tmp_path / "files"


def sdn(folder: Path, *, without: str = "", pack: Callable[[bytes], bytes] = bytes, end: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for key, name in SDN_FILES.items():
        if key != without:
            (folder / f"{name}.csv{end}").write_bytes(pack(sdn_members()[key]))
    return folder


def un(folder: Path, name: str = "consolidated.xml", day: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    raw = (GOLDEN / "un_sc.xml").read_bytes()
    made = raw[raw.index(b'dateGenerated="') + 15 :][:10]
    (folder / name).write_bytes(raw.replace(made, day.encode()) if day else raw)
    return folder


def fetched(home: Path, root: Path, *wanted: str, accepted: Accepted = EXCERPT, on: str | None = None) -> list[Outcome]:
    return fetch_from(home, root, wanted=wanted, on=on, accepted=accepted)


def told(outcomes: list[Outcome]) -> list[tuple[str, str]]:
    return [(outcome.list, outcome.what) for outcome in outcomes]


def test_a_list_is_stored_byte_for_byte_and_found_again(home: Path, root: Path) -> None:
    sdn(root / "2024-05-01")
    (outcome,) = fetched(home, root, SDN)
    copy = current(home, SDN)
    assert copy is not None
    assert (outcome.what, copy.day, copy.state) == ("stored", "2024-05-01", "degraded")
    blobs = {path.read_bytes() for path in (home / "originals" / "blobs").iterdir()}
    assert blobs == set(sdn_members().values())


@pytest.mark.parametrize(
    ("pack", "end"), [(gzip.compress, ".gz"), (zstandard.ZstdCompressor().compress, ".zst"), (gzip.compress, "")]
)
def test_packed_files_are_the_same_copy_as_plain_ones(
    home: Path, root: Path, pack: Callable[[bytes], bytes], end: str
) -> None:
    plain = fetched(home, sdn(root / "a" / "2024-05-01"), SDN)[0].publication
    packed = fetched(home, sdn(root / "b" / "2024-05-01", pack=pack, end=end), SDN)[0].publication
    assert plain is not None
    assert packed is not None
    assert plain.id == packed.id


@pytest.mark.parametrize("member", ["sdn", "alt", "add"])
def test_a_set_with_a_member_missing_is_refused_by_the_members_name(home: Path, root: Path, member: str) -> None:
    (outcome, *_) = fetched(home, sdn(root / "2024-05-01", without=member), SDN)
    assert outcome.what == "refused"
    assert f"lacks {member}" in outcome.why
    assert current(home, SDN) is None
    if member == "sdn":  # without the subjects there is nothing to accept
        assert fetched(home, root, SDN, accepted=PARTIAL)[0].what == "refused"


@pytest.mark.parametrize("member", ["alt", "add"])
def test_a_set_accepted_without_a_member_is_degraded_in_every_answer(home: Path, root: Path, member: str) -> None:
    (outcome,) = fetched(home, sdn(root / "2024-05-01", without=member), SDN, accepted=PARTIAL)
    assert outcome.publication is not None
    assert outcome.publication.state == "degraded"
    assert member in outcome.publication.why
    build(home)
    states = {copy.list: copy.state for copy in open_world(home=home).copies}
    assert states == {SDN: "degraded", "crible_uav": "good"}


def test_an_excerpt_is_refused_unless_it_is_accepted_by_name(home: Path, root: Path) -> None:
    sdn(root / "2024-05-01")
    (outcome,) = fetched(home, root, SDN, accepted=Accepted())
    assert outcome.what == "refused"
    assert "excerpt" in outcome.why
    assert f"--accept {SDN}" in outcome.do
    assert fetched(home, root, SDN, accepted=Accepted(excerpt=(UN,)))[0].what == "refused"


def test_the_newest_good_copy_wins_and_the_broken_newer_one_is_named(home: Path, root: Path) -> None:
    sdn(root / "2024-05-01")
    sdn(root / "2024-06-01")
    (sdn(root / "2024-07-01") / "alt.csv").unlink()
    outcomes = fetched(home, root, SDN)
    assert told(outcomes) == [(SDN, "refused"), (SDN, "stored")]
    assert "2024-07-01" in outcomes[0].where
    assert outcomes[1].publication is not None
    assert outcomes[1].publication.day == "2024-06-01"


def test_a_refused_newer_copy_degrades_the_list_until_one_not_older_is_accepted(home: Path, root: Path) -> None:
    old, new = sdn(root / "old" / "2024-05-01"), sdn(root / "new" / "2024-06-01", without="alt")
    fetched(home, old, SDN)
    good = current(home, SDN)
    assert good is not None
    assert refusal(home, SDN) is None
    fetched(home, new, SDN)
    assert "a newer copy (2024-06-01) was refused" in standing(home, good)[1]
    fetched(home, old, SDN)  # to store once more what was there settles nothing
    assert refusal(home, SDN) is not None
    build(home)
    (copy,) = (copy for copy in open_world(home=home).copies if copy.list == SDN)
    assert copy.state == "degraded"
    assert "2024-06-01" in copy.why
    fetched(home, sdn(root / "newer" / "2024-06-02"), SDN)
    assert refusal(home, SDN) is None


def test_an_older_refused_copy_says_nothing_of_the_newer_one_in_force(home: Path, root: Path) -> None:
    fetched(home, sdn(root / "a" / "2024-06-01"), SDN)
    fetched(home, sdn(root / "b" / "2024-05-01", without="alt"), SDN)
    assert refusal(home, SDN) is None


def test_nothing_later_than_the_day_asked_for_is_taken(home: Path, root: Path) -> None:
    sdn(root / "2024-05-01")
    sdn(root / "2024-06-01")
    un(root / "un", day="2024-07-01")
    outcomes = {o.list: o for o in fetched(home, root, SDN, UN, on="2024-05-31")}
    assert outcomes[SDN].publication is not None
    assert outcomes[SDN].publication.day == "2024-05-01"
    assert outcomes[UN].what == "not found"  # it says its own day, and that is later


def test_of_two_files_in_one_folder_the_one_that_says_the_later_day_wins(home: Path, root: Path) -> None:
    un(root, "a.xml", day="2023-01-05")
    un(root, "b.xml", day="2025-02-06")
    un(root, "c.xml", day="2024-01-07")
    (outcome,) = fetched(home, root, UN)
    assert outcome.publication is not None
    assert outcome.publication.day == "2025-02-06"
    assert outcome.publication.files[0].name == "b.xml"


def test_an_undated_folder_whose_file_says_a_later_day_wins_over_a_dated_one(home: Path, root: Path) -> None:
    un(root / "2024-03-03", day="2024-03-03")
    un(root / "downloads", day="2025-04-04")
    (outcome,) = fetched(home, root, UN)
    assert outcome.publication is not None
    assert outcome.publication.day == "2025-04-04"


def test_two_different_files_for_one_member_are_refused_and_two_equal_ones_are_not(home: Path, root: Path) -> None:
    folder = sdn(root / "2024-05-01")
    (folder / "alt.csv.gz").write_bytes(gzip.compress(sdn_members()["alt"]))
    assert told(fetched(home, root, SDN)) == [(SDN, "stored")]
    (folder / "alt.csv.gz").write_bytes(gzip.compress(official(ofac_lines("alt")[:3])))
    (outcome,) = fetched(home, root, SDN)
    assert (outcome.what, outcome.why) == ("refused", "two different files for alt")


def test_an_older_copy_in_place_of_a_later_one_is_said(home: Path, root: Path) -> None:
    fetched(home, sdn(root / "a" / "2024-06-01"), SDN)
    (outcome,) = fetched(home, sdn(root / "b" / "2020-06-01"), SDN)
    assert "later copy 2024-06-01" in outcome.replaces


def broken(seed: int) -> dict[str, bytes]:
    """The files of a set with one of them cut at a random place, so that a row is lost or halved."""
    rng, members = random.Random(seed), sdn_members()
    key = rng.choice(("sdn", "add", "alt"))
    members[key] = members[key][: rng.randrange(1, len(members[key]) - 40)]
    return members


@pytest.mark.parametrize("seed", range(50))
def test_a_set_cut_at_any_place_is_refused_and_the_last_good_copy_stays(home: Path, root: Path, seed: int) -> None:
    fetched(home, sdn(root / "good" / "2024-05-01"), SDN)
    good = current(home, SDN)
    folder = sdn(root / "bad" / "2024-06-01")
    members = broken(seed)
    for key, name in SDN_FILES.items():
        (folder / f"{name}.csv").write_bytes(members[key])
    outcomes = fetched(home, root / "bad", SDN)
    assert told(outcomes) == [(SDN, "refused")]
    assert current(home, SDN) == good


BOMBS = {
    "gzip": lambda: gzip.compress(b"\0" * (300 << 20), 1),
    "gzip in gzip": lambda: gzip.compress(gzip.compress(b"\0" * (50 << 20))),
    "zstd": lambda: zstandard.ZstdCompressor().compress(b"\0" * (300 << 20)),
    "gzip cut": lambda: gzip.compress(sdn_members()["sdn"])[:-20],
    "gzip with a tail": lambda: gzip.compress(sdn_members()["sdn"]) + b"more",
    "zstd cut": lambda: zstandard.ZstdCompressor().compress(sdn_members()["sdn"])[:-5],
    "gzip header alone": lambda: b"\x1f\x8b\x08\x00",
    "noise": lambda: random.Random(1).randbytes(100_000),
    "nothing": lambda: b"",
    "html": lambda: b"<!doctype html><html><title>502</title></html>",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_or_a_broken_archive_is_refused_quickly_and_in_little_memory(home: Path, root: Path, bomb: str) -> None:
    raw = BOMBS[bomb]()
    folder = sdn(root / "2024-05-01")
    (folder / "sdn.csv").write_bytes(raw)
    del raw
    tracemalloc.start()
    started = process_time()
    (outcome,) = fetched(home, root, SDN)
    took, (_, peak) = process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert outcome.what == "refused"
    assert "sdn.csv" in outcome.where
    assert took < 10  # a second without the tracing of memory
    assert peak < 200 << 20


def test_a_file_too_large_to_be_a_list_is_not_even_opened(root: Path) -> None:
    with (root / "sdn.csv").open("wb") as file:
        file.truncate(600 << 20)
    with pytest.raises(CribleError, match="too large"):
        content(root / "sdn.csv")


@pytest.mark.parametrize("times", [2, 3])
def test_rows_that_cannot_be_read_are_counted_and_too_many_refuse_the_copy(home: Path, root: Path, times: int) -> None:
    folder = sdn(root / "2024-05-01")
    comments = folder / "sdn_comments.csv"
    extra = [f'{90_000 + n},"remarks of nobody"' for n in range(times - 1)]
    comments.write_bytes(official([*ofac_lines("sdn_comments"), *extra]))
    (outcome,) = fetched(home, root, SDN)
    if times == 2:
        assert outcome.publication is not None
        assert [row["what"][:24] for row in outcome.publication.refused] == ["remarks of entity 90000,"]
    else:
        assert (outcome.what, outcome.why[:21]) == ("refused", "2 rows cannot be read")


def test_a_damaged_stored_file_says_so_and_fetching_again_mends_it(home: Path, root: Path) -> None:
    fetched(home, sdn(root / "2024-05-01"), SDN)
    blob = max((home / "originals" / "blobs").iterdir(), key=lambda path: path.stat().st_size)
    for damage in (lambda: blob.write_bytes(blob.read_bytes() + b"x"), blob.unlink):
        damage()
        with pytest.raises(CribleError, match="not what was stored"):
            build(home)
        fetched(home, root, SDN)
        assert build(home)


@pytest.mark.parametrize("pointer", [b"zzz", b"", b"../../../etc/passwd\0", b"\xff"])
def test_a_damaged_record_says_so_and_fetching_again_mends_it(
    home: Path, root: Path, pointer: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    fetched(home, sdn(root / "2024-05-01"), SDN)
    (home / "originals" / SDN / "current").write_bytes(pointer)
    assert main(["lists"]) == 3
    assert "record of the copy in force is damaged" in capsys.readouterr().err
    assert told(fetched(home, root, SDN)) == [(SDN, "stored")]
    assert current(home, SDN) is not None


def test_pipes_and_links_are_passed_over_and_unreadable_files_refused(home: Path, root: Path) -> None:
    import os

    folder = sdn(root / "2024-05-01")
    os.mkfifo(folder / "consolidated.xml")
    (folder / "cons_prim.csv").symlink_to("/etc/passwd")
    assert {copy.card.list for copy in copies(root)} == {SDN}
    assert day_of(folder / "sdn.csv", root) == "2024-05-01"
    if os.geteuid():
        (folder / "alt.csv").chmod(0)
        assert "cannot be read" in fetched(home, root, SDN)[0].why


def test_hostile_file_names_cannot_steer_the_terminal(
    home: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = root / "\x1b[31mred\nrefused: everything \u202efdp"
    bad.mkdir()
    (bad / "sdn.csv").write_bytes(b"junk")
    assert main(["lists", "fetch", "--from", str(root)]) == 3
    err = capsys.readouterr().err
    assert "⟨U+001B⟩" in err
    assert "\x1b" not in err
    assert "\u202e" not in err
    assert not any(line.startswith("refused: everything") for line in err.splitlines())


def test_the_command_says_what_it_refused_and_stores_the_rest(
    home: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sdn(root / "2024-05-01")
    un(root / "un")
    accept = ("--accept", UN)
    assert main(["lists", "fetch", "--from", str(root), *accept, "--format", "json"]) == 3
    out, err = capsys.readouterr()
    assert [row["list"] for row in json.loads(out)] == [UN]
    assert "refused: us_ofac_sdn" in err
    assert "not found: us_ofac_cons" in err
