"""Australia's Consolidated List, in the layout of 2024 and that of November 2025."""

import datetime as dt
import random
import re
from collections import Counter
from functools import cache
from typing import Any

import pytest

from _shared import SHARED, needs_shared
from crible.lists import LISTS
from crible.lists.au.birth_dates import birth_dates
from crible.lists.au.cells import values
from crible.lists.card import Reading
from crible.lists.drafts import words
from crible.lists.ftm import faults
from crible.lists.listings import listings
from crible.lists.xlsx import xlsx_records
from crible.names.places import country_code
from crible.records.entity import Entity, Subject
from crible.records.error import CribleError
from crible.records.hit import Measure
from lists._workbooks import workbook

(READER,) = LISTS["au_dfat_sanctions"]
OLD = [
    *("Reference", "Name of Individual or Entity", "Type", "Name Type", "Date of Birth", "Place of Birth"),
    *("Citizenship", "Address", "Additional Information", "Listing Information", "Committees", "Control Date"),
]
FLAGS = ["Targeted Financial Sanction", "Travel Ban", "Arms Embargo", "Maritime Restriction"]
NEW = [
    *OLD[:4],
    "Alias Strength",
    *OLD[4:10],
    "IMO Number",
    *OLD[10:],
    "Instrument of Designation",
    *FLAGS,
]
DAY = dt.datetime(2024, 1, 12)
PERSON = {
    "Type": "Individual",
    "Date of Birth": "a) 16/11/1977; b) Approximately 1974",
    "Place of Birth": "a) Exampletown, Croatia b) Testburg",
    "Citizenship": "Russian and Ukrainian",
    "Address": "a) 1 Invented Street, Moscow, Russia b) Iraq",
    "Additional Information": "Minister of Nothing. Passport no. AB123456",
    "Listing Information": "Listed on 9 Sep. 1999 (relisted on 23 Aug. 2022)",
    "Committees": "Autonomous (Russia)",
    "Control Date": DAY,
}
BODY = {**dict.fromkeys(PERSON), "Type": "Entity ", "Committees": "1718 (DPRK)", "Control Date": DAY}
ROWS: list[dict[str, Any]] = [
    {**PERSON, "Reference": 123, "Name of Individual or Entity": "Ivan EXAMPLE", "Name Type": "Primary Name "},
    {**PERSON, "Reference": "123a", "Name of Individual or Entity": "Vanya EXAMPLE", "Name Type": "Aka"},
    {**PERSON, "Reference": "123b1", "Name of Individual or Entity": "Иван ПРИМЕР", "Name Type": "Original Script"},
    {**BODY, "Reference": "77", "Name of Individual or Entity": "Third Floor (TFC)", "Name Type": "Primary Name"},
    {**PERSON, "Reference": "123c", "Name of Individual or Entity": "I. O. (previously listed as)", "Name Type": "aka"},
]  # fmt: skip


def book(rows: list[dict[str, Any]], header: list[str]) -> bytes:
    return workbook(header, *([row.get(name) for name in header] for row in rows))


