"""What a British listing does: the regulations behind it, its measures, its days."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from crible.lists.drafts import Draft, entity, put
from crible.lists.gb.record import LISTING, Record
from crible.lists.gb.words import day
from crible.lists.listings import UNCONFIRMED
from crible.records.entity import Entity
from crible.records.hit import Measure
from crible.records.table import cell, rows

_REGIMES = ("names", "regime", "until", "act", "source", "status")
MEASURES = ("imposed", "indicator", "measures", "says", "source", "status")
_FREEZE = "Asset freeze"
_SHORT = re.compile(r"[^A-Z0-9]+")
_OLD_REFERENCE = re.compile(r"\bUN\s+ref(?:erence)?\.?\s?:?\s*((?:[A-Z]{1,3}[ie]?\.)[A-Z0-9.]*\d)", re.IGNORECASE)
_LONGEST_REFERENCE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who publishes a list, as its listings say."""

    list: str
    prefix: str  # of ids: "gb-fcdo-"
    authority: str
    page: str
    freezes_all: bool = False  # a list of the frozen, which says of nobody what is imposed
    tells_ships: bool = True  # from firms


def sanctions(record: Record, by: Publisher, made: str | None) -> tuple[Entity, ...]:
    """One Sanction for each regime that the record names; most name one."""
    common = _common(record, by)
    found: dict[str, Draft] = {}
    for listing in record.take_group(LISTING) or [{}]:
        name = listing.pop("regime", "")
        draft = found.setdefault(name, {prop: list(values) for prop, values in common.items()})
        regime = regime_of(name, made)
        put(draft, "program", name)
        put(draft, "programId", regime["regime"])
        put(draft, "description", regime["act"])
        _days(record, draft, listing)
    return tuple(
        entity(draft, id=f"{record.entity_id}-sanction{f'-{n}' if n > 1 else ''}", schema="Sanction", dataset=by.list)
        for n, draft in enumerate(found.values(), 1)
    )


def _common(record: Record, by: Publisher) -> Draft:
    imposed = _imposed(record, by)
    draft: Draft = {"entity": [record.entity_id], "authority": [by.authority], "country": ["gb"]}
    known = [found for text in imposed if (found := _measures().get(_key(text)))]
    if not known:
        put(draft, "status", UNCONFIRMED)
        put(draft, "description", "what is imposed is not said, or is not known to this version")
    measures = [measure for row in known for measure in cell(row["measures"])]
    # A travel ban beside a freeze asks nothing more of trade; alone it is an advisory.
    put(draft, "provisions", *([one for one in measures if one != Measure.ADVISORY] or [Measure.ADVISORY.value]))
    put(draft, "provisions", *imposed)
    put(draft, "recordId", record.id)
    put(draft, "authorityId", record.id, *record.take("ofsi_id"), *record.take("reference"))
    put(draft, "unscId", *_references(record))
    put(draft, "reason", *record.take("reasons"))
    put(draft, "description", *(f"Designation source: {text}" for text in record.take("source")))
    put(draft, "sourceUrl", by.page)
    return draft


def _days(record: Record, draft: Draft, listing: Mapping[str, str]) -> None:
    """OFSI's list gives the day of listing beside that of the designation, which for old entries is later."""
    for field, text in listing.items():
        for prop in ("modifiedAt",) if field == "updated" else ("listingDate", "startDate"):
            put(draft, prop, day(text))
        if not day(text):
            record.note(f"{field}: {text}")


def _imposed(record: Record, by: Publisher) -> list[str]:
    """What is imposed in the list's own words, each once; the indicators of the XML say it again."""
    texts = [text for said in record.take("imposed") for text in _split(said) if any(map(str.isalnum, text))]
    known = {_key(text) for text in texts}
    # "Shipping sanctions: (see …)" stands for what several indicators could say, so they only add to it.
    texts += [name for flag in record.take("indicator") if _key(name := _named(flag)) not in known]
    return [_FREEZE] if by.freezes_all else texts


def _split(said: str) -> Iterator[str]:
    """The measures of a cell; the search export puts commas between them, and a dash where there are none."""
    for text in (part.strip() for part in said.split("|")):
        parts = text.split(", ")
        yield from parts if len(parts) > 1 and any(_key(part) in _measures() for part in parts) else [text]


def _named(indicator: str) -> str:
    return next((row["imposed"] for row in _measures().values() if row["indicator"] == indicator), indicator)


def _key(text: str) -> str:
    """`Shipping sanctions: (see "Other information")` is shipping sanctions."""
    return text.partition(":")[0].strip().casefold()


def _references(record: Record) -> list[str]:
    """The United Nations' reference numbers: of their own field, else of the remarks."""
    stated = [part for text in record.take("un_reference") for part in re.split(r"\s*(?:[,;&|]|\band\b)\s*", text)]
    in_remarks = [
        found.rstrip(".") for text in record.values.get("other", ()) for found in _OLD_REFERENCE.findall(text)
    ]
    for long in (text for text in stated if len(text) > _LONGEST_REFERENCE):
        record.note(f"UN reference: {long}")
    return [text for text in stated or in_remarks if text and len(text) <= _LONGEST_REFERENCE]


def regime_of(name: str, made: str | None) -> Mapping[str, str]:
    """The row of gb_regimes.csv for the regime of a copy made on that day; a name nobody knows gives its own id.

    Before the Act of 2018 was commenced, the same short names stood for other law.
    """
    for row in _regimes().get(_folded(name), ()):
        if not row["until"] or (made is not None and made < row["until"]):
            return row
    short = _SHORT.sub("-", name.upper()).strip("-")[:48] or "UNKNOWN"
    return dict.fromkeys(_REGIMES, "") | {"regime": f"GB-{short}", "status": UNCONFIRMED}


@cache
def _regimes() -> dict[str, list[dict[str, str]]]:
    """The rows by each of their names, those that ended first."""
    found: dict[str, list[dict[str, str]]] = {}
    table = rows("lists", "gb_regimes", _REGIMES)
    for row in sorted(table, key=lambda row: not row["until"]):
        for name in cell(row["names"]):
            found.setdefault(_folded(name), []).append(row)
    return found


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("’", "'").removeprefix("the ").split())


@cache
def _measures() -> dict[str, dict[str, str]]:
    return {row["imposed"]: row for row in rows("lists", "gb_measures", MEASURES)}
