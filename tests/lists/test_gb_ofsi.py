"""OFSI's consolidated list, in both of its layouts."""

import csv
import gzip
import io
import random
import tracemalloc
from collections import Counter
from functools import cache

import pytest

from _shared import SHARED, needs_shared
from crible.lists import LISTS
from crible.lists.card import Reading
from crible.lists.drafts import words
from crible.lists.ftm import faults
from crible.lists.gb.words import births, day, labelled, numbered
from crible.lists.listings import listings
from crible.names.places import country_code
from crible.records.entity import Entity, Subject
from crible.records.error import CribleError
from crible.records.hit import Measure
from lists._golden import HERE, golden, plain

(READER,) = LISTS["gb_hmt_sanctions"]
OLD = (HERE / "gb_ofsi_2018.csv").read_bytes()
NEW = (HERE / "gb_ofsi_2022.csv").read_bytes()


def read(body: bytes) -> Reading:
    reading = READER.read({"list": body}, "ConList.csv")
    reading.subjects = list(reading.subjects)
    return reading


def subject(body: bytes, id: str) -> Subject:
    return next(one for one in read(body).subjects if one.entity.id == id)


def entities(one: Subject) -> tuple[Entity, ...]:
    return (one.entity, *one.sanctions, *one.around)


def wrong(one: Subject) -> list[str]:
    """Addresses beside a subject have no name: the validator asks every Thing for one, FollowTheMoney does not."""
    found = [(each, fault) for each in entities(one) for fault in faults(each)]
    return [f"{each.id}: {fault}" for each, fault in found if (each.schema, fault) != ("Address", "name: required")]


@pytest.mark.parametrize(("body", "name"), [(OLD, "gb_ofsi_2018.json"), (NEW, "gb_ofsi_2022.json")])
def test_the_golden_copies_read_as_reviewed(body: bytes, name: str) -> None:
    assert plain(read(body)) == golden(name)
    assert not [fault for one in read(body).subjects for fault in wrong(one)]


def test_an_alias_of_low_quality_is_weak_and_a_former_name_is_former() -> None:
    assert subject(NEW, "gb-ofsi-90001").entity.get("weakAlias") == ("KLIM THE WELDER",)
    assert subject(NEW, "gb-ofsi-90004").entity.get("previousName") == ("OLD DARAKHSHAN",)


def test_names_after_also_referred_to_as_are_weak_aliases() -> None:
    assert subject(OLD, "gb-ofsi-90004").entity.get("weakAlias") == ("Gul", "Zargulak")


def test_labels_in_the_remarks_are_read() -> None:
    one = subject(NEW, "gb-ofsi-90001")
    assert one.entity.get("gender") == ("male",)
    assert one.sanctions[0].get("reason") == ("He runs the works.",)
    assert one.sanctions[0].get("authorityId") == ("90001", "RUS9001")  # ties it to gb-fcdo-RUS9001
    other = subject(NEW, "gb-ofsi-90004")
    assert other.sanctions[0].get("unscId") == ("TAe.999",)
    assert other.entity.get("phone") == ("+93 000 111", "+93 000 222")
    assert [each.get("object") for each in other.around if each.schema == "UnknownLink"] == [("gb-ofsi-90001",)]


def test_numbered_cells_are_parted_and_numbers_keep_their_details() -> None:
    one = subject(NEW, "gb-ofsi-90001")
    assert one.entity.get("position") == ("Director", "Engineer")
    assert one.entity.get("nationality") == ("ru", "by")
    passports = {each.first("number"): each.first("country") for each in one.around if each.schema == "Passport"}
    assert passports == {"719200417": "ru", "MP1234567": "by"}
    old = subject(OLD, "gb-ofsi-90004")
    assert set(old.entity.get("passportNumber")) == {"D019933", "0018061/104"}
    assert (old.entity.get("idNumber"), old.entity.get("birthDate")) == (("55130",), ("1965", "1967"))


