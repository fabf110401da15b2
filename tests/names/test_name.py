import pytest

from crible.names import parse, too_weak
from crible.names.name import WordKind, rarity


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---",
        "N/A",
        "Trading Co. Ltd",
        "CORP",
        "LLC",
        "General Trading Company",
        "Abu Bakr",
        "\u200b",
        "To order",
        "x",
    ],
)
def test_a_name_that_says_too_little_is_too_weak(text: str) -> None:
    assert too_weak(parse(text))


@pytest.mark.parametrize(
    "text", ["Paravar Pars", "Iran Air", "MADO", "Anton Belov", "Дрейк", "ماهان ایر", "Wagner Group"]
)
def test_a_name_that_says_enough_is_not(text: str) -> None:
    assert not too_weak(parse(text))


def test_words_are_told_apart_by_kind() -> None:
    kinds = [word.kind for word in parse("OOO Al Drake Trading 924").words]
    assert kinds == [WordKind.FORM, WordKind.PARTICLE, WordKind.NAME, WordKind.GENERIC, WordKind.NUMBER]


def test_a_common_word_is_worth_less_than_a_rare_one() -> None:
    assert rarity("inc") < rarity("ali") < rarity("ivan") < rarity("shahed") == 1.0
