"""One INDIVIDUAL or ENTITY of the Security Council's XML → a listed subject."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from crible.lists.card import card
from crible.lists.drafts import Draft, digest, entity, one_line, put, untold
from crible.lists.fields import finish
from crible.lists.partial_dates import dates, years
from crible.lists.un_sc_comments import from_comments, references
from crible.lists.un_sc_documents import document
from crible.lists.written_names import Commas, Named, names
from crible.lists.xml_records import Element, children, leaves
from crible.names.places import country_code
from crible.records.entity import Entity
from crible.records.error import CribleError
from crible.records.table import rows

LIST = "un_sc_sanctions"

# Positions, not meanings: the Committee numbers the parts of a name and does not say which is the family's.
_NAME_PARTS = {
    "FIRST_NAME": "firstName",
    "SECOND_NAME": "secondName",
    "THIRD_NAME": "middleName",
    "FOURTH_NAME": "lastName",
}
_PLACEHOLDERS = frozenset({"na", "null"})  # exactly so: the schema's own default, and a slip of its export
_ADDRESS = {
    "STREET": "street",
    "CITY": "city",
    "STATE_PROVINCE": "state",
    "ZIP_CODE": "postalCode",
    "COUNTRY": "country",
    "NOTE": "remarks",
}
_REGIME_COLUMNS = ("type", "comments_say", "regime", "measures", "act", "title", "source", "status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A record that has been read, before the links between records are known."""

    reference: str
    comments: str
    entity: Entity
    sanction: Entity
    around: tuple[Entity, ...]

    @property
    def id(self) -> str:
        """The id of the listed subject."""
        return self.entity.id


@dataclass(slots=True)
class _Record:
    """A record being read: fields leave `left` as they are read."""

    id: str
    where: str
    left: dict[str, list[Element]]
    draft: Draft
    around: list[Entity]

    def groups(self, tag: str) -> list[dict[str, str]]:
        return [leaves(node, f"{self.where}, {tag}") for node in self.left.pop(tag, [])]

    def values(self, tag: str) -> list[str]:
        """The VALUEs of a list-like element; placeholders left out."""
        found: list[str] = []
        for node in self.left.pop(tag, []):
            parts = children(node, self.where)
            found += [text for value in parts.pop("VALUE", []) if (text := _text(value, self.where))]
            finish(parts, ignored=frozenset(), where=f"{self.where}, {tag}")
        return found

    def text(self, tag: str) -> str:
        """The text of an element that may come once, "" if it is not there."""
        nodes = self.left.pop(tag, [])
        if len(nodes) > 1:
            raise CribleError(f"{tag} comes twice", where=self.where, do="the publisher changed the format")
        return "".join(_text(node, self.where) for node in nodes)


def individual(node: Element, where: str) -> Listed:
    """A listed person."""
    record = _open(node, where)
    for name in names(_name(record), "name", person=True, commas=Commas.NEVER):
        put(record.draft, *name)
    _alias_fields(record, "INDIVIDUAL_ALIAS", person=True)
    _births(record)
    for fields in record.groups("INDIVIDUAL_DOCUMENT"):
        record.around += document(record.id, record.draft, fields, f"{where}, INDIVIDUAL_DOCUMENT")
    for value in [*record.values("NATIONALITY"), record.text("NATIONALITY2")]:
        _country(record.draft, "nationality", value)
    put(record.draft, "position", *record.values("DESIGNATION"))
    put(record.draft, "title", *record.values("TITLE"))
    put(record.draft, "gender", record.text("GENDER").lower())
    _addresses(record, "INDIVIDUAL_ADDRESS")
    return _close(record, "Person")


def organisation(node: Element, where: str) -> Listed:
    """A listed group, firm or authority. The list says no more than that it is no person: ships it has none."""
    record = _open(node, where)
    for name in names(record.text("FIRST_NAME"), "name", person=False):
        put(record.draft, *name)
    _alias_fields(record, "ENTITY_ALIAS", person=False)
    _addresses(record, "ENTITY_ADDRESS")
    return _close(record, "Organization")


def links(one: Listed, ids: Mapping[str, str]) -> list[Entity]:
    """A link to every listed subject whose reference number the comments give."""
    found = []
    for reference in references(one.comments):
        other = ids.get(reference)
        if other and other != one.id:
            draft = {"subject": [one.id], "object": [other], "role": [f"its entry names {reference}"]}
            found.append(entity(draft, id=f"{one.id}-link-{other[5:]}", schema="UnknownLink", dataset=LIST))
    return found


def _open(node: Element, where: str) -> _Record:
    left = children(node, where)
    record = _Record(id="", where=where, left=left, draft={"topics": ["sanction"]}, around=[])
    record.id = f"unsc-{record.text('DATAID')}"
    return record


