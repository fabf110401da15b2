"""The small print of OFAC's remarks: days, spans of days, countries, papers with numbers."""

import re
from typing import NamedTuple

from crible.lists.partial_dates import dates, years
from crible.names.places import country_code

_DAY = r"(?:(?:\d{1,2} )?[A-Z][a-z]{2,8} )?\d{4}"
_ONE_DAY = re.compile(_DAY)
_SPAN = re.compile(rf"(circa )?({_DAY})(?: ?(?:to|-) ?({_DAY}))?")
_PAPER = re.compile(rf"(.*?)(?:\s*\(([^()]+)\))?(?:\s+issued ({_DAY}))?(?:\s+expires ({_DAY}))?", re.DOTALL)
_LONGEST_NUMBER = 64  # FollowTheMoney's limit for an identifier
_LONGEST_PAPER = 300  # a number, a country and two days; anything longer is prose


def iso(text: str) -> str | None:
    """A day as precise as stated; `None` when it is no day of the calendar.

    >>> iso("10 Dec 1948"), iso("Mar 1985"), iso("1969"), iso("31 Feb 1990")
    ('1948-12-10', '1985-03', '1969', None)
    """
    stated = text.strip()
    found = dates(stated) if _ONE_DAY.fullmatch(stated) else []
    # A day that no month has comes back as a bare year, which says less than the text.
    return found[0] if found and found[0].count("-") == stated.count(" ") else None


def days(text: str) -> tuple[list[str], bool]:
    """The possible days, and whether they say all that the text says.

    A span gives each year it touches and "circa" a bare year: only the years are stated with certainty,
    and somebody born in a year between the ends must not look different.

    >>> days("01 Jan 1961 to 31 Dec 1962"), days("circa 1951"), days("10 Dec 1948")
    ((['1961', '1962'], False), (['1951'], False), (['1948-12-10'], True))
    """
    if not (found := _SPAN.fullmatch(text.strip())):
        return [], False
    circa, first, last = found.groups()
    start, end = iso(first), iso(last or first)
    if start is None or end is None:
        return [], False
    return ([start], True) if not circa and not last else (years(int(start[:4]), int(end[:4])), False)


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
    found = _PAPER.fullmatch(text.strip()[:_LONGEST_PAPER])
    if not found or len(text) > _LONGEST_PAPER:
        return None
    number, bracket, issued, expires = found.groups()
    country = place_code(bracket) if bracket else None
    if bracket and not country:
        number = f"{number} ({bracket})".strip()  # "(Stuttgart)", "(Medellin)": part of the number
    if not number or len(number) > _LONGEST_NUMBER:
        return None
    since, until = iso(issued or ""), iso(expires or "")
    return Paper(number, country, since, until, bool(since or not issued) and bool(until or not expires))
