"""The Security Council's list: read whole, or not at all."""

import gzip
import random
import re
import time
import tracemalloc
from collections import Counter
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from lxml import etree

from _shared import SHARED, needs_shared
from crible.lists import LISTS
from crible.lists.card import Reading
from crible.lists.ftm import faults
from crible.lists.listings import listings
from crible.lists.un.subject import regime_of
from crible.names.places import country_code
from crible.records.entity import Entity, Subject
from crible.records.error import CribleError
from crible.records.hit import Measure
from lists._golden import HERE, golden, plain

(READER,) = LISTS["un_sc_sanctions"]
XML = (HERE / "un_sc.xml").read_bytes()
END = XML.index(b"</CONSOLIDATED_LIST>")
COPIES = {"2024-11-30": 879, "2025-04-19": 877, "2026-01-28": 999}


def read(body: bytes) -> Reading:
    reading = READER.read({"list": body}, "un_sc.xml")
    reading.subjects = list(reading.subjects)
    return reading


def test_the_golden_copy_reads_as_reviewed() -> None:
    assert plain(read(XML)) == golden("un_sc.json")


def test_every_entity_of_the_golden_copy_is_valid_followthemoney() -> None:
    assert not [fault for one in read(XML).subjects for fault in wrong(one)]


def wrong(one: Subject) -> list[str]:
    """Addresses beside a subject have no name: the validator asks every Thing for one, FollowTheMoney does not."""
    found = [(each, fault) for each in entities(one) for fault in faults(each)]
    return [f"{each.id}: {fault}" for each, fault in found if (each.schema, fault) != ("Address", "name: required")]


def entities(one: Subject) -> tuple[Entity, ...]:
    return (one.entity, *one.sanctions, *one.around)


def test_an_iranian_entry_binds_from_the_snapback_whenever_it_was_made() -> None:
    [sanction] = subject("unsc-110330").sanctions
    assert (sanction.first("listingDate"), sanction.first("startDate")) == ("2006-12-23", "2025-09-28")


@pytest.mark.parametrize(
    ("id", "measures"),
    [
        ("unsc-690789", {Measure.ADVISORY}),  # Guinea-Bissau: travel ban only
        ("unsc-6908876", {Measure.EXPORT_BAN}),  # the Houthis: arms only
        ("unsc-6908700", {Measure.ASSET_FREEZE, Measure.MAKING_AVAILABLE_BAN}),
    ],
)
def test_a_listing_is_not_always_a_freeze(id: str, measures: set[Measure]) -> None:
    [listing] = listings(subject(id))
    assert (set(listing.measures), listing.authority) == (measures, "un-sc")


def subject(id: str) -> Subject:
    return next(one for one in read(XML).subjects if one.entity.id == id)


def test_a_travel_ban_in_the_comments_narrows_a_libyan_entry() -> None:
    both = "Listed pursuant to paragraphs 15 and 17 of resolution 1970 (Travel Ban, Asset Freeze)."
    only = "Listed pursuant to paragraph 15 of resolution 1970\n(Travel Ban)."
    assert regime_of("Libya", both)["measures"] == "asset_freeze|making_available_ban"
    assert regime_of("Libya", only)["measures"] == "advisory"


def test_a_list_type_nobody_knows_is_kept_as_an_unconfirmed_advisory() -> None:
    [one, *_] = read(XML.replace(b">Taliban<", b">Atlantis<")).subjects
    [sanction] = one.sanctions
    assert (sanction.first("programId"), sanction.first("provisions")) == ("UN-ATLANTIS", "advisory")
    assert sanction.first("status") == "unconfirmed"


