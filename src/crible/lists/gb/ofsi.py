"""The consolidated list of OFSI, in the two layouts of its CSV; closed since January 2026."""

from collections.abc import Mapping

from crible.lists.card import ListReader, Reading, card
from crible.lists.csv_records import csv_records
from crible.lists.gb.designation import subjects
from crible.lists.gb.joined import columns_of, csv_lines, header_line, joined
from crible.lists.gb.record import layout
from crible.lists.gb.sanction import Publisher
from crible.lists.gb.words import day
from crible.records.entity import Refused
from crible.records.error import CribleError

_CARD = card("gb", "gb_hmt_sanctions")
_FORMAT = _CARD.format("csv")
_LAYOUTS = ("ofsi_2018", "ofsi_2022")
_DATED = "Last Updated"
_AGAIN = "look for another copy; the list is closed and its publisher may have none"


def read(members: Mapping[str, bytes], where: str) -> Reading:
    """Every target of one copy, the rows of a group joined."""
    body = members["list"]
    above = list(csv_lines(body))
    found = _header(body)
    if not found or not found[1]:
        raise CribleError("the lines above the table are not those of this list", where=where, do=_AGAIN)
    name, line = found
    made = day(above[0][1]) if above[0][:1] == [_DATED] and len(above[0]) > 1 else None
    if not made:
        raise CribleError("the file does not say when it was last updated", where=where, do=_AGAIN)
    header, rows = csv_records(body, where=where, above=line, encoding=_encoding(body))
    refused: list[Refused] = []
    records = joined(rows, columns_of(header, name, where), refused, where)
    return Reading(subjects=subjects(records, _publisher(name), made, refused), day=made, refused=refused)


def _header(head: bytes) -> tuple[str, int] | None:
    """The layout, and the line of its header: both layouts share most columns, so the one with more of them."""
    lines = list(csv_lines(head))
    found = [(name, header) for name in _LAYOUTS if (header := header_line(lines, name))]
    if not found:
        return None
    best = max(found, key=lambda pair: len(layout(pair[0]).keys() & set(pair[1][1])))
    return best[0], best[1][0]


def _publisher(layout_name: str) -> Publisher:
    return Publisher(
        list=_CARD.list,
        prefix="gb-ofsi-",
        authority="Office of Financial Sanctions Implementation",
        page=_CARD.pages[0],
        freezes_all=True,
        tells_ships=layout_name != "ofsi_2018",
    )


def _encoding(body: bytes) -> str:
    """The copies of the first layout are in a Windows code page, which every byte of UTF-8 would also be."""
    try:
        body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def recognises(_member: str, head: bytes) -> str:
    """Why these first bytes are not the list, "" if they are. It is one file, so one member."""
    if not head.strip():
        return "it is empty"
    if head.lstrip()[:1] == b"<":
        return "it is HTML or XML"
    return "" if _header(head) else "none of its first lines is the header of this list"


def claims(head: bytes) -> str | None:
    """The list's only file, known by its header whatever its name."""
    return _FORMAT.members[0].key if _header(head) else None


READER = ListReader(card=_CARD, format=_FORMAT, recognises=recognises, read=read, claims=claims)
