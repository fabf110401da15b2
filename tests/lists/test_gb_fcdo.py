"""The UK Sanctions List: the same in every format, read whole or not at all."""

import csv
import io
import random
import zipfile
from collections import Counter
from functools import cache

import pytest

from _shared import SHARED, needs_shared
from crible.lists import LISTS
from crible.lists.card import ListReader, Reading
from crible.lists.drafts import words
from crible.lists.ftm import faults
from crible.lists.gb.sanction import MEASURES, regime_of
from crible.lists.listings import listings
from crible.records.entity import Entity, Subject
from crible.records.error import CribleError
from crible.records.hit import Measure
from crible.records.table import rows
from lists._golden import HERE, golden, plain
from lists._ods import row, sheet, workbook

READERS = {reader.format.key: reader for reader in LISTS["gb_fcdo_sanctions"]}
XML = (HERE / "gb_fcdo.xml").read_bytes()
CSV = (HERE / "gb_fcdo.csv").read_bytes()
TABLE = list(csv.reader(io.StringIO(CSV.decode(), newline="")))
SEARCH = list(csv.reader((HERE / "gb_fcdo_search.csv").read_text("utf-8").splitlines()))
BODIES = {
    "xml": XML,
    "csv": CSV,
    "ods": workbook(sheet([row(["UK Sanctions List"]), *map(row, TABLE)])),
    "search_ods": workbook(sheet(map(row, SEARCH))),
}
FULL = ("csv", "ods")


def read(body: bytes, key: str = "xml") -> Reading:
    reading = READERS[key].read({"list": body}, f"list.{key}")
    reading.subjects = list(reading.subjects)
    return reading


def subjects(key: str) -> dict[str, Subject]:
    return {one.entity.id: one for one in read(BODIES[key], key).subjects}


def entities(one: Subject) -> tuple[Entity, ...]:
    return (one.entity, *one.sanctions, *one.around)


def wrong(one: Subject) -> list[str]:
    """Addresses beside a subject have no name: the validator asks every Thing for one, FollowTheMoney does not."""
    found = [(each, fault) for each in entities(one) for fault in faults(each)]
    return [f"{each.id}: {fault}" for each, fault in found if (each.schema, fault) != ("Address", "name: required")]


def test_the_golden_copy_reads_as_reviewed() -> None:
    assert plain(read(XML)) == golden("gb_fcdo.json")


@pytest.mark.parametrize("key", READERS)
def test_every_entity_of_every_format_is_valid_followthemoney(key: str) -> None:
    assert not [fault for one in subjects(key).values() for fault in wrong(one)]


@pytest.mark.parametrize("key", FULL)
def test_every_full_format_says_the_same_of_everybody(key: str) -> None:
    assert {id: said(one) for id, one in subjects(key).items()} == {
        id: said(one) for id, one in subjects("xml").items()
    }
    assert read(BODIES[key], key).day == read(XML).day == "2026-03-26"


def said(one: Subject) -> dict[str, dict[str, set[str]]]:
    return {each.id: {prop: set(values) for prop, values in each.properties.items()} for each in entities(one)}


def test_the_export_of_a_search_says_less_of_the_same_subjects() -> None:
    full, less = subjects("xml"), subjects("search_ods")
    assert full.keys() == less.keys()
    for id, one in less.items():
        [listing], [fuller] = listings(one), listings(full[id])
        assert one.entity.schema == full[id].entity.schema
        assert (listing.since, listing.regime, listing.measures) == (fuller.since, fuller.regime, fuller.measures)
    assert words(less["gb-fcdo-RUS9001"].entity.caption) == words(full["gb-fcdo-RUS9001"].entity.caption)
    assert READERS["search_ods"].format.partial
    assert not any(READERS[key].format.partial for key in ("xml", *FULL))
    assert list(READERS) == ["xml", "csv", "ods", "search_ods"]  # it comes after every format that says more


