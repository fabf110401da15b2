"""Editions that nobody has seen: a reader takes all of a file or refuses it, and never reads it by half."""

import random
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch

import pytest

from _tables import table
from crible.lists.ftm import faults
from crible.records.error import CribleError
from hostile._layouts import Good, copies, everything, said
from hostile._mutations import CANARY, Mutant, ignored, mutants

COPIES = copies()
EVERY = pytest.mark.parametrize("name", COPIES)
_SOME = 90  # mutants of a copy; the nightly run takes them all


def some(found: Iterable[Mutant], number: int = _SOME) -> list[Mutant]:
    every = list(found)
    return random.Random(7).sample(every, min(number, len(every)))


def unsaid(good: Good, found: Iterable[Mutant]) -> Iterator[str]:
    """Changed files that are read although what was added to them does not come out."""
    base = good.read()
    for one in found:
        if ignored(good, one.names) or excused(good.name, one.what):
            continue
        try:
            reading = good.read(one.body)
        except CribleError:
            continue
        if len(reading.refused) > len(base.refused):
            continue
        if len(list(reading.subjects)) < len(list(base.subjects)):
            yield f"{one.what}: a subject is gone"
        if CANARY.casefold() not in said(reading).casefold():
            yield one.what


def excused(name: str, what: str) -> bool:
    return any(fnmatch(name, row["copy"]) and row["what"] in what for row in table("hostile/tables/unsaid.csv"))


@EVERY
def test_what_a_new_layout_says_is_read_or_refused(name: str) -> None:
    assert list(unsaid(COPIES[name], some(mutants(COPIES[name])))) == []


@pytest.mark.nightly
@EVERY
def test_what_any_new_layout_says_is_read_or_refused(name: str) -> None:
    assert list(unsaid(COPIES[name], mutants(COPIES[name], per_path=3))) == []
