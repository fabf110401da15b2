"""The consolidated Canadian autonomous sanctions list, in its XML."""

import re
from collections.abc import Iterator, Mapping

from crible.lists.ca.sema_ids import with_ids
from crible.lists.ca.sema_record import Item, open_item, subject
from crible.lists.card import ListReader, Reading, card
from crible.lists.eu.journal_row import latest_start
from crible.lists.fields import finish
from crible.lists.xml_node import Node
from crible.lists.xml_records import elements, local_name, other_document
from crible.records.entity import Refused
from crible.records.error import CribleError

_CARD = card("ca", "ca_dfatd_sema_sanctions")
_FORMAT = _CARD.format("xml")
_ROOT, _RECORD = "data-set", "record"


def recognises(_member: str, head: bytes) -> str:
    """Why these first bytes are not the list, "" if they are. It is one file, so one member."""
    return "" if claims(head) else other_document(head, "records of listed persons")


def claims(head: bytes) -> str | None:
    """The list's only file, known by its root and the columns of its first records."""
    is_it = re.search(rb"<data-set[\s>]", head) and b"<record>" in head and b"<DateOfListing>" in head
    return _FORMAT.members[0].key if is_it else None


def read(members: Mapping[str, bytes], where: str) -> Reading:
    """Every record of one copy, read to its end before the first is handed out."""
    refused: list[Refused] = []
    items = list(dict.fromkeys(_items(members["list"], refused, where)))
    subjects = [subject(item, id) for item, id in with_ids(items)]
    return Reading(subjects=subjects, day=latest_start(subjects), refused=refused)


def _items(body: bytes, refused: list[Refused], where: str) -> Iterator[Item]:
    for number, (path, element) in enumerate(elements(body, root=_ROOT, depth=2, where=where)):
        if path == (_ROOT,):
            known = {local_name(name): value for name, value in element.attrib.items()}
            finish(known, ignored=_FORMAT.not_read.keys(), where=where)
            continue
        place = f"{where}: {path[-1]} {number}"
        if path[-1] != _RECORD:
            raise CribleError(f"<{path[-1][:40]}> where {_RECORD} belongs", where=place, do="teach the reader of it")
        item = open_item(Node(element, place))
        if item.lacks:
            refused.append(_refuse(item, place))
        else:
            yield item


def _refuse(item: Item, place: str) -> Refused:
    return Refused(
        where=place,
        what=f"a record without {item.lacks}",
        do="look the item up in the schedule to the regulations and report it to Global Affairs Canada",
        raw=" | ".join(filter(None, (item.country, item.schedule, item.number, item.name)))[:500],
    )


READER = ListReader(card=_CARD, format=_FORMAT, recognises=recognises, read=read, claims=claims)
