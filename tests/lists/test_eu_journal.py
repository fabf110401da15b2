"""The Official Journal's annexes: every cell told, every annex with its own measures."""

import csv
import gzip
import io
import random
import re
from collections import Counter
from functools import cache

import pytest

from _shared import SHARED, needs_shared
from crible.lists import LISTS
from crible.lists.card import Reading
from crible.lists.eu.journal_row import annexes, columns, exemptions, law_of
from crible.lists.ftm import faults
from crible.lists.listings import listings
from crible.names.places import country_code
from crible.records.entity import Entity, Subject
from crible.records.error import CribleError
from crible.records.hit import Measure
from crible.records.table import cell, rows
from lists._golden import HERE, golden, plain

(READER,) = LISTS["eu_journal_sanctions"]
GOLDEN = {path.stem.replace("r", "R"): path.read_bytes() for path in sorted(HERE.glob("3*.csv"))}
RUSSIA = GOLDEN["32014R0833"]
COUNTS = {
    "32014R0269": 2802,
    "32014R0833": 1746,
    "32006R0765": 408,
    "32012R0267": 339,
    "32011R0359": 321,
    "32024R2642": 100,
    "32023R1529": 49,
}


def read(**members: bytes) -> Reading:
    return READER.read(members, "journal")


def russia(body: bytes) -> Reading:
    return READER.read({"32014R0833": body}, "journal")


def test_the_golden_tables_read_as_reviewed() -> None:
    assert plain(read(**GOLDEN)) == golden("eu_journal.json")


def test_every_entity_of_the_golden_tables_is_valid_followthemoney() -> None:
    assert not [fault for one in read(**GOLDEN).subjects for each in entities(one) for fault in faults(each)]


def entities(one: Subject) -> tuple[Entity, ...]:
    return (one.entity, *one.sanctions, *one.around)


@pytest.mark.parametrize(
    ("id", "regime", "measures"),
    [
        ("eu-32014R0269-I.PERSONS-1", "EU-UKR-269", {Measure.ASSET_FREEZE, Measure.MAKING_AVAILABLE_BAN}),
        ("eu-32014R0833-IV-1", "EU-RUS-833", {Measure.EXPORT_BAN}),
        ("eu-32014R0833-XIV-038ddc2e", "EU-RUS-833", {Measure.TRANSACTION_BAN}),
        ("eu-32014R0833-XLII-1", "EU-RUS-833", {Measure.PORT_BAN, Measure.SERVICE_BAN}),
        ("eu-32014R0833-XLVII.A-1", "EU-RUS-833", {Measure.PORT_BAN, Measure.TRANSACTION_BAN}),
        ("eu-32023R1529-III.A-1", "EU-IRN-1529", {Measure.ASSET_FREEZE, Measure.MAKING_AVAILABLE_BAN}),
    ],
)
def test_a_listing_is_not_always_a_freeze(id: str, regime: str, measures: set[Measure]) -> None:
    [one] = [one for one in read(**GOLDEN).subjects if one.entity.id == id]
    [listing] = listings(one)
    assert (listing.authority, listing.regime, set(listing.measures)) == ("eu-council", regime, measures)


def test_an_annex_nobody_has_described_is_kept_as_an_unconfirmed_advisory_and_says_so() -> None:
    [one] = [one for one in russia(RUSSIA).subjects if "XCIX" in one.entity.id]
    [listing] = listings(one)
    assert (listing.measures, listing.confirmed) == ((Measure.ADVISORY,), False)
    assert "annex XCIX of 32014R0833" in one.entity.first("notes")


def test_a_measure_that_is_not_its_annexs_makes_the_listing_unconfirmed() -> None:
    [one, *_] = russia(RUSSIA.replace(b"Export control", b"Asset freeze")).subjects
    assert one.sanctions[0].first("status") == "unconfirmed"


def test_every_annex_names_measures_crible_knows_and_a_source() -> None:
    known = {measure.value for measure in Measure}
    for key, row in annexes().items():
        assert set(cell(row["measures"])) <= known, key
        assert row["source"].startswith("https://eur-lex.europa.eu/eli/"), key
        assert row["status"] in ("confirmed", "unconfirmed"), key
        assert law_of(*key) == row


