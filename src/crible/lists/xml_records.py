"""Read an official XML file as a stream of records, trusting nothing that it says about itself."""

import re
from collections.abc import Iterator, Mapping, Set
from functools import lru_cache
from io import BytesIO

from lxml import etree

from crible.lists.drafts import one_line
from crible.records.error import CribleError

Element = etree._Element

_AGAIN = "fetch the file again"
_TAIL = 4096  # bytes after the root's end in which a file may still say something


def records(body: bytes, *, root: str, holders: Mapping[str, str], where: str) -> Iterator[Element]:
    """The root as it opens (attributes only), then every record of a two-level file, in order.

    `holders` maps the elements below the root to the records they hold: {"ENTITIES": "ENTITY"}. Every
    holder must be there and hold one, and nothing else may. No entity is resolved, no document type accepted, no
    network used; a file that is cut or not well-formed raises at the place where that shows.
    """
    _refuse_document_type(body, where)
    if f"</{root}>".encode() not in body[-_TAIL:]:
        raise CribleError(f"the file does not end with </{root}>: it is cut, or another file", where=where, do=_AGAIN)
    seen: set[str] = set()
    depth = 0
    try:
        for event, node in _events(body):
            depth += 1 if event == "start" else 0
            if event == "start" and depth <= 3:
                _expect(node, _expected(node, depth, root, holders), where)
                _refuse_attributes(node, depth == 2, where)
            if event == "start" and depth == 1:
                yield node
            elif event == "end" and depth == 3:
                seen |= {str(up.tag) for up in node.iterancestors()}
                yield node
                _pass_by(node, where)
            elif event == "end" and depth < 3:
                _refuse_loose(node, where)
            depth -= 1 if event == "end" else 0
    except etree.XMLSyntaxError as fault:
        raise _not_well_formed(fault, where) from None
    if missing := sorted(holders.keys() - seen):
        raise CribleError(f"the file has no {', '.join(missing)}, or nothing in it", where=where, do=_AGAIN)


def elements(
    body: bytes, *, root: str, depth: int, where: str, of_holders: Set[str] = frozenset()
) -> Iterator[tuple[tuple[str, ...], Element]]:
    """The root as it opens (attributes only), then every element at that depth as it closes, each with its path.

    The root's children are at depth 2. Paths are local names, whatever namespace an edition uses; elements
    above that depth that hold none at it come too, as they close; `of_holders` are the attributes that those
    which hold some may have. The same refusals as for `records`.
    """
    _refuse_document_type(body, where)
    if not re.search(rb"</(?:[\w.-]+:)?%b\s*>\s*(?:<!--.*-->\s*)?\Z" % root.encode(), body[-_TAIL:], re.DOTALL):
        raise CribleError(f"the file does not end with </{root}>: it is cut, or another file", where=where, do=_AGAIN)
    path: list[str] = []
    deepest = 0
    try:
        for event, node in _events(body):
            if event == "start":
                path.append(local_name(node.tag))
                deepest = len(path)
                if deepest == 1:
                    _expect_local(path[0], root, where)
                    yield (root,), node
                continue
            if len(path) == depth or (1 < len(path) < depth and deepest == len(path)):
                yield tuple(path), node
                _pass_by(node, where)
            elif len(path) < depth:
                _refuse_loose(node, where)
                if len(path) > 1 and {local_name(name) for name in node.attrib} - of_holders:
                    _refuse_attributes(node, True, where)
            path.pop()
    except etree.XMLSyntaxError as fault:
        raise _not_well_formed(fault, where) from None


@lru_cache(maxsize=1024)
def local_name(name: object) -> str:
    """A tag or an attribute's name without its namespace; asked a million times for a few dozen names."""
    return str(name).rpartition("}")[2]


