"""Lists of the user's own: OpenSanctions' exports, FollowTheMoney, and what a house keeps in a table."""

import gzip
import json
import random
from collections import Counter
from typing import Any

import pytest

from _shared import SHARED, needs_shared
from crible import lists as known
from crible.lists.card import ListReader, Reading
from crible.lists.ftm import faults, schemata
from crible.lists.listings import listings
from crible.lists.own import is_own, list_of, readers
from crible.lists.own.house_csv import columns
from crible.records.entity import Entity, Listing, Subject
from crible.records.error import CribleError
from crible.records.hit import Measure
from crible.records.table import cell, rows
from lists._golden import HERE
from lists._opensanctions import (
    ADDRESS,
    COMPANY,
    FREEZE,
    FTM,
    HEADER,
    NESTED,
    PASSPORT,
    PERSON,
    SIMPLE,
    lines,
    one,
    table,
    within,
)

LIST = "opensanctions_xx_sanctions"
HOUSE = (HERE / "own_house.csv").read_bytes()


def reader(list_name: str, format_key: str) -> ListReader:
    return next(each for each in readers(list_name) if each.format.key == format_key)


def read(body: bytes, format_key: str, list_name: str = LIST) -> Reading:
    reading = reader(list_name, format_key).read({"list": body}, "own")
    reading.subjects = list(reading.subjects)
    return reading


def subjects(body: bytes, format_key: str, list_name: str = LIST) -> dict[str, Subject]:
    return {each.entity.id: each for each in read(body, format_key, list_name).subjects}


def entities(each: Subject) -> tuple[Entity, ...]:
    return (each.entity, *each.sanctions, *each.around)


def says(listing: Listing) -> tuple[str, tuple[Measure, ...], str | None, bool]:
    return listing.authority, listing.measures, listing.since, listing.confirmed


def test_any_list_of_ones_own_has_readers_and_a_card() -> None:
    for name, formats in {
        LIST: ["ftm", "nested", "simple"],
        "house_customers": ["ftm", "csv", "nested", "simple"],
    }.items():
        found = known.readers(name)
        assert [each.format.key for each in found] == formats
        assert {each.card.list for each in found} == {name}
    assert known.card_of(LIST).title == "OpenSanctions: xx_sanctions"
    assert (known.card_of(LIST).max_age_days, known.card_of("house_x").max_age_days) == (4, 3650)
    assert known.card_of("house_x").floor == 1
    assert known.reader("house_x", "csv").card.authority == "house"


@pytest.mark.parametrize("name", ["house_", "opensanctions", "house_A", "house_../x", "house_x_", "us_ofac_sdn"])
def test_a_name_of_another_kind_has_none(name: str) -> None:
    assert not is_own(name)
    with pytest.raises(CribleError, match="no name for a list of your own"):
        readers(name)


@pytest.mark.parametrize(
    ("file", "head", "folder", "name"),
    [
        ("ua_war_sanctions_20260313.targets.simple.csv", b'"id","schema"', "", "opensanctions_ua_war_sanctions"),
        ("eu_fsf-20260313.targets.nested.json.gz", b"\x1f\x8b", "", "opensanctions_eu_fsf"),
        ("zala_aero.entities.ftm.json", b'{"id"', "", "opensanctions_zala_aero"),
        ("entities.ftm.json", b'{"id"', "us_ofac_sdn", "opensanctions_us_ofac_sdn"),
        ("targets.simple.csv", b'"id"', "20260313", None),
        ("targets.simple.csv", b"<html>", "eu_fsf", None),
        ("entities.ftm.json", b"[", "eu_fsf", None),
        ("sdn.csv", b"id,", "eu_fsf", None),
    ],
)
def test_files_named_as_opensanctions_names_them_belong_to_its_data_set(
    file: str, head: bytes, folder: str, name: str | None
) -> None:
    assert list_of(file, head, folder) == name


