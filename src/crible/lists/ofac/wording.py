"""What OFAC's XML says in elements, in the words of its legacy remarks: so each fact has one reader."""

import re
from collections.abc import Iterator

from crible.lists.ofac.entry import Alias
from crible.lists.ofac.remarks import clauses

_KINDS = {"a.k.a.": "alias", "n.k.a.": "alias", "f.k.a.": "previousName"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UNKNOWN = ("", "undetermined", "None Identified")
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # marks around names in Arabic; they are no letters


def kind(text: str) -> str:
    """The kind of a subject as the legacy files write it."""
    return "" if text.lower() == "entity" else text.lower()


def full_name(last: str, first: str) -> str:
    """The name as the legacy files and OFAC's search write it.

    >>> full_name("HANIYA", "Ismail"), full_name("HAMAS", "")
    ('HANIYA, Ismail', 'HAMAS')
    """
    return ", ".join(part for part in (last.strip(), first.strip()) if part)


def alias(name: str, kind: str, *, weak: bool) -> Alias:
    """A name under the property of its class.

    FollowTheMoney has no weak former name. Weak wins: OFAC does not expect a search for it (FAQ 124).
    """
    if weak:
        return Alias(name, "weakAlias", () if kind == "a.k.a." else (f"{kind} '{name}'",))
    return Alias(name, _KINDS.get(kind, "alias"), () if kind in _KINDS else (f"{kind}: {name}",))


def city(name: str, province: str, code: str) -> str:
    """City, province and postal code in one, as the legacy files have them.

    >>> city("Mumbai", "Maharashtra", "40051"), city("Moscow", "", "117312")
    ('Mumbai, Maharashtra 40051', 'Moscow 117312')
    """
    line = ", ".join(part for part in (name, province) if part)
    return " ".join(part for part in (line, code) if part)


def clause(label: str, value: str) -> str:
    """A label and what follows it, the apostrophe as the remarks write it.

    >>> clause("Aircraft Manufacturer’s Serial Number (MSN)", "26528")
    "Aircraft Manufacturer's Serial Number (MSN) 26528"
    """
    return f"{label.replace('’', chr(39))} {value}".strip()


def paper(label: str, number: str, *, country: str = "", issued: str = "", expires: str = "") -> str:
    """A number and what is said of the paper it stands on.

    >>> paper("Passport", "484824", country="Egypt", issued="18 Jan 1984")
    'Passport 484824 (Egypt) issued 18 Jan 1984'
    """
    parts = [clause(label, number)]
    parts += [f"({country})"] if country not in _UNKNOWN else []
    parts += [f"issued {issued}"] if issued else []
    parts += [f"expires {expires}"] if expires else []
    return " ".join(parts)


def remarks(text: str) -> Iterator[str]:
    """The clauses of a `remarks` element, which writes links in brackets and closes with no full stop of its own.

    >>> list(remarks("HAMAS - Hebron; (Linked To: HAMAS; Linked To: KPD S.A.)"))
    ['HAMAS - Hebron', 'Linked To: HAMAS', 'Linked To: KPD S.A.']
    """
    for said in clauses(f"{text}.") if text else ():
        if said.startswith("(Linked To:") and said.endswith(")"):
            yield from clauses(f"{said[1:-1]}.")
        else:
            yield said


def day_in_words(iso: str) -> str:
    """An ISO day as the remarks write it.

    >>> day_in_words("1961-07-23"), day_in_words("1961-07"), day_in_words("1961")
    ('23 Jul 1961', 'Jul 1961', '1961')
    """
    year, *rest = iso.split("-")
    month = [_MONTHS[int(rest[0]) - 1]] if rest else []
    return " ".join([*rest[1:], *month, year])


def undirected(name: str) -> str:
    """A name without the marks that say in which direction it is written."""
    return _DIRECTION.sub("", name)
