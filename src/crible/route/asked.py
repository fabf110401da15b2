"""Every place a transaction names, and what it is to the deal: the questions put to the tables of places."""

from collections.abc import Iterator
from dataclasses import dataclass

from crible.names.places import area_code, country_code, country_in
from crible.records.transaction import Party, Role, Stop, Transaction

# What a role is to the goods and the money: "to" goes there, "from" comes from there. Who is only
# mentioned, or stands in a file of bare parties without a role, is "named": a note, no more.
DIRECTION = {
    Role.BUYER: "to",
    Role.CONSIGNEE: "to",
    Role.END_USER: "to",
    Role.FORWARDER: "to",
    Role.BANK: "to",
    Role.PAYER: "to",
    Role.PAYEE: "from",
    Role.NOTIFY: "to",
    Role.SELLER: "from",
    Role.MANUFACTURER: "from",
    Role.VESSEL: "to",
    Role.AIRCRAFT: "to",
    Role.MENTIONED: "named",
    Role.PARTY: "named",
}
_TO_FIRST = ("to", "from", "named")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPlace:
    """One place in the transaction: its code, who or what puts it there, and the words as written."""

    code: str  # ISO 3166-1 alpha-2 in lower case, "ua-43" or "ua-dpr-lpr"
    role: str
    text: str
    direction: str  # "to", "from" or "named"


def asked(tx: Transaction) -> list[AskedPlace]:
    """Every place named, those the goods or the money go to first; several for one party are possible."""
    found = [*_on_the_route(tx), *(place for party in tx.parties for place in _of_party(party)), *_of_goods(tx)]
    return sorted(dict.fromkeys(found), key=lambda place: _TO_FIRST.index(place.direction))


def _on_the_route(tx: Transaction) -> Iterator[AskedPlace]:
    for place in tx.route:
        direction = "from" if place.stop is Stop.ORIGIN else "to"
        country = place.country or country_code(place.text) or country_in(place.text)
        for code in _codes(country, place.text):
            yield AskedPlace(code=code, role=str(place.stop), text=place.text or code.upper(), direction=direction)


def _of_party(party: Party) -> Iterator[AskedPlace]:
    country = party.country or country_in(party.address or "") or _bank_country(party)
    for code in _codes(country, party.address or ""):
        yield AskedPlace(
            code=code, role=str(party.role), text=party.names[0] if party.names else "", direction=DIRECTION[party.role]
        )


def _of_goods(tx: Transaction) -> Iterator[AskedPlace]:
    for line in tx.goods:
        if line.origin:
            yield AskedPlace(
                code=line.origin.lower(), role=f"goods line {line.number}", text=line.description, direction="from"
            )


def _codes(country: str | None, text: str) -> Iterator[str]:
    """The country, and the occupied area its text names: an address there is written as Ukrainian or as Russian."""
    if country:
        yield country.lower()
    if country is None or country.lower() in ("ua", "ru"):
        area = area_code(text)
        if area:
            yield area


def _bank_country(party: Party) -> str | None:
    """Letters five and six of a BIC are the bank's country (ISO 9362)."""
    bic = next((i.value for i in party.identifiers if i.kind == "bic" and len(i.value) in (8, 11)), None)
    return bic[4:6].lower() if bic else None
