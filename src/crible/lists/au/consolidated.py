"""The Consolidated List in its workbook: rows of names, gathered by reference number."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from crible.lists.au.cells import meaning, text
from crible.lists.au.sanctions import LIST
from crible.lists.au.subject import subject
from crible.lists.card import ListReader, Reading, card
from crible.lists.drafts import digest
from crible.lists.xlsx import Record, no_xlsx, xlsx_records
from crible.records.entity import Refused
from crible.records.error import CribleError
from crible.records.table import rows

_CARD = card("au", LIST)
_FORMAT = _CARD.format("xlsx")
_REFERENCE = re.compile(r"(\d{1,7})\s*[a-z]{0,3}\d{0,3}", re.IGNORECASE)  # 123, 123a, 123b1


def recognises(_member: str, head: bytes) -> str:
    """Why these first bytes are no workbook; what it holds shows only when it is unpacked."""
    return no_xlsx(head)


def read(members: Mapping[str, bytes], where: str) -> Reading:
    """Every listed subject of one copy, read to its end before the first is handed out."""
    reading = Reading(subjects=())
    groups: dict[str, list[list[Record]]] = {}
    columns = {row["header"]: row["field"] for row in _columns()}
    in_all_layouts = {row["field"] for row in _columns() if not row["since"]}
    for place, record in xlsx_records(members["list"], columns, required=in_all_layouts, where=where):
        number = _REFERENCE.fullmatch(text(record["reference"]))
        if number and text(record["name"]):
            _gather(groups.setdefault(str(int(number[1])), []), (place, record))
        else:
            reading.refused.append(_refuse(place, record))
    reading.subjects = [subject(id, found) for id, found in _by_id(groups)]
    if not reading.subjects:
        raise CribleError("the workbook lists nobody", where=where, do="fetch the file again; the last good copy stays")
    return reading


def _gather(blocks: list[list[Record]], row: Record) -> None:
    """Add a row to the last subject of its number; a second primary name begins another."""
    primary = _is_primary(row)
    if not blocks or (primary and any(map(_is_primary, blocks[-1]))):
        blocks.append([])
    blocks[-1].insert(0 if primary else len(blocks[-1]), row)


def _is_primary(row: Record) -> bool:
    return meaning("name_type", row[1]["name_type"]) == "name"


def _by_id(groups: Mapping[str, list[list[Record]]]) -> Iterator[tuple[str, list[Record]]]:
    """The publisher has given numbers out twice: then the name tells the second subject's id from the first's."""
    for number, blocks in groups.items():
        seen: dict[str, list[Record]] = {}
        for block in blocks:
            suffix = f"-{digest(text(block[0][1]['name']))}" if seen else ""
            first = next((key for key, known in seen.items() if _same_name(known, block)), None)
            seen.setdefault(first or f"au-dfat-{number}{suffix}", []).extend(block)
        yield from seen.items()


def _same_name(one: list[Record], other: list[Record]) -> bool:
    return digest(text(one[0][1]["name"])) == digest(text(other[0][1]["name"]))


def _refuse(place: str, record: Mapping[str, object]) -> Refused:
    return Refused(
        where=place,
        what="a row without a reference number or without a name",
        do="look the row up on the publisher's site and report it to them",
        raw=" | ".join(str(cell) for cell in record.values() if cell is not None)[:500],
    )


@cache
def _columns() -> Sequence[Mapping[str, str]]:
    return rows("lists", "au_columns", ("header", "field", "since", "source"))


READER = ListReader(card=_CARD, format=_FORMAT, recognises=recognises, read=read)
