"""Numbers, forms and registers in the prose of the French register; and what it says beside an alias."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from crible.lists.drafts import Draft, digest, entity, put, untold
from crible.lists.fr.french import french_country, french_dates
from crible.lists.fr.gels_bases import LIST
from crible.names.places import country_code
from crible.records.entity import Entity
from crible.records.table import rows

_NUMBER = re.compile(r"[^\W_]*\d[\w.-]*(?:(?: |-|/)\d[\w.-]*)*")
_BIC = re.compile(r"\b[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?\b")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_IMO = re.compile(r"(?<!\d)\d{7}(?!\d)")
_LONG_ENOUGH = 3  # characters; a shorter number names nobody
_EDGES = " :;,./-–"
_DAY = r"(\d[\d./ ]*(?:\w+ )?\d{4}|\d{4})"
_ISSUED = re.compile(rf"(?:délivrée?|émise?|établie?)\D{{0,60}}?{_DAY}", re.IGNORECASE)
_EXPIRES = re.compile(rf"(?:expir\w*|valable jusqu|valide jusqu)\D{{0,40}}?{_DAY}", re.IGNORECASE)
_NUMBERS = frozenset(
    (
        "idNumber",
        "imoNumber",
        "innCode",
        "kppCode",
        "leiCode",
        "ogrnCode",
        "okpoCode",
        "registrationNumber",
        "swiftBic",
        "taxNumber",
        "uscCode",
    )
)


@dataclass(slots=True, kw_only=True)
class Told:
    """What a cell says, and whether a word of it is left that no value says."""

    values: list[tuple[str, str]] = field(default_factory=list)
    around: list[Entity] = field(default_factory=list)
    left: bool = False


def alias_property(comment: str) -> tuple[str, bool]:
    """The property of an alias with this comment, and whether the comment says no more than that.

    >>> alias_property("anciennement"), alias_property("utilisé en Syrie")
    (('previousName', True), ('alias', False))
    """
    folded = comment.casefold().strip(" .()")
    for row in _alias_comments():
        if row["comment"] in folded:
            return row["property"], row["comment"] == folded
    return "alias", not folded


def paper(holder: str, cell: str, comment: str, prop: str) -> Told:
    """A passport or a card, and the entity around it where something is said beside its number."""
    found = _numbers(cell)
    if not found:
        return Told(left=bool(cell.strip(_EDGES) or comment))
    labelled = _label(comment)
    prop = labelled if prop == "idNumber" and labelled in ("innCode", "taxNumber", "passportNumber") else prop
    told = Told(values=[(prop, number) for number in found])
    words = f"{cell} {comment}"
    if comment or untold(cell, found):
        draft: Draft = {"holder": [holder], "number": found[:1], "summary": [words.strip()]}
        put(draft, "country", _country_of(words))
        put(draft, "startDate", *(day for text in _ISSUED.findall(words) for day in french_dates(text)[:1]))
        put(draft, "endDate", *(day for text in _EXPIRES.findall(words) for day in french_dates(text)[:1]))
        schema = "Passport" if prop == "passportNumber" else "Identification"
        id = f"{holder}-document-{digest(prop, cell, comment)}"
        told.around.append(entity(draft, id=id, schema=schema, dataset=LIST))
    return told


def _country_of(text: str) -> str | None:
    """The country whose name or nationality stands in a text; words too short to be one do not count."""
    named = (french_country(word) for word in re.findall(r"[^\W\d_-]{4,}(?:-[^\W\d_]+)*", text))
    return next((code for code in named if code), None)


def identification(cell: str, comment: str) -> Told:
    """What the number of a body or a ship is, by the labels in its comment and in the cell.

    >>> identification("600390798", "Numéro d'enregistrement - Date d'enregistrement : 04/01/1996").values
    [('incorporationDate', '1996-01-04'), ('registrationNumber', '600390798')]
    >>> identification("INN: 7704863782 ; OGRN: 1027700132195", "").values
    [('innCode', '7704863782'), ('ogrnCode', '1027700132195')]
    """
    comment, cell = comment.replace("’", "'"), cell.replace("’", "'")
    pieces = list(_pieces(comment))
    values = [value for prop, text in pieces for value in _values(prop, text)]
    if _label(cell):
        values += [value for prop, text in _pieces(cell) for value in _values(prop, text)]
    else:
        open_ones = [prop for prop, text in pieces if prop in _NUMBERS and not _values(prop, text)]
        named = [prop for prop, _ in pieces if prop in _NUMBERS]
        prop = next(iter(open_ones or named), "registrationNumber")
        values += [value for value in _values(prop, cell) if value[1] not in {text for _, text in values}]
    values = list(dict.fromkeys(values))
    named = [text for prop, text in pieces if prop == "jurisdiction" and country_code(text.strip(_EDGES))]
    said = [text for _, text in values] + named + _label_words()
    return Told(values=values, left=bool(_left(f"{comment} {cell}", said)))


def _left(text: str, said: list[str]) -> set[str]:
    """The words left over: not those of a date, which comes out in another order."""
    days = french_dates(text)
    return {word for word in untold(text, [*said, *days, *(_spoken(said))]) if len(word) > 1}


def _spoken(values: list[str]) -> Iterator[str]:
    """Values taken apart as `untold` takes texts apart: a number with points in it is several words."""
    yield from (re.sub(r"\W+", " ", value) for value in values)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """The text cut at its labels: the property of each, and what stands behind it."""
    marks = list(_pattern().finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=False):
        yield _labels()[mark[0].casefold()], text[mark.end() : end]


def _values(prop: str, text: str) -> list[tuple[str, str]]:
    if prop == "incorporationDate":
        return [(prop, day) for day in french_dates(text)[:1]]
    if prop == "jurisdiction":
        return [(prop, code) for code in [french_country(text.strip(_EDGES))] if code]
    if prop == "legalForm":
        return [(prop, form) for form in [text.strip(_EDGES)] if form and len(form) <= 120]
    if prop == "swiftBic":
        return [(prop, code) for code in _BIC.findall(text)]
    if prop == "email":
        return [(prop, address) for address in _EMAIL.findall(text)]
    if prop == "imoNumber":
        return [(prop, number) for number in _IMO.findall(text)]
    return [(_by_length(prop, number), number) for number in _numbers(text)] if prop in _NUMBERS else []


def _by_length(prop: str, number: str) -> str:
    """A Russian number shows by its length what it is not."""
    digits = len(number) if number.isdigit() else 0
    if prop == "innCode" and digits not in (10, 12):
        return "taxNumber"
    if prop == "ogrnCode" and digits not in (13, 15):
        return "registrationNumber"
    return prop


def _numbers(text: str) -> list[str]:
    """The numbers in a text, without its dates."""
    plain = re.sub(r"(?<!\d)\d{1,2}[./]\d{1,2}[./]\d{4}(?!\d)", " ", text)
    found = [number.strip(" .-/") for number in _NUMBER.findall(plain)]
    return [number for number in dict.fromkeys(found) if len(number) >= _LONG_ENOUGH]


def _label(text: str) -> str:
    mark = _pattern().search(text.replace("’", "'"))
    return _labels()[mark[0].casefold()] if mark else ""


def _label_words() -> list[str]:
    return [*_labels(), "n numéro numéros no russe et de du la le"]


@cache
def _labels() -> dict[str, str]:
    return {row["label"]: row["property"] for row in rows("lists", "fr_labels", ("label", "property", "because"))}


@cache
def _pattern() -> re.Pattern[str]:
    longest = sorted(_labels(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)", re.IGNORECASE)


@cache
def _alias_comments() -> list[dict[str, str]]:
    return rows("lists", "fr_alias_comments", ("comment", "property", "because"))
