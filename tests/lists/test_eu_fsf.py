"""The Commission's consolidated list: one list in two formats, read whole or not at all."""

import csv
import gzip
import io
import json
import random
import time
import tracemalloc
from fnmatch import fnmatch
from functools import cache
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest
from lxml import etree

from _shared import SHARED, needs_shared
from crible.lists import LISTS
from crible.lists.card import Reading
from crible.lists.drafts import words
from crible.lists.eu.fsf_entry import columns, layout
from crible.lists.eu.fsf_law import law_of
from crible.lists.eu.fsf_names import written
from crible.lists.eu.journal_row import annexes
from crible.lists.ftm import faults
from crible.lists.listings import listings
from crible.names.places import country_code
from crible.records.entity import Entity, Subject
from crible.records.error import CribleError
from crible.records.hit import Measure
from crible.records.table import cell, rows
from lists._golden import HERE, golden, plain

XML, CSV = LISTS["eu_fsf"]
READERS = {"xml": XML, "csv": CSV}
BODY = {"xml": (HERE / "eu_fsf.xml").read_bytes(), "csv": (HERE / "eu_fsf.csv").read_bytes()}
END = BODY["xml"].index(b"</export>")
FREEZE = {Measure.ASSET_FREEZE, Measure.MAKING_AVAILABLE_BAN}


def read(kind: str, body: bytes) -> Reading:
    reading = READERS[kind].read({"list": body}, f"eu_fsf.{kind}")
    reading.subjects = list(reading.subjects)
    return reading


@cache
def subject(id: str, kind: str = "xml") -> Subject:
    return next(one for one in read(kind, BODY[kind]).subjects if one.entity.id == id)


def entities(one: Subject) -> tuple[Entity, ...]:
    return (one.entity, *one.sanctions, *one.around)


def test_the_golden_copy_reads_as_reviewed() -> None:
    assert plain(read("xml", BODY["xml"])) == golden("eu_fsf.json")


@pytest.mark.parametrize("kind", READERS)
def test_every_entity_of_the_golden_copies_is_valid_followthemoney(kind: str) -> None:
    found = [
        (each, fault) for one in read(kind, BODY[kind]).subjects for each in entities(one) for fault in faults(each)
    ]
    assert [
        f"{each.id}: {fault}" for each, fault in found if (each.schema, fault) != ("Address", "name: required")
    ] == []


# What the CSV has no column for; the card says so too.
ONLY_IN_XML = {
    ("eu-fsf-9004-sanction", "endDate"): ["2026-06-30"],
    ("eu-fsf-9004-sanction", "summary"): ["of an invented programme"],
    ("eu-fsf-9004", "notes"): [
        "CASE: T-999/25",
        "citizenship MALTA, acquisitionDate: 2019-01-02",
        "citizenship MALTA, disenfranchisementDate: 2024-03-04",
        "contact: TELEX: 99999 IMAG",
    ],
}


def test_both_formats_give_the_same_entities_up_to_what_the_csv_cannot_say() -> None:
    full, table = (values(read(kind, BODY[kind])) for kind in ("xml", "csv"))
    table[("eu-fsf-9004", "notes")].discard("contact: TELEX[99999 IMAG]")  # its own way of writing a pair
    assert {at: sorted(found - table.get(at, set())) for at, found in full.items() if found - table.get(at, set())} == {
        at: sorted(missing) for at, missing in ONLY_IN_XML.items()
    }
    assert {at: found - full.get(at, set()) for at, found in table.items() if found - full.get(at, set())} == {}


def values(reading: Reading) -> dict[tuple[str, str], set[str]]:
    return {
        (each.id, prop): set(found)
        for one in reading.subjects
        for each in entities(one)
        for prop, found in (*each.properties.items(), ("schema", (each.schema,)))
    }


@pytest.mark.parametrize("kind", READERS)
def test_the_day_of_a_copy_is_the_one_it_says(kind: str) -> None:
    assert read(kind, BODY[kind]).day == "2026-03-04"


def test_nothing_that_the_xml_says_is_lost() -> None:
    ignored = set(XML.format.not_read) - {"logicalId"}
    for node in etree.fromstring(BODY["xml"]):
        one = subject(f"eu-fsf-{node.get('logicalId')}")
        said = words("\n".join(v for each in entities(one) for found in each.properties.values() for v in found))
        for leaf in node.iter():
            names = {etree.QName(up).localname for up in (leaf, *leaf.iterancestors())}
            if not names & ignored:
                for name, text in [*leaf.attrib.items(), ("", leaf.text or "")]:
                    assert name in ignored or told(str(name), text, said), (one.entity.id, name, text)