def other_document(head: bytes, lacks: str) -> str:
    """What a file that is not the XML it was taken for is instead, by its first bytes.

    >>> other_document(b"<!DOCTYPE html><HTML>", "targets"), other_document(b"<sdnList/>", "targets")
    ('it is HTML', 'its XML holds no targets')
    """
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        return "it is empty"
    if start[:1] != b"<":
        return "it is not XML"
    return "it is HTML" if b"<html" in start[:2000].lower() else f"its XML holds no {lacks}"


def leaves(node: Element, where: str) -> dict[str, str]:
    """The children of an element as tag → text on its lines; each may come once and hold only text."""
    record: dict[str, str] = {}
    for child in node:
        tag = str(child.tag)
        if tag in record or len(child):
            raise CribleError(f"{tag} comes twice, or holds elements of its own", where=where, do=_CHANGED)
        _refuse_attributes(child, True, where)
        record[tag] = (child.text or "").strip()
    _holds_elements(node, where)
    return record


def children(node: Element, where: str) -> dict[str, list[Element]]:
    """The children of an element by tag, in order."""
    found: dict[str, list[Element]] = {}
    for child in node:
        found.setdefault(str(child.tag), []).append(child)
    _holds_elements(node, where)
    return found


_CHANGED = "the publisher changed the format: teach the reader the new one"


def _holds_elements(node: Element, where: str) -> None:
    """Attributes and text between elements would be lost, so they stop the load."""
    _refuse_attributes(node, True, where)
    _refuse_loose(node, where)


def _refuse_attributes(node: Element, refused: bool, where: str) -> None:
    if refused and node.attrib:
        raise CribleError(f"{node.tag} has attributes: {', '.join(map(str, node.attrib))}", where=where, do=_CHANGED)


def _refuse_loose(node: Element, where: str) -> None:
    if any((text or "").strip() for text in (node.text, *(child.tail for child in node))):
        raise CribleError(f"{node.tag} holds text between its elements", where=where, do=_CHANGED)


def _pass_by(node: Element, where: str) -> None:
    """Free a record that has been read. What is written after it is known once the next one ends, or its parent."""
    for elder in node.itersiblings(preceding=True):
        if (elder.tail or "").strip():
            raise CribleError(f"text after {elder.tag}, outside of it", where=where, do=_CHANGED)
    forget(node)


def _events(body: bytes) -> Iterator[tuple[str, Element]]:
    return iter(
        etree.iterparse(
            BytesIO(body),
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
    )


def _refuse_document_type(body: bytes, where: str) -> None:
    if not body or body.isspace():
        raise CribleError("the file is empty", where=where, do="fetch it again")
    # UTF-16 would hide the word from the search below; no list of ours is published in it.
    if b"\0" in body[:200] or b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise CribleError(
            "the file has a document type, entities or NUL characters: no official list has any",
            where=where,
            do="do not open it; fetch the file again from the publisher",
        )


def _expected(node: Element, depth: int, root: str, holders: Mapping[str, str]) -> list[str]:
    if depth == 1:
        return [root]
    if depth == 2:
        return list(holders)
    parent = node.getparent()
    return [] if parent is None else [holders[str(parent.tag)]]


def _expect_local(tag: str, root: str, where: str) -> None:
    if tag != root:
        raise CribleError(f"<{tag[:40]}> where {root} belongs", where=where, do=_CHANGED)


def _not_well_formed(fault: etree.XMLSyntaxError, where: str) -> CribleError:
    return CribleError(
        f"not well-formed XML, or cut: {one_line(str(fault.msg))[:120]}",
        where=where,
        do=f"{_AGAIN}; never mend it by hand, a lost character is a lost name",
    )


def _expect(node: Element, tags: list[str], where: str) -> None:
    if node.tag not in tags:
        raise CribleError(f"<{str(node.tag)[:40]}> where {' or '.join(tags)} belongs", where=where, do=_CHANGED)


def forget(node: Element) -> None:
    """Free a record that has been read, and its elder sisters: memory stays flat."""
    tail = node.tail
    node.clear()
    node.tail = tail
    while (elder := node.getprevious()) is not None:
        parent = elder.getparent()
        if parent is None:
            return
        parent.remove(elder)
