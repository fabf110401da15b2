import pytest
from hypothesis import given
from hypothesis import strategies as st

from crible.names.fold import LONGEST, fold, has_invisible, latin, skeleton, spelling, tokens


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("GHA’ANI", "Gha'ani"),
        ("هادى ظهوریان", "هادی ظهوريان"),  # Arabic and Persian yeh
        ("شركة", "شرکه"),
        ("Раrаvаr Pаrs", "Paravar Pars"),  # Cyrillic letters drawn like Latin ones
        ("ＳＨＡＨＥＤ", "shahed"),
        ("Sha\u200bhed", "Shahed"),
        ("Sha\u00adhed", "Shahed"),
        ("\u202eShahed\u202c", "Shahed"),
        ("O.O.O. Drake", "OOO Drake"),
        ("L.L.C. Foo", "LLC Foo"),
        ("Ştefan Łódź", "Stefan Lodz"),
        ("ООО «Дрейк»", "OOO Dreyk"),
        ("Smith & Co", "Smith and Co"),
        ("AL-SHANTI, Jamileh", "Al Shanti Jamileh"),
    ],
)
def test_spellings_of_one_name_fold_alike(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_folded_name_is_lower_case_latin(text: str) -> None:
    assert all(char.isascii() and (char.isdigit() or char.islower() or char == " ") for char in fold(text))


def test_a_cyrillic_word_is_not_taken_for_a_masked_latin_one() -> None:
    assert fold("Россия") == "rossiya"


def test_a_character_that_expands_cannot_blow_a_name_up() -> None:
    assert len(fold("\ufdfa" * 100_000)) <= 20 * LONGEST


@pytest.mark.parametrize(
    ("left", "right"), [("heydari", "heidari"), ("yusuf", "yousuf"), ("tchemezov", "chemezov"), ("kasem", "qasem")]
)
def test_romanisations_of_one_word_have_one_spelling(left: str, right: str) -> None:
    assert spelling(left) == spelling(right)


def test_vowels_do_not_count_in_a_skeleton() -> None:
    assert skeleton("mohammed") == skeleton("muhammad") != skeleton("ahmad")


def test_invisible_characters_are_noticed_but_not_the_joiners_that_persian_needs() -> None:
    assert has_invisible("Sha\u200bhed")
    assert not has_invisible("می\u200cخواهم")


def test_latin_text_is_shown_as_it_is() -> None:
    assert latin("Ştefan O'Neill") == "Ştefan O'Neill"
    assert latin("Дрейк") == "Dreyk"


def test_a_name_of_signs_has_no_words() -> None:
    assert tokens("--- / ***") == ()
