"""A record of the UK Sanctions List or of OFSI's list → a listed subject."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crible.lists.drafts import entity, put
from crible.lists.gb.details import put_details
from crible.lists.gb.documents import put_documents, put_register_numbers
from crible.lists.gb.names import also_known, put_names
from crible.lists.gb.places import put_addresses, put_births
from crible.lists.gb.record import Record
from crible.lists.gb.sanction import Publisher, sanctions
from crible.lists.gb.words import labelled
from crible.lists.un.comments import from_comments, references
from crible.names.numbers import well_formed
from crible.records.entity import Entity, Refused, Subject
from crible.records.error import CribleError

_SCHEMAS = {"individual": "Person", "entity": "Organization", "ship": "Vessel"}
_SAYS_IMO = re.compile(r"\bIMO(?: number)?\)?:?\s*(\d{7})\b", re.IGNORECASE)
_MMSI = re.compile(r"\bMMSI:?\s*(\d{9})\b")
_ID = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.-]{0,60}[0-9A-Za-z])?")
_UNIQUE_ID = re.compile(r"\b[A-Z]{3}\d{4}\b")
# IMO numbers of companies; ships have those that begin with another digit.
_COMPANIES = ("5", "6")
_BEGINS = 60  # characters: "UN and EU listing. UN Ref LYe.005. IMO: " comes before the longest


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A subject before the links between subjects are known, and its remarks, which may name others."""

    subject: Subject
    references: frozenset[str]  # the numbers by which other entries may name it
    remarks: str


def subjects(records: Iterable[Record], by: Publisher, made: str | None, refused: list[Refused]) -> list[Subject]:
    """The subject of every record that can be read, linked to those that its remarks name."""
    listed: list[Listed] = []
    for record in records:
        if fault := _fault(record):
            refused.append(fault)
        else:
            listed.append(_listed(record, by, made))
    ids = {key: one.subject.entity.id for one in listed for key in one.references}
    return [_linked(one, ids, by.list) for one in listed]


def _fault(record: Record) -> Refused | None:
    kinds = [text.casefold() for text in record.values.get("type", ())]
    if len(set(kinds)) > 1:
        what = f"{record.id} is {' and '.join(kinds)}"
        raise CribleError(what, where=record.where, do="fetch the file again; the copy is damaged")
    named = any(key in fields for fields in record.groups.get("name", ()) for key in ("part6", "part1", "whole"))
    if kinds and kinds[0] in _SCHEMAS and (named or record.groups.get("native")) and _ID.fullmatch(record.id):
        return None
    return Refused(
        where=record.where,
        what="a designation without id, name or known type",
        do="look the entry up on the publisher's site and report it to them",
        raw=" ".join([record.id, *kinds])[:500],
    )


def _listed(record: Record, by: Publisher, made: str | None) -> Listed:
    record.dataset, record.entity_id = by.list, f"{by.prefix}{record.id}"
    remarks = " ".join(record.values.get("other", ()))
    for field, value in labelled(remarks):
        record.add(field, value)
    kind = record.take("type")[0].casefold()
    schema = _SCHEMAS[kind] if by.tells_ships or kind != "entity" else _firm_or_ship(remarks)
    put_names(record, person=schema == "Person")
    put_births(record)
    put_addresses(record)
    put_documents(record)
    put_register_numbers(record)
    put_details(record)
    found = sanctions(record, by, made)
    _remarks(record, schema)
    record.finish()
    one = entity(record.draft, id=record.entity_id, schema=schema, dataset=by.list)
    return Listed(
        subject=Subject(entity=one, sanctions=found, around=tuple(record.around)),
        references=frozenset(found[0].get("unscId") + found[0].get("authorityId")),
        remarks=" ".join((remarks, *found[0].get("reason"))),
    )


def _remarks(record: Record, schema: str) -> None:
    """The remarks as they stand, and what can safely be read out of them."""
    for text in record.take("other"):
        record.note(text)
        also_known(record, text, person=schema == "Person")
        for prop, value in from_comments(text, person=schema == "Person"):
            put(record.draft, prop, value)
        if schema == "Vessel":
            put(record.draft, "imoNumber", *_SAYS_IMO.findall(text))
            put(record.draft, "mmsi", *_MMSI.findall(text))


def _firm_or_ship(remarks: str) -> str:
    """OFSI's first layout calls ships entities; the remarks on one begin with its IMO number."""
    stated = _SAYS_IMO.search(remarks[:_BEGINS])
    is_ship = stated and not stated[1].startswith(_COMPANIES) and well_formed("imo", stated[1])
    return "Vessel" if is_ship else "Organization"


def _linked(one: Listed, ids: Mapping[str, str], list_name: str) -> Subject:
    """The subject with a link to each other one that its remarks name by a reference number."""
    links: dict[str, Entity] = {}
    me = one.subject.entity.id
    for reference in (*references(one.remarks), *_UNIQUE_ID.findall(one.remarks)):
        other = ids.get(reference, me)
        if other != me and other not in links:
            draft = {"subject": [me], "object": [other], "role": [f"its entry names {reference}"]}
            id = f"{me}-link-{other.rpartition('-')[2]}"
            links[other] = entity(draft, id=id, schema="UnknownLink", dataset=list_name)
    return Subject(
        entity=one.subject.entity,
        sanctions=one.subject.sanctions,
        around=(*one.subject.around, *links.values()),
    )