@pytest.mark.parametrize(
    ("what", "old", "new"),
    [
        ("element", b"<GENDER>Male</GENDER>", b"<GENDER>Male</GENDER><HEIGHT>180</HEIGHT>"),
        ("leaf of a group", b"<CITY>Kabul</CITY>", b"<CITY>Kabul</CITY><PLANET>Earth</PLANET>"),
        ("attribute", b"<GENDER>", b'<GENDER certain="no">'),
        ("attribute of the root", b"dateGenerated=", b'edition="2" dateGenerated='),
        (
            "text between elements",
            b"<SORT_KEY/>",
            b"<SORT_KEY/>see below",
        ),
        ("element twice", b"<GENDER>Male</GENDER>", b"<GENDER>Male</GENDER><GENDER>Female</GENDER>"),
        ("leaf twice", b"<CITY>Kabul</CITY>", b"<CITY>Kabul</CITY><CITY>Herat</CITY>"),
        ("value that holds elements", b"<VALUE>Mullah</VALUE>", b"<VALUE><B>Mullah</B></VALUE>"),
        ("holder", b"</ENTITIES>", b"</ENTITIES><SHIPS/>"),
        ("record", b"</ENTITIES>", b"<SHIP/></ENTITIES>"),
        ("entry there twice", b"<DATAID>110330<", b"<DATAID>111000<"),
        ("reference there twice", b"IRe.066", b"QDe.004"),
        ("day", b'dateGenerated="2026-01-28', b'dateGenerated="soon'),
    ],
)
def test_what_nobody_knows_stops_the_load(what: str, old: bytes, new: bytes) -> None:
    assert old in XML
    with pytest.raises(CribleError):
        read(XML.replace(old, new, 1))


def test_a_file_without_its_entities_is_refused() -> None:
    with pytest.raises(CribleError, match="ENTITIES"):
        read(XML[: XML.index(b"<ENTITIES>")] + b"</CONSOLIDATED_LIST>")


def test_a_record_without_a_name_is_refused_and_the_rest_is_read() -> None:
    reading = read(XML.replace(b"<FIRST_NAME>AL-QAIDA</FIRST_NAME>", b"<FIRST_NAME/>"))
    assert [fault.what for fault in reading.refused] == ["a record without a DATAID or without a first name"]
    assert "QDe.004" in reading.refused[0].raw
    assert len(list(reading.subjects)) == 5


def test_the_placeholder_na_is_no_name_and_na_mena_is_one() -> None:
    assert subject("unsc-110447").entity.first("lastName") is None
    assert subject("unsc-690789").entity.first("secondName") == "NA MENA"


