"""OFAC's legacy CSV sets, read from a small set in the official bytes."""

import random

import pytest
from _ofac import HERE, as_lines, by_id, cons_members, everything, lines, official, read_cons, read_sdn, sdn_members

from crible.lists import ftm
from crible.lists.listings import listings
from crible.lists.ofac.legacy import CONS, SDN
from crible.records.error import CribleError
from crible.records.hit import Measure
from crible.records.table import cell, rows

PROGRAMMES = rows(
    "lists",
    "ofac_programmes",
    ("list", "programme", "regime", "measures", "limited_to", "topics", "title", "instrument", "source", "status"),
)
DIRECTIVES = rows("lists", "ofac_directives", ("programme", "directive", "measures", "limited_to", "source"))


@pytest.mark.parametrize("name", ["sdn", "cons"])
def test_the_small_set_reads_as_a_reviewer_approved_it(name: str) -> None:
    found = as_lines((read_sdn() if name == "sdn" else read_cons()).values())
    assert found == (HERE / "golden" / f"ofac_{name}.jsonl").read_text("utf-8").splitlines()


@pytest.mark.parametrize("subject", [*read_sdn().values(), *read_cons().values()], ids=lambda s: s.entity.id)
def test_every_entity_is_valid_followthemoney(subject: object) -> None:
    assert [(e.id, fault) for e in everything(subject) for fault in ftm.faults(e)] == []


def test_programmes_joined_by_brackets_are_one_sanction_each() -> None:
    subject = read_sdn()["ofac-40191"]
    assert [s.id for s in subject.sanctions] == ["ofac-40191-iran-con-arms-eo", "ofac-40191-russia-eo14024"]
    assert [listing.regime for listing in listings(subject)] == ["US-IRAN-CON-ARMS-EO", "US-RUSSIA-EO14024"]


def test_a_listing_on_the_sdn_list_freezes() -> None:
    assert all(Measure.ASSET_FREEZE in listings(subject)[0].measures for subject in read_sdn().values())


def test_a_weak_alias_in_the_remarks_is_kept() -> None:
    entity = read_sdn()["ofac-9349"].entity
    assert entity.get("weakAlias") == ("SHIG", "SAPICO", "ARMACO")
    assert "SHIG" not in (*entity.get("name"), *entity.get("alias"))


def test_remarks_go_on_in_the_comments_in_mid_word() -> None:
    prohibited = "Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions:"
    subject = read_sdn()["ofac-44718"]
    assert any(note.startswith(prohibited) for listing in listings(subject) for note in listing.notes)
    assert subject.entity.get("weakAlias") == ("ROMA", "POMA")


def test_a_full_stop_at_the_end_may_belong_to_the_last_name() -> None:
    links = [e for e in read_sdn()["ofac-12991"].around if e.schema == "UnknownLink"]
    assert [link.get("object") for link in links] == [("ofac-990002",)]


def test_a_name_of_two_subjects_links_to_neither() -> None:
    members = sdn_members()
    twin = [*lines("sdn"), lines("sdn")[-1].replace("990002", "990003", 1)]
    address = [*lines("add"), "990003,990013,-0- ,-0- ,-0- ,-0- "]
    found = read_sdn({**members, "sdn": official(twin), "add": official(address)})["ofac-12991"]
    assert "Linked To: KPD S.A" in found.entity.get("notes")


def test_the_owner_of_a_vessel_is_a_link_when_listed_and_a_note_when_not() -> None:
    found = read_sdn()
    links = {(e.first("role"), e.first("subject")) for e in found["ofac-15904"].around if e.schema == "UnknownLink"}
    assert ("owner", "ofac-15117") in links
    alone = read_sdn({"sdn": sdn_members()["sdn"]})
    assert "vessel owner: NITC" in alone["ofac-15904"].entity.get("notes")


def test_an_unknown_programme_is_read_with_the_measures_of_its_list() -> None:
    subject = read_sdn()["ofac-990001"]
    assert listings(subject)[0].regime == "US-NEW-EO99999"
    assert Measure.ASSET_FREEZE in listings(subject)[0].measures
    assert any("NEW-EO99999" in note for note in subject.entity.get("notes"))


def test_an_unknown_kind_of_subject_is_kept() -> None:
    text = lines("sdn")
    text[-1] = text[-1].replace('"-0- "', '"submarine"', 1)
    entity = read_sdn({**sdn_members(), "sdn": official(text)})["ofac-990002"].entity
    assert (entity.schema, entity.get("notes")) == ("LegalEntity", ("kind: submarine",))


