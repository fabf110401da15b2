"""OFAC's two lists in the classic XML: `sdnList`, one `sdnEntry` a subject.

The file is read twice: once whole, for its names and to know that nothing is missing, and once subject by
subject. It says what the legacy CSV says, with the facts of the remarks in elements of their own.
"""

import re
from collections.abc import Iterator, Mapping, Set
from functools import partial

from crible.lists.card import Format, ListReader, Reading, card
from crible.lists.ofac.bearers import Bearers
from crible.lists.ofac.classic_entry import entry
from crible.lists.ofac.documents import check_root, refusal, root, why_not
from crible.lists.ofac.entry import subject_of
from crible.lists.ofac.programmes import known
from crible.lists.ofac.sublists import marks
from crible.lists.ofac.wording import full_name
from crible.lists.partial_dates import whole_day
from crible.lists.xml_node import Node
from crible.lists.xml_records import Element, elements
from crible.records.entity import Refused, Subject
from crible.records.error import CribleError

_ROOT = "sdnList"
_SDN, _CONS = "us_ofac_sdn", "us_ofac_cons"
_PROGRAMME = re.compile(rb"<(?:[\w.-]+:)?program>([^<]{1,64})<")
_AGAIN = "fetch the file again; it is cut, or damaged"


def _reader(name: str) -> ListReader:
    its_card = card("ofac", name)
    its_format = its_card.format("xml")
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
    return "" if _list_of(head) == list_name else f"its programmes are those of {_list_of(head)}"


def _claims(list_name: str, member: str, head: bytes) -> str | None:
    return member if root(head) == _ROOT and _list_of(head) == list_name else None


def _list_of(head: bytes) -> str:
    """Which of the two lists this is: they share the root, and most programmes, so the rest must tell."""
    tags = [match[1].decode("utf-8", "replace").strip() for match in _PROGRAMME.finditer(head)]
    cons = sum(tag in marks(_CONS) for tag in tags)
    sdn = sum(known(_SDN, tag) and not known(_CONS, tag) for tag in tags)
    return _CONS if cons > sdn else _SDN


def _read(list_name: str, its_format: Format, members: Mapping[str, bytes], where: str) -> Reading:
    body = members[its_format.members[0].key]
    bearers = Bearers()
    ignored = its_format.not_read.keys()
    day = _survey(body, bearers, ignored, where)
    refused: list[Refused] = []

    def subjects() -> Iterator[Subject]:
        for number, element in enumerate(_entries(body, where), 1):
            place = f"{where}: sdnEntry {number}"
            if fault := _fault(element):
                refused.append(refusal(element, fault, place))
                continue
            yield subject_of(entry(Node(element, place), list_name, bearers.resolve, ignored))

    return Reading(subjects=subjects(), day=day, refused=refused)


def _entries(body: bytes, where: str) -> Iterator[Element]:
    return (element for path, element in elements(body, root=_ROOT, depth=2, where=where) if path[-1] == "sdnEntry")


def _survey(body: bytes, bearers: Bearers, ignored: Set[str], where: str) -> str:
    """Go through the whole file: its day; its names go to the bearers. A file that lost an entry is refused."""
    stated: dict[str, str] = {}
    numbers: set[str] = set()
    entries = 0
    for path, element in elements(body, root=_ROOT, depth=2, where=where):
        if path == (_ROOT, "publshInformation"):
            stated = _publication(Node(element, f"{where}: publshInformation"))
        elif path == (_ROOT, "sdnEntry"):
            entries += 1
            _remember(element, bearers, numbers, where)
        elif path != (_ROOT,):
            raise CribleError(f"<{path[-1][:40]}> is no sdnEntry", where=where, do="teach the reader the new format")
        else:
            check_root(element, ignored, where)
    if not entries:
        raise CribleError("the file lists nobody", where=where, do=_AGAIN)
    if stated.get("Record_Count") != str(entries):
        raise CribleError(f"{entries} entries, where the file announces another number", where=where, do=_AGAIN)
    said = re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", stated.get("Publish_Date", ""))
    if not said or not (day := whole_day(f"{said[3]}-{said[1]}-{said[2]}")):
        raise CribleError("what the file says of its publication cannot be read", where=where, do=_AGAIN)
    return day


def _publication(node: Node) -> dict[str, str]:
    """When the file was published, and how many entries it then had."""
    stated = {tag: node.leaf(tag) for tag in ("Publish_Date", "Record_Count")}
    node.finish()
    return stated


def _remember(element: Element, bearers: Bearers, numbers: set[str], where: str) -> None:
    number = (element.findtext("{*}uid") or "").strip()
    if not number:
        return  # refused when its turn comes
    if number in numbers:
        raise CribleError(f"entity {number[:20]} is there twice", where=where, do=_AGAIN)
    numbers.add(number)
    bearers.add(_name(element), number, primary=True)
    for aka in element.iterfind("{*}akaList/{*}aka"):
        if (aka.findtext("{*}category") or "").strip() != "weak":
            bearers.add(_name(aka), number, primary=False)


def _name(element: Element) -> str:
    return full_name(element.findtext("{*}lastName") or "", element.findtext("{*}firstName") or "")


def _fault(element: Element) -> str:
    if not re.fullmatch(r"\s*[0-9]{1,30}\s*", element.findtext("{*}uid") or ""):
        return "an entry without a number"
    if not (element.findtext("{*}programList/{*}program") or "").strip():
        return "an entry without a programme"
    return "" if _name(element) else "an entry without a name"


SDN = _reader(_SDN)
CONS = _reader(_CONS)
