"""OFAC's two lists in the enhanced XML of its Sanctions List Service: `sanctionsData`, one `entity` a subject.

The file is read twice: once whole, for its names and numbers and to know that nothing is missing, and once
subject by subject, for the largest has more than 100 MB.
"""

import re
from collections.abc import Iterator, Mapping, Set
from functools import partial
from typing import NamedTuple

from crible.lists.card import Format, ListReader, Reading, card
from crible.lists.ofac.bearers import Bearers
from crible.lists.ofac.documents import check_root, refusal, root, why_not
from crible.lists.ofac.enhanced_dates import iso_day
from crible.lists.ofac.enhanced_entity import Known, entry
from crible.lists.ofac.entry import subject_of
from crible.lists.ofac.sublists import list_of
from crible.lists.xml_node import Node
from crible.lists.xml_records import Element, elements
from crible.records.entity import Refused, Subject
from crible.records.error import CribleError

_ROOT = "sanctionsData"
_ENTITY = (_ROOT, "entities", "entity")
_DAY = (_ROOT, "publicationInfo", "dataAsOf")
_SDN, _CONS = "us_ofac_sdn", "us_ofac_cons"
_DELTA = b"/DeltaFile/"  # in the namespace of files that hold the changes of a day only
_FILTER = re.compile(rb"<(?:[\w.-]+:)?filters\b.*?</(?:[\w.-]+:)?filters>", re.DOTALL)
_LIST = re.compile(rb"<(?:[\w.-]+:)?sanctionsList\b[^>]*>([^<]{1,200})<")
_AGAIN = "fetch the file again; it is cut, or damaged"


def _reader(name: str) -> ListReader:
    its_card = card("ofac", name)
    its_format = its_card.format("enhanced_xml")
    return ListReader(
        card=its_card,
        format=its_format,
        recognises=partial(_recognises, name),
        read=partial(_read, name, its_format),
        claims=partial(_claims, name, its_format.members[0].key),
    )


def _recognises(list_name: str, _member: str, head: bytes) -> str:
    if fault := why_not(head, _ROOT):
        return fault
    if _is_delta(head):
        return "it is a delta file: the changes of one day, not the list"
    return "" if _list_in(head) == list_name else f"it is an export of {_list_in(head)}"


def _claims(list_name: str, member: str, head: bytes) -> str | None:
    return member if root(head) == _ROOT and not _is_delta(head) and _list_in(head) == list_name else None


def _is_delta(head: bytes) -> bool:
    return _DELTA in head[: head.find(b">", head.find(_ROOT.encode()))]


def _list_in(head: bytes) -> str:
    """Which list the file was exported for. One of both is taken as the SDN list, which then refuses the others."""
    filters = _FILTER.search(head)
    names = [match[1].decode("utf-8", "replace") for match in _LIST.finditer(filters[0])] if filters else []
    found = {list_of(name) for name in names}
    return _CONS if _CONS in found and _SDN not in found else _SDN


class _Survey(NamedTuple):
    """What one reading of the whole file tells: its day, who is in it, and who bears which name."""

    day: str
    known: Known


def _read(list_name: str, its_format: Format, members: Mapping[str, bytes], where: str) -> Reading:
    body = members[its_format.members[0].key]
    ignored = its_format.not_read.keys()
    survey = _survey(body, ignored, where)
    refused: list[Refused] = []

    def subjects() -> Iterator[Subject]:
        for number, element in enumerate(_entities(body, where), 1):
            place = f"{where}: entity {number}"
            if fault := _fault(element, list_name):
                refused.append(refusal(element, fault, place))
                continue
            yield subject_of(entry(Node(element, place), list_name, survey.known, ignored))

    return Reading(subjects=subjects(), day=survey.day, refused=refused)


def _entities(body: bytes, where: str) -> Iterator[Element]:
    return (element for path, element in elements(body, root=_ROOT, depth=3, where=where) if path == _ENTITY)


def _survey(body: bytes, ignored: Set[str], where: str) -> _Survey:
    day, bearers, numbers = "", Bearers(), set[str]()
    for path, element in elements(body, root=_ROOT, depth=3, where=where):
        if path == (_ROOT,):
            check_root(element, ignored, where)
            _refuse_delta(element, where)
        elif path == _DAY:
            day = iso_day(where, Node(element, f"{where}: dataAsOf").leaf_text())
        elif path == _ENTITY:
            _remember(element, bearers, numbers, where)
        elif not ignored & set(path):
            raise CribleError(f"<{'/'.join(path[1:])[:80]}> is unknown", where=where, do="teach the reader of it")
    if not day:
        raise CribleError("the file does not say of what day it is", where=where, do=_AGAIN)
    if not numbers:
        raise CribleError("the file lists nobody", where=where, do=_AGAIN)
    return _Survey(day, Known(bearers.resolve, frozenset(numbers)))


def _refuse_delta(element: Element, where: str) -> None:
    if _DELTA.decode() in str(element.tag):
        raise CribleError("a delta file: the changes of one day", where=where, do="fetch the whole list")


def _remember(element: Element, bearers: Bearers, numbers: set[str], where: str) -> None:
    number = str(element.get("id", ""))
    if number in numbers:
        raise CribleError(f"entity {number[:20]} is there twice", where=where, do=_AGAIN)
    numbers.add(number)
    for name in element.iterfind("{*}names/{*}name"):
        if name.findtext("{*}isLowQuality") != "true":
            full = name.findtext("{*}translations/{*}translation/{*}formattedFullName") or ""
            bearers.add(full, number, primary=name.findtext("{*}isPrimary") == "true")


def _fault(element: Element, list_name: str) -> str:
    if not re.fullmatch("[0-9]{1,30}", str(element.get("id", ""))):
        return "an entity without a number"
    names = element.iterfind("{*}names/{*}name")
    if not any(_is_named(name) for name in names if name.findtext("{*}isPrimary") == "true"):
        return "an entity without a primary name"
    if not (element.findtext("{*}sanctionsPrograms/{*}sanctionsProgram") or "").strip():
        return "an entity without a programme"
    lists = [element.text or "" for element in element.iterfind("{*}sanctionsLists/{*}sanctionsList")]
    return "" if any(list_of(name) == list_name for name in lists) else "an entity that is on another list of OFAC"


def _is_named(name: Element) -> bool:
    return bool((name.findtext("{*}translations/{*}translation/{*}formattedFullName") or "").strip())


SDN = _reader(_SDN)
CONS = _reader(_CONS)
