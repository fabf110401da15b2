"""One row of the Journal's table → a listed subject, with the measures its annex stands for."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from crible.lists.drafts import Draft, digest, entity, one_line, put, untold
from crible.lists.eu.cells import PLACEHOLDERS, Told, read_cell
from crible.lists.fields import finish
from crible.lists.ftm import is_a, properties
from crible.lists.id_numbers import Number
from crible.lists.partial_dates import beside_dates, dates
from crible.names.places import country_in
from crible.records.entity import Entity, Subject
from crible.records.hit import Measure
from crible.records.table import cell, rows

LIST = "eu_journal_sanctions"

_ANNEX_COLUMNS = ("celex", "annex", "regime", "measures", "article", "title", "exemptions", "source", "status")
# A number with its country or days is a document of its own beside the number on its holder.
_DOCUMENTS = {
    "passportNumber": ("Passport", "passport"),
    "idNumber": ("Identification", "identity number"),
    "taxNumber": ("Identification", "tax number"),
    "registrationNumber": ("Identification", "registration number"),
}


def subject(row: Mapping[str, str], where: str) -> Subject:
    """The entity of a row, its listing, and its documents. Every cell is read; every word is told or noted."""
    left = {column: one_line(text) for column, text in row.items()}
    meta = {column: left.pop(column, "") for column, kind, _ in columns() if kind == "row"}
    law = law_of(meta["celex"], meta["annex"])
    id = _id(meta, left["name"])
    draft: Draft = {}
    found: list[Number] = []
    person = meta["schema"] == "Person"
    for column, kind, prop in columns():
        if text := left.pop(column, "") if kind != "row" else "":
            told = read_cell(kind, text, prop, person=person)
            _keep(draft, column, text, told)
            found += told.numbers
    finish(left, ignored=frozenset(), where=where)
    schema = _schema(meta, draft)
    if not law["source"]:
        put(draft, "notes", f"annex {law['annex']} of {law['celex']}: what it does is not in crible's table")
    put(draft, "topics", _topic(meta["measure"]))
    sanction = _sanction(id, meta, law, draft)
    detailed = [number for number in dict.fromkeys(found) if number.has_details]
    if not is_a(schema, "LegalEntity"):  # only they hold documents
        put(draft, "notes", *(f"{one.prop} {one.value}: {one.issuer} {one.since} {one.until}" for one in detailed))
        detailed = []
    around = tuple(_document(id, number) for number in detailed)
    return Subject(entity=_listed(id, schema, draft), sanctions=(sanction,), around=around)


def law_of(celex: str, annex: str) -> Mapping[str, str]:
    """What an annex does. One that nobody has described yet is an advisory until somebody has."""
    unknown = {"regime": f"EU-{celex}", "measures": Measure.ADVISORY.value, "status": "unconfirmed"}
    blank = dict.fromkeys(_ANNEX_COLUMNS, "")
    return annexes().get((celex, annex)) or blank | unknown | {"celex": celex, "annex": annex}


@lru_cache(maxsize=1)
def annexes() -> dict[tuple[str, str], dict[str, str]]:
    """The annexes of eu_annexes.csv by act and annex."""
    return {(row["celex"], row["annex"]): row for row in rows("lists", "eu_annexes", _ANNEX_COLUMNS)}


def exemptions(regime: str, programme: str) -> tuple[str, ...]:
    """What to look at before relying on a listing: the exemptions of its annex, as short references.

    `regime` and `programme` are those of the listing: "EU-RUS-833", "EU-RUS IV".
    """
    annex = programme.rpartition(" ")[2]
    row = next((row for row in annexes().values() if (row["regime"], row["annex"]) == (regime, annex)), None)
    return cell(row["exemptions"]) if row else ()


@lru_cache(maxsize=1)
def columns() -> list[tuple[str, str, str]]:
    """Column, kind and property of every column of the Journal's table, in its order of reading."""
    table = rows("lists", "eu_columns", ("column", "kind", "property", "because"))
    return [(row["column"], row["kind"], row["property"]) for row in table]


def _id(meta: Mapping[str, str], name: str) -> str:
    """`eu-32014R0269-I.PERSONS-1269`; an entry without a number has a digest of its name in its place."""
    record = re.sub(r"\W+", "-", meta["recordId"]).strip("-") or digest(name)
    return "-".join(("eu", meta["celex"], *map(_in_id, (meta["annex"], record))))


