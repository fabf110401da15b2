"""How well does one name agree with another? Words are paired off; what is left contradicts or is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from crible.match.weights import WEIGHTS
from crible.names.keys import loose
from crible.names.name import Name, Word, WordKind
from crible.records.hit import Agreement

# Below this two words are different words.
_ALIKE = 0.74
# A firm's whole name inside a longer one is that firm's name padded, if its words say enough and one of them is
# rare (Black Diamond is not): what is left of theirs, what agrees, and the rarest word, in units of word weight.
_NOTHING, _TELLING, _RARE = 0.06, 1.2, 0.9


@dataclass(frozen=True, slots=True)
class NameMatch:
    """Two names compared. `similarity` is 0 to 1; `agreeing` is the weight of the words that agree."""

    similarity: float
    agreeing: float

    @property
    def weight(self) -> float:
        """The log-odds that the names are of one body, the prior included."""
        w = WEIGHTS["name"]
        slope = min(max(w["slope"] * (self.similarity - w["middle"]), w["worst"]), w["best"])
        return float(w["base"] + slope + w["per_word"] * min(self.agreeing, w["most_words"]))

    @property
    def agreement(self) -> Agreement:
        """The same, close, or different names."""
        if self.similarity >= 0.985:
            return Agreement.SAME
        return Agreement.CLOSE if self.similarity >= WEIGHTS["name"]["middle"] else Agreement.DIFFERENT


def alike(a: Word, b: Word) -> float:
    """How alike two words are, 0 to 1; 0 for different words."""
    if a.text == b.text:
        return 1.0
    if WordKind.NUMBER in (a.kind, b.kind):
        return 0.0
    if a.spelling == b.spelling:
        return 0.97 if min(len(a.text), len(b.text)) > 4 else 0.86  # SMS is not SMZ
    if a.bare or b.bare:
        return _alike_without_vowels(a, b)
    if a.bones and a.bones == b.bones:
        return 0.92 if len(a.bones) > 2 else 0.80
    if min(len(a.text), len(b.text)) < 4:
        return 0.0
    as_spelt = (
        Levenshtein.normalized_similarity(a.spelling, b.spelling) if min(len(a.spelling), len(b.spelling)) > 3 else 0.0
    )
    similarity = max(as_spelt, Levenshtein.normalized_similarity(a.text, b.text))
    return similarity if similarity >= _ALIKE else 0.0


def _alike_without_vowels(a: Word, b: Word) -> float:
    ours, theirs = loose(a.bones or a.spelling), loose(b.bones or b.spelling)
    if ours == theirs:
        return 0.92 if len(ours) > 2 else 0.80
    similarity = Levenshtein.normalized_similarity(ours, theirs)
    return 0.9 * similarity if similarity >= 0.75 and min(len(ours), len(theirs)) > 3 else 0.0


def compare_names(ours: Name, theirs: Name, *, person: bool) -> NameMatch:
    """Pair the words off, the best pairs first, and weigh what agrees against what does not."""
    left, right = set(range(len(ours.words))), set(range(len(theirs.words)))
    agreeing = near = rarest = 0.0
    for similarity, weight, mine, yours in sorted(_pairs(ours.words, theirs.words), reverse=True):
        if left.issuperset(mine) and right.issuperset(yours):
            left.difference_update(mine)
            right.difference_update(yours)
            agreeing += similarity * weight
            near += (1 - similarity) * weight
            rarest = max(rarest, weight)
    only_ours = _left_over(ours.words, left)
    only_theirs = _left_over(theirs.words, right)
    contradicting = WEIGHTS["name"]["near_miss"] * near + min(only_ours, only_theirs)
    telling = agreeing >= _TELLING and rarest >= _RARE and max(near, only_theirs) < _NOTHING
    whole = not person and telling and _stands_whole(left, len(ours.words))
    missing = _missing(only_ours, only_theirs, "person" if person else "contained" if whole else "other")
    total = agreeing + WEIGHTS["name"]["contradiction"] * contradicting + missing
    return NameMatch(agreeing / total if total else 0.0, agreeing)


def _stands_whole(left: set[int], words: int) -> bool:
    """Did the words that found partners stand together, with nothing between them?"""
    paired = sorted(set(range(words)) - left)
    return bool(paired) and paired[-1] - paired[0] + 1 == len(paired)


def _left_over(words: tuple[Word, ...], left: set[int]) -> float:
    """The weight of the words that found no partner; one that did, said once more, is no other word."""
    said = {word.text for i, word in enumerate(words) if i not in left}
    return sum(words[i].weight for i in left if words[i].text not in said)


def _missing(only_ours: float, only_theirs: float, kind: str) -> float:
    ours, theirs = WEIGHTS["name"]["omission"][kind]
    return float(ours * max(only_ours - only_theirs, 0.0) + theirs * max(only_theirs - only_ours, 0.0))


_Pair = tuple[float, float, tuple[int, ...], tuple[int, ...]]  # similarity, weight, our words, their words


def _pairs(ours: tuple[Word, ...], theirs: tuple[Word, ...]) -> Iterator[_Pair]:
    for i, mine in enumerate(ours):
        for j, yours in enumerate(theirs):
            if similarity := alike(mine, yours):
                yield similarity, min(mine.weight, yours.weight), (i,), (j,)
    yield from _joined(ours, theirs)
    yield from ((s, w, mine, yours) for s, w, yours, mine in _joined(theirs, ours))


def _joined(many: tuple[Word, ...], ones: tuple[Word, ...]) -> Iterator[_Pair]:
    """Two neighbouring words of one side that are one word of the other: Yusuf Nezhad, Yusufnezhad."""
    for i, (first, second) in enumerate(pairwise(many)):
        joined = first.spelling + second.spelling
        for j, one in enumerate(ones):
            if joined == one.spelling and len(joined) > 4:
                yield 0.97, max(first.weight + second.weight, one.weight), (i, i + 1), (j,)