# Flags that say no, grades that have become a class, codes that have become a property.
TOLD_OTHERWISE = {
    *("SWIFT/BIC", "IMO number"),
    *("false", "true", "UNKNOWN", "00", "GREGORIAN", "M", "?", "BIEN IRTH", "commission", "council", "fiscalcode"),
    *("passport", "regnumber", "swiftbic", "imo", "other", "birthcert", "id", "person", "enterprise", "P", "E"),
    *(
        "PHONE",
        "EMAIL",
        "WEB",
        "FAX",
        "Low quality alias",
        "Good quality alias",
        "formerly known as",
        "Formerly listed as",
    ),
}


def told(name: str, text: str, said: set[str]) -> bool:
    day = name in ("dayOfMonth", "monthOfYear", "publicationDate", "entryIntoForceDate", "logicalId")
    return text in TOLD_OTHERWISE or day or words(text) - {"a", "b"} <= said or (country_code(text) or "?") in said


def test_names_keep_the_class_that_flag_or_remark_gives_them() -> None:
    assert {(text, kind.value) for text, kind in subject("eu-fsf-9001").entity.names()} == {
        ("Veldemar Ilyich OSTRAKOV", "primary"),
        ("Вельдемар Ильич ОСТРАКОВ", "strong"),
        ("Veldemar Ostrakoff", "strong"),  # the name on the passport
        ("Veldo", "weak"),
    }
    first, *_ = subject("eu-fsf-9003").entity.get("name")
    assert (first, subject("eu-fsf-9003").entity.get("previousName")) == ("Farazmand Khayali", ("Qari Farazmand",))


def test_a_name_in_two_classes_stands_in_the_better_one() -> None:
    [one, *_] = read("xml", BODY["xml"].replace(b'wholeName="Veldo"', b'wholeName="Veldemar Ilyich OSTRAKOV"')).subjects
    assert (one.entity.get("weakAlias"), one.entity.get("name")) == ((), ("Veldemar Ilyich OSTRAKOV",))


@pytest.mark.parametrize(
    ("whole", "person", "found"),
    [
        ("Commission of Nowhere (CON)", False, {("alias", "Commission of Nowhere"), ("weakAlias", "CON")}),
        ("MINISTRY OF NOTHING (OSTRAVA)", False, {("alias", "MINISTRY OF NOTHING (OSTRAVA)")}),
        ("Foundation (IRAN)", False, {("alias", "Foundation (IRAN)")}),
        ("Отворено дружество „Nowhere Air“", False, {("alias", "Отворено дружество „Nowhere Air“")}),
        ("Nowhere Air;", False, {("alias", "Nowhere Air")}),
        ("Lom BUTAYEV (Butaev)", True, {("alias", "Lom BUTAYEV"), ("alias", "Lom Butaev")}),
        ("Bes (Teufel)", True, {("alias", "Bes"), ("weakAlias", "Teufel")}),
        ("AA (initials)", True, {("weakAlias", "AA")}),
        ("“Broken (bracket", False, {("alias", "“Broken (bracket")}),
    ],
)
def test_a_name_is_taken_apart_only_where_it_surely_holds_several(
    whole: str, person: bool, found: set[tuple[str, str]]
) -> None:
    assert set(written(whole, "alias", person=person)) == found


