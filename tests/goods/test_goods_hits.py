"""The goods lists against lines of goods: by code, by words, by part number; by place and by day."""

from datetime import date
from functools import partial
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from _shared import SHARED, needs_shared
from _tables import table
from _tools import load
from _trade import order
from crible import goods, route
from crible.records.hit import Binds, Hit, LawState, Severity
from crible.records.transaction import Transaction
from crible.report.sentences import known, say

CASES = table("goods/tables/lines.csv")
DAY = date(2024, 6, 12)


def found(tx: Transaction, as_of: date = DAY, home: str = "FR") -> list[Hit]:
    return goods.hits(tx.goods, tx, goods.controls(), as_of, partial(route.binds, home=(home,), tx=tx))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_line_weighs_what_its_code_its_way_and_its_day_make_it(case) -> None:
    hits = [
        h for h in found(order(case["to"], case["hs"]), date.fromisoformat(case["as_of"])) if h.rule == case["rule"]
    ]
    said = [(str(h.severity), str(h.measure), str(h.law_state)) for h in hits]
    assert said == ([(case["severity"], case["measure"], case["law_state"])] if case["severity"] else [])


def test_one_chip_on_three_lists_makes_one_warning_with_all_three_as_evidence() -> None:
    (hit,) = found(order("tr", "85423190"))
    assert {e.source.list for e in hit.evidence} == {"chpl", "ear_746_supp7", "iran_uav_guidance", "goods/reach"}


def test_a_licence_duty_is_never_folded_into_a_ban() -> None:
    assert {h.rule for h in found(order("ru", "85423190"))} == {"goods.high_priority", "goods.supplement_7"}


def test_a_ban_on_priority_goods_names_its_regime_its_reason_and_the_papers_that_settle_it() -> None:
    (hit,) = [h for h in found(order("ru", "85423190"), date(2022, 12, 8)) if h.rule == "goods.high_priority"]
    assert (hit.regime, hit.binds) == ("EU-RUS-833", Binds.YES)
    assert say(hit.because, "en") == "EU law binds everybody in a Member State (FR)"
    assert "was not checked" in say(hit.says, "en")
    assert "Russie" in say(hit.says, "fr")
    assert hit.to_settle == ("goods_classification", "end_use_statement", "annex_check")
    assert hit.evidence[0].source.url.startswith("https://www.bis.gov/")


def test_the_same_ban_does_not_hold_an_american_order_by_machine() -> None:
    (hit,) = [h for h in found(order("ru", "854231"), date(2022, 12, 8), "US") if h.rule == "goods.high_priority"]
    assert (hit.binds, hit.severity) == (Binds.IF_NEXUS, Severity.HIGH)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("Sevastopol, ul. Lenina 1", "EU-UKR-692"),
        ("Luhansk, Oboronna 2", "EU-UKR-263"),
        ("Kyiv, Khreshchatyk 1", "CHPL"),
    ],
)
def test_an_occupied_area_is_known_by_the_names_in_an_address(address: str, code: str) -> None:
    consignee = {"role": "consignee", "name": "Linde Optik", "country": "ua", "address": address}
    hits = found(order("", "854231", parties=[consignee]))
    assert {h.regime for h in hits if h.rule == "goods.high_priority"} == {code}


@pytest.mark.parametrize("home", ["FR", "US", "GB", "JP"])
def test_eccn_ear99_clears_nothing(home: str) -> None:
    plain, ear99 = (found(order("tr", "854231", line={"eccn": eccn}), home=home) for eccn in (None, "EAR99"))
    assert plain == ear99


def test_another_eccn_is_a_question_and_no_answer() -> None:
    (hit,) = [h for h in found(order("fr", "490199", line={"eccn": "3A001.a.2"})) if h.rule == "goods.eccn"]
    assert (hit.severity, hit.binds, hit.law_state) == (Severity.INFO, Binds.IF_NEXUS, LawState.UNCONFIRMED)


