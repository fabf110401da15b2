"""Numbers that name somebody, and their comparable forms: LEI, IMO, INN, BIC, passports, tail numbers…"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import ModuleType
from typing import NamedTuple

from stdnum import bic, iban, imo, isin, lei
from stdnum.cn import uscc
from stdnum.eu import vat
from stdnum.exceptions import ValidationError
from stdnum.ru import inn, ogrn

from crible.names.places import country_code
from crible.records.table import cell, rows

LONGEST_TEXT = 20_000  # free text is read this far
LONGEST_NUMBER = 200
_KINDS = ("kind", "property", "schema", "labels", "source")
_PATTERNS = ("kind", "pattern", "country", "checked", "source")
_BASE58 = {char: place for place, char in enumerate("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")}
_HEX24 = re.compile(r"[0-9A-Fa-f]{6}")
_IN_BRACKETS = re.compile(r"\s{0,3}\(([^()]{2,60})\)")
_NUMBER_SIGN = re.compile(r"^(?:[\s.:#=/-]|(?:no|nr)[.:]|n°|№)+", re.IGNORECASE)
_NUMBER_WORD = re.compile(r"^[\s.:#=/-]*(?:no|nr|number|code)\b", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{0,20}://")
_DOMAIN = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,8}[a-z0-9-]{2,63}")
_MAIL = re.compile(r"[^@\s]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z0-9-]{2,63}")
_TAIL = re.compile(r"[A-Z0-9]{1,2}[A-Z0-9]{3,5}")


class Found(NamedTuple):
    """A number in free text, as written there. `country` is the one the number or the text says, or `None`."""

    kind: str
    value: str
    country: str | None


def kinds() -> frozenset[str]:
    """Every kind of number that `Identifier.kind` may name."""
    return frozenset(kind for kind, _, _ in _table())


def kind_of(prop: str, schema: str = "", value: str = "") -> str | None:
    """The kind of a FollowTheMoney property; `None`: the property holds no number.

    The registration number of an aircraft is its tail number, or else its Mode S address.

    >>> kind_of("innCode"), kind_of("registrationNumber", "Airplane", "EP-PUS"), kind_of("topics")
    ('inn', 'tail', None)
    """
    kind = _kind_of_property().get((prop, schema)) or _kind_of_property().get((prop, ""))
    return "mode_s" if kind == "tail" and _HEX24.fullmatch(value.strip()) else kind


def property_of(kind: str, schema: str = "") -> str | None:
    """The FollowTheMoney property that holds numbers of a kind; `None`: there is none."""
    places = _property_of_kind()
    return places.get((kind, schema)) or places.get((kind, ""))


def kind_of_label(label: str) -> str | None:
    """The kind that a label on a list or a form stands for: "Passport No." → "passport"."""
    return _labels().get(_label(label))


def normal(kind: str, value: str) -> str:
    """The comparable form of a number: two that mean the same have the same form; "" if nothing is left.

    >>> normal("imo", "IMO 9240914"), normal("bic", "vtbr ru mm xxx"), normal("website", "https://www.Ieimil.ir/en")
    ('9240914', 'VTBRRUMM', 'ieimil.ir')
    """
    text = _ascii_digits(value[:LONGEST_NUMBER]).strip()
    return _FORMS.get(kind, _letters_and_digits)(_without_label(kind, text))


def well_formed(kind: str, value: str) -> bool | None:
    """Could this number have been issued? Length and check digit; `None`: no rule is known for its kind."""
    check = _CHECKS.get(kind)
    form = normal(kind, value)
    return check(form) if check and form else (False if check else None)


def find(text: str) -> list[Found]:
    """The numbers named in free text, in its order, each span of text read once.

    Numbers without a label are taken only if their shape or check digit leaves no doubt.
    """
    read = _ascii_digits(unicodedata.normalize("NFKC", text[:LONGEST_TEXT]))[:LONGEST_TEXT]
    taken = bytearray(len(read))  # 1 where an earlier pattern has already read the text
    at: dict[int, Found] = {}
    for pattern in _patterns():
        for start, end, found in _matches(pattern, read):
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                at[start] = found
    return list(dict.fromkeys(at[start] for start in sorted(at)))


class _Pattern(NamedTuple):
    kind: str
    shape: re.Pattern[str]
    country: str | None
    checked: bool


def _matches(pattern: _Pattern, text: str) -> Iterator[tuple[int, int, Found]]:
    for match in pattern.shape.finditer(text):
        value = _checked(pattern.kind, match[1]) if pattern.checked else match[1]
        if value:
            said = _IN_BRACKETS.match(text, match.end())
            country = (
                pattern.country or (country_code(said[1]) if said else None) or _country_inside(pattern.kind, value)
            )
            yield match.start(1), match.start(1) + len(value), Found(pattern.kind, value, country)


def _checked(kind: str, value: str) -> str:
    """The value, or in grouped writing its longest beginning, whose check digits are right; else ""."""
    while value and not well_formed(kind, value):
        value = value.rpartition(" ")[0]
    return value


def _country_inside(kind: str, value: str) -> str | None:
    form = normal(kind, value)
    if kind in ("iban", "isin", "vat"):
        return country_code(form[:2])
    return country_code(form[4:6]) if kind == "bic" else None


def _ascii_digits(text: str) -> str:
    """Eastern Arabic and other digits as 0 to 9; everything else as it is."""
    return text if text.isascii() else "".join(str(int(c)) if c.isdecimal() else c for c in text)


def _letters_and_digits(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).upper() if char.isalnum())


def _digits(text: str) -> str:
    return "".join(char for char in text if "0" <= char <= "9")


def _bic(text: str) -> str:
    form = _letters_and_digits(text)
    return form[:8] if len(form) == 11 and form.endswith("XXX") else form


def _phone(text: str) -> str:
    return _digits(text).removeprefix("00")


def _domain(text: str) -> str:
    host = _SCHEME.sub("", text.lower(), count=1).split("/")[0].split("?")[0].split(":")[0]
    return re.sub(r"^(?:www\.|[\s.])+", "", host.rpartition("@")[2]).rstrip(" .")


def _wallet(text: str) -> str:
    """Base58 addresses tell capitals apart; hexadecimal and Bech32 ones do not."""
    form = "".join(text.split())
    return form.lower() if form.lower().startswith(("0x", "bc1")) else form


_FORMS: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(("imo", "mmsi", "inn", "ogrn", "kpp", "okpo", "duns", "bik"), _digits),
    "bic": _bic,
    "phone": _phone,
    "website": _domain,
    "email": lambda text: text.strip(" <>").lower().removeprefix("mailto:"),
    "crypto": _wallet,
}


def _rule(module: ModuleType) -> Callable[[str], bool]:
    def valid(form: str) -> bool:
        try:
            module.validate(form)
        except ValidationError:
            return False
        return True

    return valid


def _imo(form: str) -> bool:
    """Ships' and companies' numbers have seven digits each, but different weights for the check digit."""
    if len(form) != 7 or not form.isascii():
        return False
    company = sum(int(digit) * weight for digit, weight in zip(form, (8, 6, 4, 2, 9, 7), strict=False))
    return _rule(imo)(form) or (11 - company % 11) % 10 == int(form[6])


def _okpo(form: str) -> bool:
    """Modulus 11 with weights 1, 2, 3…, and with 3, 4, 5… if that leaves 10 (Rosstat)."""
    if len(form) not in (8, 10):
        return False
    for first in (1, 3):
        rest = sum(int(digit) * ((first - 1 + place) % 10 + 1) for place, digit in enumerate(form[:-1])) % 11
        if rest < 10:
            return rest == int(form[-1])
    return form[-1] == "0"


def _base58check(form: str) -> bool:
    """The last four bytes are the start of a double SHA-256 of the rest (Bitcoin, Tron)."""
    if not 26 <= len(form) <= 35 or any(char not in _BASE58 for char in form):
        return False
    number = 0
    for char in form:
        number = number * 58 + _BASE58[char]
    raw = number.to_bytes(26, "big")[1:] if number < 1 << 200 else b""
    return bool(raw) and hashlib.sha256(hashlib.sha256(raw[:-4]).digest()).digest()[:4] == raw[-4:]


def _crypto(form: str) -> bool:
    shape = re.fullmatch(r"0x[0-9a-f]{40}|bc1[ac-hj-np-z02-9]{11,71}", form)
    return bool(shape) or _base58check(form)


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "bic": _rule(bic),
    "iban": _rule(iban),
    "imo": _imo,
    "inn": _rule(inn),
    "isin": _rule(isin),
    "lei": _rule(lei),
    "ogrn": _rule(ogrn),
    "okpo": _okpo,
    "uscc": _rule(uscc),
    "vat": _rule(vat),
    "crypto": _crypto,
    "mmsi": lambda form: len(form) == 9,
    "kpp": lambda form: len(form) == 9,
    "bik": lambda form: len(form) == 9,
    "duns": lambda form: len(form) == 9,
    "mode_s": lambda form: bool(_HEX24.fullmatch(form)),
    "tail": lambda form: bool(_TAIL.fullmatch(form)),
    "email": lambda form: bool(_MAIL.fullmatch(form)),
    "website": lambda form: bool(_DOMAIN.fullmatch(form)),
    "phone": lambda form: 6 <= len(form) <= 15,
}


def _label(text: str) -> str:
    return " ".join(text.casefold().replace("№", "no").strip(" .:#").split())


def _without_label(kind: str, text: str) -> str:
    """Cells often repeat what they are: "IMO 9240914", "Passport No. V47528711", "INN: 3017041900", "№ 5"."""
    text = _NUMBER_SIGN.sub("", text)
    lower = text.casefold()
    for label in _labels_of().get(kind, ()):
        if lower.startswith(label) and len(lower) == len(text) and not lower[len(label) : len(label) + 1].isalpha():
            return _without_label(kind, _NUMBER_WORD.sub("", text[len(label) :], count=1))
    return text


@cache
def _table() -> tuple[tuple[str, str, str], ...]:
    return tuple((row["kind"], row["property"], row["schema"]) for row in rows("names", "identifier_kinds", _KINDS))


@cache
def _kind_of_property() -> dict[tuple[str, str], str]:
    # Of the two kinds an aircraft keeps in one property, the tail number is written last.
    return {(prop, schema): kind for kind, prop, schema in _table()}


@cache
def _property_of_kind() -> dict[tuple[str, str], str]:
    return {(kind, schema): prop for kind, prop, schema in _table()}


@cache
def _labels() -> dict[str, str]:
    return {
        _label(label): row["kind"] for row in rows("names", "identifier_kinds", _KINDS) for label in cell(row["labels"])
    }


@cache
def _labels_of() -> dict[str, tuple[str, ...]]:
    """For each kind the labels it may begin with, long ones first."""
    found: dict[str, list[str]] = {}
    for label, kind in _labels().items():
        found.setdefault(kind, []).append(label)
    return {kind: tuple(sorted(labels, key=len, reverse=True)) for kind, labels in found.items()}


@cache
def _patterns() -> tuple[_Pattern, ...]:
    table = rows("names", "identifier_patterns", _PATTERNS)
    return tuple(
        _Pattern(r["kind"], re.compile(r["pattern"]), r["country"] or None, r["checked"] == "yes") for r in table
    )