@pytest.mark.parametrize(
    ("attributes", "dates", "note"),
    [
        ('birthdate="1961-05-17" dayOfMonth="17" monthOfYear="5" year="1961"', ("1961-05-17",), ""),
        ('birthdate="1961-05-17"', ("1961-05-17",), ""),
        ('birthdate="1961-01-01" year="1961"', ("1961",), ""),
        ('birthdate="1961-01-01" dayOfMonth="1" monthOfYear="1" year="1961"', ("1961-01-01",), ""),
        ('monthOfYear="5" year="1961"', ("1961-05",), ""),
        ('dayOfMonth="7" monthOfYear="5" year="1961"', ("1961-05-07",), ""),
        ('year="1961" circa="true"', ("1961",), "born about 1961"),
        ('yearRangeFrom="1958" yearRangeTo="1960"', ("1958", "1959", "1960"), ""),
        ('yearRangeFrom="1958"', ("1958",), ""),
        ('dayOfMonth="31" monthOfYear="2" year="1961"', ("1961",), ""),
    ],
)
def test_a_birth_date_is_as_precise_as_stated(attributes: str, dates: tuple[str, ...], note: str) -> None:
    body = BODY["xml"].replace(
        b'circa="false" calendarType="GREGORIAN" city="Dolgovo" zipCode="" birthdate="1961-05-17" dayOfMonth="17" '
        b'monthOfYear="5" year="1961"',
        b'calendarType="GREGORIAN" city="Dolgovo" zipCode="" ' + attributes.encode(),
    )
    [one, *_] = read("xml", body).subjects
    born = [day for day in one.entity.get("birthDate") if day != "1962"]
    assert (tuple(born), note in (*one.entity.get("notes"), "")) == (dates, True)


def test_a_date_in_another_calendar_is_a_note_and_no_day_of_ours() -> None:
    one = subject("eu-fsf-9003").entity
    assert one.get("birthDate") == ("1958", "1959", "1960")
    assert "born 3 2 1339 (ISLAMIC)" in one.get("notes")


def test_numbers_are_typed_and_stand_in_documents_where_more_is_said() -> None:
    one = subject("eu-fsf-9001")
    assert (one.entity.get("innCode"), one.entity.get("passportNumber")) == (("770100200300",), ("53 No 0112233",))
    [passport] = [each for each in one.around if each.schema == "Passport"]
    assert (passport.get("startDate"), passport.get("endDate")) == (("2011-02-03",), ("2016-02-03",))
    assert {"diplomatic", "known to be expired", "seen at a border"} <= set(passport.get("summary"))
    firm = subject("eu-fsf-9002").entity
    assert (firm.get("swiftBic"), firm.get("imoNumber")) == (("BIENIRTH",), ("9999993",))


def test_the_kind_that_the_csv_prints_behind_a_number_is_no_part_of_it() -> None:
    assert b"D 000999 (passport-National passport)" in BODY["csv"]
    assert subject("eu-fsf-9003", "csv").entity.get("passportNumber") == ("D 000999",)


@pytest.mark.parametrize(
    "printed",
    ["D 000999 (passport-National passport) [known to be expired](issued on 1.2.2003)", "D 000999(паспорт)"],
)
def test_what_stands_behind_a_number_is_kept_beside_it(printed: str) -> None:
    body = BODY["csv"].replace(b"D 000999 (passport-National passport) ", printed.encode())
    [one] = [one for one in read("csv", body).subjects if one.entity.id == "eu-fsf-9003"]
    [passport] = [each for each in one.around if each.schema == "Passport"]
    assert one.entity.get("passportNumber") == ("D 000999",)
    assert words(printed) - words("D 000999 passport-National") <= words("\n".join(passport.get("summary")))


@pytest.mark.parametrize(
    ("text", "phones", "emails", "sites"),
    [
        ("PHONE[+7 495 0000000] EMAIL[a@b.example]", ("+7 495 0000000",), ("a@b.example",), ()),
        (
            "EMAILa@b.examplePHONE+7 (351) 0000000WEBhttps://b.example/",
            ("+7 (351) 0000000",),
            ("a@b.example",),
            ("https://b.example/",),
        ),
        ("WEB: www.b.example", (), (), ("www.b.example",)),
    ],
)
def test_contacts_are_read_however_they_are_joined(
    text: str, phones: tuple[str, ...], emails: tuple[str, ...], sites: tuple[str, ...]
) -> None:
    joined = b"PHONE[+7 495 000 00 00] EMAIL[office@assembly-nowhere.example] WEB[www.assembly-nowhere.example]"
    assert joined in BODY["csv"]
    body = BODY["csv"].replace(joined, text.encode())
    [one] = [one.entity for one in read("csv", body).subjects if one.entity.id == "eu-fsf-9001"]
    assert (one.get("phone"), one.get("email"), one.get("website")) == (phones, emails, sites)
    assert not [note for note in one.get("notes") if note.startswith("contact")]


