"""The Swiss list: who is on it, who was taken off, and by which measure."""

import random
import time
import tracemalloc
from collections import Counter

import pytest

from _shared import SHARED, needs_shared
from crible.lists import LISTS
from crible.lists.card import Reading
from crible.lists.ch.seco_frame import SanctionsSet, regimes, rows_of_programmes
from crible.lists.ftm import faults
from crible.lists.listings import listings
from crible.records.entity import Entity, Subject
from crible.records.error import CribleError
from crible.records.hit import Measure
from lists._golden import HERE, golden, plain

(READER,) = LISTS["ch_seco_sanctions"]
XML = (HERE / "ch_seco.xml").read_bytes()


def read(body: bytes) -> Reading:
    reading = READER.read({"list": body}, "seco.xml")
    reading.subjects = list(reading.subjects)
    return reading


def subject(ssid: int, body: bytes = XML) -> Subject:
    return next(one for one in read(body).subjects if one.entity.id == f"ch-seco-{ssid}")


def entities(one: Subject) -> tuple[Entity, ...]:
    return (one.entity, *one.sanctions, *one.around)


def wrong(one: Subject) -> list[str]:
    """Addresses beside a subject have no name: the validator asks every Thing for one, FollowTheMoney does not."""
    found = [(each, fault) for each in entities(one) for fault in faults(each)]
    return [f"{each.id}: {fault}" for each, fault in found if (each.schema, fault) != ("Address", "name: required")]


def test_the_golden_copy_reads_as_reviewed() -> None:
    assert plain(read(XML)) == golden("ch_seco.json")


def test_every_entity_of_the_golden_copy_is_valid_followthemoney() -> None:
    assert not [fault for one in read(XML).subjects for fault in wrong(one)]
    ids = Counter(each.id for one in read(XML).subjects for each in entities(one))
    assert [id for id, count in ids.items() if count > 1] == []


def test_a_target_taken_off_is_no_longer_listed_though_an_older_change_stands_first() -> None:
    one = subject(8301)
    [listing] = listings(one)
    assert (listing.since, listing.until) == ("2022-03-16", "2025-06-20")
    assert not one.entity.get("topics")


def test_a_target_listed_again_is_listed_since_then() -> None:
    [listing] = listings(subject(8101))
    assert (listing.since, listing.listed, listing.until) == ("2023-02-01", "2023-01-31", None)


def test_an_amendment_alone_does_not_say_since_when() -> None:
    [listing] = listings(subject(8401))
    assert (listing.since, listing.until) == (None, None)


def test_a_target_taken_off_without_a_day_is_off_since_the_day_of_the_copy() -> None:
    off = XML.replace(b'<modification modification-type="amended"/>', b'<modification modification-type="de-listed"/>')
    [listing] = listings(subject(8401, off))
    assert listing.until == "2026-08-27"


def test_an_undated_removal_written_first_is_the_latest() -> None:
    listed = b'<modification modification-type="listed" enactment-date="2016-05-18"'
    off = XML.replace(listed, b'<modification modification-type="de-listed"/>' + listed)
    [listing] = listings(subject(8201, off))
    assert listing.until == "2016-05-18"


def test_a_removal_that_takes_effect_later_leaves_the_target_listed_until_then() -> None:
    later = XML.replace(b'effective-date="2025-06-20"', b'effective-date="2027-01-01"')
    one = subject(8301, later)
    assert listings(one)[0].until == "2027-01-01"
    assert one.entity.get("topics") == ("sanction",)


def test_former_states_of_a_target_are_not_its_names() -> None:
    assert b"Wrong Former State" in XML
    said = str([dict(each.properties) for one in read(XML).subjects for each in entities(one)])
    assert "Former State" not in said


@pytest.mark.parametrize(
    ("ssid", "measures", "confirmed"),
    [
        (8001, {Measure.ASSET_FREEZE, Measure.MAKING_AVAILABLE_BAN}, True),
        (8101, {Measure.ASSET_FREEZE, Measure.MAKING_AVAILABLE_BAN, Measure.EXPORT_BAN}, True),
        (8201, {Measure.PORT_BAN, Measure.SERVICE_BAN}, False),
        (8401, {Measure.ASSET_FREEZE, Measure.MAKING_AVAILABLE_BAN}, False),
    ],
)
def test_the_measures_are_those_of_the_sets_a_target_is_in(ssid: int, measures: set[Measure], confirmed: bool) -> None:
    [listing] = listings(subject(ssid))
    assert (set(listing.measures), listing.confirmed, listing.authority) == (measures, confirmed, "ch-seco")


