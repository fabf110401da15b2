"""The Denied Persons List of the Bureau of Industry and Security, in its text file: tabs between quoted cells."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from crible.lists.card import ListReader, Reading, card
from crible.lists.csv_records import Row, csv_records
from crible.lists.drafts import Draft, digest, entity, one_line, put
from crible.lists.fields import finish
from crible.lists.partial_dates import dates
from crible.lists.us.csl_sources import source_of
from crible.lists.us.names import put_names
from crible.lists.us.orders import citations, put_day, us_day
from crible.names.places import country_code
from crible.records.entity import Entity, Refused, Subject
from crible.records.error import CribleError
from crible.records.table import cell

LIST = "us_bis_denied"
_CARD = card("us", LIST)
_FORMAT = _CARD.format("txt")
_LAW = source_of("Denied Persons List (DPL) - Bureau of Industry and Security")  # as the screening list calls it
_PAGE = _CARD.pages[0]
_ADDRESS = {
    "Street_Address": "street",
    "City": "city",
    "State": "state",
    "Postal_Code": "postalCode",
    "Country": "country",
}
_COLUMNS = {
    *_ADDRESS,
    "Name",
    "Effective_Date",
    "Expiration_Date",
    "Standard_Order",
    "Last_Update",
    "Action",
    "FR_Citation",
}


def recognises(_member: str, head: bytes) -> str:
    """Why these first bytes are not the list, "" if they are."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        return "it is empty"
    if start[:1] in b"<{[":
        return "it is HTML, XML or JSON"
    found = len(_header(start) & _COLUMNS)
    return "" if found == len(_COLUMNS) else f"{len(_COLUMNS)} columns expected, {found} found"


def claims(head: bytes) -> str | None:
    """The list's only file, known by its header whatever its name."""
    return _FORMAT.members[0].key if _header(head.removeprefix(b"\xef\xbb\xbf")) == _COLUMNS else None


def _header(start: bytes) -> set[str]:
    return {name.strip(' "') for name in start.partition(b"\n")[0].decode("utf-8", "replace").strip().split("\t")}


def read(members: Mapping[str, bytes], where: str) -> Reading:
    """Every denied person of one copy, with all rows of that name together."""
    refused: list[Refused] = []
    persons: dict[str, list[Row]] = {}
    for line, row in _rows(members["list"], where):
        if any(map(str.isalnum, row["Name"])):
            persons.setdefault(f"us-bis-{digest(row['Name'])}", []).append((line, row))
        else:
            refused.append(_refusal(row, f"{where}:{line}"))
    if not persons:
        raise CribleError("the file lists nobody", where=where, do="fetch the file again")
    day = _day(row["Last_Update"] for found in persons.values() for _, row in found)
    return Reading(subjects=[_subject(id, found, where) for id, found in persons.items()], day=day, refused=refused)


def _rows(body: bytes, where: str) -> Iterator[Row]:
    header, rows = csv_records(body, where=where, delimiter="\t")
    if strange := sorted(set(header) ^ _COLUMNS):
        what = f"columns unknown or missing: {', '.join(strange)[:200]}"
        raise CribleError(what, where=where, do="the format changed: teach the reader the new one")
    for line, row in rows:
        if row["Name"] == "Name":
            raise CribleError("the header comes twice", where=f"{where}:{line}", do="fetch the file again")
        yield line, {column: one_line(text) for column, text in row.items()}


def _refusal(row: Mapping[str, str], where: str) -> Refused:
    raw = " | ".join(row.values())[:500]
    return Refused(where=where, what="a row without a name", do="look the order up in the Federal Register", raw=raw)


def _day(updates: Iterator[str]) -> str | None:
    """The latest update that two rows give. One alone may be a slip: 3033-09-30 stands in real copies."""
    days = Counter(day for text in updates for day in dates(text) if len(day) == 10)
    return max((day for day, times in days.items() if times > 1), default=None)


def _subject(id: str, rows: Sequence[Row], where: str) -> Subject:
    draft: Draft = {}
    orders: dict[str, list[dict[str, str]]] = {}
    around: dict[str, Entity] = {}
    for line, row in rows:
        left = dict(row)
        put_names(draft, left.pop("Name"), "name")
        for address in _address(id, left, draft):
            around[address.id] = address
        put(draft, "notes", *(f"action: {text}" for text in [left.pop("Action")] if text))
        orders.setdefault(us_day(left["Effective_Date"]), []).append(left)
        finish(left, ignored=_ORDER, where=f"{where}:{line}")
    put(draft, "topics", *cell(_LAW["topics"]))
    sanctions = tuple(_sanction(id, day, found, draft) for day, found in orders.items())
    listed = entity(draft, id=id, schema="LegalEntity", dataset=LIST)
    return Subject(entity=listed, sanctions=sanctions, around=tuple(around.values()))


_ORDER = frozenset({"Effective_Date", "Expiration_Date", "Standard_Order", "Last_Update", "FR_Citation"})


def _address(id: str, left: dict[str, str], draft: Draft) -> Iterator[Entity]:
    parts = {prop: left.pop(column) for column, prop in _ADDRESS.items()}
    code = country_code(parts["country"]) if parts["country"] else None
    put(draft, "country", code)
    if parts["country"] and not code:
        put(draft, "notes", f"country: {parts['country']}")
    full = ", ".join(filter(None, parts.values()))
    if full and full != parts["country"]:
        address_id = f"{id}-address-{digest(full)}"
        put(draft, "address", full)
        put(draft, "addressEntity", address_id)
        told: Draft = {"full": [full]}
        for prop, value in parts.items():
            put(told, prop, code if prop == "country" else value)
        yield entity(told, id=address_id, schema="Address", dataset=LIST)


def _sanction(id: str, day: str, rows: Sequence[Mapping[str, str]], listed: Draft) -> Entity:
    """One order. Where its rows give several ends, the latest counts; a row without one means that there is none."""
    draft: Draft = {"entity": [id], "authority": [_LAW["name"]], "country": ["us"]}
    put(draft, "program", _LAW["source"].partition(" - ")[0])
    put(draft, "programId", _LAW["regime"])
    put(draft, "provisions", *cell(_LAW["measures"]), _LAW["also"])
    put(draft, "status", _LAW["status"])
    put_day(draft, "startDate", day, listed)
    ends = [us_day(row["Expiration_Date"]) for row in rows]
    for end in ends:
        put_day(draft if all(ends) else {}, "endDate", end, listed)
    for row in rows:
        put(draft, "provisions", *(f"standard order: {text}" for text in [row["Standard_Order"]] if text))
        put(draft, "authorityId", *citations(row["FR_Citation"]))
        put_day(draft, "modifiedAt", row["Last_Update"], listed)
    put(draft, "sourceUrl", _PAGE)
    return entity(draft, id=f"{id}-{digest(day)}", schema="Sanction", dataset=LIST)


READER = ListReader(card=_CARD, format=_FORMAT, recognises=recognises, read=read, claims=claims)
