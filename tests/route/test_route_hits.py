"""Places against embargoes, ports and transshipment: by role, by name, by day, and for whom."""

import csv
import gzip
from datetime import date
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from _shared import SHARED, needs_shared
from _tables import table
from _tools import load
from _trade import order, transaction
from crible import route
from crible.records.hit import Hit, LawState, Measure, Severity
from crible.records.transaction import Identifier, Party, Role, Transaction
from crible.report.sentences import exemption, known, say

CASES = table("route/tables/embargoes.csv")
DAY = date(2024, 6, 12)
AREAS = {"ua-43": "Simferopol", "ua-dpr-lpr": "Makiivka"}


def hits(tx: Transaction, as_of: date = DAY, home: str = "FR") -> list[Hit]:
    return route.hits(tx, route.destinations(), as_of, (home,))


def bound_for(code: str) -> Transaction:
    place = {"stop": "destination", "text": AREAS.get(code, ""), "country": None if code in AREAS else code}
    return transaction({"route": [place], "goods": [{"hs_code": "490199"}]})


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_measure_counts_from_its_first_day_to_the_day_before_its_last(case) -> None:
    found = [
        h
        for h in hits(bound_for(case["to"]), date.fromisoformat(case["as_of"]), case["home"])
        if h.regime == case["regime"]
    ]
    said = [(str(h.severity), str(h.binds), str(h.law_state)) for h in found]
    assert said == ([(case["severity"], case["binds"], case["law_state"])] if case["severity"] else [])


@pytest.mark.parametrize("role", [Role.BUYER, Role.CONSIGNEE, Role.END_USER, Role.PAYER, Role.BANK, Role.NOTIFY])
def test_whoever_gets_the_goods_or_pays_for_them_puts_a_place_into_the_deal(role: Role) -> None:
    tx = transaction({"parties": [{"role": str(role), "name": "Linde Optik", "country": "ru"}]})
    (hit,) = [h for h in hits(tx) if h.regime == "EU-RUS-833"]
    assert (hit.subject.role, hit.measure, hit.severity) == (str(role), Measure.EXPORT_BAN, Severity.HIGH)


@pytest.mark.parametrize("party", ["seller", "manufacturer"])
def test_what_comes_from_a_place_meets_its_import_bans_only(party: str) -> None:
    tx = transaction({"parties": [{"role": party, "name": "Linde Optik", "country": "ru"}]})
    assert {h.measure for h in hits(tx)} == {Measure.IMPORT_BAN}


@pytest.mark.parametrize("role", ["party", "mentioned"])
def test_a_party_without_a_part_in_the_deal_makes_notes_only(role: str) -> None:
    tx = transaction({"parties": [{"role": role, "name": "Linde Optik", "country": "ir"}]})
    assert {h.severity for h in hits(tx)} == {Severity.INFO}


def test_several_parties_in_one_place_make_one_hit_a_measure_with_all_of_them_as_evidence() -> None:
    parties = [{"role": role, "name": "Linde Optik", "country": "ru"} for role in ("buyer", "consignee", "payer")]
    (hit,) = [h for h in hits(transaction({"parties": parties})) if h.regime == "EU-RUS-833"]
    assert [e.ours for e in hit.evidence] == ["buyer: Linde Optik", "consignee: Linde Optik", "payer: Linde Optik"]


def test_transit_counts_like_arrival() -> None:
    tx = transaction({"route": [{"stop": "via", "country": "ru"}, {"stop": "destination", "country": "kz"}]})
    assert {"EU-RUS-833"} <= {h.regime for h in hits(tx)}


def test_a_bank_that_states_only_its_bic_has_a_country() -> None:
    bank = Party(role=Role.BANK, names=("Linde Bank",), identifiers=(Identifier(kind="bic", value="LINDRUMM"),))
    assert "EU-RUS-833" in {h.regime for h in hits(Transaction(id="x", parties=(bank,)))}


@pytest.mark.parametrize(
    ("address", "regimes"),
    [
        ("ул. Ленина 1, Севастополь", {"EU-UKR-692", "US-UKRAINE-EO13685", "US-EAR-746-CRIMEA", "GB-RUS-2019"}),
        ("Artema 12, Donetsk, Ukraine", {"EU-UKR-263", "US-UKRAINE-EO14065"}),
        ("Khreshchatyk 1, Kyiv, Ukraine", set()),
    ],
)
def test_occupied_areas_are_found_by_the_names_in_an_address(address: str, regimes: set[str]) -> None:
    tx = transaction({"parties": [{"role": "consignee", "name": "Linde Optik", "country": "ua", "address": address}]})
    assert {h.regime for h in hits(tx) if h.rule == "route.embargo"} == regimes


