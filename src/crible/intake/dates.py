"""Days as documents write them. 03/04/2022 has two meanings: the file's other rows decide, or nobody does."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from crible.intake.words import value_of

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ].*)?$", re.ASCII)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)$", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d\d)(?:[T ,].*)?$", re.ASCII)
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.-](\d{4})$", re.ASCII)
_YEAR = re.compile(r"(?:1[89]|20)\d\d$", re.ASCII)
_SOME_YEAR = re.compile(r"(?<!\d)((?:1[89]|20)\d\d)(?!\d)", re.ASCII)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?$", re.ASCII)
_WORDED = re.compile(r"[^\W_]+")
_EPOCH = dt.date(1899, 12, 30)  # day 0 of Excel's calendar, its false 29 February 1900 counted
_SERIALS = range(10_000, 80_000)  # 1927 to 2119; smaller numbers are years or quantities
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|e)?$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Day:
    """What a text says of a day: "2022-03-12", "2022-03", "2022"."""

    iso: str
    unclear: bool = False  # 03/04: it can be read in two ways
    short: bool = False  # the year has two digits, read as 20xx; nobody knows the century of a birth in "61"

    @property
    def date(self) -> dt.date | None:
        """The day, if it is one."""
        return dt.date.fromisoformat(self.iso) if len(self.iso) == 10 else None


def day_order(texts: Iterable[str]) -> str:
    """How a column orders its numbers: "dmy", "mdy", or "" where nothing or everything speaks for both.

    >>> day_order(["03/04/2022", "25/04/2022"]), day_order(["03/04/2022"])
    ('dmy', '')
    """
    orders = set()
    for text in texts:
        if (match := _SLASHED.match(text)) and match[2] != ".":
            first, second = int(match[1]), int(match[3])
            if first > 12 >= second:
                orders.add("dmy")
            elif second > 12 >= first:
                orders.add("mdy")
    return orders.pop() if len(orders) == 1 else ""


def read_day(text: str, order: str = "") -> Day | None:
    """The day a text names, as precisely as it does; `None` if it names none.

    >>> read_day("12 mars 2022").iso, read_day("31.12.1999").iso, read_day("03/2021").iso, read_day("44632").iso
    ('2022-03-12', '1999-12-31', '2021-03', '2022-03-12')
    >>> read_day("03/04/1961")
    Day(iso='1961', unclear=True, short=False)
    """
    text = western_digits(text[:60]).strip()
    if match := _ISO.match(text):
        return _day(match[1], match[2], match[3])
    if match := _COMPACT.match(text):
        return _day(match[1], match[2], match[3])
    if match := _SLASHED.match(text):
        return _slashed(match, order)
    if match := _MONTH_YEAR.match(text):
        return _day(match[2], match[1])
    if _YEAR.match(text):
        return Day(text)
    if (match := _SERIAL.match(text)) and int(match[1]) in _SERIALS:
        return Day((_EPOCH + dt.timedelta(days=int(match[1]))).isoformat())
    return _worded(text)


def some_year(text: str) -> str | None:
    """The only year a text names: "circa 1961" → "1961"."""
    years = set(_SOME_YEAR.findall(text[:200]))
    return years.pop() if len(years) == 1 else None


def western_digits(text: str) -> str:
    """Eastern Arabic and other digits as 0 to 9; everything else as it is, at the same length."""
    return text if text.isascii() else "".join(str(int(c)) if c.isdecimal() else c for c in text)


def _slashed(match: re.Match[str], order: str) -> Day | None:
    first, mark, second, year = match.groups()
    short = len(year) == 2
    year = "20" + year if short else year
    if mark == "." or int(first) > 12 or int(first) == int(second):
        order = "dmy"
    elif int(second) > 12:
        order = "mdy"
    if not order:
        return Day(year, unclear=True, short=short)
    day, month = (first, second) if order == "dmy" else (second, first)
    return _day(year, month, day, short=short)


def _worded(text: str) -> Day | None:
    """A day with its month in words, the three parts in any order; weekdays and "de" are passed over."""
    day = month = year = ""
    for word in _WORDED.findall(text):
        if named := value_of("month", word):
            month = month or named
        elif _YEAR.match(word):
            year = year or word
        elif number := _ORDINAL.match(word):
            day, year = (day, year or word) if day else (number[1], year)
    if not year or not month or not year.isdigit():
        return None
    short = len(year) == 2
    return _day("20" + year if short else year, month, day or None, short=short)


def _day(year: str, month: str, day: str | None = None, *, short: bool = False) -> Day | None:
    try:
        whole = dt.date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
    return Day(whole.isoformat() if day else whole.isoformat()[:7], short=short)
