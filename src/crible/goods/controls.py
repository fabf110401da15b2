"""The goods lists and what they mean for a destination: the packaged tables, read once into one frozen record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from crible.records.hit import Citation, Measure, Severity
from crible.records.table import cell, rows

_GOODS = (
    "id",
    "hs6",
    "list",
    "tier",
    "description",
    "keywords_en",
    "keywords_fr",
    "eccn",
    "parts",
    "families",
    "since",
)
_SOURCE = ("source_title", "source_publisher", "source_date", "source_url", "as_of", "status", "note")
_REACH = ("id", "lists", "tiers", "to", "since", "until", "authority", "regime", "measure", "severity", "settle")
_PLACES = ("code", "name", "name_fr", "groups", "tags", "since", "summary", "source_title", "source_url", "as_of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One row of a goods list. `hs6` is "" when the row names goods by words only."""

    id: str
    hs6: str
    list: str  # "chpl", "ear_746_supp7", "iran_uav_guidance"
    tier: str  # "1" … "4B"; "" for lists without tiers
    description: str
    keywords: tuple[str, ...]  # English and French
    parts: tuple[str, ...]  # part numbers, or how they begin
    since: date | None  # None: not dated
    source: Citation
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What a list means for goods that go to certain places, between two days."""

    id: str
    lists: tuple[str, ...]
    tiers: tuple[str, ...]  # none: all
    to: tuple[str, ...]  # codes of places, or "@concern", "@unknown", "@other"
    since: date | None
    until: date | None
    authority: str
    regime: str
    measure: Measure
    severity: Severity
    settle: tuple[str, ...]
    exemptions: tuple[str, ...]
    source: Citation
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Controls:
    """Everything the goods room knows."""

    by_hs6: Mapping[str, tuple[Control, ...]]
    every: tuple[Control, ...]
    reach: tuple[Reach, ...]  # the gravest first: of the rows that apply, the first is the one to show
    concern: Mapping[str, date | None]  # places known for transshipment, and since when
    areas: Mapping[str, tuple[str, str]]  # names of places no country code names, in English and French


@cache
def controls() -> Controls:
    """The packaged tables, as one record.

    Places of concern are the route room's table: a fact is written once, and tables are no imports.
    """
    every = tuple(_control(row) for row in rows("goods", "controlled_goods", (*_GOODS, *_SOURCE)))
    by_hs6: dict[str, tuple[Control, ...]] = {}
    for control in every:
        if control.hs6:
            by_hs6[control.hs6] = (*by_hs6.get(control.hs6, ()), control)
    gravity = tuple(Severity)
    reach = (
        _reach(row) for row in rows("goods", "reach", (*_REACH, "exemptions", "source_title", "source_url", "status"))
    )
    places = rows("route", "destinations", (*_PLACES, "status", "note"))
    return Controls(
        by_hs6=by_hs6,
        every=every,
        reach=tuple(sorted(reach, key=lambda row: gravity.index(row.severity))),
        concern={row["code"]: _day(row["since"]) for row in places if "transshipment-concern" in cell(row["tags"])},
        areas={row["code"]: (row["name"], row["name_fr"]) for row in places if row["name_fr"]},
    )


def _control(row: Mapping[str, str]) -> Control:
    return Control(
        id=row["id"],
        hs6=row["hs6"],
        list=row["list"],
        tier=row["tier"],
        description=row["description"],
        keywords=(*cell(row["keywords_en"]), *cell(row["keywords_fr"])),
        parts=cell(row["parts"]),
        since=_day(row["since"]),
        source=Citation(list=row["list"], url=row["source_url"], as_of=row["source_date"] or row["as_of"]),
        confirmed=row["status"] == "confirmed",
    )


def _reach(row: Mapping[str, str]) -> Reach:
    return Reach(
        id=row["id"],
        lists=cell(row["lists"]),
        tiers=cell(row["tiers"]),
        to=cell(row["to"]),
        since=_day(row["since"]),
        until=_day(row["until"]),
        authority=row["authority"],
        regime=row["regime"],
        measure=Measure(row["measure"]),
        severity=Severity(row["severity"]),
        settle=cell(row["settle"]),
        exemptions=cell(row["exemptions"]),
        source=Citation(list="goods/reach", url=row["source_url"], as_of=row["since"]),
        confirmed=row["status"] == "confirmed",
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
