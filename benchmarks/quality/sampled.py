"""A sample that is a sample in every slice, so that a small one is still measured by slice. The same for every peer."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from cache import Pair, Query

_Asked = TypeVar("_Asked", Pair, Query)
# Which variant of the list each task asks; ordinary names are asked of the lists whose thresholds they set.
VARIANTS = {
    "listed": ("listed",),
    "withheld": ("listed",),
    "original": ("latin",),
    "latin": ("native",),
    "ordinary": ("listed", "native"),
    "ordinary_few": ("latin",),
    "ordinary_native": ("latin",),
}


def sampled_pairs(pairs: Sequence[Pair], most: int) -> list[Pair]:
    """About so many pairs, of every kind its share; all of them for 0."""
    return _sampled(pairs, most, lambda pair: pair.kind)


def sampled_queries(queries: Sequence[Query], most: int) -> Iterator[tuple[str, Query]]:
    """(variant of the list, query) for about so many queries; all of them for 0."""
    for query in _sampled(queries, most, lambda query: f"{query.task} {query.slice}"):
        yield from ((variant, query) for variant in VARIANTS[query.task])


def _sampled(asked: Sequence[_Asked], most: int, label: Callable[[_Asked], str]) -> list[_Asked]:
    if not most or most >= len(asked):
        return list(asked)
    seen: defaultdict[str, int] = defaultdict(int)
    kept = []
    for one in asked:
        # Every n-th of a slice, n as much as the sample is smaller than the whole.
        before = seen[label(one)] * most // len(asked)
        seen[label(one)] += 1
        if seen[label(one)] == 1 or seen[label(one)] * most // len(asked) > before:
            kept.append(one)
    return kept