def _in_id(text: str) -> str:
    """The text if it can stand in an id as it is, else a digest of it."""
    return text if re.fullmatch(r"[0-9A-Za-z](?:[0-9A-Za-z._-]{0,60}[0-9A-Za-z])?", text) else digest(text)


def _keep(draft: Draft, column: str, text: str, told: Told) -> None:
    for prop, value in told.values:
        put(draft, prop, value)
    values = [value for _, value in told.values]
    if text not in PLACEHOLDERS and untold(text, [*values, *told.understood]):
        put(draft, "notes", f"{column}: {text}")


def _schema(meta: Mapping[str, str], draft: Draft) -> str:
    """FollowTheMoney's schema: places and currencies by their annex, bodies by what only companies have."""
    schema = meta["schema"]
    if schema == "Asset":
        row = _assets().get((meta["celex"], meta["annex"]), {})
        put(draft, "description", row.get("kind"))
        put(draft, "country", row.get("country"))
        return row.get("schema", "Asset")
    if schema == "LegalEntity":
        for narrower in ("Organization", "Company"):
            own = properties(narrower).keys() - properties(schema).keys()
            if own & draft.keys() and draft.keys() <= properties(narrower).keys() | {"notes"}:
                return narrower
    return schema


def _listed(id: str, schema: str, draft: Draft) -> Entity:
    if schema == "Address":
        place = ", ".join([draft["name"][0], *draft.get("address", [])[:1]])
        put(draft, "full", place)
        put(draft, "country", None if "country" in draft else country_in(place))
    return entity(draft, id=id, schema=schema, dataset=LIST)


@lru_cache(maxsize=1)
def _assets() -> dict[tuple[str, str], dict[str, str]]:
    table = rows("lists", "eu_assets", ("celex", "annex", "schema", "kind", "country", "because"))
    return {(row["celex"], row["annex"]): row for row in table}


@lru_cache(maxsize=1)
def _measures() -> dict[str, dict[str, str]]:
    return {row["measure"]: row for row in rows("lists", "eu_measures", ("measure", "topic", "fits", "because"))}


def _topic(measure: str) -> str:
    return _measures().get(measure, {"topic": "sanction"})["topic"]


def _sanction(id: str, meta: Mapping[str, str], law: Mapping[str, str], listed: Draft) -> Entity:
    """The listing. When a row's measure is not what the table says of its annex, the table is out of date."""
    fits = cell(_measures().get(meta["measure"], {"fits": ""})["fits"])
    agrees = bool(set(fits) & set(cell(law["measures"])))
    draft: Draft = {"entity": [id], "authority": ["Council of the European Union"], "country": ["eu"]}
    put(draft, "program", f"{meta['programKey']} {meta['annex']}")
    put(draft, "programId", law["regime"])
    put(draft, "provisions", *cell(law["measures"]))
    put(draft, "status", law["status"] if agrees else "unconfirmed")
    put(draft, "reason", meta["reason"])
    put(draft, "recordId", meta["recordId"])
    put(draft, "listingDate", *dates(meta["startDate"]))
    put(draft, "startDate", *dates(meta["startDate"]))
    put(draft, "sourceUrl", law["source"])
    put(draft, "description", meta["measure"], law["article"], law["title"])
    if beside_dates(meta["startDate"]):
        put(listed, "notes", f"startDate: {meta['startDate']}")
    return entity(draft, id=f"{id}-sanction", schema="Sanction", dataset=LIST)


def _document(holder: str, number: Number) -> Entity:
    schema, kind = _DOCUMENTS.get(number.prop, ("Identification", number.prop))
    draft: Draft = {"holder": [holder], "number": [number.value], "type": [kind]}
    put(draft, "country", number.country)
    put(draft, "startDate", number.since)
    put(draft, "endDate", number.until)
    return entity(draft, id=f"{holder}-document-{digest(number.prop, number.value)}", schema=schema, dataset=LIST)


def latest_start(subjects: Iterable[Subject]) -> str | None:
    """The latest full day on which anybody was listed."""
    days = [day for one in subjects for each in one.sanctions for day in each.get("listingDate") if len(day) == 10]
    return max(days, default=None)
