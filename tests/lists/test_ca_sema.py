"""The Canadian list: every record read, its ids lasting, nothing lost."""

import gzip
import random
import re
import time
from collections import Counter
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from _shared import SHARED, needs_shared
from crible.lists import LISTS
from crible.lists.ca.sema_ids import words_of
from crible.lists.ca.sema_names import alias_names, firm_names
from crible.lists.card import Reading
from crible.lists.drafts import words
from crible.lists.ftm import faults
from crible.lists.listings import listings
from crible.records.entity import Entity, Subject
from crible.records.error import CribleError
from crible.records.hit import Measure
from lists._golden import HERE, golden, plain

(READER,) = LISTS["ca_dfatd_sema_sanctions"]
XML = (HERE / "ca_sema.xml").read_bytes()


def read(body: bytes) -> Reading:
    return READER.read({"list": body}, "sema-lmes.xml")


def entities(one: Subject) -> tuple[Entity, ...]:
    return (one.entity, *one.sanctions, *one.around)


def id_of(body: bytes, name: str) -> str:
    """The id of the first listed whose name begins so."""
    return next(one.entity.id for one in read(body).subjects if str(one.entity.first("name")).startswith(name))


def test_the_golden_copy_reads_as_reviewed() -> None:
    assert plain(read(XML)) == golden("ca_sema.json")


def test_every_entity_of_the_golden_copy_is_valid_followthemoney() -> None:
    assert not [fault for one in read(XML).subjects for each in entities(one) for fault in faults(each)]


def test_a_record_repeated_word_for_word_is_one_listing() -> None:
    assert XML.count(b"<record>") == 8
    assert len(list(read(XML).subjects)) == 7


def test_namesakes_under_the_same_regulations_are_two_listings_and_the_oldest_keeps_its_id() -> None:
    second = XML[XML.index(b"<record>", 100 + XML.index(b"<record>")) :]
    second = second[: second.index(b"</record>") + len(b"</record>")]
    alone = XML.replace(second, b"")
    first, other = (one.entity.id for one in list(read(XML).subjects)[:2])
    assert first != other
    assert first == next(iter(read(alone).subjects)).entity.id


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<Item>44</Item>", b"<Item>45</Item>"),
        (b"<Schedule>1, Part 1</Schedule>", b"<Schedule>1, Part 1.1</Schedule>"),
        (b"<GivenName>Timofei Arkadievitch </GivenName>", b"<GivenName>TIMOFEI  Arkadi\xc3\xa9vitch</GivenName>"),
        (b"ORLOVSKI (ORLOVSKIY)", b"Orlovski"),
        (b"Tima</Aliases>", b"Tima; Timka</Aliases>"),
    ],
)
def test_a_small_edit_does_not_change_an_id(old: bytes, new: bytes) -> None:
    assert old in XML
    assert id_of(XML.replace(old, new), "T") == id_of(XML, "T")


@given(st.lists(st.text("abcdéç '-,", min_size=1), min_size=1, max_size=5), st.randoms())
def test_the_order_of_a_names_words_makes_no_difference(parts: list[str], dice: random.Random) -> None:
    mixed = [*parts]
    dice.shuffle(mixed)
    assert words_of(" ".join(parts)) == words_of(" ".join(mixed).upper())


@pytest.mark.parametrize(
    ("name", "measures", "confirmed"),
    [
        ("Timofei", {Measure.ASSET_FREEZE, Measure.MAKING_AVAILABLE_BAN}, True),
        ("Zarya Bank", {Measure.TRANSACTION_BAN}, True),  # schedule 2: capital markets only
        ("Paektu", {Measure.TRANSACTION_BAN, Measure.SERVICE_BAN}, False),
        ("Nereus", {Measure.ADVISORY}, False),  # regulations that nobody has described
    ],
)
def test_a_listing_is_not_always_a_freeze(name: str, measures: set[Measure], confirmed: bool) -> None:
    one = next(one for one in read(XML).subjects if str(one.entity.first("name")).startswith(name))
    [listing] = listings(one)
    assert (set(listing.measures), listing.confirmed, listing.authority) == (measures, confirmed, "ca-gac")


def test_the_country_of_the_regulations_is_not_claimed_of_the_listed() -> None:
    for one in read(XML).subjects:
        assert not one.entity.get("country")
        assert not one.entity.get("nationality")


@pytest.mark.parametrize(
    ("cell", "person", "expected"),
    [
        ("Siyamak Rahpeyk,Siamak Rahpiek", True, {"Siyamak Rahpeyk", "Siamak Rahpiek"}),
        ("Баранов, Олег Анатольевич", True, {"Баранов, Олег Анатольевич"}),
        ("LEVY, Yinon", True, {"LEVY, Yinon"}),
        ("Russian: Олег Баранов/ Алег Баранаў", True, {"Олег Баранов", "Алег Баранаў"}),
        ("Завод Дагдизель, АО", False, {"Завод Дагдизель, АО"}),
        ("КБ Машиностроения or АО «КБМ»", False, {"КБ Машиностроения", "АО «КБМ»"}),
        ("Военный Банк, Army Bank", False, {"Военный Банк", "Army Bank"}),
    ],
)
def test_a_cell_of_aliases_is_cut_between_names_and_nowhere_else(cell: str, person: bool, expected: set[str]) -> None:
    assert {name for _, name in alias_names(cell, person=person)} == expected


def test_a_single_word_is_a_weak_alias_of_a_person() -> None:
    assert alias_names("Andrei, Andrii", person=True) == [("weakAlias", "Andrei"), ("weakAlias", "Andrii")]


def test_a_slash_inside_a_name_is_no_border() -> None:
    assert firm_names("MEC Steel Mills 1/2") == [("name", "MEC Steel Mills 1/2")]


