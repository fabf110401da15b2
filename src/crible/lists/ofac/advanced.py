"""OFAC's two lists in the advanced XML, the United Nations' data model for sanctions: `Sanctions`.

The file is read twice: once whole, for all that it says outside of its parties (places, papers, entries on
lists, relations, names), and once party by party, for the largest has more than 100 MB.
"""

import re
from collections.abc import Iterator, Mapping, Set
from functools import partial

from crible.lists.card import Format, ListReader, Reading, card
from crible.lists.ofac.advanced_party import File, entries
from crible.lists.ofac.advanced_survey import ROOT, of_holders, survey
from crible.lists.ofac.documents import refusal, root, why_not
from crible.lists.ofac.entry import subject_of
from crible.lists.ofac.programmes import known
from crible.lists.ofac.sublists import list_of, marks
from crible.lists.xml_node import Node
from crible.lists.xml_records import Element, elements
from crible.records.entity import Refused, Subject

_SDN, _CONS = "us_ofac_sdn", "us_ofac_cons"
_LIST = re.compile(rb"<(?:[\w.-]+:)?List\s[^>]*>([^<]{1,200})<")
_PROGRAMME = re.compile(rb"<(?:[\w.-]+:)?SanctionsProgram\s[^>]*>([^<]{1,64})<")
_PROGRAMMES_END = re.compile(rb"</(?:[\w.-]+:)?SanctionsProgramValues>")


def _reader(name: str) -> ListReader:
    its_card = card("ofac", name)
    its_format = its_card.format("advanced_xml")
    return ListReader(
        card=its_card,
        format=its_format,
        recognises=partial(_recognises, name),
        read=partial(_read, name, its_format),
        claims=partial(_claims, name, its_format.members[0].key),
    )


def _recognises(list_name: str, _member: str, head: bytes) -> str:
    if fault := why_not(head, ROOT):
        return fault
    return "" if _list_in(head) == list_name else f"its reference values are those of {_list_in(head)}"


def _claims(list_name: str, member: str, head: bytes) -> str | None:
    return member if root(head) == ROOT and _list_in(head) == list_name else None


def _list_in(head: bytes) -> str:
    """Which of the two lists this is, as far as its first 64 KiB tell; reading it tells for certain.

    A file names the lists and programmes of its parties before them; only those of the SDN list are longer
    than that. A party on both brings its other lists and programmes along, so each file may name the lists
    of the other: it is the one that has more programmes of its own.
    """
    lists = {list_of(match[1].decode("utf-8", "replace")) for match in _LIST.finditer(head)}
    if not _PROGRAMMES_END.search(head) or _CONS not in lists:
        return _SDN
    tags = {match[1].decode("utf-8", "replace").strip() for match in _PROGRAMME.finditer(head)}
    only_sdn = sum(known(_SDN, tag) and not known(_CONS, tag) for tag in tags)
    return _SDN if only_sdn > len(tags & marks(_CONS)) else _CONS


def _read(list_name: str, its_format: Format, members: Mapping[str, bytes], where: str) -> Reading:
    body = members[its_format.members[0].key]
    file, day = survey(body, list_name, its_format.not_read.keys(), where)
    refused: list[Refused] = []

    def subjects() -> Iterator[Subject]:
        for number, element in enumerate(_parties(body, its_format.not_read.keys(), where), 1):
            place = f"{where}: DistinctParty {number}"
            if fault := _fault(element, file):
                refused.append(refusal(element, fault, place))
            else:
                yield from map(subject_of, entries(Node(element, place), file))

    return Reading(subjects=subjects(), day=day, refused=refused)


def _parties(body: bytes, ignored: Set[str], where: str) -> Iterator[Element]:
    for path, element in elements(body, root=ROOT, depth=3, where=where, of_holders=of_holders(ignored)):
        if path[-1] == "DistinctParty":
            yield element


def _fault(element: Element, file: File) -> str:
    """Why a party cannot be read, or is none of this list; "" when it can."""
    numbers = [str(profile.get("ID", "")) for profile in element.iterfind("{*}Profile")]
    if not numbers or not all(re.fullmatch("[0-9]{1,30}", number) for number in numbers):
        return "a party without a number"
    if not all(file.names.get(number) for number in numbers):
        return "a party without a primary name"
    if not all(map(file.is_listed, numbers)):
        return "a party with no entry on this list of OFAC"
    return "" if all(map(file.programmes, numbers)) else "a party without a programme"


SDN = _reader(_SDN)
CONS = _reader(_CONS)