def test_names_are_put_together_as_they_are_said_each_in_its_class() -> None:
    person = subjects("csv")["gb-fcdo-RUS9001"].entity
    assert person.get("name") == ("Orest Kliment VARGANOV",)
    assert set(person.get("alias")) == {"Arest VARGANOV", "Klim VARGAN", "Орест Климент Варганов"}
    assert set(person.get("weakAlias")) == {"Kliment the Welder", "Orik"}
    assert [person.first(part) for part in ("firstName", "middleName", "lastName")] == ["Orest", "Kliment", "VARGANOV"]


def test_a_designation_known_only_in_its_own_script_keeps_that_name() -> None:
    assert subjects("xml")["gb-fcdo-AFG9004"].entity.get("name") == ("زرگل درخشانی",)


def test_a_name_type_nobody_knows_is_an_alias_and_a_note() -> None:
    body = XML.replace(b"Low quality a.k.a", b"Rumoured")
    person = read(body).subjects[0].entity  # type: ignore[index]
    assert "Kliment the Welder" in person.get("alias")
    assert "Kliment the Welder: ALias Rumoured" in person.get("notes")


def test_dates_are_as_precise_as_stated() -> None:
    assert subjects("xml")["gb-fcdo-RUS9001"].entity.get("birthDate") == ("1969", "1970-11-03")


def test_a_birth_date_that_gives_no_year_is_a_note() -> None:
    person = read(XML.replace(b"dd/mm/1969", b"15/08/19yy")).subjects[0].entity  # type: ignore[index]
    assert person.get("birthDate") == ("1970-11-03",)
    assert "born: 15/08/19yy" in person.get("notes")


def test_a_passport_keeps_its_number_country_and_days() -> None:
    one = subjects("xml")["gb-fcdo-RUS9001"]
    [passport] = [each for each in one.around if each.schema == "Passport"]
    assert one.entity.get("passportNumber") == passport.get("number") == ("719200417",)
    assert [passport.first(prop) for prop in ("country", "startDate", "endDate")] == ["ru", "2014-08-07", "2024-08-07"]
    assert one.entity.get("idNumber") == ("7701-24/A",)


def test_numbers_of_firms_and_ships_are_typed() -> None:
    firm, ship = (subjects("xml")[f"gb-fcdo-RUS900{n}"].entity for n in (2, 3))
    assert (firm.first("innCode"), firm.first("ogrnCode")) == ("7710137066", "1247700291200")
    assert (firm.first("name"), firm.get("weakAlias")) == ("VARGANOV WORKS LLC", ("VWL",))
    assert (ship.first("imoNumber"), ship.first("registrationNumber")) == ("9074729", "HN-2041")
    assert (ship.get("flag"), ship.get("pastFlags"), ship.first("buildDate")) == (("bb",), ("ga",), "2007")
    assert "pastFlags: Unknown" in ship.get("notes")


def test_an_entry_that_names_another_is_linked_to_it() -> None:
    [link] = [each for each in subjects("csv")["gb-fcdo-RUS9001"].around if each.schema == "UnknownLink"]
    assert link.get("object") == ("gb-fcdo-RUS9002",)


@pytest.mark.parametrize(
    ("imposed", "measures"),
    [
        (b"Asset freeze", {Measure.ASSET_FREEZE, Measure.MAKING_AVAILABLE_BAN}),
        (b"Travel Ban", {Measure.ADVISORY}),
        (b"Travel Ban|Targeted arms embargo", {Measure.EXPORT_BAN}),
        (b"Prohibition of port entry|De-flag", {Measure.PORT_BAN}),
        (b"Transport sanctions: see &quot;Other information&quot;", {Measure.PORT_BAN}),
        (b"Prevention of business arrangements", {Measure.TRANSACTION_BAN}),
        (b"Ban on kites", {Measure.ADVISORY}),
        (b"", {Measure.ADVISORY}),
    ],
)
def test_a_listing_is_not_always_a_freeze(imposed: bytes, measures: set[Measure]) -> None:
    [_, _, _, one] = read(
        XML.replace(b">Travel Ban<", b">" + imposed + b"<").replace(b"<TravelBan>true", b"<TravelBan>false")
    ).subjects
    [listing] = listings(one)
    assert set(listing.measures) == measures
    assert listing.confirmed is (imposed not in (b"", b"Ban on kites"))
    assert (listing.authority, listing.since) == ("gb-fcdo", "2001-01-25")