def _close(record: _Record, schema: str) -> Listed:
    comments = record.text("COMMENTS1")
    put(record.draft, "notes", comments)
    for prop, value in from_comments(comments, person=schema == "Person"):
        put(record.draft, prop, value)
    reference = one_line(record.text("REFERENCE_NUMBER"))
    sanction = _sanction(record, reference, comments)
    finish(record.left, ignored=card("un_sc").not_read.keys(), where=record.where)
    return Listed(
        reference=reference,
        comments=comments,
        entity=entity(record.draft, id=record.id, schema=schema, dataset=LIST),
        sanction=sanction,
        around=tuple(record.around),
    )


def _sanction(record: _Record, reference: str, comments: str) -> Entity:
    kind = record.text("UN_LIST_TYPE")
    regime = regime_of(kind, comments)
    listed, changed = record.text("LISTED_ON"), record.values("LAST_DAY_UPDATED")
    draft: Draft = {"entity": [record.id], "authority": ["United Nations Security Council"]}
    put(draft, "program", kind)
    put(draft, "programId", regime["regime"])
    put(draft, "provisions", *regime["measures"].split("|"))
    put(draft, "unscId", reference)
    put(draft, "authorityId", reference)
    put(draft, "recordId", record.id.removeprefix("unsc-"))
    put(draft, "listingDate", *dates(listed))
    put(draft, "startDate", *dates(listed))
    put(draft, "endDate", *dates(record.text("DELISTED_ON")))
    put(draft, "modifiedAt", *(day for text in changed for day in dates(text)))
    put(draft, "sourceUrl", regime["source"])
    put(draft, "status", regime["status"])
    put(draft, "summary", regime["title"])
    for tag in ("SUBMITTED_BY", "SUBMITTED_ON"):
        if text := record.text(tag):
            put(record.draft, "notes", f"{tag.lower().replace('_', ' ')}: {text}")
    return entity(draft, id=f"{record.id}-sanction", schema="Sanction", dataset=LIST)


def regime_of(kind: str, comments: str) -> Mapping[str, str]:
    """The row of un_regimes.csv for a list type; an entry whose comments narrow the measures has its own row.

    A type that the table does not know is kept as an advisory: the entry is listed, its measures are not known.
    """
    said = one_line(comments).casefold()
    found: Mapping[str, str] | None = None
    for row in rows_of_regimes():
        if row["type"] == kind and row["comments_say"] in said:
            found = row
    unknown = {
        "regime": f"UN-{kind.upper()}",
        "measures": "advisory",
        "source": "",
        "title": "",
        "status": "unconfirmed",
    }
    return found or unknown


@lru_cache(maxsize=1)
def rows_of_regimes() -> list[dict[str, str]]:
    """The table of the Security Council's regimes, general rows before the narrower ones of the same type."""
    return rows("lists", "un_regimes", _REGIME_COLUMNS)


def _name(record: _Record) -> str:
    parts = []
    for tag, prop in _NAME_PARTS.items():
        if text := record.text(tag):
            put(record.draft, prop, text)
            parts.append(text)
    return " ".join(parts)


def _alias_fields(record: _Record, tag: str, *, person: bool) -> None:
    """Aliases by their grade, and the name in its own script; what an alias says beside its name is a note."""
    for script in [record.text("NAME_ORIGINAL_SCRIPT")]:
        for prop, name in names(script, "alias", person=person, commas=Commas.NEVER) if script else []:
            put(record.draft, prop, name)
    for fields in record.groups(tag):
        quality, name = fields.pop("QUALITY", ""), _real(fields.pop("ALIAS_NAME", ""))
        note = _real(fields.pop("NOTE", ""))
        found = _alias(name, _grade(quality, name, note), person) + _note_names(note, name, quality)
        for each in found:
            put(record.draft, *each)
        told = [value for _, value in found]
        told += _alias_birth(record.draft, fields)
        finish(fields, ignored=frozenset(), where=f"{record.where}, {tag}")
        if untold(f"{name} {note}", told) or quality not in _qualities():
            put(
                record.draft,
                "notes",
                f"alias {name}: {note or quality}" if note or quality not in _qualities() else name,
            )


def _alias(name: str, prop: str, person: bool) -> list[Named]:
    return names(name, prop, person=person, commas=Commas.NEVER) if name else []


def _grade(quality: str, name: str, note: str) -> str:
    if "listed as" in f"{name} {note}".casefold():
        return "previousName"
    return _qualities().get(quality, "alias")


