"""The UK Sanctions List in its XML: element paths → the fields of a record."""

from collections.abc import Iterator
from functools import cache

from crible.lists.gb.record import LISTING, Field, Record, layout
from crible.lists.gb.words import day
from crible.lists.xml_records import Element, children, elements, leaves
from crible.records.error import CribleError

ROOT = "Designations"
_DAY, _RECORD = "DateGenerated", "Designation"
_INDICATORS = "SanctionsImposedIndicators"
_CHANGED = "the publisher changed the format: read it, or name it under `not_read` on the card with a word on why"


def read_xml(body: bytes, where: str) -> tuple[str, list[Record]]:
    """The day a copy was generated, and its records."""
    made: str | None = None
    records: list[Record] = []
    for number, (path, node) in enumerate(elements(body, root=ROOT, depth=2, where=where)):
        place = f"{where}: {path[-1]} {number}"
        if path == (ROOT,):
            _no_attributes(node, place)
        elif path[-1] == _DAY:
            made = day(_text(node, place))
        elif path[-1] == _RECORD:
            records.append(_record(node, place))
        else:
            raise CribleError(f"<{path[-1][:40]}> where {_RECORD} belongs", where=place, do=_CHANGED)
    if not made:
        raise CribleError("the file does not say when it was generated", where=where, do="fetch it again")
    _refuse_twins(records, where)
    return made, records


def _record(node: Element, where: str) -> Record:
    record = Record(id="", where=where)
    listing: dict[str, str] = {}
    for path, element in _parts(node, "", where):
        if path in _fields():
            field = _fields()[path]
            if field.name in listing:
                raise CribleError(f"{path} comes twice", where=where, do=_CHANGED)
            if field.group:
                listing[field.name] = _text(element, where)
            else:
                record.add(field.name, _text(element, where))
        elif path == _INDICATORS:
            _indicators(record, element, where)
        else:
            _group(record, path, leaves(element, where), where)
    record.add_group(LISTING, listing)
    record.id = " ".join(record.take("id"))
    return record


def _parts(node: Element, above: str, where: str) -> Iterator[tuple[str, Element]]:
    """The elements that are a field or a group of fields, each with its path; holders only hold those."""
    for tag, found in children(node, where).items():
        path = f"{above}/{tag}" if above else tag
        for element in found:
            if path in _fields() or path in _groups() or path == _INDICATORS:
                yield path, element
            elif path in _holders():
                yield from _parts(element, path, where)
            elif "".join(map(str, element.itertext())).strip() or any(below.attrib for below in element.iter()):
                raise CribleError(f"{path[:120]} is read by nobody", where=where, do=_CHANGED)


def _group(record: Record, path: str, said: dict[str, str], where: str) -> None:
    fields, group = _groups()[path]
    if strange := sorted(tag for tag, text in said.items() if text and tag not in fields):
        raise CribleError(f"{path} holds {', '.join(strange)[:120]}", where=where, do=_CHANGED)
    record.add_group(group, {fields[tag]: text for tag, text in said.items() if tag in fields})


def _indicators(record: Record, node: Element, where: str) -> None:
    for tag, text in leaves(node, where).items():
        if text not in ("true", "false", ""):
            raise CribleError(f"{tag} is {text[:40]!r}, neither true nor false", where=where, do=_CHANGED)
        if text == "true":
            record.add("indicator", tag)


def _text(node: Element, where: str) -> str:
    if len(node) or node.attrib:
        raise CribleError(f"{node.tag} is more than text", where=where, do=_CHANGED)
    return node.text or ""


def _no_attributes(root: Element, where: str) -> None:
    if root.attrib:
        raise CribleError(f"{ROOT} has attributes: {', '.join(map(str, root.attrib))}", where=where, do=_CHANGED)


def _refuse_twins(records: list[Record], where: str) -> None:
    seen: set[str] = set()
    for record in records:
        if record.id and record.id in seen:
            what = f"{record.id} is there twice"
            raise CribleError(what, where=where, do="fetch the file again; the copy is damaged")
        seen.add(record.id)


@cache
def _fields() -> dict[str, Field]:
    """Paths of elements that are a field of their own; those of the listing stand side by side with them."""
    return {path: field for path, field in layout("element").items() if field.group in ("", LISTING)}


@cache
def _groups() -> dict[str, tuple[dict[str, str], str]]:
    """Paths of elements whose leaves belong together: the fields by leaf, and the group's name."""
    found: dict[str, tuple[dict[str, str], str]] = {}
    for path, field in layout("element").items():
        if field.group not in ("", LISTING):
            parent, _, leaf = path.rpartition("/")
            found.setdefault(parent, ({}, field.group))[0][leaf] = field.name
    return found


@cache
def _holders() -> frozenset[str]:
    """Paths of elements that only hold others."""
    paths = [*_fields(), *_groups()]
    return frozenset("/".join(path.split("/")[:depth]) for path in paths for depth in range(1, path.count("/") + 1))
