"""A list that a house keeps as a table: who, why, since when. Only the name is required."""

import re
from collections.abc import Iterator, Mapping, Set
from functools import cache

from crible.lists.card import Reading
from crible.lists.csv_records import csv_records
from crible.lists.drafts import Draft, digest, entity, one_line, put
from crible.lists.ftm import faults
from crible.lists.own.naming import Own
from crible.lists.own.numbers import put_number
from crible.lists.own.orders import HOUSE
from crible.lists.own.raw import Unfit, refused
from crible.lists.partial_dates import beside_dates, dates
from crible.names.places import country_code, country_in
from crible.records.entity import Entity, Subject
from crible.records.error import CribleError
from crible.records.hit import Measure
from crible.records.table import rows

_DELIMITERS = (",", ";", "\t", "|")
_SEVERAL = re.compile(r"\s*[;|\n]\s*")
_MEASURES = frozenset(measure.value for measure in Measure)
_ISO = re.compile(r"\d{4}(?:-\d\d){1,2}", re.ASCII)


def read_house(members: Mapping[str, bytes], where: str, *, list_name: str, own: Own, ignored: Set[str]) -> Reading:  # noqa: ARG001
    """Every row of a table, read to its end before the first is handed out."""
    reading = Reading(subjects=())
    found: dict[str, Subject] = {}
    for line, record in _records(members["list"], where):
        try:
            one = _subject(record, list_name, own)
            if one.entity.id in found:
                raise Unfit("an entry that is there twice: the id, or all that tells it from another")
            found[one.entity.id] = one
        except Unfit as fault:
            reading.refused.append(refused(f"{where}:{line}", fault, ",".join(record.values()).encode()))
    if not found:
        raise CribleError("no row of this table could be read", where=where, do="give each row a name")
    reading.subjects = list(found.values())
    return reading


def header_of(head: bytes) -> tuple[list[str], str]:
    """The column names in the first line of a table, in lower case, and what parts them."""
    line = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace")
    delimiter = max(_DELIMITERS, key=line.count)
    return [_header(name.strip().strip('"')) for name in line.strip().split(delimiter)], delimiter


def _records(body: bytes, where: str) -> Iterator[tuple[int, dict[str, str]]]:
    if body and not body.endswith(b"\n"):
        do = "save the table again; if it really ends here, end its last line, too"
        raise CribleError("the last line does not end, as if the table were cut", where=where, do=do)
    delimiter = header_of(body[:65_536])[1]
    header, records = csv_records(body.rstrip() + b"\n", where=where, delimiter=delimiter)
    fields = [columns().get(_header(name)) for name in header]
    if unknown := [name for name, field in zip(header, fields, strict=True) if field is None]:
        raise CribleError(
            f"columns that a house list does not have: {', '.join(unknown)[:200]}",
            where=where,
            do=f"rename them or leave them out; known are {', '.join(dict.fromkeys(columns().values()))}",
        )
    if "name" not in fields or len(set(fields)) < len(fields):
        what = "two columns mean the same" if "name" in fields else "no column is called name"
        raise CribleError(what, where=where, do="name each column once, and one of them name")
    known = [field for field in fields if field]
    for line, record in records:
        if any(map(str.strip, record.values())):
            yield line, dict(zip(known, map(str.strip, record.values()), strict=True))


def _subject(record: Mapping[str, str], list_name: str, own: Own) -> Subject:
    name, id = record["name"], _id(record, list_name)
    if not any(map(str.isalnum, name)):
        raise Unfit("a row without a name")
    schema = _schemata().get(one_line(record.get("schema", "")).casefold())
    if schema is None:
        raise Unfit(f"what kind of entry is {record['schema'][:40]!r}? write person, company, vessel, aircraft")
    draft: Draft = {"name": [one_line(name)], "topics": ["poi"]}
    for prop in ("alias", "weakAlias"):
        put(draft, prop, *_values(record, prop))
    put(draft, "birthDate", *_days(record, "birth_date"))
    for field in ("birth_date", "since", "until"):
        put(draft, "notes", *(f"{field}: {text}" for text in _values(record, field) if beside_dates(text)))
    _countries(draft, record, "country", "flag" if schema == "Vessel" else "country")
    _countries(draft, record, "nationality", "nationality" if schema == "Person" else "country")
    around = _addresses(draft, id, record, list_name)
    for number in _values(record, "identifiers"):
        put_number(draft, schema, number, country=";".join(draft.get("country", ())))
    put(draft, "notes", record.get("notes"))
    found = entity(draft, id=id, schema=schema, dataset=list_name)
    sanction = _sanction(id, record, list_name, own)
    if wrong := [fault for one in (found, sanction, *around) for fault in faults(one)]:
        raise Unfit("; ".join(wrong)[:200])
    return Subject(entity=found, sanctions=(sanction,), around=around)


