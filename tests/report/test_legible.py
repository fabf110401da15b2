"""Text that is safe to look at."""

import unicodedata

import pytest
from _decided import table
from hypothesis import given
from hypothesis import strategies as st

from crible.report.legible import clipped, isolated, padded, runs_leftward, visible, width, wrapped


@pytest.mark.parametrize("row", table("hostile"), ids=lambda row: row["id"])
def test_nothing_invisible_is_left(row) -> None:
    shown = visible(row["text"])
    assert all(unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for char in shown)
    shown.encode("utf-8")


def test_a_persian_name_keeps_the_joiner_it_is_spelt_with() -> None:
    assert visible("هواپیما\u200cسازی") == "هواپیما\u200cسازی"
    assert visible("HE\u200cSA") == "HE⟨U+200C⟩SA"


def test_line_ends_and_tabs_become_signs() -> None:
    assert visible("Moscow\r\nZnamenka\t19") == "Moscow ⏎ Znamenka ⇥ 19"


def test_a_flood_of_accents_is_counted_out_and_vietnamese_is_not() -> None:
    assert visible("Z" + "\u0301" * 8).endswith("⟨U+0301⟩⟨U+0301⟩")
    assert visible("Nguyễn") == "Nguyễn"


def test_a_long_text_is_cut_and_says_by_how_much() -> None:
    assert visible("A" * 1000, 10) == "AAAAAAAAAA⟨+990⟩"


@given(st.text())
def test_making_visible_twice_changes_nothing(text) -> None:
    assert visible(visible(text)) == visible(text)


@given(st.text(), st.integers(min_value=1, max_value=40))
def test_clipped_and_padded_text_keeps_to_its_columns(text, columns) -> None:
    shown = visible(text)
    assert width(clipped(shown, columns)) <= columns
    assert width(padded(clipped(shown, columns), columns)) == columns


@given(st.text(), st.integers(min_value=2, max_value=40), st.integers(min_value=1, max_value=4))
def test_wrapped_text_keeps_to_its_columns_and_lines(text, columns, lines) -> None:
    parts = wrapped(visible(text), columns, lines)
    assert 1 <= len(parts) <= lines
    assert all(width(part) <= columns for part in parts)


def test_wide_and_combining_characters_are_counted_as_terminals_count_them() -> None:
    assert [width(text) for text in ("大连中转物流", "e\u0301", "한국", "ماهان", "\u1112\u1161\u11ab")] == [
        12,
        1,
        4,
        5,
        2,
    ]


def test_only_what_reads_leftward_is_isolated() -> None:
    assert runs_leftward("ماهان")
    assert isolated("HESA") == "HESA"
    assert isolated("ماهان") == "\u2068ماهان\u2069"
