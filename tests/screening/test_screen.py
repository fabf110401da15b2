"""The composition, on the embedded register: who is found, what it weighs, as of which day, and whose law it is."""

from dataclasses import replace
from datetime import date

import pytest

from crible.records.decision import ListState, Verdict
from crible.records.entity import Listing
from crible.records.error import CribleError
from crible.records.hit import Binds, Citation, Hit, Kind, LawState, Measure, Severity
from crible.records.transaction import Money, Party, Place, Role, Stop, Transaction
from crible.screening import World, read_policy, screen
from crible.screening.listed import law_state
from crible.screening.policy import one_step_less
from crible.store import EMBEDDED, open_world

DAY = date(2022, 12, 19)


@pytest.fixture(scope="module")
def world() -> World:
    return open_world(EMBEDDED)


def order(name: str, *, role: Role = Role.BUYER, day: date | None = DAY, **facts: object) -> Transaction:
    return Transaction(id="tx", date=day, parties=(Party(role=role, names=(name,), **facts),))  # type: ignore[arg-type]


def party_hits(tx: Transaction, world: World, day: date | None = None) -> list[Hit]:
    return [hit for hit in screen(tx, world, as_of=day).hits if hit.rule == "party.listed"]


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("RUSSIAN AEROSPACE FORCES", "ofac-40191"),
        ("924th State Center for UAV Aviation", "ofac-40192"),
        ("Федеральное казённое учреждение войсковая часть 20924", "ofac-40192"),
        ("Command of the Military Transport Aviation", "ofac-40193"),
    ],
)
def test_the_three_russian_bodies_of_9_december_2022_are_found_from_that_day_on(
    world: World, name: str, entity: str
) -> None:
    assert entity in {hit.entity.id for hit in party_hits(order(name, country="ru"), world) if hit.entity}
    assert not [
        h for h in party_hits(order(name, country="ru"), world, date(2022, 12, 8)) if h.entity and h.entity.id == entity
    ]


@pytest.mark.parametrize(
    "name",
    ["Haldenmühle Messtechnik GmbH", "Shahed Stationery & Gifts", "Parvaz Travel and Tours", "Lindqvist & Söner AB"],
)
def test_innocent_names_are_not_found(world: World, name: str) -> None:
    decision = screen(order(name), world)
    assert decision.decision is Verdict.CLEAR
    assert not decision.hits


def test_a_listing_that_binds_only_with_a_nexus_is_reviewed_and_with_one_in_sight_held(world: World) -> None:
    quiet = screen(order("RUSSIAN AEROSPACE FORCES"), world)
    dollars = screen(replace(order("RUSSIAN AEROSPACE FORCES"), money=Money(currency="USD")), world)
    assert [(h.binds, h.severity) for h in quiet.hits] == [(Binds.IF_NEXUS, Severity.HIGH)]
    assert quiet.decision is Verdict.REVIEW
    assert dollars.decision is Verdict.HOLD


def test_a_freeze_of_the_users_own_law_is_held(world: World) -> None:
    hits = party_hits(order("Shakad Sanat Asmari", day=date(2024, 1, 15)), world)
    assert [(h.measure, h.binds, h.severity) for h in hits] == [(Measure.ASSET_FREEZE, Binds.YES, Severity.CRITICAL)]


def test_the_same_name_gets_the_answer_of_each_day(world: World) -> None:
    tx = order("Shakad Sanat Asmari", day=None)
    assert screen(tx, world, as_of=date(2023, 12, 10)).decision is Verdict.CLEAR
    assert screen(tx, world, as_of=date(2023, 12, 11)).decision is Verdict.HOLD


def test_a_transaction_without_any_day_says_so(world: World) -> None:
    with pytest.raises(CribleError, match="no date"):
        screen(order("x", day=None), world)


def test_a_name_too_weak_to_screen_is_a_finding_never_silence(world: World) -> None:
    decision = screen(order("Trading Co. Ltd"), world)
    assert [hit.rule for hit in decision.hits] == ["party.too_weak_to_screen"]
    assert decision.decision is Verdict.REVIEW


@pytest.mark.parametrize("name", ["", "---", "LLC", "Abu Bakr"])
def test_a_bare_party_that_cannot_be_screened_is_not_screened(world: World, name: str) -> None:
    tx = replace(order(name, role=Role.PARTY), kind="party")
    assert screen(tx, world).decision is Verdict.NOT_SCREENED


def test_every_decision_says_what_was_searched_and_what_was_not(world: World) -> None:
    decision = screen(order("Haldenmühle Messtechnik GmbH"), world)
    assert [(s.list, s.entities) for s in decision.searched] == [("crible_uav", 332)]
    because = {n.list: n.because.code for n in decision.not_searched}
    assert because["us_ofac_sdn"] == "not_searched.never_fetched"
    assert because["jp_mof_sanctions"] == "not_searched.cannot_read_yet"
    assert len(because) == 18


def test_a_copy_later_than_the_day_judged_is_warned_of(world: World) -> None:
    codes = [warning.code for warning in screen(order("x y z Haldenmühle"), world).warnings]
    assert "warning.copy_later" in codes


def test_columns_nobody_knows_are_named_in_the_answer_itself(world: World) -> None:
    tx = replace(order("Haldenmühle Messtechnik GmbH"), carried={"my_note": "SHAHED AVIATION INDUSTRIES", "blank": " "})
    told = [w for w in screen(tx, world).warnings if w.code == "warning.unread_columns"]
    assert [w.values["columns"] for w in told] == ["my_note"]