def test_a_country_known_for_transshipment_makes_one_note() -> None:
    parties = [
        {"role": role, "name": "Demirkan Elektronik", "country": "tr"} for role in ("buyer", "consignee", "payer")
    ]
    (hit,) = hits(transaction({"parties": parties, "route": [{"stop": "destination", "country": "tr"}]}))
    assert (hit.rule, hit.severity, hit.law_state) == ("route.transshipment", Severity.INFO, LawState.UNCONFIRMED)
    assert hits(transaction({"parties": parties}), date(2022, 6, 27)) == []


@pytest.mark.parametrize("text", ["Astrakhan", "port of ASTRAKHAN, RU", "RUASF", "Астрахань"])
def test_a_port_named_by_the_regulation_is_known_by_name_and_code(text: str) -> None:
    tx = transaction({"route": [{"stop": "via", "text": text}]})
    (hit,) = [h for h in hits(tx, date(2025, 3, 1)) if h.rule == "route.port"]
    assert (hit.severity, hit.measure, hit.law_state) == (Severity.CRITICAL, Measure.PORT_BAN, LawState.IN_FORCE)
    assert [h for h in hits(tx, date(2025, 2, 24)) if h.rule == "route.port"] == []


@pytest.mark.parametrize("text", ["Perm", "Pskov oblast", "Primorskaya street 4", "Hastrakhanov"])
def test_a_town_is_not_its_airport_and_a_part_of_a_word_no_port(text: str) -> None:
    tx = transaction({"route": [{"stop": "via", "text": text}]})
    assert [h for h in hits(tx, date(2026, 6, 1)) if h.rule == "route.port"] == []


def test_a_port_that_a_note_only_speaks_of_weighs_less() -> None:
    tx = transaction({"texts": {"notes": "word " * 500 + "to be loaded at Astrakhan"}})
    assert [(h.rule, h.severity) for h in hits(tx, date(2025, 3, 1))] == [("route.port", Severity.MEDIUM)]


def test_a_measure_says_whom_it_binds_what_to_check_and_where_it_stands() -> None:
    (hit,) = [h for h in hits(bound_for("ir"), date(2024, 6, 12)) if h.regime == "US-IRAN-ITSR"]
    assert "No US nexus is visible in this order" in say(hit.because, "en")
    assert "eu_2271_96" in hit.exemptions_to_check
    assert "secondary_sanctions" in hit.exemptions_to_check
    assert "Iran" in say(hit.says, "en")
    assert say(hit.says, "fr").startswith("Iran\u00a0: mesure")
    assert hit.evidence[0].source.url.startswith("https://")


@pytest.mark.parametrize("embargo", route.destinations().embargoes, ids=lambda e: e.id)
def test_every_embargo_is_dated_sourced_worded_and_binds_somebody(embargo) -> None:
    assert embargo.direction in ("to", "from", "any")
    assert embargo.source.url.startswith("https://")
    assert all(embargo.scope.values())
    assert embargo.until is None or embargo.since is None or embargo.since < embargo.until
    assert route.binds(embargo.authority, ("FR",), order("fr"))[1].code != "binds.unknown"
    assert all(known(f"exemption.{code}") for code in embargo.exemptions)
    assert embargo.destination in route.destinations().places


def test_every_exemption_of_a_regime_has_words() -> None:
    for embargo in route.destinations().embargoes:
        for code in route.exemptions(embargo.regime):
            assert exemption(code, "fr") != code


@given(st.text(max_size=1_000), st.sampled_from(list(Role)))
def test_no_address_or_place_can_stop_the_route(text: str, role: Role) -> None:
    party = {"role": str(role), "name": text, "address": text}
    tx = transaction({"parties": [party], "route": [{"stop": "via", "text": text}], "texts": {"notes": text}})
    assert hits(tx) == hits(tx)


@needs_shared
def test_the_packaged_destinations_are_what_the_tool_makes_of_the_research(tmp_path) -> None:
    target = tmp_path / "destinations.csv"
    load("compile_destinations").main(SHARED / "domain" / "destinations.csv", target)
    packaged = resources.files("crible").joinpath("route", "tables", "destinations.csv").read_bytes()
    assert target.read_bytes() == packaged


@needs_shared
def test_ports_and_their_days_are_those_of_the_official_journal() -> None:
    path = SHARED / "data/eu/journal/32014R0833.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        journal = {
            (row["annex"], row["name"], date(*map(int, reversed(row["startDate"].split(".")))))
            for row in csv.DictReader(lines)
            if row["annex"].startswith("XLVII")
        }
    ours = {(p.annex, p.point, p.since) for p in route.destinations().ports if p.regime == "EU-RUS-833"}
    assert ours == journal