@pytest.mark.parametrize(
    ("title", "measure"),
    [
        ("Travel ban, annex 1", Measure.ADVISORY),
        ("Financial sanctions and travel ban, annex 1", Measure.ASSET_FREEZE),
        ("article 16 and 17 -- Restrictions on the money and capital market", Measure.TRANSACTION_BAN),
        ("Annex 2", Measure.EXPORT_BAN),
        ("Annex 25", Measure.SERVICE_BAN),
    ],
)
def test_the_words_of_a_set_say_the_measure(title: str, measure: Measure) -> None:
    [regime] = regimes([SanctionsSet(key="Ukraine", ordinance="", title=title, origin="")])
    assert (regime.regime, regime.measures[0]) == ("CH-UKRAINE", measure)


def test_an_ordinance_is_known_by_its_number_however_another_begins() -> None:
    for row in rows_of_programmes():
        one = SanctionsSet(key="", ordinance=f"Ordinance (SR {row['sr']}), annex", title="", origin="")
        if row["sr"]:
            assert [regime.regime for regime in regimes([one])] == [row["regime"]]


def test_a_firms_words_on_a_ship_do_not_give_it_the_ships_number() -> None:
    assert not subject(8101).entity.get("imoNumber")
    assert subject(8201).entity.get("imoNumber") == ("8405270",)


def test_many_spellings_do_not_multiply() -> None:
    variants = b"".join(b'<spelling-variant lang="RUS" script="LATN">V%d</spelling-variant>' % n for n in range(300))
    body = XML.replace(b"<value>Timofei</value>", b"<value>Timofei</value>" + variants)
    body = body.replace(b"<value>Arkadievitch</value>", b"<value>Arkadievitch</value>" + variants)
    start = time.process_time()
    assert len(subject(8001, body).entity.get("alias")) < 700
    assert time.process_time() - start < 2


def test_two_spellings_of_two_parts_make_every_name_they_can() -> None:
    body = XML.replace(
        b"<value>Timofei</value>",
        b'<value>Timofei</value><spelling-variant lang="RUS" script="LATN">Timofey</spelling-variant>'
        b'<spelling-variant lang="RUS" script="LATN">Timothy</spelling-variant>',
    )
    aliases = subject(8001, body).entity.get("alias")
    for given in ("Timofey", "Timothy"):
        assert f"Orlovskiy {given} Arkadievitch" in aliases


def test_half_a_name_in_another_script_is_weak() -> None:
    body = XML.replace(
        b'<spelling-variant lang="RUS" script="CYRL" spelling-variant-type="not-defined">'
        + "Тимофей</spelling-variant>".encode(),
        b"",
    )
    entity = subject(8001, body).entity
    assert "Орловский Аркадьевич" in entity.get("weakAlias")


@pytest.mark.parametrize(
    ("what", "old", "new"),
    [
        ("element of a target", b"<sanctions-set-id>7101", b"<risk>1</risk><sanctions-set-id>7101"),
        ("element of an identity", b'<address ssid="8105"', b'<colour>red</colour><address ssid="8105"'),
        ("element of an address", b"<c-o>", b"<planet>Earth</planet><c-o>"),
        ("element of a place", b"<location>Donetsk", b"<planet>Earth</planet><location>Donetsk"),
        ("element of a programme", b"<origin>UN", b"<aim>peace</aim><origin>UN"),
        ("attribute of a name", b'<name ssid="8103"', b'<name certain="no" ssid="8103"'),
        ("attribute of the root", b'date="2026-08-27"', b'date="2026-08-27" edition="2"'),
        ("text between elements", b"<c-o>", b"see below<c-o>"),
        ("name type", b'name-type="alias"', b'name-type="nickname"'),
        ("name quality", b'quality="low" lang', b'quality="fair" lang'),
        ("name part", b'name-part-type="father-name"', b'name-part-type="mother-name"'),
        ("modification", b'modification-type="amended"/>', b'modification-type="suspended"/>'),
        ("object", b'object-type="vessel"', b'object-type="submarine"'),
        ("child of the root", b"</swiss-sanctions-list>", b"<ship/></swiss-sanctions-list>"),
        ("target there twice", b'<target ssid="8201">', b'<target ssid="8101">'),
        ("target without a number", b'<target ssid="8201">', b"<target>"),
        ("two bodies", b"<entity>", b"<object object-type='vessel'/><entity>"),
        ("day", b'date="2026-08-27"', b'date="soon"'),
        ("kind", b'list-type="whole-list"', b'list-type="amendment"'),
    ],
)
def test_what_nobody_knows_stops_the_load(what: str, old: bytes, new: bytes) -> None:
    assert old in XML
    with pytest.raises(CribleError):
        read(XML.replace(old, new, 1))


