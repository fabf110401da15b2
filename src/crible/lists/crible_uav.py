"""The embedded register: who builds, supplies or flies military drones of Iran and Russia, with no file to fetch.

It reads packaged tables that tools/compile_uav_register.py compiles and checks.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib import resources

from crible.lists.card import card
from crible.lists.drafts import Draft, entity, put
from crible.lists.fields import finish
from crible.records.entity import Entity, Subject
from crible.records.table import cell, rows

CARD = card("crible_uav")
VERSION = "2026-08"  # when the research was done
DAY = "2026-08-22"  # the newest official copy it was checked against
_TABLES = ("uav_register.csv", "uav_listings.csv", "uav_programmes.csv", "uav_identifiers.csv")
SHA256 = sha256(
    b"".join(resources.files("crible").joinpath("lists", "tables", t).read_bytes() for t in _TABLES)
).hexdigest()

_ENTITIES = (
    "id", "schema", "name", "aliases", "weak_aliases", "countries", "identifiers", "role", "role_basis", "linked_to",
    "source_title", "source_publisher", "source_date", "source_url", "seen_in", "checked",
)  # fmt: skip
_LISTINGS = ("id", "programme", "listed_on", "status", "basis", "checked", "record")
_PROGRAMMES = (
    "programme",
    "authority",
    "name",
    "country",
    "regime",
    "measures",
    "since",
    "instrument",
    "note",
    "source_url",
)
_IDENTIFIERS = ("type", "country", "property", "document")
# A licence requirement is no sanction.
_TOPICS = {"licence": "export.control"}
Row = dict[str, str]


@cache
def subjects() -> tuple[Subject, ...]:
    """Every entity of the register with its listings and links, in the order of the table."""
    return tuple(_subject(row) for row in rows("lists", "uav_register", _ENTITIES))


def _subject(row: Row) -> Subject:
    record = dict(row)
    id, schema, url = record.pop("id"), record.pop("schema"), record.pop("source_url")
    sanctions = tuple(_sanction(listing, url) for listing in _listings()[id])
    draft: Draft = {}
    put(draft, "name", record.pop("name"))
    put(draft, "alias", *cell(record.pop("aliases")))
    put(draft, "weakAlias", *cell(record.pop("weak_aliases")))
    put(draft, "flag" if schema == "Vessel" else "country", *cell(record.pop("countries")))
    put(draft, "topics", *(_TOPICS.get(s.get("provisions")[0], "sanction") for s in sanctions))
    put(draft, "notes", record.pop("role"))
    put(draft, "sourceUrl", url)
    around = [*_numbers(id, cell(record.pop("identifiers")), draft), *_links(id, cell(record.pop("linked_to")))]
    finish(record, ignored=CARD.format("tables").not_read.keys(), where=f"uav_register.csv: {id}")
    return Subject(entity=_made(draft, id, schema), sanctions=sanctions, around=tuple(around))


def _sanction(listing: Row, url: str) -> Entity:
    """One listing. Its `description` says where the day comes from, its `status` whether that is certain."""
    programme = _programmes()[listing["programme"]]
    draft: Draft = {}
    put(draft, "entity", listing["id"])
    put(draft, "authority", programme["name"])
    put(draft, "authorityId", listing["record"])
    put(draft, "country", programme["country"])
    put(draft, "program", programme["programme"])
    put(draft, "programId", programme["regime"])
    put(draft, "programUrl", programme["source_url"])
    put(draft, "provisions", *cell(programme["measures"]), programme["note"])
    put(draft, "listingDate", listing["listed_on"])
    put(draft, "status", listing["status"])
    put(draft, "description", listing["basis"])
    put(draft, "sourceUrl", url if programme["authority"] == "us-ofac" else programme["source_url"])
    return _made(draft, f"{listing['id']}-{programme['regime'].lower()}", "Sanction")


def _numbers(id: str, texts: tuple[str, ...], draft: Draft) -> Iterator[Entity]:
    """Put numbers, days and addresses of `type-country:value` cells; yield the papers and wallets they stand on."""
    for text in texts:
        kind, _, value = text.partition(":")
        kind, country = _kind_and_country(kind)
        rule = _identifiers().get((kind, country)) or _identifiers()[kind, ""]
        if rule["document"] != "CryptoWallet":
            put(draft, rule["property"], value)
        if rule["document"] and (country or rule["document"] == "CryptoWallet"):
            yield _document(id, rule, country, value)


def _kind_and_country(kind: str) -> tuple[str, str]:
    """The type and country of `type-country`; the country "" when none is written.

    >>> _kind_and_country("national-id-IR"), _kind_and_country("imo-company"), _kind_and_country("crypto-USDT")
    (('national-id', 'ir'), ('imo-company', ''), ('crypto-USDT', ''))
    """
    head, _, last = kind.rpartition("-")
    return (head, last.lower()) if len(last) == 2 and last.isupper() else (kind, "")


def _document(id: str, rule: Row, country: str, value: str) -> Entity:
    draft: Draft = {}
    put(draft, "holder", id)
    if rule["document"] == "CryptoWallet":
        put(draft, "publicKey", value)
        put(draft, "currency", rule["type"].removeprefix("crypto-"))
    else:
        put(draft, "number", value)
        put(draft, "type", rule["type"].replace("-", " "))
        put(draft, "country", country)
    slug = re.sub(r"[^0-9a-z]+", "-", f"{rule['type']}-{value}".lower()).strip("-")
    return _made(draft, f"{id}-{slug}", rule["document"])


def _links(id: str, texts: tuple[str, ...]) -> Iterator[Entity]:
    """Links to other entities, some of them listed outside the register: their ids are kept."""
    for text in texts:
        other, _, relation = text.partition(";")
        draft: Draft = {}
        put(draft, "subject", id)
        put(draft, "object", other)
        put(draft, "role", relation.replace("-", " "))
        yield _made(draft, f"{id}-{relation}-{other}", "UnknownLink")


def _made(draft: Draft, id: str, schema: str) -> Entity:
    return entity(draft, id=id, schema=schema, dataset=CARD.list)


@cache
def _listings() -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows("lists", "uav_listings", _LISTINGS):
        found.setdefault(row["id"], []).append(row)
    return found


@cache
def _programmes() -> Mapping[str, Row]:
    return {row["programme"]: row for row in rows("lists", "uav_programmes", _PROGRAMMES)}


@cache
def _identifiers() -> Mapping[tuple[str, str], Row]:
    return {(row["type"], row["country"]): row for row in rows("lists", "uav_identifiers", _IDENTIFIERS)}
