"""How the two lists write things in a cell: numbered lists, days, labels in brackets."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from crible.lists.drafts import one_line
from crible.lists.partial_dates import dates
from crible.records.table import rows

_MARK = re.compile(r"(?<![\w.])\(?(\d{1,2}|[a-z])\)\.?[\s:]*")
_DAY = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ][\d:.]+Z?)?\Z", re.ASCII)
_PARTIAL = re.compile(r"(\d{1,2}|dd|--)/(\d{1,2}|mm|--)/(\d{4})", re.IGNORECASE)
_LABEL = re.compile(r"\(([A-Z][^():]{1,40})\)\s?:")
_NEXT = r"(?:\s*(?:,|;|&|and)\s*|\s+)"


def numbered(text: str) -> list[str]:
    """The parts of a list within a cell, or the cell: "(1) A (2) B", "a) A b) B", "A|B".

    >>> numbered("(1) German (2) Moroccan"), numbered("a) General b)Major General"), numbered("Unit (1) HQ")
    (['German', 'Moroccan'], ['General', 'Major General'], ['Unit (1) HQ'])
    """
    return [one for part in text.split("|") for one in _numbered(one_line(part)) if any(map(str.isalnum, one))]


def _numbered(text: str) -> list[str]:
    marks = list(_MARK.finditer(text))
    if not marks or marks[0].start() or any(_number(m[1]) != n for n, m in enumerate(marks, 1)):
        return [text]
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return [text[mark.end() : end].strip(" ,;") for mark, end in zip(marks, ends, strict=True)]


def _number(mark: str) -> int:
    return int(mark) if mark.isdigit() else ord(mark) - ord("a") + 1


def day(text: str) -> str | None:
    """A whole day as the lists write it, the day first, or as ISO 8601; `None`: it is none.

    >>> day("26/09/2022"), day("29-06-2012"), day("2022-09-26"), day("26/13/2022")
    ('2022-09-26', '2012-06-29', '2022-09-26', None)
    """
    match = _DAY.fullmatch(one_line(text))
    try:
        if match:
            return date(int(match[3]), int(match[2]), int(match[1])).isoformat()
        return date.fromisoformat(_ISO.sub(r"\1", one_line(text))).isoformat()
    except ValueError:
        return None


def births(text: str) -> list[str]:
    """The days or years of birth in a cell, as precise as they are stated.

    >>> births("22/12/1961"), births("dd/mm/1976"), births("00/03/1980"), births("circa 1956"), births("15/08/19yy")
    (['1961-12-22'], ['1976'], ['1980-03'], ['1956'], [])
    """
    found = [_partial(match) for match in _PARTIAL.finditer(text)]
    return list(dict.fromkeys(found or dates(text)))


def _partial(match: re.Match[str]) -> str:
    days, months, year = match.groups()
    month = int(months) if months.isdigit() else 0
    if not 1 <= month <= 12:
        return year
    whole = day(f"{days}/{months}/{year}") if days.isdigit() and int(days) else None
    if not whole and days.isdigit() and int(days):
        return year  # 31/02/1970: the year is all that can be true
    return whole or f"{year}-{month:02}"


def labelled(text: str) -> Iterator[tuple[str, str]]:
    """Fields that OFSI's list writes into its remarks, as "(Gender):Male"; labels that nobody knows stay prose.

    >>> list(labelled("(UK Sanctions List Ref):RUS0296. (Colour):red (Gender):Male"))
    [('reference', 'RUS0296'), ('gender', 'Male')]
    """
    marks = list(_LABEL.finditer(text))
    for mark, after in zip(marks, [*marks[1:], None], strict=bool(marks)):
        field, pattern = _labels().get(mark[1].strip().casefold(), ("", ""))
        said = text[mark.end() : after.start() if after else len(text)].strip()
        if field:
            yield from ((field, value) for value in (_codes(pattern, said) if pattern else [said]) if value)


def _codes(pattern: str, said: str) -> list[str]:
    """The codes that a text begins with; the prose after them may name others."""
    start = re.match(rf"(?:{pattern})(?:{_NEXT}(?:{pattern})\b)*", said)
    return re.findall(pattern, start[0]) if start else []


@cache
def _labels() -> dict[str, tuple[str, str]]:
    table = rows("lists", "gb_labels", ("label", "field", "pattern", "status"))
    return {row["label"].casefold(): (row["field"], row["pattern"]) for row in table}
