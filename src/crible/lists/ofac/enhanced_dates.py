"""Periods of days in OFAC's enhanced XML: the first and last day on which something may have begun and ended."""

import re
from calendar import monthrange
from collections.abc import Set
from datetime import date

from crible.lists.ofac.wording import day_in_words
from crible.lists.xml_node import Node, says_yes
from crible.records.error import CribleError

_BOUNDS = ("fromDateBegin", "fromDateEnd", "toDateBegin", "toDateEnd")
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:T[\d:.]+)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)


def stated(node: Node | None, ignored: Set[str]) -> tuple[str, str]:
    """A period in words: as one day, month or year where it is one, else "" and what the file says.

    The second is "" where the first says all.
    """
    if node is None:
        return "", ""
    bounds = [iso_day(node.where, node.leaf(tag)) for tag in _BOUNDS]
    begin, end = bounds[0], bounds[-1]
    more = [f"({', '.join(bounds)})"] if set(bounds) - {begin, end} else []
    vague = [tag for tag in ("isApproximate", "isDateRange") if says_yes(node.leaf(tag), node.where)]
    node.finish(ignored)
    if (one := as_precise(begin, end)) and not vague and not more:
        return day_in_words(one), ""
    about = ["circa"] * ("isApproximate" in vague)
    return "", " ".join([*about, day_in_words(begin), "to", day_in_words(end), *more])


def as_precise(begin: str, end: str) -> str | None:
    """The day, month or year that lasts from the first day to the last; `None` when none does.

    >>> as_precise("1961-01-01", "1961-12-31"), as_precise("1961-02-01", "1961-02-28")
    ('1961', '1961-02')
    """
    if begin == end:
        return begin
    year, month = begin[:4], begin[:7]
    if (begin, end) == (f"{year}-01-01", f"{year}-12-31"):
        return year
    last = monthrange(int(year), int(month[5:]))[1]
    return month if (begin, end) == (f"{month}-01", f"{month}-{last}") else None


def iso_day(where: str, text: str) -> str:
    """The day of a date, or of a date with its time."""
    found = _DAY.fullmatch(text)
    try:
        return date.fromisoformat(found[1] if found else "").isoformat()
    except ValueError:
        raise CribleError(f"{text[:20]!r} is no day", where=where, do="fetch the file again") from None
