"""Whose law applies: does an authority's measure bind the user's home, and by what link to this transaction?

The tables say which authority binds which home; nothing here decides that a deal is allowed.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from crible.records.hit import Binds, Message
from crible.records.table import cell, rows
from crible.records.transaction import Role, Stop, Transaction
from crible.route.asked import asked

_AUTHORITIES = ("authority", "home", "binds", "message", "status", "source")
_STRONGEST_FIRST = (Binds.YES, Binds.IF_NEXUS, Binds.UNKNOWN, Binds.NO)


def binds(authority: str, home: Sequence[str], tx: Transaction) -> tuple[Binds, Message]:
    """Does this authority's law bind somebody at home there, and why? Of several homes the most bound one speaks.

    Under `IF_NEXUS` the reason names the links that this transaction shows; that none shows does not
    prove that there is none.
    """
    answers = [_answer(authority, country.lower(), tx) for country in home]
    return min(answers, key=lambda answer: _STRONGEST_FIRST.index(answer[0]), default=_unknown(authority))


def nexus(authority: str, tx: Transaction) -> tuple[str, ...]:
    """The links between a transaction and an authority's jurisdiction that can be seen: codes of nexus.csv."""
    return tuple(dict.fromkeys(row["sign"] for row in _signs(authority, tx)))


def exemptions(regime: str) -> tuple[str, ...]:
    """What to check before a measure of this regime is taken for a bar: exemptions, derogations, cautions."""
    words = set(regime.split("-"))
    found = (cell(row["codes"]) for row in _exemptions() if words >= set(row["regime"].split("-")))
    return tuple(dict.fromkeys(code for codes in found for code in codes))


def _answer(authority: str, country: str, tx: Transaction) -> tuple[Binds, Message]:
    row = _row(authority, country)
    if row is None:
        return _unknown(authority)
    values = {"authority": authority, "home": country.upper()}
    if row["binds"] != Binds.IF_NEXUS:
        return Binds(row["binds"]), Message(f"binds.{row['message']}", values)
    signs = list(_signs(authority, tx))
    values |= {"nexus_en": _joined(signs, "en"), "nexus_fr": _joined(signs, "fr")}
    return Binds.IF_NEXUS, Message(f"binds.{row['message']}.{'seen' if signs else 'none'}", values)


def _unknown(authority: str) -> tuple[Binds, Message]:
    return Binds.UNKNOWN, Message("binds.unknown", {"authority": authority})


def _row(authority: str, country: str) -> Mapping[str, str] | None:
    """The table's answer for a home: rows naming it or its group stand before the row for everybody."""
    homes = {country, *(group for group, members in _groups().items() if country in members), "*"}
    return next((row for row in _authorities() if row["authority"] == authority and row["home"] in homes), None)


def _signs(authority: str, tx: Transaction) -> Iterator[Mapping[str, str]]:
    jurisdiction = authority.partition("-")[0]
    return (row for row in _nexus() if row["authority"] == jurisdiction and _shows(row, tx))


def _shows(row: Mapping[str, str], tx: Transaction) -> bool:
    match row["sign"]:
        case "currency":
            stated = {tx.money.currency, *(line.currency for line in tx.goods)}
            return row["place"] in {currency.lower() for currency in stated if currency}
        case "eccn":
            return any(line.eccn for line in tx.goods)
        case "origin":
            return bool(_places(row) & {line.origin.lower() for line in tx.goods if line.origin})
        case "nationality":
            return bool(_places(row) & {code.lower() for party in tx.parties for code in party.nationality})
        case sign:
            return bool(_places(row) & {place.code for place in asked(tx) if _is(place.role, sign)})


def _is(role: str, sign: str) -> bool:
    """Is this the role a sign is about? "place" is any stop of the route, "party" any party."""
    if role in tuple(Stop):
        return sign == "place"
    return sign == role or (sign == "party" and role in tuple(Role))


def _places(row: Mapping[str, str]) -> set[str]:
    return set(_groups()[row["place"][1:]]) if row["place"].startswith("@") else {row["place"]}


def _joined(signs: Sequence[Mapping[str, str]], language: str) -> str:
    return ", ".join(row[language] for row in signs)


@cache
def _groups() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in rows("route", "country_groups", ("group", "country", "source", "status")):
        found[row["group"]] = (*found.get(row["group"], ()), row["country"])
    return found


@cache
def _authorities() -> tuple[Mapping[str, str], ...]:
    """Rows for a home of its own before the row for everybody ("*")."""
    return tuple(sorted(rows("route", "authorities", _AUTHORITIES), key=lambda row: row["home"] == "*"))


@cache
def _nexus() -> tuple[Mapping[str, str], ...]:
    return tuple(rows("route", "nexus", ("authority", "sign", "place", "en", "fr", "source")))


@cache
def _exemptions() -> tuple[Mapping[str, str], ...]:
    return tuple(rows("route", "exemptions", ("regime", "codes", "status", "source")))
