"""Which names look most like this one? Character trigrams, weighed by rarity: no part of what is measured."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from anyascii import anyascii
from numpy.typing import NDArray


@lru_cache(maxsize=1 << 19)
def plain(text: str) -> str:
    """Lower-case Latin letters and digits, words kept apart."""
    latin = anyascii(unicodedata.normalize("NFKC", text)).lower().replace("'", "").replace("`", "")
    return " ".join(re.findall("[a-z0-9]+", latin))


def trigrams(text: str) -> Counter[str]:
    """The trigrams of each word."""
    padded = (f" {word} " for word in plain(text).split())
    return Counter(word[n : n + 3] for word in padded for n in range(len(word) - 2))


class Neighbours:
    """Names, found by the trigrams they share with another."""

    def __init__(self, names: Sequence[str]) -> None:
        holding: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for n, name in enumerate(names):
            for gram, count in trigrams(name).items():
                holding[gram].append((n, count))
        self._rarity = {gram: float(np.log(1 + len(names) / len(held))) for gram, held in holding.items()}
        self._at = {gram: np.array([n for n, _ in held], np.int64) for gram, held in holding.items()}
        self._worth = {
            gram: np.array([count for _, count in held], np.float64) * self._rarity[gram]
            for gram, held in holding.items()
        }
        length = np.zeros(len(names))
        for gram, at in self._at.items():
            length[at] += self._worth[gram] ** 2
        self._length: NDArray[np.float64] = np.sqrt(np.maximum(length, 1e-9))

    def nearest(self, name: str, most: int = 10) -> list[tuple[int, float]]:
        """The numbers of the names most like this one, with their cosine; ties in the order given."""
        scores, own = np.zeros(len(self._length)), 0.0
        for gram, count in sorted(trigrams(name).items()):
            if gram in self._at:
                worth = count * self._rarity[gram]
                own += worth**2
                scores[self._at[gram]] += worth * self._worth[gram]
        if not own:
            return []
        scores /= self._length * np.sqrt(own)
        best = np.argsort(-scores, kind="stable")[:most]
        return [(int(n), float(scores[n])) for n in best if scores[n] > 0]