def newer(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same entries as the layout of 2025 has them."""
    flags = dict(zip(FLAGS, ("TRUE", "FALSE", False, None), strict=True))
    return [{**row, **flags, "Alias Strength": "Strong" if row["Name Type"] == "aka" else None} for row in rows]


def read(body: bytes) -> Reading:
    reading = READER.read({"list": body}, "au.xlsx")
    reading.subjects = list(reading.subjects)
    return reading


def subjects(body: bytes) -> dict[str, Subject]:
    return {one.entity.id: one for one in read(body).subjects}


def entities(one: Subject) -> tuple[Entity, ...]:
    return (one.entity, *one.sanctions, *one.around)


def test_the_rows_of_a_number_are_one_subject() -> None:
    found = subjects(book(ROWS, OLD))
    assert list(found) == ["au-dfat-123", "au-dfat-77"]
    person = found["au-dfat-123"].entity
    assert person.schema == "Person"
    assert person.get("name") == ("Ivan EXAMPLE",)
    assert person.get("alias") == ("Vanya EXAMPLE", "Иван ПРИМЕР")
    assert person.get("previousName") == ("I. O.",)
    assert person.get("birthDate") == ("1977-11-16", "1974")
    assert person.get("birthPlace") == ("Exampletown, Croatia", "Testburg")
    assert person.get("citizenship") == ("ru", "ua")
    assert (person.get("country"), person.get("passportNumber")) == (("iq",), ("AB123456",))
    assert [one.first("full") for one in found["au-dfat-123"].around] == ["1 Invented Street, Moscow, Russia"]
    assert "date of birth: a) 16/11/1977; b) Approximately 1974" in person.get("notes")


def test_a_body_keeps_its_whole_name() -> None:
    body = subjects(book(ROWS, OLD))["au-dfat-77"].entity
    assert (body.schema, body.get("name"), body.get("weakAlias")) == ("Organization", ("Third Floor",), ("TFC",))


def test_a_listing_says_since_when_under_what_and_by_which_measure() -> None:
    (listing,) = listings(subjects(book(ROWS, OLD))["au-dfat-123"])
    assert (listing.authority, listing.regime, listing.since) == ("au-dfat", "AU-RUSSIA", "1999-09-09")
    assert listing.measures == (Measure.ASSET_FREEZE, Measure.MAKING_AVAILABLE_BAN)
    assert listing.confirmed
    (sanction,) = subjects(book(ROWS, OLD))["au-dfat-123"].sanctions
    assert sanction.get("modifiedAt") == ("2024-01-12",)


def test_both_layouts_say_the_same_of_everybody() -> None:
    old, new = read(book(ROWS, OLD)), read(book(newer(ROWS), NEW))
    assert [(s.entity, listings(s), s.around) for s in old.subjects] == [
        (s.entity, listings(s), s.around) for s in new.subjects
    ]


def test_the_order_of_columns_makes_no_difference() -> None:
    shuffled = random.Random(7).sample(NEW, len(NEW))
    assert list(read(book(newer(ROWS), shuffled)).subjects) == list(read(book(newer(ROWS), NEW)).subjects)


SHIP = {
    "Reference": 8230,
    "Name of Individual or Entity": "MV INVENTED",
    "Type": "Vessel",
    "Name Type": "Primary Name",
    "IMO Number": 9240914,
    "Committees": "Autonomous (Vessels)",
    "Control Date": dt.datetime(2025, 6, 18),
    "Maritime Restriction": True,
}


def test_a_ship_of_the_new_layout_is_a_ship_that_ports_are_closed_to() -> None:
    found = subjects(book([SHIP], NEW))["au-dfat-8230"]
    (listing,) = listings(found)
    assert (found.entity.schema, found.entity.get("imoNumber")) == ("Vessel", ("9240914",))
    assert (listing.measures, listing.regime, listing.confirmed) == ((Measure.PORT_BAN,), "AU-VESSELS", False)


@pytest.mark.parametrize(
    ("flags", "measures"),
    [
        ({"Targeted Financial Sanction": 1}, {Measure.ASSET_FREEZE, Measure.MAKING_AVAILABLE_BAN}),
        ({"Travel Ban": "Yes"}, {Measure.ADVISORY}),
        ({"Arms Embargo": "TRUE", "Travel Ban": True}, {Measure.EXPORT_BAN, Measure.ADVISORY}),
        ({}, set()),
    ],
)
def test_a_listing_is_not_always_a_freeze(flags: dict[str, Any], measures: set[Measure]) -> None:
    (listing,) = listings(subjects(book([{**SHIP, "Maritime Restriction": 0, **flags}], NEW))["au-dfat-8230"])
    assert set(listing.measures) == measures


def test_a_weak_alias_is_weak() -> None:
    alias = {**SHIP, "Reference": "8230a", "Name of Individual or Entity": "INV", "Name Type": "Alias"}
    found = subjects(book([SHIP, {**alias, "Alias Strength": "Weak"}], NEW))["au-dfat-8230"]
    assert found.entity.get("weakAlias") == ("INV",)


def test_words_nobody_knows_in_closed_columns_are_kept_as_notes() -> None:
    odd = {**SHIP, "Type": "Hovercraft", "Name Type": "Nickname", "Alias Strength": "Middling"}
    (found,) = read(book([odd], NEW)).subjects
    assert found.entity.schema == "LegalEntity"
    assert {"type: Hovercraft", "name type of MV INVENTED: Nickname"} <= set(found.entity.get("notes"))
    assert found.entity.get("alias") == ("MV INVENTED",)


def test_a_measure_that_is_neither_yes_nor_no_stops_the_load() -> None:
    with pytest.raises(CribleError, match="neither yes nor no: 'perhaps'"):
        read(book([{**SHIP, "Travel Ban": "perhaps"}], NEW))


def test_dates_that_lost_their_format_are_the_days_they_were() -> None:
    botched = {**PERSON, "Date of Birth": 28445, "Control Date": 45303, "Listing Information": 36412}
    row = {**botched, "Reference": 5, "Name of Individual or Entity": "Ivan EXAMPLE", "Name Type": "Primary Name"}
    found = subjects(book([row], OLD))["au-dfat-5"]
    (sanction,) = found.sanctions
    assert found.entity.get("birthDate") == ("1977-11-16",)
    assert (sanction.get("modifiedAt"), sanction.get("listingDate")) == (("2024-01-12",), ("1999-09-09",))


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        (dt.datetime(1977, 11, 16), ["1977-11-16"]),
        (1977, ["1977"]),
        ("1977", ["1977"]),
        ("1/1/1970", ["1970-01-01"]),
        ("15/08/1969\xa0", ["1969-08-15"]),
        ("31/02/1970", ["1970"]),
        ("01/2001", ["2001-01"]),
        ("1999, 2003", ["1999", "2003"]),
        ("Approximately 1999, 2003", ["1999", "2003"]),
        ("circa 1960", ["1960"]),
        ("Between 1958 and 1960", ["1958", "1959", "1960"]),
        ("1962-1963", ["1962", "1963"]),
        ("March 1968 to March 1969", ["1968", "1969"]),
        ("a)1964 b)1966 c) 7 Sep. 1975 ", ["1964", "1966", "1975-09-07"]),
        ("29-Apr-1967", ["1967-04-29"]),
        ("c) 24/06/1402 (Hijri Calendar)", []),
        ("na", []),
        (None, []),
    ],
)
def test_a_birth_date_is_read_as_precisely_as_it_is_stated(cell: Any, days: list[str]) -> None:
    assert birth_dates(cell)[0] == days


@pytest.mark.parametrize(
    ("said", "since", "confirmed"),
    [
        ("Listed by UN (1267 Committee) on 25 January 2001 (amended on 20 December 2005)", "2001-01-25", True),
        ("Designated under the Regulations 2011 on 2 March 2012. Relisted 1 May 2021", "2012-03-02", True),
        (dt.datetime(2010, 5, 6), "2010-05-06", True),
        ("Autonomous Sanctions (Designated Persons) Amendment (No. 2) Instrument 2023", "2023", False),
        ("Autonomous Sanctions (Continuing Effect) Instrument 2021", None, True),
        ("Resolution 1596 (2005)", None, True),
    ],
)  # fmt: skip
def test_the_day_of_listing_is_never_later_than_the_list_shows(said: Any, since: str | None, confirmed: bool) -> None:
    row = {**ROWS[0], "Listing Information": said}
    (listing,) = listings(subjects(book([row], OLD))["au-dfat-123"])
    assert (listing.since, listing.confirmed) == (since, confirmed)


def test_a_number_given_out_twice_is_two_subjects() -> None:
    twin = {**ROWS[0], "Name of Individual or Entity": "Pyotr OTHER"}
    alias = {**ROWS[1], "Name of Individual or Entity": "Petya OTHER"}
    first, second = read(book([*ROWS[:2], twin, alias], OLD)).subjects
    assert (first.entity.id, first.entity.get("alias")) == ("au-dfat-123", ("Vanya EXAMPLE",))
    assert second.entity.id.startswith("au-dfat-123-")
    assert (second.entity.get("name"), second.entity.get("alias")) == (("Pyotr OTHER",), ("Petya OTHER",))


def test_a_row_that_is_there_twice_is_read_once() -> None:
    assert read(book([*ROWS, ROWS[0]], OLD)).subjects == read(book(ROWS, OLD)).subjects


def test_several_regimes_are_several_listings() -> None:
    row = {**ROWS[0], "Committees": "Autonomous (Iran); 1737 (Iran); Autonomous (Atlantis)"}
    seen = listings(subjects(book([row], OLD))["au-dfat-123"])
    assert [one.regime for one in seen] == ["AU-IRAN", "AU-UN-IRAN", "AU-AUTONOMOUS-ATLANTIS"]
    assert [one.confirmed for one in seen] == [True, False, False]


def test_a_row_without_a_number_or_a_name_is_refused_and_the_rest_is_read() -> None:
    reading = read(
        book([*ROWS, {**ROWS[0], "Reference": "see above"}, {**ROWS[0], "Name of Individual or Entity": None}], OLD)
    )
    assert len(reading.refused) == 2
    assert reading.refused[0].where == "au.xlsx: Sheet1, row 7"
    assert len(list(reading.subjects)) == 2


@pytest.mark.parametrize("missing", ["Date of Birth", "Committees", "Name Type"])
def test_a_column_that_is_gone_stops_the_load(missing: str) -> None:
    with pytest.raises(CribleError, match="no header"):
        read(book(ROWS, [name for name in OLD if name != missing]))


def test_a_column_nobody_knows_stops_the_load() -> None:
    with pytest.raises(CribleError, match="Gender"):
        read(book([{**row, "Gender": "M"} for row in ROWS], [*OLD, "Gender"]))


def test_every_entity_is_valid_followthemoney() -> None:
    found = [*read(book(ROWS, OLD)).subjects, *read(book([SHIP], NEW)).subjects]
    assert not [fault for one in found for each in entities(one) for fault in faults(each)]


@cache
def real() -> bytes:
    return (SHARED / "data/au/regulation8_consolidated_202412.xlsx").read_bytes()


@needs_shared
def test_the_real_copy_is_read_to_the_last_row() -> None:
    reading = read(real())
    found = list(reading.subjects)
    assert (len(found), reading.refused) == (3062, [])
    assert Counter(one.entity.schema for one in found) == {"Person": 2316, "Organization": 746}
    assert not [fault for one in found for each in entities(one) for fault in faults(each)]
    ids = Counter(each.id for one in found for each in entities(one))
    assert [id for id, count in ids.items() if count > 1] == []
    seen = [listing for one in found for listing in listings(one)]
    assert {listing.authority for listing in seen} == {"au-dfat"}
    assert all(listing.measures and listing.regime for listing in seen)
    assert sum(bool(listing.since) for listing in seen) > 2950
    assert sum(bool(one.entity.get("birthDate")) for one in found if one.entity.schema == "Person") > 2000


@needs_shared
def test_nothing_that_the_real_copy_says_is_lost() -> None:
    columns = {name.casefold(): name for name in OLD}
    said: dict[str, set[str]] = {}
    for one in read(real()).subjects:
        texts = [text for each in entities(one) for found in each.properties.values() for text in found]
        said[one.entity.id] = words(" ".join(texts))
    for _, record in xlsx_records(real(), columns, required=set(OLD), where="x"):
        number = re.match(r"\d+", str(record["Reference"]).strip())
        assert number
        id = f"au-dfat-{number[0]}"
        for name in ("Name of Individual or Entity", "Additional Information", "Place of Birth", "Address"):
            parts = [part for part in values(record[name]) if country_code(part) is None]
            left = {word for word in words(" ".join(parts)) - said[id] if len(word) > 1}
            assert not left, (id, name, left)


@needs_shared
def test_fifty_random_cuts_of_the_real_copy_are_refused() -> None:
    body = real()
    for cut in random.Random(50).sample(range(len(body)), 50):
        with pytest.raises(CribleError):
            read(body[:cut])