def test_a_ship_that_the_first_layout_calls_an_entity_is_a_ship() -> None:
    ship = subject(OLD, "gb-ofsi-90005").entity
    assert (ship.schema, ship.first("imoNumber"), ship.first("mmsi")) == ("Vessel", "9074729", "445999000")
    assert ship.get("previousName") == ("BLUE HERON",)


def test_a_shipping_company_is_no_ship() -> None:
    body = OLD.replace(b"IMO: 9074729. MMSI: 445999000. The following vessel", b"IMO Number: 5342883. The company")
    assert subject(body, "gb-ofsi-90005").entity.schema == "Organization"


def test_everybody_is_frozen_from_the_earlier_of_both_days_and_no_end_is_known() -> None:
    [listing] = listings(subject(NEW, "gb-ofsi-90004"))
    assert (listing.since, listing.until, listing.authority) == ("2012-06-29", None, "gb-ofsi")
    assert set(listing.measures) == {Measure.ASSET_FREEZE, Measure.MAKING_AVAILABLE_BAN}
    assert listing.regime == "GB-AFGHANISTAN-2020"
    [before] = listings(subject(OLD, "gb-ofsi-90004"))
    assert before.regime == "GB-AFGHANISTAN-PRE-2021"


def test_two_regimes_are_two_listings_each_with_its_own_days() -> None:
    table = list(csv.reader(io.StringIO(OLD.decode("cp1252"))))
    at = [table[1].index(name) for name in ("Regime", "Listed On")]
    table[3][at[0]], table[3][at[1]] = "Iraq", "01/03/2010"
    found = listings(subject(written(table), "gb-ofsi-90004"))
    assert [(one.programme, one.since) for one in found] == [("Afghanistan", "2001-02-23"), ("Iraq", "2010-03-01")]


def written(table: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(table)
    return out.getvalue().encode()


@pytest.mark.parametrize("body", [OLD, NEW], ids=["2018", "2022"])
def test_columns_are_known_by_their_name_in_any_order(body: bytes) -> None:
    table = list(csv.reader(io.StringIO(body.decode("cp1252" if body is OLD else "utf-8"))))
    order = random.Random(1).sample(range(len(table[1])), len(table[1]))
    mixed = [table[0], *([line[n] for n in order] for line in table[1:])]
    assert plain(read(written(mixed))) == plain(read(body))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Group Type", b"Kind"),
        (b",Group ID", b",Group ID,Wallet"),
        (b",NI Number", b""),
        (b"Last Updated,13/04/2018", b"Last Updated,soon"),
        (b"Last Updated,13/04/2018", b"Updated,13/04/2018"),
        (b"Maulavi", b"Mau\x00lavi"),
        (b"Entity,FKA", b"Individual,FKA"),
    ],
)
def test_what_nobody_knows_stops_the_load(old: bytes, new: bytes) -> None:
    assert old in OLD
    with pytest.raises(CribleError):
        read(OLD.replace(old, new, 1))


@pytest.mark.parametrize("body", [b"", b" \n", b"<html></html>", b'{"error": 500}', b"a,b\n1,2\n"])
def test_what_is_no_such_list_is_refused(body: bytes) -> None:
    assert READER.recognises("list", body)
    assert READER.claims(body) is None
    with pytest.raises(CribleError):
        read(body)


@pytest.mark.parametrize("body", [OLD, NEW], ids=["2018", "2022"])
def test_the_list_is_claimed_by_its_own_reader_alone(body: bytes) -> None:
    everybody = [reader for readers in LISTS.values() for reader in readers]
    assert [one.card.list for one in everybody if one.claims(body[:65536])] == ["gb_hmt_sanctions"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("(1) (2) Egypt", ["Egypt"]),
        ("(a) Russian  (b) Georgia", ["Russian", "Georgia"]),
        ("A|B", ["A", "B"]),
        ("Deputy (2) of the board", ["Deputy (2) of the board"]),
        ("(2) Second", ["(2) Second"]),
        ("", []),
    ],
)
def test_numbered_cells(text: str, parts: list[str]) -> None:
    assert numbered(text) == parts


