"""The real files beside the checkout, through the command line: counts, refusals, differences, memory, time."""

import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from _shared import SHARED, needs_shared
from crible.lists.ftm import faults
from crible.store import home_folder, snapshots
from crible.store.wire import read_entity

pytestmark = needs_shared
DATA = SHARED / "data"
# Counted in the publishers' files themselves: rows of sdn.csv and cons_prim.csv, INDIVIDUAL and ENTITY elements, ids.
COUNTS = {"us_ofac_sdn": 13_821, "us_ofac_cons": 442, "un_sc_sanctions": 999, "eu_journal_sanctions": 5_765}


def crible(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "crible", *arguments]
    environment = {**os.environ, "CRIBLE_HOME": str(home)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the snapshot of everything below ../shared/data; made by a process of its own, to be measured."""
    home = tmp_path_factory.mktemp("home")
    assert (crible(home, "lists", "fetch", "--from", str(DATA)).returncode) == 3  # an empty sdn.csv lies among them
    assert crible(home, "snapshot", "build", "--name", "all").returncode == 0
    return home


def test_the_counts_are_the_publishers(home: Path) -> None:
    shown = json.loads(crible(home, "snapshot", "show", "--format", "json").stdout)
    counts = {row["list"]: (row["entities"], row["state"]) for row in shown["lists"] if row["list"] in COUNTS}
    # After the SDN list of December 2023 came an empty download and one programme alone: both were refused.
    states = dict.fromkeys(COUNTS, "good") | {"us_ofac_sdn": "degraded"}
    assert counts == {name: (count, states[name]) for name, count in COUNTS.items()}
    assert all(len(row["sha256"]) == 64 and row["names"] >= row["entities"] for row in shown["lists"])


def test_every_line_of_the_snapshot_is_valid_followthemoney(home: Path) -> None:
    folder = snapshots.folder(home, "all")
    lines = (folder / snapshots.ENTITIES).read_bytes().splitlines()
    wrong = [found for line in lines for found in faults(read_entity(line))]
    assert len(lines) > sum(COUNTS.values())
    assert wrong == []


def test_the_broken_downloads_are_refused_by_name(tmp_path: Path) -> None:
    done = crible(tmp_path, "lists", "fetch", "--from", str(DATA / "failure-samples"))
    assert done.returncode == 3
    assert done.stdout.strip() == ""
    for name in ("sdn_2024-05-04_empty.csv", "un_2025-08-16_illegal_control_chars.xml.gz"):
        assert name in done.stderr
    assert not list((tmp_path / "originals").rglob("current"))


def test_the_last_good_copy_stays_when_a_broken_one_comes(home: Path) -> None:
    def versions() -> dict[str, str]:
        return {row["list"]: row["version"] for row in json.loads(crible(home, "lists", "--format", "json").stdout)}

    before = versions()
    assert crible(home, "lists", "fetch", "--from", str(DATA / "failure-samples")).returncode == 3
    assert versions() == before


def un_without(share: float, field: bytes, day: str) -> bytes:
    """The Council's list of April 2025, given out on a later day, with a share of one of its fields gone."""
    raw = gzip.decompress((DATA / "un/2025-04-19/consolidated.xml.gz").read_bytes()).replace(
        b"2025-04-19", day.encode(), 1
    )
    found = re.findall(rb"<%b>[^<]+</%b>" % (field, field), raw)
    for text in found[:: round(1 / share)]:
        raw = raw.replace(text, b"<%b></%b>" % (field, field), 1)
    return raw


def test_a_copy_whose_dates_of_birth_thin_out_is_refused_until_it_is_accepted_by_name(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder, raw in (
        (one, un_without(0.001, b"QUALITY", "2025-04-20")),
        (other, un_without(0.05, b"DATE", "2025-04-21")),
    ):
        folder.mkdir()
        (folder / "consolidated.xml").write_bytes(raw)
    fetch = ("lists", "fetch", "un_sc_sanctions", "--from")
    assert crible(tmp_path, *fetch, str(one)).returncode == 0
    refused = crible(tmp_path, *fetch, str(other))
    assert refused.returncode == 3
    assert "too much is gone since the good copy 2025-04-20" in refused.stderr
    assert "birthDate" in refused.stderr
    told = {row["list"]: row for row in json.loads(crible(tmp_path, "lists", "--format", "json").stdout)}
    assert (told["un_sc_sanctions"]["state"], told["un_sc_sanctions"]["day"]) == ("degraded", "2025-04-20")
    taken = crible(tmp_path, *fetch, str(other), "--accept", "un_sc_sanctions")
    assert taken.returncode == 0
    shown = json.loads(crible(tmp_path, "lists", "show", "un_sc_sanctions", "--format", "json").stdout)
    assert shown["day"] == "2025-04-21"
    assert any("birthDate" in what for what in shown["accepted"])


@pytest.mark.parametrize(
    ("list_name", "days"),
    [
        ("un_sc_sanctions", ["2024-11-30", "2025-04-19", "2026-01-28"]),
        ("us_ofac_cons", ["2020-03-17", "2024-05-06", "2025-03-28", "2025-12-19"]),  # three formats
    ],
)
def test_true_updates_pass_without_help(tmp_path: Path, list_name: str, days: list[str]) -> None:
    for day in days:
        done = crible(tmp_path, "lists", "fetch", list_name, "--from", str(DATA), "--on", day, "--format", "jsonl")
        (row,) = map(json.loads, done.stdout.splitlines())
        assert (row["list"], row["day"], row["state"]) == (list_name, day, "good"), done.stderr


def test_from_8_to_9_december_2022_the_three_russian_bodies_came(tmp_path: Path) -> None:
    ids = []
    for day in ("2022-12-08", "2022-12-09"):
        arguments = ("--from", str(DATA / "ofac" / day))
        refused = crible(tmp_path, "lists", "fetch", "us_ofac_sdn", *arguments)
        assert refused.returncode == 3
        assert "lacks alt" in refused.stderr or "lacks add" in refused.stderr
        crible(tmp_path, "lists", "fetch", "us_ofac_sdn", *arguments, "--accept-partial", "us_ofac_sdn")
        built = crible(tmp_path, "snapshot", "build", "--list", "us_ofac_sdn", "--name", day)
        assert built.returncode == 0
        assert "degraded: us_ofac_sdn" in built.stderr
        ids.append(built.stdout.strip())
    diff = json.loads(crible(tmp_path, "snapshot", "diff", *ids, "--format", "json").stdout)
    added = {row["id"] for row in diff["added"] if row["list"] == "us_ofac_sdn"}
    assert {"ofac-40191", "ofac-40192", "ofac-40193"} <= added  # though the register had told of them before
    assert (diff["from"], diff["to"]) == tuple(ids)
    assert all(list(row)[:3] == ["id", "caption", "list"] for row in diff["added"])


def test_a_listed_body_is_found_by_a_process_that_only_reads(home: Path, tmp_path: Path) -> None:
    orders = tmp_path / "orders.csv"
    orders.write_text("order_id,date,buyer\n1,2024-01-02,SHAHED AVIATION INDUSTRIES\n2,2024-01-02,Haldenmühle GmbH\n")
    done = crible(home, "screen", str(orders), "--format", "jsonl")
    assert done.returncode == 1
    assert [json.loads(line)["decision"] for line in done.stdout.splitlines()] == ["hold", "clear"]


MEASURED = """
import resource, sys
from crible.cli import main
codes = [main(["lists", "fetch", *sys.argv[2:], "--from", sys.argv[1]]), main(["snapshot", "build"])]
used = resource.getrusage(resource.RUSAGE_SELF)
print(codes, used.ru_maxrss // 1024, round(used.ru_utime + used.ru_stime, 1))
"""


@pytest.mark.nightly
@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss has other units elsewhere")
def test_the_lists_of_ofac_un_and_eu_are_fetched_and_built_in_300_mib_and_a_minute(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(DATA), *COUNTS],
        env={**os.environ, "CRIBLE_HOME": str(tmp_path)},
        capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    codes, peak, seconds = done.stdout.strip().splitlines()[-1].rsplit(" ", 2)
    assert codes == "[3, 0]"
    assert int(peak) <= 300
    assert float(seconds) <= 60


def test_the_home_folder_is_the_one_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CRIBLE_HOME", str(tmp_path))
    assert home_folder() == tmp_path
