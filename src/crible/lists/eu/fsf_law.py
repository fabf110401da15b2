"""Under which act an entry stands, what that act does, and since when."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from crible.lists.drafts import Draft, digest, entity, put, untold
from crible.lists.eu.fsf_entry import Entry, Fields, days
from crible.lists.eu.fsf_record import LIST, Record
from crible.lists.listings import UNCONFIRMED
from crible.records.entity import Entity
from crible.records.table import cell, rows

_COLUMNS = ("programme", "act", "regime", "measures", "title", "source", "status")
_ACT = re.compile(r"(?<!\d)(\d{1,4})/(\d{1,4})(?!\d)")
_COUNCIL = "Council of the European Union"
_ADOPTED_BY = {"commission": "European Commission", "council": _COUNCIL, "": _COUNCIL}


def law_of(programme: str, act: str) -> Mapping[str, str]:
    """The row of eu_programmes.csv for a programme and the title of an act: "UKR", "269/2014 (OJ L78)".

    Entries name the act that last touched them, mostly one that amends the annex of another; then the
    programme's first row counts. A programme nobody has described yet has a regime of its own.
    """
    numbers = {number for a, b in _ACT.findall(act) for number in (f"{a}/{b}", f"{b}/{a}")}
    named = [row for row in _table() if row["act"] in numbers]
    of_programme = [row for row in _table() if programme and row["programme"] == programme]
    both = [row for row in named if row in of_programme]
    if found := both or named or of_programme:
        return found[0]
    [unknown] = [row for row in _table() if not row["programme"]]
    return unknown | {"regime": f"EU-{re.sub(r'[^A-Z0-9]+', '-', programme.upper()).strip('-') or 'FSF'}"}


@cache
def _table() -> list[dict[str, str]]:
    return rows("lists", "eu_programmes", _COLUMNS)


def sanctions(record: Record, entry: Entry) -> tuple[Entity, ...]:
    """The listings of an entry, one for each regime that its acts belong to: as a rule one."""
    by_regime: dict[str, list[Fields]] = {}
    for act in entry.regulations or [{}]:
        law = law_of(act.get("programme", ""), act.get("numberTitle", ""))
        by_regime.setdefault(law["regime"], []).append(act)
    return tuple(
        _sanction(record, entry, acts, "" if at == 0 else f"-{digest(regime)}")
        for at, (regime, acts) in enumerate(by_regime.items())
    )


def _sanction(record: Record, entry: Entry, acts: list[Fields], suffix: str) -> Entity:
    law = law_of(acts[0].get("programme", ""), acts[0].get("numberTitle", ""))
    fields = entry.fields
    draft: Draft = {"entity": [record.id], "country": ["eu"]}
    put(draft, "authority", *(_ADOPTED_BY.get(act.get("organisationType", "").casefold(), _COUNCIL) for act in acts))
    put(draft, "program", *(act.get("programme") for act in acts))
    put(draft, "programId", law["regime"])
    put(draft, "provisions", *cell(law["measures"]))
    put(draft, "programUrl", law["source"])
    put(draft, "sourceUrl", *(act.get("publicationUrl") for act in acts))
    put(draft, "description", *(_act(act) for act in acts), law["title"])
    put(draft, "recordId", fields.get("logicalId"))
    put(draft, "authorityId", fields.get("euReferenceNumber"))
    put(draft, "unscId", fields.get("unitedNationId"))
    put(draft, "summary", fields.get("designationDetails"))
    for act in acts:
        put(draft, "summary", act.get("remark"), act.get("additionalInformation"))
        put(draft, "summary", *_unsaid(act))
    put(draft, "summary", *_no_days(fields, "designationDate", "delistingDate"))
    for group in entry.details.values():
        put(draft, "summary", *(text for detail in group for text in _no_days(detail, "publicationDate")))
    _days(draft, entry, acts, law["status"])
    return entity(draft, id=f"{record.id}-sanction{suffix}", schema="Sanction", dataset=LIST)


def _unsaid(act: Fields) -> Iterator[str]:
    """What an act says that has no property: who adopted it, if none of those known, and days that are none."""
    if (adopted := act.get("organisationType", "").casefold()) not in _ADOPTED_BY:
        yield f"organisationType: {adopted}"
    yield from _no_days(act, "entryIntoForceDate", "publicationDate")


def _no_days(fields: Fields, *names: str) -> Iterator[str]:
    """Days that cannot be read, as they stand."""
    for name in names:
        if untold(text := fields.get(name, ""), days(text)):
            yield f"{name}: {text}"


def _act(act: Fields) -> str:
    return " ".join(act[name] for name in ("regulationType", "numberTitle") if name in act)


def _days(draft: Draft, entry: Entry, acts: list[Fields], status: str) -> None:
    """Since when: the day of designation, or the earliest day of an act that the entry names.

    Acts that amend or renew a list are younger than the listing: a day that only they give is
    `unconfirmed`, and the listing may be older.
    """
    fields = entry.fields
    designated = days(fields.get("designationDate", ""))
    in_force = days(*(act.get("entryIntoForceDate", "") for act in acts))
    published = days(*(act.get("publicationDate", "") for act in acts), *_published(entry))
    put(draft, "listingDate", *(designated or published)[:1])
    put(draft, "startDate", *sorted([*designated, *in_force, *([] if designated else published)])[:1])
    put(draft, "endDate", *days(fields.get("delistingDate", "")))
    put(draft, "modifiedAt", *published[-1:])
    put(draft, "status", status if designated else UNCONFIRMED)


def _published(entry: Entry) -> Iterable[str]:
    return (fields.get("publicationDate", "") for group in entry.details.values() for fields in group)
