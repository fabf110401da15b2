"""May a new copy of a list take the place of the last good one? Not if too much of that one is gone from it."""

from collections.abc import Iterator

import numpy as np

from crible.store.census import VITAL, Census

_KEPT = 0.98  # of a field's values, over the subjects in both copies
_ENOUGH = 50  # values: in a field with fewer, one entry more or less moves the share too far
_SLACK = 2  # subjects that may go, whatever share of a small list they are


def losses(old: Census, new: Census, *, tolerance: float, same_format: bool) -> list[str]:
    """What the new copy has lost against the last good one, in words; none: it may take its place.

    `tolerance` is the share of subjects, or of the values screening lives on, that may go at once:
    authorities delist one by one. A field of those who stay on the list keeps nearly all its values,
    unless its column was moved or lost; that is asked only within one format, for formats differ in their fields.
    """
    return [*_fallen(old, new, tolerance), *(_thinned(old, new) if same_format else ())]


def _fallen(old: Census, new: Census, tolerance: float) -> Iterator[str]:
    before, after = old.totals, new.totals
    pairs = [("subjects", len(old.ids), len(new.ids))]
    pairs += [(name, before[name], after.get(name, 0)) for name in VITAL if before[name] >= _ENOUGH]
    for name, was, now in pairs:
        if was - now >= max(tolerance * was, _SLACK + 1):
            yield f"{name} fell from {was:,} to {now:,}"


def _thinned(old: Census, new: Census) -> Iterator[str]:
    both = np.intersect1d(old.ids, new.ids, assume_unique=True)
    before, after = old.of(both), new.of(both)
    values, left = before.totals, after.totals
    subjects, still = before.filled, after.filled
    for name in old.fields:
        if values[name] < _ENOUGH:
            continue
        kept = min(left.get(name, 0) / values[name], still.get(name, 0) / subjects[name])
        if kept < _KEPT:
            yield (
                f"{name}: {left.get(name, 0):,} values where the {len(both):,} subjects in both copies "
                f"had {values[name]:,}"
            )