def test_a_person_has_the_parts_of_the_name() -> None:
    entity = read_sdn()["ofac-10851"].entity
    parts = [entity.get(prop) for prop in ("name", "lastName", "firstName", "nameSuffix")]
    assert parts == [("DELOS REYES, Feliciano Semborio, Jr.",), ("DELOS REYES",), ("Feliciano Semborio",), ("Jr.",)]


def test_a_legal_form_makes_a_company_and_silence_an_organization() -> None:
    found = read_sdn()
    assert [found[f"ofac-{n}"].entity.schema for n in (990002, 40191)] == ["Company", "Organization"]


def test_on_the_consolidated_list_the_directives_say_what_is_forbidden() -> None:
    found = read_cons()
    bank, moge = listings(found["ofac-18299"])[0], listings(found["ofac-46072"])[0]
    assert set(bank.measures) == {Measure.TRANSACTION_BAN, Measure.EXPORT_BAN, Measure.SERVICE_BAN}
    assert (moge.measures, moge.listed, moge.since) == ((Measure.SERVICE_BAN,), "2023-10-31", "2023-12-15")
    assert not any(Measure.ASSET_FREEZE in listings(found[f"ofac-{n}"])[0].measures for n in (15268, 27016, 30930))


def test_the_subjects_alone_can_be_read() -> None:
    assert len(read_sdn({"sdn": sdn_members()["sdn"]})) == len(lines("sdn"))


def test_remarks_without_their_continuation_are_reported_and_the_broken_clause_is_a_note() -> None:
    members = sdn_members()
    del members["comments"]
    reading = SDN.read(members, "sdn")
    entity = by_id(reading)["ofac-44718"].entity
    assert [refused.raw for refused in reading.refused] == ["entities 44718"]
    broken = "Transactions Prohibited For Persons Owned or Controlled By U.S"
    assert any(note.startswith(broken) for note in entity.get("notes"))


@pytest.mark.parametrize("key", ["sdn", "add", "alt", "comments"])
def test_a_file_cut_anywhere_is_refused(key: str) -> None:
    whole = sdn_members()
    chance = random.Random(12)
    for at in chance.sample(range(len(whole[key]) - 1), min(50, len(whole[key]) - 1)):
        with pytest.raises(CribleError):
            SDN.read({**whole, key: whole[key][:at]}, "cut")


@pytest.mark.parametrize("key", ["sdn", "add"])
def test_a_set_that_lost_a_row_is_refused(key: str) -> None:
    for gone in range(len(lines(key))):
        text = lines(key)
        lost = text.pop(gone).split(",")[0]
        if key == "add" and any(line.startswith(f"{lost},") for line in text):
            continue  # one address of several: no other file tells
        with pytest.raises(CribleError, match=lost):
            SDN.read({**sdn_members(), key: official(text)}, "damaged")


def test_an_alias_without_its_subject_refuses_the_set() -> None:
    strange = official([*lines("alt"), '5,1,"aka","NOBODY",-0- '])
    with pytest.raises(CribleError, match="entity 5"):
        SDN.read({**sdn_members(), "alt": strange}, "orphan")


def test_a_continuation_without_its_subject_is_refused_alone() -> None:
    strange = official([*lines("sdn_comments"), '5,"hn\'; Linked To: NOBODY."'])
    reading = SDN.read({**sdn_members(), "comments": strange}, "orphan")
    assert [(refused.where, refused.raw) for refused in reading.refused] == [
        ("orphan:comments:2", "5,hn'; Linked To: NOBODY.")
    ]
    assert len(list(reading.subjects)) == len(lines("sdn"))


def test_a_number_given_twice_refuses_the_set() -> None:
    with pytest.raises(CribleError, match="twice"):
        SDN.read({"sdn": official([*lines("sdn"), lines("sdn")[0]])}, "twice")


def test_a_row_that_cannot_be_read_is_refused_and_the_rest_goes_on() -> None:
    text = lines("sdn")
    text[3] = text[3].replace('",', ",", 1)
    reading = SDN.read({**sdn_members(), "sdn": official(text)}, "sdn")
    assert [(refused.where, refused.raw) for refused in reading.refused] == [("sdn:sdn:4", text[3])]
    assert len(list(reading.subjects)) == len(text) - 1


