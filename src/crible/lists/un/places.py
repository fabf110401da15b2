"""When and where a listed person was born, and where the listed are to be found."""

from crible.lists.drafts import Draft, digest, entity, one_line, put, untold
from crible.lists.fields import finish
from crible.lists.partial_dates import dates, years
from crible.lists.un.record import LIST, Record

_ADDRESS = {
    "STREET": "street",
    "CITY": "city",
    "STATE_PROVINCE": "state",
    "ZIP_CODE": "postalCode",
    "COUNTRY": "country",
    "NOTE": "remarks",
}


def births(record: Record) -> None:
    """Every date and place of birth a record gives."""
    for tag, read in (("INDIVIDUAL_DATE_OF_BIRTH", _date), ("INDIVIDUAL_PLACE_OF_BIRTH", _place)):
        for fields in record.groups(tag):
            read(record, fields)
            finish(fields, ignored=frozenset(), where=f"{record.where}, {tag}")


def _date(record: Record, fields: dict[str, str]) -> None:
    """EXACT and APPROXIMATELY give a day, a month or a year; BETWEEN gives every year of its range."""
    kind, note = fields.pop("TYPE_OF_DATE", ""), fields.pop("NOTE", "")
    stated = " ".join(filter(None, (fields.pop("DATE", ""), fields.pop("YEAR", ""), note)))
    first, last = fields.pop("FROM_YEAR", ""), fields.pop("TO_YEAR", "")
    put(record.draft, "birthDate", *dates(stated))
    if first.isdigit() and last.isdigit():
        put(record.draft, "birthDate", *years(int(first), int(last)))
    if first or last:
        stated = f"{first} and {last} {note}"
    if stated and (kind not in ("", "EXACT") or untold(stated, dates(stated))):
        record.note(f"born {kind.lower()} {stated}")


def _place(record: Record, fields: dict[str, str]) -> None:
    note, country = fields.pop("NOTE", ""), fields.pop("COUNTRY", "")
    parts = [fields.pop(tag, "") for tag in ("STREET", "CITY", "STATE_PROVINCE")]
    put(record.draft, "birthPlace", ", ".join(map(one_line, filter(None, (*parts, country)))))
    record.country("birthCountry", country)
    if note:
        record.note(f"place of birth: {note}")


def addresses(record: Record, tag: str) -> None:
    """Addresses on one line and as entities; an address that is only a country is the country."""
    for fields in record.groups(tag):
        parts = {tag: one_line(fields.pop(tag, "")) for tag in _ADDRESS}
        finish(fields, ignored=frozenset(), where=f"{record.where}, {tag}")
        country = record.country("country", parts["COUNTRY"])
        full = ", ".join(text for leaf, text in parts.items() if text and leaf != "NOTE")
        if parts["NOTE"] or (full and full != parts["COUNTRY"]):
            _address(record, parts, full, country)


def _address(record: Record, parts: dict[str, str], full: str, country: str | None) -> None:
    put(record.draft, "address", full)
    draft: Draft = {}
    for leaf, prop in _ADDRESS.items():
        put(draft, prop, country if leaf == "COUNTRY" else parts[leaf])
    put(draft, "full", full or parts["NOTE"])
    id = f"{record.id}-address-{digest(full, parts['NOTE'])}"
    put(record.draft, "addressEntity", id)
    if all(around.id != id for around in record.around):
        record.around.append(entity(draft, id=id, schema="Address", dataset=LIST))