@pytest.mark.parametrize(
    ("key", "body"), [("ftm", lines(*FTM)), ("nested", lines(*NESTED)), ("simple", table(*SIMPLE))]
)
def test_a_file_is_known_by_its_content(key: str, body: bytes) -> None:
    assert [each.format.key for each in readers(LIST) if each.claims(body[:65_536])] == [key]
    assert reader(LIST, key).recognises("list", body[:300]) == ""
    assert reader(LIST, key).recognises("list", b"") == "it is empty"
    assert reader(LIST, key).recognises("list", b"<!DOCTYPE html><html>") == "it is HTML"
    assert "no" in reader(LIST, "simple" if key == "ftm" else "ftm").recognises("list", body[:65_536])
    assert reader(LIST, key).recognises("list", b'{"error": 500}')


def test_who_is_listed_is_a_subject_and_what_is_linked_stands_around_them() -> None:
    found = subjects(lines(*FTM), "ftm")
    assert list(found) == ["NK-anna", "NK-works"]
    anna, works = found.values()
    assert [each.id for each in anna.sanctions] == ["xx-s1", "xx-s2"]
    assert [each.id for each in anna.around] == ["addr-1", "xx-p1", "xx-o1"]
    assert [each.id for each in works.around] == ["xx-o2", "NK-kiosk"]
    assert {each.datasets for s in found.values() for each in entities(s)} == {(LIST,)}
    assert read(lines(*FTM), "ftm").day == "2026-03-13"


def test_the_nested_export_says_the_same_as_the_flat_one() -> None:
    flat, nested = read(lines(*FTM), "ftm"), read(lines(*NESTED), "nested")
    assert (flat.day, nested.refused) == (nested.day, [])
    for left, right in zip(flat.subjects, nested.subjects, strict=True):
        assert left.entity == right.entity
        assert left.sanctions == right.sanctions
        assert {each.id: each for each in left.around} == {each.id: each for each in right.around}


def test_the_simple_export_says_the_same_as_far_as_it_goes() -> None:
    flat, simple = subjects(lines(*FTM), "ftm")["NK-anna"], subjects(table(*SIMPLE), "simple")["NK-anna"]
    for prop in ("name", "birthDate", "country", "topics"):
        assert flat.entity.get(prop) == simple.entity.get(prop)
    assert set(flat.entity.get("alias")) <= set(simple.entity.get("alias"))
    assert says(listings(flat)[0])[:3] == says(listings(simple)[0])[:3]
    assert listings(flat)[0].regime == listings(simple)[0].regime == "AU-NOWHERE"


def test_a_listing_says_what_it_orders_in_our_words_and_keeps_its_own() -> None:
    freeze, warning = subjects(lines(*FTM), "ftm")["NK-anna"].sanctions
    assert freeze.get("provisions") == ("asset_freeze", "making_available_ban", "Targeted financial sanction")
    assert warning.get("provisions") == ("advisory",)
    first, second = listings(subjects(lines(*FTM), "ftm")["NK-anna"])
    assert says(first) == ("au-dfat", (Measure.ASSET_FREEZE, Measure.MAKING_AVAILABLE_BAN), "2022-02-24", True)
    assert says(second)[1:] == ((Measure.ADVISORY,), None, False)


def test_who_has_no_listing_gets_one_from_the_topics() -> None:
    (listing,) = listings(subjects(lines(*FTM), "ftm")["NK-works"])
    assert says(listing) == ("opensanctions", (Measure.LICENCE,), None, False)


@pytest.mark.parametrize(
    ("change", "listed"),
    [
        ({"target": True}, True),
        ({"topics": ["debarment"]}, True),
        ({"topics": ["role.pep"]}, True),
        ({"topics": ["fin.bank"]}, False),
        ({}, False),
    ],
)
def test_listed_is_a_target_or_who_has_a_topic_that_says_so(change: dict[str, Any], listed: bool) -> None:
    target = bool(change.pop("target", False))
    body = lines(*FTM, one("NK-new", "Company", target=target, name=["Newcomer"], **change))
    assert ("NK-new" in subjects(body, "ftm")) is listed


