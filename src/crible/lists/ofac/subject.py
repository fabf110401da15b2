"""One row of OFAC's file of subjects, with its rows in the other files → a Subject."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from crible.lists.drafts import Draft, entity, put
from crible.lists.ofac.clauses import SANCTIONS, SUBJECT, Asked, Fact, link, note, slug
from crible.lists.ofac.copy import CALL_SIGN, FLAG, GRT, KIND, NAME, OWNER, PROGRAMMES, TITLE, TONNAGE, TYPE, Copy
from crible.lists.ofac.programmes import known, programme, sanctions, tags
from crible.lists.ofac.remarks import COMPANY, remarks_facts
from crible.lists.ofac.rows import Row
from crible.lists.ofac.values import place_code
from crible.names import parse
from crible.records.entity import Entity, Subject
from crible.records.table import rows

# The null kind means an entity that is none of the others. It is a company only where its name carries a
# legal form or its remarks say so: OFAC does not tell firms from agencies, armies and bands.
_SCHEMAS = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane", "": "Organization"}
_ALIASES = {"aka": "alias", "nka": "alias", "fka": "previousName"}
_VESSEL = {CALL_SIGN: "callSign", TYPE: "type", TONNAGE: "tonnage", GRT: "grossRegisteredTonnage"}
_SAYS = {
    TITLE: "title",
    CALL_SIGN: "call sign",
    TYPE: "vessel type",
    TONNAGE: "tonnage",
    GRT: "gross registered tonnage",
    FLAG: "vessel flag",
    OWNER: "vessel owner",
}
_NOWHERE = ("undetermined", "None Identified")  # OFAC's words for a country it does not know
_SUFFIXES = ("jr", "sr", "ii", "iii", "iv")
_LONGEST_ADDRESS = 250  # FollowTheMoney's limit


class Listed(NamedTuple):
    """A row with the copy it stands in."""

    row: Row
    copy: Copy
    list_name: str
    resolve: Callable[[str], str | None]

    @property
    def id(self) -> str:
        """The id of the subject."""
        return f"ofac-{self.row.ent_num}"

    @property
    def schema(self) -> str:
        """The schema its kind stands for; `LegalEntity` for a kind OFAC had not when this was written."""
        return _SCHEMAS.get(self.row.cells[KIND], "LegalEntity")


def subject(listed: Listed) -> Subject:
    """Everything OFAC says of one subject; what fits no property is in its `notes`."""
    facts = [*_names(listed), *_cells(listed), *_addresses(listed), *_programmes(listed), *_remarks(listed)]
    list_name, number = listed.list_name, listed.row.ent_num
    rulings = [fact for fact in facts if fact.about.startswith(SANCTIONS)]
    return Subject(
        entity=_entity(listed, facts),
        sanctions=tuple(sanctions(list_name, number, listed.row.cells[PROGRAMMES], rulings)),
        around=tuple(_around(listed, facts)),
    )


def _entity(listed: Listed, facts: Sequence[Fact]) -> Entity:
    draft: Draft = {}
    for fact in facts:
        if fact.about == SUBJECT and fact.prop:
            put(draft, fact.prop, fact.value)
    schema = listed.schema
    if schema == "Organization" and (COMPANY in facts or _has_legal_form(listed.row.cells[NAME])):
        schema = "Company"
    return entity(draft, id=listed.id, schema=schema, dataset=listed.list_name)


def _around(listed: Listed, facts: Iterable[Fact]) -> Iterator[Entity]:
    drafts: dict[tuple[str, str], Draft] = {}
    for fact in facts:
        if fact.about != SUBJECT and not fact.about.startswith(SANCTIONS):
            put(drafts.setdefault((fact.about, fact.schema), {}), fact.prop, fact.value)
    for (about, schema), draft in drafts.items():
        yield entity(draft, id=f"{listed.id}-{about}", schema=schema, dataset=listed.list_name)


def _has_legal_form(name: str) -> bool:
    return any(word.text in _company_forms() for word in parse(name).words)


@cache
def _company_forms() -> frozenset[str]:
    """Words that only companies bear; "group", "state" and "holding" are not among them."""
    return frozenset(row["word"] for row in rows("lists", "ofac_company_forms", ("word",)))


def _names(listed: Listed) -> Iterator[Fact]:
    name = listed.row.cells[NAME]
    yield Fact(SUBJECT, "", "name", name)
    if listed.schema == "Person":
        yield from _parts(name)
    for row in listed.copy.alt.get(listed.row.ent_num, ()):
        _, _, kind, alias, remarks = row.cells
        yield Fact(SUBJECT, "", _ALIASES.get(kind, "alias"), alias)
        if kind not in _ALIASES:
            yield note(f"{kind}: {alias}")
        if remarks:
            yield note(f"{alias}: {remarks}")


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


def _cells(listed: Listed) -> Iterator[Fact]:
    """The columns between programmes and remarks; a vessel's are empty for all others."""
    cells = listed.row.cells
    for column, says in _SAYS.items():
        if value := cells[column].strip():
            yield from _cell(listed, column, value) or (note(f"{says}: {value}"),)
    if cells[KIND] not in _SCHEMAS:
        yield note(f"kind: {cells[KIND]}")


