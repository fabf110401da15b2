"""One INDIVIDUAL or ENTITY of the Security Council's XML → a listed subject."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from crible.lists.card import card
from crible.lists.drafts import Draft, entity, one_line, put
from crible.lists.fields import finish
from crible.lists.un.aliases import aliases, organisation_names, person_names
from crible.lists.un.comments import from_comments, references
from crible.lists.un.documents import document
from crible.lists.un.places import addresses, births
from crible.lists.un.record import LIST, Record, open_record
from crible.lists.xml_records import Element
from crible.records.entity import Entity
from crible.records.hit import Measure
from crible.records.table import cell, rows

_REGIMES = ("type", "comments_say", "regime", "measures", "since", "act", "title", "source", "status")


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


def individual(node: Element, where: str) -> Listed:
    """A listed person."""
    record = open_record(node, where)
    person_names(record)
    aliases(record, "INDIVIDUAL_ALIAS", person=True)
    births(record)
    for fields in record.groups("INDIVIDUAL_DOCUMENT"):
        record.around += document(record.id, record.draft, fields, f"{where}, INDIVIDUAL_DOCUMENT")
    for text in [*record.values("NATIONALITY"), record.text("NATIONALITY2")]:
        record.country("nationality", text)
    put(record.draft, "position", *record.values("DESIGNATION"))
    put(record.draft, "title", *record.values("TITLE"))
    put(record.draft, "gender", record.text("GENDER").lower())
    addresses(record, "INDIVIDUAL_ADDRESS")
    return _close(record, "Person")


def organisation(node: Element, where: str) -> Listed:
    """A listed group, firm or authority. The list says no more than that it is no person: ships it has none."""
    record = open_record(node, where)
    organisation_names(record)
    aliases(record, "ENTITY_ALIAS", person=False)
    addresses(record, "ENTITY_ADDRESS")
    return _close(record, "Organization")


def links(one: Listed, ids: Mapping[str, str]) -> list[Entity]:
    """A link to every listed subject whose reference number the comments give."""
    found = []
    for reference in references(one.comments):
        other = ids.get(reference)
        if other and other != one.id:
            draft = {"subject": [one.id], "object": [other], "role": [f"its entry names {reference}"]}
            id = f"{one.id}-link-{other.removeprefix('unsc-')}"
            found.append(entity(draft, id=id, schema="UnknownLink", dataset=LIST))
    return found


def regime_of(kind: str, comments: str) -> Mapping[str, str]:
    """The row of un_regimes.csv for a list type; comments that narrow the measures have a row of their own.

    A type that the table does not know is kept as an advisory: the entry is listed, what follows is not known.
    """
    said = one_line(comments).casefold()
    fitting = [row for row in _regimes() if row["type"] == kind and row["comments_say"] in said]
    if fitting:
        return fitting[-1]
    unknown = {"regime": f"UN-{kind.upper()}", "measures": Measure.ADVISORY.value, "status": "unconfirmed"}
    return dict.fromkeys(_REGIMES, "") | unknown


@lru_cache(maxsize=1)
def _regimes() -> list[dict[str, str]]:
    return rows("lists", "un_regimes", _REGIMES)


def _close(record: Record, schema: str) -> Listed:
    comments = record.text("COMMENTS1")
    put(record.draft, "notes", comments)
    for prop, value in from_comments(comments, person=schema == "Person"):
        put(record.draft, prop, value)
    reference = one_line(record.text("REFERENCE_NUMBER"))
    sanction = _sanction(record, reference, comments)
    finish(record.left, ignored=card("un", "un_sc_sanctions").format("xml").not_read.keys(), where=record.where)
    return Listed(
        reference=reference,
        comments=comments,
        entity=entity(record.draft, id=record.id, schema=schema, dataset=LIST),
        sanction=sanction,
        around=tuple(record.around),
    )


def _sanction(record: Record, reference: str, comments: str) -> Entity:
    kind, listed = record.text("UN_LIST_TYPE"), record.days("listed on", record.text("LISTED_ON"))
    regime = regime_of(kind, comments)
    draft: Draft = {"entity": [record.id], "authority": ["United Nations Security Council"]}
    put(draft, "program", kind)
    put(draft, "programId", regime["regime"])
    put(draft, "provisions", *cell(regime["measures"]))
    put(draft, "unscId", reference)
    put(draft, "authorityId", reference)
    put(draft, "recordId", record.id.removeprefix("unsc-"))
    put(draft, "listingDate", *listed)
    # A regime that was ended and came back binds from the day it came back, whenever the entry was made.
    put(draft, "startDate", *(max(day, regime["since"]) for day in listed))
    put(draft, "endDate", *record.days("delisted on", record.text("DELISTED_ON")))
    for text in record.values("LAST_DAY_UPDATED"):
        put(draft, "modifiedAt", *record.days("last updated on", text))
    put(draft, "sourceUrl", regime["source"])
    put(draft, "status", regime["status"])
    put(draft, "description", regime["act"], regime["title"])
    for tag in ("SUBMITTED_BY", "SUBMITTED_ON"):
        if text := record.text(tag):
            record.note(f"{tag.lower().replace('_', ' ')}: {text}")
    return entity(draft, id=f"{record.id}-sanction", schema="Sanction", dataset=LIST)