def test_an_indicator_counts_where_the_words_are_silent() -> None:
    body = XML.replace(b"<Deflag>false", b"<ProhibitionOfPortEntry>true</ProhibitionOfPortEntry><Deflag>false")
    [listing] = listings(read(body).subjects[0])  # type: ignore[index]
    assert Measure.PORT_BAN in listing.measures


@pytest.mark.parametrize(
    ("name", "made", "regime"),
    [
        ("The Russia (Sanctions) (EU Exit) Regulations 2019", "2026-03-26", "GB-RUSSIA-2019"),
        ("Russia", None, "GB-RUSSIA-2019"),
        ("ISIL (Da’esh) and Al-Qaida", None, "GB-ISIL-AL-QAIDA-2019"),
        ("Syria", "2018-04-13", "GB-SYRIA-PRE-2021"),
        ("Syria", "2022-04-13", "GB-SYRIA-2019"),
        ("The Atlantis (Sanctions) Regulations 2031", None, "GB-THE-ATLANTIS-SANCTIONS-REGULATIONS-2031"),
        ("", None, "GB-UNKNOWN"),
    ],
)
def test_a_regime_has_one_id_under_each_of_its_names(name: str, made: str | None, regime: str) -> None:
    assert regime_of(name, made)["regime"] == regime


@pytest.mark.parametrize(
    ("what", "old", "new"),
    [
        ("element", b"<RegimeName>", b"<Verdict>guilty</Verdict><RegimeName>"),
        ("leaf of a group", b"<Name1>Arest", b"<Name9>x</Name9><Name1>Arest"),
        ("field of a person", b"<Genders>", b"<Heights><Height>180</Height></Heights><Genders>"),
        ("wallets", b"<CryptoWalletAddresses />", b"<CryptoWalletAddresses>bc1</CryptoWalletAddresses>"),
        ("attribute", b"<Title>", b'<Title certain="no">'),
        ("attribute of the root", b"<Designations ", b'<Designations edition="2" '),
        ("text between elements", b"<Names>", b"<Names>see below"),
        ("leaf twice", b"<Name2>Kliment</Name2>", b"<Name2>Kliment</Name2><Name2>K.</Name2>"),
        ("regime twice", b"</RegimeName>", b"</RegimeName><RegimeName>Mali</RegimeName>"),
        ("field that holds elements", b"<Title>Colonel</Title>", b"<Title><B>Colonel</B></Title>"),
        ("indicator", b"<TravelBan>true", b"<TravelBan>perhaps"),
        ("entry there twice", b"RUS9003", b"RUS9002"),
        ("record of another kind", b"</Designations>", b"<Delisting/></Designations>"),
        ("two types", b"<RegimeName>", b"<IndividualEntityShip>Ship</IndividualEntityShip><RegimeName>"),
        ("day", b"<DateGenerated>26/03/2026", b"<DateGenerated>soon"),
    ],
)  # fmt: skip
def test_what_nobody_knows_stops_the_load(what: str, old: bytes, new: bytes) -> None:
    assert old in XML
    with pytest.raises(CribleError):
        read(XML.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<UniqueID>RUS9003</UniqueID>", b""),
        (b"<Name6>GREY HERON</Name6>", b""),
        (b"<IndividualEntityShip>Ship<", b"<IndividualEntityShip>Aircraft<"),
    ],
)
def test_an_entry_without_id_name_or_known_type_is_refused_and_the_rest_is_read(old: bytes, new: bytes) -> None:
    reading = read(XML.replace(old, new))
    assert len(reading.refused) == 1
    assert len(list(reading.subjects)) == 3


