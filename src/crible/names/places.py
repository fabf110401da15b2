"""Country and territory names, in any script, → codes; occupied areas that no country code tells apart."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from crible.records.table import cell, rows

LONGEST = 200  # a country's name; the longest official one has 78 characters
LONGEST_ADDRESS = 2_000
_COUNTRIES = ("code", "name", "kind", "language", "source")
_VARIANTS = ("code", "kind", "language", "names", "source")
_AREAS = ("code", "name", "language", "unless", "source")
_WORDS = ("word", "kind", "source")

# Letters that decompose into nothing, or that Arabic and Persian keyboards write differently.
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ك": "ک", "ى": "ی", "ي": "ی", "ة": "ه", "ـ": None})
_SILENT = re.compile(r"[.\u200b-\u200f\u202a-\u202e\u2066-\u2069\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670]+")
_WORD = re.compile(r"[^\W_]+")
_NOW = re.compile(r"\bnow ([^()]{2,60}?)\)?\s*$", re.IGNORECASE)
_HAN = re.compile("[\u4e00-\u9fff]")
_SEGMENTS = re.compile(r"[,;|/()\n\r،，；、]+|\s[-–—]\s|\.\s")


class Area(NamedTuple):
    """An occupied area's name; it does not count where one of the words of `unless` stands beside it."""

    code: str
    words: str
    unless: tuple[str, ...]


def country_code(text: str) -> str | None:
    """ISO 3166-1 alpha-2, in lower case, of a country's name, code or nationality; unknown: `None`.

    A name that two countries share ("Korea", "Congolese") and a country that is no more are unknown.

    >>> country_code("Iran (Islamic Republic of)"), country_code("iranienne"), country_code("IRN")
    ('ir', 'ir', 'ir')
    """
    return _code(text[:LONGEST])


@lru_cache(maxsize=1 << 14)
def _code(text: str) -> str | None:
    folded = _key(text)
    # Codes are asked for as written: as a word, "ST" is short for Saint.
    if code := _codes().get(text.strip().casefold()) or _codes().get(folded):
        return code
    for article in _words("article"):
        if folded.startswith(article + " ") and (code := _codes().get(folded[len(article) + 1 :])):
            return code
    # Lists write birth places as "USSR (now Ukraine)": the text itself names the country of today.
    return _code(now[1]) if (now := _NOW.search(text)) else None


def country_in(text: str) -> str | None:
    """The country an address ends with, or else the only one it names; in doubt `None`.

    Two-letter codes count at the end only, and only those that no American state shares.
    """
    segments = [part.strip() for part in _SEGMENTS.split(text[:LONGEST_ADDRESS]) if part and part.strip()]
    whole = country_code(text) if len(text) <= LONGEST else None
    if whole or not segments:
        return whole
    return _country_at_end(segments) or _only_country(segments)


def _country_at_end(segments: list[str]) -> str | None:
    last = segments[-1].strip(" .")
    if len(last) == 2 and last.isascii():
        return country_code(last) if last.isupper() and last.lower() not in _words("state") else None
    # "Hong Kong, China" is one name; so the last two parts are asked before the last.
    if code := _names().get(_key(", ".join(segments[-2:]))) or _named(last):
        return code
    words = _key(last).split()
    for start in range(max(1, len(words) - 7), len(words)):
        name = " ".join(words[start:])
        if (code := _names().get(name)) and name not in _words("shared") and not _a_street(words, start, len(words)):
            return code
    return None


def _only_country(segments: list[str]) -> str | None:
    found = {code for segment in segments for code in _inside(segment)}
    return found.pop() if len(found) == 1 else None


def _inside(segment: str) -> Iterator[str]:
    if code := _named(segment):
        yield code
        return
    words = _key(segment).split()
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + 7), start, -1):
            name = " ".join(words[start:end])
            if (code := _names().get(name)) and name not in _words("shared") and not _a_street(words, start, end):
                yield code
                start = end - 1
                break
        start += 1


def _a_street(words: list[str], start: int, end: int) -> bool:
    while start > 1 and words[start - 1] in _words("article"):
        start -= 1
    return (start > 0 and words[start - 1] in _words("before")) or (end < len(words) and words[end] in _words("after"))


