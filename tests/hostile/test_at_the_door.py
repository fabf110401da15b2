"""The command line under attack: files, folders, names and outputs that are not what they should be."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crible.cli import main
from crible.report import wire

ROOT = Path(__file__).resolve().parents[2]
ORDERS = ROOT / "examples" / "orders.csv"
SHAHED = "SHAHED AVIATION INDUSTRIES"
FLAGS = ("--snapshot", "embedded", "--format", "jsonl", "--as-of", "2026-08-01")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CRIBLE_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    return code, *capsys.readouterr()


def orders(text: str, name: str = "o.csv") -> str:
    Path(name).write_text(text, "utf-8")
    return name


CONTROLS = [chr(n) for n in (*range(32), *range(0x7F, 0xA0)) if chr(n) not in "\n\r"]
STEERING = [
    "\x1b[31m", "\x1b[2J", "\x1b]0;pwned\x07", "\x9b31m", "\x1b[8m", "\x08\x08\x08", "\r", "\x07", "\x1b[6n",
    "\x1bP1$q\x1b\\",
    "\u202e", "\u2066", "\u200b", "\x00", "\x7f", "\u2028refused: nothing", "\x85refused: nothing",
]  # fmt: skip


@pytest.mark.parametrize("bad", STEERING, ids=ascii)
@pytest.mark.parametrize(
    "where", ["name", "id", "header", "cell too many", "file", "policy", "country", "unknown column"]
)
def test_nothing_out_of_a_file_steers_the_terminal(capsys: pytest.CaptureFixture[str], bad: str, where: str) -> None:
    cells = {"name": "Foo Bar GmbH", "id": "1", "header": "extra", "country": "DE", "unknown column": "x"}
    if where in cells:
        cells[where] += bad
    header = f'order_id,buyer,buyer_country,"{cells["header"]}"'
    row = f'"{cells["id"]}","{cells["name"]}","{cells["country"]}","{cells["unknown column"]}"'
    more = f',"{bad}"' if where == "cell too many" else ""
    name = f"o{bad}.csv" if where == "file" and not set(bad) & {"\x00", "/"} else "o.csv"
    orders(f"{header}\n{row}{more}\n2,,,\n", name)
    flags = [*FLAGS[:2], "--format", "table", *FLAGS[4:]]
    if where == "policy":
        Path("p.toml").write_text(
            f'"{bad.encode("unicode_escape").decode().replace(chr(92) + "x", chr(92) + "u00")}" = 1\n'
        )
        flags += ["--policy", "p.toml"]
    _, out, err = run(capsys, "screen", name, *flags)
    assert not [char for char in CONTROLS if char in out + err]
    assert not set("\u202e\u2066\u200b\u2028\x85\r") & set(out + err)
    assert not [line for line in (out + err).splitlines() if line.startswith("refused: nothing")]


def test_json_lines_hold_no_character_that_a_terminal_obeys_or_a_program_ends_a_line_at(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = "Foo\u2028Bar\x85\x9b31m\x7fGmbH \x1b[31m\u2029"
    Path("o.json").write_text(
        json.dumps([{"id": f"1{text}", "parties": [{"role": "buyer", "names": [f"{text} LLC"]}]}])
    )
    _, out, _ = run(capsys, "screen", "o.json", *FLAGS)
    assert len(out.splitlines()) == len(out.split("\n")) - 1 == 1
    assert not [char for char in CONTROLS if char in out]
    assert wire.line.__doc__


@pytest.mark.parametrize("place", ["nowhere/x.jsonl", ".", "home/../nowhere/y", "o.csv", "./o.csv"])
@pytest.mark.parametrize("option", ["--out", "--report"])
def test_a_place_that_cannot_be_written_is_said_before_the_work_and_no_input_is_lost(
    capsys: pytest.CaptureFixture[str], place: str, option: str
) -> None:
    text = f"order_id,date,buyer\n1,2024-01-02,{SHAHED}\n"
    file = orders(text)
    code, out, err = run(capsys, "screen", file, *FLAGS, option, place)
    assert (code, out) == (3, "")
    assert "internal error" not in err
    assert Path(file).read_text() == text


def test_a_disk_that_fills_up_while_writing_is_no_internal_error(capsys: pytest.CaptureFixture[str]) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("only Linux has /dev/full")
    code, _, err = run(capsys, "screen", str(ORDERS), *FLAGS, "--out", "/dev/full")
    assert code == 3
    assert "cannot write: No space left" in err


@pytest.mark.parametrize("command", ["screen", "compare", "policy"])
def test_a_pipe_or_a_folder_is_no_file_and_nobody_waits_for_it(
    capsys: pytest.CaptureFixture[str], command: str
) -> None:
    os.mkfifo("pipe")
    Path("folder").mkdir()
    for place in ("pipe", "folder", "/dev/zero"):
        arguments = ["screen", str(ORDERS), "--policy", place] if command == "policy" else [command, place]
        code, _, err = run(capsys, *arguments)
        assert code == 3
        assert "no file" in err


def test_a_file_name_in_no_encoding_is_screened(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.csv")
    Path(name).write_text(f"order_id,date,buyer\n1,2024-01-02,{SHAHED}\n,,\n4,2024-01-02\n")
    code, out, err = run(capsys, "screen", name, *FLAGS)
    assert code == 3
    assert json.loads(out)["decision"] == "hold"
    assert "internal" not in err


def test_a_resumed_run_never_mixes_snapshots_policies_or_days(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("screen", str(ORDERS), "--snapshot", "embedded", "--out", "o.jsonl")
    run(capsys, *arguments)
    lines = Path("o.jsonl").read_bytes().splitlines(keepends=True)
    Path("o.jsonl").write_bytes(b"".join(lines[:5]))
    before = Path("o.jsonl").read_bytes()
    for other in (("--home", "US"), ("--as-of", "2024-01-01")):
        code, _, err = run(capsys, *arguments, "--resume", *other)
        assert code == 3
        assert "another snapshot, policy or day" in err
        assert Path("o.jsonl").read_bytes() == before
    assert run(capsys, *arguments, "--resume")[0] == 1
    assert Path("o.jsonl").read_bytes() == b"".join(lines)


@pytest.mark.parametrize("content", ["a letter\nwithout a line end", '{"id": 1}\n', "[]\n", '{"id":"x"'])
def test_resuming_into_a_file_of_something_else_leaves_it_alone(
    capsys: pytest.CaptureFixture[str], content: str
) -> None:
    Path("mine.txt").write_text(content)
    code, _, err = run(capsys, "screen", str(ORDERS), *FLAGS, "--out", "mine.txt", "--resume")
    if content.endswith("\n") or "letter" in content:
        assert code == 3
        assert "other lines than decisions" in err
        assert Path("mine.txt").read_text() == content


def test_the_report_of_a_resumed_run_is_of_the_whole_run(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("screen", str(ORDERS), "--snapshot", "embedded")
    run(capsys, *arguments, "--out", "whole.jsonl", "--report", "whole.html")
    lines = Path("whole.jsonl").read_bytes().splitlines(keepends=True)
    Path("cut.jsonl").write_bytes(b"".join(lines[:9]))
    run(capsys, *arguments, "--out", "cut.jsonl", "--report", "cut.html", "--resume")
    assert Path("cut.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()
    assert Path("cut.html").read_bytes() == Path("whole.html").read_bytes()


def test_two_orders_of_one_number_in_two_files_keep_their_own_papers(capsys: pytest.CaptureFixture[str]) -> None:
    first = orders(f"order_id,date,buyer,description\nPO-1,2024-01-02,{SHAHED},first papers\n", "a.csv")
    second = orders(
        "order_id,date,buyer,description\nPO-1,2024-01-02,Qods Aviation Industries,second papers\n", "b.csv"
    )
    code, out, err = run(capsys, "screen", first, second, *FLAGS, "--report", "r.html")
    assert code == 1
    assert len({json.loads(line)["decision_id"] for line in out.splitlines()}) == 2
    assert "PO-1" in err
    page = Path("r.html").read_text("utf-8")
    assert "first papers" in page
    assert "second papers" in page


def test_every_message_of_a_refusal_names_no_more_than_it_must(capsys: pytest.CaptureFixture[str]) -> None:
    canary = "Zyxwolda Kanarienvogel"
    ugly = (
        f'order_id,date,buyer\n,2024-01-02,{canary}\n2,2024-01-02,{canary},{canary},{canary}\n3,2024-01-02,"{canary}\n',
        f'[{{"id": "1", "parties": [{{"role": "buyer", "names": ["{canary}"], "names": []}}]}}]',
        f'{{"id": "1", "parties": [{{"role": "nonsense", "names": ["{canary}"]}}]}}\n',
    )
    for number, text in enumerate(ugly):
        _, _, err = run(capsys, "screen", orders(text, f"{number}.{'csv' if number == 0 else 'json'}"), *FLAGS)
        assert err
        assert "Kanarienvogel" not in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "x y", "--schema", "Zorglub"),
        ("search", "x y", "--country", "\x1b[31mNowhere"),
        ("compare", "nowhere.csv"),
        ("snapshot", "show", "\x1b[31m"),
        ("snapshot", "build", "--name", "CON"),
        ("lists", "fetch", "--from", "\x1b[31m"),
    ],
)
def test_wrong_wishes_are_refused_in_words(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (3, "")
    assert "  do     " in err
    assert "\x1b" not in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("--birth-date", "abc"),
        ("--birth-date", "²²²²"),
        ("--birth-date", "1961-13"),
        ("--limit", "-1"),
        ("--limit", "0"),
    ],
)
def test_a_search_that_cannot_be_meant_is_wrong_use(arguments: tuple[str, str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["search", "x y", *arguments])
    assert left.value.code == 2


@pytest.mark.parametrize("name", ["", "---", "LLC", "N/A", "\udcff\udcfe"])
def test_a_search_for_nobody_never_says_that_nobody_was_found(capsys: pytest.CaptureFixture[str], name: str) -> None:
    code, out, err = run(capsys, "search", "--format", "json", "--snapshot", "embedded", "--", name)
    assert code == 1
    assert json.loads(out)["warnings"]
    assert "too weak" in err


UGLY_PAIRS = {
    "columns missing": ("schema,name1\nPerson,a\n", 3),
    "a column twice": ("schema,name1,name2,name1\nPerson,a,b,c\n", 3),
    "too many cells": ("schema,name1,name2\nPerson,Foo Bar,Foo Bar,left over\n", 3),
    "a quote left open": ('schema,name1,name2\nPerson,"Foo Bar,Foo\nPerson,Foo,Foo\n', 3),
    "a giant cell": (f"schema,name1,name2\nPerson,{'a' * 200_000},b\n", 3),
    "nothing": ("", 3),
    "a mark of byte order": ("\ufeffschema,name1,name2\nPerson,Anton Belov,Anton Belov\n", 0),
    "no rows": ("schema,name1,name2\n", 0),
    "cells left out": ("schema,name1,name2,country1\nPerson,Anton Belov,Anton Belov\n", 0),
    "days that are none": ("schema,name1,name2,birth_date1\nPerson,Anton Belov,Anton Belov,²²²²\n", 0),
    "an unknown schema": ("schema,name1,name2\nZorglub,Anton Belov,Anton Belov\n", 0),
    "quotes and line ends": ('schema,name1,name2\r\nPerson,"Belov, ""Anton""","Anton\nBelov"\r\n', 0),
    "control characters": ("schema,name1,name2\nPerson,Anton\x00 Belov,Anton\x1b Belov\n", 0),
}


