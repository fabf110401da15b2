"""The Consolidated Screening List: thirteen lists in one, none of which may go missing unseen."""

import csv
import gzip
import io
import json
import random
import tracemalloc
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from _shared import SHARED, needs_shared
from crible.lists import LISTS
from crible.lists.card import ListReader, Reading
from crible.lists.ftm import faults
from crible.lists.listings import authority, listings
from crible.lists.us.csl_csv import CsvCopy
from crible.lists.us.csl_entry import Entry, refusal
from crible.lists.us.csl_json import JsonCopy
from crible.lists.us.csl_sources import refuse_gaps, source_of, sources
from crible.lists.us.csl_subject import subject as subject_of
from crible.records.entity import Entity, Subject
from crible.records.error import CribleError
from crible.records.hit import Measure
from crible.records.table import cell
from lists._golden import HERE, golden, plain

JSON, CSV = LISTS["us_trade_csl"]
BODY = {"json": (HERE / "us_trade_csl.json").read_bytes(), "csv": (HERE / "us_trade_csl.csv").read_bytes()}
EVERY = pytest.mark.parametrize("reader", [JSON, CSV], ids=["json", "csv"])
SPEAKING = {"Address": {"street", "city", "state", "postalCode"}}  # what only the JSON tells apart


def read(body: bytes, reader: ListReader = JSON) -> Reading:
    reading = reader.read({"list": body}, "csl")
    reading.subjects = list(reading.subjects)
    return reading


def subject(id: str, reader: ListReader = JSON) -> Subject:
    return next(one for one in read(BODY[reader.format.key], reader).subjects if one.entity.id == f"us-csl-{id}")


def entities(one: Subject) -> tuple[Entity, ...]:
    return (one.entity, *one.sanctions, *one.around)


def wrong(one: Subject) -> list[str]:
    """Addresses beside a subject have no name: the validator asks every Thing for one, FollowTheMoney does not."""
    found = [(each, fault) for each in entities(one) for fault in faults(each)]
    return [f"{each.id}: {fault}" for each, fault in found if (each.schema, fault) != ("Address", "name: required")]


def test_the_golden_copy_reads_as_reviewed() -> None:
    assert plain(read(BODY["json"])) == golden("us_trade_csl.subjects.json")


@EVERY
def test_every_entity_of_the_golden_copy_is_valid_followthemoney(reader: ListReader) -> None:
    assert not [fault for one in read(BODY[reader.format.key], reader).subjects for fault in wrong(one)]


def test_both_formats_give_the_same_subjects() -> None:
    ours, theirs = (read(BODY[reader.format.key], reader).subjects for reader in (JSON, CSV))
    assert [common(one) for one in ours] == [common(one) for one in theirs]
    assert [listings(one) for one in ours] == [listings(one) for one in theirs]


def common(one: Subject) -> list[Any]:
    """A subject without the parts of its addresses."""
    return [
        (each.id, each.schema, {p: v for p, v in each.properties.items() if p not in SPEAKING.get(each.schema, set())})
        for each in entities(one)
    ]


@pytest.mark.parametrize(
    ("id", "regime", "measures", "by"),
    [
        ("d1", "US-EAR-DPL", {Measure.EXPORT_BAN}, "us-bis"),
        ("u1", "US-EAR-UVL", {Measure.ADVISORY}, "us-bis"),
        ("m1", "US-EAR-MEU", {Measure.LICENCE}, "us-bis"),
        ("t1", "US-ITAR-DTC", {Measure.EXPORT_BAN}, "us-state"),
        ("90002", "US-IRAN-EO13902", {Measure.ASSET_FREEZE, Measure.TRANSACTION_BAN}, "us-ofac"),
        ("90005", "US-561-RELATED", {Measure.SERVICE_BAN}, "us-ofac"),
    ],
)
def test_each_of_its_lists_has_an_authority_a_regime_and_measures(
    id: str, regime: str, measures: set[Measure], by: str
) -> None:
    [listing] = listings(subject(id))
    assert (listing.regime, set(listing.measures), listing.authority) == (regime, measures, by)


