"""Where the goods go, as the transaction says it."""

from collections.abc import Iterator

from crible.names.places import area_code, country_code, country_in
from crible.records.transaction import Role, Stop, Transaction

_RECEIVERS = (Role.CONSIGNEE, Role.END_USER, Role.BUYER, Role.NOTIFY)


def bound_for(tx: Transaction) -> dict[str, str]:
    """Codes of the places the goods go to or through, each with the words that say so.

    ISO 3166-1 alpha-2 in lower case, "ua-43" or "ua-dpr-lpr". Empty: the papers name no place.
    """
    found: dict[str, str] = {}
    for country, text in _said(tx):
        code = country or country_code(text) or country_in(text)
        if code:
            found.setdefault(code.lower(), text or code.upper())
        # Addresses in occupied areas are written as Ukrainian or as Russian, or without a country.
        if (code is None or code.lower() in ("ua", "ru")) and (area := area_code(text)):
            found.setdefault(area, text)
    return found


def _said(tx: Transaction) -> Iterator[tuple[str | None, str]]:
    for place in tx.route:
        if place.stop is not Stop.ORIGIN:
            yield place.country, place.text
    for party in tx.parties:
        if party.role in _RECEIVERS:
            yield party.country, party.address or ""
