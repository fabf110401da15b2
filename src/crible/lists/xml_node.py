"""One XML element being read: whatever nobody asked for, and no card ignores by name, stops the load."""

from collections.abc import Iterator, Set

from crible.lists.xml_records import Element, local_name
from crible.records.error import CribleError


class Node:
    """An element whose attributes, text and children are taken one by one; `finish` asks for what is left.

    Names are local: namespaces differ between editions of one format. Text is stripped.
    """

    __slots__ = ("_attributes", "_children", "_text", "tag", "where")

    def __init__(self, element: Element, where: str) -> None:
        self.tag = local_name(element.tag)
        self.where = where
        self._attributes = {local_name(name): str(value) for name, value in element.attrib.items()}
        tails = (child.tail for child in element)
        self._text = " ".join(text for raw in (element.text, *tails) if (text := (raw or "").strip()))
        self._children: dict[str, list[Node]] = {}
        for child in element:
            one = Node(child, f"{where}/{local_name(child.tag)}")
            self._children.setdefault(one.tag, []).append(one)

    def attribute(self, name: str) -> str:
        """An attribute, "" if it is absent."""
        return self._attributes.pop(name, "").strip()

    def text(self) -> str:
        """The text between its tags, without that of its children."""
        taken, self._text = self._text, ""
        return taken

    def children(self, tag: str) -> list["Node"]:
        """The children of that name, in order; whoever takes them finishes them."""
        return self._children.pop(tag, [])

    def items(self, holder: str, item: str) -> Iterator["Node"]:
        """The items of every `holder`, a child that holds nothing else; whoever takes them finishes them."""
        for one in self.children(holder):
            found = one.children(item)
            one.finish()
            yield from found

    def child(self, tag: str) -> "Node | None":
        """The only child of that name, if there is one."""
        found = self.children(tag)
        if len(found) > 1:
            raise CribleError(f"{tag} comes {len(found)} times", where=self.where, do=_CHANGED)
        return found[0] if found else None

    def leaves(self, tag: str) -> list[str]:
        """The texts of the children of that name, which hold nothing else; empty ones are left out."""
        return [text for child in self.children(tag) if (text := child.leaf_text())]

    def leaf(self, tag: str, ignored: Set[str] = frozenset()) -> str:
        """The text of the only child of that name, "" if it is absent or empty."""
        child = self.child(tag)
        return child.leaf_text(ignored) if child is not None else ""

    def leaf_text(self, ignored: Set[str] = frozenset()) -> str:
        """Its text, where it holds nothing else but what is ignored."""
        text = self.text()
        self.finish(ignored)
        return text

    def says(self) -> list[str]:
        """Everything below it that nobody has taken, as words for a note: `tag: text`, `tag@attribute: text`."""
        return [f"{path}: {text}" for path, text in self._left(self.tag)]

    def finish(self, ignored: Set[str] = frozenset()) -> None:
        """Close the element: what is left and says something is of a layout this reader does not know.

        `ignored` holds local names of elements and attributes (`not_read` on the card). An empty element says
        nothing, and may be left.
        """
        if left := sorted({path for path, _ in self._left("", ignored)}):
            raise CribleError(
                f"{self.tag} holds what nobody reads: {', '.join(left)[:200]}", where=self.where, do=_CHANGED
            )

    def _left(self, path: str, ignored: Set[str] = frozenset()) -> Iterator[tuple[str, str]]:
        if self._text:
            yield path or "text", self._text
        for name, value in self._attributes.items():
            if name not in ignored and value.strip():
                yield f"{path}@{name}", value.strip()
        for tag, children in self._children.items():
            for child in children if tag not in ignored else ():
                yield from child._left(f"{path}/{tag}" if path else tag, ignored)


def says_yes(text: str, where: str) -> bool:
    """Does a field that is true or false, as XML Schema writes it, say yes? Silence is no.

    >>> says_yes("true", ""), says_yes("0", ""), says_yes("", "")
    (True, False, False)
    """
    if text not in ("true", "1", "false", "0", ""):
        raise CribleError(f"{text[:20]!r} is neither true nor false", where=where, do=_CHANGED)
    return text in ("true", "1")


_CHANGED = "the publisher changed the format: read it, or name it under `not_read` on the card with a word on why"
