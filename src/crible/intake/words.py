"""How documents write the values that have one form here: yes, months, kinds of line, currencies."""

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

from crible.records.table import rows

_COLUMNS = ("column", "value", "written", "language")


def value_of(column: str, text: str) -> str | None:
    """Our form of a value as documents write it, `None` if we do not know it.

    >>> value_of("yes_no", "Oui"), value_of("month", "févr."), value_of("schema", "personne physique")
    ('yes', '2', 'Person')
    """
    return _table().get((column, plain(text)))


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> str:
    """Without case, accents, dots and doubled spaces; "_" and "-" count as spaces."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace(".", " ").replace("_", " ").replace("-", " "))
    return " ".join("".join(char for char in folded if not unicodedata.combining(char)).split())


@cache
def _table() -> Mapping[tuple[str, str], str]:
    return {(row["column"], plain(row["written"])): row["value"] for row in rows("intake", "values", _COLUMNS)}


@cache
def currencies() -> frozenset[str]:
    """The codes of ISO 4217."""
    return frozenset(row["code"] for row in rows("intake", "currencies", ("code",)))


@cache
def months() -> tuple[str, ...]:
    """Every written month, long ones first."""
    return tuple(sorted((written for column, written in _table() if column == "month"), key=len, reverse=True))
