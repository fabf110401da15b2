"""Figures of a matcher: which threshold is best, how often it is right, how well its scores keep their word."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Scored(NamedTuple):
    """A pair's score, 0 to 1, and the unsaturated value that orders the pile of 1.0."""

    score: float
    priority: float


class Found(NamedTuple):
    """An entity found, and its score."""

    id: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """What a threshold does to labelled pairs."""

    precision: float
    recall: float
    f1: float
    right: float  # the share of pairs on the right side


def rates(scores: Floats, same: Bools, threshold: float) -> Rates:
    """What a threshold does: at it or above it is a match."""
    said = scores >= threshold
    hits = int((said & same).sum())
    precision = hits / max(int(said.sum()), 1)
    recall = hits / max(int(same.sum()), 1)
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return Rates(precision=precision, recall=recall, f1=f1, right=float((said == same).mean()) if len(same) else 0.0)


def curve(scores: Floats, same: Bools) -> list[tuple[float, float, float]]:
    """(threshold, precision, recall) at each score that occurs, from high to low."""
    order = np.argsort(-scores, kind="stable")
    hits, said = np.cumsum(same[order]), np.arange(1, len(order) + 1)
    last = np.append(np.diff(scores[order]) != 0, True)
    total = max(int(same.sum()), 1)
    return [(float(scores[order][n]), float(hits[n] / said[n]), float(hits[n] / total)) for n in np.flatnonzero(last)]


def best_threshold(scores: Floats, same: Bools) -> float:
    """The threshold of the highest F1."""
    return max(curve(scores, same), key=lambda at: 2 * at[1] * at[2] / max(at[1] + at[2], 1e-9))[0]


def auc(scores: Floats, same: Bools) -> float:
    """How often a pair of one body scores above a pair of two; a tie counts half. NaN where there is but one kind."""
    positives, negatives = int(same.sum()), int((~same).sum())
    if not positives or not negatives:
        return float("nan")
    _, group, counts = np.unique(scores, return_inverse=True, return_counts=True)
    rank = (np.cumsum(counts) - (counts - 1) / 2)[group]
    return float((rank[same].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def bins(scores: Floats, same: Bools) -> list[tuple[float, int, float, float]]:
    """Ten bins: (lower edge, pairs, mean score, share that are one body)."""
    found = []
    for n in range(10):
        inside = (scores >= n / 10) & ((scores < (n + 1) / 10) | (n == 9))
        if inside.any():
            found.append((n / 10, int(inside.sum()), float(scores[inside].mean()), float(same[inside].mean())))
    return found


def threshold_at(best: Sequence[float], share: float) -> float:
    """The lowest threshold at which no more than this share of ordinary names finds anybody."""
    allowed = int(share * len(best))
    # A hair above the score of the first name that may not be found.
    return float(np.nextafter(sorted(best, reverse=True)[allowed], 2.0)) if len(best) > allowed else 0.0


def found_at(answers: Iterable[tuple[str, Sequence[Found]]], threshold: float, group: Mapping[str, str]) -> float:
    """The share of queries whose own group is among the ten, at the threshold or above."""
    hits = [
        any(found.score >= threshold and group.get(found.id, found.id) == own for found in ten) for own, ten in answers
    ]
    return sum(hits) / max(len(hits), 1)
