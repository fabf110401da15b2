"""The rows of one reference number → a listed subject."""

import re
from collections.abc import Sequence

from crible.lists.au.birth_dates import birth_dates
from crible.lists.au.cells import meaning, text, values
from crible.lists.au.sanctions import LIST, sanctions
from crible.lists.drafts import Draft, digest, entity, one_line, put, untold
from crible.lists.single_names import single_name
from crible.lists.un.comments import from_comments
from crible.lists.written_names import Named
from crible.lists.xlsx import Cell, Record, cell_text
from crible.names.places import country_code, country_in
from crible.records.entity import Entity, Subject

_IMO = re.compile(r"\b(?:IMO\W*)?(\d{7})\b", re.IGNORECASE)
_FORMER = re.compile(r"\b(?:previously|formerly) (?:listed|known) as\b[ .,:]*", re.IGNORECASE)
# What two citizenships stand between; "Trinidad and Tobago" is asked for as a whole first.
_BETWEEN = re.compile(r"\s*(?:,|/|\band\b)\s*")


def subject(id: str, records: Sequence[Record]) -> Subject:
    """A person, body or ship with everything its rows say; the row of the primary name comes first."""
    draft: Draft = {"topics": ["sanction"]}
    schema, *others = dict.fromkeys(_schema(draft, record["type"]) for _, record in records)
    put(draft, "notes", *(f"type: {other}, too" for other in others))
    for _, record in records:
        _name(draft, record, person=schema == "Person")
    around: list[Entity] = []
    for _, record in _distinct(records):
        _birth(draft, record)
        _citizenship(draft, record["citizenship"], "citizenship" if schema == "Person" else "country")
        around += _addresses(id, draft, record["address"])
        _numbers(draft, record, person=schema == "Person")
    unique = {one.id: one for one in around}
    return Subject(
        entity=entity(draft, id=id, schema=schema, dataset=LIST),
        sanctions=tuple(sanctions(id, records)),
        around=tuple(unique.values()),
    )


def _schema(draft: Draft, cell: Cell) -> str:
    """A type that nobody knows is kept as a note: persons and bodies are both LegalEntity."""
    schema = meaning("type", cell)
    if schema is None:
        put(draft, "notes", f"type: {text(cell)}")
    return schema or "LegalEntity"


def _distinct(records: Sequence[Record]) -> list[Record]:
    """The rows that say something new beside the name: most rows of a subject repeat the first."""
    known = ("name", "name_type", "strength", "reference")
    seen = {repr({k: v for k, v in record.items() if k not in known}): (where, record) for where, record in records}
    return list(seen.values())


def _name(draft: Draft, record: dict[str, Cell], *, person: bool) -> None:
    written, kind, strength = record["name"], record["name_type"], record.get("strength")
    prop = meaning("name_type", kind)
    if prop is None:
        put(draft, "notes", f"name type of {text(written)}: {text(kind) or 'none'}")
    prop = prop or "alias"
    if prop == "alias" and strength is not None:
        prop = meaning("strength", strength) or prop
        if meaning("strength", strength) is None:
            put(draft, "notes", f"alias strength of {text(written)}: {text(strength)}")
    for named in _written(one_line(cell_text(written)), prop, person=person):
        put(draft, *named)
    if untold(cell_text(written), [name for values in draft.values() for name in values]):
        put(draft, "notes", f"name: {cell_text(written)}")


def _written(cell: str, prop: str, *, person: bool) -> list[Named]:
    """The names in a cell; "previously listed as" stands before the name, after it, or in its brackets."""
    bare = _FORMER.sub("", cell).replace("()", "").strip()
    return single_name(bare, "previousName" if bare != cell and prop == "alias" else prop, person=person)


def _birth(draft: Draft, record: dict[str, Cell]) -> None:
    days, unsaid = birth_dates(record["birth_date"])
    put(draft, "birthDate", *days)
    put(draft, "notes", f"date of birth: {unsaid}" if unsaid else "")
    for place in values(record["birth_place"]):
        put(draft, "birthPlace", place)
        put(draft, "birthCountry", country_in(place))


def _citizenship(draft: Draft, cell: Cell, prop: str) -> None:
    """Countries or nationalities; one that no country goes by is a note."""
    for part in values(cell):
        pieces = [part] if country_code(part) else [piece for piece in _BETWEEN.split(part) if piece]
        for piece in pieces:
            code = country_code(piece)
            put(draft, prop, code)
            put(draft, "notes", "" if code else f"citizenship: {piece}")


def _addresses(id: str, draft: Draft, cell: Cell) -> list[Entity]:
    """Addresses on one line and as entities; an address that is only a country is the country."""
    found: list[Entity] = []
    for full in values(cell):
        put(draft, "country", country_code(full))
        if country_code(full):
            continue
        address_id = f"{id}-address-{digest(full)}"
        put(draft, "address", full)
        put(draft, "addressEntity", address_id)
        parts: Draft = {"full": [full]}
        put(parts, "country", country_in(full))
        found.append(entity(parts, id=address_id, schema="Address", dataset=LIST))
    return found


def _numbers(draft: Draft, record: dict[str, Cell], *, person: bool) -> None:
    """The IMO number's own column, and what labels announce in the additional information."""
    said = cell_text(record.get("imo"))
    found = _IMO.findall(said)
    put(draft, "imoNumber", *found)
    put(draft, "notes", f"IMO number: {said}" if text(said) and not found else "")
    additional = cell_text(record["additional"])
    put(draft, "notes", text(additional))
    for prop, value in from_comments(additional, person=person):
        put(draft, prop, value)