def _cell(listed: Listed, column: int, value: str) -> list[Fact]:
    if listed.schema == "Person" and column == TITLE:
        return [Fact(SUBJECT, "", "position", part) for part in value.split("; ")]
    if listed.schema != "Vessel":
        return []
    if column == OWNER:
        return _owner(listed, value)
    if column == FLAG:
        code = place_code(value)
        return [Fact(SUBJECT, "", "flag", code)] if code else []
    tons = value.replace(",", "") if column in (TONNAGE, GRT) else value
    return [Fact(SUBJECT, "", _VESSEL[column], tons)] if column in _VESSEL else []


def _owner(listed: Listed, name: str) -> list[Fact]:
    """The owner as a link, for OFAC gives a name and no share; none when the name is not on the list."""
    owner = listed.resolve(name)
    if owner is None or owner == listed.id:
        return []
    return link(f"owner-{owner}", "owner", (owner, listed.id), name)


def _addresses(listed: Listed) -> Iterator[Fact]:
    for row in listed.copy.add.get(listed.row.ent_num, ()):
        _, number, street, city, country, remarks = row.cells
        place = "" if country in _NOWHERE else country
        if line := ", ".join(part for part in (street, city, place) if part):
            parts = {"street": street, "city": city, "remarks": remarks}
            yield from _address(listed, slug(f"address {number}"), line, place, parts)
        elif remarks:
            yield note(f"address: {remarks}")


def _address(listed: Listed, about: str, line: str, place: str, parts: dict[str, str]) -> Iterator[Fact]:
    fits = len(line) <= _LONGEST_ADDRESS
    code = place_code(place) if place else None
    yield Fact(SUBJECT, "", "addressEntity", f"{listed.id}-{about}")
    yield Fact(SUBJECT, "", "address" if fits else "notes", line)
    if fits:
        yield Fact(about, "Address", "full", line)
    for prop, value in parts.items():
        yield Fact(about, "Address", prop, value)
    if code:
        yield Fact(SUBJECT, "", "country", code)
        yield Fact(about, "Address", "country", code)
    elif place:
        yield Fact(about, "Address", "region", place.removeprefix("Region:"))


def _programmes(listed: Listed) -> Iterator[Fact]:
    for tag in tags(listed.row.cells[PROGRAMMES]):
        for topic in programme(listed.list_name, tag).topics:
            yield Fact(SUBJECT, "", "topics", topic)
        if not known(listed.list_name, tag):
            yield note(f"programme {tag}: not in crible's table, read with the measures of the list")


def _remarks(listed: Listed) -> Iterator[Fact]:
    asked = Asked(listed.id, listed.schema, listed.resolve)
    if text := listed.copy.remarks(listed.row):
        yield from remarks_facts(text, asked, cut=listed.row.ent_num in listed.copy.cut)