def test_the_authority_in_the_table_is_the_one_that_its_name_stands_for() -> None:
    for row in sources().values():
        sanction = Entity(id="s", schema="Sanction", properties={"authority": (row["name"],)}, datasets=("x",))
        assert authority(sanction) == row["authority"]
        assert {Measure(text) for text in cell(row["measures"])} or row["ofac_list"]


def test_an_entity_list_record_keeps_its_licence_terms_its_citations_and_its_day() -> None:
    [listing] = listings(subject("a1b2c3d4e5f60718293a4b5c6d7e8f901122334455667788990011aa"))
    assert (listing.regime, listing.since) == ("US-EL", "2022-02-24")
    assert "licence requirement: For all items subject to the EAR. (See §744.11 of the EAR)." in listing.notes
    assert "licence policy: Policy of denial." in listing.notes
    [sanction] = subject("a1b2c3d4e5f60718293a4b5c6d7e8f901122334455667788990011aa").sanctions
    assert sanction.get("authorityId") == ("87 FR 12240", "88 FR 23332")


def test_an_address_that_is_listed_by_itself_is_an_address() -> None:
    one = subject("0f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566778899aabb1").entity
    assert (one.schema, one.caption, one.get("country")) == ("Address", "Address 21", ("hk", "cn"))
    assert one.first("full") == "Flat 9, 7/F, Invented Commercial Building, 1 Nowhere Road, Wan Chai, HK"


@EVERY
def test_records_of_one_number_are_one_subject_with_a_sanction_for_each_programme(reader: ListReader) -> None:
    one = subject("90004", reader)
    assert {each.id for each in one.sanctions} == {
        "us-csl-90004-cons-ukraine-eo13662",
        "us-csl-90004-cons-russia-eo14024",
    }
    assert {each.first("recordId") for each in one.sanctions} == {"90004"}
    assert one.entity.first("ogrnCode")
    assert one.entity.first("swiftBic")


def test_the_record_id_of_ofacs_sanctions_is_ofacs_own_number() -> None:
    for one in read(BODY["json"]).subjects:
        for each in one.sanctions:
            if authority(each) == "us-ofac":
                assert one.entity.id == f"us-csl-{each.first('recordId')}"


def test_an_alias_may_hold_a_comma_and_a_semicolon_parts_two() -> None:
    names = dict(subject("a1b2c3d4e5f60718293a4b5c6d7e8f901122334455667788990011aa").entity.names())
    assert {"Zarnitsa Research, Production Co.", "ZOP", "Zarnitsa-Optika"} <= names.keys()


def test_what_stands_in_brackets_behind_a_name_is_told_apart() -> None:
    russian = subject("n1").entity
    assert (russian.get("name"), russian.get("country")) == (("Oleg Vymyshlenny",), ("ru",))
    assert "subsidiary thereof" in (russian.first("notes") or "")  # nothing that the cell says is lost
    assert subject("m1").entity.get("weakAlias") == ("AIE",)


def test_each_act_behind_a_nonproliferation_sanction_is_a_listing_of_its_own() -> None:
    found = {listing.programme: (listing.regime, listing.confirmed) for listing in listings(subject("n1"))}
    assert found == {"INKSNA": ("US-INKSNA", False), "E.O. 13382": ("US-NPWMD", True)}


def test_a_list_that_nobody_knows_is_kept_as_an_unconfirmed_advisory() -> None:
    [listing] = listings(subject("x1"))
    assert (listing.measures, listing.confirmed) == ((Measure.ADVISORY,), False)
    assert "not in crible's table" in (subject("x1").entity.first("notes") or "")


def test_a_record_of_ofac_without_a_programme_gets_the_measures_of_its_list() -> None:
    one = changed(lambda records: records[8].update(programs=[]))[8]
    [listing] = listings(one)
    assert Measure.ASSET_FREEZE in listing.measures


def changed(change: Callable[[list[dict[str, Any]]], Any], **top: Any) -> list[Subject]:
    return list(read(made(change, **top)).subjects)


def made(change: Callable[[list[dict[str, Any]]], Any] = list, **top: Any) -> bytes:
    """The golden JSON with something changed in it."""
    whole = json.loads(BODY["json"])
    change(whole["results"])
    return json.dumps({**whole, "total": len(whole["results"]), **top}).encode()