@pytest.mark.parametrize(
    ("programme", "act", "regime", "measures"),
    [
        ("UKR", "269/2014 (OJ L78)", "EU-UKR-269", FREEZE),
        ("UKR", "2022/427 (OJ L87I)", "EU-UKR-269", FREEZE),
        ("UKR", "208/2014 (OJ L66)", "EU-UKR-208", FREEZE),
        ("IRN", "2023/1529 (OJ L186)", "EU-IRN-1529", FREEZE),
        ("IRN", "359/2011 (OJ L100)", "EU-IRN-HR-359", FREEZE),
        ("IRN", "2025/9999 (OJ L, 2025/9999)", "EU-IRN", FREEZE),
        ("BLR", "2021/907 (OJ L197I)", "EU-BLR-765", FREEZE),
        ("RUSDA", "2024/2642", "EU-RUSDA-2642", FREEZE),
        ("NEWCODE", "269/2014", "EU-UKR-269", FREEZE),
        ("UNLI", "", "EU-UNLI", {Measure.ADVISORY}),
        ("NEW CODE", "2027/1", "EU-NEW-CODE", FREEZE),
        ("", "", "EU-FSF", FREEZE),
    ],
)
def test_programme_and_act_give_the_regime(programme: str, act: str, regime: str, measures: set[Measure]) -> None:
    law = law_of(programme, act)
    assert (law["regime"], {Measure(text) for text in cell(law["measures"])}) == (regime, measures)


def test_regimes_are_those_of_the_journal_wherever_the_act_is_the_same() -> None:
    journal = {act_number(celex): row["regime"] for (celex, _), row in annexes().items()}
    table = rows("lists", "eu_programmes", ("programme", "act", "regime", "measures", "title", "source", "status"))
    known = {measure.value for measure in Measure}
    for row in table:
        assert row["regime"] == journal.get(row["act"], row["regime"])
        assert set(cell(row["measures"])) <= known
        assert row["status"] in ("confirmed", "unconfirmed")
        assert row["source"].startswith("https://")
    assert set(journal) <= {row["act"] for row in table}


def act_number(celex: str) -> str:
    year, number = celex[1:5], str(int(celex[6:]))
    return f"{year}/{number}" if int(year) >= 2015 else f"{number}/{year}"


def test_a_listing_says_who_listed_when_and_by_which_act() -> None:
    [listing] = listings(subject("eu-fsf-9001"))
    assert (listing.authority, listing.regime, listing.programme) == ("eu-council", "EU-UKR-269", "UKR")
    assert (listing.since, listing.listed, listing.confirmed) == ("2014-03-17", "2014-03-17", True)
    assert listing.since_basis == "regulation 269/2014 (OJ L78)"
    [listing] = listings(subject("eu-fsf-9003"))
    assert (listing.authority, listing.since, subject("eu-fsf-9003").sanctions[0].get("unscId")) == (
        "eu-council",
        "2001-01-25",
        ("TAi.999",),
    )


def test_without_a_day_of_designation_the_earliest_act_counts_and_the_day_is_unconfirmed() -> None:
    [listing] = listings(subject("eu-fsf-9002"))
    assert (listing.since, listing.confirmed) == ("2023-07-25", False)  # its own act is of 2025


def test_an_unknown_programme_is_a_freeze_and_unconfirmed() -> None:
    [listing] = listings(subject("eu-fsf-9004"))
    assert (set(listing.measures), listing.confirmed, listing.regime) == (FREEZE, False, "EU-ATLANTIS")


def test_a_day_of_delisting_ends_the_listing() -> None:
    [listing] = listings(subject("eu-fsf-9004"))
    assert listing.until == "2026-06-30"


def table() -> tuple[list[str], list[list[str]]]:
    doubled = BODY["csv"].decode("utf-8-sig").replace('"Motorsaz" Engines', '"""Motorsaz"" Engines"')
    lines = list(csv.reader(io.StringIO(doubled), delimiter=";"))
    return lines[0], lines[1:]


