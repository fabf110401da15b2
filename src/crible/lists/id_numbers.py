"""The numbers in a cell of the Journal: passports, registers, tax; with the country and days it gives them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from crible.lists.partial_dates import dates
from crible.lists.written_names import outside
from crible.names.places import country_code
from crible.records.table import rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number that names somebody, under its FollowTheMoney property."""

    prop: str
    value: str
    country: str | None = None
    issuer: str = ""  # the words that named the country
    since: str | None = None  # issued
    until: str | None = None  # expires

    @property
    def has_details(self) -> bool:
        """Does the cell say more about it than the number?"""
        return bool(self.country or self.since or self.until)


_TAIL = re.compile(r"[,\s]\s*\b(?:issued|expir\w*|valid|date of|on \d|might)\b.*$", re.IGNORECASE | re.DOTALL)
_ENDS = re.compile(r"(?:expir\w*|valid until|until|of expiry)\W.*", re.IGNORECASE | re.DOTALL)
_STARTS = re.compile(r"(?:issued\D*|valid from |^.*\bon )(?=\d)[^,;(]*?\d{4}", re.IGNORECASE | re.DOTALL)
_BRACKET = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_ISSUER = re.compile(r"\b(?:issued|made out)\s+(?:in|by)\s+(?:the\s+)?([^,;]+)$", re.IGNORECASE)
_SERIES = re.compile(r"series\s+(\d+)\s+No\.?\s*(\d+)", re.IGNORECASE)
_VALUE = re.compile(r"(?:\b[A-ZА-ЯЁ]{1,5}[ -])*[^\W_]*\d[\w.-]*(?:\s\d[\w.-]*)*")
_DAY = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")
_LONG_ENOUGH = 3  # a shorter number names nobody


def numbers(cell: str, default: str | None) -> list[Number]:
    """Every number in a cell, under the property its label gives it, else `default`.

    With no default, only numbers that a label announces.

    >>> [(n.value, n.country, n.until) for n in numbers("A54062245 (Iran), expires 12.7.2026", "passportNumber")]
    [('A54062245', 'ir', '2026-07-12')]
    >>> [(n.prop, n.value) for n in numbers("INN: 5013044999 KPP: 504001001", "registrationNumber")]
    [('innCode', '5013044999'), ('kppCode', '504001001')]
    """
    pieces = outside(re.sub(r"\(\d\)\s", ";", cell), ";")
    return [number for piece in pieces for number in _piece(piece, default)]


def labels(cell: str) -> list[str]:
    """The labels in a cell, as it writes them."""
    return _label_pattern().findall(cell)


def _piece(piece: str, default: str | None) -> list[Number]:
    brackets = [text.strip() for text in _BRACKET.findall(piece)]
    bare = _BRACKET.sub(" ", piece)
    head = _TAIL.sub("", f" {bare}")
    named = next((prop for text in brackets if (prop := _label(text))), None)
    ends, starts = _ENDS.search(piece), _STARTS.search(piece)
    country, issuer = _issuer(piece, bare, brackets)
    since = next(iter(dates(starts[0])), None) if starts else None
    until = next(iter(dates(ends[0])), None) if ends else None
    found = [
        Number(prop=prop, value=value, country=country, issuer=issuer, since=since, until=until)
        for prop, value in _labelled(head, named or default)
    ]
    for text in brackets:
        if _label_pattern().search(text) and sum(map(str.isdigit, text)) >= _LONG_ENOUGH:
            found += _piece(text, None)
    return found


def _labelled(head: str, default: str | None) -> list[tuple[str, str]]:
    """The numbers of a text without brackets, each under the label before it."""
    found: list[tuple[str, str]] = []
    prop, start = default, 0
    for match in [*_label_pattern().finditer(head), None]:
        if prop is not None:
            found += _typed(prop, head[start : match.start() if match else len(head)])
        if match:
            prop, start = _label(match[0]) or default, match.end()
            if prop == "taxNumber" and default == "innCode":
                prop = default  # "TIN (INN): 6230005886": the bracket says which taxpayer's number it is
    return found


def _typed(prop: str, text: str) -> list[tuple[str, str]]:
    """Values under a property; a Russian number shows by its length what it is not."""
    series = _SERIES.search(text)
    values = [f"{series[1]} {series[2]}"] if series else [value.strip(" .-") for value in _VALUE.findall(text)]
    found: list[tuple[str, str]] = []
    for value in values:
        digits = re.sub(r"\s", "", value)
        if len(digits) >= _LONG_ENOUGH and not _DAY.fullmatch(value):
            before = found[-1] if found else ("", "")
            found.append((_by_length(prop, digits, before), value))
    return found


def _by_length(prop: str, digits: str, before: tuple[str, str]) -> str:
    follows_taxpayer = before[0] in ("innCode", "taxNumber", "registrationNumber") and len(before[1]) in (10, 12)
    if digits.isdigit() and len(digits) == 9 and follows_taxpayer:
        return "kppCode"  # "5008011331/771701001": taxpayer's number, then the reason for registration
    if prop == "innCode" and not (digits.isdigit() and len(digits) in (10, 12)):
        return "taxNumber"
    if prop == "ogrnCode" and not (digits.isdigit() and len(digits) in (13, 15)):
        return "registrationNumber"
    return prop


def _issuer(piece: str, bare: str, brackets: list[str]) -> tuple[str | None, str]:
    """The country a number is of: in brackets, after "issued in", or the word before it."""
    texts = [re.sub(r"^(?:issued|made out) (?:by|in) (?:the )?", "", text) for text in brackets]
    if match := _ISSUER.search(piece):
        texts.append(match[1].strip())
    if words := re.match(r"\s*([A-Z][a-z]+)\b", bare):
        texts.append(words[1])
    return next(((code, text) for text in texts if (code := country_code(text))), (None, ""))


def _label(text: str) -> str | None:
    return _labels().get(" ".join(text.split()).strip(" .:").casefold())


@lru_cache(maxsize=1)
def _labels() -> dict[str, str]:
    table = rows("lists", "eu_number_labels", ("label", "property", "because"))
    return {row["label"].casefold(): row["property"] for row in table}


@lru_cache(maxsize=1)
def _label_pattern() -> re.Pattern[str]:
    longest = sorted(_labels(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)", re.IGNORECASE)