def test_the_exemptions_of_an_annex_are_found_from_its_listing() -> None:
    assert exemptions("EU-RUS-833", "EU-RUS IV") == ("Art. 2b(1) derogations",)
    assert exemptions("EU-RUS-833", "EU-RUS XCIX") == ()


def test_every_member_of_the_card_is_an_act_in_the_table_of_annexes() -> None:
    assert {member.key for member in READER.format.members} == {celex for celex, _ in annexes()}


def test_rows_that_cannot_be_read_are_refused_and_the_rest_is_read() -> None:
    body = RUSSIA.replace(b"32014R0833,1,EU-RUS,IV", b"32014R0269,1,EU-RUS,IV").replace(b",Vessel,", b",Submarine,")
    body = body.replace(b",JSC Sirius,", b",JSC Sirius,").replace(b",A7A5,", b",?,")
    reading = russia(body)
    assert [fault.what for fault in reading.refused] == [
        "a row of regulation 32014R0269 in the table of 32014R0833",
        "a row of an unknown kind: Submarine",
        "a row without a name or an annex",
    ]
    assert len(list(reading.subjects)) == 5
    assert reading.refused[0].where == "journal: 32014R0833:2"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\n",
        b"<html></html>\n",
        RUSSIA.replace(b"celex,recordId", b"celex,record"),
        RUSSIA.replace(b",notes\r\n", b",notes,colour\r\n", 1),
        RUSSIA.replace(b"phone,email", b"email,email"),
        RUSSIA.replace(b",JSC Sirius,", b",JSC Sirius,,"),
        RUSSIA.replace(b",JSC Sirius,", b',"JSC" Sirius,'),
        RUSSIA.replace(b"JSC Sirius", b"JSC \x13Sirius"),
        RUSSIA.replace(b"JSC Sirius", b"JSC \x00Sirius"),
        RUSSIA.replace(b"JSC Sirius", b"JSC \xff Sirius"),
        RUSSIA.replace(b"JSC Sirius", b"x" * 200_000),
        RUSSIA + RUSSIA.splitlines(keepends=True)[1],
    ],
    ids=[
        *("empty", "blank", "html", "renamed", "added", "twice", "cells"),
        *("quote", "control", "nul", "encoding", "giant", "twin"),
    ],
)
def test_a_table_that_cannot_be_trusted_is_refused(body: bytes) -> None:
    with pytest.raises(CribleError):
        russia(body)


def test_a_table_cut_inside_a_row_is_refused() -> None:
    for cut in range(0, len(RUSSIA) - 1, 17):
        if RUSSIA[cut - 1 : cut] != b"\n" or not cut:
            with pytest.raises(CribleError):
                russia(RUSSIA[:cut])


@pytest.mark.parametrize(
    ("head", "says"),
    [
        (RUSSIA, ""),
        (b"\xef\xbb\xbf" + RUSSIA, ""),
        (b"", "it is empty"),
        (b"<!DOCTYPE html>", "it is HTML, XML or JSON"),
        (b"a,b,c\n1,2,3\n", "45 columns expected, 0 of them found"),
        (GOLDEN["32023R1529"], "it is of regulation 32023R1529"),
    ],
)
def test_a_file_that_is_not_the_table_is_told_from_its_first_bytes(head: bytes, says: str) -> None:
    assert READER.recognises("32014R0833", head[:65536]) == says


def test_a_file_name_of_any_case_finds_its_regulation() -> None:
    member = READER.format.member("32014R0833.csv")
    assert member is not None
    assert member.key == "32014R0833"


@cache
def tables() -> dict[str, bytes]:
    folder = SHARED / "data/eu/journal"
    return {celex: gzip.decompress((folder / f"{celex}.csv.gz").read_bytes()) for celex in COUNTS}


@cache
def real() -> Reading:
    return read(**tables())