@pytest.mark.parametrize("cut", [*range(0, END, END // 60), END + 5])
def test_a_file_cut_anywhere_is_refused(cut: int) -> None:
    with pytest.raises(CribleError):
        read(XML[:cut])


BOMBS = {
    "doctype": b"<!DOCTYPE x>",
    "doctype with a subset": b"<!DOCTYPE x []>",
    "external subset": b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    "external entity": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    "network entity": b'<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/">]>',
    "parameter entity": b'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/"> %p;]>',
    "laughs": b"<!DOCTYPE x ["
    + b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
    + b'<!ENTITY l0 "ha">]>',
    "quadratic": b'<!DOCTYPE x [<!ENTITY a "' + b"A" * 200_000 + b'">]>',
    "recursive": b'<!DOCTYPE x [<!ENTITY a "&b;"><!ENTITY b "&a;">]>',
    "attribute list": b'<!DOCTYPE x [<!ATTLIST CONSOLIDATED_LIST a CDATA "b">]>',
    "notation": b'<!DOCTYPE x [<!NOTATION n SYSTEM "x">]>',
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_file_with_a_document_type_is_refused_at_once(name: str) -> None:
    with pytest.raises(CribleError):
        read(XML.replace(b"<CONSOLIDATED_LIST", BOMBS[name] + b"<CONSOLIDATED_LIST", 1))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" \n",
        b"<html><body>503</body></html>",
        b'{"error": 500}',
        b"\x00" * 100,
        XML.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        XML.replace(b"ANWARI", b"ANWA\x13RI"),
        XML.replace(b"ANWARI", b"&undeclared;"),
        XML.replace(b"ANWARI", b"ANWA\xffRI"),
        b"<a>" * 100_000,
        XML.replace(b"<VALUE>Mullah</VALUE>", b"<VALUE>" * 1_000 + b"</VALUE>" * 1_000),
        XML.replace(b"ANWARI", b"A" * 11_000_000),
    ],
    ids=["empty", "blank", "html", "json", "nul", "utf-16", "control", "entity", "encoding", "deep", "nested", "giant"],
)
def test_what_is_no_such_list_is_refused(body: bytes) -> None:
    start = time.process_time()
    with pytest.raises(CribleError):
        read(body)
    assert time.process_time() - start < 5  # no bomb goes off: well under a second of work


@pytest.mark.parametrize(
    ("head", "says"),
    [
        (XML, ""),
        (b"\xef\xbb\xbf" + XML, ""),
        (b"", "it is empty"),
        (b"<!DOCTYPE html><HTML>", "it is HTML"),
        (b'{"status": 500}', "it is not XML"),
        (b"<sdnList/>", "its XML holds no CONSOLIDATED_LIST"),
    ],
)
def test_a_file_that_is_not_the_list_is_told_from_its_first_bytes(head: bytes, says: str) -> None:
    assert READER.recognises("list", head[:65536]) == says


def test_every_element_of_the_publishers_schema_is_read_or_ignored_by_name() -> None:
    source = Path("src/crible/lists/un")
    code = " ".join(path.read_text("utf-8") for path in source.glob("*.py"))
    if not SHARED.is_dir():
        pytest.skip("../shared (real official files) is not beside this checkout")
    schema = etree.parse(str(SHARED / "data/schema/un_sc_sanctions.xsd"))
    names = {str(node.get("name")) for node in schema.iter("{*}element") if node.get("name")}
    ignored = set(READER.format.not_read)
    assert {name for name in names - ignored if f'"{name}"' not in code} == set()


@cache
def copy(day: str) -> bytes:
    return gzip.decompress((SHARED / f"data/un/{day}/consolidated.xml.gz").read_bytes())


@needs_shared
@pytest.mark.parametrize("day", COPIES)
def test_a_real_copy_is_read_to_the_last_entry(day: str) -> None:
    reading = read(copy(day))
    subjects = list(reading.subjects)
    assert (reading.day, len(subjects), reading.refused) == (day, COPIES[day], [])
    assert not [fault for one in subjects for fault in wrong(one)]
    ids = [each.id for one in subjects for each in entities(one)]
    assert [id for id, count in Counter(ids).items() if count > 1] == []
    assert {listing.confirmed for one in subjects for listing in listings(one)} <= {True, False}
    assert all(listing.measures and listing.since for one in subjects for listing in listings(one))


@needs_shared
def test_a_real_copy_is_read_in_little_memory() -> None:
    body = copy("2024-11-30")
    tracemalloc.start()
    read(body)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40_000_000  # 8 MB measured, the subjects themselves included


@needs_shared
@pytest.mark.parametrize("day", COPIES)
def test_nothing_that_a_real_copy_says_is_lost(day: str) -> None:
    ignored = set(READER.format.not_read)
    records = {
        f"unsc-{node.findtext('DATAID')}": node for node in etree.fromstring(copy(day)).iter("INDIVIDUAL", "ENTITY")
    }
    for one in read(copy(day)).subjects:
        values = list(chain.from_iterable(v for each in entities(one) for v in each.properties.values()))
        said = words(" ".join([*values, one.entity.id]))
        for leaf in records[one.entity.id].iter():
            parents = {str(up.tag) for up in leaf.iterancestors()} | {str(leaf.tag)}
            text = (leaf.text or "").strip()
            if text and not len(leaf) and not parents & ignored and text not in ("na", "null"):
                assert told(str(leaf.tag), text, said, values), (one.entity.id, leaf.tag)


def told(tag: str, text: str, said: set[str], values: list[str]) -> bool:
    if tag == "LISTED_ON":
        text = text[:10]  # a few carry a time zone
    if words(text) <= said or country_code(text) in values:
        return True
    return tag in ("TYPE_OF_DATE", "QUALITY")  # EXACT is the silent case; a quality is the property itself


def words(text: str) -> set[str]:
    return {word.lstrip("0") or "0" for word in re.findall(r"[^\W_]+", text.casefold())}


@needs_shared
def test_fifty_random_cuts_of_a_real_copy_are_refused() -> None:
    body = copy("2026-01-28")
    cuts = random.Random(50).sample(range(body.index(b"</CONSOLIDATED_LIST>")), 50)
    for cut in cuts:
        with pytest.raises(CribleError):
            read(body[:cut])


@needs_shared
@pytest.mark.parametrize("name", ["un_2025-08-16_illegal_control_chars.xml.gz", "eu_fsf_http500_saved_as_eu.xml"])
def test_the_real_failures_kept_as_samples_are_refused(name: str) -> None:
    raw = (SHARED / "data/failure-samples" / name).read_bytes()
    with pytest.raises(CribleError):
        read(gzip.decompress(raw) if name.endswith(".gz") else raw)