@pytest.mark.parametrize(
    ("what", "old", "new"),
    [
        ("column", b"<Item>44</Item>", b"<Item>44</Item><Height>180</Height>"),
        ("column twice", b"<Item>44</Item>", b"<Item>44</Item><Item>45</Item>"),
        ("attribute", b"<Item>44", b'<Item old="43">44'),
        ("attribute of the root", b"<data-set ", b'<data-set edition="2" '),
        ("text between columns", b"<Item>44", b"see below<Item>44"),
        ("column that holds elements", b"<Item>44</Item>", b"<Item><B>44</B></Item>"),
        ("other record", b"</data-set>", b"<ship/></data-set>"),
    ],
)
def test_what_nobody_knows_stops_the_load(what: str, old: bytes, new: bytes) -> None:
    assert old in XML
    with pytest.raises(CribleError):
        read(XML.replace(old, new, 1))


@pytest.mark.parametrize("lost", [b"<DateOfListing>2010-07-22</DateOfListing>", b"<Country>Iran</Country>"])
def test_a_record_without_what_it_must_have_is_refused_and_the_rest_is_read(lost: bytes) -> None:
    reading = read(XML.replace(lost, b""))
    assert len(reading.refused) == 1
    assert "Institute of Winds" in reading.refused[0].raw
    assert len(list(reading.subjects)) == 6


def test_the_columns_of_older_copies_are_read_under_their_names() -> None:
    older = XML.replace(b"EntityOrShip>", b"Entity>").replace(b"DateOfBirthOrShipBuildDate>", b"DateOfBirth>")
    assert plain(read(older)) == plain(read(XML))


def test_the_order_of_columns_does_not_matter() -> None:
    swapped = re.sub(rb"(<Item>.*?</Item>)(\s*)(<DateOfListing>.*?</DateOfListing>)", rb"\3\2\1", XML)
    assert swapped != XML
    assert plain(read(swapped)) == plain(read(XML))


BAD = {
    "empty": b"",
    "blank": b" \n",
    "html": b"<html><body>503</body></html>",
    "json": b'{"error": 500}',
    "nul": b"\x00" * 100,
    "doctype": XML.replace(b"<data-set", b"<!DOCTYPE x []><data-set", 1),
    "entity": XML.replace(b"Zarya Bank", b"&undeclared;"),
    "control": XML.replace(b"Zarya Bank", b"Zarya\x13Bank"),
    "encoding": XML.replace(b"Zarya Bank", b"Zarya\xffBank"),
    "deep": b"<data-set>" * 100_000,
    "giant": XML.replace(b"Zarya Bank", b"A" * 11_000_000),
    "other root": XML.replace(b"data-set", b"data-list"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_such_list_is_refused(name: str) -> None:
    start = time.process_time()
    with pytest.raises(CribleError):
        read(BAD[name])
    assert time.process_time() - start < 5


def test_fifty_random_cuts_are_refused() -> None:
    for cut in random.Random(50).sample(range(XML.rindex(b"</data-set>")), 50):
        with pytest.raises(CribleError):
            read(XML[:cut])


@pytest.mark.parametrize(
    ("head", "says"),
    [
        (XML, ""),
        (b"\xef\xbb\xbf" + XML, ""),
        (b"", "it is empty"),
        (b"<!DOCTYPE html><HTML>", "it is HTML"),
        (b'{"status": 500}', "it is not XML"),
        (b"<sdnList/>", "its XML holds no records of listed persons"),
    ],
)
def test_a_file_that_is_not_the_list_is_told_from_its_first_bytes(head: bytes, says: str) -> None:
    assert READER.recognises("list", head[:65536]) == says
    assert (READER.claims(head) == "list") == (says == "")


@cache
def copy() -> bytes:
    return gzip.decompress((SHARED / "data/ca/sema_20250320.xml.gz").read_bytes())


@needs_shared
def test_the_real_copy_is_read_to_the_last_record() -> None:
    reading = read(copy())
    subjects = list(reading.subjects)
    assert (reading.day, len(subjects), reading.refused) == ("2025-03-20", 4759, [])
    assert Counter(one.entity.schema for one in subjects) == {"Person": 3334, "Organization": 1316, "Vessel": 109}
    assert not [fault for one in subjects for each in entities(one) for fault in faults(each)]
    ids = Counter(each.id for one in subjects for each in entities(one))
    assert [id for id, count in ids.items() if count > 1] == []
    assert all(listing.measures and listing.since for one in subjects for listing in listings(one))
    assert sum(len(one.entity.get("alias")) for one in subjects) > 3500


@needs_shared
def test_every_regulation_of_the_real_copy_is_described() -> None:
    found = {listing.measures for one in read(copy()).subjects for listing in listings(one)}
    assert (Measure.ADVISORY,) not in found


LINKS = {"also", "known", "as", "or", "and", "et", "aka", "arabic", "russian", "belarusian", "belarussian"}


@needs_shared
def test_nothing_that_the_real_copy_says_is_lost() -> None:
    records = re.findall(r"<record>(.*?)</record>", copy().decode(), re.DOTALL)
    for raw, one in zip(records, read(copy()).subjects, strict=True):
        said = words(
            " ".join(value for each in entities(one) for values in each.properties.values() for value in values)
        )
        text = re.sub(r"<[^>]*>", " ", raw).replace("&amp;", "&")
        assert words(text) - said - LINKS == set(), one.entity.id


@needs_shared
def test_fifty_random_cuts_of_the_real_copy_are_refused() -> None:
    for cut in random.Random(50).sample(range(copy().rindex(b"</data-set>")), 50):
        with pytest.raises(CribleError):
            read(copy()[:cut])
