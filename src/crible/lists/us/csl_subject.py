"""The records of one id in the Consolidated Screening List → a listed subject."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from crible.lists.drafts import Draft, digest, entity, put
from crible.lists.fields import finish
from crible.lists.ofac.clauses import slug
from crible.lists.us.csl_entry import LIST, Entry, Place
from crible.lists.us.csl_ofac import ofac_subject
from crible.lists.us.csl_sources import Row, is_known, laws, source_of, sources
from crible.lists.us.names import put_names
from crible.lists.us.orders import citations, put_day
from crible.names.places import country_code
from crible.records.entity import Entity, Subject
from crible.records.table import cell

# Since June 2024 the Entity List names addresses, not who is there: "Address 01" with no other name.
_ADDRESS_ONLY = re.compile(r"address\s+\d+", re.IGNORECASE)
_DAYS = {"start_date": "startDate", "end_date": "endDate", "date_of_listing": "listingDate"}
_SAID = {
    "license_requirement": "licence requirement",
    "license_policy": "licence policy",
    "standard_order": "standard order",
}
_ELSEWHERE = (
    "title", "type", "call_sign", "vessel_type", "gross_tonnage", "gross_registered_tonnage", "vessel_flag",
    "vessel_owner",
)  # fmt: skip


class _Part(NamedTuple):
    """What one record says of the subject."""

    schema: str
    draft: Draft
    sanctions: dict[str, Draft]  # by id
    around: list[Entity]


def subject(entries: Sequence[Entry]) -> Subject:
    """The subject of one id; OFAC gives an entity one number on all its lists, so there may be several records.

    A programme on two of OFAC's consolidated lists is one Sanction, as on its own consolidated list.
    """
    order = {row["source"]: number for number, row in enumerate(sources().values())}
    ranked = sorted(entries, key=lambda entry: order.get(source_of(entry.source)["source"], len(order)))
    parts = [_part(entry) for entry in ranked]
    id = f"us-csl-{ranked[0].id}"
    draft, sanctions = parts[0].draft, parts[0].sanctions
    for part in parts[1:]:
        put(part.draft, "alias", *(name for name in part.draft.pop("name") if name not in draft["name"]))
        _add(draft, part.draft)
        for each, one in part.sanctions.items():
            _add(sanctions.setdefault(each, {}), one)
    return Subject(
        entity=entity(draft, id=id, schema=_schema(parts), dataset=LIST),
        sanctions=tuple(entity(one, id=each, schema="Sanction", dataset=LIST) for each, one in sanctions.items()),
        around=tuple({one.id: one for part in parts for one in part.around}.values()),
    )


def _add(draft: Draft, more: Draft) -> None:
    for prop, values in more.items():
        put(draft, prop, *values)


def _schema(parts: Iterable[_Part]) -> str:
    """The first record's; of the two that OFAC's entities may have, the one that says more."""
    schemata = [part.schema for part in parts]
    return "Company" if schemata[0] == "Organization" and "Company" in schemata else schemata[0]


def _part(entry: Entry) -> _Part:
    source = source_of(entry.source)
    left = dict(entry.texts)
    part = (_from_ofac if source["ofac_list"] else _from_others)(entry, source, left)
    put(part.draft, "country", *_countries(part.draft, left.pop("country")))
    if part.schema == "Address":
        _put_address(part.draft, entry.places)
    else:
        part.around.extend(_addresses(entry, part.draft))
    if not is_known(entry.source):
        put(part.draft, "notes", f"list {entry.source}: not in crible's table, read as an advisory")
    _put_order(part, left)
    finish(left, ignored=frozenset(), where=entry.where)
    return part


def _from_ofac(entry: Entry, source: Row, left: dict[str, str]) -> _Part:
    found = ofac_subject(entry, source, left)
    sanctions = {one.id: _draft(one) for one in found.sanctions}
    return _Part(found.entity.schema, _draft(found.entity), sanctions, list(found.around))


def _draft(one: Entity) -> Draft:
    return {prop: list(values) for prop, values in one.properties.items()}


def _from_others(entry: Entry, source: Row, left: dict[str, str]) -> _Part:
    """A record of the Commerce or the State Department, which do not say what kind of thing they list."""
    draft: Draft = {}
    name, number = left.pop("name"), left.pop("entity_number")
    is_address = bool(_ADDRESS_ONLY.fullmatch(name.strip()))
    put_names(draft, name, "name")
    for alias in entry.several["alt_names"]:
        put_names(draft, alias, "alias")
    put(draft, "topics", *cell(source["topics"]))
    put(draft, "notes", left.pop("remarks"))
    for field in _ELSEWHERE:
        put(draft, "notes", *(f"{field}: {text}" for text in [left.pop(field)] if text))
    for field in ("citizenships", "dates_of_birth", "nationalities", "places_of_birth"):
        put(draft, "notes", *(f"{field}: {text}" for text in entry.several[field]))
    put(draft, "notes", *(", ".join(filter(None, paper)) for paper in entry.papers))
    found = laws(source, entry.several["programs"])
    stem = f"us-csl-{entry.id}-{slug(source['code'])}"
    sanctions = {
        f"{stem}-{digest(programme)}" if len(found) > 1 else stem: _sanction(entry, law, programme, number)
        for programme, law in found
    }
    return _Part("Address" if is_address else "LegalEntity", draft, sanctions, [])


def _sanction(entry: Entry, law: Row, programme: str, number: str) -> Draft:
    draft: Draft = {}
    put(draft, "entity", f"us-csl-{entry.id}")
    put(draft, "authority", law["name"])
    put(draft, "country", "us")
    put(draft, "program", programme)
    put(draft, "programId", law["regime"])
    put(draft, "provisions", *cell(law["measures"]), law["also"])
    put(draft, "status", law["status"])
    put(draft, "recordId", number)
    return draft


def _put_order(part: _Part, left: dict[str, str]) -> None:
    """What a record says of the order behind it, put on each of its sanctions."""
    said = [f"{says}: {text}" for field, says in _SAID.items() if (text := left.pop(field))]
    cited = citations(left.pop("federal_register_notice"))
    days = {prop: left.pop(field) for field, prop in _DAYS.items()}
    pages = [left.pop(field) for field in ("source_list_url", "source_information_url")]
    for sanction in part.sanctions.values():
        put(sanction, "provisions", *said)
        put(sanction, "authorityId", *cited)
        for prop, text in days.items():
            put_day(sanction, prop, text, part.draft)
        for prop, page in zip(("sourceUrl", "programUrl"), pages, strict=True):
            put(sanction, *((prop, page) if "." in page and " " not in page else ("summary", page)))


def _countries(draft: Draft, text: str) -> list[str]:
    """The code of a country; a text that is none is a note."""
    code = country_code(text) if text else None
    if text and not code:
        put(draft, "notes", f"country: {text}")
    return [code] if code else []


def _addresses(entry: Entry, draft: Draft) -> Iterator[Entity]:
    """Addresses on one line and as entities; an address that is only a country is the country."""
    for place in entry.places:
        codes = _countries(draft, place.country)
        put(draft, "country", *codes)
        if place.full and place.full != place.country:
            id = f"us-csl-{entry.id}-address-{digest(place.full)}"
            put(draft, "address", place.full)
            put(draft, "addressEntity", id)
            told: Draft = {"full": [place.full], "country": codes}
            for prop, value in place.parts:
                put(told, prop, value if prop != "country" else None)
            yield entity(told, id=id, schema="Address", dataset=LIST)


def _put_address(draft: Draft, places: Iterable[Place]) -> None:
    """The lines of a listed address: it is the subject itself."""
    for place in places:
        put(draft, "country", *_countries(draft, place.country))
        put(draft, "full", place.full)
        for prop, value in place.parts:
            put(draft, prop, value if prop != "country" else None)
