"""Japan's Foreign End User List in its workbook: one row, one body that weapons are a concern with."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from crible.lists.card import ListReader, Reading, card
from crible.lists.drafts import Draft, entity, one_line, put, untold
from crible.lists.listings import UNCONFIRMED
from crible.lists.single_names import single_name
from crible.lists.xlsx import Cell, cell_text, no_xlsx, xlsx_records
from crible.names.places import country_code
from crible.records.entity import Entity, Refused, Subject
from crible.records.error import CribleError
from crible.records.table import cell, rows

_LIST = "jp_meti_eul"
_CARD = card("jp", _LIST)
_FORMAT = _CARD.format("xlsx")
_REQUIRED = frozenset(("number", "country", "name", "aliases", "wmd"))
_CONCERNS = ("field", "code", "word", "title", "measures", "source", "status")
_BULLET = re.compile(r"^\s*[・･•]\s*", re.MULTILINE)
_CODE = re.compile(r"(?<![A-Z])(CW|[A-Z])(?![A-Z])")
_AGAIN = "fetch the file again; the last good copy stays"
Fields = Mapping[str, Cell]


def recognises(_member: str, head: bytes) -> str:
    """Why these first bytes are no workbook; what it holds shows only when it is unpacked."""
    return no_xlsx(head)


def read(members: Mapping[str, bytes], where: str) -> Reading:
    """Every listed body of one copy, read to its end before the first is handed out."""
    reading = Reading(subjects=())
    found: dict[str, Subject] = {}
    for place, record in xlsx_records(members["list"], _columns(), required=_REQUIRED, where=where):
        number = re.fullmatch(r"\d{1,5}", _text(record["number"]))
        if not number or not _text(record["name"]):
            reading.refused.append(_refuse(place, record))
            continue
        one = _subject(f"jp-meti-{int(number[0])}", record)
        if found.setdefault(one.entity.id, one) is not one:
            raise CribleError(f"number {number[0]} is there twice", where=place, do=_AGAIN)
    if not found:
        raise CribleError("the workbook lists nobody", where=where, do=_AGAIN)
    reading.subjects = list(found.values())
    return reading


def _subject(id: str, record: Fields) -> Subject:
    draft: Draft = {"topics": ["export.control"]}
    _names(draft, _text(record["name"]), "name")
    for alias in _aliases(_text(record["aliases"])):
        _names(draft, alias, "alias")
    country = _text(record["country"])
    codes = [country_code(one_line(country)), *map(country_code, country.splitlines())]
    put(draft, "country", next(filter(None, codes), None))
    put(draft, "notes", f"country: {country}" if country and not (codes[0] or all(codes[1:])) else "")
    sanction = _sanction(id, list(_concerns(draft, record)))
    return Subject(entity=entity(draft, id=id, schema="Organization", dataset=_LIST), sanctions=(sanction,))


def _names(draft: Draft, text: str, prop: str) -> None:
    """A name, and the same in another script that stands in brackets after it."""
    found = single_name(one_line(text), prop, person=False)
    for named in found:
        put(draft, *named)
    if untold(text, [name for _, name in found]):
        put(draft, "notes", f"name: {text}")


def _aliases(text: str) -> list[str]:
    """The aliases of a cell, a bullet to each; a line without one goes on from the line before.

    >>> _aliases("・Candid Trading\\n LLC\\n・CT"), _aliases("Abascience; AB Science")
    (['Candid Trading LLC', 'CT'], ['Abascience', 'AB Science'])
    """
    parts = _BULLET.split(text) if _BULLET.search(text) else text.split("\n")
    return [alias for part in parts for piece in part.split(";") if (alias := one_line(piece))]


def _concerns(draft: Draft, record: Fields) -> Iterator[Mapping[str, str]]:
    """The weapons a body is a concern for; words and letters the table does not know are a note."""
    for field in ("wmd", "conventional"):
        said = _text(record.get(field))
        left = said
        for row in (row for row in rows("lists", "jp_concerns", _CONCERNS) if row["field"] == field):
            if row["word"] in said or row["code"] in _CODE.findall(said):
                left = re.sub(rf"{row['word']}|(?<![A-Z]){row['code']}(?![A-Z])", " ", left)
                yield row
        put(draft, "notes", f"concern: {one_line(said)}" if re.search(r"[^\W_]", left) else "")


def _sanction(id: str, concerns: Sequence[Mapping[str, str]]) -> Entity:
    """A listing whose concern could not be read still asks for a licence: that is what the list is."""
    draft: Draft = {"entity": [id], "authority": ["Ministry of Economy, Trade and Industry"], "country": ["jp"]}
    put(draft, "program", "Foreign End User List")
    put(draft, "programId", "JP-END-USER-LIST")
    put(draft, "recordId", id.removeprefix("jp-meti-"))
    put(
        draft,
        "provisions",
        *(measure for row in concerns for measure in cell(row["measures"])) if concerns else ("licence",),
    )
    put(draft, "reason", *(row["title"] for row in concerns))
    if all(row["status"] == UNCONFIRMED for row in concerns):
        put(draft, "status", UNCONFIRMED)
        put(draft, "description", *(row["source"] for row in concerns))
    put(draft, "sourceUrl", *_CARD.pages[:1])
    return entity(draft, id=f"{id}-listing", schema="Sanction", dataset=_LIST)


def _text(value: Cell) -> str:
    """A cell with full-width letters and brackets as the usual ones; its lines stay lines."""
    return unicodedata.normalize("NFKC", cell_text(value)).strip()


def _refuse(place: str, record: Fields) -> Refused:
    return Refused(
        where=place,
        what="a row without a number or without a name",
        do="look the row up on the publisher's site and report it to them",
        raw=" | ".join(cell_text(value) for value in record.values() if value is not None)[:500],
    )


@cache
def _columns() -> Mapping[str, str]:
    return {row["header"]: row["field"] for row in rows("lists", "jp_columns", ("header", "field", "source"))}


READER = ListReader(card=_CARD, format=_FORMAT, recognises=recognises, read=read)
