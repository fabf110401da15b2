"""The consolidated list of the United Nations Security Council, in its XML."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from crible.lists.card import ListReader, Reading, card
from crible.lists.partial_dates import whole_day
from crible.lists.un.subject import Listed, individual, links, organisation
from crible.lists.xml_records import Element, records
from crible.records.entity import Refused, Subject
from crible.records.error import CribleError

_CARD = card("un", "un_sc_sanctions")
_FORMAT = _CARD.format("xml")
_ROOT = "CONSOLIDATED_LIST"
_HOLDERS = {"INDIVIDUALS": "INDIVIDUAL", "ENTITIES": "ENTITY"}
_SCHEMA_HINT = "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation"
_MADE = "dateGenerated"


def recognises(_member: str, head: bytes) -> str:
    """Why these first bytes are not the consolidated list, "" if they are. It is one file, so one member."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        return "it is empty"
    if b"<" + _ROOT.encode() in start:
        return ""
    if start[:1] != b"<":
        return "it is not XML"
    return "it is HTML" if b"<html" in start[:2000].lower() else f"its XML holds no {_ROOT}"


def read(members: Mapping[str, bytes], where: str) -> Reading:
    """Every listed individual and entity of one copy, read to its end before the first is handed out."""
    stream = records(members["list"], root=_ROOT, holders=_HOLDERS, where=where)
    day = _day(next(stream), where)
    refused: list[Refused] = []
    listed = list(_listed(stream, refused, where))
    _refuse_twins(listed, where)
    ids = {one.reference: one.id for one in listed if one.reference}
    subjects = [_subject(one, ids) for one in listed]
    return Reading(subjects=subjects, day=day, refused=refused)


def _listed(stream: Iterator[Element], refused: list[Refused], where: str) -> Iterator[Listed]:
    for number, node in enumerate(stream, 1):
        place = f"{where}: {node.tag} {number}"
        data_id, name = (node.findtext(tag) or "" for tag in ("DATAID", "FIRST_NAME"))
        if not re.fullmatch(r"\s*[0-9]{1,30}\s*", data_id) or not name.strip():
            refused.append(_refuse(node, place))
            continue
        yield (individual if node.tag == "INDIVIDUAL" else organisation)(node, place)


def _subject(one: Listed, ids: Mapping[str, str]) -> Subject:
    return Subject(entity=one.entity, sanctions=(one.sanction,), around=(*one.around, *links(one, ids)))


def _refuse(node: Element, place: str) -> Refused:
    raw = " | ".join(text for text in map(str.strip, map(str, node.itertext())) if text)
    return Refused(
        where=place,
        what="a record without a DATAID or without a first name",
        do="look the entry up on the Security Council's site and report it to them",
        raw=raw[:500],
    )


def _refuse_twins(listed: list[Listed], where: str) -> None:
    seen: set[str] = set()
    for key in chain((one.id for one in listed), (one.reference for one in listed if one.reference)):
        if key in seen:
            raise CribleError(f"{key} is there twice", where=where, do="fetch the file again; the copy is damaged")
        seen.add(key)


def _day(root: Element, where: str) -> str:
    made = root.attrib.get(_MADE, "")
    if strange := sorted(map(str, set(root.attrib) - {_MADE, _SCHEMA_HINT})):
        raise CribleError(f"attributes nobody knows: {', '.join(strange)}", where=where, do="teach the reader of them")
    if not (day := whole_day(str(made))):
        raise CribleError("the file does not say when it was made", where=where, do="fetch it again")
    return day


def claims(head: bytes) -> str | None:
    """The list's only file, known by its root element whatever its name."""
    return _FORMAT.members[0].key if re.search(rb"<CONSOLIDATED_LIST[\s>]", head) else None


READER = ListReader(card=_CARD, format=_FORMAT, recognises=recognises, read=read, claims=claims)
