"""OpenSanctions' `targets.simple.csv`: a listed entity to a row, several values to a cell."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from io import StringIO

from crible.lists.card import Reading
from crible.lists.csv_records import csv_records
from crible.lists.drafts import Draft, digest, entity, put
from crible.lists.ftm import faults, is_matchable, schemata
from crible.lists.listings import UNCONFIRMED, known_authority
from crible.lists.own.naming import Own
from crible.lists.own.numbers import put_number
from crible.lists.own.orders import by_authority, listed
from crible.lists.own.raw import Unfit, refused
from crible.lists.partial_dates import whole_day
from crible.records.entity import Entity, Subject
from crible.records.error import CribleError

_REQUIRED = frozenset(("id", "schema", "name", "aliases", "birth_date", "countries", "identifiers", "sanctions"))
_OTHERS = frozenset(("addresses", "phones", "emails", "program_ids", "dataset", "last_seen"))
# What a property cannot hold is kept as a note: this table is a digest, and not every value survived it.
_TEXTS = {"aliases": "alias", "birth_date": "birthDate", "addresses": "address", "phones": "phone", "emails": "email"}
# The days at the end of a sanction's text. The last may be its end or a second beginning, so none is taken as the end.
_DAY = re.compile(r"(?:(?<=^)|(?<= - ))\d{4}-\d\d-\d\d(?=(?: - \d{4}-\d\d-\d\d)*$)")
_WHOSE = "the table does not say which of the data sets its sanctions and programmes are of"


def read_simple(members: Mapping[str, bytes], where: str, *, list_name: str, own: Own, ignored: Set[str]) -> Reading:
    """Every row of a file; it is checked to its end first."""
    reading, day, good = Reading(subjects=()), "", 0
    seen: set[str] = set()
    for line, record, subject in _rows(members["list"], where, list_name, own, ignored):
        day = max(day, whole_day(record.get("last_seen", "")) or "")
        if isinstance(subject, Unfit) or record["id"] in seen:
            fault = subject if isinstance(subject, Unfit) else Unfit(f"{record['id'][:40]} is there twice")
            reading.refused.append(refused(f"{where}:{line}", fault, ",".join(record.values()).encode()))
        else:
            good += 1
        seen.add(record["id"])
    if not good:
        raise CribleError("nobody in this file is listed", where=where, do="give the table of one data set, with rows")
    reading.day = day or None
    reading.subjects = _subjects(_rows(members["list"], where, list_name, own, ignored))
    return reading


def _subjects(rows: Iterator[tuple[int, dict[str, str], Subject | Unfit]]) -> Iterator[Subject]:
    seen: set[str] = set()
    for _, record, subject in rows:
        if not isinstance(subject, Unfit) and record["id"] not in seen:
            yield subject
        seen.add(record["id"])


def _rows(
    body: bytes, where: str, list_name: str, own: Own, ignored: Set[str]
) -> Iterator[tuple[int, dict[str, str], Subject | Unfit]]:
    header, records = csv_records(body, where=where)
    if missing := sorted(_REQUIRED - set(header)):
        raise CribleError(f"columns are missing: {', '.join(missing)}", where=where, do="get the file again")
    if unknown := sorted(set(header) - _REQUIRED - _OTHERS - ignored):
        what = f"columns this reader does not know: {', '.join(unknown)[:200]}"
        raise CribleError(what, where=where, do="get the entities.ftm.json of the same data set, or a newer crible")
    for line, record in records:
        try:
            yield line, record, _subject(record, list_name, own)
        except Unfit as fault:
            yield line, record, fault


def _subject(record: Mapping[str, str], list_name: str, own: Own) -> Subject:
    id, schema = record["id"], record["schema"]
    if schema not in schemata() or not is_matchable(schema):
        raise Unfit(f"{id[:40]}: {schema[:40]!r} is nobody that could be listed")
    draft: Draft = {"topics": ["sanction" if record["sanctions"] else "poi"]}
    put(draft, "name", record["name"])
    for column, prop in _TEXTS.items():
        put(draft, prop, *_values(record.get(column, "")))
    put(draft, "flag" if schema == "Vessel" else "country", *_values(record["countries"]))
    for number in _values(record["identifiers"]):
        put_number(draft, schema, number, country=record["countries"])
    made = _made(draft, id, schema, list_name)
    return listed(made, list(_sanctions(made, record)), (), own)


def _made(draft: Draft, id: str, schema: str, list_name: str) -> Entity:
    """The entity; values that their property cannot hold (a phone number with words) are notes."""
    made = entity(draft, id=id, schema=schema, dataset=list_name)
    if wrong := faults(made):
        raise Unfit(f"{id[:40]}: {'; '.join(wrong)[:200]}")
    return made


def _sanctions(found: Entity, record: Mapping[str, str]) -> Iterator[Entity]:
    """A listing for each data set whose authority we know, else one for them all together."""
    texts = [text for text in _values(record["sanctions"]) if text]
    if not record["sanctions"] and not record.get("program_ids"):
        return
    titles = _values(record.get("dataset", ""))
    made = [(title, _sanction(found, [title], record, texts)) for title in titles]
    known = [sanction for title, sanction in made if known_authority(sanction)]
    for sanction in known or [_sanction(found, titles, record, texts)]:
        yield by_authority(sanction)


def _sanction(found: Entity, titles: Sequence[str], record: Mapping[str, str], texts: Sequence[str]) -> Entity:
    draft: Draft = {"entity": [found.id]}
    put(draft, "authority", *titles)
    put(draft, "program", *titles)
    put(draft, "programId", *_values(record.get("program_ids", "")))
    put(draft, "reason", *texts)
    put(draft, "startDate", min((day for text in texts for day in _DAY.findall(text)), default=None))
    if len(_values(record.get("dataset", ""))) > 1:
        put(draft, "status", UNCONFIRMED)
        put(draft, "description", _WHOSE)
    suffix = digest(*titles) if titles else "listing"
    return entity(draft, id=f"{found.id}-{suffix}", schema="Sanction", dataset=found.datasets[0])


def _values(cell: str) -> list[str]:
    """The values of a cell: a row of its own, parted by semicolons.

    >>> _values('Ceram Sea;"a; b";Nurkez'), _values('""')
    (['Ceram Sea', 'a; b', 'Nurkez'], [])
    """
    return [value for row in csv.reader(StringIO(cell, newline=""), delimiter=";") for value in row if value.strip()]
