"""The consolidated list of persons, groups and entities subject to the Union's financial sanctions."""

import re
from collections.abc import Iterator, Mapping

from crible.lists.card import ListReader, Reading, card
from crible.lists.eu import fsf_csv, fsf_xml
from crible.lists.eu.fsf_entry import Entry, columns
from crible.lists.eu.fsf_subject import subject, unreadable
from crible.lists.partial_dates import whole_day
from crible.records.entity import Refused, Subject
from crible.records.error import CribleError

_CARD = card("eu", "eu_fsf")
_XML, _CSV = _CARD.format("xml"), _CARD.format("csv")
_NAMESPACE = rb"<(?:[\w.-]+:)?export\s[^>]*http://eu\.europa\.ec/fpi/fsd/export"
_DAY = re.compile(r"(\d\d)/(\d\d)/(\d{4})", re.ASCII)
_MARKS = b"\xef\xbb\xbf \t\r\n"
_AGAIN = "fetch the file again"


def recognises_xml(_member: str, head: bytes) -> str:
    """Why these first bytes are not the list in XML, "" if they are."""
    start = head.lstrip(_MARKS)
    if claims_xml(start):
        return ""
    return _other(start) or f"its XML holds no {fsf_xml.ROOT} of the Financial Sanctions Files"


def recognises_csv(_member: str, head: bytes) -> str:
    """Why these first bytes are not the list in CSV, "" if they are."""
    start = head.lstrip(_MARKS)
    found = _header(start) & columns()
    if len(found) * 2 > len(columns()):
        return ""  # a column too many or too few is for the reader to name
    if start[:1] == b"<":
        return "it is XML or HTML"
    few = f"{len(columns())} columns expected, {len(found)} of them found"
    return few if start and start[:1] not in b"{[" else _other(start)


def _other(start: bytes) -> str:
    if not start:
        return "it is empty"
    if start[:1] in b"{[":
        return "it is JSON"
    if start[:1] != b"<":
        return "it is not XML"
    return "it is HTML" if b"<html" in start[:2000].lower() else ""


def claims_xml(head: bytes) -> str | None:
    """The list's only file, known by its root element and namespace."""
    return _XML.members[0].key if re.search(_NAMESPACE, head) else None


def claims_csv(head: bytes) -> str | None:
    """The list's only file, known by the columns that no other list has."""
    return _CSV.members[0].key if {"Entity_LogicalId", "NameAlias_WholeName"} <= _header(head.lstrip(_MARKS)) else None


def _header(start: bytes) -> set[str]:
    line = start.partition(b"\n")[0].decode("utf-8", "replace")
    return {name.strip().strip('"') for name in line.split(";")}


def read_xml(members: Mapping[str, bytes], where: str) -> Reading:
    """Every entry of the XML; a file that is cut raises before the first, one that is damaged where it is."""
    made, stream = fsf_xml.opened(members[_XML.members[0].key], where)
    return _reading(made, fsf_xml.entries(stream, where), [], where)


def read_csv(members: Mapping[str, bytes], where: str) -> Reading:
    """Every entry of the CSV; the file is looked through to its end before the first is handed out."""
    body = members[_CSV.members[0].key]
    seen = fsf_csv.survey(body, where)
    return _reading(seen.made, fsf_csv.entries(body, seen, where), seen.refused, where)


def _reading(made: str, entries: Iterator[Entry], refused: list[Refused], where: str) -> Reading:
    return Reading(subjects=_subjects(entries, refused, where), day=_day(made, where), refused=refused)


def _subjects(entries: Iterator[Entry], refused: list[Refused], where: str) -> Iterator[Subject]:
    seen: set[str] = set()
    for entry in entries:
        if fault := unreadable(entry):
            do = "look the entry up in the Commission's list and report it to them"
            refused.append(Refused(where=entry.where, what=fault, do=do, raw=entry.words()[:500]))
            continue
        one = subject(entry)
        if one.entity.id in seen:
            raise CribleError(f"{one.entity.id} is there twice", where=where, do=f"{_AGAIN}; the copy is damaged")
        seen.add(one.entity.id)
        yield one


def _day(made: str, where: str) -> str:
    """The day a copy says it was made: `2026-06-05T15:51:25.849+02:00` in the XML, `05/06/2026` in the CSV."""
    match = _DAY.fullmatch(made)
    day = whole_day("-".join(match.groups()[::-1]) if match else made)
    if not day:
        raise CribleError("the file does not say when it was made", where=where, do=_AGAIN)
    return day


XML = ListReader(card=_CARD, format=_XML, recognises=recognises_xml, read=read_xml, claims=claims_xml)
CSV = ListReader(card=_CARD, format=_CSV, recognises=recognises_csv, read=read_csv, claims=claims_csv)
