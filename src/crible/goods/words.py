"""Goods named by words or by part number: weaker than a code, so they make notes, never bars."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from crible.goods.controls import Control
from crible.records.transaction import GoodsLine

LONGEST = 2_000  # characters of a description that are read
_JOINT = re.compile(r"[\s-]+")


def words_found(line: GoodsLine, every: Iterable[Control]) -> Iterator[tuple[Control, str]]:
    """Rows whose keywords stand in the description, each with the first that does."""
    text = line.description[:LONGEST]
    if not text.strip():
        return
    for control in every:
        word = next((word for word in control.keywords if _keyword(word).search(text)), None)
        if word:
            yield control, word


def parts_found(line: GoodsLine, every: Iterable[Control]) -> Iterator[tuple[Control, str]]:
    """Rows one of whose part numbers begins the line's own, or stands in its description."""
    stated = [line.part_number or "", *line.description[:LONGEST].split()]
    numbers = [bare for text in stated if (bare := _bare(text))]
    for control in every:
        part = next((part for part in control.parts if any(n.startswith(_bare(part)) for n in numbers)), None)
        if part:
            yield control, part


def _bare(part: str) -> str:
    """A part number as it compares: "URB24055-6WR3" and "urb24055 6wr3" are one."""
    return re.sub(r"[^A-Z0-9]", "", part.upper())


@lru_cache(maxsize=2_048)
def _keyword(word: str) -> re.Pattern[str]:
    """A keyword as a whole word. Acronyms are matched as they are written: "CAN" is a bus, "can" is a tin."""
    spaced = r"[\s-]+".join(re.escape(part) for part in _JOINT.split(word.strip()))
    acronym = word.isupper() and len(word) <= 5
    return re.compile(rf"(?<!\w){spaced}(?:e?s)?(?!\w)", 0 if acronym else re.IGNORECASE)
