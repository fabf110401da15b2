"""The sanctions list of the Swiss State Secretariat for Economic Affairs, in its XML."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from crible.lists.card import ListReader, Reading, card
from crible.lists.ch.seco_frame import Frame, add_place, add_programme
from crible.lists.ch.seco_target import subject
from crible.lists.fields import finish
from crible.lists.partial_dates import whole_day
from crible.lists.xml_node import Node
from crible.lists.xml_records import Element, elements, local_name, other_document
from crible.records.entity import Refused, Subject
from crible.records.error import CribleError

_CARD = card("ch", "ch_seco_sanctions")
_FORMAT = _CARD.format("xml")
_ROOT = "swiss-sanctions-list"
_WHOLE = "whole-list"


def recognises(_member: str, head: bytes) -> str:
    """Why these first bytes are not the list, "" if they are. It is one file, so one member."""
    root = re.search(rb"<swiss-sanctions-list[\s>][^>]*>?", head)
    if root is None:
        return other_document(head, _ROOT)
    kind = re.search(rb"""list-type=["']([\w-]{1,40})""", root[0])
    return "" if kind and kind[1].decode() == _WHOLE else _not_whole(kind[1].decode() if kind else "")


def claims(head: bytes) -> str | None:
    """The list's only file, known by its root element whatever its name; an amendment is claimed to be refused."""
    return _FORMAT.members[0].key if re.search(rb"<swiss-sanctions-list[\s>]", head) else None


def read(members: Mapping[str, bytes], where: str) -> Reading:
    """Every target of one copy. The frame (programmes, places, ids) is read first, through to the end of the file."""
    body = members["list"]
    frame = _frame(body, where)
    refused: list[Refused] = []
    return Reading(subjects=_subjects(body, frame, refused, where), day=frame.day, refused=refused)


def _frame(body: bytes, where: str) -> Frame:
    frame = Frame()
    for path, element in elements(body, root=_ROOT, depth=2, where=where):
        if path == (_ROOT,):
            frame.day = _day(element, where)
        elif path[-1] == "sanctions-program":
            add_programme(frame, Node(element, f"{where}: sanctions-program"), _FORMAT.not_read.keys())
        elif path[-1] == "place":
            add_place(frame, Node(element, f"{where}: place"), _FORMAT.not_read.keys())
        elif path[-1] != "target":
            raise CribleError(f"<{path[-1][:40]}> where a target belongs", where=where, do="teach the reader of it")
        else:
            _add_target(frame, element, where)
    if not (frame.sets and frame.targets):
        raise CribleError("the file has no programmes, or no targets", where=where, do="fetch it again")
    return frame


def _add_target(frame: Frame, element: Element, where: str) -> None:
    ssid = str(element.attrib.get("ssid", ""))
    if not re.fullmatch("[0-9]{1,30}", ssid) or ssid in frame.targets:
        what = f"target {ssid[:20]!r} is there twice, or has no number"
        raise CribleError(what, where=where, do="fetch the file again; the copy is damaged")
    frame.targets.add(ssid)


def _subjects(body: bytes, frame: Frame, refused: list[Refused], where: str) -> Iterator[Subject]:
    for path, element in elements(body, root=_ROOT, depth=2, where=where):
        if path[-1] != "target":
            continue
        place = f"{where}: target {element.attrib.get('ssid')}"
        etree.strip_elements(element, "{*}added", "{*}removed", with_tail=False)
        one = subject(Node(element, place), frame, _FORMAT.not_read.keys())
        if isinstance(one, Refused):
            refused.append(one)
        else:
            yield one


def _day(root: Element, where: str) -> str:
    said = {local_name(name): str(value) for name, value in root.attrib.items()}
    kind, day = said.pop("list-type", ""), said.pop("date", "")
    finish(said, ignored=_FORMAT.not_read.keys(), where=where)
    if kind != _WHOLE:
        raise CribleError(_not_whole(kind), where=where, do="fetch the whole list")
    if whole_day(day) != day:
        raise CribleError("the file does not say of what day it is", where=where, do="fetch it again")
    return day


def _not_whole(kind: str) -> str:
    return f"it is no whole list but {kind!r}: an amendment says only what changed"


READER = ListReader(card=_CARD, format=_FORMAT, recognises=recognises, read=read, claims=claims)