def written_table(header: list[str], lines: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows([header, *lines])
    return out.getvalue().encode()


def test_the_order_of_columns_makes_no_difference() -> None:
    header, lines = table()
    order = random.Random(4).sample(range(len(header)), len(header))
    shuffled = written_table([header[at] for at in order], [[line[at] for at in order] for line in lines])
    assert values(read("csv", shuffled)) == values(read("csv", BODY["csv"]))


def test_the_rows_of_an_entry_are_gathered_wherever_they_stand_and_repetitions_tell_nothing_new() -> None:
    header, lines = table()
    mixed = random.Random(5).sample([*lines, *lines[:9]], len(lines) + 9)
    found, expected = values(read("csv", written_table(header, mixed))), values(read("csv", BODY["csv"]))
    assert found.keys() >= {at for at in expected if at[1] != "alias"}
    for id in ("eu-fsf-9001", "eu-fsf-9002", "eu-fsf-9003"):
        assert set().union(*(found.get((id, prop), set()) for prop in ("name", "alias"))) == set().union(
            *(expected.get((id, prop), set()) for prop in ("name", "alias"))
        )


@pytest.mark.parametrize("name", ['"Motorsaz" Engines', '"Motorsaz', 'Engines "Motorsaz"', '"MOTORSAZ"'])
def test_names_with_quotation_marks_are_read_whether_or_not_the_publisher_doubles_them(name: str) -> None:
    raw = BODY["csv"].replace(b'"Motorsaz" Engines', name.encode())
    assert raw != BODY["csv"] or name == '"Motorsaz" Engines'
    [one] = [one.entity for one in read("csv", raw).subjects if one.entity.id == "eu-fsf-9002"]
    assert words(name) <= words("\n".join(one.get("previousName")))
    assert {"Invented Engines", "Motor Bureau", "Engine Office"} <= set(one.get("alias"))


def test_a_row_that_cannot_be_cut_into_its_cells_is_refused_and_the_rest_is_read() -> None:
    body = BODY["csv"].replace(b'"Invented Engines; Motor Bureau; Engine Office"', b"Invented Engines; Motor Bureau")
    reading = read("csv", body)
    assert [fault.what for fault in reading.refused] == ["119 cells where 118 belong"]
    assert "Motor Bureau" in reading.refused[0].raw
    assert len(list(reading.subjects)) == 4


@pytest.mark.parametrize(
    ("kind", "old", "new", "what"),
    [
        ("xml", b'logicalId="9003"', b'logicalId="x"', "an entry without a logicalId"),
        ("xml", b'wholeName="Imagined Shipping (Malta)"', b'wholeName=" - "', "an entry without a name"),
        ("xml", b'code="vessel" classificationCode="E"', b'code="vessel" classificationCode="V"', "neither person nor"),
        ("csv", b"04/03/2026;9004;", b"04/03/2026;;", "an entry without a logicalId"),
    ],
)
def test_an_entry_that_cannot_be_read_is_refused_and_the_rest_is_read(
    kind: str, old: bytes, new: bytes, what: str
) -> None:
    assert old in BODY[kind]
    reading = read(kind, BODY[kind].replace(old, new, 1))
    assert what in reading.refused[0].what
    assert len(list(reading.subjects)) >= 3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'strong="true"', b'strong="true" certain="no"'),
        (b'strong="true"', b'strong="perhaps"'),
        (b"<subjectType", b"<height/>180<subjectType"),
        (b"<subjectType", b"<height>180</height><subjectType"),
        (b"<contactInfo key", b'<contactInfo since="2001" key'),
        (b"</sanctionEntity>", b"</sanctionEntity><delisted>9005</delisted>"),
        (b'globalFileId="990001"', b'globalFileId="990001" edition="2"'),
        (b'generationDate="2026', b'generationDate="soon 2026'),
        (b'logicalId="9002"', b'logicalId="9001"'),
        (b"<remark>Veldemar", b"<remark><b>Veldemar</b></remark><remark>"),
        (b"Veldemar", b"Velde\x13mar"),
        (b"Veldemar", b"Velde&mar;"),
        (b"Veldemar", b"Velde\xffmar"),
        (b"<export ", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><export '),
        (b"export", b"exports"),
        (b'fpi/fsd/export" generationDate', b'fpi/fsd/export" generated'),
    ],
)
def test_what_nobody_knows_in_the_xml_stops_the_load(old: bytes, new: bytes) -> None:
    assert old in BODY["xml"]
    with pytest.raises(CribleError):
        read("xml", BODY["xml"].replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Entity_Remark;", b"Entity_Comment;"),
        (b"Entity_Remark;", b"Entity_LogicalId;"),
        (b"Citizenship_Regulation_PublicationUrl\n", b"Citizenship_Regulation_PublicationUrl;Entity_Height\n"),
        (b"Entity_Remark;", b""),
        (b"04/03/2026;9003", b"05/03/2026;9003"),
        (b"04/03/2026", b"March 2026"),
        (b"Veldemar", b"Velde\x13mar"),
        (b"Veldemar", b"Velde\x00mar"),
        (b"Veldemar", b"Velde\xffmar"),
        (b";true;PHONE", b";perhaps;PHONE"),
    ],
)
def test_what_nobody_knows_in_the_csv_stops_the_load(old: bytes, new: bytes) -> None:
    assert old in BODY["csv"]
    with pytest.raises(CribleError):
        read("csv", BODY["csv"].replace(old, new, -1 if old == b"04/03/2026" else 1))


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize(
    "body",
    [b"", b" \n", b"<html><body>503</body></html>\n", b'{"status":500}', b"\x00" * 99, b"a;b\n1;2\n", b"<export/>"],
)
def test_what_is_no_such_list_is_refused(kind: str, body: bytes) -> None:
    assert READERS[kind].recognises("list", body)
    assert READERS[kind].claims(body) is None
    with pytest.raises(CribleError):
        read(kind, body)


