"""The Denied Persons List: a row for each address, an order for each day."""

import random

import pytest

from _shared import SHARED, needs_shared
from crible.lists import LISTS
from crible.lists.card import Reading
from crible.lists.ftm import faults
from crible.lists.listings import listings
from crible.records.entity import Subject
from crible.records.error import CribleError
from crible.records.hit import Measure
from lists._golden import HERE, golden, plain

(READER,) = LISTS["us_bis_denied"]
TEXT = (HERE / "us_bis_denied.txt").read_bytes()
HEADER, *ROWS = TEXT.splitlines(keepends=True)


def read(body: bytes) -> Reading:
    return READER.read({"list": body}, "dpl.txt")


def subjects(body: bytes) -> dict[str, Subject]:
    return {one.entity.caption: one for one in read(body).subjects}


def wrong(one: Subject) -> list[str]:
    found = [(each, fault) for each in (one.entity, *one.sanctions, *one.around) for fault in faults(each)]
    return [f"{each.id}: {fault}" for each, fault in found if (each.schema, fault) != ("Address", "name: required")]


def test_the_golden_copy_reads_as_reviewed() -> None:
    assert plain(read(TEXT)) == golden("us_bis_denied.json")
    assert not [fault for one in read(TEXT).subjects for fault in wrong(one)]


def test_a_person_with_several_addresses_is_one_subject() -> None:
    air = subjects(TEXT)["INVENTED AIR"]
    assert len(air.entity.get("address")) == len(air.around) == 3
    assert air.entity.get("country") == ("ae", "ch")


def test_an_id_outlives_new_addresses_renewed_orders_and_another_order_of_the_rows() -> None:
    renewed = (
        b"".join([HEADER, *reversed(ROWS)]).replace(b"10/31/2023", b"04/30/2024").replace(b"P.O. BOX 1", b"ROOM 2")
    )
    assert {one.entity.id for one in subjects(renewed).values()} == {one.entity.id for one in subjects(TEXT).values()}


def test_an_order_whose_end_has_passed_stays_with_its_end() -> None:
    [listing] = listings(subjects(TEXT)["JONAS EXAMPLE"])
    assert (listing.since, listing.until) == ("2022-08-24", "2026-01-14")
    assert (listing.measures, listing.regime, listing.authority) == ((Measure.EXPORT_BAN,), "US-EAR-DPL", "us-bis")


def test_of_several_ends_of_an_order_the_latest_counts_and_an_order_may_have_none() -> None:
    ends = {listing.since: listing.until for listing in listings(subjects(TEXT)["INVENTED AIR"])}
    assert ends == {"2023-10-31": "2024-10-30", "1981-09-10": None}


def test_one_row_without_an_end_leaves_the_order_without_one() -> None:
    ends = {one.since: one.until for one in listings(subjects(TEXT.replace(b"10/20/2024", b""))["INVENTED AIR"])}
    assert ends["2023-10-31"] is None


def test_a_day_that_is_none_is_a_note_and_never_the_day_of_the_copy() -> None:
    assert "modifiedAt: 3033-09-30" in subjects(TEXT)["INVENTED AIR"].entity.get("notes")
    assert read(TEXT).day == "2023-11-01"


def test_each_citation_stands_alone() -> None:
    [order, _] = subjects(TEXT)["INVENTED AIR"].sanctions
    assert order.get("authorityId") == ("76 F.R. 12318 3/7/11", "76 F.R. 54198 8/31/11", "77 F.R. 10719 2/23/12")


def test_another_name_in_the_cell_is_an_alias() -> None:
    assert subjects(TEXT)["JONAS EXAMPLE"].entity.get("alias") == ("JOE SAMPLE",)


def test_a_row_without_a_name_is_refused_alone() -> None:
    reading = read(TEXT.replace(b'"JONAS EXAMPLE A/K/A JOE SAMPLE"', b'" "'))
    assert ([fault.what for fault in reading.refused], len(list(reading.subjects))) == (["a row without a name"], 1)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty or cut"),
        (HEADER, "lists nobody"),
        (TEXT.replace(b'"City"', b'"Town"'), "City, Town"),
        (TEXT.replace(b'"Standard_Order"\t', b""), "Standard_Order"),
        (TEXT + b'"one cell"\n', "1 cells"),
        (TEXT + HEADER, "header comes twice"),
        (TEXT.replace(b"DUBAI", b"DU\x01BAI"), "control character"),
        (TEXT.replace(b"DUBAI", b"DU\xffBAI"), "utf-8"),
    ],
)
def test_a_copy_that_cannot_be_trusted_is_refused_as_a_whole(body: bytes, says: str) -> None:
    with pytest.raises(CribleError, match=says):
        read(body)


@pytest.mark.parametrize(
    ("head", "says"),
    [
        (TEXT, ""),
        (b"\xef\xbb\xbf" + TEXT, ""),
        (b"", "it is empty"),
        (b"<html>", "it is HTML, XML or JSON"),
        (b"Name and Address,Effective Date\n", "12 columns expected, 0 found"),
    ],
)
def test_the_file_is_told_from_its_first_bytes(head: bytes, says: str) -> None:
    assert READER.recognises("list", head) == says
    assert READER.claims(head) == (None if says else "list")


@needs_shared
def test_the_real_copy_is_read_to_the_last_row() -> None:
    body = (SHARED / "data/us_export/dpl_20231130.txt").read_bytes()
    reading = read(body)
    found = list(reading.subjects)
    assert (len(found), reading.day, reading.refused) == (545, "2023-11-15", [])
    assert sum(len(one.around) for one in found) == 662  # 665 rows, three of them there twice
    assert not [fault for one in found for fault in wrong(one)]
    assert len({one.entity.id for one in found}) == len(found) >= READER.card.floor
    assert all(listing.since for one in found for listing in listings(one))


@needs_shared
def test_fifty_random_cuts_of_the_real_copy_are_refused() -> None:
    body = (SHARED / "data/us_export/dpl_20231130.txt").read_bytes()
    cuts = [cut for cut in random.Random(50).sample(range(len(body)), 60) if body[cut - 1 : cut] != b"\n"]
    for cut in cuts[:50]:
        with pytest.raises(CribleError):
            read(body[:cut])