def test_who_has_a_sanction_is_listed() -> None:
    body = lines(
        one("NK-new", "Company", name=["Newcomer"]), one("s", "Sanction", entity=["NK-new"], authority=["OFAC"])
    )
    assert list(subjects(body, "ftm")) == ["NK-new"]


def test_an_entity_on_several_lines_is_one() -> None:
    body = lines(PERSON, one("NK-anna", "Person", name=["Anna Invented", "Anya Invented"]), FREEZE)
    (anna,) = read(body, "ftm").subjects
    assert anna.entity.get("name") == ("Anna Invented", "Anya Invented")
    (special,) = read(
        lines(one("c", "LegalEntity", target=True, name=["C"]), one("c", "Company", name=["C"])), "ftm"
    ).subjects
    assert special.entity.schema == "Company"


WRONG = {
    "no such schema: Starship": one("x", "Starship", target=True, name=["X"]),
    "no property of Person: shoeSize": one("x", "Person", target=True, name=["X"], shoeSize=["42"]),
    "birthDate: 'soon' is no date": one("x", "Person", target=True, name=["X"], birthDate=["soon"]),
    "country: 'Russia' is no country": one("x", "Person", target=True, name=["X"], country=["Russia"]),
    "a value that is no text": one("x", "Person", target=True, name=["X"], birthDate=[1970]),
    "name: required": one("x", "Person", target=True, alias=["X"]),
    "fields this reader does not know: colour": {**one("x", "Person", target=True, name=["X"]), "colour": "red"},
    "an entity has an id": {"id": 7, "schema": "Person", "properties": {}},
    "is no id": one("-x y-", "Person", target=True, name=["X"]),
    "is both Person and Company": one("NK-anna", "Company", name=["Anna"]),
    "`target` is true or false": {**one("x", "Person", name=["X"]), "target": "yes"},
}


@pytest.mark.parametrize("why", WRONG)
def test_an_entity_with_faults_is_refused_and_the_rest_is_read(why: str) -> None:
    reading = read(lines(PERSON, FREEZE, WRONG[why]), "ftm")
    assert [each.entity.id for each in reading.subjects] == ["NK-anna"]
    (refused,) = reading.refused
    assert why in refused.what
    assert refused.where == "own:3"


def test_a_nested_entity_is_not_read_as_a_flat_one() -> None:
    with pytest.raises(CribleError, match="nobody in this file is listed"):
        read(lines(*NESTED), "ftm")


def test_a_value_too_long_for_its_property_is_a_note() -> None:
    phones = "+7 (3412) 43-05-05; +7 (951) 210-81-28"
    (each,) = read(lines(one("x", "Company", target=True, name=["X"], phone=[phones])), "ftm").subjects
    assert each.entity.get("notes") == (f"phone: {phones}",)


def test_a_passport_without_a_number_says_nothing_and_says_so() -> None:
    (each,) = read(lines(PERSON, one("p", "Passport", holder=["NK-anna"])), "ftm").subjects
    assert each.around == ()
    assert each.entity.get("notes") == ("Passport of which nothing is said",)


def test_the_papers_of_an_unlisted_neighbour_are_not_the_subjects() -> None:
    body = lines(*FTM, one("p9", "Passport", holder=["NK-kiosk"], number=["Z9999999"]))
    assert "p9" not in {each.id for s in read(body, "ftm").subjects for each in entities(s)}


def test_no_entity_comes_twice() -> None:
    for key, body in {"ftm": lines(*FTM), "nested": lines(*NESTED)}.items():
        ids = Counter(each.id for s in read(body, key).subjects for each in entities(s))
        assert set(ids.values()) == {1}


