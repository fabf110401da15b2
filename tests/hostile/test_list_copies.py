"""A list written otherwise, cut, damaged, booby-trapped, or another file in its place: read the same, or refused."""

import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from lxml import etree

from _shared import SHARED, needs_shared
from crible.lists import LISTS
from crible.lists.drafts import words
from crible.records.error import CribleError
from hostile._layouts import EVERY, Good, Rows, copies, read, said, size, table_text

COPIES = copies()
EVERY_XML = pytest.mark.parametrize("name", [name for name, one in COPIES.items() if one.kind == "xml"])
EVERY_TABLE = pytest.mark.parametrize(
    "name", [name for name, one in COPIES.items() if one.kind in ("csv", "xlsx", "ods")]
)
PLAIN = [name for name, one in COPIES.items() if one.kind not in ("xlsx", "ods")]


# --- what means the same


def shuffled(good: Good, seed: int) -> Rows:
    rows = good.table()
    order = random.Random(seed).sample(range(len(rows[good.above])), len(rows[good.above]))
    return [*rows[: good.above], *([row[at] for at in order] for row in rows[good.above :])]


@EVERY_TABLE
@pytest.mark.parametrize("seed", range(3))
def test_columns_may_stand_in_any_order(name: str, seed: int) -> None:
    good = COPIES[name]
    ours, theirs = (said(good.read(good.with_table(rows))) for rows in (good.table(), shuffled(good, seed)))
    assert sorted(ours.split("\n")) == sorted(theirs.split("\n"))


HEADERS: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "small": str.lower,
    "spaces about it": lambda text: f"  {text} ",
    "two spaces in it": lambda text: text.replace(" ", "  "),
    "underlined": lambda text: text.replace(" ", "_"),
    "a mark before it": lambda text: f"\ufeff{text}",
}


@EVERY_TABLE
@pytest.mark.parametrize("change", HEADERS)
def test_a_header_written_otherwise_reads_the_same_or_is_refused(name: str, change: str) -> None:
    good = COPIES[name]
    rows = good.table()
    header = [HEADERS[change](str(cell)) for cell in rows[good.above]]
    if good.encoding == "utf-8" or all(map(str.isascii, header)):
        same_or_refused(good, good.with_table([*rows[: good.above], header, *rows[good.above + 1 :]]))


def same_or_refused(good: Good, body: bytes) -> None:
    if (reading := read(good, body)) is not None:
        base = good.read(good.with_table(good.table())) if good.kind in ("csv", "xlsx", "ods") else good.read()
        assert sorted(said(reading).split("\n")) == sorted(said(base).split("\n"))


def prefixed(body: bytes) -> bytes:
    """Every element in another namespace, under a prefix."""
    root = etree.fromstring(body)
    for node in root.iter(etree.Element):
        node.tag = f"{{urn:next-edition}}{etree.QName(node).localname}"
    other = etree.Element(root.tag, dict(root.attrib), nsmap={"next": "urn:next-edition"})
    other.text = root.text
    other.extend(list(root))
    return etree.tostring(other, encoding="UTF-8", xml_declaration=True)


def within_text(body: bytes, made: Callable[[str, str], bytes]) -> bytes:
    """Every text of some length cut in two by something that is no text."""

    def cut(match: re.Match[bytes]) -> bytes:
        text = match[1].decode()
        at = len(text) // 2
        return b">" + made(text[:at], text[at:]) + b"<"

    return re.sub(rb">([^<>&]*\w[^<>&]*)<(?=/)", cut, body)


SAME_XML: dict[str, Callable[[bytes], bytes]] = {
    "byte order mark": lambda body: b"\xef\xbb\xbf" + body,
    "comments": lambda body: within_text(body, lambda a, b: f"{a}<!-- <a>not</a> me -->{b}".encode()),
    "processing instructions": lambda body: within_text(body, lambda a, b: f"{a}<?not me?>{b}".encode()),
    "character data": lambda body: within_text(body, lambda a, b: f"{a}<![CDATA[{b}]]>".encode()),
    "numbers of characters": lambda body: within_text(body, lambda a, b: f"{a}&#{ord(b[0])};{b[1:]}".encode()),
    "windows lines": lambda body: body.replace(b"\n", b"\r\n"),
    "on one line": lambda body: re.sub(rb">\s+<", b"><", body),
    "prefixed": prefixed,
    "single quotes": lambda body: re.sub(rb'="([^"\'<>]*)"', rb"='\1'", body),
    "comment after it": lambda body: body + b"<!-- made by a machine -->\n",
    "another encoding": lambda body: etree.tostring(etree.fromstring(body), encoding="ISO-8859-1"),
    "wide": lambda body: etree.tostring(etree.fromstring(body), encoding="UTF-16"),
}


