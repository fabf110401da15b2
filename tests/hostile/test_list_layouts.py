"""Editions that nobody has seen: a reader takes all of a file or refuses it, and never reads it by half."""

import json
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from typing import Any

import pytest
from lxml import etree

from _tables import table
from crible.lists.card import Reading
from crible.lists.drafts import words
from crible.lists.ftm import faults
from crible.records.error import CribleError
from hostile._layouts import EVERY, Good, copies, everything, read, said, size, some, source, table_text
from hostile._mutations import CANARY, Mutant, ignored, mutants, other_values

COPIES = copies()
PLAIN = [name for name, one in COPIES.items() if one.kind not in ("xlsx", "ods")]


def excused(name: str, what: str) -> bool:
    return any(fnmatch(name, row["copy"]) and row["what"] in what for row in table("hostile/tables/unsaid.csv"))


# --- what is new


def unsaid(good: Good, found: Iterable[Mutant]) -> Iterator[str]:
    """Changed files that are read although what was added to them does not come out."""
    for one in found:
        if ignored(good, one.names) or excused(good.name, one.what) or (reading := read(good, one.make())) is None:
            continue
        if size(reading) < size(good.read()):
            yield f"{one.what}: a subject is gone"
        if CANARY.casefold() not in said(reading).casefold():
            yield one.what


@EVERY
def test_what_a_new_layout_says_is_read_or_refused(name: str) -> None:
    assert list(unsaid(COPIES[name], some(mutants(COPIES[name])))) == []


@pytest.mark.nightly
@EVERY
def test_what_any_new_layout_says_is_read_or_refused(name: str) -> None:
    assert list(unsaid(COPIES[name], mutants(COPIES[name], per_path=3))) == []


# Years alone, days that are none, days to come, other digits, and things that belong into no field.
STRANGE = [
    *("circa 1960", "1960-00-00", "00/00/1960", "1960-13-45", "31/12/60", "2031-05-05", "1960-05-01T00:00:00"),
    *("45000", "١٩٦٠-٠٥-٠١", "۱۳۴۰/۰۲/۰۳", "between 1950 and 1960", "Friday 3rd"),
    *("Atlantis Republic", "XQ", "maybe", "007", "-5", "9" * 21, "９９９", "1e5", "Zoë\u200bQw", "Left \u202eRight"),
    *("", "   ", "\u200b", "\u202e\u200f", "'; DROP TABLE", '"', "&<>", "../../etc/passwd", "=1+1", "a" * 5_000),
]
_SAYS_NOTHING = {"0", "1t00"}  # months and days of a year alone, midnight
# Addresses have no name, and a number too long for its property stands in the notes.
_NO_FAULTS = ("name: required", "number: required")


def astray(good: Good, found: Iterable[tuple[str, Mutant]]) -> Iterator[str]:
    """Strange values that crash a reader, cost a subject, are lost, or make an entity that is none."""
    for value, one in found:
        if (reading := read(good, one.make())) is None or ignored(good, one.names):
            continue
        if size(reading) < size(good.read()):
            yield f"{one.what}: {value!r}: a subject is gone"
        if not excused(good.name, one.what) and (lost := words(value) - words(said(reading)) - _SAYS_NOTHING):
            yield f"{one.what}: {value[:40]!r}: {' '.join(lost)[:80]} is lost"
        for fault in (fault for each in reading.subjects for entity in everything(each) for fault in faults(entity)):
            if fault not in _NO_FAULTS:
                yield f"{one.what}: {value[:40]!r}: {fault}"


@EVERY
def test_a_strange_value_is_kept_in_words_or_refused(name: str) -> None:
    assert list(astray(COPIES[name], some(other_values(COPIES[name], STRANGE)))) == []


@pytest.mark.nightly
@EVERY
def test_any_strange_value_is_kept_in_words_or_refused(name: str) -> None:
    assert list(astray(COPIES[name], other_values(COPIES[name], STRANGE))) == []


