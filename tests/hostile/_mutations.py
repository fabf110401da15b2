"""A good copy → the same list in layouts that nobody has seen yet. `CANARY` marks what each of them adds."""

import copy
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from lxml import etree

from hostile._layouts import Good, Rows

CANARY = "Qanary"
Path = tuple[str | int, ...]


class Mutant(NamedTuple):
    """What was done, where, and the file it makes; `names` are the fields it lies in."""

    what: str
    names: frozenset[str]
    make: Callable[[], bytes]


def mutants(good: Good, per_path: int = 1) -> Iterator[Mutant]:
    """Every structural change of a copy; of things that stand under one path, so many."""
    makers = {"xml": _xml, "json": _json, "jsonl": _json_lines}
    return makers[good.kind](good, per_path) if good.kind in makers else _table(good)


def ignored(good: Good, names: frozenset[str]) -> bool:
    """Does the card say that one of these fields is not read?"""
    patterns = [key.casefold() for key in good.reader.format.not_read]
    said = {name.casefold() for name in names}
    if any(pattern in said for pattern in patterns):
        return True
    return any(
        (pattern.startswith("*") and name.endswith(pattern[1:])) or ("/" in pattern and name.endswith(pattern))
        for pattern in patterns
        for name in said
    )


def other_values(good: Good, values: Sequence[str]) -> Iterator[tuple[str, Mutant]]:
    """Every kind of field with each of these values in its place."""
    if good.kind in ("xml", "json", "jsonl"):
        for one in mutants(good):
            if one.what.endswith((" says something else", " something else")):
                yield from ((value, one._replace(make=partial(_filled, good, one, value))) for value in values)
        return
    for what, column, rows in _tables(good):
        if what == "other":
            at = next((r, c) for r, row in enumerate(rows) for c, cell in enumerate(row) if cell == CANARY)
            names = frozenset({" ".join(str(column).split())})
            for value in values:
                if value.isascii() or good.encoding == "utf-8":
                    changed = _with(rows, *at, value)
                    yield value, Mutant(f"{column} other", names, partial(good.with_table, changed))


def _filled(good: Good, one: Mutant, value: str) -> bytes:
    written = escape(value, {'"': "&quot;"}) if good.kind == "xml" else json.dumps(value, ensure_ascii=False)[1:-1]
    return one.make().replace(CANARY.encode(), written.encode())


# --- XML


def _xml(good: Good, per_path: int) -> Iterator[Mutant]:
    root = etree.fromstring(good.body)
    seen: Counter[str] = Counter()
    for number, node in enumerate(root.iter(etree.Element)):
        seen[path := _path(node)] += 1
        if seen[path] > per_path:
            continue
        changes = dict(_CHANGES if node.getparent() is not None else _OF_ROOT)
        for what in ("more text", "something else", "text as an attribute") if len(node) else ():
            changes.pop(what, None)
        for name in map(str, node.attrib):
            changes |= _of_attribute(name)
        for what, change in changes.items():
            names = {path, *path.split("/")}
            if what.startswith("@"):
                names.add(etree.QName(what[1:].split(" ")[0]).localname)
            yield Mutant(f"{path} {what}", frozenset(names), partial(_changed, good.body, number, change))


def _changed(body: bytes, number: int, change: Callable[[Any], None]) -> bytes:
    root = etree.fromstring(body)
    change(list(root.iter(etree.Element))[number])
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _path(node: Any) -> str:
    return "/".join(etree.QName(up).localname for up in reversed([node, *node.iterancestors()]))


def _mark(node: Any) -> None:
    for leaf in node.iter(etree.Element):
        if not len(leaf):
            leaf.text = f"{leaf.text or ''} {CANARY}"


def _named(node: Any, name: str) -> str:
    space = etree.QName(node).namespace
    return f"{{{space}}}{name}" if space else name


def _new(node: Any, tag: str = "", **attributes: str) -> None:
    made = etree.SubElement(node, tag or _named(node, "BrandNew"), attributes)
    made.text = None if attributes else CANARY


def _rename(node: Any) -> None:
    node.tag += "X"
    _mark(node)


def _twice(node: Any) -> None:
    twin = copy.deepcopy(node)
    _mark(twin)
    node.addnext(twin)


def _wrap(node: Any) -> None:
    _mark(node)
    wrapper, parent = etree.Element(_named(node, "Wrapper")), node.getparent()
    parent.replace(node, wrapper)
    wrapper.append(node)


def _into_attribute(node: Any) -> None:
    node.set("value", f"{node.text or ''} {CANARY}")
    node.text = None


def _up(node: Any) -> None:
    _mark(node)
    if node.getparent().getparent() is not None:
        node.getparent().addnext(node)


def _loose(node: Any) -> None:
    node.text = CANARY if len(node) else f"{CANARY} {node.text or ''}"


def _after(node: Any) -> None:
    node.tail = CANARY


def _more(node: Any) -> None:
    node.text = f"{node.text or ''} {CANARY}"


def _other(node: Any) -> None:
    node.text = CANARY


_OF_ROOT: dict[str, Callable[[Any], None]] = {
    "new attribute": lambda node: node.set("brandNew", CANARY),
    "new element": _new,
    "new element of another namespace": lambda node: _new(node, "{urn:other}Extension"),
    "text before its elements": _loose,
    "more text": _more,
}
_CHANGES = _OF_ROOT | {
    "new element with an attribute": lambda node: _new(node, value=CANARY),
    "renamed": _rename,
    "there twice": _twice,
    "wrapped": _wrap,
    "something else": _other,
    "text as an attribute": _into_attribute,
    "one level up": _up,
    "text after it": _after,
}


