"""OFAC's classic and enhanced XML: the subjects of the legacy CSV, and refused when anything is missing."""

import random
import re
from functools import cache

import pytest
from _ofac import HERE, NO_FILES, NOT_IN_A_FILE, claiming, everything, lines, official

from crible.lists import card_of, ftm
from crible.lists.card import Reading
from crible.lists.listings import listings
from crible.lists.ofac import classic, enhanced, legacy
from crible.records.entity import Entity, Subject
from crible.records.error import CribleError
from crible.records.hit import Measure

READERS = {
    "sdn": (classic.SDN, "invented_sdn"),
    "cons": (classic.CONS, "invented_cons"),
    "sdn_enhanced": (enhanced.SDN, "invented_sdn_enhanced"),
    "cons_enhanced": (enhanced.CONS, "invented_cons_enhanced"),
}
LEGACY = {
    "sdn": (legacy.SDN, {"sdn": "invented_sdn", "alt": "invented_alt", "add": "invented_add"}),
    "cons": (legacy.CONS, {"prim": "invented_cons_prim", "add": "invented_cons_add"}),
}
# What the enhanced XML alone says, named on the card.
MORE = {
    "alias": ("ПЕТРОВИН, Аркадий Леонидович", "لواء الاختبار"),
    "weakAlias": ("АРКАША",),
    "fatherName": ("Leonidovich",),
    "notes": ("marked false: DOB 1969", "Providing support to: MINISTRY OF TESTS (ofac-990999)"),
    "listingDate": ("2022-05-08", "2023-02-24", "2024-01-30", "2012-09-19", "2001-10-12", "2006-04-12", "2014-09-12"),
    "provisions": ("Reject", "13662 Sectoral Directive 1", "Executive Order 14024 Directive 3"),
}
SILENT = ("summary", "description")  # of Sanctions: the lists and laws behind them


def xml(which: str) -> bytes:
    return (HERE / "ofac" / f"{READERS[which][1]}.xml").read_bytes()


def read(which: str, body: bytes | None = None) -> Reading:
    reading = READERS[which][0].read({"list": xml(which) if body is None else body}, which)
    reading.subjects = list(reading.subjects)
    return reading


@cache
def subjects(which: str) -> dict[str, Subject]:
    return {one.entity.id: one for one in read(which).subjects}


@cache
def in_csv(which: str) -> dict[str, Subject]:
    reader, files = LEGACY[which]
    found = reader.read({key: official(lines(name)) for key, name in files.items()}, which).subjects
    return {one.entity.id: one for one in found}


def said(entity: Entity, without: dict[str, tuple[str, ...]]) -> dict[str, set[str]]:
    found = {
        prop: set(values) - set(without.get(prop, ()))
        for prop, values in entity.properties.items()
        if prop not in (SILENT if entity.schema == "Sanction" and without else ())
    }
    return {prop: values for prop, values in found.items() if values}


def facts(subject: Subject, without: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, dict[str, set[str]]]]:
    linked = {"UnknownLink"} if without else set()  # the enhanced XML says what kind of link it is
    return {e.id: (e.schema, said(e, without)) for e in everything(subject) if e.schema not in linked}


@pytest.mark.parametrize("which", LEGACY)
def test_the_classic_xml_makes_the_subjects_of_the_legacy_csv(which: str) -> None:
    ours = {id: facts(one, {}) for id, one in subjects(which).items()}
    assert ours == {id: facts(one, {}) for id, one in in_csv(which).items()}


@pytest.mark.parametrize("which", LEGACY)
def test_the_enhanced_xml_says_what_the_legacy_csv_says_and_more(which: str) -> None:
    ours = {id: facts(one, MORE) for id, one in subjects(f"{which}_enhanced").items()}
    assert ours == {id: facts(one, MORE) for id, one in in_csv(which).items()}


