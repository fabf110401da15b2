"""What is known of places: the packaged tables of route/, read once into one frozen record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from crible.names.places import territory_name
from crible.records.hit import Citation, LawState, Measure, Severity
from crible.records.table import cell, rows

CONCERN = "transshipment-concern"
_PLACES = ("code", "name", "name_fr", "groups", "tags", "since", "summary", "source_title")
_EMBARGOES = ("id", "destination", "authority", "regime", "measure", "direction", "severity", "since", "until")
_PORTS = ("annex", "point", "names", "kind", "country", "regime", "since", "until", "why_en", "why_fr")


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """One country or occupied area as the researched table has it. Codes are lower case."""

    code: str  # ISO 3166-1 alpha-2, or "ua-43", "ua-dpr-lpr"
    name: str
    name_fr: str  # only for places no country code names
    groups: tuple[str, ...]  # EAR country groups: "D:1"
    tags: tuple[str, ...]
    since: date | None  # first day of the tags; None: not dated
    source: Citation
    confirmed: bool  # of the tags


@dataclass(frozen=True, slots=True, kw_only=True)
class Embargo:
    """One authority's measure against one place, with the days it is law."""

    id: str
    destination: str
    authority: str
    regime: str
    measure: Measure
    direction: str  # "to": what goes there; "from": what comes from there; "any"
    severity: Severity
    since: date | None  # None: older than any order we judge
    until: date | None  # the first day it no longer applies
    scope: Mapping[str, str]  # "en", "fr"
    exemptions: tuple[str, ...]
    source: Citation
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    """A port or airport that a regulation names; dealing with it is banned."""

    point: str
    names: tuple[str, ...]  # as people and UN/LOCODE or ICAO write it
    country: str
    annex: str
    regime: str
    since: date
    until: date | None
    why: Mapping[str, str]
    source: Citation
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Destinations:
    """Everything the route room knows of places."""

    places: Mapping[str, Destination]
    embargoes: tuple[Embargo, ...]
    ports: tuple[Port, ...]

    def called(self, code: str) -> dict[str, str]:
        """The name of a place in both languages, as values of a message."""
        known = self.places.get(code)
        if known and known.name_fr:
            return {"place_en": known.name, "place_fr": known.name_fr}
        return {"place_en": territory_name(code, "en"), "place_fr": territory_name(code, "fr")}


def in_force(since: date | None, until: date | None, as_of: date) -> bool:
    """Is it law on that day? `until` is the first day it no longer is."""
    return (since is None or since <= as_of) and (until is None or as_of < until)


def law_state(confirmed: bool) -> LawState:
    """What may be said of a row that is in force by its dates."""
    return LawState.IN_FORCE if confirmed else LawState.UNCONFIRMED


def transshipment(country: str | None, known: Destinations, as_of: date | None = None) -> bool:
    """Is the place known, by that day, for goods that travel on to where they may not go?"""
    place = known.places.get((country or "").lower())
    if place is None or CONCERN not in place.tags:
        return False
    return as_of is None or in_force(place.since, None, as_of)


@cache
def destinations() -> Destinations:
    """The packaged tables, as one record."""
    return Destinations(
        places={
            row["code"]: _place(row)
            for row in rows("route", "destinations", (*_PLACES, "source_url", "as_of", "status", "note"))
        },
        embargoes=tuple(
            _embargo(row)
            for row in rows(
                "route",
                "embargoes",
                (
                    *_EMBARGOES,
                    "scope_en",
                    "scope_fr",
                    "exemptions",
                    "source_title",
                    "source_url",
                    "status",
                    "since_basis",
                ),
            )
        ),
        ports=tuple(_port(row) for row in rows("route", "ports", (*_PORTS, "source_title", "source_url", "status"))),
    )


def _place(row: Mapping[str, str]) -> Destination:
    return Destination(
        code=row["code"],
        name=row["name"],
        name_fr=row["name_fr"],
        groups=cell(row["groups"]),
        tags=cell(row["tags"]),
        since=_day(row["since"]),
        source=Citation(list="route/destinations", url=row["source_url"], as_of=row["as_of"]),
        confirmed=row["status"] == "confirmed",
    )


def _embargo(row: Mapping[str, str]) -> Embargo:
    return Embargo(
        id=row["id"],
        destination=row["destination"],
        authority=row["authority"],
        regime=row["regime"],
        measure=Measure(row["measure"]),
        direction=row["direction"],
        severity=Severity(row["severity"]),
        since=_day(row["since"]),
        until=_day(row["until"]),
        scope={"scope_en": row["scope_en"], "scope_fr": row["scope_fr"]},
        exemptions=cell(row["exemptions"]),
        source=Citation(list="route/embargoes", url=row["source_url"], as_of=row["since"]),
        confirmed=row["status"] == "confirmed",
    )


def _port(row: Mapping[str, str]) -> Port:
    return Port(
        point=row["point"],
        names=cell(row["names"]),
        country=row["country"],
        annex=row["annex"],
        regime=row["regime"],
        since=date.fromisoformat(row["since"]),
        until=_day(row["until"]),
        why={"why_en": row["why_en"], "why_fr": row["why_fr"]},
        source=Citation(list="route/ports", url=row["source_url"], as_of=row["since"]),
        confirmed=row["status"] == "confirmed",
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