def test_a_csv_whose_rows_are_of_another_width_is_refused_as_a_whole() -> None:
    header, lines = table()
    with pytest.raises(CribleError, match="too many or too few"):
        read("csv", written_table(header, [line[:-1] for line in lines * 5]))


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("giant", [b"A" * 100_000, b"(" * 100_000, b"A (" * 30_000 + b")", b"1 " * 50_000])
def test_a_giant_cell_costs_no_more_than_its_size(kind: str, giant: bytes) -> None:
    start = time.process_time()
    for known in (b"Imagined Shipping (Malta)", b"770100200300", b"Chairman of the Assembly of Nowhere"):
        assert known in BODY[kind]
        read(kind, BODY[kind].replace(known, giant))
    assert time.process_time() - start < 5  # well under a second of work


def test_fifty_random_cuts_of_the_xml_are_refused() -> None:
    for cut in random.Random(50).sample(range(END), 50):
        with pytest.raises(CribleError):
            read("xml", BODY["xml"][:cut])


def test_fifty_random_cuts_of_the_csv_are_refused() -> None:
    body = BODY["csv"]
    inside = [at for at in range(len(body)) if body[at - 1 : at] != b"\n"]  # between two rows: for the counts to find
    for cut in random.Random(50).sample(inside, 50):
        with pytest.raises(CribleError):
            read("csv", body[:cut])


@pytest.mark.parametrize("kind", READERS)
def test_a_copy_is_known_by_its_content_whatever_its_name(kind: str) -> None:
    others = [
        path for path in HERE.iterdir() if path.suffix in (".xml", ".csv") and not path.name.startswith("eu_fsf.")
    ]
    assert READERS[kind].recognises("list", BODY[kind]) == ""
    assert READERS[kind].claims(BODY[kind]) == "list"
    for path in others:
        head = path.read_bytes()[:65536]
        assert (READERS[kind].claims(head), READERS[kind].recognises("list", head) != "") == (None, True)
    assert [one.card.list for readers in LISTS.values() for one in readers if one.claims(BODY[kind])] == ["eu_fsf"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("xmlFullSanctionsList_1_1.xml", "xml"),
        ("20260304-xmlFullSanctionsList_1_1.xml", "xml"),
        ("20260304-FULL-1_1.xml", "xml"),
        ("20260304-FULL-1_1(xsd).xml", "xml"),
        ("eu.xml", "xml"),
        ("eu_fsf_2026.xml", "xml"),
        ("20260304-FULL-1_1.csv", "csv"),
        ("csvFullSanctionsList_1_1.csv", "csv"),
        ("eu_fsf.csv", "csv"),
        ("un.xml", None),
        ("sdn.csv", None),
    ],
)
def test_the_card_knows_the_names_that_copies_go_by(name: str, kind: str | None) -> None:
    assert [key for key, reader in READERS.items() if reader.format.member(name)] == ([kind] if kind else [])


def test_the_layout_names_118_columns_each_read_or_left_by_a_word_on_the_card() -> None:
    assert len(columns()) == 118
    left = [place.csv for place in layout() if place.csv and not place.field]
    assert [name for name in left if not any(fnmatch(name, known) for known in CSV.format.not_read)] == []


