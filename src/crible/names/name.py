"""A name taken apart: its words, what each is worth, and whether it is a name at all."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from crible.names.fold import readings, skeleton, spelling, tokens
from crible.records.table import rows


class WordKind(StrEnum):
    """What a word does in a name."""

    NAME = "name"
    FORM = "form"  # a legal form: LLC, OOO, Sirketi
    GENERIC = "generic"  # a word of many firms' names: trading, industries
    PARTICLE = "particle"  # al, bin, de, and; titles
    NUMBER = "number"


# The most a word of a kind can weigh; a rare family name weighs 1. Set by hand, to be learned from data.
_CEILING = {WordKind.FORM: 0.03, WordKind.GENERIC: 0.35, WordKind.PARTICLE: 0.08, WordKind.NUMBER: 0.8}
_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th|er|re|e|eme|ieme|y|i|ya|aya)$")
# A word never seen among the counted names is treated as if it had been seen this often.
_UNSEEN = 5


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name. `weight` is 0 to 1: how much it says about who is meant."""

    text: str  # folded
    spelling: str
    bones: str  # the consonants; "" for fewer than two
    kind: WordKind
    weight: float
    bare: bool  # written in a script that leaves vowels out


@dataclass(frozen=True, slots=True)
class Name:
    """One name: the original, and its words in order."""

    original: str
    words: tuple[Word, ...]

    @property
    def strength(self) -> float:
        """How much the whole name says: the sum of its words' weights, legal forms and particles aside."""
        return sum(word.weight for word in self.words if word.kind not in (WordKind.FORM, WordKind.PARTICLE))


@cache
def _kinds() -> Mapping[str, WordKind]:
    return {row["word"]: WordKind(row["kind"]) for row in rows("names", "name_words", ["word", "kind"])}


@cache
def _counts() -> Mapping[str, int]:
    return {row["word"]: int(row["count"]) for row in rows("names", "word_frequencies", ["word", "count"])}


@cache
def _placeholders() -> frozenset[str]:
    return frozenset(row["name"] for row in rows("names", "too_weak", ["name"]))


def rarity(word: str) -> float:
    """How rare a folded word is among names, 0 to 1; 1 for a word never counted."""
    total = _counts()[""]
    share = math.log(total / (_counts().get(word, 0) + _UNSEEN)) / math.log(total / _UNSEEN)
    return max(share, 0.0) ** 2


def _kind(word: str) -> WordKind:
    if word.isdigit():
        return WordKind.NUMBER
    if len(word) == 1:
        return WordKind.PARTICLE
    return _kinds().get(word, WordKind.NAME)


@lru_cache(maxsize=1 << 18)
def _word(text: str, bare: bool) -> Word:
    kind = _kind(text)
    weight = min(rarity(text), _CEILING.get(kind, 1.0))
    return Word(text, spelling(text), skeleton(text), kind, weight, bare)


def is_bare(text: str) -> bool:
    """Is the text in Arabic or Hebrew script, which leave most vowels out?"""
    return any("\u0590" <= char <= "\u08ff" or "\ufb1d" <= char <= "\ufefc" for char in text)


@lru_cache(maxsize=1 << 17)
def parse(text: str) -> Name:
    """A name as written, taken apart.

    >>> [word.text for word in parse("GHA’ANI, Esmaeil").words]
    ['ghaani', 'esmaeil']
    """
    bare = is_bare(text)
    return Name(text, tuple(_word(_ORDINAL.sub(r"\1", token), bare) for token in tokens(text)))


def every_reading(text: str) -> tuple[Name, ...]:
    """The name in each way that it can be read; most can be read in one way."""
    return tuple(map(parse, readings(text)))


# Below this a name is too weak to screen: it would match half a list, or nothing at all.
TOO_WEAK = 0.45
# … and so is one of trade words only, unless there are several ("Aerospace Industries Organization").
TOO_GENERIC = 0.75


def says_nobody(name: Name) -> bool:
    """Is this no name at all: nothing but signs, a placeholder, a name that half a list answers to?"""
    return not name.words or " ".join(word.text for word in name.words) in _placeholders()


def too_weak(name: Name) -> bool:
    """Is this no name, or too little of one, to search a list for?

    >>> [too_weak(parse(text)) for text in ("---", "Trading Co. Ltd", "Abu Bakr", "N/A", "Paravar Pars")]
    [True, True, True, True, False]
    """
    kinds = {word.kind for word in name.words}
    proper = not kinds.isdisjoint((WordKind.NAME, WordKind.NUMBER))
    return says_nobody(name) or kinds == {WordKind.NUMBER} or name.strength < (TOO_WEAK if proper else TOO_GENERIC)
