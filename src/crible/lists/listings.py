"""What the Sanction entities around a subject say, as Listings: one view for every list."""

import re
from collections.abc import Iterator
from functools import cache

from crible.records.entity import Entity, Listing, Subject
from crible.records.hit import Measure
from crible.records.table import cell, rows

# A Sanction's `status` in the embedded register: could its day, or the listing itself, be verified? Its
# `description` then says where the day comes from. Other lists say themselves when they listed somebody.
CONFIRMED, UNCONFIRMED = "confirmed", "unconfirmed"
_COLUMNS = ("authority", "country", "names", "datasets", "source")
_EU_REFERENCE = re.compile(r"EU\.\d+\.\d+")  # of the Commission's files; the French register repeats it
_LONGEST_AUTHORITY = 80
_MEASURES = frozenset(measure.value for measure in Measure)


def listings(subject: Subject) -> list[Listing]:
    """The listings of a subject, one for each of its Sanction entities."""
    return [_listing(sanction) for sanction in subject.sanctions]


def _listing(sanction: Entity) -> Listing:
    provisions, status = sanction.get("provisions"), sanction.get("status")
    return Listing(
        list=sanction.datasets[0] if sanction.datasets else "",
        authority=authority(sanction),
        regime=sanction.first("programId") or "",
        programme=sanction.first("program") or "",
        measures=tuple(Measure(text) for text in provisions if text in _MEASURES),
        since=min(sanction.get("startDate") or sanction.get("listingDate"), default=None),
        until=max(sanction.get("endDate"), default=None),
        listed=min(sanction.get("listingDate"), default=None),
        since_basis=(sanction.first("description") or "") if {CONFIRMED, UNCONFIRMED} & set(status) else "",
        confirmed=UNCONFIRMED not in status,
        notes=(*(text for text in provisions if text not in _MEASURES), *sanction.get("summary")),
        url=sanction.first("sourceUrl") or sanction.first("programUrl") or "",
    )


def references(subject: Subject) -> Iterator[str]:
    """The numbers by which other lists know a subject, too: "un:QDi.001", "us-ofac:7157", "eu:EU.27.28", "gb:8383"."""
    for sanction in subject.sanctions:
        yield from (f"un:{number}" for number in sanction.get("unscId"))
        yield from (f"eu:{number}" for number in sanction.get("authorityId") if _EU_REFERENCE.fullmatch(number))
        listed_by = authority(sanction)
        if listed_by == "us-ofac":
            yield from (f"us-ofac:{number}" for number in sanction.get("recordId"))
        elif listed_by.startswith("gb-"):
            yield from (f"gb:{number}" for number in sanction.get("authorityId"))


def authority(sanction: Entity) -> str:
    """Who listed: a code that the tables know, else the name it gives itself, "" if there is none."""
    return known_authority(sanction) or (sanction.first("authority") or "")[:_LONGEST_AUTHORITY]


def known_authority(sanction: Entity) -> str:
    """Who listed: "us-ofac", "eu-council"…, from the name it gives, else from its list; "" if no table knows.

    A list that gathers several (the Consolidated Screening List, the embedded register) names them.
    """
    for text in sanction.get("authority"):
        for code, _, name in _authorities():
            if name and name.search(text):
                return code
    return next((code for code, lists, _ in _authorities() if lists.intersection(sanction.datasets)), "")


@cache
def _authorities() -> tuple[tuple[str, frozenset[str], re.Pattern[str]], ...]:
    table = rows("lists", "sanction_authorities", _COLUMNS)
    return tuple(
        (
            row["authority"],
            frozenset(cell(row["datasets"])),
            re.compile("|".join(map(_whole_words, cell(row["names"])))),
        )
        for row in table
    )


def _whole_words(name: str) -> str:
    return rf"(?<!\w){re.escape(name)}(?!\w)"