@pytest.mark.parametrize(
    ("text", "found"),
    [("00/00/1980", ["1980"]), ("31/02/1970", ["1970"]), ("00/05/1981", ["1981-05"]), ("1969", ["1969"]), ("none", [])],
)
def test_birth_dates(text: str, found: list[str]) -> None:
    assert births(text) == found


def test_a_day_is_read_with_the_day_first_or_not_at_all() -> None:
    assert [day(text) for text in ("04/03/2020", "2020-03-04", "04/13/2020", "3 May")] == [
        "2020-03-04",
        "2020-03-04",
        None,
        None,
    ]


def test_a_label_nobody_knows_stays_prose() -> None:
    assert list(labelled("(Colour):red (UN Ref):QDi.042 and SOi.002. Knows (QDi.001)")) == [
        ("un_reference", "QDi.042"),
        ("un_reference", "SOi.002"),
    ]


@cache
def real() -> bytes:
    return gzip.decompress((SHARED / "data/uk/ofsi_conlist_20180413.csv.gz").read_bytes())


@needs_shared
def test_the_real_copy_is_read_to_its_last_row() -> None:
    reading = read(real())
    found = list(reading.subjects)
    assert (reading.day, len(found), reading.refused) == ("2018-04-13", 2106, [])
    assert Counter(one.entity.schema for one in found) == {"Person": 1426, "Organization": 655, "Vessel": 25}
    assert not [fault for one in found for fault in wrong(one)]
    listed = [listing for one in found for listing in listings(one)]
    assert len(listed) == 2114  # eight targets stand under two regimes
    assert all(one.since and one.regime.endswith("-PRE-2021") and not one.until for one in listed)
    ids = [each.id for one in found for each in entities(one)]
    assert [id for id, count in Counter(ids).items() if count > 1] == []


@needs_shared
def test_nothing_that_the_real_copy_says_is_lost() -> None:
    table = list(csv.reader(io.StringIO(real().decode("cp1252"))))
    values = {
        one.entity.id: [value for each in entities(one) for v in each.properties.values() for value in v]
        + [one.entity.id]
        for one in read(real()).subjects
    }
    said = {id: words(" ".join(all)) for id, all in values.items()}
    for line in table[2:]:
        cells = dict(zip(table[1], line, strict=True))
        id = f"gb-ofsi-{cells['Group ID']}"
        for column in cells.keys() - {"Group Type", "Alias Type", "DOB"}:  # the schema, the property, a date
            for part in numbered(cells[column]):
                marks = {str(n) for n in range(20)} | set("abcdefgh")  # of numbered cells
                assert words(part) - marks <= said[id] or country_code(part) in values[id], (id, column)
        assert not cells["DOB"] or cells["DOB"][-4:] in said[id]


@needs_shared
def test_the_real_copy_is_read_in_little_memory() -> None:
    body = real()
    tracemalloc.start()
    read(body)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60_000_000


@pytest.mark.parametrize("body", [OLD, NEW], ids=["2018", "2022"])
def test_fifty_random_cuts_within_rows_are_refused(body: bytes) -> None:
    ends = {at + 1 for at in range(len(body)) if body[at : at + 1] == b"\n"}
    for cut in random.Random(50).sample(sorted(set(range(len(body))) - ends), 50):
        with pytest.raises(CribleError):
            read(body[:cut])


@needs_shared
def test_random_cuts_of_the_real_copy_are_refused() -> None:
    """Between two rows a cut is not to be seen in the file; there the floor stands guard."""
    body = real()
    for cut in random.Random(50).sample(range(len(body) - 1), 12):
        try:
            subjects = len(list(read(body[:cut]).subjects))
        except CribleError:
            continue
        assert subjects < READER.card.floor
