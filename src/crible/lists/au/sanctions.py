"""Under which regime somebody is on the Consolidated List, by which measures, and since when."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from crible.lists.au.cells import applies, text, values
from crible.lists.card import card
from crible.lists.drafts import Draft, digest, entity, one_line, put, untold
from crible.lists.listings import UNCONFIRMED
from crible.lists.partial_dates import dates
from crible.lists.xlsx import Cell, Record, cell_text, excel_day
from crible.records.entity import Entity
from crible.records.table import cell, rows

LIST = "au_dfat_sanctions"
_REGIMES = ("committee", "regime", "title", "act", "status")
_MEASURES = ("field", "measures", "title", "source", "status")
# The list writes: Listed by UN (1267 Committee) on 25 January 2001 (amended on 20 December 2005)
_DAY = r"(?<!\d)(\d{1,2}\.?\s+[A-Z][a-z]{2,8}\.?\s+\d{4}|\d{1,2}/\d{1,2}/\d{4})"
_LISTED = re.compile(rf"\b(?:listed|designated)(?:[^()]|\([^()]*committee\)){{0,120}}?{_DAY}", re.IGNORECASE)
_AGAIN = re.compile(r"\b(?:re-?listed|last listed|formerly listed|previously listed)\b.*", re.IGNORECASE | re.DOTALL)
_INSTRUMENT_YEAR = re.compile(
    r"\b(?:Instrument|List|Listing)\b(?:\s+\(?No\.?\s*\d+\)?)?\s+((?:19|20)\d\d)", re.IGNORECASE
)
_CONTINUED = re.compile(r"\bcontinu", re.IGNORECASE)  # an instrument that continues a listing did not begin it
_YEAR_ONLY = "the year of the instrument that the listing information names"


def sanctions(id: str, records: Sequence[Record]) -> Iterator[Entity]:
    """One Sanction for each regime that the rows of a subject name."""
    by_committee: dict[str, list[Record]] = {}
    for where, record in records:
        for committee in values(record["committees"]) or [""]:
            by_committee.setdefault(committee, []).append((where, record))
    for committee, found in by_committee.items():
        suffix = "" if len(by_committee) == 1 else f"-{digest(committee)}"
        yield _sanction(id, f"{id}-sanction{suffix}", committee, found)


def _sanction(id: str, sanction_id: str, committee: str, records: Sequence[Record]) -> Entity:
    regime = _regime(committee)
    draft: Draft = {"entity": [id], "authority": ["Department of Foreign Affairs and Trade"], "country": ["au"]}
    put(draft, "program", committee)
    put(draft, "programId", regime["regime"])
    put(draft, "recordId", id.removeprefix("au-dfat-"))
    measures = list(_measures(records))
    for measure in measures:
        put(draft, "provisions", *cell(measure["measures"]), measure["title"])
    sure = regime["status"] != UNCONFIRMED and all(measure["status"] != UNCONFIRMED for measure in measures)
    sure &= _days(draft, [record for _, record in records])
    put(draft, "status", "" if sure else UNCONFIRMED)
    put(draft, "description", *(() if sure else (_basis(draft, regime, measures),)))
    for _, record in records:
        put(draft, "summary", text(record["listing"]), text(record.get("instrument")))
        put(draft, "modifiedAt", _day(record["control_date"]))
        put(draft, "summary", _control(record["control_date"]))
    put(draft, "sourceUrl", *card("au", LIST).pages)
    return entity(draft, id=sanction_id, schema="Sanction", dataset=LIST)


def _measures(records: Sequence[Record]) -> Iterator[Mapping[str, str]]:
    """The measures that the rows mark; in the layout without those columns, the one the list was of."""
    table = rows("lists", "au_measures", _MEASURES)
    if not any(row["field"] in records[0][1] for row in table):
        yield table[0]
        return
    for row in table:
        marked = [applies(record.get(row["field"]), f"{where}, {row['field']}") for where, record in records]
        if any(marked):
            yield row


def _days(draft: Draft, records: Sequence[Mapping[str, Cell]]) -> bool:
    """Put the day of listing; False where only a year could be made out."""
    days = [day for record in records if (day := _listed(record["listing"]))]
    if days:
        put(draft, "listingDate", min(days))
        return True
    found = [
        year
        for record in records
        for field in ("listing", "instrument")
        for year in _years(cell_text(record.get(field)))
    ]
    if found:
        put(draft, "listingDate", min(found))
    return not found


def _listed(cell: Cell) -> str | None:
    """The day a cell gives for the listing itself, not for what was changed later."""
    if isinstance(cell, int | float | dt.date) and not isinstance(cell, bool):
        return _day(cell)
    first = _AGAIN.sub("", one_line(cell_text(cell)))
    match = _LISTED.search(first)
    return _day(match[1]) or None if match else None


def _years(said: str) -> list[str]:
    said = one_line(said)
    return [] if _CONTINUED.search(said) else _INSTRUMENT_YEAR.findall(said)


def _day(cell: Cell) -> str:
    """A typed day, or the day a number stands for where the sheet lost the format; text as it can be read."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return excel_day(cell)
    if isinstance(cell, dt.date):
        return cell_text(cell)
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text(cell))
    said = f"{match[1]}.{match[2]}.{match[3]}" if match else text(cell)
    return next(iter(dates(said)), "")


def _control(cell: Cell) -> str:
    """A control date written as text that says more than its day, or none, as it stands."""
    said = text(cell) if isinstance(cell, str) else ""
    return f"control date: {said}" if untold(said, [_day(cell)]) else ""


def _basis(draft: Draft, regime: Mapping[str, str], measures: Sequence[Mapping[str, str]]) -> str:
    """What of a listing is not certain, in one line."""
    doubts = [f"regime {regime['regime']}"] if regime["status"] == UNCONFIRMED else []
    doubts += [f"measure {row['title']}" for row in measures if row["status"] == UNCONFIRMED]
    if any(len(day) == 4 for day in draft.get("listingDate", ())):
        doubts.append(_YEAR_ONLY)
    return "; ".join(doubts)


def _regime(committee: str) -> Mapping[str, str]:
    """The row of a committee. One that the table does not know has a regime of its own, unconfirmed."""
    key = one_line(committee).casefold().replace("–", "-")
    if key in _regimes():
        return _regimes()[key]
    slug = re.sub(r"[^A-Z0-9]+", "-", key.upper()).strip("-")
    return dict.fromkeys(_REGIMES, "") | {"regime": f"AU-{slug or 'UNKNOWN'}", "status": UNCONFIRMED}


@cache
def _regimes() -> Mapping[str, Mapping[str, str]]:
    return {row["committee"]: row for row in rows("lists", "au_regimes", _REGIMES)}
