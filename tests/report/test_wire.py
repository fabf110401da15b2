"""The JSON line and the CSV rows of a decision."""

import csv
import dataclasses
import io
import json
import math

import pytest
from _decided import CLEAR, DECISIONS, HELD, REFUSED, filled, table

from crible.report import wire

DECISION = [
    *("id", "decision_id", "decision", "score", "as_of", "snapshot", "engine", "policy", "hits", "to_settle"),
    *("searched", "not_searched", "refused", "warnings"),
]
HIT = [
    *("kind", "rule", "severity", "subject", "entity", "regime", "measure", "binds", "because"),
    *("exemptions_to_check", "law_state", "score", "priority", "says", "evidence", "listings"),
]


def test_the_keys_stand_in_the_order_of_the_public_surface() -> None:
    whole = json.loads(wire.line(HELD))
    hit = whole["hits"][-1]
    assert list(whole) == DECISION
    assert list(hit) == HIT
    assert list(hit["subject"]) == ["role", "text"]
    assert list(hit["entity"]) == ["id", "caption", "schema", "datasets"]
    assert list(hit["evidence"][0]) == ["what", "ours", "theirs", "agreement", "weight", "source"]
    assert list(hit["evidence"][0]["source"]) == ["list", "url", "as_of", "sha256"]
    assert list(whole["searched"][0]) == ["list", "version", "entities", "state"]
    assert list(whole["not_searched"][0]) == ["list", "because"]


def test_a_finding_without_an_entity_says_so() -> None:
    assert json.loads(wire.line(HELD))["hits"][0]["entity"] is None


def test_sentences_are_written_out_in_english() -> None:
    whole = wire.decision(HELD)
    says = "matches RUSSIAN AEROSPACE FORCES, listed by the United States (OFAC) (US-RUSSIA-EO14024)"
    assert whole["hits"][3]["says"].endswith(says)
    assert whole["to_settle"] == ["the licence, or the authority’s answer that none is needed"]
    assert whole["not_searched"][0] == {"list": "eu_fsf", "because": "never fetched"}


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda d: d.id)
def test_a_line_is_one_line_of_utf8_and_always_the_same(decision) -> None:
    line = wire.line(decision)
    assert line == wire.line(dataclasses.replace(decision))
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert json.loads(line.decode("utf-8"))["id"] == decision.id


def test_letters_of_every_script_stay_letters() -> None:
    assert "Воздушно-космические силы России" in wire.line(HELD).decode("utf-8")


def test_numbers_have_six_decimals_and_no_minus_nought() -> None:
    assert wire.rounded(0.9712345678) == 0.971235
    assert str(wire.rounded(-0.0000001)) == "0.0"
    assert wire.rounded(1) == 1.0


def test_a_score_that_is_no_number_is_a_bug_and_stops() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        wire.line(dataclasses.replace(CLEAR, score=math.nan))


@pytest.mark.parametrize("row", table("hostile"), ids=lambda row: row["id"])
def test_json_gives_every_hostile_text_back_unchanged(row) -> None:
    text = row["text"]
    decision, *_ = filled(text)
    back = json.loads(wire.line(decision))
    assert back["id"] == text
    assert back["hits"][0]["evidence"][0]["theirs"] == text
    assert back["hits"][0]["entity"]["datasets"] == [text]


@pytest.mark.parametrize("row", [r for r in table("formulas") if r["runs"] == "yes"], ids=lambda row: repr(row["text"]))
def test_a_formula_is_disarmed_in_every_column_when_asked(row) -> None:
    decision, *_ = filled(row["text"])
    decision = dataclasses.replace(decision, to_settle=(row["text"],), hits=(decision.hits[0],))
    decision = dataclasses.replace(
        decision, hits=(dataclasses.replace(decision.hits[0], exemptions_to_check=(row["text"],)),)
    )
    [safe] = wire.flat(decision, spreadsheet_safe=True)
    [exact] = wire.flat(decision)
    carrying = [column for column, cell in exact.items() if cell.startswith(row["text"])]
    assert {"id", "rule", "role", "text", "entity_caption", "regime", "exemptions_to_check", "to_settle"} <= {*carrying}
    assert all(safe[column] == "'" + exact[column] for column in carrying)


@pytest.mark.parametrize("row", [r for r in table("formulas") if r["runs"] == "no"], ids=lambda row: repr(row["text"]))
def test_a_plain_cell_is_left_alone(row) -> None:
    assert wire.disarmed(row["text"]) == row["text"]


def test_flat_has_a_row_for_each_hit_and_one_for_a_decision_without() -> None:
    assert [len(wire.flat(d)) for d in (HELD, CLEAR)] == [4, 1]
    assert all(tuple(row) == wire.FLAT_COLUMNS for row in wire.flat(HELD))
    assert wire.flat(CLEAR)[0]["decision"] == "clear"


def test_csv_cells_are_quoted_so_that_no_other_separator_opens_one() -> None:
    decision, *_ = filled('a;=1+1\t"x",\n=2')
    text = wire.csv_text(wire.flat(decision))
    back = list(csv.DictReader(io.StringIO(text, newline="")))
    assert back[0]["id"] == 'a;=1+1\t"x",\n=2'
    assert text.startswith('"id","decision_id"')


def test_a_refused_row_is_told_with_its_text() -> None:
    assert list(wire.refused(REFUSED[0])) == ["where", "what", "do", "raw"]