def _named(segment: str) -> str | None:
    """The country a part of an address is the name of; Chinese addresses begin with theirs, unspaced."""
    folded = _key(segment)
    if code := _names().get(folded):
        return code
    if _HAN.match(folded):
        return next((code for end in range(12, 1, -1) if (code := _names().get(folded[:end]))), None)
    return None


def area_code(text: str) -> str | None:
    """The occupied area a text names: "ua-43" (Crimea), "ua-dpr-lpr" (parts of Donetsk and Luhansk).

    >>> area_code("ул. Ленина 1, г. Севастополь"), area_code("Donetsk, Rostov region, Russia")
    ('ua-43', None)
    """
    folded = _key(text[:LONGEST_ADDRESS])
    padded = f" {folded} "
    for area in _areas():
        # Chinese writes no spaces between words.
        said = area.words.strip() in folded if _HAN.match(area.words.strip()) else area.words in padded
        if said and not any(word in padded for word in area.unless):
            return area.code
    return None


def territory_name(code: str, language: str) -> str:
    """The name to show for a code, in "en" or "fr"; the code itself when nobody named it."""
    lower = code.lower()
    return _shown().get((lower, language)) or _shown().get((lower, "en")) or code.upper()


@lru_cache(maxsize=1 << 14)
def _key(text: str) -> str:
    """A text without case, accents, punctuation and "the"; every script keeps its letters."""
    plain = _SILENT.sub("", unicodedata.normalize("NFKD", text.replace("&", " and ")))
    words = _WORD.findall(plain.casefold().translate(_LETTERS))
    joined = " ".join("saint" if word == "st" else word for word in words if word != "the")
    return joined.replace("people s ", "peoples ")


@cache
def _entries() -> tuple[tuple[str, str, str, str], ...]:
    """Every code, name, kind and language, those kept by hand first."""
    ours = [
        (r["code"], name, r["kind"], r["language"])
        for r in rows("names", "country_variants", _VARIANTS)
        for name in cell(r["names"])
    ]
    compiled = [(r["code"], r["name"], r["kind"], r["language"]) for r in rows("names", "countries", _COUNTRIES)]
    return (*ours, *compiled)


@cache
def _codes() -> dict[str, str]:
    """Folded name, code or nationality → code; a key that two countries claim is left out."""
    found: dict[str, set[str]] = {}
    for code, name, kind, _ in _entries():
        found.setdefault(_bare(name) if kind == "official" else _key(name), set()).add(code)
    found |= {code: {code} for code, _, _, _ in _entries()}
    return {key: codes.pop() for key, codes in found.items() if key and len(codes) == 1}


@cache
def _names() -> dict[str, str]:
    """The keys of `_codes` that are names: three characters or more (two in Han), and no nationality."""
    said = {_key(name) for _, name, kind, _ in _entries() if kind not in ("demonym", "code3")}
    said |= {_bare(name) for _, name, kind, _ in _entries() if kind == "official"} | {"usa", "uae", "uk", "рф"}
    return {key: code for key, code in _codes().items() if key in said and (len(key) > 2 or not key.isascii())} | {
        "uk": "gb"
    }


def _bare(name: str) -> str:
    folded = _key(name)
    article = next((a for a in ("la", "le", "les", "l", "el", "los", "las") if folded.startswith(a + " ")), "")
    return folded[len(article) :].strip()


@cache
def _shown() -> dict[tuple[str, str], str]:
    shown: dict[tuple[str, str], str] = {}
    for wanted in ("display", "name", "official"):
        for code, name, kind, language in _entries():
            if kind == wanted:
                shown.setdefault((code, language), name)
    return shown


@cache
def _words(kind: str) -> tuple[str, ...]:
    """Words of one kind: articles, American "state" codes, names "shared" with streets and people…"""
    return tuple(row["word"] for row in rows("names", "address_words", _WORDS) if row["kind"] == kind)


@cache
def _areas() -> tuple[Area, ...]:
    table = rows("names", "areas", _AREAS)
    return tuple(
        Area(row["code"], f" {_key(row['name'])} ", tuple(f" {_key(word)} " for word in cell(row["unless"])))
        for row in table
    )