def listed() -> list[tuple[Subject, dict[str, str]]]:
    """Each subject of the real tables with its row, in the order of reading."""
    table = [
        row for _, body in sorted(tables().items()) for row in csv.DictReader(io.StringIO(body.decode(), newline=""))
    ]
    return list(zip(real().subjects, table, strict=True))


@needs_shared
def test_every_entry_of_the_real_tables_is_read() -> None:
    found = Counter(one.entity.id.split("-")[1] for one in real().subjects)
    assert (dict(found), real().refused, real().day) == (COUNTS, [], "2026-07-30")
    ids = [each.id for one in real().subjects for each in entities(one)]
    assert [id for id, count in Counter(ids).items() if count > 1] == []


@needs_shared
def test_every_entity_of_the_real_tables_is_valid_followthemoney() -> None:
    assert not [(each.id, fault) for one in real().subjects for each in entities(one) for fault in faults(each)]


@needs_shared
def test_every_annex_of_the_real_tables_is_described_and_agrees_with_its_measure() -> None:
    fits = {row["measure"]: set(cell(row["fits"])) for row in rows("lists", "eu_measures", _MEASURES)}
    for key, measure in {((row["celex"], row["annex"]), row["measure"]) for _, row in listed()}:
        assert fits[measure] & set(cell(annexes()[key]["measures"])), key


_MEASURES = ("measure", "topic", "fits", "because")


@needs_shared
def test_nothing_that_a_real_cell_says_is_lost() -> None:
    labels = words(
        " ".join(row["label"] for row in rows("lists", "eu_number_labels", ("label", "property", "because")))
    )
    glue = labels | words("issued in by on expires expired valid until no and or series of the")
    kinds = {column: kind for column, kind, _ in columns()}
    for one, row in listed():
        values = [value for each in entities(one) for group in each.properties.values() for value in group]
        said = words(" ".join([*values, one.entity.id]))
        for column, text in row.items():
            if column == "schema" or text in ("", "N/D"):
                continue
            left = {word for word in words(text) - said if country_code(word) not in values} - (
                glue if kinds[column] in ("number", "country") else set()
            )
            if column == "startDate":
                left -= {"march", "june", "may", "april", "august", "november", "february", "december"}
            assert not left or places_told(text, values), (one.entity.id, column, left)


def places_told(text: str, values: list[str]) -> bool:
    """Are the parts that are not said any more countries that became codes?"""
    if ";" in text:
        return all(places_told(part, values) for part in text.split(";") if part.strip())
    for official in re.findall(r"\w+ \([^()]+\)", text):  # "Iran (Islamic Republic of)"
        text = text.replace(official, "") if country_code(official) in values else text
    said = words(" ".join(values)) | {"and", "or", "of", "the", "issued", "by"}
    parts = [
        part.strip() for part in re.split(r"[;,()/]|\band\b|\bor\b|\bof the\b|\bissued in\b", text) if part.strip()
    ]
    return country_code(text) in values or all(words(part) <= said or country_code(part) in values for part in parts)


def words(text: str) -> set[str]:
    return {word.lstrip("0") or "0" for word in re.findall(r"[^\W_]+", text.casefold())}


@needs_shared
def test_ports_and_airports_are_found_by_name_and_may_not_be_used() -> None:
    named = {one.entity.caption: listings(one)[0] for one in real().subjects if one.entity.schema == "Address"}
    for name in ("Ust-Luga", "Vnukovo International Airport", "Karimun Oil Terminal, Indonesia"):
        assert Measure.PORT_BAN in named[name].measures


@needs_shared
def test_fifty_random_cuts_of_each_real_table_are_refused() -> None:
    chance = random.Random(50)
    for celex, body in tables().items():
        for cut in chance.sample(range(len(body)), 50):
            if body[:cut].endswith(b"\n"):
                continue  # a cut between two rows is for the counts to find: the card says so
            with pytest.raises(CribleError):
                read(**{celex: body[:cut]})


@needs_shared
def test_a_saved_error_page_is_refused() -> None:
    body = (SHARED / "data/failure-samples/eu_fsf_http500_saved_as_eu.xml").read_bytes()
    with pytest.raises(CribleError):
        russia(body)
