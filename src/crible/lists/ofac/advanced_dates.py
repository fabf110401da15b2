"""Days and periods of OFAC's advanced XML, in the words of the legacy remarks."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from crible.lists.ofac.advanced_words import Words
from crible.lists.ofac.enhanced_dates import as_precise
from crible.lists.ofac.wording import day_in_words
from crible.lists.xml_node import Node, says_yes
from crible.records.error import CribleError

_FIGURES = re.compile("[0-9]{1,4}")
DAY_PARTS = ("Year", "Month", "Day")


class Period(NamedTuple):
    """A period in words: "1961", "circa 1951", "Mar 1955 to Mar 1956"; `first` and `last` are ISO days, "" if open.

    `whole`: it is one day, month or year, and nothing is in doubt.
    """

    text: str
    first: str
    last: str
    whole: bool


def period(node: Node, words: Words) -> Period:
    """Read a DatePeriod. Each end may be a span itself, from the first to the last day it may have been."""
    calendar = words.of("CalendarType", node.attribute("CalendarTypeID"))
    starts, ends = _bound(node, "Start", words), _bound(node, "End", words)
    comment = node.leaf("Comment")
    node.finish(words.ignored)
    first, last = starts[0], ends[1]
    whole = as_precise(first, last) if first and last else None
    parts = ["circa"] * ("circa" in (starts[2], ends[2]))
    parts += [day_in_words(whole)] if whole else _ends(starts[:2], ends[:2])
    parts += [f"({calendar} calendar)"] * (calendar != "Gregorian" and bool(first or last))
    parts += [f"({comment})"] * bool(comment)
    return Period(" ".join(parts), first, last, whole is not None and len(parts) == 1)


def day(node: Node, words: Words) -> str:
    """Read a Date, in ISO. One that is not Gregorian stops the load: nothing else says when a listing begins."""
    _expect_gregorian(node.attribute("CalendarTypeID"), words, node.where)
    return _iso(node, words)


def day_of(issued: Mapping[str, str], words: Words, where: str) -> str:
    """The day of issue of a file, from its parts by their names."""
    _expect_gregorian(issued.get("CalendarTypeID", ""), words, where)
    return _day([issued.get(part, "") for part in DAY_PARTS], where)


def _expect_gregorian(number: str, words: Words, where: str) -> None:
    calendar = words.of("CalendarType", number)
    if calendar not in ("", "Gregorian"):
        do = "teach the reader to convert it"
        raise CribleError(f"a day of the {calendar[:40]} calendar", where=where, do=do)


def _ends(starts: tuple[str, ...], ends: tuple[str, ...]) -> list[str]:
    first, last = (
        day_in_words(as_precise(*days) or days[at]) if days[0] else "" for at, days in ((0, starts), (1, ends))
    )
    if first and last:
        return [f"{first} to {last}"]
    return [f"from {first}"] if first else [f"to {last}"] if last else []


def _bound(node: Node, tag: str, words: Words) -> tuple[str, str, str]:
    """The first and the last day that an end of a period may be, and "circa" if it is approximate; "" if open."""
    bound = node.child(tag)
    if bound is None:
        return "", "", ""
    vague = "circa" if is_true(bound, "Approximate") else ""
    points = [_iso(point, words) for name in ("From", "To") for point in bound.children(name)]
    bound.finish(words.ignored)
    return (min(points), max(points), vague) if points else ("", "", vague)


def _iso(node: Node, words: Words) -> str:
    parts = [node.leaf(part) for part in DAY_PARTS]
    node.finish(words.ignored)
    return _day(parts, node.where)


def _day(parts: Sequence[str], where: str) -> str:
    try:
        return date(*(int(part) for part in parts if _FIGURES.fullmatch(part))).isoformat()
    except (ValueError, TypeError):
        what = f"{'-'.join(parts)[:20]} is no day"
        raise CribleError(what, where=where, do="fetch the file again; it is damaged") from None


def is_true(node: Node, name: str) -> bool:
    """Is an attribute true, as XML Schema writes it?"""
    return says_yes(node.attribute(name), f"{node.where}@{name}")