def test_a_nested_entity_that_does_not_name_its_holder_is_tied_to_them() -> None:
    bare = {**PASSPORT, "properties": {"number": ["A1234567"]}}
    (anna,) = read(lines(within(PERSON, addressEntity=[ADDRESS], passports=[bare])), "nested").subjects
    assert anna.around[1].get("holder") == ("NK-anna",)


def test_nesting_without_end_is_refused() -> None:
    deep: dict[str, Any] = COMPANY
    for depth in range(60):
        deep = within(one(f"c{depth}", "Company", name=["C"]), parent=[deep])
    assert len(read(lines(PERSON, {**deep, "target": True}), "nested").refused) == 1


def test_a_house_list_of_entities_lists_everybody_in_it() -> None:
    found = subjects(lines(*FTM), "ftm", "house_friends")
    assert set(found) == {"NK-anna", "NK-works", "NK-kiosk", "NK-other"}
    (listing,) = listings(found["NK-other"])
    assert says(listing) == ("house", (Measure.ADVISORY,), None, True)
    alone = lines(one("w1", "CryptoWallet", publicKey=["1Invented"]), one("p", "Person", name=["X"]))
    assert set(subjects(alone, "ftm", "house_friends")) == {"w1", "p"}


def test_a_ship_of_the_simple_export_has_typed_numbers_and_odd_values_as_notes() -> None:
    ship = subjects(table(*SIMPLE), "simple")["NK-ship"]
    assert (ship.entity.get("flag"), ship.entity.get("imoNumber")) == (("pa",), ("9240914",))
    assert ship.entity.get("registrationNumber") == ("613411304",)
    assert "email: no mail" in ship.entity.get("notes")
    assert says(listings(ship)[0]) == ("au-dfat", (Measure.ASSET_FREEZE, Measure.MAKING_AVAILABLE_BAN), None, False)


@pytest.mark.parametrize(
    ("titles", "authorities"),
    [
        ("US OFAC Specially Designated Nationals (SDN) List;Wikidata", ["us-ofac"]),
        ("Ukraine War and Sanctions", ["Ukraine War and Sanctions"]),
        ("UN Security Council Consolidated Sanctions;Swiss SECO Sanctions", ["ch-seco", "un-sc"]),
    ],
)
def test_the_simple_export_has_a_listing_for_each_authority_we_know(titles: str, authorities: list[str]) -> None:
    row = [titles if name == "dataset" else value for name, value in zip(HEADER, SIMPLE[0], strict=True)]
    (anna,) = read(table(row), "simple").subjects
    assert sorted(each.authority for each in listings(anna)) == authorities


def test_a_row_of_the_simple_export_that_cannot_be_read_is_refused() -> None:
    bad = [["NK-x", "Starship", *SIMPLE[0][2:]], ["NK-anna", *SIMPLE[0][1:]]]
    reading = read(table(*SIMPLE, *bad), "simple")
    assert [each.entity.id for each in reading.subjects] == ["NK-anna", "NK-ship"]
    assert [each.what for each in reading.refused] == [
        "NK-x: 'Starship' is nobody that could be listed",
        "NK-anna is there twice",
    ]


def test_a_column_of_the_simple_export_that_nobody_knows_stops_the_load() -> None:
    with pytest.raises(CribleError, match="not know: shoe_size"):
        read(table([*SIMPLE[0], "42"], header=[*HEADER, "shoe_size"]), "simple")