def test_a_large_copy_is_read_in_little_memory() -> None:
    for kind, body in (("xml", many(BODY["xml"], 60)), ("csv", many_rows(60))):
        tracemalloc.start()
        count = sum(1 for _ in READERS[kind].read({"list": body}, kind).subjects)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert count == 240
        assert peak < 4_000_000, kind  # 3 MB measured, the tables included; a copy of 25 MB takes no more


def many(body: bytes, times: int) -> bytes:
    start = body.index(b"<sanctionEntity")
    return body[:start] + b"".join(renumbered(body[start:END], n) for n in range(times)) + body[END:]


def renumbered(body: bytes, n: int) -> bytes:
    for known in (b"9001", b"9002", b"9003", b"9004"):
        body = body.replace(b'logicalId="%b"' % known, b'logicalId="%b%05d"' % (known, n))
    return body


def many_rows(times: int) -> bytes:
    header, lines = table()
    at = header.index("Entity_LogicalId")
    numbered = [[*line[:at], f"{line[at]}{n:05d}", *line[at + 1 :]] for n in range(times) for line in lines]
    return written_table(header, numbered)


@needs_shared
def test_the_golden_copy_is_valid_by_the_official_schema_and_the_schema_names_nothing_unknown() -> None:
    tree = etree.parse(str(SHARED / "data/schema/eu_fsf_1_1.xsd"))
    schema = etree.XMLSchema(tree)
    schema.assertValid(etree.fromstring(BODY["xml"]))
    names = {
        str(node.get("name"))
        for tag in ("attribute", "element")
        for node in tree.iter(f"{{*}}{tag}")
        if node.get("name")
    }
    known = {part for place in layout() for part in place.xml.split("@")} | {place.group for place in layout()}
    root = {"export", "generationDate", "globalFileId"}
    assert names - known - root - {"key", "value"} == set()


@needs_shared
@pytest.mark.parametrize("kind", READERS)
def test_the_real_failure_kept_as_a_sample_is_refused(kind: str) -> None:
    body = (SHARED / "data/failure-samples/eu_fsf_http500_saved_as_eu.xml").read_bytes()
    assert READERS[kind].recognises("list", body) == "it is JSON"
    with pytest.raises(CribleError):
        read(kind, body)


@needs_shared
def test_the_names_and_numbers_of_the_real_list_are_kept_word_for_word() -> None:
    """The content of the list of January 2026, put into the official layout: names in 24 languages, real numbers."""
    known = {str(one["source_id"]): one for one in derived()}
    reading = read("xml", as_xml(known))
    subjects = list(reading.subjects)
    assert (len(subjects), reading.refused) == (len(known), [])
    assert len(subjects) >= XML.card.floor
    for one in subjects:
        assert not [fault for each in entities(one) for fault in faults(each)]
        said = "\n".join(value for each in entities(one) for found in each.properties.values() for value in found)
        entry = known[one.entity.id.removeprefix("eu-fsf-")]
        numbers = [each["number"] or "" for each in entry["identifiers"]]
        lost = words("\n".join([entry["name"], *entry["aliases"], *numbers])) - words(said)
        assert not lost or one.entity.get("swiftBic"), (one.entity.id, lost)  # a bank's code loses its space


def derived() -> list[dict[str, Any]]:
    raw = gzip.decompress((SHARED / "data/eu/fsf_derived_all_20260128.json.gz").read_bytes())
    return [one for one in json.loads(raw)["entities"] if "EU" in one["source"]]


def as_xml(known: dict[str, dict[str, Any]]) -> bytes:
    out = ['<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-01-28T06:00:00" globalFileId="1">']
    for id, one in known.items():
        kind = (
            'code="person" classificationCode="P"'
            if one["type"] == "individual"
            else 'code="enterprise" classificationCode="E"'
        )
        out.append(f'<sanctionEntity logicalId="{id}"><subjectType {kind}/>')
        out += [f'<nameAlias strong="true" wholeName={quoteattr(name)}/>' for name in (one["name"], *one["aliases"])]
        for each in one["identifiers"]:
            number, kind, country = (quoteattr(each[name] or "") for name in ("number", "type", "country"))
            stated = f"number={number} identificationTypeCode={kind} countryIso2Code={country}"
            out.append(f"<identification {stated}/>")
        out.append("</sanctionEntity>")
    return "".join([*out, "</export>\n"]).encode()
