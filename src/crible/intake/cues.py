"""The words that announce something in free text, and those that are no names however they are written."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from crible.intake.words import months, plain
from crible.records.table import rows


class Cue(NamedTuple):
    """A cue in a text: what it announces, where it stands, whether a colon follows."""

    kind: str  # "alias", "behalf", "mention", "born", "passport", "national_id"
    start: int
    end: int  # behind the colon and the spaces that follow
    colon: bool


@lru_cache(maxsize=1 << 12)
def cues_in(text: str) -> tuple[Cue, ...]:
    """The cues of a text, in its order; of two in one place the longer one."""
    read = text.replace("’", "'").lower()
    if len(read) != len(text):  # İ becomes two characters: places would no longer agree
        read = "".join(char.lower() if len(char.lower()) == 1 else char for char in text.replace("’", "'"))
    pattern, kinds = _pattern()
    return tuple(
        Cue(kinds[match[1]], match.start(), match.end(), any(c in match[2] for c in ":：="))
        for match in pattern.finditer(read)
    )


@cache
def joins() -> frozenset[str]:
    """Small words inside names: of, de, bin, al."""
    return _of_kind("joins")


@cache
def splits() -> frozenset[str]:
    """Small words inside one name, or between two: and, for."""
    return _of_kind("splits")


@cache
def trimmed_before() -> frozenset[str]:
    """Words that are no part of the name they stand before, even with a capital: titles, cues, trade words."""
    cues = {plain(cue) for kind in ("behalf", "mention") for cue in _of_kind(kind)}
    return never_names("trade", "day", "code", "title") | joins() | splits() | cues


@cache
def trimmed_after() -> frozenset[str]:
    """Words that are no part of the name they stand behind."""
    return never_names("trade", "day", "code") | joins() | splits()


@cache
def never_names(*kinds: str) -> frozenset[str]:
    """Words of these kinds that are no names: goods, trade, body, day, code, branch, title, place."""
    return frozenset().union(*(_no_names().get(kind, frozenset()) for kind in kinds))


@cache
def all_never_names() -> frozenset[str]:
    """All words that are no names alone; months among them."""
    cues = {plain(cue) for kind in ("behalf", "mention", "alias", "born") for cue in _of_kind(kind)}
    return frozenset().union(*_no_names().values()) | cues | set(months())


@cache
def _no_names() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows("intake", "not_names", ("word", "kind", "language")):
        found.setdefault(row["kind"], set()).add(plain(row["word"]))
    return {kind: frozenset(words) for kind, words in found.items()}


@cache
def _of_kind(kind: str) -> frozenset[str]:
    return frozenset(row["cue"] for row in rows("intake", "cues", ("kind", "cue", "language")) if row["kind"] == kind)


@cache
def _pattern() -> tuple[re.Pattern[str], Mapping[str, str]]:
    kinds = {
        row["cue"]: row["kind"]
        for row in rows("intake", "cues", ("kind", "cue", "language"))
        if row["kind"] not in ("joins", "splits")
    }
    # Grouped by their first letter, because `re` tries alternatives one by one: three times as fast.
    heads: dict[str, list[str]] = {}
    for cue in sorted(kinds, key=len, reverse=True):
        heads.setdefault(cue[0], []).append(re.escape(cue[1:]))
    words = "|".join(f"{re.escape(head)}(?:{'|'.join(tails)})" for head, tails in heads.items())
    return re.compile(rf"(?<!\w)({words})(?!\w)([\s:：=.-]{{0,4}})"), kinds
