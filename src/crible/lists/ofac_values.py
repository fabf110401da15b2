"""The small print of OFAC's remarks: days, spans of days, countries, numbers with their papers."""

import re
from datetime import date
from typing import NamedTuple

from crible.names.places import country_code

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = r"(?:(?:\d{1,2} )?[A-Z][a-z]{2,8} )?\d{4}"
_DATE = re.compile(r"(?:(?:(\d{1,2}) )?([A-Za-z]{3,9}) )?(\d{4})")
_SPAN = re.compile(rf"(circa )?({_DAY})(?: ?(?:to|-) ?({_DAY}))?")
_PAPER = re.compile(rf"(.*?)(?:\s*\(([^()]+)\))?(?:\s+issued ({_DAY}))?(?:\s+expires ({_DAY}))?", re.DOTALL)
_LONGEST_SPAN = 30  # years; a longer one says no more than "an adult"
_LONGEST_NUMBER = 64  # FollowTheMoney's limit for an identifier


def iso(text: str) -> str | None:
    """A day as precise as stated; `None` when it is no day of the calendar.

    >>> iso("10 Dec 1948"), iso("Mar 1985"), iso("1969"), iso("31 Feb 1990")
    ('1948-12-10', '1985-03', '1969', None)
    """
    if not (found := _DATE.fullmatch(text.strip())):
        return None
    day, month, year = found.groups()
    if not month:
        return year
    if (name := month[:3].lower()) not in _MONTHS:
        return None
    number = _MONTHS.index(name) + 1
    try:
        whole = date(int(year), number, int(day or 1)).isoformat()
    except ValueError:
        return None
    return whole if day else whole[:7]


def birth_dates(text: str) -> tuple[tuple[str, ...], bool]:
    """The possible birth dates, and whether they say all that the text says.

    A span gives each year it touches and "circa" a bare year: the years alone are stated with certainty,
    and one born in a year between the ends must not look different.

    >>> birth_dates("01 Jan 1961 to 31 Dec 1962"), birth_dates("circa 1951")
    ((('1961', '1962'), False), (('1951',), False))
    """
    if not (found := _SPAN.fullmatch(text.strip())):
        return (), False
    circa, first, last = found.groups()
    start, end = iso(first), iso(last or first)
    if start is None or end is None:
        return (), False
    if not circa and not last:
        return (start,), True
    years = range(int(start[:4]), int(end[:4]) + 1)
    return (tuple(map(str, years)) if len(years) <= _LONGEST_SPAN else ()), False


def place_code(text: str) -> str | None:
    """The country OFAC means: it inverts names ("Man, Isle of") and marks areas ("Region: Gaza").

    >>> place_code("Man, Isle of"), place_code("Korea, North"), place_code("Region: West Bank")
    ('im', 'kp', 'ps')
    """
    name = text.removeprefix("Region:").split(".  ")[0].strip()
    if code := country_code(name):
        return code
    head, comma, tail = name.partition(", ")
    return country_code(f"{tail} {head}") if comma else None


class Paper(NamedTuple):
    """A number and what OFAC says of the paper it stands on. `whole`: every word was understood."""

    number: str
    country: str | None
    issued: str | None
    expires: str | None
    whole: bool


def paper(text: str) -> Paper | None:
    """Read `484824 (Egypt) issued 18 Jan 1984`; `None` when no usable number is there.

    >>> paper("RL 0962973 (Lebanon) expires 08 Feb 2012")
    Paper(number='RL 0962973', country='lb', issued=None, expires='2012-02-08', whole=True)
    """
    found = _PAPER.fullmatch(text.strip())
    assert found is not None  # the pattern's first group takes anything
    number, bracket, issued, expires = found.groups()
    country = place_code(bracket) if bracket else None
    if bracket and not country:
        number = f"{number} ({bracket})".strip()  # "(Stuttgart)", "(Medellin)": part of the number
    if not number or len(number) > _LONGEST_NUMBER:
        return None
    since, until = iso(issued or ""), iso(expires or "")
    return Paper(number, country, since, until, bool(since or not issued) and bool(until or not expires))