@EVERY_XML
@pytest.mark.parametrize("change", SAME_XML)
def test_xml_written_otherwise_reads_the_same_or_is_refused(name: str, change: str) -> None:
    same_or_refused(COPIES[name], SAME_XML[change](COPIES[name].body))


@EVERY_XML
@pytest.mark.parametrize("change", ["comments", "character data", "numbers of characters"])
def test_a_name_that_is_cut_in_two_in_xml_is_one_name(name: str, change: str) -> None:
    assert read(COPIES[name], SAME_XML[change](COPIES[name].body)) is not None


SAME_TEXT: dict[str, Callable[[bytes], bytes]] = {
    "byte order mark": lambda body: b"\xef\xbb\xbf" + body.removeprefix(b"\xef\xbb\xbf"),
    "no byte order mark": lambda body: body.removeprefix(b"\xef\xbb\xbf"),
    "windows lines": lambda body: re.sub(rb"\r?\n", b"\r\n", body),
    "unix lines": lambda body: body.replace(b"\r\n", b"\n"),
    "old lines": lambda body: re.sub(rb"\r?\n", b"\r", body),
    "an empty line at the end": lambda body: body + b"\r\n",
    "wide": lambda body: body.decode("utf-8-sig", "replace").encode("utf-16"),
    "of windows": lambda body: body.decode("utf-8-sig", "replace").encode("cp1252", "replace"),
}


@pytest.mark.parametrize("name", [name for name in PLAIN if COPIES[name].kind != "xml"])
@pytest.mark.parametrize("change", [key for key in SAME_TEXT if key != "of windows"])
def test_text_written_otherwise_reads_the_same_or_is_refused(name: str, change: str) -> None:
    good = COPIES[name]
    body = SAME_TEXT[change](good.body)
    if (reading := read(good, body)) is not None:
        # Line ends within a quoted cell are changed with the others.
        assert words(said(reading)) == words(said(good.read()))


