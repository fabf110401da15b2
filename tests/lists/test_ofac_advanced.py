"""OFAC's advanced XML: the subjects of its other formats, and refused when anything is missing or unknown."""

import gzip
import random
import re
from functools import cache

import pytest
from _ofac import HERE, NO_FILES, NOT_IN_A_FILE, by_id, claiming, everything
from lxml import etree

from _shared import SHARED, needs_shared
from _tables import table
from crible.lists import LISTS, card_of, ftm
from crible.lists.card import Reading
from crible.lists.listings import listings
from crible.lists.ofac import advanced, enhanced
from crible.records.entity import Entity, Subject
from crible.records.error import CribleError
from crible.records.hit import Measure

READERS = {"sdn": advanced.SDN, "cons": advanced.CONS}
ENHANCED = {"sdn": enhanced.SDN, "cons": enhanced.CONS}
# What one of the two formats alone says, named on the card.
OURS = (
    "Providing support to: MINISTRY OF TESTS (ofac-990999)",  # a valid advanced XML has no such relation
    "on OFAC's Sectoral Sanctions Identifications List since 2014-09-12: RUSSIA-EO14024",
    "on OFAC's Consolidated List since 2014-10-10: RUSSIA-EO14024",
)
PERSON, FIRM, VESSEL, AIRCRAFT, GROUP = (f"ofac-{number}" for number in range(990101, 990106))


@cache
def xml(which: str) -> bytes:
    return (HERE / "ofac" / f"invented_{which}_advanced.xml").read_bytes()


def read(which: str, body: bytes | None = None) -> Reading:
    reading = READERS[which].read({"list": xml(which) if body is None else body}, which)
    reading.subjects = list(reading.subjects)
    return reading


def changed(which: str, *changes: tuple[bytes, bytes]) -> bytes:
    """The file on one line, with something else in it."""
    body = re.sub(rb">\s+<", b"><", xml(which))
    for old, new in changes:
        assert old in body
        body = body.replace(old, new, 1)
    return body


@cache
def subjects(which: str) -> dict[str, Subject]:
    return by_id(read(which))


def facts(subject: Subject) -> dict[str, tuple[str, dict[str, set[str]]]]:
    return {each.id: (each.schema, said(each)) for each in everything(subject)}


def said(entity: Entity) -> dict[str, set[str]]:
    found = {prop: set(values) - set(OURS) for prop, values in entity.properties.items()}
    return {prop: values for prop, values in found.items() if values}


@pytest.mark.parametrize("which", READERS)
def test_the_advanced_xml_makes_the_subjects_of_the_enhanced_xml(which: str) -> None:
    body = (HERE / "ofac" / f"invented_{which}_enhanced.xml").read_bytes()
    theirs = {one.entity.id: facts(one) for one in ENHANCED[which].read({"list": body}, which).subjects}
    assert {id: facts(one) for id, one in subjects(which).items()} == theirs


@needs_shared
@pytest.mark.parametrize("which", READERS)
def test_the_invented_files_are_valid_by_the_publisher_s_schema(which: str) -> None:
    schema = (SHARED / "data" / "schema" / "ofac_sdn_advanced.xsd.gz").read_bytes()
    valid = etree.XMLSchema(etree.fromstring(gzip.decompress(schema)))
    old = re.sub(rb'xmlns="[^"]*"', b'xmlns="http://www.un.org/sanctions/1.0"', xml(which))
    assert valid.validate(etree.fromstring(old)), valid.error_log


@pytest.mark.parametrize("which", READERS)
def test_every_entity_is_valid_followthemoney(which: str) -> None:
    found = [each for one in subjects(which).values() for each in everything(one)]
    assert [(each.id, fault) for each in found for fault in ftm.faults(each)] == []


@pytest.mark.parametrize("which", READERS)
def test_the_day_is_the_one_the_file_says(which: str) -> None:
    assert read(which).day == "2025-03-28"


def test_names_come_by_class_and_in_all_scripts() -> None:
    person = subjects("sdn")[PERSON].entity
    assert person.get("name") == ("PETROVIN, Arkadi Leonidovich",)
    assert person.get("alias") == ("ПЕТРОВИН, Аркадий Леонидович", "PETROVINE, Arkady")
    assert person.get("weakAlias") == ("ARKASHA", "АРКАША")
    assert (person.get("lastName"), person.get("fatherName")) == (("PETROVIN",), ("Leonidovich",))
    assert subjects("sdn")[GROUP].entity.get("alias") == ("لواء الاختبار",)