@pytest.mark.parametrize(
    ("lost", "lacks"),
    [
        (b"<value>Paektu Star</value>", "a name"),
        (b"<sanctions-set-id>7101</sanctions-set-id>", "a set that the file knows"),
    ],
)
def test_a_target_that_cannot_be_read_is_refused_and_the_rest_is_read(lost: bytes, lacks: str) -> None:
    reading = read(XML.replace(lost, b""))
    assert [fault.what for fault in reading.refused] == [f"a target without {lacks}"]
    assert len(list(reading.subjects)) == 4


def test_the_older_attribute_for_the_set_is_read() -> None:
    older = XML.replace(
        b'<target ssid="8201">\n    <sanctions-set-id>7101</sanctions-set-id>',
        b'<target ssid="8201" sanctions-set-id="7101">',
    )
    assert older != XML
    assert plain(read(older)) == plain(read(XML))


def test_places_may_stand_before_the_targets() -> None:
    start, end = XML.index(b"<place "), XML.index(b"</swiss-sanctions-list>")
    places, at = XML[start:end], XML.index(b"<target")
    assert plain(read(XML[:at] + places + XML[at:start] + XML[end:])) == plain(read(XML))


BAD = {
    "empty": b"",
    "blank": b" \n",
    "html": b"<html><body>503</body></html>",
    "json": b'{"error": 500}',
    "doctype": XML.replace(b"<swiss-sanctions-list", b"<!DOCTYPE x []><swiss-sanctions-list", 1),
    "entity": XML.replace(b"Zarya", b"&undeclared;"),
    "control": XML.replace(b"Zarya", b"Zar\x13ya"),
    "deep": b"<swiss-sanctions-list>" * 100_000,
    "giant": XML.replace(b"Zarya", b"A" * 11_000_000),
    "no targets": XML[: XML.index(b"<target")] + b"</swiss-sanctions-list>",
    "no programmes": b'<swiss-sanctions-list list-type="whole-list" date="2026-08-27">' + XML[XML.index(b"<target") :],
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_such_list_is_refused(name: str) -> None:
    start = time.process_time()
    with pytest.raises(CribleError):
        read(BAD[name])
    assert time.process_time() - start < 5


def test_fifty_random_cuts_are_refused() -> None:
    for cut in random.Random(50).sample(range(XML.rindex(b"</swiss-sanctions-list>")), 50):
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
        (b"<sdnList/>", "its XML holds no swiss-sanctions-list"),
        (
            XML.replace(b"whole-list", b"amendment"),
            "it is no whole list but 'amendment': an amendment says only what changed",
        ),
    ],
)
def test_a_file_that_is_not_the_list_is_told_from_its_first_bytes(head: bytes, says: str) -> None:
    assert READER.recognises("list", head[:65536]) == says


def test_the_list_is_known_by_its_root_whatever_its_name() -> None:
    assert READER.claims(XML) == "list"
    assert READER.claims(b"<data-set><record>") is None


def test_a_long_list_is_read_without_keeping_it() -> None:
    """Only one target is held at a time, however many there are."""
    first = XML[XML.index(b"<target") : XML.index(b"</target>\n  <target") + len(b"</target>")]
    more = b"".join(first.replace(b'<target ssid="8001"', b'<target ssid="%d"' % n, 1) for n in range(90_000, 90_400))
    body = XML.replace(b'<place ssid="9001">', more + b'<place ssid="9001">')
    tracemalloc.start()
    count = sum(1 for _ in READER.read({"list": body}, "seco.xml").subjects)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (count, peak < 2_000_000) == (405, True)


@needs_shared
def test_the_real_excerpt_is_read_whole() -> None:
    reading = read((SHARED / "data/ch/seco_excerpt_20260827.xml").read_bytes())
    ids = {one.entity.id: one for one in reading.subjects}
    assert (reading.day, sorted(ids), reading.refused) == (
        "2026-08-27",
        ["ch-seco-34461", "ch-seco-46130", "ch-seco-5142"],
        [],
    )
    assert listings(ids["ch-seco-5142"])[0].until == "2016-03-01"
    assert listings(ids["ch-seco-46130"])[0].measures == (Measure.TRANSACTION_BAN,)
    assert ids["ch-seco-34461"].entity.get("imoNumber") == ("8405270",)
    assert not [fault for one in ids.values() for fault in wrong(one)]


@needs_shared
def test_the_publishers_sample_of_an_amendment_is_read_in_its_layout_and_refused_as_a_list() -> None:
    body = (SHARED / "data/ch/seco_format_sample_amendment_20240117.xml").read_bytes()
    with pytest.raises(CribleError, match="amendment"):
        read(body)
    names = [one.entity.first("name") for one in read(body.replace(b"amendment", b"whole-list")).subjects]
    assert names == ["Test B", "Test C", "Test A"]
