"""Days and countries as French officials write them."""

import re
from functools import cache

from crible.lists.partial_dates import dates
from crible.names.places import country_code, country_in
from crible.records.table import rows

_MONTHS = {
    "janvier": "January",
    "février": "February",
    "mars": "March",
    "avril": "April",
    "mai": "May",
    "juin": "June",
    "juillet": "July",
    "août": "August",
    "septembre": "September",
    "octobre": "October",
    "novembre": "November",
    "décembre": "December",
}
_MONTH = re.compile(rf"\b(?:{'|'.join(_MONTHS)}|fevrier|aout|decembre)\b", re.IGNORECASE)
_PLAIN = {"fevrier": "February", "aout": "August", "decembre": "December"}
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")


def french_dates(text: str) -> list[str]:
    """Every date a French text states: the day stands before the month.

    >>> french_dates("arrêté du 1er mars 2024"), french_dates("04/01/1996"), french_dates("en août 2015")
    (['2024-03-01'], ['1996-01-04'], ['2015-08'])
    """
    plain = _SLASHED.sub(r"\1.\2.\3", re.sub(r"\b1er\b", "1", text))
    return dates(_MONTH.sub(lambda match: (_MONTHS | _PLAIN)[match[0].casefold()], plain))


def french_country(text: str) -> str | None:
    """The code of a country as the register writes it, in capitals and with its former names.

    >>> french_country("CORÉE DU NORD"), french_country("KURDISTAN IRAKIEN"), french_country("URSS")
    ('kp', 'iq', 'suhh')
    """
    bare = re.sub(r"\s*\([^()]*\)\s*$", "", text)
    return _named(text) or country_code(bare) or country_in(text)


def is_no_more_than_a_country(text: str) -> bool:
    """Does a text name a country, and say nothing else?

    >>> is_no_more_than_a_country("RUSSIE"), is_no_more_than_a_country("RUSSIE, Moscou")
    (True, False)
    """
    return _named(text) is not None


def _named(text: str) -> str | None:
    folded = " ".join(text.casefold().replace("’", "'").split())
    return _names().get(folded) or country_code(text)


@cache
def _names() -> dict[str, str]:
    table = rows("lists", "fr_countries", ("name", "code", "because"))
    return {row["name"]: row["code"] for row in table}
