"""The command line: data on stdout, talk on stderr, exit codes as promised, and nothing lost."""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from crible.cli import main

ROOT = Path(__file__).resolve().parents[2]
ORDERS = ROOT / "examples" / "orders.csv"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CRIBLE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def rows(path: Path, *lines: str) -> str:
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return str(path)


def test_the_example_orders_get_the_decisions_the_readme_shows(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "screen", str(ORDERS), "--snapshot", "embedded", "--format", "jsonl")
    decisions = {d["id"]: d for d in map(json.loads, out.splitlines())}
    assert code == 1
    assert len(decisions) == 29
    found = {this for this, d in decisions.items() if any(h["rule"] == "party.listed" for h in d["hits"])}
    assert found == {
        "PO-2203", "PO-2204", "PO-2205", "PO-2209", "PO-2216", "PO-2217", "PO-2218", "PO-2223", "PO-2224", "PO-2227",
    }  # fmt: skip
    innocent = {this for this, d in decisions.items() if d["decision"] == "clear"}
    assert innocent == {
        "PO-2201", "PO-2202", "PO-2206", "PO-2208", "PO-2210", "PO-2211", "PO-2213", "PO-2214", "PO-2215",
        "PO-2220", "PO-2221", "PO-2222", "PO-2225", "PO-2226", "PO-2229",
    }  # fmt: skip
    grave = [h for this in innocent for h in decisions[this]["hits"] if h["severity"] not in ("info", "low")]
    assert grave == []
    # Four months before its listing, whose day is unconfirmed: said, and no more than said.
    assert [h["law_state"] for h in decisions["PO-2223"]["hits"] if h["rule"] == "party.listed"] == ["not_yet"]
    assert "refused" not in err


def test_every_decision_has_the_promised_keys_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "screen", str(ORDERS), "--snapshot", "embedded", "--format", "jsonl")
    decision = json.loads(out.splitlines()[2])
    assert list(decision) == [
        "id", "decision_id", "decision", "score", "as_of", "snapshot", "engine", "policy", "hits", "to_settle",
        "searched", "not_searched", "refused", "warnings",
    ]  # fmt: skip
    assert list(decision["hits"][0]) == [
        "kind", "rule", "severity", "subject", "entity", "regime", "measure", "binds", "because",
        "exemptions_to_check", "law_state", "score", "priority", "says", "evidence",
        "listings",
    ]  # fmt: skip


def test_the_same_run_gives_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    first = run(capsys, "screen", str(ORDERS), "--snapshot", "embedded", "--format", "jsonl")
    assert run(capsys, "screen", str(ORDERS), "--snapshot", "embedded", "--format", "jsonl") == first


