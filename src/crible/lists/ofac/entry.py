"""One listed subject as any of OFAC's formats gives it → a Subject: the same one, whatever the format."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from crible.lists.drafts import Draft, entity, put
from crible.lists.ofac.clauses import SANCTIONS, SUBJECT, Asked, Fact, link, note, slug
from crible.lists.ofac.programmes import known, programme, sanctions
from crible.lists.ofac.remarks import COMPANY, clause_facts
from crible.lists.ofac.values import place_code
from crible.names import parse
from crible.records.entity import Entity, Subject
from crible.records.table import rows

# What OFAC calls an entity is none of the other kinds. It is a company only where its name carries a legal
# form or its remarks say so: OFAC does not tell firms from agencies, armies and bands.
SCHEMAS = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane", "": "Organization"}
TITLE, CALL_SIGN, TYPE, TONNAGE, GRT, FLAG, OWNER = (
    "title",
    "call sign",
    "vessel type",
    "tonnage",
    "gross registered tonnage",
    "vessel flag",
    "vessel owner",
)
_VESSEL = {CALL_SIGN: "callSign", TYPE: "type", TONNAGE: "tonnage", GRT: "grossRegisteredTonnage"}
_NOWHERE = ("undetermined", "None Identified")  # OFAC's words for a country it does not know
_SUFFIXES = ("jr", "sr", "ii", "iii", "iv")
_LONGEST_ADDRESS = 250  # FollowTheMoney's limit


class Alias(NamedTuple):
    """Another name, under the property of its class; `notes` are what the format says of it besides."""

    name: str
    prop: str  # "alias", "previousName", "weakAlias"
    notes: tuple[str, ...] = ()


class Place(NamedTuple):
    """An address with OFAC's number for it; `country` as OFAC writes it, "Region: Gaza" for an area."""

    number: str
    street: str
    city: str  # with the province and the postal code
    country: str
    remarks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A listed subject before its facts are sorted out.

    `cells` are pairs such as (TITLE, "Governor"); `clauses` the parts of its remarks, in the words of the
    legacy files whatever the format; `notes` what stays as it stands; `facts` what only this format says.
    """

    list_name: str
    number: str
    name: str
    kind: str  # a key of SCHEMAS, or a kind OFAC had not when this was written
    programmes: Sequence[str]
    resolve: Callable[[str], str | None]  # a listed name → the id of its one bearer
    cells: Sequence[tuple[str, str]] = ()
    aliases: Sequence[Alias] = ()
    places: Sequence[Place] = ()
    clauses: Sequence[str] = ()
    notes: Sequence[str] = ()
    facts: Sequence[Fact] = ()

    @property
    def id(self) -> str:
        """The id of the subject."""
        return f"ofac-{self.number}"

    @property
    def schema(self) -> str:
        """The schema its kind stands for; `LegalEntity` for a kind nobody knows."""
        return SCHEMAS.get(self.kind, "LegalEntity")


def subject_of(entry: Entry) -> Subject:
    """Everything OFAC says of one subject; what fits no property is in its `notes`."""
    facts = [*_names(entry), *_cells(entry), *_addresses(entry), *_programmes(entry), *_remarks(entry), *entry.facts]
    rulings = [fact for fact in facts if fact.about.startswith(SANCTIONS)]
    return Subject(
        entity=_entity(entry, facts),
        sanctions=tuple(sanctions(entry.list_name, entry.number, "] [".join(entry.programmes), rulings)),
        around=tuple(_around(entry, facts)),
    )


def _entity(entry: Entry, facts: Sequence[Fact]) -> Entity:
    draft: Draft = {}
    for fact in facts:
        if fact.about == SUBJECT and fact.prop:
            put(draft, fact.prop, fact.value)
    schema = entry.schema
    if schema == "Organization" and (COMPANY in facts or _has_legal_form(entry.name)):
        schema = "Company"
    return entity(draft, id=entry.id, schema=schema, dataset=entry.list_name)


def _around(entry: Entry, facts: Iterable[Fact]) -> Iterator[Entity]:
    drafts: dict[tuple[str, str], Draft] = {}
    for fact in facts:
        if fact.about != SUBJECT and not fact.about.startswith(SANCTIONS):
            put(drafts.setdefault((fact.about, fact.schema), {}), fact.prop, fact.value)
    for (about, schema), draft in drafts.items():
        yield entity(draft, id=f"{entry.id}-{about}", schema=schema, dataset=entry.list_name)


def _has_legal_form(name: str) -> bool:
    return any(word.text in _company_forms() for word in parse(name).words)


@cache
def _company_forms() -> frozenset[str]:
    """Words that only companies bear; "group", "state" and "holding" are not among them."""
    return frozenset(row["word"] for row in rows("lists", "ofac_company_forms", ("word",)))


def _names(entry: Entry) -> Iterator[Fact]:
    yield Fact(SUBJECT, "", "name", entry.name)
    if entry.schema == "Person":
        yield from _parts(entry.name)
    for alias in entry.aliases:
        yield Fact(SUBJECT, "", alias.prop, alias.name)
        yield from map(note, alias.notes)


def _parts(name: str) -> Iterator[Fact]:
    """The parts of a name such as "FAMILY, Given, Jr."; without a comma OFAC does not tell them apart."""
    family, *rest = name.split(", ")
    suffixes = [part for part in rest if part.lower().strip(".") in _SUFFIXES]
    given = [part for part in rest if part not in suffixes]
    if given:
        yield Fact(SUBJECT, "", "lastName", family)
        yield Fact(SUBJECT, "", "firstName", ", ".join(given))
    for suffix in suffixes:
        yield Fact(SUBJECT, "", "nameSuffix", suffix)


def _cells(entry: Entry) -> Iterator[Fact]:
    """The title, and what is said of a vessel before its remarks."""
    for says, cell in entry.cells:
        if value := cell.strip():
            yield from _cell(entry, says, value) or (note(f"{says}: {value}"),)
    if entry.kind not in SCHEMAS:
        yield note(f"kind: {entry.kind}")


def _cell(entry: Entry, says: str, value: str) -> list[Fact]:
    if entry.schema == "Person" and says == TITLE:
        return [Fact(SUBJECT, "", "position", part) for part in value.split("; ")]
    if entry.schema != "Vessel":
        return []
    if says == OWNER:
        return _owner(entry, value)
    if says == FLAG:
        code = place_code(value)
        return [Fact(SUBJECT, "", "flag", code)] if code else []
    tons = value.replace(",", "") if says in (TONNAGE, GRT) else value
    return [Fact(SUBJECT, "", _VESSEL[says], tons)] if says in _VESSEL else []


def _owner(entry: Entry, name: str) -> list[Fact]:
    """The owner as a link, for OFAC gives a name and no share; none when the name is not on the list."""
    owner = entry.resolve(name)
    if owner is None or owner == entry.id:
        return []
    return link(f"owner-{owner}", "owner", (owner, entry.id), name)


def _addresses(entry: Entry) -> Iterator[Fact]:
    for place in entry.places:
        country = "" if place.country in _NOWHERE else place.country
        if line := ", ".join(part for part in (place.street, place.city, country) if part):
            yield from _address(entry, line, place, country)
        elif place.remarks:
            yield note(f"address: {place.remarks}")


def _address(entry: Entry, line: str, place: Place, country: str) -> Iterator[Fact]:
    about = slug(f"address {place.number}")
    fits = len(line) <= _LONGEST_ADDRESS
    code = place_code(country) if country else None
    yield Fact(SUBJECT, "", "addressEntity", f"{entry.id}-{about}")
    yield Fact(SUBJECT, "", "address" if fits else "notes", line)
    if fits:
        yield Fact(about, "Address", "full", line)
    for prop, value in (("street", place.street), ("city", place.city), ("remarks", place.remarks)):
        yield Fact(about, "Address", prop, value)
    if code:
        yield Fact(SUBJECT, "", "country", code)
        yield Fact(about, "Address", "country", code)
    elif country:
        yield Fact(about, "Address", "region", country.removeprefix("Region:"))


def _programmes(entry: Entry) -> Iterator[Fact]:
    for tag in entry.programmes:
        for topic in programme(entry.list_name, tag).topics:
            yield Fact(SUBJECT, "", "topics", topic)
        if not known(entry.list_name, tag):
            yield note(f"programme {tag}: not in crible's table, read with the measures of the list")


def _remarks(entry: Entry) -> Iterator[Fact]:
    yield from map(note, entry.notes)
    yield from clause_facts(entry.clauses, Asked(entry.id, entry.schema, entry.resolve))
