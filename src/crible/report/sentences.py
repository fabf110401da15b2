"""Sentences for people, in English and in French: a code of tables/messages.csv and the values it needs.

In the table `{name}` stands for a value as it is, `{name:kind}` for a value with a form of its own:
`day` and `count`, or a family of labels (`role`, `measure`, `list`, …;
several are parted by `|`). Values are data: braces, control characters and text that runs leftward in
them change nothing around them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from crible.records.error import CribleError
from crible.records.hit import Message
from crible.records.table import rows
from crible.report.legible import LONGEST, isolated, visible

Lang = Literal["en", "fr"]
LANGS: tuple[Lang, ...] = ("en", "fr")

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)(?::([a-z]+))?\}")
NAMES_A_DOCUMENT = re.compile(r"[a-z0-9_.]+")  # a code; anything else is already a text
SEVERAL = "|"
THIN_SPACE = "\u202f"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence: our words, or a value out of the data."""

    text: str
    value: bool


def say(message: Message, lang: Lang, *, isolate: bool = True) -> str:
    """The sentence; `isolate` fences values that read from right to left, which data must not have.

    >>> say(Message("refused.row", {"where": "orders.csv:17", "what": "no date", "do": "add one"}), "en")
    'orders.csv:17: no date. To do: add one'
    """
    fence = isolated if isolate else str
    return "".join(fence(visible(p.text, LONGEST)) if p.value else p.text for p in pieces(message, lang))


def pieces(message: Message, lang: Lang) -> Iterator[Piece]:
    """The sentence in parts, for those who must treat words and values differently.

    A value the message lacks is shown as its placeholder: a sentence with a hole in it still says more than none.
    """
    template = _template(message.code, lang)
    end = 0
    for found in PLACEHOLDER.finditer(template):
        yield Piece(template[end : found.start()], False)
        value = message.values.get(found[1])
        yield Piece(found[0], False) if value is None else _formed(value, found[2] or "", lang)
        end = found.end()
    yield Piece(template[end:], False)


def _formed(value: str, kind: str, lang: Lang) -> Piece:
    if not kind:
        return Piece(value, True)
    if kind == "day":
        return Piece(day(value, lang), True)
    if kind == "count":
        return Piece(count(value, lang), True)
    if kind == "role":
        return Piece(role(value, lang), True)
    return Piece(listed([label(kind, one, lang) for one in value.split(SEVERAL)], lang), True)


def label(family: str, value: str, lang: Lang) -> str:
    """The word for a value: every enum of `records` has its words; lists, facts and roles may be others' own.

    >>> label("measure", "asset_freeze", "fr"), label("list", "acme_watchlist", "fr")
    ('gel des avoirs', 'acme_watchlist')
    """
    code = f"label.{family}.{value}"
    return _messages()[code][lang] if code in _messages() else value


def document(code: str, lang: Lang) -> str:
    """What would settle a question: `settle.<code>` in words; a text that is no code stands as it is."""
    return _coded("settle", code, lang)


def exemption(code: str, lang: Lang) -> str:
    """An exemption to check: `exemption.<code>` in words; a text that is no code stands as it is."""
    return _coded("exemption", code, lang)


def _coded(family: str, code: str, lang: Lang) -> str:
    if known(f"{family}.{code}") or NAMES_A_DOCUMENT.fullmatch(code):
        return say(Message(f"{family}.{code}", {}), lang)
    return code


def fact(what: str, lang: Lang) -> str:
    """What a piece of evidence compares: "birth_date", "identifier:imo".

    >>> fact("birth_date", "en"), fact("identifier:imo", "fr")
    ('date of birth', 'numéro IMO')
    """
    family, _, number = what.partition(":")
    if number:
        return label("number", number, lang) if known(f"label.number.{number}") else f"{fact(family, lang)} {number}"
    return label("fact", what, lang)


def role(text: str, lang: Lang) -> str:
    """The part of the transaction that a hit is about: a role, a stop, "goods line 2".

    >>> role("end_user", "en"), role("goods line 2", "fr")
    ('end user', 'ligne 2')
    """
    if line := re.fullmatch(r"goods line (\d{1,9})", text, re.ASCII):
        return say(Message("label.role.goods_line", {"number": line[1]}), lang)
    return label("role", text, lang)


def counted(code: str, number: int, lang: Lang, **values: str) -> str:
    """`<code>.one` or `<code>.many`, as the language counts: in French nought is singular."""
    single = number == 1 or (lang == "fr" and number == 0)
    return say(Message(f"{code}.{'one' if single else 'many'}", {"n": str(number), **values}), lang)


def day(text: str, lang: Lang) -> str:
    """A date for people, as precise as stated; anything else stands as it is.

    >>> day("2023-06-12", "en"), day("2023-06-01", "fr"), day("2023-06", "en"), day("spring", "en")
    ('12 June 2023', '1er juin 2023', 'June 2023', 'spring')
    """
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?", text, re.ASCII)
    if not found:
        return text
    year, month, of_month = found.groups()
    words = [_messages()[f"label.month.{month}"][lang], year]
    if of_month:
        words.insert(0, "1er" if lang == "fr" and of_month == "01" else of_month.lstrip("0"))
    return " ".join(words)


def count(text: str, lang: Lang) -> str:
    """A whole number with its thousands apart.

    >>> count("18234", "en"), count("about 20", "en")
    ('18,234', 'about 20')
    """
    if not re.fullmatch(r"\d{1,18}", text, re.ASCII):
        return text
    grouped = f"{int(text):,}"
    return grouped if lang == "en" else grouped.replace(",", THIN_SPACE)


def number(value: float, lang: Lang, places: int = 2) -> str:
    """A score or a weight for people, with a true minus sign."""
    text = f"{value + 0.0:.{places}f}".replace("-", "−")
    return text if lang == "en" else text.replace(".", ",")


def listed(texts: Sequence[str], lang: Lang) -> str:
    """Several texts in one line: "a, b and c"."""
    if len(texts) < 2:
        return "".join(texts)
    return ", ".join(texts[:-1]) + (" and " if lang == "en" else " et ") + texts[-1]


def known(code: str) -> bool:
    """Is there a sentence of this code?"""
    return code in _messages()


def _template(code: str, lang: Lang) -> str:
    try:
        return _messages()[code][lang]
    except KeyError:
        raise CribleError(
            f"no sentence has the code {visible(code, 60)!r}",
            where="crible/report/tables/messages.csv",
            do="add the row code,en,fr, or correct the code",
        ) from None


@cache
def _messages() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in rows("report", "messages", ("code", "en", "fr"))}