def test_another_day_gives_that_days_answer(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("screen", str(ORDERS), "--snapshot", "embedded", "--format", "jsonl", "--as-of", "2022-12-08")
    decisions = [json.loads(line) for line in run(capsys, *arguments)[1].splitlines()]
    assert {d["as_of"] for d in decisions} == {"2022-12-08"}
    ids = {h["entity"]["id"] for d in decisions for h in d["hits"] if h["entity"]}
    assert not ids & {"ofac-40191", "ofac-40192", "ofac-40193"}


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_each_format_can_be_asked_for(capsys: pytest.CaptureFixture[str], form: str) -> None:
    code, out, _ = run(capsys, "screen", str(ORDERS), "--snapshot", "embedded", "--format", form)
    assert code == 1
    if form == "json":
        assert len(json.loads(out)) == 29
    elif form == "csv":
        assert "PO-2203" in {row["id"] for row in csv.DictReader(io.StringIO(out))}
    else:
        assert "us_ofac_sdn" in out or "OFAC" in out


def test_the_report_is_written_in_both_languages(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for lang in ("en", "fr"):
        page = tmp_path / f"{lang}.html"
        run(capsys, "screen", str(ORDERS), "--snapshot", "embedded", "--report", str(page), "--lang", lang)
        assert f'lang="{lang}"' in page.read_text("utf-8")


def test_a_bad_row_is_refused_and_the_rest_is_screened(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = rows(
        tmp_path / "o.csv",
        "order_id,date,buyer",
        "1,2024-01-02,Haldenmühle GmbH",
        ",2024-01-02,Nobody Known",
        "3,2024-01-02,MADO Nafar Oje Parvaz",
    )
    code, out, err = run(capsys, "screen", file, "--snapshot", "embedded", "--format", "jsonl")
    assert code == 3
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["1", "3"]
    assert "refused" in err
    assert ":3" in err or "row" in err


def test_a_file_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "screen", "nowhere.csv")
    assert (code, out) == (3, "")
    assert "no such file" in err


def test_wrong_use_is_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["screen"], ["screen", "x.csv", "--as-of", "yesterday"], ["nonsense"]):
        with pytest.raises(SystemExit) as left:
            main(arguments)
        assert left.value.code == 2
    assert run(capsys)[0] == 2


def test_a_file_of_bare_parties_is_screened(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = rows(
        tmp_path / "p.csv",
        "id,schema,name,birth_date,country",
        "a,Person,Hossein Akbari,1961-06-17,ir",
        "b,Company,LLC,,",
        "c,Person,Jeanne Lemercier,,fr",
    )
    code, out, _ = run(capsys, "screen", file, "--snapshot", "embedded", "--as-of", "2025-05-01", "--format", "jsonl")
    assert code == 1
    verdicts = {d["id"]: d["decision"] for d in map(json.loads, out.splitlines())}
    assert verdicts["a"] in ("review", "hold")
    assert (verdicts["b"], verdicts["c"]) == ("not_screened", "clear")


def test_a_run_cut_short_is_resumed_without_a_row_lost_or_doubled(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    whole, cut = tmp_path / "whole.jsonl", tmp_path / "cut.jsonl"
    arguments = ("screen", str(ORDERS), "--snapshot", "embedded", "--out")
    run(capsys, *arguments, str(whole))
    lines = whole.read_bytes().splitlines(keepends=True)
    cut.write_bytes(b"".join(lines[:7]) + lines[7][:50])
    run(capsys, *arguments, str(cut), "--resume")
    assert cut.read_bytes() == whole.read_bytes()
    cut.write_bytes(lines[3])
    assert run(capsys, *arguments, str(cut), "--resume")[0] == 3


def test_search_shows_candidates_reasons_and_what_was_not_searched(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "search", "Shahed Aviation", "--snapshot", "embedded", "--format", "json")
    answer = json.loads(out)
    assert code == 1
    assert list(answer) == ["query", "results", "searched", "not_searched", "warnings"]
    assert answer["results"][0]["id"] == "ofac-39637"
    assert answer["results"][0]["evidence"][0]["what"] == "name"
    assert {"list": "us_ofac_sdn", "because": "never fetched"} in answer["not_searched"]
    code, out, _ = run(capsys, "search", "Shahed Aviation", "--snapshot", "embedded", "--format", "table")
    assert "NOT SEARCHED" in out


def test_search_takes_facts_and_refuses_unknown_countries(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("search", "Hossein Akbari", "--country", "Iran", "--birth-date", "1961-06-17", "--format", "json")
    best = json.loads(run(capsys, *arguments)[1])["results"][0]
    assert best["id"] == "ofac-53831"
    assert {part["what"] for part in best["evidence"]} >= {"name", "birth_date", "country"}
    assert run(capsys, "search", "x", "--country", "Nowhereland")[0] == 3


def test_compare_scores_pairs_and_measures_itself_against_labels(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = rows(
        tmp_path / "pairs.csv",
        "id,schema,name1,name2,birth_date1,birth_date2,is_match",
        '1,Person,Anton Belov,"BELOV, Anton Petrovich",,,true',
        "2,Person,Anton Belov,Maria Schmidt,,,false",
        "3,Company,Trading Co,TRADING CO,,,false",
    )
    code, out, err = run(capsys, "compare", file)
    scored = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert list(scored[0])[-3:] == ["score", "match", "reasons"]
    assert [row["match"] for row in scored] == ["true", "false", "false"]
    assert scored[2]["reasons"] == "too_weak_to_screen"
    assert "precision" in err
    assert run(capsys, "compare", rows(tmp_path / "bad.csv", "a,b", "1,2"))[0] == 3


def test_lists_shows_every_list_and_its_state(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "lists", "--format", "json")
    assert code == 0
    states = {row["list"]: row["state"] for row in json.loads(out)}
    assert states["crible_uav"] == "embedded"
    assert states["us_ofac_sdn"] == "never_fetched"
    assert "crible_uav" in run(capsys, "lists", "--format", "table")[1]


def test_fetching_without_a_folder_says_what_to_do(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "--from" in run(capsys, "lists", "fetch")[2]
    assert run(capsys, "lists", "fetch", "--from", str(tmp_path / "nowhere"))[0] == 3
    assert run(capsys, "lists", "fetch", "no_such_list", "--from", str(tmp_path))[0] == 3


def test_a_snapshot_of_the_register_alone_can_be_built_shown_and_compared(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "snapshot", "build", "--name", "first")
    this = out.strip()
    assert code == 0
    assert "us_ofac_sdn" in err
    shown = json.loads(run(capsys, "snapshot", "show", "first", "--format", "json")[1])
    assert shown["id"] == this
    assert list(shown["lists"][0]) == ["list", "version", "entities", "names", "state", "sha256"]
    assert json.loads(run(capsys, "snapshot", "show", "embedded", "--format", "json")[1])["id"] == this
    assert json.loads(run(capsys, "snapshot", "diff", "first", this, "--format", "json")[1])["added"] == []
    assert this in run(capsys, "snapshot", "list", "--format", "jsonl")[1]
    assert this in run(capsys, "snapshot", "show", "--format", "table")[1]
    assert run(capsys, "snapshot", "show", "second")[0] == 3
    assert run(capsys, "snapshot", "build", "--list", "us_ofac_sdn")[0] == 3


def test_version_names_engine_tables_and_snapshot(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [
        "crible",
        "tables",
        "register",
        "snapshot",
    ]


def test_an_internal_error_says_where_but_no_name(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("Jeanne Lemercier")

    monkeypatch.setattr("crible.cli.look.open_world", broken)
    monkeypatch.setattr("crible.cli.screen.open_world", broken)
    code, _, err = run(capsys, "search", "Jeanne Lemercier")
    assert code == 5
    assert "RuntimeError" in err
    assert "Lemercier" not in err


def test_the_policy_file_and_the_home_are_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    policy = rows(tmp_path / "p.toml", 'home = ["US"]')
    first = run(capsys, "screen", str(ORDERS), "--snapshot", "embedded", "--format", "jsonl", "--policy", policy)[1]
    hits = [h for line in first.splitlines() for h in json.loads(line)["hits"] if h["rule"] == "party.listed"]
    assert {h["binds"] for h in hits if h["regime"].startswith("US-")} == {"yes"}
    assert run(capsys, "screen", str(ORDERS), "--policy", str(tmp_path / "none.toml"))[0] == 3
    shutil.rmtree(tmp_path / "home", ignore_errors=True)
