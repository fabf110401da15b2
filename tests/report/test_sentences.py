"""Sentences out of codes and values."""

import pytest
from _decided import table
from hypothesis import given
from hypothesis import strategies as st

from crible.records.error import CribleError
from crible.records.hit import Message, message
from crible.report.sentences import LANGS, counted, day, document, exemption, fact, label, pieces, say

REFUSED = {"what": "no date", "do": "add one"}


def test_the_same_message_speaks_both_languages() -> None:
    told = message("refused.row", where="orders.csv:17", **REFUSED)
    assert say(told, "en") == "orders.csv:17: no date. To do: add one"
    assert say(told, "fr") == "orders.csv:17\u00a0: no date. À faire\u00a0: add one"


def test_an_unknown_code_raises_and_says_where_to_add_it() -> None:
    with pytest.raises(CribleError, match=r"messages\.csv"):
        say(Message("no.such.code", {}), "en")


def test_a_value_the_message_lacks_is_shown_as_its_placeholder() -> None:
    assert say(message("refused.row", where="x"), "en") == "x: {what}. To do: {do}"


def test_braces_in_a_name_are_data() -> None:
    told = message("refused.row", where="{do} {0} {what!r} {", **REFUSED)
    assert say(told, "en") == "{do} {0} {what!r} {: no date. To do: add one"


def test_what_cannot_be_seen_in_a_value_is_spelt_out() -> None:
    told = message("refused.row", where="HESA\u202e\u200b\x1b", **REFUSED)
    assert say(told, "en").startswith("HESA⟨U+202E⟩⟨U+200B⟩⟨U+001B⟩: no date")


def test_a_name_that_reads_leftward_is_fenced_for_people_and_bare_in_data() -> None:
    told = message("refused.row", where="ماهان ایر", **REFUSED)
    assert say(told, "en").startswith("\u2068ماهان ایر\u2069: ")
    assert say(told, "en", isolate=False).startswith("ماهان ایر: ")


def test_a_value_with_a_kind_is_put_in_the_readers_words() -> None:
    told = message("warning.copy_later", list="un_sc_sanctions", day="2023-07-01")
    assert "UN Security Council consolidated list: the only copy is of 1 July 2023, later than the day judged" in say(
        told, "en"
    )
    assert "du 1er juillet 2023" in say(told, "fr")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("row", table("hostile"), ids=lambda row: row["id"])
def test_no_hostile_value_crashes_a_sentence(row, lang) -> None:
    said = message("party.listed", name=row["text"], caption=row["text"], authorities=row["text"], regimes="")
    text = say(said, lang)
    assert text.isprintable() or all(
        char in "\u00a0\u202f\u2068\u2069\u3000" for char in text if not char.isprintable()
    )


@given(st.text(), st.sampled_from(LANGS))
def test_our_words_are_the_same_whatever_the_values(value, lang) -> None:
    told = message("refused.row", where=value, what=value, do=value)
    plain = message("refused.row", where="x", what="y", do="z")
    assert [p.text for p in pieces(told, lang) if not p.value] == [p.text for p in pieces(plain, lang) if not p.value]


def test_nought_is_singular_in_french_only() -> None:
    assert counted("report.entities", 0, "en") == "0 subjects"
    assert counted("report.entities", 0, "fr") == "0 sujet"
    assert counted("report.entities", 1, "en") == "1 subject"


def test_a_document_is_a_code_in_words_or_a_text_as_it_is() -> None:
    assert document("end_use_statement", "en").startswith("end-use statement")
    assert document("the annual report for 2022", "fr") == "the annual report for 2022"
    assert exemption("article 4(1)", "en") == "article 4(1)"
    with pytest.raises(CribleError):
        document("end_use_statment", "en")


def test_words_that_are_not_ours_stand_as_they_are() -> None:
    assert label("list", "acme_watchlist", "fr") == "acme_watchlist"
    assert fact("identifier:acme", "en") == "number acme"
    assert day("2023-13-01", "en") == "2023-13-01"
