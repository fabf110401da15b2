"""OFAC's programmes: what each tag stands for, on the SDN list and on the consolidated one."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from crible.lists.drafts import Draft, entity, put
from crible.lists.ofac.clauses import SANCTIONS, Fact, slug
from crible.records.entity import Entity
from crible.records.table import cell, rows

_COLUMNS = (
    "list",
    "programme",
    "regime",
    "measures",
    "limited_to",
    "topics",
    "title",
    "instrument",
    "source",
    "status",
)
_DIRECTIVE_COLUMNS = ("programme", "directive", "measures", "limited_to", "source")
_DETAILS = "https://sanctionssearch.ofac.treas.gov/Details.aspx?id="
_TOKEN = re.compile(r"\d{5}|[A-Z]{4,}")  # an executive order's number, or a tag such as CMIC


class Programme(NamedTuple):
    """One tag on one list. `limited_to` says, in words, what the measures reach; "" if all dealings."""

    regime: str
    measures: tuple[str, ...]
    limited_to: str
    topics: tuple[str, ...]


# What a listing does when its tag is not in the table: on the SDN list everybody is blocked, and the
# consolidated list names nobody without some dealings being forbidden.
_UNKNOWN: Mapping[str, tuple[str, ...]] = {
    "us_ofac_sdn": ("asset_freeze", "transaction_ban"),
    "us_ofac_cons": ("transaction_ban",),
}


@cache
def _table() -> Mapping[tuple[str, str], Programme]:
    return {
        (row["list"], row["programme"]): Programme(
            row["regime"], cell(row["measures"]), row["limited_to"], cell(row["topics"])
        )
        for row in rows("lists", "ofac_programmes", _COLUMNS)
    }


def known(list_name: str, tag: str) -> bool:
    """Is the tag in the table, for this list?"""
    return (list_name, tag) in _table()


def programme(list_name: str, tag: str) -> Programme:
    """The programme of a tag; an unknown one gets the list's own measures, so that it is never lost."""
    regime = f"US-{slug(tag).upper()}"
    return _table().get((list_name, tag)) or Programme(regime, _UNKNOWN[list_name], "", ("sanction",))


def tags(text: str) -> list[str]:
    """The programmes of a cell, which joins them by closing and opening brackets.

    >>> tags("NPWMD] [CYBER2] [CAATSA - RUSSIA")
    ['NPWMD', 'CYBER2', 'CAATSA - RUSSIA']
    """
    return list(dict.fromkeys(tag for part in re.split(r"\]\s*\[", text.strip(" []")) if (tag := part.strip())))


def sanctions(list_name: str, number: str, cell_text: str, facts: Sequence[Fact]) -> Iterator[Entity]:
    """One Sanction for each programme, with what the remarks say about it.

    Remarks that name a programme are put under that one alone, all others under each.
    """
    found = tags(cell_text)
    part = "cons-" if list_name == "us_ofac_cons" else ""  # the same number and tag may be on both lists
    for tag in found:
        about = [fact for fact in facts if tag in _about(fact.about.removeprefix(SANCTIONS), found)]
        draft = _sanction(list_name, number, tag, about)
        yield entity(draft, id=f"ofac-{number}-{part}{slug(tag)}", schema="Sanction", dataset=list_name)


def _about(clause: str, found: Sequence[str]) -> Sequence[str]:
    """The programmes that a clause speaks of: a programme's own tag is one; a clause that names none means all."""
    if clause in found:
        return [clause]
    words = set(_TOKEN.findall(clause))
    return [tag for tag in found if words & set(_TOKEN.findall(tag))] or found


def _sanction(list_name: str, number: str, tag: str, about: Sequence[Fact]) -> Draft:
    what = programme(list_name, tag)
    draft: Draft = {}
    put(draft, "entity", f"ofac-{number}")
    put(draft, "authority", "Office of Foreign Assets Control")
    put(draft, "country", "us")
    put(draft, "program", tag)
    put(draft, "programId", what.regime)
    directives = _directives(tag, [fact.value for fact in about]) if list_name == "us_ofac_cons" else []
    put(draft, "provisions", *(measure for measures, _ in directives for measure in measures))
    put(draft, "provisions", *(() if directives else what.measures))
    limits = [limit for _, limit in directives] or [what.limited_to]
    put(draft, "provisions", *(f"limited to {limit}" for limit in limits if limit))
    for fact in sorted(about, key=lambda fact: fact.value if fact.prop in ("listingDate", "startDate") else ""):
        put(draft, fact.prop, fact.value)
    put(draft, "recordId", number)
    put(draft, "sourceUrl", f"{_DETAILS}{number}")
    return draft


def _directives(tag: str, texts: Iterable[str]) -> list[tuple[tuple[str, ...], str]]:
    """The measures and limits of the directives that the remarks name, in place of the tag's own."""
    said = "\n".join(texts)
    return [
        (cell(row["measures"]), row["limited_to"])
        for row in _directive_rows()
        if row["programme"] == tag and re.search(rf"Directive {row['directive']}(?![0-9a-z])", said)
    ]


@cache
def _directive_rows() -> list[dict[str, str]]:
    return rows("lists", "ofac_directives", _DIRECTIVE_COLUMNS)