def test_the_same_inputs_give_the_same_decision_and_any_other_input_another_id(world: World) -> None:
    tx = order("RUSSIAN AEROSPACE FORCES")
    first, again = screen(tx, world), screen(tx, world)
    assert first == again
    others = [
        screen(replace(tx, id="other"), world),
        screen(tx, world, as_of=date(2023, 1, 1)),
        screen(tx, replace(world, snapshot="other")),
        screen(tx, replace(world, policy=read_policy(home=["US"]))),
    ]
    assert len({d.decision_id for d in (first, *others)}) == 5


def test_another_home_is_bound_by_another_law(world: World) -> None:
    tx = order("RUSSIAN AEROSPACE FORCES")
    american = replace(world, policy=read_policy(home=["US"]))
    assert [hit.binds for hit in party_hits(tx, american)] == [Binds.YES]
    assert screen(tx, american).decision is Verdict.HOLD


def test_a_party_read_out_of_free_text_needs_a_closer_match(world: World) -> None:
    near = Party(role=Role.MENTIONED, names=("Akbari Hosein",), found_in="notes")
    exact = Party(role=Role.MENTIONED, names=("Hossein Akbari",), born="1961-06-17", found_in="notes")
    day = date(2025, 4, 14)
    assert party_hits(Transaction(id="a", date=day, parties=(exact,)), world)
    scores = [h.score for h in party_hits(Transaction(id="a", date=day, parties=(near,)), world)]
    assert all(score >= world.policy.mentioned for score in scores)


def listing(**facts: object) -> Listing:
    plain = {"list": "l", "authority": "us-ofac", "regime": "R", "programme": "P", "measures": (), "since": None}
    return Listing(**{**plain, "until": None, "since_basis": "", "confirmed": True, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "copy_day", "state"),
    [
        ({}, "2026-08-01", LawState.IN_FORCE),  # no day counts as in force
        ({"since": "2022-12-09"}, "2026-08-01", LawState.IN_FORCE),
        ({"since": "2022-12-20"}, "2026-08-01", LawState.NOT_YET),
        ({"since": "2022"}, "2026-08-01", LawState.IN_FORCE),
        ({"since": "2020-01-01", "until": "2022-12-19"}, "2026-08-01", LawState.ENDED),
        ({"since": "2020-01-01", "until": "2022-12-20"}, "2026-08-01", LawState.IN_FORCE),
        ({"since": "2020-01-01", "confirmed": False}, "2026-08-01", LawState.UNCONFIRMED),
        ({"since": "2020-01-01", "confirmed": False}, "2022-12-19", LawState.IN_FORCE),  # the copy shows it
        ({"since": "2020-01-01", "confirmed": False}, "", LawState.UNCONFIRMED),
    ],
)
def test_a_listing_has_the_state_of_the_day(facts: dict[str, object], copy_day: str, state: LawState) -> None:
    assert law_state(listing(**facts), DAY, Citation(list="l", as_of=copy_day)) is state


def test_a_copy_is_stale_once_older_than_its_card_allows(world: World) -> None:
    copy = replace(world.copies[0], day="2026-01-01", max_age_days=7)
    aged = replace(world, copies=(copy,))
    assert aged.searched(date(2026, 1, 8))[0].state is ListState.FRESH
    assert aged.searched(date(2026, 1, 9))[0].state is ListState.STALE
    degraded = replace(aged, copies=(replace(copy, state="degraded"),))
    assert degraded.searched(date(2026, 1, 2))[0].state is ListState.DEGRADED
    undated = replace(aged, copies=(replace(copy, day=None),))
    assert undated.searched(date(2026, 1, 2))[0].state is ListState.STALE


def test_a_policy_of_ones_own_changes_only_what_it_says() -> None:
    policy = read_policy(
        'home = ["DE", "fr"]\n[party.advisory]\n'
        'yes = "low"\nnexus = "low"\nif_nexus = "low"\nunknown = "low"\nno = "info"\n'
    )
    assert policy.home == ("DE", "FR")
    assert policy.party[Measure.ADVISORY]["no"] is Severity.INFO
    assert policy.party[Measure.ASSET_FREEZE]["yes"] is Severity.CRITICAL
    assert policy.digest != read_policy().digest


@pytest.mark.parametrize(
    "text",
    [
        "home = []",
        'home = "France"',
        "threshold = 2",
        "nonsense = 1",
        "[decision]\ncritical = 'maybe'",
        "not toml",
        "party = 3",
    ],
)
def test_a_policy_that_cannot_be_meant_is_refused(text: str) -> None:
    with pytest.raises(CribleError):
        read_policy(text)


def test_a_doubtful_match_weighs_one_step_less_but_never_nothing() -> None:
    assert one_step_less(Severity.CRITICAL) is Severity.HIGH
    assert one_step_less(Severity.MEDIUM) is Severity.MEDIUM


def test_places_and_parties_are_judged_together(world: World) -> None:
    tx = replace(
        order("Volga Optik Import", country="ru"), route=(Place(stop=Stop.DESTINATION, text="Russia", country="ru"),)
    )
    assert Kind.DESTINATION in {hit.kind for hit in screen(tx, world).hits}