def named(good: Good, name: str) -> bytes:
    """The copy with its first subject called otherwise."""
    caption = next(iter(good.read().subjects)).entity.caption
    word = max(re.findall(r"\w+", caption), key=len)
    if good.rows is not None:
        return good.with_table(
            [[str(cell).replace(word, name) if cell else cell for cell in row] for row in good.table()]
        )
    return good.body.replace(word.encode(good.encoding), name.encode(good.encoding))


# Copies of several files have the first subject in one of them.
NAMED = pytest.mark.parametrize("name", [name for name, one in COPIES.items() if named(one, "X") != one.body])


@NAMED
@pytest.mark.parametrize("long", [30_000, pytest.param(1_000_000, marks=pytest.mark.nightly)])
def test_a_name_of_any_length_is_read_whole_or_refused(name: str, long: int) -> None:
    if COPIES[name].kind == "xlsx" and long > 32_767:
        pytest.skip("a cell of a workbook holds less")
    text = ("ENDLESS " * (long // 8))[: long - 6] + "LASTLY"
    start = time.process_time()
    reading = read(COPIES[name], named(COPIES[name], text))
    assert reading is None or "lastly" in said(reading).casefold()
    assert time.process_time() - start < 10


@NAMED
@pytest.mark.parametrize("blank", ["", " ", "\u200b", "\u202e\u2066", "\u3000", "...", "-"])
def test_an_empty_name_never_costs_a_subject_unseen(name: str, blank: str) -> None:
    if not blank.isascii() and COPIES[name].encoding != "utf-8":
        pytest.skip("its code page has no such character")
    reading = read(COPIES[name], named(COPIES[name], blank))
    assert reading is None or size(reading) == size(COPIES[name].read())
    if reading is not None:
        assert all(any(map(str.isalnum, one.entity.caption)) for one in reading.subjects)


@NAMED
@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x1b[31m"])
def test_a_control_character_in_a_name_is_refused(name: str, bad: str) -> None:
    if name in PLAIN:  # the tests' own writer of workbooks refuses them itself
        assert read(COPIES[name], named(COPIES[name], f"A{bad}B")) is None


# --- what is missing


@EVERY
def test_a_file_without_one_of_its_fields_loses_none_of_the_names_it_holds(name: str) -> None:
    good = COPIES[name]
    if good.kind in ("jsonl", "bare"):
        pytest.skip("a field of one line is one of many; a table without a header has none")
    known = names_in(good.read()) & once(everything_written(good))
    for what, body, left in without_one(good):
        if (reading := read(good, body)) is not None and size(reading):  # nobody at all is for the floor to find
            assert size(reading) == size(good.read()), what
            assert (known & words(left)) - words(said(reading)) == set(), what


def once(text: str) -> set[str]:
    """The words that stand once in a text; what stands there again may be said in another way."""
    counts = Counter(word for piece in re.split(r"[\W_]+", text) for word in words(piece))
    return {word for word, times in counts.items() if times == 1}


def everything_written(good: Good) -> str:
    return source(good, good.body) if good.kind in ("xml", "json") else table_text(good.table())


def names_in(reading: Reading) -> set[str]:
    return words(" ".join(name for one in reading.subjects for name, _ in one.entity.names()))


def without_one(good: Good) -> Iterator[tuple[str, bytes, str]]:
    """The copy without each of its columns or kinds of elements, and what it says then."""
    if good.kind == "xml":
        tags = {str(node.tag) for node in etree.fromstring(good.body).iter(etree.Element)}
        for tag in sorted(tags):
            root = etree.fromstring(good.body)
            etree.strip_elements(root, tag, with_tail=False)
            body = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
            yield tag, body, source(good, body)
    elif good.kind == "json":
        for key in sorted(set(re.findall(rb'"(\w+)"\s*:', good.body))):
            body = json.dumps(_without(json.loads(good.body), key.decode())).encode()
            yield key.decode(), body, source(good, body)
    else:
        for at in range(len(good.table()[good.above])):
            rows = [row if n < good.above else row[:at] + row[at + 1 :] for n, row in enumerate(good.table())]
            yield str(at), good.with_table(rows), table_text(rows[good.above + 1 :])


def _without(value: Any, key: str) -> Any:
    if isinstance(value, dict):
        return {name: _without(one, key) for name, one in value.items() if name != key}
    return [_without(one, key) for one in value] if isinstance(value, list) else value


def emptied(good: Good) -> bytes:
    """The copy with all that stands around its subjects, and no subject."""
    if good.kind == "xml":
        root = etree.fromstring(good.body)
        records = Counter(str(node.tag) for node in root.iter(etree.Element) if len(node) > 2)
        etree.strip_elements(root, *(tag for tag in records if tag != root.tag), with_tail=False)
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    if good.kind == "json":
        return json.dumps(
            json.loads(good.body, object_hook=lambda one: {k: [] if isinstance(v, list) else v for k, v in one.items()})
        ).encode()
    return b"" if good.kind in ("jsonl", "bare") else good.with_table(good.table()[: good.above + 1])


@EVERY
def test_a_list_of_nobody_is_refused_or_holds_nobody(name: str) -> None:
    try:
        found = COPIES[name].read(emptied(COPIES[name]))
    except CribleError:
        return
    assert size(found) < COPIES[name].reader.card.floor  # the floor refuses it


# --- what is there twice


def doubled(good: Good) -> Iterator[bytes]:
    """The copy with each of its records once more."""
    if good.kind == "xml":
        root = etree.fromstring(good.body)
        for number, node in enumerate(root.iter(etree.Element)):
            if node.getparent() is not None and len(list(node.iterancestors())) < 3 and len(node) > 2:
                fresh = etree.fromstring(good.body)
                twin = list(fresh.iter(etree.Element))[number]
                twin.addnext(etree.fromstring(etree.tostring(twin, with_tail=False)))
                yield etree.tostring(fresh, encoding="UTF-8", xml_declaration=True)
    elif good.kind == "json":
        for at in re.finditer(rb'"(?:results|PublicationDetail)": \[', good.body):
            records = json.loads(good.body)
            inner = records["results"] if "results" in records else records["Publications"]["PublicationDetail"]
            inner.append(inner[0])
            yield json.dumps(records).encode()
            del at
    elif good.kind == "jsonl":
        yield from (good.body + line + b"\n" for line in good.body.splitlines())
    else:
        rows = good.table()
        yield from (good.with_table([*rows, row]) for row in rows[good.above + (good.kind != "bare") :])


@EVERY
def test_a_subject_that_is_there_twice_comes_out_once_or_is_refused(name: str) -> None:
    good = COPIES[name]
    for body in doubled(good):
        if (reading := read(good, body)) is not None:
            assert size(reading) == size(good.read())
            ids = Counter(one.entity.id for one in reading.subjects)
            assert max(ids.values()) == 1


ALIASES = {
    "un": "INDIVIDUAL_ALIAS",
    "eu-fsf-xml": "nameAlias",
    "gb-fcdo-xml": "Name",
    "ch": "name",
    "ofac-sdn-xml": "aka",
    "ofac-sdn-enhanced_xml": "name",
    "ofac-sdn-advanced_xml": "Alias",
}


@pytest.mark.parametrize("name", ALIASES)
def test_a_subject_with_two_thousand_more_aliases_keeps_them_all(name: str) -> None:
    good = COPIES[name]
    root = etree.fromstring(good.body)
    alias = next(node for node in root.iter(f"{{*}}{ALIASES[name]}") if len(node) or node.attrib.get("wholeName"))
    plain = etree.tostring(alias, with_tail=False)
    word = max(re.findall(rb"(?<=[>\" ])[A-Z][a-zA-Z-]{3,}(?=[<\" ])", plain), key=len)
    for number in range(2_000):
        alias.addnext(etree.fromstring(plain.replace(word, b"Alias%dq" % number)))
    reading = good.read(etree.tostring(root, encoding="UTF-8", xml_declaration=True))
    told = words(said(reading))
    assert [number for number in range(2_000) if f"alias{number}q" not in told] == []