@pytest.mark.parametrize("case", UGLY_PAIRS)
def test_pairs_are_scored_or_the_file_refused_and_no_row_is_lost(capsys: pytest.CaptureFixture[str], case: str) -> None:
    text, expected = UGLY_PAIRS[case]
    code, out, err = run(capsys, "compare", orders(text, "pairs.csv"))
    assert code == expected
    assert "internal error" not in err
    if code == 0 and "Person" in text:
        assert float(out.replace("\r\n", "\n").rsplit("\n", 2)[-2].split('",')[-1].split(",")[-3]) >= 0.9


def test_the_same_bytes_come_out_of_every_process_whatever_its_hash_seed(tmp_path: Path) -> None:
    """Three processes with their own seeds: decisions, report and snapshot id."""
    runs = []
    for seed in ("0", "1", "4711"):
        folder = tmp_path / seed
        folder.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed, "CRIBLE_HOME": str(folder / "home")}
        code = (
            "from crible.cli import main; main(['snapshot', 'build']); "
            f"main(['screen', {str(ORDERS)!r}, '--report', 'r.html', '--out', 'o.jsonl', '--as-of', '2026-08-01'])"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, check=True, timeout=120
        )
        runs.append((done.stdout, (folder / "r.html").read_bytes(), (folder / "o.jsonl").read_bytes()))
    assert runs[0] == runs[1] == runs[2]
