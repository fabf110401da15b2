"""The tables of the terminal."""

import dataclasses
import re

import pytest
from _decided import ALSO_CLEAR, CLEAR, DECISIONS, HELD, NOTED, REFUSED, RUN, filled, table

from crible.report.coverage import Run
from crible.report.legible import width
from crible.report.sentences import LANGS
from crible.report.table import columns, decisions, lists_table, rows_sentence

EN = decisions(DECISIONS, REFUSED, RUN, "en")


def test_each_decision_has_its_word_in_capitals_when_a_person_is_needed() -> None:
    words = {line.split()[0]: line for line in EN.splitlines() if line.startswith("PO-")}
    assert re.search(r"PO-1042  HOLD ", words["PO-1042"])
    assert re.search(r"PO-1044  NOT SCREENED ", words["PO-1044"])
    assert re.search(r"PO-1045  nothing found", words["PO-1045"])


def test_nothing_found_says_in_how_many_lists_and_as_of_when() -> None:
    assert re.search(r"nothing found in 4 lists as\s+of 12 June 2023", decisions([CLEAR], [], Run(), "en"))
    assert re.search(r"rien trouvé dans 4 listes au\s+12 juin 2023", decisions([CLEAR], [], Run(), "fr"))


def test_a_decision_with_notes_is_not_said_to_have_found_nothing() -> None:
    line = next(line for line in EN.splitlines() if line.startswith(NOTED.id))
    assert "noted only" in line
    assert "nothing found" not in line


def test_what_was_not_searched_is_as_loud_as_what_was() -> None:
    assert re.search(r"^NOT SEARCHED +never fetched.*: eu_fsf", EN, re.MULTILINE)
    assert re.search(r"eu_journal_sanctions: 2023-05-26, 1,746 subjects, STALE", EN)
    assert "crible_uav: 2023.1, 312 subjects, DEGRADED" in EN


def test_without_any_list_it_says_that_nothing_was_searched() -> None:
    blind = dataclasses.replace(CLEAR, searched=())
    text = decisions([blind], [], Run(), "en")
    assert "NOTHING: no list was searched" in text
    assert "nothing found in" not in text


def test_the_rows_add_up_or_it_says_loudly_that_they_do_not() -> None:
    assert rows_sentence(13, 2, RUN, "en") == "Rows in: 19 = 17 decided + 2 refused"
    lost = dataclasses.replace(RUN, rows_in=20)
    assert "DO NOT ADD UP" in rows_sentence(13, 2, lost, "en")
    assert "1 unaccounted for" in decisions(DECISIONS, REFUSED, lost, "en")


def test_refused_rows_are_listed_with_what_to_do() -> None:
    assert "orders.csv:21: neither a party nor goods. To do: name one of them" in EN


@pytest.mark.parametrize("lang", LANGS)
def test_no_line_is_wider_than_a_hundred_columns(lang) -> None:
    assert max(map(width, decisions(DECISIONS, REFUSED, RUN, lang).splitlines())) <= 100


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("row", table("hostile"), ids=lambda row: row["id"])
def test_no_hostile_text_breaks_the_table_or_reaches_the_terminal(row, lang) -> None:
    decision, _, refused, run = filled(row["text"])
    text = decisions([decision], [refused], run, lang)
    assert max(map(width, text.splitlines())) <= 100
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2028\u2029\ufeff]", text)


def test_colour_comes_only_when_asked_and_never_without_the_word() -> None:
    painted = decisions(DECISIONS, [], RUN, "en", colour=True)
    assert "\x1b" not in EN
    assert re.search(r"\x1b\[1;31mHOLD +\x1b\[0m", painted)
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == decisions(DECISIONS, [], RUN, "en")


def test_columns_line_up_in_every_script() -> None:
    rows = [{"name": n, "n": "1"} for n in ("HESA", "大连中转物流有限公司", "Воздушно-космические", "e\u0301te\u0301")]
    lines = columns(rows, {"name": "name", "n": "n"}).splitlines()
    assert len({width(line) for line in lines}) == 1


def test_numbers_stand_to_the_right() -> None:
    lines = columns([{"n": "18,234"}, {"n": "7"}], {"n": "subjects"}).splitlines()
    assert lines[2:] == ["  18,234", "       7"]


def test_a_table_of_lists_is_headed_in_the_readers_words() -> None:
    rows = [
        {"list": "us_ofac_sdn", "version": "2023-06-09", "entities": "12412", "state": "fresh", "house": "x"},
        {"list": "eu_fsf", "version": "2023-05-26", "entities": "", "state": "stale", "house": ""},
    ]
    lines = lists_table(rows, "fr").splitlines()
    assert lines[0].split() == ["liste", "version", "sujets", "état", "house"]
    assert lines[2].split() == ["us_ofac_sdn", "2023-06-09", "12", "412", "à", "jour", "x"]
    assert lists_table([], "en") == ""


def test_the_same_decisions_give_the_same_table() -> None:
    assert decisions([HELD, *ALSO_CLEAR], REFUSED, RUN, "fr") == decisions([HELD, *ALSO_CLEAR], REFUSED, RUN, "fr")
