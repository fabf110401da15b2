"""The Financial Sanctions Files in XML 1.1 → entries; every attribute and element is read, or left by name."""

from collections.abc import Iterator
from functools import cache

from crible.lists.eu.fsf_entry import DETAILS, Entry, Fields, Place, layout
from crible.lists.xml_node import Node
from crible.lists.xml_records import Element, elements, local_name
from crible.records.error import CribleError

ROOT = "export"
_ENTRY = "sanctionEntity"
_DEPTH = 2  # the root's children
# Children that give a key and a value, written as one line each: `PHONE: +7 495 000`.
_PAIRS = frozenset({"contactInfo", "additionalInformation"})
_OF_THE_ROOT = frozenset({"generationDate", "globalFileId", "schemaLocation"})


def opened(body: bytes, where: str) -> tuple[str, Iterator[tuple[tuple[str, ...], Element]]]:
    """When the file was made, as it says, and the stream of its entries; another file raises."""
    stream = elements(body, root=ROOT, depth=_DEPTH, where=where)
    said = {local_name(name): str(value) for name, value in next(stream)[1].attrib.items()}
    if strange := sorted(said.keys() - _OF_THE_ROOT):
        raise CribleError(f"attributes nobody knows: {', '.join(strange)}", where=where, do="teach the reader of them")
    return said.get("generationDate", ""), stream


def entries(stream: Iterator[tuple[tuple[str, ...], Element]], where: str) -> Iterator[Entry]:
    """Every entry, in order. What is left of a damaged file shows when its place is reached."""
    for number, (path, element) in enumerate(stream, 1):
        if path != (ROOT, _ENTRY):
            raise CribleError(f"<{path[-1][:40]}> where {_ENTRY} belongs", where=where, do="teach the reader of it")
        yield _entry(Node(element, f"{where}: {_ENTRY} {number}"))


def _entry(node: Node) -> Entry:
    details = {group: [_fields(child, group) for child in node.children(group)] for group in DETAILS}
    regulations = [_fields(child, "regulation") for child in node.children("regulation")]
    return Entry(where=node.where, fields=_fields(node, _ENTRY), regulations=regulations, details=details)


def _fields(node: Node, group: str) -> Fields:
    """The fields of an element and of the only children of their name below it; the element is closed."""
    found: dict[str, str] = {}
    below: dict[str, Node | None] = {"": node}
    for place in _read(group):
        child, _, attribute = place.xml.partition("@")
        if not attribute:
            text = _texts(node, child)
        else:
            if child not in below:
                below[child] = node.child(child)
            holder = below[child]
            text = holder.attribute(attribute) if holder is not None else ""
        if text:
            found[place.field] = text
    for holder in below.values():
        if holder is not None:
            holder.finish(_left(group))
    return found


def _texts(node: Node, tag: str) -> str:
    if tag not in _PAIRS:
        return "\n".join(node.leaves(tag))
    return "\n".join(_pair(child) for child in node.children(tag))


def _pair(node: Node) -> str:
    key, value = node.attribute("key"), node.attribute("value")
    node.finish()
    return f"{key}: {value}"


@cache
def _read(group: str) -> tuple[Place, ...]:
    return tuple(place for place in layout() if place.group == group and place.field and place.xml)


@cache
def _left(group: str) -> frozenset[str]:
    """Local names that this group leaves unread."""
    unread = (place.xml for place in layout() if place.group == group and not place.field)
    return frozenset(xml.rpartition("@")[2] for xml in unread if xml)