def test_a_house_list_in_a_table_is_read_by_its_header() -> None:
    reading = read(HOUSE, "csv", "house_customers")
    anna, works, ship = reading.subjects
    assert reading.refused == []
    assert (anna.entity.schema, works.entity.schema, ship.entity.schema) == ("Person", "LegalEntity", "Vessel")
    assert (anna.entity.get("alias"), anna.entity.get("weakAlias")) == (("Anna EXAMPLE", "A. Invented"), ("Annie",))
    assert (anna.entity.get("nationality"), anna.entity.get("passportNumber")) == (("ru",), ("A1234567",))
    assert (works.entity.get("country"), works.around[0].get("country")) == (("ir",), ("ir",))
    assert (ship.entity.get("flag"), ship.entity.get("imoNumber")) == (("pa",), ("9240914",))
    assert says(listings(anna)[0]) == ("house", (Measure.ASSET_FREEZE,), "2024-05", True)
    assert says(listings(works)[0]) == ("house", (Measure.ADVISORY,), None, True)
    assert (listings(ship)[0].until, listings(ship)[0].measures) == ("2025-01-01", (Measure.PORT_BAN,))
    assert (anna.sanctions[0].get("reason"), anna.sanctions[0].get("sourceUrl")) == (
        ("cheated us",),
        ("https://example.org/1",),
    )


def test_ids_of_a_house_list_are_its_own_and_stable() -> None:
    first, second, third = (each.entity.id for each in read(HOUSE, "csv", "house_customers").subjects)
    assert first.startswith("house-customers-C-1-a-")
    assert third == "house-customers-7"
    other = [each.entity.id for each in read(HOUSE, "csv", "house_others").subjects]
    assert not {first, second, third} & set(other)
    moved = b"name,country\nInvented Works,Iran\n"
    assert [each.entity.id for each in read(moved, "csv", "house_customers").subjects] == [second]


@pytest.mark.parametrize("header", ["Name", "\ufeffNAME", '"name"', "Full_Name", "full name"])
def test_only_the_name_is_required_however_it_is_written(header: str) -> None:
    (each,) = read(f"{header}\nInvented Works\n".encode(), "csv", "house_x").subjects
    assert each.entity.get("name") == ("Invented Works",)
    assert reader("house_x", "csv").claims(f"{header}\n".encode()) == "list"


@pytest.mark.parametrize(
    ("why", "body"),
    [
        ("does not have: shoe size", b"name,shoe size\nX Works,42\n"),
        ("no column is called name", b"id,country\n1,Iran\n"),
        ("mean the same", b"name,full name\nX Works,X Works\n"),
        ("as if the table were cut", b"name,country\nX Works,Iran"),
        ("cells where", b"name,country\nX Works\n"),
        ("no row of this table", b"name\n"),
        ("empty or cut|no column", b""),
        ("control character", b"name\nX\x00\n"),
        ("not utf-8", b"name\nM\xfcller\n"),
    ],
)
def test_a_table_that_is_no_house_list_is_refused_with_what_to_do(why: str, body: bytes) -> None:
    with pytest.raises(CribleError, match=why):
        read(body, "csv", "house_x")