@pytest.mark.parametrize("which", READERS)
def test_the_main_birth_date_and_the_primary_name_come_first(which: str) -> None:
    first = next(iter(subjects(which).values())).entity
    assert first.get("name") == (("PETROVIN, Arkadi Leonidovich",) if "sdn" in which else ("TESTI, Nabil",))
    assert first.get("birthDate") == (("1971-03-12", "1972") if "sdn" in which else ("1958",))


@pytest.mark.parametrize("which", READERS)
def test_every_entity_is_valid_followthemoney(which: str) -> None:
    found = [each for one in subjects(which).values() for each in everything(one)]
    assert [(each.id, fault) for each in found for fault in ftm.faults(each)] == []


@pytest.mark.parametrize("which", READERS)
def test_the_day_is_the_one_the_file_says(which: str) -> None:
    assert read(which).day == "2025-03-28"


def test_the_day_of_designation_is_the_listing_date_of_its_own_programme() -> None:
    days = {one.programme: one.listed for one in listings(subjects("cons_enhanced")["ofac-990202"])}
    assert days == {"UKRAINE-EO13662": "2014-09-12", "RUSSIA-EO14024": "2022-02-24"}
    bank = {one.programme: one for one in listings(subjects("cons_enhanced")["ofac-990202"])}
    assert bank["RUSSIA-EO14024"].since == "2022-03-26"
    assert "on the Non-SDN Menu-Based Sanctions List" in bank["RUSSIA-EO14024"].notes


def test_one_day_for_several_programmes_says_that_it_does_not_tell_them_apart() -> None:
    person = listings(subjects("sdn_enhanced")["ofac-990101"])
    vessel = listings(subjects("sdn_enhanced")["ofac-990103"])
    doubt = "on the SDN List since 2022-05-08; the file does not date its programmes"
    assert all(doubt in one.notes and one.listed == "2022-05-08" for one in person)
    assert [one.notes for one in vessel] == [()]


def test_a_consolidated_listing_is_no_freeze_in_any_format() -> None:
    for which in ("cons", "cons_enhanced"):
        found = [one for subject in subjects(which).values() for one in listings(subject)]
        assert len(found) == 3
        assert not any(Measure.ASSET_FREEZE in one.measures for one in found)


def test_relations_are_links_by_number_with_their_kind() -> None:
    links = [e for e in subjects("sdn_enhanced")["ofac-990101"].around if e.schema == "UnknownLink"]
    assert [(e.get("subject"), e.get("object"), e.get("role")) for e in links] == [
        (("ofac-990101",), ("ofac-990102",), ("Owned or Controlled By",))
    ]


def test_subjects_are_read_one_by_one_as_they_are_asked_for() -> None:
    for reader, name in READERS.values():
        found = reader.read({"list": (HERE / "ofac" / f"{name}.xml").read_bytes()}, name).subjects
        assert iter(found) is iter(found)


def test_names_in_other_scripts_lose_their_marks_of_direction() -> None:
    assert subjects("sdn_enhanced")["ofac-990105"].entity.get("alias") == ("لواء الاختبار",)


def test_a_feature_marked_false_is_a_note_only() -> None:
    person = subjects("sdn_enhanced")["ofac-990101"].entity
    assert "1969" not in person.get("birthDate")
    assert "marked false: DOB 1969" in person.get("notes")


def test_a_paper_marked_invalid_is_read_and_said_to_be() -> None:
    body = xml("sdn_enhanced").replace(b"<isValid>true</isValid>", b"<isValid>false</isValid>", 1)
    person = next(iter(read("sdn_enhanced", body).subjects)).entity
    assert "000123456" in person.get("passportNumber")
    assert "Passport 000123456: not valid" in person.get("notes")


def test_a_day_of_issue_that_is_a_span_stays_a_note() -> None:
    body = xml("sdn_enhanced").replace(b"<fromDateBegin>2015-02-01<", b"<fromDateBegin>2014-12-01<", 1)
    person = next(iter(read("sdn_enhanced", body).subjects))
    assert "Passport 000123456: issued 01 Dec 2014 to 01 Feb 2015" in person.entity.get("notes")
    assert "000123456" in person.entity.get("passportNumber")