@pytest.mark.parametrize("name", [name for name, one in COPIES.items() if one.kind == "csv"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quotes", ["'", '"'])
def test_a_table_in_another_dialect_reads_the_same_or_is_refused(name: str, delimiter: str, quotes: str) -> None:
    good = COPIES[name]
    rows = good.table()
    lines = (delimiter.join(f"{quotes}{str(cell).replace(quotes, quotes * 2)}{quotes}" for cell in row) for row in rows)
    reading = read(good, "".join(f"{line}\n" for line in lines).encode(good.encoding))
    if reading is not None:
        assert words(table_text(rows)) - words(said(reading)) <= words(table_text(rows)) - words(said(good.read()))
        assert size(reading) == size(good.read())


# --- what is damaged


@EVERY
def test_a_file_cut_anywhere_is_refused(name: str) -> None:
    assert list(cuts_that_read(COPIES[name], 12)) == []


@pytest.mark.nightly
@EVERY
def test_a_file_cut_at_any_of_two_hundred_places_is_refused(name: str) -> None:
    assert list(cuts_that_read(COPIES[name], 200)) == []


def cuts_that_read(good: Good, number: int) -> Iterator[int]:
    body = good.body.rstrip() if good.kind in ("xml", "json") else good.body
    for at in random.Random(50).choices(range(len(body)), k=number):
        between_rows = good.kind in ("csv", "jsonl") and body[:at].endswith(b"\n")
        if not between_rows and read(good, body[:at]) is not None:  # between two rows the counts stand guard
            yield at


@EVERY
def test_one_changed_byte_never_loses_a_subject(name: str) -> None:
    assert list(flips_that_lose(COPIES[name], 25)) == []


@pytest.mark.nightly
@EVERY
def test_none_of_a_thousand_changed_bytes_loses_a_subject(name: str) -> None:
    assert list(flips_that_lose(COPIES[name], 1_000)) == []


def flips_that_lose(good: Good, number: int) -> Iterator[str]:
    chance = random.Random(51)
    for _ in range(number):
        at, bit = chance.randrange(len(good.body)), 1 << chance.randrange(8)
        body = good.body[:at] + bytes([good.body[at] ^ bit]) + good.body[at + 1 :]
        reading = read(good, body)
        if reading is not None and size(reading) < size(good.read()):
            yield f"byte {at}, bit {bit}: {size(reading)} subjects"
        ids = Counter(one.entity.id for one in reading.subjects) if reading is not None else {}
        if any(times > 1 for times in ids.values()):
            yield f"byte {at}, bit {bit}: a subject is there twice"


# --- what is no list


def bombs(body: bytes) -> dict[str, bytes]:
    root = re.search(rb"<([A-Za-z][\w-]*)", body)
    assert root
    start, end = root.start(), body.rindex(b"</")
    within = body.index(b">", start) + 1
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return {
        "entity": body[:start] + entity + body[start:within] + b"&e;" + body[within:],
        "document type": body[:start] + b"<!DOCTYPE x>" + body[start:],
        "undeclared entity": body[:within] + b"&nobody;" + body[within:],
        "inclusion": body[:within]
        + b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>'
        + body[within:],
        "depth": body[:end] + b"<a>" * 3_000 + b"</a>" * 3_000 + body[end:],
        "giant attribute": body[: within - 1] + b' a="' + b"A" * 11_000_000 + b'"' + body[within - 1 :],
        "two roots": body + body[start:],
        "text after the root": body + b"and one more",
    }


@EVERY_XML
@pytest.mark.parametrize("bomb", bombs(b"<a>.</a>"))
def test_xml_that_is_a_trap_is_refused_at_once(name: str, bomb: str) -> None:
    start = time.process_time()
    assert read(COPIES[name], bombs(COPIES[name].body)[bomb]) is None
    assert time.process_time() - start < 5


JSON_TRAPS: dict[str, Callable[[bytes], bytes]] = {
    "not a number": lambda body: re.sub(rb": *\"[^\"]*\"", b": NaN", body, count=1),
    "a key twice": lambda body: re.sub(rb'("(?:name|Nom)": *"[^"]*")', rb"\1, \1", body, count=1),
    "its array twice": lambda body: re.sub(rb'"(results|PublicationDetail)" *:', rb'"\1": [], "\1":', body, count=1),
    "an array around it": lambda body: b"[" + body + b"]",
    "another document after it": lambda body: body + b"{}",
    "a comment": lambda body: b"// made today\n" + body,
    "a comma too many": lambda body: body.rstrip()[:-1] + b",}",
    "half a character": lambda body: body.replace(b'"', b'"\xc3', 1),
    "an escape of half a character": lambda body: re.sub(rb'("(?:name|Nom)": *")', rb"\1\\ud800", body, count=1),
    "depth": lambda body: b'{"results": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
}


@pytest.mark.parametrize("name", ["fr-json", "csl-json"])
@pytest.mark.parametrize("trap", JSON_TRAPS)
def test_json_that_is_a_trap_is_refused(name: str, trap: str) -> None:
    assert read(COPIES[name], JSON_TRAPS[trap](COPIES[name].body)) is None


def strangers() -> Iterator[tuple[str, str]]:
    """Pairs of copies of which the first is no file of the second's reader."""
    for one, good in COPIES.items():
        for other, wanted in COPIES.items():
            same = (
                good.reader.card.list == wanted.reader.card.list and good.reader.format.key == wanted.reader.format.key
            )
            own = {good.reader.card.list.partition("_")[0], wanted.reader.card.list.partition("_")[0]} <= {
                "opensanctions",
                "house",
            }
            if not same and not own:
                yield one, other


def test_a_file_of_one_list_that_is_called_another_is_refused() -> None:
    taken = []
    for one, other in strangers():
        body, wanted = COPIES[one].body, COPIES[other]
        if not wanted.reader.recognises(wanted.member, body[:65_536]) and read(wanted, body) is not None:
            taken.append((one, other))
    assert taken == []


@pytest.mark.parametrize("name", [name for name in COPIES if not name.startswith("own-")])
def test_a_file_is_claimed_by_its_own_reader_or_by_none(name: str) -> None:
    good = COPIES[name]
    claimed = {
        reader.card.list for readers in LISTS.values() for reader in readers if reader.claims(good.body[:65_536])
    }
    assert claimed <= {good.reader.card.list}


@needs_shared
def test_an_amendment_an_excerpt_and_a_changed_set_are_no_whole_list() -> None:
    [swiss] = LISTS["ch_seco_sanctions"]
    amendment = (SHARED / "data/ch/seco_format_sample_amendment_20240117.xml").read_bytes()
    assert swiss.recognises("list", amendment[:65_536])
    with pytest.raises(CribleError):
        swiss.read({"list": amendment}, "seco.xml")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("ch", b'list-type="whole-list"', b'list-type="amendment"'),
        ("ofac-sdn-advanced_xml", b"<Sanctions ", b'<Sanctions DeltaBaseVersion="12" '),
        ("ofac-sdn-enhanced_xml", b"/PublicationPreview/exports/", b"/DeltaFile/exports/"),
        ("ofac-sdn-xml", b"<Record_Count>5<", b"<Record_Count>6<"),
        ("csl-json", b'"total": ', b'"total": 1'),
    ],
)
def test_a_part_of_a_list_is_refused(name: str, old: bytes, new: bytes) -> None:
    assert old in COPIES[name].body
    assert read(COPIES[name], COPIES[name].body.replace(old, new)) is None
