"""Birth dates as the Consolidated List writes them: typed, as numbers, as text, several to a cell."""

import datetime as dt
import re

from crible.lists.drafts import one_line, words
from crible.lists.partial_dates import dates, years
from crible.lists.xlsx import Cell, cell_text, excel_day

# Day first: the publisher's announcement of the layout says DD/MM/YYYY.
_FIGURES = re.compile(r"(?<!\d)(?:(\d{1,2})\s?[/-]\s?)?(\d{1,2})\s?[/-]\s?((?:18|19|20)\d\d)(?!\d)")
_DASHED = re.compile(r"(?<!\d)(\d{1,2})-([A-Z][a-z]{2,8})-((?:18|19|20)\d\d)")
_RANGE = re.compile(
    r"(?:\bbetween\b\s*)?(?<![\d/.-])((?:18|19|20)\d\d)\s*(?:-|–|\bto\b|\band\b)\s*((?:18|19|20)\d\d)(?![\d/-])",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\d\s+to\s+\w", re.IGNORECASE)
_ITEM = re.compile(r"(?<!\w)[a-z]\)\s*")
_NO_DATE = re.compile(r"(?<!\d)(?:18|19|20)\d\d-(?:1[3-9]|[2-9]\d|\d\d-(?:3[2-9]|[4-9]\d))")
_MONTHS = frozenset(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"))
_SILENT = frozenset(("or", "and", "alt", "dob", "na", "n"))
_FIRST_YEAR, _LAST_YEAR = 1800, 2100


def birth_dates(cell: Cell) -> tuple[list[str], str]:
    """The dates in a cell, as precise as stated, and the cell itself where they do not say all of it.

    >>> birth_dates("a) 16/11/1977; b) Approximately 1974")
    (['1977-11-16', '1974'], 'a) 16/11/1977; b) Approximately 1974')
    >>> birth_dates(24807), birth_dates(1967), birth_dates("03/1971"), birth_dates("na")
    ((['1967-12-01'], ''), (['1967'], ''), (['1971-03'], ''), ([], ''))
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        year = _FIRST_YEAR <= cell <= _LAST_YEAR
        return [str(int(cell)) if year else excel_day(cell)], ""
    if isinstance(cell, dt.date):
        return [cell_text(cell)], ""
    text = one_line(cell_text(cell))
    found = list(dict.fromkeys(_dates(_ITEM.sub("; ", text))))
    return found, text if _unsaid(text) or (not found and words(text) - _SILENT) else ""


def _dates(text: str) -> list[str]:
    iso = _DASHED.sub(r"\1 \2 \3", _FIGURES.sub(_as_iso, text))
    found: list[str] = []
    start = 0
    for match in _RANGE.finditer(iso):
        found += [*_stated(iso[start : match.start()]), *years(int(match[1]), int(match[2]))]
        start = match.end()
    return found + _stated(iso[start:])


def _stated(text: str) -> list[str]:
    """Piece by piece: what one piece leaves vague ("between Aug. and Sep. 1961") must not blur the others."""
    found: list[str] = []
    for piece in re.split(r"[;,]\s|>>", text):
        days = dates(piece)
        if len(days) == 2 and _UNTIL.search(piece):  # "March 1968 to March 1969": any month between
            days = years(int(days[0][:4]), int(days[1][:4]))
        found += days
    return list(dict.fromkeys(found))


def _as_iso(match: re.Match[str]) -> str:
    day, month, year = match.groups()
    try:
        full = dt.date(int(year), int(month), int(day or 1))
    except ValueError:
        return year  # 31/2/1970, or the month first: the year is all that is sure
    return full.isoformat() if day else full.isoformat()[:7]


def _unsaid(text: str) -> bool:
    """Does the text say more than dates: "approximately", "between", "Hijri calendar"?"""
    left = {word for word in words(text) if not word.isdigit() and len(word) > 1}
    return bool({word for word in left if word[:3] not in _MONTHS} - _SILENT) or _NO_DATE.search(text) is not None