def _of_attribute(name: str) -> dict[str, Callable[[Any], None]]:
    def more(node: Any) -> None:
        node.set(name, f"{node.get(name)} {CANARY}")

    def other(node: Any) -> None:
        node.set(name, CANARY)

    def renamed(node: Any) -> None:
        node.set(f"{name}X", f"{node.attrib.pop(name)} {CANARY}")

    def as_element(node: Any) -> None:
        made = etree.SubElement(node, _named(node, etree.QName(name).localname))
        made.text = f"{node.attrib.pop(name)} {CANARY}"

    changes = {"says more": more, "says something else": other, "renamed": renamed, "as an element": as_element}
    return {f"@{name} {what}": change for what, change in changes.items()}


# --- JSON


def _json(good: Good, per_path: int) -> Iterator[Mutant]:
    document = json.loads(good.body)
    for what, names, path, value in _documents(document, per_path):
        yield Mutant(what, names, partial(_dumped, document, path, value))


def _dumped(document: Any, path: Path, value: Any) -> bytes:
    return json.dumps(_put(copy.deepcopy(document), path, value), ensure_ascii=False).encode()


def _json_lines(good: Good, per_path: int) -> Iterator[Mutant]:
    lines = good.body.splitlines(keepends=True)
    for at, line in enumerate(lines):
        document = json.loads(line)
        for what, names, path, value in _documents(document, per_path):
            yield Mutant(f"line {at} {what}", names, partial(_line, lines, at, document, path, value))


def _line(lines: list[bytes], at: int, document: Any, path: Path, value: Any) -> bytes:
    return b"".join([*lines[:at], _dumped(document, path, value), b"\n", *lines[at + 1 :]])


def _documents(document: Any, per_path: int) -> Iterator[tuple[str, frozenset[str], Path, Any]]:
    seen: Counter[tuple[str, str]] = Counter()
    for path, value in _walk(document):
        names = [key for key in path if isinstance(key, str)]
        seen[key := (".".join(names), type(value).__name__)] += 1
        if seen[key] <= per_path:
            for what, other in _others(value):
                yield f"{key[0]} {what}", frozenset(names), path, other


def _walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    yield path, value
    for key, one in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _walk(one, (*path, key))


def _put(document: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    at = document
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return document


def _others(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield "new key", {**value, "brandNew": CANARY}
        yield "new key with an object", {**value, "brandNew": {"x": CANARY}}
        yield "in an array", [value, CANARY]
        for key in value:
            rest = {name: one for name, one in value.items() if name != key}
            yield f"{key} renamed", {**rest, f"{key}X": [value[key], CANARY]}
    elif isinstance(value, list):
        yield "another text", [*value, CANARY]
        yield "another object", [*value, {"x": CANARY}]
        yield "another array", [*value, [CANARY]]
        yield "an object in its place", {"x": value, "y": CANARY}
    else:
        yield "more text", f"{'' if value is None else value} {CANARY}"
        yield "something else", CANARY
        yield "an object in its place", {"value": value, "more": CANARY}
        yield "an array in its place", [value, CANARY]
        yield "nested arrays in its place", [[value, CANARY]]
    if isinstance(value, dict | list):
        yield "a text in its place", CANARY


# --- tables


def _table(good: Good) -> Iterator[Mutant]:
    for what, column, rows in _tables(good):
        names = frozenset({" ".join(str(column).split())})
        yield Mutant(f"{column} {what}", names, partial(good.with_table, rows))


def _tables(good: Good) -> Iterator[tuple[str, str, Rows]]:
    rows, at = good.table(), good.above
    bare = good.kind == "bare"
    data = range(0 if bare else at + 1, len(rows))
    for column in range(len(rows[at])):
        name = f"column {column}" if bare else str(rows[at][column])
        filled = [n for n in data if str(rows[n][column] or "").strip() not in ("", "-0-")]
        for row in filled[:1]:
            old = rows[row][column]
            for what, text in (("more", f"{old} {CANARY}"), ("before", f"{CANARY} {old}"), ("other", CANARY)):
                yield what, name, _with(rows, row, column, text)
        if not bare:
            marked = [[*row[:column], f"{row[column] or ''} {CANARY}", *row[column + 1 :]] for row in rows[at + 1 :]]
            for what, title in (("renamed", f"{name}X"), ("its header is empty", "")):
                header = [*rows[at][:column], title, *rows[at][column + 1 :]]
                yield what, name, [*rows[:at], header, *marked]
            for what, title in (("twice", name), ("a new column before it", "Brand New"), ("a nameless one", "")):
                added = [[*row[:column], CANARY, *row[column:]] for row in rows[at + 1 :]]
                yield what, name, [*rows[:at], [*rows[at][:column], title, *rows[at][column:]], *added]
    yield "a cell too many", "", [*rows[: at + 1], *([*row, CANARY] for row in rows[at + 1 :])]
    yield "one row with a cell too many", "", [*rows[:-1], [*rows[-1], CANARY]]
    yield "a row of one cell", "", [*rows, [CANARY]]
    yield "a row of which one cell says something", "", [*rows, [CANARY, *[""] * (len(rows[at]) - 1)]]
    yield "a row of which the last says something", "", [*rows, [*[""] * (len(rows[at]) - 1), CANARY]]


def _with(rows: Rows, row: int, column: int, text: str) -> Rows:
    changed = [list(one) for one in rows]
    changed[row][column] = text
    return changed