def test_papers_have_their_kind_country_and_days() -> None:
    [passport] = [each for each in subjects("sdn")[PERSON].around if each.schema == "Passport"]
    assert passport.get("number") == ("000123456",)
    assert (passport.get("startDate"), passport.get("endDate")) == (("2015-02-01",), ("2025-02-01",))
    assert passport.get("country") == ("ru",)


def test_ships_and_aircraft_have_the_numbers_that_name_them() -> None:
    vessel, aircraft = subjects("sdn")[VESSEL].entity, subjects("sdn")[AIRCRAFT].entity
    assert (vessel.schema, aircraft.schema) == ("Vessel", "Airplane")
    assert all(vessel.get(prop) for prop in ("imoNumber", "mmsi", "callSign", "type", "tonnage", "pastFlags"))
    assert all(aircraft.get(prop) for prop in ("serialNumber", "model", "buildDate"))


def test_the_day_of_designation_is_the_listing_date_of_its_own_programme() -> None:
    days = {one.programme: one.listed for one in listings(subjects("cons")["ofac-990202"])}
    assert days == {"UKRAINE-EO13662": "2014-09-12", "RUSSIA-EO14024": "2022-02-24"}


def test_a_consolidated_listing_is_no_freeze() -> None:
    found = [one for subject in subjects("cons").values() for one in listings(subject)]
    assert len(found) == 3
    assert not any(Measure.ASSET_FREEZE in one.measures for one in found)


def test_relations_are_links_from_the_party_they_start_at() -> None:
    links = [each for one in subjects("sdn").values() for each in one.around if each.schema == "UnknownLink"]
    ends = [(each.first("subject"), each.first("role"), each.first("object")) for each in links]
    assert (PERSON, "Owned or Controlled By", FIRM) in ends
    assert (VESSEL, "Property in the interest of", FIRM) in ends
    assert {each.first("namesMentioned") for each in links} >= {"VYMPEL-TESTOV TRADING LLC"}


def test_what_is_said_of_a_relation_stands_on_its_link() -> None:
    lasts = period(("2010-01-01", "2010-12-31"), ("2015-06-01", "2015-06-30"))
    body = changed(
        "sdn",
        (b'RelationQualityID="1" Former="false"', b'RelationQualityID="2" Former="true"'),
        (b"<RelationQualityValues>", b'<RelationQualityValues><RelationQuality ID="2">High</RelationQuality>'),
        (
            b'SanctionsEntryID="990101"><Comment />',
            b'SanctionsEntryID="990101"><Comment>until he left</Comment>' + lasts,
        ),
    )
    [link] = [e for e in by_id(read("sdn", body))[PERSON].around if e.first("role") == "Owned or Controlled By"]
    assert (link.get("startDate"), link.get("endDate")) == (("2010-01-01",), ("2015-06-30",))
    assert link.get("description") == ("High", "former", "until he left", "2010 to Jun 2015")


def period(start: tuple[str, str], end: tuple[str, str], attributes: bytes = b'CalendarTypeID="1"') -> bytes:
    bounds = (
        f"<{tag}><From>{point(first)}</From><To>{point(last)}</To></{tag}>"
        for tag, (first, last) in (("Start", start), ("End", end))
    )
    return b"<DatePeriod %b>%b</DatePeriod>" % (attributes, "".join(bounds).encode())


def point(day: str) -> str:
    return "".join(
        f"<{tag}>{int(text)}</{tag}>" for tag, text in zip(("Year", "Month", "Day"), day.split("-"), strict=True)
    )


def born(lasts: bytes, body: bytes) -> Entity:
    """The person, with that period for the first of the birth dates."""
    old = re.compile(rb'(FeatureTypeID="90041">.*?)<DatePeriod.*?</DatePeriod>', re.DOTALL)
    return by_id(read("sdn", old.sub(lambda found: found[1] + lasts, body, count=1)))[PERSON].entity