@pytest.mark.parametrize(
    ("why", "row"),
    [
        ("a row without a name", "1,person, ,,,"),
        ("what kind of entry is 'starship'", "1,starship,X Works,,,"),
        ("birth_date: no date in 'spring'", "1,person,X Y,spring,,"),
        ("since: no date in 'long ago'", "1,person,X Y,,long ago,"),
        ("no measure: 'boycott'", "1,person,X Y,,,boycott"),
        ("there twice", "7,person,Somebody,,,"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_and_the_rest_is_read(why: str, row: str) -> None:
    body = f"id,type,name,birth date,since,measure\n7,person,Anna Invented,,,\n{row}\n"
    reading = read(body.encode(), "csv", "house_x")
    assert len(list(reading.subjects)) == 1
    assert [why in each.what for each in reading.refused] == [True]


def test_a_house_list_reads_every_column_that_the_error_offers() -> None:
    header = ",".join(columns())
    with pytest.raises(CribleError, match="mean the same"):
        read(f"{header}\n".encode(), "csv", "house_x")


@pytest.mark.parametrize(
    ("key", "body"),
    [("ftm", lines(*FTM)), ("nested", lines(*NESTED)), ("simple", table(*SIMPLE)), ("csv", HOUSE)],
)
def test_fifty_random_cuts_are_refused_or_end_with_a_whole_line(key: str, body: bytes) -> None:
    for cut in random.Random(50).sample(range(len(body)), 50):
        if body[cut - 1 : cut] != b"\n" and body[cut : cut + 1] != b"\n":
            with pytest.raises(CribleError):
                read(body[:cut], key, "house_x")


@pytest.mark.parametrize("key", ["ftm", "nested"])
@pytest.mark.parametrize(
    "body",
    [b"", b"\n", b"<html>", b"[1]\n", b'{"id": NaN}\n', b'{"id": 1, "id": 2}\n', b"\xff{}\n", b"[" * 100_000, b'"x"\n'],
    ids=["empty", "blank", "html", "list", "nan", "key twice", "encoding", "deep", "text"],
)
def test_lines_that_are_no_entities_stop_the_load(key: str, body: bytes) -> None:
    with pytest.raises(CribleError):
        read(body, key)


@pytest.mark.parametrize(
    ("key", "body", "name"),
    [
        ("ftm", lines(*FTM), LIST),
        ("ftm", lines(*FTM), "house_x"),
        ("nested", lines(*NESTED), LIST),
        ("simple", table(*SIMPLE), LIST),
        ("csv", HOUSE, "house_x"),
    ],
)
def test_every_entity_is_valid_followthemoney(key: str, body: bytes, name: str) -> None:
    found = [fault for s in read(body, key, name).subjects for each in entities(s) for fault in faults(each)]
    assert found == []


def test_the_tables_name_only_measures_topics_schemata_and_authorities_that_there_are() -> None:
    measures = {measure.value for measure in Measure}
    codes = {row["authority"] for row in rows("lists", "sanction_authorities", AUTHORITIES)}
    topics = rows("lists", "own_topics", ("topic", "measures", "because"))
    provisions = rows("lists", "own_provisions", ("words", "measures", "source"))
    authorities = rows("lists", "own_authorities", ("authority", "measures", "because"))
    assert {one for row in (*topics, *provisions, *authorities) for one in cell(row["measures"])} <= measures
    assert {row["authority"] for row in authorities} <= codes
    assert all(not faults(entity_with(topic=row["topic"])) for row in topics)
    assert {row["schema"] for row in rows("lists", "own_schemata", ("word", "schema"))} <= set(schemata())
    assert all(row["words"] == row["words"].casefold() for row in provisions)


AUTHORITIES = ("authority", "country", "names", "datasets", "source")


def entity_with(topic: str) -> Entity:
    return Entity(id="x", schema="Person", properties={"name": ("X",), "topics": (topic,)}, datasets=("x",))


@needs_shared
def test_a_real_export_of_entities_is_read() -> None:
    body = (SHARED / "data/opensanctions/zala_aero.entities.ftm.json").read_bytes()
    reading = read(body, "ftm", "opensanctions_zala_aero")
    found = list(reading.subjects)
    assert (len(found), reading.refused, reading.day) == (14, [], "2026-04-29")
    targets = {entity["id"] for entity in map(json.loads, body.splitlines()) if entity["target"]}
    assert {each.entity.id for each in found} == targets
    assert sum(len(each.sanctions) for each in found) == 41 + 12  # two of them have listings of their own
    assert not [fault for s in found for each in entities(s) for fault in faults(each)]


@needs_shared
def test_a_real_simple_export_is_read() -> None:
    body = gzip.decompress((SHARED / "data/opensanctions/ua_war_sanctions_20260313.targets.simple.csv.gz").read_bytes())
    reading = read(body, "simple", "opensanctions_ua_war_sanctions")
    found = list(reading.subjects)
    assert (len(found), reading.refused, reading.day) == (5600, [], "2026-03-13")
    assert Counter(each.entity.schema for each in found)["Vessel"] == 1340
    assert not [fault for s in found for each in entities(s) for fault in faults(each)]
    assert all(listings(each) for each in found)