@pytest.mark.parametrize("key", FULL)
def test_columns_are_known_by_their_name_in_any_order(key: str) -> None:
    order = random.Random(58).sample(range(58), 58)
    mixed = [TABLE[0], *([line[n] for n in order] for line in TABLE[1:])]
    assert {one.entity.id: said(one) for one in read(written(mixed, key), key).subjects} == {
        id: said(one) for id, one in subjects("xml").items()
    }


def written(table: list[list[str]], key: str) -> bytes:
    if key == "ods":
        return workbook(sheet(map(row, table)))
    out = io.StringIO(newline="")
    csv.writer(out).writerows(table)
    return out.getvalue().encode()


@pytest.mark.parametrize("key", FULL)
def test_the_column_of_the_type_may_have_its_older_name(key: str) -> None:
    older = [[cell.replace("Designation Type", "Individual, Entity, Ship") for cell in line] for line in TABLE]
    assert len(list(read(written(older, key), key).subjects)) == 4


@pytest.mark.parametrize("key", FULL)
@pytest.mark.parametrize("change", ["missing", "unknown", "twice"])
def test_a_column_that_is_missing_unknown_or_there_twice_stops_the_load(key: str, change: str) -> None:
    at = TABLE[1].index("Passport number")
    table = [list(line) for line in TABLE]
    for number, line in enumerate(table[1:]):
        if change == "missing":
            del line[at]
        elif change == "unknown":
            line.append("x" if number else "Wallet")
        else:
            line.append(line[at])
    with pytest.raises(CribleError):
        read(written(table, key), key)


def test_a_row_without_an_id_is_refused_and_the_rest_is_read() -> None:
    table = [*TABLE, ["x" if name == "Name 6" else "" for name in TABLE[1]]]
    for key in FULL:
        reading = read(written(table, key), key)
        assert [fault.what for fault in reading.refused] == ["a row without Unique ID"]
        assert len(list(reading.subjects)) == 4


def test_a_second_sheet_that_says_something_stops_the_load() -> None:
    body = workbook(sheet(map(row, TABLE)), sheet([row(["see also"])], "Notes"))
    with pytest.raises(CribleError, match="outside the table"):
        read(body, "ods")


@pytest.mark.parametrize("key", BODIES)
def test_each_file_is_claimed_by_its_own_format_alone(key: str) -> None:
    everybody = [reader for readers in LISTS.values() for reader in readers]
    claimed = [(one.card.list, one.format.key) for one in everybody if one.claims(BODIES[key][:65536])]
    assert claimed == [("gb_fcdo_sanctions", key)]
    assert READERS[key].recognises("list", BODIES[key][:65536]) == ""


@pytest.mark.parametrize("key", READERS)
@pytest.mark.parametrize(
    "body", [b"", b" \n", b"<!DOCTYPE html><html></html>", b'{"error": 500}', b"\x00" * 99, b"a,b\n1,2\n"]
)
def test_what_is_no_such_list_is_refused(key: str, body: bytes) -> None:
    assert READERS[key].recognises("list", body)
    assert READERS[key].claims(body) is None
    with pytest.raises(CribleError):
        read(body, key)


@pytest.mark.parametrize(
    "bad",
    [
        XML.replace(b"<Designations", b"<!DOCTYPE x><Designations", 1),
        XML.replace(b"Tula", b"Tu\x13la"),
        XML.replace(b"Tula", b"&x;"),
    ],
)
def test_a_document_type_an_entity_or_a_control_character_is_refused(bad: bytes) -> None:
    with pytest.raises(CribleError):
        read(bad)


@pytest.mark.parametrize("key", ["xml", "ods", "search_ods"])
def test_fifty_random_cuts_are_refused(key: str) -> None:
    body = BODIES[key]
    end = body.rindex(b"</Designations>") if key == "xml" else len(body) - 1
    for cut in random.Random(50).sample(range(end), 50):
        with pytest.raises(CribleError):
            read(body[:cut], key)