def test_a_broken_address_row_costs_that_address_only() -> None:
    text = [line.replace('"Dubai"', '"Dubai', 1) for line in lines("add")]
    reading = SDN.read({**sdn_members(), "add": official(text)}, "sdn")
    assert [refused.raw.split(",")[0] for refused in reading.refused] == ["44718"]
    assert by_id(reading)["ofac-44718"].entity.get("address") == ()


REJECTS = {
    "nothing": (b"", "empty"),
    "only the end": (b"\x1a", "empty"),
    "a page": (b"<!DOCTYPE html><html>", "HTML"),
    "an error": (b'{"status":500,"error":"Internal Server Error"}', "JSON"),
    "too few columns": (official(["1,2,3"]), "12 columns expected, 3 found"),
    "a header": (
        official(["ent_num,name,type,program,title,call,vtype,ton,grt,flag,owner,remarks"]),
        "no entity number",
    ),
    "an archive": (b"PK\x03\x04\x00\x00", "not text"),
    "a cut quotation": (b'36,"AEROCARIBBEAN\r\n', "quotation mark"),
}


@pytest.mark.parametrize("name", REJECTS)
def test_what_is_no_such_file_is_neither_recognised_nor_read(name: str) -> None:
    raw, why = REJECTS[name]
    assert why in SDN.recognises("sdn", raw)
    with pytest.raises(CribleError, match=why):
        SDN.read({"sdn": raw}, "reject")


def test_the_files_of_both_lists_are_recognised_and_not_taken_for_each_other() -> None:
    assert [SDN.recognises(key, raw) for key, raw in sdn_members().items()] == [""] * 4
    assert [CONS.recognises(key, raw) for key, raw in cons_members().items()] == [""] * 4
    assert "not of this list" in CONS.recognises("prim", sdn_members()["sdn"])


def test_windows_1252_is_read_and_broken_characters_are_not() -> None:
    latin = sdn_members()["sdn"].replace(b"INVENTED HOLDING", b"INVENT\xc9 HOLDING")
    assert read_sdn({"sdn": latin})["ofac-990001"].entity.caption == "INVENTÉ HOLDING"
    for fault in (b"INV\x00ENTED HOLDING", b"INV\x0bENTED HOLDING", "INV\x85ENTED HOLDING".encode(), b"INV\x81ENTED"):
        with pytest.raises(CribleError):
            SDN.read({"sdn": sdn_members()["sdn"].replace(b"INVENTED HOLDING", fault)}, "broken")


def test_a_giant_cell_costs_its_own_row_only() -> None:
    giant = f'5,"{"A" * 200_000}",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- '
    reading = SDN.read({"sdn": official([*lines("sdn"), giant])}, "giant")
    assert [len(refused.raw) for refused in reading.refused if refused.where == "giant:sdn:18"] == [500]


@pytest.mark.parametrize("row", PROGRAMMES, ids=[f"{row['list']} {row['programme']}" for row in PROGRAMMES])
def test_a_programme_says_what_it_forbids_and_where_that_is_written(row: dict[str, str]) -> None:
    assert all(Measure(measure) for measure in cell(row["measures"]))
    assert row["regime"].startswith("US-")
    assert row["status"] in ("confirmed", "unconfirmed")
    assert all(row[column] for column in ("measures", "topics", "title", "instrument", "source"))
    assert (Measure.ASSET_FREEZE in cell(row["measures"])) or row["limited_to"]


@pytest.mark.parametrize("row", DIRECTIVES, ids=[f"{row['programme']} {row['directive']}" for row in DIRECTIVES])
def test_a_directive_belongs_to_a_programme_of_the_consolidated_list(row: dict[str, str]) -> None:
    assert ("us_ofac_cons", row["programme"]) in {(p["list"], p["programme"]) for p in PROGRAMMES}
    assert all(Measure(measure) for measure in cell(row["measures"]))
    assert row["limited_to"]


def test_the_cards_name_their_files() -> None:
    for reader, files in ((SDN, ("sdn.csv", "ADD.CSV", "alt.csv", "SDN_COMMENTS.CSV")), (CONS, ("cons_prim.csv",))):
        found = [reader.format.member(name) for name in files]
        assert [member.key for member in found if member] == [m.key for m in reader.format.members][: len(files)]
        assert reader.format.not_read
