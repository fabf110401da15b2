"""One cell of the Journal's table → values of properties, and what of it was understood."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from crible.lists.id_numbers import Number, labels, numbers
from crible.lists.partial_dates import dates
from crible.lists.written_names import names
from crible.names.places import country_code, country_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a cell tells. `understood` are words that became a code: "Iranian" is told by "ir"."""

    values: tuple[tuple[str, str], ...] = ()
    understood: tuple[str, ...] = ()
    numbers: tuple[Number, ...] = ()


# What stands in a cell that says nothing.
PLACEHOLDERS = frozenset({"N/D"})

_PHONE = re.compile(r"\+?\s?[\d(][\d\s()/.,–-]{4,}\d|\+?\d[\d\s-]{4,}\d")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SITE = re.compile(r"https?://[^\s;,()]+\.[^\s;,()]{2,}|(?<![\w@.])[^\s;,()@:]+\.[^\s;,()@]{2,}(?![\w@])")
_ABOUT_NUMBERS = ("issued", "in", "by", "on", "expires", "expired", "valid", "until", "no", "and", "series")
# A few addresses run on into the rest of the entry.
_AFTER_ADDRESS = re.compile(r"\b(?:Type of entity|Telephone|Registration number|Principal place)\b.*|\(local:.*")


def read_cell(kind: str, cell: str, prop: str, *, person: bool) -> Told:
    """A cell by its kind, as eu_columns.csv gives it."""
    if kind == "name":
        return Told(values=tuple(names(cell, prop, person=person)))
    return Told() if cell in PLACEHOLDERS else _READERS[kind](cell, prop)


def _text(cell: str, prop: str) -> Told:
    return Told(values=((prop, cell),))


def _list(cell: str, prop: str) -> Told:
    return Told(values=tuple((prop, part.strip()) for part in cell.split(";") if part.strip()))


def _gender(cell: str, prop: str) -> Told:
    return Told(values=((prop, cell.lower()),) if cell.lower() in ("male", "female") else ())


def _dates(cell: str, prop: str) -> Told:
    return Told(values=tuple((prop, day) for day in dates(cell)))


def _countries(cell: str, prop: str) -> Told:
    """Countries or nationalities: "Ukrainian and/or Russian", "of the Republic of Moldova"."""
    if code := country_code(cell):
        return Told(values=((prop, code),), understood=(cell,))
    bare = re.sub(r"\([^()]*\)", " ", cell)
    parts = [re.sub(r"^of the ", "", part.strip()) for part in re.split(r"[,;/]|\b(?:and/or|and|or)\b", bare)]
    known = {part: code for part in parts if (code := country_code(part))}
    return Told(values=tuple((prop, code) for code in known.values()), understood=(*known, "and", "or", "of", "the"))


def _places(cell: str, prop: str) -> Told:
    parts = [part.strip() for part in cell.split(";")]
    codes = [("birthCountry", code) for part in parts if (code := country_in(part))]
    return Told(values=(*((prop, part) for part in parts), *codes))


def _addresses(cell: str, prop: str) -> Told:
    """Addresses; a part that is only a country's name is the country."""
    values: list[tuple[str, str]] = []
    understood: list[str] = []
    for part in filter(None, map(str.strip, cell.split(";"))):
        code = country_code(part) if "," not in part else None  # "Irkutsk, former USSR (now …)" says more
        if code:
            understood.append(part)
        else:
            address, rest = _AFTER_ADDRESS.sub("", part).strip(), _AFTER_ADDRESS.search(part)
            values += [(prop, address), *(_run_on(rest[0]) if rest else ())]
            code = country_in(address)
        values += [("country", code)] if code else []
    return Told(values=tuple(values), understood=tuple(understood))


def _run_on(text: str) -> list[tuple[str, str]]:
    """What follows an address in its cell: its form in the local script, or labelled numbers and sites."""
    if text.startswith("(local:"):
        return [("address", text.removeprefix("(local:").strip(" )"))]
    found = [(number.prop, number.value) for number in numbers(text, None)]
    return [*found, *_emails(text, "email").values, *_sites(text, "website").values]


def _numbers(cell: str, prop: str) -> Told:
    found = numbers(cell, prop)
    facts = [text for number in found for text in (number.issuer, number.since, number.until) if text]
    return Told(
        values=tuple((number.prop, number.value) for number in found),
        understood=(*facts, *labels(cell), *_ABOUT_NUMBERS),
        numbers=tuple(found),
    )


def _notes(cell: str, prop: str) -> Told:
    found = tuple(numbers(cell, None))
    return Told(values=((prop, cell), *((n.prop, n.value) for n in found)), numbers=found)


def _phones(cell: str, prop: str) -> Told:
    parts = [part for piece in re.split("[;/]", cell) for part in _PHONE.findall(piece)]
    split = [number for part in parts for number in re.split(r",\s*(?=[+(\d])", part)]
    kept = [re.sub(r"\(\d*$", "", number).strip(" ,-") for number in split]
    found = tuple((prop, number) for number in kept if sum(map(str.isdigit, number)) > 4)
    return Told(values=(*found, *_emails(cell, "email").values))


def _emails(cell: str, prop: str) -> Told:
    return Told(values=tuple((prop, address) for address in _EMAIL.findall(cell)))


def _sites(cell: str, prop: str) -> Told:
    joined = re.sub(r"-\s+(?=\S)", "-", cell)  # "https://www.stc- spb.ru": broken at a line's end
    found = tuple((prop, site.removesuffix("Email:")) for site in _SITE.findall(joined))
    return Told(values=(*found, *_emails(cell, "email").values))


_READERS: Mapping[str, Callable[[str, str], Told]] = {
    "text": _text,
    "list": _list,
    "gender": _gender,
    "date": _dates,
    "country": _countries,
    "place": _places,
    "address": _addresses,
    "number": _numbers,
    "notes": _notes,
    "phone": _phones,
    "email": _emails,
    "website": _sites,
}