@lru_cache(maxsize=1)
def _qualities() -> dict[str, str]:
    table = rows("lists", "un_alias_quality", ("quality", "property", "because"))
    return {row["quality"]: row["property"] for row in table}


def _note_names(note: str, name: str, quality: str) -> list[Named]:
    """Names in an alias's note: "original script: …", or a list of spellings of a name in another script."""
    grade = _grade(quality, name, note)
    _, marked, script = note.partition("original script:") if "original script" in note else note.partition("rabic:")
    if marked:
        return _alias(script, grade, person=True)
    spellings = [part.strip() for part in note.split(";")]
    if not name.isascii() and len(spellings) > 1 and not any(char in note for char in "0123456789:()"):
        return [(grade, part) for part in spellings if part]
    return []


def _alias_birth(draft: Draft, fields: dict[str, str]) -> list[str]:
    """Birth facts given under an alias are kept as the person's: it is the person who uses them."""
    born = _real(fields.pop("DATE_OF_BIRTH", ""))
    place = ", ".join(filter(None, (fields.pop("CITY_OF_BIRTH", ""), fields.pop("COUNTRY_OF_BIRTH", ""))))
    put(draft, "birthDate", *dates(born))
    put(draft, "birthPlace", place)
    if untold(born, dates(born)):
        put(draft, "notes", f"birth date under an alias: {born}")
    return [born, place]


def _births(record: _Record) -> None:
    for fields in record.groups("INDIVIDUAL_DATE_OF_BIRTH"):
        _born(record.draft, fields)
        finish(fields, ignored=frozenset(), where=f"{record.where}, INDIVIDUAL_DATE_OF_BIRTH")
    for fields in record.groups("INDIVIDUAL_PLACE_OF_BIRTH"):
        note = fields.pop("NOTE", "")
        parts = [fields.pop(tag, "") for tag in ("STREET", "CITY", "STATE_PROVINCE", "COUNTRY")]
        finish(fields, ignored=frozenset(), where=f"{record.where}, INDIVIDUAL_PLACE_OF_BIRTH")
        put(record.draft, "birthPlace", ", ".join(map(one_line, filter(None, parts))))
        put(record.draft, "birthCountry", country_code(parts[-1]))
        put(record.draft, "notes", f"place of birth: {note}" if note else None)


def _born(draft: Draft, fields: dict[str, str]) -> None:
    """A date of birth. EXACT and APPROXIMATELY give a day, a month or a year; BETWEEN every year of its range."""
    kind, note = fields.pop("TYPE_OF_DATE", ""), fields.pop("NOTE", "")
    single = [fields.pop(tag, "") for tag in ("DATE", "YEAR")]
    first, last = fields.pop("FROM_YEAR", ""), fields.pop("TO_YEAR", "")
    stated = " ".join(filter(None, (*single, note)))
    put(draft, "birthDate", *dates(stated))
    if first.isdigit() and last.isdigit():
        put(draft, "birthDate", *years(int(first), int(last)))
        stated = f"{first} and {last} {note}"
    if stated and (kind not in ("", "EXACT") or untold(stated, dates(stated))):
        put(draft, "notes", f"born {kind.lower()} {stated}")


def _addresses(record: _Record, tag: str) -> None:
    for fields in record.groups(tag):
        parts = {tag: one_line(_real(fields.pop(tag, ""))) for tag in _ADDRESS}
        finish(fields, ignored=frozenset(), where=f"{record.where}, {tag}")
        country = _country(record.draft, "country", parts["COUNTRY"])
        full = ", ".join(text for key, text in parts.items() if text and key != "NOTE")
        if not full and not parts["NOTE"] or (country and full == parts["COUNTRY"] and not parts["NOTE"]):
            continue
        put(record.draft, "address", full)
        draft: Draft = {}
        for key, prop in _ADDRESS.items():
            put(draft, prop, country if key == "COUNTRY" else parts[key])
        put(draft, "full", full or parts["NOTE"])
        address = f"{record.id}-address-{digest(full, parts['NOTE'])}"
        put(record.draft, "addressEntity", address)
        record.around.append(entity(draft, id=address, schema="Address", dataset=LIST))


def _country(draft: Draft, prop: str, text: str) -> str | None:
    """The code of a country; a name that has none is a note, never lost."""
    text = _real(text)
    code = country_code(text) if text else None
    put(draft, prop, code)
    put(draft, "notes", f"{prop}: {text}" if text and not code else None)
    return code


def _real(text: str) -> str:
    return "" if one_line(text) in _PLACEHOLDERS else text


def _text(node: Element, where: str) -> str:
    if len(node) or node.attrib:
        raise CribleError(f"{node.tag} is more than text", where=where, do="the publisher changed the format")
    return _real((node.text or "").strip())
