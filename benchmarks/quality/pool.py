"""The listed entities of one half, with what the builders of pairs and tasks ask of them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from random import Random

from cache import Listed, Pair
from damage import culture
from firms import without_form
from near import plain
from rapidfuzz import fuzz
from scripts import language, script
from written import Written

STRONG = frozenset({"primary", "strong", "former"})
_VOWELS = str.maketrans("", "", "aeiouyhw")
# How alike two words' consonants must be to count as one word, and the share of words that must be.
_ALIKE, _SHARE = 70, 0.5


@dataclass(frozen=True, slots=True)
class Named:
    """An entity under one of its names."""

    entity: Listed
    name: str

    @property
    def person(self) -> bool:
        """Is it a person's name?"""
        return self.entity.schema == "Person"

    @property
    def written(self) -> Written:
        """The name as damages take it."""
        return Written(self.name, self.person, culture(self.name, self.entity.countries))


class Pool:
    """One half's entities."""

    def __init__(self, listed: Sequence[Listed], half: str) -> None:
        self.half = half
        self.entities = [one for one in listed if one.half == half]
        self.groups: defaultdict[str, list[Listed]] = defaultdict(list)
        for one in self.entities:
            self.groups[one.group].append(one)

    @cached_property
    def latin(self) -> list[Named]:
        """Every strong name in Latin letters that says enough, of every entity."""
        return [Named(one, name) for one in self.entities for name in strong(one) if says_enough(name, one)]

    def of(self, schema: str) -> list[Named]:
        """The names of one kind: "Person", "Vessel", or "body" for the rest."""
        kinds = {"Person": ("Person",), "Vessel": ("Vessel",)}.get(schema, ("Company", "Organization", "LegalEntity"))
        return [one for one in self.latin if one.entity.schema in kinds]

    def one_each(self, named: Sequence[Named], rng: Random) -> Iterator[Named]:
        """The names in random order, one of each body."""
        order = list(named)
        rng.shuffle(order)
        seen: set[str] = set()
        for one in order:
            if one.entity.group not in seen:
                seen.add(one.entity.group)
                yield one


def strong(entity: Listed) -> list[str]:
    """An entity's strong names in Latin letters, each once."""
    texts = (text for text, kind in entity.names if kind in STRONG)
    return list(dict.fromkeys(text for text in texts if script(text) == "latin" and len(text) < 160))


def native(entity: Listed) -> list[str]:
    """An entity's strong names in other scripts, each once."""
    texts = (text for text, kind in entity.names if kind in STRONG)
    return list(dict.fromkeys(text for text in texts if script(text) not in ("latin", "") and len(text) < 160))


def says_enough(name: str, entity: Listed) -> bool:
    """Two words of a person, six letters of a firm, four of a ship: less is too weak to screen."""
    words = plain(name).split()
    if entity.schema == "Person":
        return len(words) > 1 and len("".join(words)) > 6
    return len("".join(words)) > (3 if entity.schema == "Vessel" else 6)


def bones(word: str) -> str:
    """The consonants of a word, or the word if it has few."""
    return word[:1] + word[1:].translate(_VOWELS)


def alike(one: str, other: str) -> bool:
    """May two plain words be spellings of one?"""
    if min(len(one), len(other)) == 1:
        return one[0] == other[0]
    return max(fuzz.ratio(bones(one), bones(other)), fuzz.ratio(one, other)) >= _ALIKE


@lru_cache(maxsize=1 << 18)
def related(one: str, other: str) -> bool:
    """Are two names in any script renderings of one, so that their letters can tell? At least half of the words pair.

    It keeps out aliases that no comparison of names could find: noms de guerre, former names, translations.
    """
    mine, yours = sorted((plain(without_form(one)).split(), plain(without_form(other)).split()), key=len)
    if not mine or not yours:
        return False
    left, found, letters = list(yours), 0, 0
    for word in mine:
        best = max(left, key=lambda w: fuzz.ratio(word, w), default=None)
        if best is not None and alike(word, best):
            left.remove(best)
            found, letters = found + 1, letters + len(word)
    together = fuzz.ratio("".join(mine), "".join(yours)) >= 85
    return together or (found >= _SHARE * len(mine) and letters > 3 and (found > 1 or len(mine) == 1))


def scripts_of(one: str, other: str, countries: Sequence[str]) -> str:
    """The slice of a pair: one language for both, or both in the order of the alphabet with Latin first."""
    mine, yours = (language(text, countries) or "none" for text in (one, other))
    return mine if mine == yours else "-".join(sorted((mine, yours), key=lambda name: (name != "latin", name)))


@dataclass(frozen=True, slots=True)
class Draft:
    """A pair before its facts are chosen."""

    name1: str
    entity1: Listed
    name2: str
    entity2: Listed


# The share of pairs that come with facts, of those with a birth date, and of those that state the year only.
_WITH_FACTS, _WITH_BIRTH, _YEAR_ONLY, _OFF = 0.4, 0.7, 0.25, 0.04


class Maker:
    """Makes pairs of drafts: sides turned at random, facts on some, a number for each."""

    def __init__(self, half: str) -> None:
        self._half = half
        self.made: list[Pair] = []

    def make(self, draft: Draft, *, kind: str, is_match: bool, source: str, rng: Random, facts: float = -1) -> None:
        """Add the pair of a draft. `facts` is the share of pairs that state any; from 1, both birth dates are told."""
        if rng.random() < 0.5:
            draft = Draft(draft.name2, draft.entity2, draft.name1, draft.entity1)
        ours, theirs = draft.entity1, draft.entity2
        shown = rng.random() < (_WITH_FACTS if facts < 0 else facts)
        countries = sorted({*ours.countries, *theirs.countries})
        self.made.append(
            Pair(
                id=f"{kind}-{len(self.made)}",
                half=self._half,
                is_match=is_match,
                kind=kind,
                script=scripts_of(draft.name1, draft.name2, countries),
                source=source,
                schema=_schema(ours, theirs),
                name1=draft.name1,
                name2=draft.name2,
                born1=_stated(ours.born, rng, is_match, always=facts >= 1) if shown else "",
                born2=theirs.born if shown else (),
                country1=rng.choice(ours.countries) if shown and ours.countries and rng.random() < 0.7 else "",
                country2=theirs.countries if shown else (),
            )
        )


def _schema(ours: Listed, theirs: Listed) -> str:
    same = ours.schema == theirs.schema
    return ours.schema if same or "Person" in (ours.schema, theirs.schema) else "LegalEntity"


def _stated(born: Sequence[str], rng: Random, is_match: bool, *, always: bool) -> str:
    """A birth date as an order form states it: whole, the year only, now and then with day and month turned."""
    if not born or (rng.random() > _WITH_BIRTH and not always):
        return ""
    day = rng.choice(born)
    if rng.random() < _YEAR_ONLY:
        return day[:4]
    if is_match and len(day) == 10 and rng.random() < _OFF and int(day[8:]) < 13:
        return f"{day[:4]}-{day[8:]}-{day[5:7]}"
    return day