def _id(record: Mapping[str, str], list_name: str) -> str:
    """The list's name before the row's own id; without one, a digest of who it is."""
    prefix, own_id = list_name.replace("_", "-"), record.get("id", "")
    if not own_id:
        return f"{prefix}-{digest(*(record.get(field, '') for field in ('name', 'birth_date', 'country')))}"
    slug = re.sub(r"[^0-9A-Za-z.]+", "-", own_id).strip("-.")
    return f"{prefix}-{slug}" if slug == own_id else f"{prefix}-{slug or 'x'}-{digest(own_id)}"


def _sanction(id: str, record: Mapping[str, str], list_name: str, own: Own) -> Entity:
    measures = [one_line(text).casefold().replace(" ", "_") for text in _values(record, "measure")]
    if unknown := [text for text in measures if text not in _MEASURES]:
        raise Unfit(f"no measure: {unknown[0][:40]!r}; write {', '.join(sorted(_MEASURES))}")
    draft: Draft = {"entity": [id], "authority": [HOUSE], "program": [own.dataset]}
    put(draft, "provisions", *measures or [Measure.ADVISORY.value])
    put(draft, "reason", record.get("reason"))
    put(draft, "startDate", *_days(record, "since"))
    put(draft, "endDate", *_days(record, "until"))
    source = record.get("source", "")
    put(draft, "sourceUrl" if re.fullmatch(r"https?://\S+\.\S+", source) else "summary", source)
    put(draft, "recordId", record.get("id"))
    return entity(draft, id=f"{id}-listing", schema="Sanction", dataset=list_name)


def _days(record: Mapping[str, str], field: str) -> list[str]:
    found = [day for text in _values(record, field) for day in dates(text)]
    precise = max((text.count("-") for text in _values(record, field) if _ISO.fullmatch(text)), default=0)
    if record.get(field) and (not found or max(day.count("-") for day in found) < precise):
        raise Unfit(f"{field}: no date in {record[field][:20]!r}; write 1961-03-07, 1961-03 or 1961")
    return found


def _countries(draft: Draft, record: Mapping[str, str], field: str, prop: str) -> None:
    for text in _values(record, field):
        code = country_code(text)
        put(draft, prop if code else "notes", code or f"{field}: {text}")


def _addresses(draft: Draft, id: str, record: Mapping[str, str], list_name: str) -> tuple[Entity, ...]:
    found: dict[str, Entity] = {}
    for full in _values(record, "address"):
        address_id = f"{id}-address-{digest(full)}"
        parts: Draft = {"full": [full]}
        put(parts, "country", country_in(full))
        found[address_id] = entity(parts, id=address_id, schema="Address", dataset=list_name)
        put(draft, "address", full)
        put(draft, "addressEntity", address_id)
    return tuple(found.values())


def _values(record: Mapping[str, str], field: str) -> list[str]:
    return [part for part in _SEVERAL.split(record.get(field, "")) if part]


def _header(name: str) -> str:
    return " ".join(re.split(r"[\s_-]+", name.strip().casefold()))


@cache
def columns() -> Mapping[str, str]:
    """The column names that a house list may have, and what they mean."""
    return {row["header"]: row["field"] for row in rows("lists", "own_columns", ("header", "field"))}


@cache
def _schemata() -> Mapping[str, str]:
    return {row["word"]: row["schema"] for row in rows("lists", "own_schemata", ("word", "schema"))}