def put(number: int, **fields: Any) -> Callable[[list[dict[str, Any]]], Any]:
    return lambda records: records[number].update(fields)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (made(put(0, mood="grim")), "mood"),
        (made(edition=2), "edition"),
        (made(put(0, addresses=[{"address": "x", "planet": "Earth"}])), "planet"),
        (made(put(7, ids=[{"type": "Passport", "colour": "red"}])), "colour"),
        (made(put(0, name={"first": "A"})), "text belongs"),
        (made(put(0, addresses="Main Street")), "no array"),
        (made(put(0, addresses=["Main Street"])), "no object"),
        (made(put(0, name="A\u0000B")), "control character"),
        (made(put(0, id="u1", source="Unverified List (UVL) - Bureau of Industry and Security")), "u1 is there twice"),
        (made(total=15), "14 records"),
        (made(search_performed_at="soon"), "no day"),
        (b'{"error": 500}', "no results"),
        (b'{"results": []}', "lists nobody"),
        (b"[" * 100_000, "no such JSON"),
        (b"<html>503</html>", "no such JSON"),
        (b"", "no such JSON"),
        (BODY["json"].replace(b"Zarnitsa Optics", b"Zarnitsa \xff Optics"), "no such JSON"),
        (BODY["json"] + b"{}", "no such JSON"),
    ],
)
def test_a_json_that_cannot_be_trusted_is_refused_as_a_whole(body: bytes, says: str) -> None:
    with pytest.raises(CribleError, match=says):
        read(body)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b"_id,source", b"_id,mood,source", "mood"),
        (b"_id,source,", b"_id,", "source"),
        (b"Zarnitsa Optics", b"Zarnitsa \x00 Optics", "control character"),
        (b'"Zarnitsa Optics', b'"Zarnitsa "Optics', "no CSV"),
        (b'"x1"', b'"u1","u1"', "cells"),
        (b'"t1"', b'"_id"', "header comes twice"),
    ],
)
def test_a_table_that_cannot_be_trusted_is_refused_as_a_whole(old: bytes, new: bytes, says: str) -> None:
    assert old in BODY["csv"]
    with pytest.raises(CribleError, match=says):
        read(BODY["csv"].replace(old, new, 1), CSV)


def test_the_order_of_the_columns_does_not_matter() -> None:
    table = list(csv.reader(io.StringIO(BODY["csv"].decode(), newline="")))
    order = random.Random(1).sample(range(len(table[0])), len(table[0]))
    turned = io.StringIO(newline="")
    csv.writer(turned, lineterminator="\n").writerows([[row[column] for column in order] for row in table])
    assert read(turned.getvalue().encode(), CSV).subjects == read(BODY["csv"], CSV).subjects


@pytest.mark.parametrize("field", ["id", "source", "name"])
def test_a_record_without_an_id_a_list_or_a_name_is_refused_alone(field: str) -> None:
    reading = read(made(put(3, **{field: None})))
    assert [field in fault.what for fault in reading.refused] == [True]
    assert len(list(reading.subjects)) == 12


@EVERY
def test_a_file_cut_anywhere_is_refused(reader: ListReader) -> None:
    body = BODY[reader.format.key]
    cuts = [cut for cut in random.Random(50).sample(range(len(body) - 3), 50) if body[cut - 1 : cut] != b"\n"]
    for cut in cuts:
        with pytest.raises(CribleError):
            read(body[:cut], reader)
    assert len(cuts) > 40


WHOLE = {name: int(row["least"] or 0) for name, row in sources().items()}


def test_a_copy_that_lost_the_treasurys_lists_is_refused_and_names_them() -> None:
    may_2024 = {name: held for name, held in WHOLE.items() if "treasury" not in name}
    with pytest.raises(CribleError, match=r"SDN.*0 of at least 13,400.*SSI"):
        refuse_gaps(may_2024, "csl")
    refuse_gaps(WHOLE, "csl")


def test_a_copy_in_which_no_list_is_whole_is_an_excerpt_for_the_operator_to_judge() -> None:
    refuse_gaps(dict.fromkeys(WHOLE, 5), "csl")