@pytest.mark.parametrize("to", ["fr", "tr", "ru"])
@pytest.mark.parametrize("text", ["FPGA boards", "centrale inertielle", "servo motors", "Rotax 912 engine"])
def test_words_alone_make_a_note(text: str, to: str) -> None:
    hits = [h for h in found(order(to, "490199", description=text)) if h.rule == "goods.words"]
    assert [(h.severity, h.law_state) for h in hits] == [(Severity.INFO, LawState.UNCONFIRMED)]


@pytest.mark.parametrize("text", ["A tin can of paint", "towels", "crochets", "bandage", ""])
def test_an_acronym_is_no_everyday_word(text: str) -> None:
    assert [h.rule for h in found(order("fr", "490199", description=text))] == []


@pytest.mark.parametrize(
    ("part", "hit"), [("STM32G071CBT6", True), ("stm32 f103", True), ("LM358", False), ("RS-232", False)]
)
def test_a_part_number_is_known_by_how_it_begins_and_makes_a_note(part: str, hit: bool) -> None:
    hits = [h for h in found(order("kg", "490199", line={"part_number": part})) if h.rule == "goods.part"]
    assert [h.severity for h in hits] == ([Severity.INFO] if hit else [])


def test_goods_that_only_come_from_a_place_are_not_bound_for_it() -> None:
    seller = {"role": "seller", "name": "Issyk Elektronik", "country": "kg"}
    assert {h.severity for h in found(order("fr", "854231", parties=[seller]))} == {Severity.INFO}


@given(st.text(max_size=12), st.text(max_size=200), st.sampled_from(["", "fr", "tr", "ru", "ir", "xx"]))
def test_no_line_is_ever_told_that_it_needs_no_licence(hs: str, text: str, to: str) -> None:
    for hit in found(order(to, hs, description=text, line={"eccn": text, "part_number": text})):
        said = say(hit.says, "en").lower() + say(hit.because, "en").lower()
        assert "no licence" not in said
        assert "not required" not in said


def test_every_row_of_the_lists_is_well_formed_and_sourced() -> None:
    for control in goods.controls().every:
        assert control.hs6 == "" or (control.hs6.isdigit() and len(control.hs6) == 6), control.id
        assert control.source.url.startswith("https://"), control.id
        assert known(f"label.list.{control.list}"), control.id
        assert control.keywords, control.id
    assert len(goods.controls().by_hs6) == len({c.hs6 for c in goods.controls().every if c.hs6})
    assert sum(c.list == "chpl" for c in goods.controls().every) == 50


@pytest.mark.parametrize("row", goods.controls().reach, ids=lambda row: row.id)
def test_every_row_of_what_lists_mean_is_well_formed_and_sourced(row) -> None:
    assert row.source.url.startswith("https://")
    assert row.until is None or row.since is None or row.since < row.until
    assert all(known(f"settle.{code}") for code in row.settle)
    assert all(known(f"exemption.{code}") for code in row.exemptions)
    tx = order("fr")
    assert route.binds(row.authority, ("FR",), tx)[0] is not Binds.UNKNOWN


@needs_shared
def test_the_packaged_goods_are_what_the_tool_makes_of_the_research(tmp_path) -> None:
    target = tmp_path / "controlled_goods.csv"
    load("compile_goods").main(SHARED / "domain" / "controlled_goods.csv", target)
    packaged = resources.files("crible").joinpath("goods", "tables", "controlled_goods.csv").read_bytes()
    assert target.read_bytes() == packaged


@needs_shared
def test_codes_and_tiers_agree_with_the_transcribed_official_table() -> None:
    ours = {c.hs6: c.tier for c in goods.controls().every if c.list == "chpl"}
    theirs = {row["hs6"]: row["tier"].replace(".", "") for row in table(SHARED / "data/goods/chpl_hs6_tiers.csv")}
    assert ours == theirs
