"""OFAC's real XML files: every entry comes out, as the legacy CSV of the same list has it."""

import gzip
import random
from collections import Counter
from functools import cache

import pytest
from _ofac import CONS_FILES, everything
from lxml import etree

from _shared import SHARED, needs_shared
from crible.lists import ftm
from crible.lists.card import ListReader
from crible.lists.drafts import words
from crible.lists.ofac import classic, enhanced, legacy
from crible.lists.ofac.enhanced_dates import as_precise
from crible.lists.ofac.values import place_code
from crible.records.entity import Subject
from crible.records.error import CribleError
from crible.records.table import rows

pytestmark = needs_shared

FILES: dict[str, tuple[ListReader, str, int, str]] = {
    "cons-2024": (classic.CONS, "2024-05-06/consolidated", 443, "2024-05-06"),
    "cons-2025": (classic.CONS, "2025-03-28/consolidated", 443, "2025-03-28"),
    "irgc": (enhanced.SDN, "2024-08-28/enhanced_irgc", 293, "2024-08-28"),
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SERIAL = ("uid", "mainEntry", "category", "type", "identityId", "versionId", "valueRefId", "script", "isPrimary")
DATES = ("issueDate", "expirationDate", "valueDate")


@cache
def body(which: str) -> bytes:
    return gzip.decompress((SHARED / "data" / "ofac" / f"{FILES[which][1]}.xml.gz").read_bytes())


@cache
def subjects(which: str) -> dict[str, Subject]:
    reading = FILES[which][0].read({"list": body(which)}, which)
    found = {one.entity.id: one for one in reading.subjects}
    assert not reading.refused
    assert reading.day == FILES[which][3]
    return found


@cache
def legacy_cons() -> dict[str, Subject]:
    folder = SHARED / "data" / "ofac" / "2025-12-19"
    members = {key: (folder / f"{name}.csv").read_bytes() for key, name in CONS_FILES.items()}
    return {one.entity.id: one for one in legacy.CONS.read(members, "cons").subjects}


@cache
def legacy_sdn() -> dict[str, Subject]:
    folder = SHARED / "data" / "ofac" / "2023-12-28"
    names = {"sdn": "sdn", "add": "add", "alt": "alt"}
    members = {key: gzip.decompress((folder / f"{name}.csv.gz").read_bytes()) for key, name in names.items()}
    return {one.entity.id: one for one in legacy.SDN.read(members, "sdn").subjects}


@pytest.mark.parametrize("which", FILES)
def test_as_many_come_out_as_the_publisher_put_in(which: str) -> None:
    assert len(subjects(which)) == FILES[which][2]


@pytest.mark.parametrize("which", FILES)
def test_every_entity_is_valid_followthemoney(which: str) -> None:
    found = [e for one in subjects(which).values() for e in everything(one)]
    assert [(e.id, fault) for e in found for fault in ftm.faults(e)] == []
    assert [id for id, n in Counter(e.id for e in found).items() if n > 1] == []


@pytest.mark.parametrize("which", FILES)
def test_every_link_leads_to_a_subject_of_the_file(which: str) -> None:
    found = subjects(which)
    ends = {e.first("object") for one in found.values() for e in one.around if e.schema == "UnknownLink"}
    assert ends
    assert ends <= found.keys()


def test_the_consolidated_xml_agrees_with_the_csv_up_to_what_changed_between_them() -> None:
    ours, theirs = subjects("cons-2025"), legacy_cons()
    assert (len(ours.keys() & theirs.keys()), ours.keys() ^ theirs.keys()) == (442, {"ofac-26182"})
    props = ("name", "alias", "previousName", "weakAlias", "birthDate", "birthPlace", "innCode", "isinCode", "swiftBic")
    differing = {
        prop: {id for id in theirs if set(ours[id].entity.get(prop)) != set(theirs[id].entity.get(prop))}
        for prop in props
    }
    changed = {prop: len(ids) for prop, ids in differing.items() if ids}
    # Between the two days OFAC gave twelve of Rosneft's and Lukoil's firms more names and taxpayer's numbers.
    assert changed == {"name": 1, "alias": 6, "weakAlias": 2, "innCode": 10}
    assert {ours[id].entity.schema == theirs[id].entity.schema for id in theirs} == {True}


def test_the_consolidated_xml_has_the_csv_s_programmes_and_measures() -> None:
    ours, theirs = (
        {e.id: (e.get("programId"), set(e.get("provisions"))) for one in found.values() for e in one.sanctions}
        for found in (subjects("cons-2025"), legacy_cons())
    )
    gone, new = ours.keys() - theirs.keys(), theirs.keys() - ours.keys()
    assert {id.split("-cons-")[0] for id in gone} == {"ofac-26182", "ofac-18782"}
    assert {id.split("-cons-")[1] for id in new} == {"russia-eo14024"}
    assert {id for id in ours.keys() & theirs.keys() if ours[id] != theirs[id]} == set()


def test_the_enhanced_xml_agrees_with_the_csv_of_half_a_year_before() -> None:
    ours, theirs = subjects("irgc"), legacy_sdn()
    common = ours.keys() & theirs.keys()
    assert len(common) == 259
    for prop in ("birthDate", "birthPlace", "nationality", "passportNumber", "gender", "serialNumber", "model"):
        assert {id for id in common if set(ours[id].entity.get(prop)) != set(theirs[id].entity.get(prop))} == set()
    renamed = {id for id in common if not set(theirs[id].entity.get("name")) <= set(ours[id].entity.get("name"))}
    assert renamed == {"ofac-23475"}
    assert all(set(theirs[id].entity.get("alias")) <= set(ours[id].entity.get("alias")) for id in common)


def test_the_enhanced_xml_dates_every_designation() -> None:
    days = {id: {e.first("listingDate") for e in one.sanctions} for id, one in subjects("irgc").items()}
    assert all(len(found) == 1 and None not in found for found in days.values())
    assert days["ofac-10391"] == {"2007-10-25"}


def test_the_bounds_of_a_birth_say_nothing_that_its_words_do_not() -> None:
    seen = 0
    for element in entries(etree.fromstring(body("irgc"))):
        births = subjects("irgc")[f"ofac-{number(element)}"].entity.get("birthDate")
        for feature in element.iterfind("{*}features/{*}feature"):
            if (
                feature.findtext("{*}type") == "Birthdate"
                and feature.findtext("{*}valueDate/{*}isDateRange") == "false"
            ):
                bounds = [
                    feature.findtext(f"{{*}}valueDate/{{*}}{tag}") or "" for tag in ("fromDateBegin", "toDateEnd")
                ]
                seen += 1
                assert as_precise(*bounds) in births
    assert seen > 150


def test_an_excerpt_is_below_the_floor() -> None:
    assert len(subjects("irgc")) < enhanced.SDN.card.floor


@pytest.mark.parametrize("which", FILES)
def test_no_word_of_an_entry_is_lost(which: str) -> None:
    root = etree.fromstring(body(which))
    found = {f"ofac-{number(element)}": element for element in entries(root)}
    lost = {id: left for id, one in subjects(which).items() if (left := missing(found[id], one))}
    assert lost == {}


def entries(root: etree._Element) -> list[etree._Element]:
    return [*root.iterfind("{*}sdnEntry"), *root.iterfind("{*}entities/{*}entity")]


def number(element: etree._Element) -> str:
    return str(element.get("id") or element.findtext("{*}uid"))


def missing(element: etree._Element, subject: Subject) -> set[str]:
    """The words of an entry that come out neither as they are, nor as a month's number, nor as a country's code."""
    values = [value for e in everything(subject) for prop in e.properties for value in e.get(prop)]
    told = words("\n".join(values))
    lost: set[str] = set()
    for leaf in element.iter():
        tag = etree.QName(leaf).localname
        text = (leaf.text or "").strip()
        if len(leaf) or tag in SERIAL or any(etree.QName(up).localname in DATES for up in leaf.iterancestors()):
            continue
        if not text or text in ("true", "false", "Block", "SDN List", "Confirmed", "Individual", "Entity", "Aircraft"):
            continue
        code = place_code(text)
        if not (code and code in values) and text.replace(",", "") not in values:
            lost |= words(text) - told - {"male", "female", "region", "linked", "to", *MONTHS}
    return lost - LABELS


# The words of labels that the property a value stands under says in their place.
LABELS = words(
    "\n".join(
        row["starts"] for row in rows("lists", "ofac_clauses", ("starts", "of", "reads", "to", "country", "shape"))
    )
)
LABELS |= words("A.K.A. F.K.A. alt.")


@pytest.mark.parametrize("which", FILES)
def test_a_real_file_cut_at_any_of_fifty_places_is_refused(which: str) -> None:
    whole = body(which).rstrip()
    for at in random.Random(7).sample(range(len(whole) - 1), 50):
        with pytest.raises(CribleError):
            FILES[which][0].read({"list": whole[:at]}, "cut")


@pytest.mark.parametrize("which", FILES)
def test_a_real_file_is_claimed_by_its_own_list_alone(which: str) -> None:
    head = body(which)[: 1 << 16]
    claimed = [one for one in (classic.SDN, classic.CONS, enhanced.SDN, enhanced.CONS) if one.claims(head)]
    assert claimed == [FILES[which][0]]