def test_a_list_nobody_knows_is_noted_and_the_subject_read() -> None:
    more = b'<sanctionsList refId="1" id="2" datePublished="2030-01-01">Non-SDN Test List</sanctionsList>'
    body = xml("sdn_enhanced").replace(
        b"</sanctionsLists>\n      <sanctionsPrograms>", more + b"</sanctionsLists><sanctionsPrograms>", 1
    )
    assert more in body
    person = next(iter(read("sdn_enhanced", body).subjects)).entity
    assert "on OFAC's Non-SDN Test List since 2030-01-01" in person.get("notes")


@pytest.mark.parametrize(
    ("which", "old", "new", "what"),
    [
        ("sdn", b"<uid>990102</uid>", b"<uid/>", "an entry without a number"),
        ("sdn", b"<lastName>TEST STAR</lastName>", b"<lastName/>", "an entry without a name"),
        ("sdn", b"<program>IRAN</program>", b"", "an entry without a programme"),
        ("sdn_enhanced", b'<entity id="990103">', b'<entity id="">', "an entity without a number"),
        ("sdn_enhanced", b"<formattedFullName>EP-TST</formattedFullName>", b"", "an entity without a primary name"),
        ("sdn_enhanced", b'"2024-01-30">SDN List', b'"2024-01-30">FSE List', "on another list"),
    ],
)
def test_an_entry_that_cannot_be_read_is_refused_alone(which: str, old: bytes, new: bytes, what: str) -> None:
    whole = xml(which)
    assert old in whole
    reading = read(which, whole.replace(old, new, 1))
    assert len(list(reading.subjects)) == 4
    assert [what in one.what for one in reading.refused] == [True]


@pytest.mark.parametrize(
    ("which", "old", "new"),
    [
        ("sdn", b"<sdnType>", b"<rank>1</rank><sdnType>"),
        ("sdn", b"<category>strong</category>", b"<category>strong</category><script>Latin</script>"),
        ("sdn", b"<category>strong</category>", b'<category sure="no">strong</category>'),
        ("sdn", b"<vesselFlag>", b"<draught>3</draught><vesselFlag>"),
        ("sdn", b"</sdnEntry>\n</sdnList>", b"</sdnEntry><ship/></sdnList>"),
        ("sdn", b"</programList>", b"see below</programList>"),
        ("sdn", b"<sdnList ", b'<sdnList edition="2" '),
        ("sdn", b"<uid>990102<", b"<uid>990101<"),
        ("sdn", b"<Record_Count>5<", b"<Record_Count>6<"),
        ("sdn", b"<Record_Count>5</Record_Count>", b""),
        ("sdn", b"03/28/2025", b"soon"),
        ("sdn_enhanced", b"<identityId>", b"<rank>1</rank><identityId>"),
        ("sdn_enhanced", b"<isLowQuality>", b"<isOld>true</isOld><isLowQuality>"),
        ("sdn_enhanced", b"<documentNumber>", b"<pages>32</pages><documentNumber>"),
        ("sdn_enhanced", b"<versionId>", b"<status>new</status><versionId>"),
        ("sdn_enhanced", b"<relatedEntity entityId=", b'<relatedEntity share="25" entityId='),
        ("sdn_enhanced", b"</sanctionsTypes>", b"</sanctionsTypes><delisted>true</delisted>"),
        ("sdn_enhanced", b"<entities>", b"<ships><ship/></ships><entities>"),
        ("sdn_enhanced", b"<value>12 Mar 1971</value>", b"<value/>"),
        ("sdn_enhanced", b'<entity id="990102">', b'<entity id="990101">'),
        ("sdn_enhanced", b'datePublished="2022-05-08"', b'datePublished="soon"'),
        ("sdn_enhanced", b"2025-03-28T00:00:00", b"today"),
        ("sdn_enhanced", b"<generalInfo>", b"<generalInfo/><generalInfo>"),
        (
            "sdn_enhanced",
            b'exports/ENHANCED_XML">',
            b'x" xmlns:d="https://www.treasury.gov/ofac/DeltaFile/1.0" d:x="1">',
        ),
    ],
)
def test_what_nobody_knows_stops_the_load(which: str, old: bytes, new: bytes) -> None:
    whole = xml(which)
    assert old in whole
    with pytest.raises(CribleError):
        read(which, whole.replace(old, new, 1))


