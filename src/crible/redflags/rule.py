"""What a rule is, and everything the red-flag room reads from its packaged tables and rule files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from crible.names.fold import fold
from crible.records.error import CribleError
from crible.records.hit import Citation, Severity
from crible.records.table import cell, rows, toml

_FLAGS = ("id", "category", "indicator_en", "indicator_fr", "testable", "data_needed", "suggested_severity")
_SOURCE = ("source_title", "source_publisher", "source_date", "source_url", "source_read", "status")
_PLACES = ("code", "name", "name_fr", "groups", "tags", "since", "summary", "source_title", "source_url", "as_of")
_KEYS = {"id", "severity", "all", "any", "none", "since", "source", "settle", "innocent_if_en", "innocent_if_fr"}
_EXAMPLES = {"flagged", "not_flagged"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One researched red flag: the sign in words, and where it comes from."""

    id: str
    sign: Mapping[str, str]  # "sign_en", "sign_fr"
    source: Citation
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: a flag is raised when all facts of `all`, one of `any` and none of `none` are so."""

    name: str  # the file's name without .toml
    id: str  # the flag of red_flags.csv
    severity: Severity
    all: tuple[str, ...]
    any: tuple[str, ...]
    none: tuple[str, ...]
    since: date | None
    source: str
    settle: tuple[str, ...]
    innocent_if: Mapping[str, str]  # "innocent_en", "innocent_fr"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rules:
    """Everything the red-flag room knows."""

    rules: tuple[Rule, ...]  # sorted by flag, then the gravest first, then by name
    flags: Mapping[str, Flag]
    words: Mapping[str, tuple[str, ...]]  # kind → folded words
    concern: Mapping[str, date | None]  # places known for transshipment, and since when
    partners: frozenset[str]  # Member States of the EU and partner countries of Regulation 833/2014


@cache
def rules() -> Rules:
    """The packaged rules and tables, as one record.

    Places of concern and partner countries are the route room's tables: a fact is written once, and tables
    are no imports.
    """
    names = sorted(
        entry.name.removesuffix(".toml")
        for entry in resources.files("crible").joinpath("redflags", "rules").iterdir()
        if entry.name.endswith(".toml")
    )
    gravity = tuple(Severity)
    read = [rule(name, toml("redflags", "rules", f"{name}.toml")) for name in names]
    words: dict[str, tuple[str, ...]] = {}
    for row in rows("redflags", "words", ("kind", "word", "language", "source")):
        words[row["kind"]] = (*words.get(row["kind"], ()), fold(row["word"]))
    places = rows("route", "destinations", (*_PLACES, "status", "note"))
    groups = rows("route", "country_groups", ("group", "country", "source", "status"))
    return Rules(
        rules=tuple(sorted(read, key=lambda r: (r.id, gravity.index(r.severity), r.name))),
        flags={row["id"]: _flag(row) for row in rows("redflags", "red_flags", (*_FLAGS, *_SOURCE))},
        words=words,
        concern={
            row["code"]: date.fromisoformat(row["since"]) if row["since"] else None
            for row in places
            if "transshipment-concern" in cell(row["tags"])
        },
        partners=frozenset(row["country"] for row in groups),
    )


def rule(name: str, raw: Mapping[str, Any]) -> Rule:
    """One rule file; a key nobody knows stops it, since a misspelt `none` would flag the innocent."""
    if unknown := sorted(raw.keys() - _KEYS - _EXAMPLES):
        raise CribleError(
            f"keys that mean nothing in a rule: {', '.join(unknown)}",
            where=f"redflags/rules/{name}.toml",
            do="mend them",
        )
    return Rule(
        name=name,
        id=raw["id"],
        severity=Severity(raw["severity"]),
        all=tuple(raw.get("all", ())),
        any=tuple(raw.get("any", ())),
        none=tuple(raw.get("none", ())),
        since=raw.get("since"),
        source=raw["source"],
        settle=tuple(raw.get("settle", ())),
        innocent_if={"innocent_en": raw["innocent_if_en"], "innocent_fr": raw["innocent_if_fr"]},
    )


def _flag(row: Mapping[str, str]) -> Flag:
    return Flag(
        id=row["id"],
        sign={"sign_en": row["indicator_en"], "sign_fr": row["indicator_fr"]},
        source=Citation(list="redflags/red_flags", url=row["source_url"], as_of=row["source_date"]),
        confirmed=row["status"] == "confirmed",
    )
