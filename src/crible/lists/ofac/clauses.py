"""One clause of OFAC's remarks → facts: how each kind of clause in tables/ofac_clauses.csv is read."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from crible.lists.drafts import digest
from crible.lists.ofac.values import Paper, days, iso, paper, place_code

SUBJECT = ""  # what a fact is about: the listed subject itself;
_LONGEST = 80  # characters of a text in an id
SANCTIONS = "*"  # its sanctions: this mark and then the clause, which may name one programme;
# anything else: a thing around the subject, the tail of that thing's id.


class Fact(NamedTuple):
    """One value of one property; `schema` matters only for things around the subject."""

    about: str
    schema: str
    prop: str
    value: str


class Rule(NamedTuple):
    """How clauses with one beginning are read: a row of tables/ofac_clauses.csv.

    `of`: the schema that can have the property; `to`: the property, or a link's role; `country` and
    `shape` (a pattern for the whole value), where given, must fit too, else the next rule is tried.
    """

    starts: str
    of: str
    reads: str
    to: str
    country: str
    shape: str


class Asked(NamedTuple):
    """Whose remarks these are. `resolve` turns a listed name into an entity id, `None` when in doubt."""

    id: str
    schema: str
    resolve: Callable[[str], str | None]


class Clause(NamedTuple):
    """A clause with the rule that fits its beginning; `value` is what comes after that."""

    text: str
    value: str
    rule: Rule
    asked: Asked


def note(clause: str) -> Fact:
    """A clause kept word for word."""
    return Fact(SUBJECT, "", "notes", clause)


def link(about: str, role: str, ends: tuple[str, str], name: str) -> list[Fact]:
    """A link from the first end to the second, and the name OFAC wrote for the end that is not its subject."""
    parts = (("subject", ends[0]), ("object", ends[1]), ("role", role), ("namesMentioned", name))
    return [Fact(about, "UnknownLink", prop, value) for prop, value in parts]


def read(clause: Clause) -> Sequence[Fact]:
    """What a clause says under its rule; nothing when it does not fit the rule after all."""
    return _READERS[clause.rule.reads](clause)


def _own(clause: Clause, value: str | None) -> list[Fact]:
    return [Fact(SUBJECT, "", clause.rule.to, value)] if value else []


def _text(clause: Clause) -> list[Fact]:
    shape = clause.rule.shape
    return _own(clause, clause.value) if not shape or re.fullmatch(shape, clause.value) else []


def _whole(clause: Clause) -> list[Fact]:
    return _own(clause, clause.text)


def _gender(clause: Clause) -> list[Fact]:
    return _own(clause, {"male": "male", "female": "female"}.get(clause.value.lower()))


def _days(clause: Clause) -> list[Fact]:
    stated, whole = days(clause.value)
    found = [Fact(SUBJECT, "", clause.rule.to, day) for day in stated]
    return found if whole or not found else [*found, note(clause.text)]


def _country(clause: Clause) -> list[Fact]:
    return _own(clause, place_code(clause.value))


def _weak_name(clause: Clause) -> list[Fact]:
    quoted = re.fullmatch(r"'('?)(.+)\1'", clause.value, re.DOTALL)  # a few are quoted twice
    found = _own(clause, quoted[2] if quoted else clause.value)
    # FollowTheMoney has no weak former name. Weak wins: OFAC does not expect a search for it (FAQ 124).
    return found if clause.rule.starts == "a.k.a." or not found else [*found, note(clause.text)]


def _link(clause: Clause) -> list[Fact]:
    asked, role = clause.asked, clause.rule.to
    # The full stop that closed the remarks may have belonged to the name: "... S.A."
    target = asked.resolve(clause.value) or asked.resolve(f"{clause.value}.")
    if target is None or target == asked.id:
        return [note(clause.text)]
    return link(f"{slug(role)}-{target}", role, (asked.id, target), clause.value)


def _wallet(clause: Clause) -> list[Fact]:
    words = clause.value.split()
    if len(words) != 2:
        return []
    currency, key = words
    about = "-".join(("wallet", slug(currency), *re.findall(r"[0-9A-Za-z]+", key)))[:120]  # case tells keys apart
    parts = (("publicKey", key), ("currency", currency), ("holder", clause.asked.id))
    return [Fact(about, "CryptoWallet", prop, value) for prop, value in parts]


def _code(clause: Clause) -> list[Fact]:
    found = paper(clause.value)
    if not found or not _fits(clause.rule, found):
        return []
    own = _own(clause, found.number)
    return own if found.number == clause.value else [*own, note(clause.text)]


def _number(clause: Clause) -> list[Fact]:
    return _paper("Identification", clause)


def _passport(clause: Clause) -> list[Fact]:
    return _paper("Passport", clause)


def _paper(schema: str, clause: Clause) -> list[Fact]:
    found = paper(clause.value)
    if not found or not _fits(clause.rule, found) or not re.search(r"\d", found.number):
        return []
    about = slug(f"{clause.rule.starts} {found.number}")
    parts = {
        "number": found.number,
        "type": clause.rule.starts,
        "country": found.country,
        "startDate": found.issued,
        "endDate": found.expires,
        "holder": clause.asked.id,
    }
    facts = [Fact(about, schema, prop, value) for prop, value in parts.items() if value]
    own = _own(clause, found.number) if clause.rule.to else []
    return [*own, *facts] if found.whole else [*own, *facts, note(clause.text)]


def _fits(rule: Rule, found: Paper) -> bool:
    if rule.country and rule.country != found.country:
        return False
    return not rule.shape or re.fullmatch(rule.shape, found.number) is not None


def _ruling(clause: Clause) -> list[Fact]:
    return [Fact(SANCTIONS + clause.text, "Sanction", "provisions", clause.text)]


def _ruling_day(clause: Clause) -> list[Fact]:
    day = iso(re.sub(r"^\([^()]*\)\s*:?\s*", "", clause.value))
    dated = [Fact(SANCTIONS + clause.text, "Sanction", clause.rule.to, day)] if day else []
    # The clause stays too: with several directives the days alone do not say which is whose.
    return [*dated, *_ruling(clause)]


def _ruling_page(clause: Clause) -> list[Fact]:
    page = clause.value.rstrip(".")
    fits = page.startswith("http") and " " not in page
    return [Fact(SANCTIONS + clause.text, "Sanction", "programUrl", page)] if fits else []


_READERS: Mapping[str, Callable[[Clause], Sequence[Fact]]] = {
    "code": _code,
    "country": _country,
    "days": _days,
    "gender": _gender,
    "link": _link,
    "number": _number,
    "passport": _passport,
    "ruling": _ruling,
    "ruling_day": _ruling_day,
    "ruling_page": _ruling_page,
    "text": _text,
    "wallet": _wallet,
    "weak_name": _weak_name,
    "whole": _whole,
}


def slug(text: str) -> str:
    """The text as it can stand in an id; letters that cannot are told apart by a digest.

    >>> slug("CAATSA - RUSSIA"), slug("ИРАН")
    ('caatsa-russia', 'd22535b1')
    """
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    whole = plain and text.isascii() and len(plain) <= _LONGEST
    return plain if whole else "-".join(filter(None, (plain[:_LONGEST].strip("-"), digest(text))))