@pytest.mark.parametrize(
    ("start", "end", "days", "note"),
    [
        (("1961-01-01", "1961-01-01"), ("1961-12-31", "1961-12-31"), ("1961",), ""),
        (("1961-04-01", "1961-04-01"), ("1961-04-30", "1961-04-30"), ("1961-04",), ""),
        (("1961-04-07", "1961-04-07"), ("1961-04-07", "1961-04-07"), ("1961-04-07",), ""),
        (("1951-01-01", "1951-12-31"), ("1953-01-01", "1953-12-31"), ("1951", "1952", "1953"), "DOB 1951 to 1953"),
        (("1955-03-01", "1955-03-31"), ("1956-03-01", "1956-03-31"), ("1955", "1956"), "DOB Mar 1955 to Mar 1956"),
        (("1965-03-21",) * 2, ("1966-03-20",) * 2, ("1965", "1966"), "DOB 21 Mar 1965 to 20 Mar 1966"),
    ],
)  # as the enhanced file of 2024-08-28 has them, in days and in words
def test_a_birth_is_as_precise_as_the_bounds_of_its_period(
    start: tuple[str, str], end: tuple[str, str], days: tuple[str, ...], note: str
) -> None:
    person = born(period(start, end), xml("sdn"))
    assert set(days) <= set(person.get("birthDate"))
    assert not note or note in person.get("notes")


def test_an_approximate_birth_is_a_year_and_a_note() -> None:
    person = subjects("sdn")[PERSON].entity
    assert "1972" in person.get("birthDate")
    assert "DOB circa 1972" in person.get("notes")


def test_a_birth_in_another_calendar_is_no_birth_date() -> None:
    body = changed("sdn", (b"<CalendarTypeValues>", b'<CalendarTypeValues><CalendarType ID="2">Hijri</CalendarType>'))
    other = period(("1381-01-01",) * 2, ("1381-12-30",) * 2, b'CalendarTypeID="2"')
    person = born(other, body)
    assert not any(day.startswith("1381") for day in person.get("birthDate"))
    assert any("1381" in text and "Hijri calendar" in text for text in person.get("notes"))


EMPTY = b'<Comment>CYBER2</Comment><DatePeriod CalendarTypeID="1" YearFixed="true" MonthFixed="true" DayFixed="true" />'


def test_a_measure_with_days_of_its_own_starts_and_ends_its_sanction() -> None:
    lasts = period(("2023-01-01",) * 2, ("2024-06-30",) * 2)
    person = by_id(read("sdn", changed("sdn", (EMPTY, b"<Comment>CYBER2</Comment>" + lasts))))[PERSON]
    days = {one.programme: (one.since, one.until) for one in listings(person)}
    assert days == {"CYBER2": ("2023-01-01", "2024-06-30"), "RUSSIA-EO14024": ("2022-05-08", None)}


NOTES = table("lists/tables/ofac_advanced_notes.csv")


@pytest.mark.parametrize("what", dict.fromkeys(row["what"] for row in NOTES))
def test_what_no_property_holds_is_kept_in_words(what: str) -> None:
    rows = [row for row in NOTES if row["what"] == what]
    body = changed("sdn", *((row["old"].encode(), row["new"].encode()) for row in rows))
    found = everything(by_id(read("sdn", body))[rows[0]["subject"]])
    told = [value for each in found for values in each.properties.values() for value in values]
    assert any(rows[0]["told"] in value for value in told)


def test_a_feature_marked_false_is_a_note_only() -> None:
    person = subjects("sdn")[PERSON].entity
    assert "1969" not in person.get("birthDate")
    assert "marked false: DOB 1969" in person.get("notes")


def test_an_address_that_is_not_confirmed_is_read_and_said_to_be() -> None:
    reported = b'<ReliabilityValues><Reliability ID="9">Reported</Reliability>'
    old = b'ReliabilityID="1"><Comment /><VersionLocation LocationID="770102"'
    new = old.replace(b"1", b"9", 1)
    firm = by_id(read("sdn", changed("sdn", (b"<ReliabilityValues>", reported), (old, new))))[FIRM].entity
    assert any("Khimki" in line for line in firm.get("address"))
    assert any(text.startswith("reported, not confirmed: Location 12 Test Street") for text in firm.get("notes"))


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (b'Profile ID="990103"', b'Profile ID="x"', "a party without a number"),
        (b'Acronym="false">TEST STAR<', b'Acronym="false"><', "a party without a primary name"),
        (b"<Comment>IRAN</Comment>", b"<Comment />", "a party without a programme"),
    ],
)
def test_a_party_that_cannot_be_read_is_refused_alone(old: bytes, new: bytes, what: str) -> None:
    number = b'ProfileID="x"' if b'"x"' in new else b'ProfileID="990103"'
    body = changed("sdn", (old, new)).replace(b'ProfileID="990103"', number)
    reading = read("sdn", body)
    assert len(list(reading.subjects)) == 4
    assert [one.what for one in reading.refused] == [what]


