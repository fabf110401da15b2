"""The columns that speak of one party → that party."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from functools import cache
from typing import Any

from crible.intake import partycell
from crible.intake.freetext import with_fact
from crible.intake.headers import NAMES, role_of
from crible.intake.row import Row, several
from crible.names import numbers
from crible.names.places import country_in
from crible.records.hit import Message, message
from crible.records.transaction import Identifier, Party, Role

_ADDRESS = ("address", "address_more", "postcode", "city", "state")
_FACTS = ("birth_date", "birth_place", "gender", "nationality", "country", "email", "phone", "website")
_MORE = ("founded", "customer_since", "id", "identifiers", "schema", "aliases", "name_more", "eori")
BARE = frozenset((*NAMES, *_ADDRESS, *_FACTS, *_MORE, "role")) | numbers.kinds()
SCHEMAS = {Role.VESSEL: "Vessel", Role.AIRCRAFT: "Airplane"}


def read_party(row: Row, role: Role, prefix: str = "") -> tuple[Party, list[Party]] | None:
    """The party of a role and those its cell mentions; `None` if the row says nothing of it.

    `prefix` is "" for a row that is itself a party, else the role: "buyer" is the name, "buyer_country" its country.
    """
    if not (any(role_of(column) == prefix for column in row.values) if prefix else row.has(*BARE)):
        return None
    at = f"{prefix}_" if prefix else ""
    cells = [partycell.read_cell(text, prefix or "name") for text in _names(row, prefix)]
    party = Party(
        role=role,
        names=tuple(dict.fromkeys(name for cell in cells for name in cell.names)),
        schema=SCHEMAS.get(role),
        country=row.country(at + "country"),
        address=_address(row, at) or next((cell.below for cell in cells if cell.below), None),
    )
    if party.country is None and party.address:
        party = replace(party, country=country_in(party.address))
    if len(row.values.keys() & _said_less_often(at)):
        party = _with_more(row, party, at, own_id=bool(prefix))
    for fact in (fact for cell in cells for fact in cell.facts):
        party = with_fact(party, fact)
    return party, [other for cell in cells for other in cell.others]


def _with_more(row: Row, party: Party, at: str, *, own_id: bool) -> Party:
    return replace(
        party,
        schema=row.value_of("schema", at + "schema") or party.schema,
        nationality=row.countries(at + "nationality"),
        born=row.day(at + "birth_date"),
        birth_place=row.word(at + "birth_place"),
        gender=row.value_of("gender", at + "gender"),
        email=row.word(at + "email"),
        phone=row.word(at + "phone"),
        website=row.word(at + "website"),
        founded=row.day(at + "founded"),
        customer_since=row.day(at + "customer_since"),
        identifiers=tuple(dict.fromkeys(_identifiers(row, at, own_id=own_id))),
    )


@cache
def _said_less_often(at: str) -> frozenset[str]:
    return frozenset(at + column for column in BARE - {"country", *NAMES, *_ADDRESS})


def _names(row: Row, prefix: str) -> Iterator[str]:
    """The names of a party, the one to show first; parts of a person's name are put together."""
    at = f"{prefix}_" if prefix else ""
    first, middle, last = (row.text(f"{at}{part}_name") for part in ("first", "middle", "last"))
    whole = list(row.values.get(prefix or "name", ())) + list(row.values.get(f"{at}full_name", ()))
    surnames = row.values.get(f"{at}nom", ())
    if first and not last and (surnames or whole):
        # "Nom" beside "Prénom" is the surname; a full name would hold the first name already.
        source = surnames or tuple(whole)
        last = next((text for text in source if first.casefold() not in text.casefold()), "")
        whole = [text for text in (*whole, *surnames) if text != last]
    else:
        whole += surnames
    if more := row.text(at + "name_more"):
        whole = [f"{whole[0]} {more}", *whole] if whole else [more]
    yield from whole
    if first or last:
        yield " ".join(part for part in (first, middle, last) if part)
    for text in row.values.get(at + "aliases", ()):
        yield from several(text)


def _address(row: Row, at: str) -> str | None:
    parts = [row.text(at + column) for column in _ADDRESS]
    return ", ".join(" ".join(part.split()) for part in parts if part) or None


def _identifiers(row: Row, at: str, *, own_id: bool) -> Iterator[Identifier]:
    """Numbers of columns of their own, then those of the column that lists some."""
    if own_id and (value := row.text(at + "id")):
        yield Identifier(kind="", value=value)
    if value := row.text(at + "eori"):
        yield Identifier(kind="", value=value)
    for column, values in row.values.items():
        if column.startswith(at) and (kind := column[len(at) :]) in _kinds():
            yield from (Identifier(kind=kind, value=value) for value in values)
    for part in several(row.text(at + "identifiers")):
        yield from labelled(part)


@cache
def _kinds() -> frozenset[str]:
    return numbers.kinds() - {"email", "phone", "website"}


def labelled(text: str) -> Iterator[Identifier]:
    """The numbers in a cell: found by shape, or after a label, or a number of a kind nobody says.

    >>> list(labelled("INN: 7707083893")), list(labelled("4711"))
    ([Identifier(kind='inn', value='7707083893', country='ru')], [Identifier(kind='', value='4711', country=None)])
    """
    found = [number for number in numbers.find(text) if number.kind not in ("email", "phone", "website")]
    if found:
        yield from (Identifier(kind=kind, value=value, country=country) for kind, value, country in found)
        return
    label, colon, value = text.partition(":")
    if not colon:
        label, _, value = text.partition(" ")
    kind = numbers.kind_of_label(label)
    yield Identifier(kind=kind, value=value.strip()) if kind and value.strip() else Identifier(kind="", value=text)


def merged(parties: Iterable[Party], doubts: list[Message]) -> list[Party]:
    """The parties of an order's rows, each once. Two that differ in a role are both kept, with a remark."""
    found: dict[tuple[Role, str, str | None], list[Party]] = {}
    for party in parties:
        same = found.setdefault((party.role, _key(party.names[0]) if party.names else "", party.found_in), [])
        for place, known in enumerate(same):
            if both := _together(known, party):
                same[place] = both
                break
        else:
            same.append(party)
    everyone = [party for same in found.values() for party in same]
    for role, times in Counter(party.role for party in everyone).items():
        if times > 1 and role is not Role.MENTIONED:
            doubts.append(message("intake.several_of_a_role", role=role, count=str(times)))
    return everyone


def further(named: Iterable[Party], known: Sequence[Party]) -> Iterator[Party]:
    """Of the parties that free text names those that it adds something by: a new name, a day of birth, a number."""
    names = {_key(name) for party in known for name in party.names}
    for party in named:
        adds = party.born or party.identifiers or not party.names or _key(party.names[0]) not in names
        if adds and party not in known:
            yield party


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _together(one: Party, other: Party) -> Party | None:
    """One party out of two that never contradict each other, else `None`."""
    if one == other:
        return one
    said: dict[str, Any] = {}
    for field in fields(Party):
        ours, theirs = getattr(one, field.name), getattr(other, field.name)
        if isinstance(ours, tuple):
            said[field.name] = tuple(dict.fromkeys((*ours, *theirs)))
        elif ours is not None and theirs is not None and ours != theirs:
            return None
        else:
            said[field.name] = theirs if ours is None else ours
    return Party(**said)