def test_a_list_called_by_another_name_is_missed_under_the_old_one() -> None:
    renamed = {name.replace("entity list (el)", "entities"): held for name, held in WHOLE.items()}
    with pytest.raises(CribleError, match="Entity List"):
        refuse_gaps(renamed, "csl")


@pytest.mark.parametrize(
    ("head", "says"),
    [
        (BODY["json"], ""),
        (b"\xef\xbb\xbf" + BODY["json"], ""),
        (b"", "it is empty"),
        (b"<html>", "it is HTML or XML"),
        (b'{"error": 500}', "its JSON holds no screening list"),
        (BODY["csv"], "it is no JSON object"),
    ],
)
def test_a_json_is_told_from_its_first_bytes(head: bytes, says: str) -> None:
    assert JSON.recognises("list", head[:65536]) == says
    assert JSON.claims(head[:65536]) == (None if says else "list")


@pytest.mark.parametrize(
    ("head", "says"),
    [
        (BODY["csv"], ""),
        (b"", "it is empty"),
        (b"{}", "it is HTML, XML or JSON"),
        (b"id,name\n1,x\n", "29 columns expected, 1 found"),
    ],
)
def test_a_table_is_told_from_its_first_bytes(head: bytes, says: str) -> None:
    assert CSV.recognises("list", head) == says
    assert CSV.claims(head) == (None if says else "list")


@cache
def real() -> list[list[str]]:
    raw = gzip.decompress((SHARED / "data/us_export/csl_20231130_truncated.csv.gz").read_bytes())
    return list(csv.reader(io.StringIO(raw.decode(), newline="")))


def intact() -> bytes:
    """The rows of the real copy that are whole, under one header."""
    table = io.StringIO(newline="")
    rows = [row for row in real()[2:] if len(row) == 29]
    csv.writer(table, lineterminator="\n").writerows([real()[0], *rows])
    return table.getvalue().encode()


@needs_shared
def test_the_real_copy_is_refused_because_it_is_cut() -> None:
    with pytest.raises(CribleError, match="header comes twice"):
        read(gzip.decompress((SHARED / "data/us_export/csl_20231130_truncated.csv.gz").read_bytes()), CSV)
    with pytest.raises(CribleError, match=r"Entity List.*919 of at least 2,390.*SDN"):
        read(intact(), CSV)  # without its second header and its last row: most of two lists is still missing


@needs_shared
def test_the_real_rows_are_read_to_the_last_word() -> None:
    entries: dict[str, list[Entry]] = {}
    for entry in CsvCopy(intact(), "csl").entries():  # as a whole the copy is refused: its floors
        assert refusal(entry) is None
        entries.setdefault(entry.id, []).append(entry)
    subjects = list(map(subject_of, entries.values()))
    assert (sum(map(len, entries.values())), len(subjects)) == (4226, 4219)
    assert not [fault for one in subjects for fault in wrong(one)]
    ids = [each.id for one in subjects for each in entities(one)]
    assert [id for id, count in Counter(ids).items() if count > 1] == []
    assert all(listing.measures and listing.regime for one in subjects for listing in listings(one))


@needs_shared
def test_every_list_of_a_real_copy_is_known() -> None:
    derived = json.loads(gzip.decompress((SHARED / "data/us_export/csl_20260731_derived.json.gz").read_bytes()))
    counts = {name.casefold(): held for name, held in derived["countsBySource"].items()}
    assert len(counts) == 12
    assert counts.keys() <= sources().keys()
    refuse_gaps(counts, "csl")
    isn = next(name for name in derived["countsBySource"] if "ISN" in name)
    assert source_of(isn)["status"] == "unconfirmed"


def test_the_records_of_a_large_copy_are_read_one_by_one() -> None:
    records = json.loads(BODY["json"])["results"]
    body = json.dumps({"results": records * 200}).encode()
    tracemalloc.start()
    found = sum(1 for _ in JsonCopy(body, "csl").entries())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == 2800
    assert peak < 1_000_000  # 39 MB of 26,000 records: 90 MiB in all, the file and the program included