def test_a_csv_cut_within_a_row_is_refused() -> None:
    ends = {at + 1 for at in range(len(CSV)) if CSV[at : at + 1] == b"\n"}  # between rows the floor stands guard
    for cut in random.Random(50).sample(sorted(set(range(len(CSV))) - ends), 50):
        with pytest.raises(CribleError):
            read(CSV[:cut], "csv")


@cache
def shared(name: str) -> bytes:
    return (SHARED / "data/uk" / name).read_bytes()


@needs_shared
def test_the_real_excerpt_is_read_whole() -> None:
    reading = read(shared("uk_sanctions_list_excerpt_20260326.xml"))
    found = {one.entity.id.removeprefix("gb-fcdo-"): one for one in reading.subjects}
    assert list(found) == ["RUS1621", "RUS1695", "RUS1696", "RUS1697", "RUS2190", "RUS2271", "RUS2272"]
    assert (reading.day, reading.refused) == ("2026-03-26", [])
    assert not [fault for one in found.values() for fault in wrong(one)]
    assert found["RUS1696"].entity.get("birthDate") == ("1961-12-22",)
    assert found["RUS2190"].entity.get("imoNumber") == ("9339325",)
    assert found["RUS2271"].entity.get("registrationNumber") == ("110340017087",)
    assert {listing.measures for listing in listings(found["RUS2190"])} == {(Measure.PORT_BAN,)}
    assert found["RUS1621"].sanctions[0].get("authorityId") == ("RUS1621", "15565")


@needs_shared
def test_the_real_header_is_the_layout_that_is_read() -> None:
    assert TABLE[1] == next(csv.reader([shared("uk_sanctions_list_csv_header_20261008.txt").decode()]))


@needs_shared
def test_the_real_export_of_a_search_is_read_to_its_last_row() -> None:
    reading = read(shared("uk_sanctions_list_search_20250811.ods"), "search_ods")
    found = list(reading.subjects)
    # The rows refused have no name: two of 5,302, which is within what a copy may lack.
    assert (reading.day, len(found), len(reading.refused)) == (None, 5300, 2)
    assert Counter(one.entity.schema for one in found) == {"Person": 3752, "Organization": 1087, "Vessel": 461}
    assert not [fault for one in found for fault in wrong(one)]
    listed = [listing for one in found for listing in listings(one)]
    assert sum(Measure.ASSET_FREEZE in one.measures for one in listed) == 4844
    assert all(one.confirmed and one.since for one in listed)
    assert {regime_of(one.programme, None)["act"] != "" for one in listed} == {True}


@needs_shared
def test_every_measure_of_the_real_export_is_in_the_table() -> None:
    known = {row["imposed"] for row in rows("lists", "gb_measures", MEASURES)}
    found = read(shared("uk_sanctions_list_search_20250811.ods"), "search_ods").subjects
    said = {note for one in found for listing in listings(one) for note in listing.notes}
    assert {note.partition(":")[0].casefold() for note in said} <= known


@needs_shared
def test_a_real_workbook_cut_or_with_a_byte_changed_is_refused() -> None:
    body = shared("uk_sanctions_list_search_20250811.ods")
    for cut in random.Random(50).sample(range(len(body) - 22), 20):
        with pytest.raises(CribleError):
            read(body[:cut], "search_ods")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        at = archive.getinfo("content.xml").header_offset + 5_000
    with pytest.raises(CribleError):
        read(body[:at] + bytes([body[at] ^ 0xFF]) + body[at + 1 :], "search_ods")


def test_readers_are_in_the_order_of_the_card() -> None:
    readers: tuple[ListReader, ...] = LISTS["gb_fcdo_sanctions"]
    assert [reader.format for reader in readers] == list(readers[0].card.formats)
