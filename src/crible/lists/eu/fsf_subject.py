"""One entry of the Financial Sanctions Files → a listed subject."""

import re

from crible.lists.drafts import entity, one_line
from crible.lists.eu.fsf_documents import documents
from crible.lists.eu.fsf_entry import Entry
from crible.lists.eu.fsf_law import sanctions
from crible.lists.eu.fsf_names import is_name, names
from crible.lists.eu.fsf_places import addresses, births, citizenships
from crible.lists.eu.fsf_record import LIST, Record
from crible.records.entity import Subject

# The schema's two classes, and the words for them; the list does not tell firms from groups, nor ships from both.
_PERSON, _BODY = frozenset({"p", "person"}), frozenset({"e", "enterprise"})


def unreadable(entry: Entry) -> str:
    """Why an entry cannot be read, "" if it can."""
    id = entry.fields.get("logicalId", "")
    if not re.fullmatch("[0-9]{1,30}", id):
        return "an entry without a logicalId"
    if not any(map(is_name, entry.details["nameAlias"])):
        return "an entry without a name"
    kinds = _kinds(entry)
    return "" if bool(kinds & _PERSON) != bool(kinds & _BODY) else "an entry that is neither person nor enterprise"


def subject(entry: Entry) -> Subject:
    """The listed person or body, its listing, and what stands around it."""
    kinds = _kinds(entry)
    record = Record(id=f"eu-fsf-{entry.fields['logicalId']}", person=bool(kinds & _PERSON), where=entry.where)
    names(record, entry.details["nameAlias"])
    births(record, entry.details["birthdate"])
    citizenships(record, entry.details["citizenship"])
    documents(record, entry.details["identification"])
    addresses(record, entry.details["address"])
    for kind in sorted(kinds - _PERSON - _BODY):
        record.note(f"kind: {kind}")
    for name in ("remark", "additionalInformation"):
        for line in entry.fields.get(name, "").splitlines():
            record.note(one_line(line))
    schema = "Person" if record.person else "Organization"
    listed = entity(record.draft, id=record.id, schema=schema, dataset=LIST)
    return Subject(entity=listed, sanctions=sanctions(record, entry), around=tuple(record.around))


def _kinds(entry: Entry) -> set[str]:
    return {kind for name in ("code", "classificationCode") if (kind := one_line(entry.fields.get(name)).casefold())}