def test_a_party_of_the_other_list_is_refused_alone() -> None:
    entry = b'SanctionsEntry ID="990103" ProfileID="990103" ListID='
    consolidated = re.search(rb'ID="\d+"(?=>Consolidated List<)', xml("sdn"))
    assert consolidated is not None
    moved = entry + consolidated[0].removeprefix(b"ID=") + b" EntryProfileRef="
    reading = read("sdn", changed("sdn", (entry, moved)))
    assert [one.what for one in reading.refused] == ["a party with no entry on this list of OFAC"]


LINK = (
    b'<SanctionsEntryLinks><SanctionsEntryLink ID="1" EntryA-SanctionsEntryID="1" EntryB-SanctionsEntryID="2" />'
    b"</SanctionsEntryLinks>"
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'Version="3"', b'Version="3" DeltaBaseVersion="2"'),
        (b'Version="3"', b'Version="3" edition="2"'),
        (b"<Locations>", b'<Locations part="1">'),
        (b"<SanctionsEntryLinks />", b"<Ships><Ship /></Ships>"),
        (b"<ExRefTypeValues />", b'<MoodValues><Mood ID="1" since="2001">Good</Mood></MoodValues>'),
        (b"<Location ID", b"<Port /><Location ID"),
        (b'<Location ID="770102">', b'<Location ID="770102"><Harbour>Khimki</Harbour>'),
        (b'<Location ID="770102">', b'<Location ID="770101">'),
        (b'LocationID="770102"', b'LocationID="1"'),
        (b'CountryID="90050" CountryRelevanceID', b'CountryID="1" CountryRelevanceID'),
        (b'FeatureTypeID="90040"', b'FeatureTypeID="1"'),
        (b"<IDRegistrationNo>", b"<Pages>32</Pages><IDRegistrationNo>"),
        (b'IdentityID="100001" IssuedBy', b'IdentityID="1" IssuedBy'),
        (b'DistinctParty FixedRef="990101"', b'DistinctParty DeltaAction="delete" FixedRef="990101"'),
        (b'Profile ID="990102"', b'Profile ID="990101"'),
        (b'LowQuality="false">', b'LowQuality="false" Sure="no">'),
        (b'Acronym="false">', b'Acronym="false" Tone="3">'),
        (b"</FeatureVersion>", b"<Colour>red</Colour></FeatureVersion>"),
        (b'Former="false"', b'Former="false" Share="25"'),
        (b'SanctionsEntry ID="990102"', b'SanctionsEntry ID="990101"'),
        (b'SanctionsEntry ID="990102" ProfileID="990102"', b'SanctionsEntry ID="990102" ProfileID="1"'),
        (b"</EntryEvent>", b"<Delisted>true</Delisted></EntryEvent>"),
        (b"<SanctionsMeasure ", b"<Suspended /><SanctionsMeasure until='2030' "),
        (b"<Year>2022</Year>", b"<Year>soon</Year>"),
        (b"<Year>2025</Year>", b"<Year />"),
        (b'<DateOfIssue CalendarTypeID="1">', b'<DateOfIssue CalendarTypeID="2">'),
        (b"<DistinctParties>", b"<DistinctParties>as of today"),
        (b"</DateOfIssue>", b"<Hour>3</Hour></DateOfIssue>"),
        (b'From-ProfileID="990101" To-ProfileID="990102"', b'From-ProfileID="1" To-ProfileID="2"'),
        (b"<SanctionsEntryLinks />", LINK),
    ],
)
def test_what_nobody_knows_stops_the_load(old: bytes, new: bytes) -> None:
    with pytest.raises(CribleError):
        read("sdn", changed("sdn", (old, new)))


