"""Dates as lists print them → ISO 8601, as precise as stated and never more."""

import re
from datetime import date

from crible.lists.drafts import untold

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        1,
    )
    for name in names
}
_MONTH = r"(?P<{0}>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
# Years outside 1800-2099 are Hijri or Minguo: they name a Gregorian year only to somebody who converts them.
_YEAR = r"(?P<{0}>(?:18|19|20)\d\d)(?!\d)"
_DATE = re.compile(
    r"(?<!\d)(?:"
    + "|".join(
        (
            _YEAR.format("iso_y") + r"-(?P<iso_m>\d\d)(?:-(?P<iso_d>\d\d))?(?!\d)",
            r"(?P<dot_d>\d{1,2})\.\s?(?P<dot_m>\d{1,2})[.\s]\s?" + _YEAR.format("dot_y"),
            r"(?P<day_d>\d{1,2})\.?\s+" + _MONTH.format("day_m") + r",?\s+" + _YEAR.format("day_y"),
            _MONTH.format("us_m") + r"\s+(?P<us_d>\d{1,2}),\s*" + _YEAR.format("us_y"),
            _MONTH.format("mon_m") + r",?\s+" + _YEAR.format("mon_y"),
            _YEAR.format("year_y"),
        )
    )
    + ")",
    re.IGNORECASE,
)
_MADE = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ][\d:.,]+)?\s?(?:Z|[+-]\d\d:?\d\d)?", re.ASCII)
_ANY_MONTH = re.compile(r"\b" + _MONTH.format("m"), re.IGNORECASE)


def dates(text: str) -> list[str]:
    """Every date a text states, in its order.

    A month that belongs to no year ("March/April 1965"), and every range ("between"), leave only the
    year: the text does not say which month. `2/6/2003` may be either month, so it too is a year.

    >>> dates("28.9.1953 or 28.8.1953"), dates("November 1989"), dates("circa 1956")
    (['1953-09-28', '1953-08-28'], ['1989-11'], ['1956'])
    >>> dates("March/April 1965"), dates("1343 (Iranian Hijri calendar), 1964 or 1965")
    (['1965'], ['1964', '1965'])
    """
    found = list(_DATE.finditer(text))
    in_dates = sum(len(_ANY_MONTH.findall(match[0])) for match in found)
    vague = "between" in text.casefold() or in_dates != len(_ANY_MONTH.findall(text))
    stated = [_partial(match) for match in found]
    return list(dict.fromkeys(day[:4] if vague and len(day) == 7 else day for day in stated))


def whole_day(text: str) -> str | None:
    """The day that a copy says it was made on, in ISO, with its time or without; `None`: it is none.

    >>> whole_day("2026-01-28T00:00:11.197Z"), whole_day("2026-02-30")
    ('2026-01-28', None)
    """
    match = _MADE.fullmatch(text.strip())
    try:
        return date.fromisoformat(match[1]).isoformat() if match else None
    except ValueError:
        return None


def beside_dates(text: str) -> set[str]:
    """The words of a text that its dates do not say.

    >>> beside_dates("circa 2 March 1956"), beside_dates("2 March 1956")
    ({'circa'}, set())
    """
    return untold(text, [*dates(text), *_MONTHS])


def _partial(match: re.Match[str]) -> str:
    parts = {key.rsplit("_", 1)[1]: value for key, value in match.groupdict().items() if value}
    year = parts["y"]
    if "m" not in parts:
        return year
    month = _MONTHS.get(parts["m"].casefold()) or int(parts["m"])
    try:
        full = date(int(year), month, int(parts.get("d", "1")))
    except ValueError:
        return year  # 31.2.1970: the year is all that can be true
    return full.isoformat() if "d" in parts else full.isoformat()[:7]


def years(first: int, last: int) -> list[str]:
    """Every year of a range that a list gives, so that no year in it counts as different.

    A range of more than 20 years says too little to be spelt out: its two ends are kept.

    >>> years(1968, 1971)
    ['1968', '1969', '1970', '1971']
    """
    if 0 <= last - first <= 20:
        return [str(year) for year in range(first, last + 1)]
    return [str(first), str(last)]
