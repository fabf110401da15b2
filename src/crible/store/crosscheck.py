"""Do lists that should agree agree? One authority's entries are held against another's copy of them."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import msgspec

from crible.match.clusters import Face
from crible.records.table import cell, rows

_COLUMNS = ("left", "right", "by", "tolerance", "because")
_EXAMPLES = 5
BODY = "body"


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """Two lists compared. `by` is the numbers compared ("us-ofac", "un", "eu"), or "body": entries tied as one body."""

    left: list[str]
    right: list[str]
    by: str
    both: int
    left_only: int
    right_only: int
    alarm: bool  # more stand on one side only than the table lets pass
    examples: list[str]  # the first of those on one side only: numbers, or ids of entities


class _Pair(NamedTuple):
    left: tuple[str, ...]
    right: tuple[str, ...]
    by: str
    tolerance: float


def checked(ids: Sequence[str], faces: Sequence[Face], bodies: Sequence[int]) -> list[Check]:
    """Every pair of the table both sides of which are there, and say by what they can be compared."""
    found = []
    for pair in _pairs():
        left, right = (set(_known(side, pair.by, ids, faces, bodies)) for side in (pair.left, pair.right))
        if left and right:
            found.append(_check(pair, left, right))
    return found


def _check(pair: _Pair, left: set[str], right: set[str]) -> Check:
    apart = left ^ right
    return Check(
        left=list(pair.left),
        right=list(pair.right),
        by=pair.by,
        both=len(left & right),
        left_only=len(left - right),
        right_only=len(right - left),
        alarm=len(apart) > pair.tolerance * len(left | right),
        examples=sorted(apart)[:_EXAMPLES],
    )


def _known(
    lists: Iterable[str], by: str, ids: Sequence[str], faces: Sequence[Face], bodies: Sequence[int]
) -> Iterator[str]:
    wanted = frozenset(lists)
    for face, body in zip(faces, bodies, strict=True):
        if wanted.intersection(face.lists):
            if by == BODY:
                yield ids[body]
            else:
                yield from (reference for reference in face.references if reference.startswith(f"{by}:"))


@cache
def _pairs() -> tuple[_Pair, ...]:
    table: list[dict[str, Any]] = list(rows("lists", "cross_checks", _COLUMNS))
    return tuple(_Pair(cell(r["left"]), cell(r["right"]), r["by"], float(r["tolerance"])) for r in table)