@pytest.mark.parametrize(
    "section", ["DateOfIssue", "ReferenceValueSets", "Locations", "DistinctParties", "SanctionsEntries"]
)
def test_a_file_without_one_of_its_sections_is_refused(section: str) -> None:
    body = re.sub(rb"<%b[ >].*</%b>" % (section.encode(), section.encode()), b"", xml("sdn"), flags=re.DOTALL)
    with pytest.raises(CribleError):
        read("sdn", body)


@pytest.mark.parametrize("which", READERS)
def test_a_file_of_the_other_list_is_refused_whatever_it_is_called(which: str) -> None:
    other = READERS["cons" if which == "sdn" else "sdn"]
    assert READERS[which].card.list in other.recognises("list", xml(which))
    with pytest.raises(CribleError, match="not on the lists of"):
        other.read({"list": xml(which)}, which)


def test_a_file_whose_reference_values_are_long_is_that_of_the_sdn_list() -> None:
    many = b"".join(
        b'<AreaCode ID="%d" CountryID="1" Description="x" AreaCodeTypeID="1" />' % n for n in range(900, 1900)
    )
    head = changed("sdn", (b"<AreaCodeValues>", b"<AreaCodeValues>" + many))[: 1 << 16]
    assert (advanced.SDN.claims(head), advanced.CONS.claims(head)) == ("list", None)


@pytest.mark.parametrize("which", READERS)
def test_a_file_cut_anywhere_is_refused(which: str) -> None:
    whole = xml(which).rstrip()
    for at in random.Random(5).sample(range(len(whole)), 50):
        with pytest.raises(CribleError):
            read(which, whole[:at])


@pytest.mark.parametrize("which", READERS)
@pytest.mark.parametrize("bad", NO_FILES.values(), ids=NO_FILES)
def test_what_is_no_such_file_is_refused(which: str, bad: bytes) -> None:
    assert READERS[which].recognises("list", bad)
    assert READERS[which].claims(bad) is None
    with pytest.raises(CribleError):
        read(which, bad)


def test_a_file_that_lists_nobody_is_refused() -> None:
    bad = re.sub(
        rb"<(DistinctParties|SanctionsEntries|IDRegDocuments)>.*</\1>", rb"<\1 />", xml("sdn"), flags=re.DOTALL
    )
    assert b"DistinctParty" not in bad
    with pytest.raises(CribleError, match="lists nobody"):
        read(
            "sdn",
            re.sub(
                rb"<ProfileRelationships>.*</ProfileRelationships>", b"<ProfileRelationships />", bad, flags=re.DOTALL
            ),
        )


@pytest.mark.parametrize("bad", NOT_IN_A_FILE)
def test_document_types_and_control_characters_are_refused(bad: bytes) -> None:
    root = xml("sdn").index(b"<Sanctions")
    with pytest.raises(CribleError):
        read("sdn", xml("sdn")[:root] + bad + xml("sdn")[root:])


def test_a_character_lost_from_the_encoding_is_refused() -> None:
    with pytest.raises(CribleError):
        read("sdn", changed("sdn", (b"TEST STAR", b"T\xffST STAR")))


@pytest.mark.parametrize("which", READERS)
def test_a_file_is_claimed_by_its_own_reader_alone(which: str) -> None:
    head = xml(which)[: 1 << 16]
    assert claiming(head) == [READERS[which]]
    assert READERS[which].recognises("list", head) == ""


@pytest.mark.parametrize("namespace", [b"", b"http://www.un.org/sanctions/1.0", b"https://example.org/next"])
def test_the_namespace_makes_no_difference(namespace: bytes) -> None:
    body = re.sub(rb'xmlns="[^"]*"', b'xmlns="%b"' % namespace, xml("sdn"))
    assert by_id(read("sdn", body)) == subjects("sdn")


def test_subjects_are_read_one_by_one_as_they_are_asked_for() -> None:
    found = advanced.SDN.read({"list": xml("sdn")}, "sdn").subjects
    assert iter(found) is iter(found)


def test_the_advanced_xml_is_preferred_and_its_address_on_the_card() -> None:
    for name, file in {"us_ofac_sdn": "SDN_ADVANCED.XML", "us_ofac_cons": "CONS_ADVANCED.XML"}.items():
        first = card_of(name).formats[0]
        assert (first.key, first.members[0].url.rpartition("/")[2]) == ("advanced_xml", file)
        assert [one.format.key for one in LISTS[name]] == [one.key for one in card_of(name).formats]