@pytest.mark.parametrize("which", READERS)
def test_a_file_cut_anywhere_is_refused(which: str) -> None:
    whole = xml(which).rstrip()
    for at in random.Random(5).sample(range(len(whole)), 50):
        with pytest.raises(CribleError):
            read(which, whole[:at])


BAD = NO_FILES | {
    "nobody": b"<sdnList><publshInformation><Record_Count>0</Record_Count></publshInformation></sdnList>",
    "no entities": b"<sanctionsData><entities/></sanctionsData>",
}


@pytest.mark.parametrize("which", READERS)
@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_what_is_no_such_file_is_refused(which: str, bad: bytes) -> None:
    with pytest.raises(CribleError):
        read(which, bad)


@pytest.mark.parametrize("which", READERS)
@pytest.mark.parametrize("bad", NOT_IN_A_FILE)
def test_document_types_and_control_characters_are_refused(which: str, bad: bytes) -> None:
    root = xml(which).index(b"<s")
    with pytest.raises(CribleError):
        read(which, xml(which)[:root] + bad + xml(which)[root:])


@pytest.mark.parametrize("which", READERS)
def test_a_character_lost_from_the_encoding_is_refused(which: str) -> None:
    with pytest.raises(CribleError):
        read(which, xml(which).replace(b"TEST", b"T\xffST", 1))


@pytest.mark.parametrize("which", READERS)
def test_a_file_is_claimed_by_its_own_reader_alone(which: str) -> None:
    head = xml(which)[: 1 << 16]
    assert claiming(head) == [READERS[which][0]]
    assert READERS[which][0].recognises("list", head) == ""


def test_the_two_lists_are_not_taken_for_one_another() -> None:
    assert "us_ofac_sdn" in classic.CONS.recognises("list", xml("sdn"))
    assert "us_ofac_cons" in classic.SDN.recognises("list", xml("cons"))
    assert "us_ofac_sdn" in enhanced.CONS.recognises("list", xml("sdn_enhanced"))
    assert "us_ofac_cons" in enhanced.SDN.recognises("list", xml("cons_enhanced"))


def test_a_file_of_changes_is_not_taken_for_the_list() -> None:
    delta = re.sub(rb'xmlns="[^"]*"', b'xmlns="https://www.treasury.gov/ofac/DeltaFile/1.0"', xml("sdn_enhanced"))
    assert "delta" in enhanced.SDN.recognises("list", delta)
    assert enhanced.SDN.claims(delta) is None
    with pytest.raises(CribleError, match="delta"):
        read("sdn_enhanced", delta)


@pytest.mark.parametrize("namespace", [b"", b"http://tempuri.org/sdnList.xsd", b"https://example.org/next"])
def test_the_namespace_makes_no_difference(namespace: bytes) -> None:
    body = re.sub(rb'xmlns="[^"]*"', b'xmlns="%b"' % namespace, xml("sdn"))
    assert {one.entity.id for one in read("sdn", body).subjects} == subjects("sdn").keys()


def test_the_official_addresses_are_on_the_card() -> None:
    for name, files in {
        "us_ofac_sdn": ("SDN", "SDN_ENHANCED"),
        "us_ofac_cons": ("CONSOLIDATED", "CONS_ENHANCED"),
    }.items():
        assert {f"{file}.XML" for file in files} <= {url.rpartition("/")[2] for url in card_of(name).urls}
