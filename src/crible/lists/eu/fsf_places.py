"""When and where the listed were born, whose citizens they are, and where they are to be found."""

import re
from collections.abc import Sequence
from functools import cache

from crible.lists.drafts import Draft, digest, entity, one_line, put, untold
from crible.lists.eu.cells import read_cell
from crible.lists.eu.fsf_entry import Fields, flag
from crible.lists.eu.fsf_record import LIST, Record, country_name
from crible.lists.partial_dates import dates, years
from crible.records.table import rows

_GREGORIAN = "GREGORIAN"
_DATE = ("birthdate", "dayOfMonth", "monthOfYear", "year", "yearRangeFrom", "yearRangeTo")
_BIRTHPLACE = ("place", "city", "region", "zipCode")
_ADDRESS = ("street", "poBox", "place", "city", "zipCode", "region")
_ADDRESS_PROPS = {
    "street": "street",
    "poBox": "postOfficeBox",
    "city": "city",
    "zipCode": "postalCode",
    "region": "region",
}
_BESIDE = ("remark", "additionalInformation")


def births(record: Record, details: Sequence[Fields]) -> None:
    """Every date and place of birth."""
    for fields in details:
        _birth_date(record, fields)
        codes = record.countries("country of birth", fields)
        parts = [one_line(fields.get(name)) for name in _BIRTHPLACE]
        put(record.draft, "birthPlace", ", ".join(filter(None, (*parts, country_name(fields)))))
        put(record.draft, "birthCountry", *codes)
        record.beside("birth", fields, *_BESIDE)


def _birth_date(record: Record, fields: Fields) -> None:
    """A day, a month, a year or a range of years. Another calendar's date is a note: it names no day of ours."""
    calendar = fields.get("calendarType", _GREGORIAN).upper()
    stated = " ".join(text for name in _DATE if (text := fields.get(name)))
    about = flag(fields, "circa", record.where)
    if not stated:
        return
    found = _stated(fields) if calendar == _GREGORIAN else []
    put(record.draft, "birthDate", *found)
    if calendar != _GREGORIAN or about or untold(stated, found):
        record.note(f"born {'about ' if about else ''}{stated}{'' if calendar == _GREGORIAN else f' ({calendar})'}")


def _stated(fields: Fields) -> list[str]:
    """The date as precise as stated. The first of January beside a year and no day of its own is that year."""
    first, last = fields.get("yearRangeFrom", ""), fields.get("yearRangeTo", "")
    whole = dates(fields.get("birthdate", ""))
    year, month, day = (fields.get(name, "") for name in ("year", "monthOfYear", "dayOfMonth"))
    parts = dates("-".join([year, *(part.zfill(2) for part in ((month, day) if month and day else (month,)) if part)]))
    found = parts if not day and parts and whole == [f"{parts[0][:4]}-01-01"] else whole or parts
    if first.isdigit() and last.isdigit():
        found = [*found, *(one for one in years(int(first), int(last)) if one not in found)]
    elif first or last:
        found = [*found, *dates(first or last)]
    return found


def citizenships(record: Record, details: Sequence[Fields]) -> None:
    """Nationalities of a person; of a body, its country."""
    for fields in details:
        put(record.draft, "nationality" if record.person else "country", *record.countries("citizenship", fields))
        for name in ("acquisitionDate", "disenfranchisementDate", "region", *_BESIDE):
            record.beside(f"citizenship {country_name(fields)}, {name}", fields, name)


def addresses(record: Record, details: Sequence[Fields]) -> None:
    """Addresses on one line and as entities, with what is reached there; one that is only a country is the country."""
    for fields in details:
        then = flag(fields, "asAtListingTime", record.where)
        codes = record.countries("country", fields)
        put(record.draft, "country", *codes)
        _contacts(record, fields.get("contactInfo", ""))
        parts = [text for name in _ADDRESS if (text := one_line(fields.get(name)))]
        if parts:
            full = ", ".join(filter(None, (*parts, country_name(fields))))
            _address(record, fields, full, codes, then=then)
        else:
            record.beside(f"address {country_name(fields)}", fields, *_BESIDE)


def _address(record: Record, fields: Fields, full: str, codes: list[str], *, then: bool) -> None:
    put(record.draft, "address", full)
    draft: Draft = {}
    put(draft, "full", full)
    for name, prop in _ADDRESS_PROPS.items():
        put(draft, prop, fields.get(name))
    put(draft, "country", *codes)
    put(draft, "remarks", *(fields.get(name) for name in _BESIDE))
    if then:
        put(draft, "remarks", "as at listing time")
    id = f"{record.id}-address-{digest(full, *draft.get('remarks', []))}"
    put(record.draft, "addressEntity", id)
    record.add(entity(draft, id=id, schema="Address", dataset=LIST))


def _contacts(record: Record, text: str) -> None:
    """Telephones, mail and sites: `PHONE: …`, one or many; what is none of these stays a note."""
    pieces = _key().split(text)
    told: list[str] = []
    for key, value in zip(pieces[1::2], pieces[2::2], strict=True):
        prop = _contact_kinds()[key]
        told.append(key)
        for kind, one in read_cell(prop, one_line(value).strip(" []"), prop, person=record.person).values:
            put(record.draft, kind, one)
            told.append(one)
    if untold(" ".join(pieces), told):
        record.note(f"contact: {one_line(text)}")


@cache
def _contact_kinds() -> dict[str, str]:
    return {row["key"]: row["property"] for row in rows("lists", "eu_fsf_contacts", ("key", "property", "because"))}


@cache
def _key() -> re.Pattern[str]:
    """A key before its value, with or without a mark between them; within a word in capitals it is none."""
    keys = "|".join(_contact_kinds())
    return re.compile(rf"(?<![A-Z])({keys})(?![A-Z])\s*:?\s*")
