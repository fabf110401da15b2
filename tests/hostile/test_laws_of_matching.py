"""What no pair of names may do to a score: silence raises nothing, agreement lowers nothing, the parts add up."""

import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crible.lists import crible_uav
from crible.match import Match, compare
from crible.match.score import best_names
from crible.names import parse
from crible.records.decision import Verdict
from crible.records.entity import Entity
from crible.records.transaction import Identifier, Party, Role, Transaction
from crible.screening import World, read_policy, screen
from crible.store import EMBEDDED, open_world

SUBJECTS = crible_uav.subjects()
WORDS = sorted({word for s in SUBJECTS for name, _ in s.entity.names() for word in name.split()})
SILENT = {
    "country": None, "nationality": (), "born": None, "gender": None, "schema": None, "identifiers": (),
    "email": None, "phone": None, "website": None, "address": None, "birth_place": None,
}  # fmt: skip


def names() -> st.SearchStrategy[str]:
    listed = st.sampled_from(SUBJECTS).map(lambda s: s.entity.caption)
    mixed = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
    return st.one_of(listed, mixed, st.text(min_size=1, max_size=30))


NUMBERS = st.text("0123456789", max_size=9)


def parties() -> st.SearchStrategy[Party]:
    return st.builds(
        Party,
        role=st.just(Role.BUYER),
        names=st.lists(names(), min_size=1, max_size=3).map(tuple),
        country=st.sampled_from([None, "ir", "ru", "fr"]),
        born=st.sampled_from([None, "1961", "1961-06", "1961-06-17", "17/06/1961", "²²²²", ""]),
        gender=st.sampled_from([None, "male", "female"]),
        schema=st.sampled_from([None, "Person", "Company", "Vessel", "Zorglub"]),
        identifiers=st.lists(
            st.builds(Identifier, kind=st.sampled_from(["", "imo", "inn", "passport"]), value=NUMBERS), max_size=3
        ).map(tuple),
    )  # fmt: skip


ENTITIES = st.sampled_from(SUBJECTS).map(lambda s: s.entity)


def parts(match: Match) -> float:
    return math.fsum(part.weight for part in match.evidence)


@given(parties(), ENTITIES)
def test_the_parts_of_a_score_add_up_to_it(party: Party, entity: Entity) -> None:
    match = compare(party, entity)
    assert abs(parts(match) - match.priority) <= 1e-6
    assert abs(1 / (1 + math.exp(-match.priority)) - match.score) <= 1e-6


@given(parties(), ENTITIES)
def test_the_pair_of_names_shown_is_the_best_pair(party: Party, entity: Entity) -> None:
    shown = compare(party, entity)
    alone = [
        best_names((ours,), replace(entity, properties={prop: (theirs,)}))
        for ours in party.names
        for prop in ("name", "alias", "previousName", "weakAlias")
        for theirs in entity.get(prop)
    ]
    best = max((name.weight for _, _, kind, name in alone if name and kind != "weak"), default=None)
    part = next(part for part in shown.evidence if part.what == "name")
    if best is not None and shown.name_class != "weak":
        assert part.weight == pytest.approx(best, abs=1e-6)


@given(parties(), ENTITIES, st.sampled_from(sorted(SILENT)))
def test_a_silent_field_weighs_nothing(party: Party, entity: Entity, field: str) -> None:
    """What a silent party loses is just what the field itself had said."""
    spoken, silent = compare(party, entity), compare(replace(party, **{field: SILENT[field]}), entity)
    about = {"born": "birth_date", "nationality": "country"}.get(field, field)
    about = "identifier" if about in ("identifiers", "email", "phone", "website") else about
    said = [part for part in spoken.evidence if part.what.split(":")[0] == about or part.what == "weak_alias"]
    others = [part for part in spoken.evidence if part not in said]
    assert [p for p in silent.evidence if p in others] == others


@given(parties(), ENTITIES)
def test_a_fact_that_agrees_never_lowers_and_one_that_contradicts_never_raises(party: Party, entity: Entity) -> None:
    bare = replace(party, country=None, born=None, gender=None, schema=None, identifiers=())
    for field in ("country", "born", "gender", "schema", "identifiers"):
        before, after = compare(bare, entity), compare(replace(bare, **{field: getattr(party, field)}), entity)
        fresh = [part for part in after.evidence if part not in before.evidence]
        said = {str(part.agreement) for part in fresh if part.what != "weak_alias"}
        if said == {"same"}:
            assert after.priority >= before.priority
        elif said == {"different"}:
            assert after.priority <= before.priority
        elif not said:
            assert after.priority == before.priority


@given(st.lists(names(), min_size=1, max_size=3), names(), ENTITIES)
def test_one_more_name_never_lowers_a_score(ours: list[str], more: str, entity: Entity) -> None:
    one, two = (compare(Party(role=Role.BUYER, names=tuple(n)), entity).score for n in (ours, [*ours, more]))
    assert two >= one


@given(st.text(max_size=300))
def test_any_text_can_be_parsed_and_compared(text: str) -> None:
    match = compare(Party(role=Role.BUYER, names=(text,)), SUBJECTS[0].entity)
    assert 0 <= match.score <= 1
    assert all(0 <= word.weight <= 1 for word in parse(text).words)


@pytest.fixture(scope="module")
def world() -> World:
    return open_world(EMBEDDED)


def test_a_score_equal_to_the_threshold_is_a_hit(world: World) -> None:
    found = [(s.entity, world.search(s.entity.caption, limit=1)[0].score) for s in SUBJECTS[::7]]
    lost = []
    for entity, score in found:
        here = replace(world, policy=replace(read_policy(), threshold=score))
        tx = Transaction(id="x", date=date(2026, 8, 1), parties=(Party(role=Role.BUYER, names=(entity.caption,)),))
        top = [hit for hit in screen(tx, here).hits if hit.entity]
        if top and min(hit.score for hit in top) < score:
            lost.append(entity.id)
        if not top and any(sanction for sanction in SUBJECTS if sanction.entity.id == entity.id and sanction.sanctions):
            lost.append(entity.id)
    assert lost == []


@pytest.mark.parametrize(
    "name",
    [
        "", " ", "---", "...", "???", "N/A", "n.a.", "None", "null", "unknown", "-", "0", "12345", "LLC", "L.L.C.",
        "GmbH & Co. KG", "有限公司", "주식회사",
        "ООО", "Ltd", "S.A.", "CORP", "Trading", "TRADING CO", "General Trading LLC", "Import Export", "Abu Bakr",
        "Mr", "Company Limited", "\u200b", "\u202e\u202c", "🚢", "()", "Sarl", "株式会社", "شرکت",
    ],
)  # fmt: skip
def test_what_names_nobody_is_too_weak_and_never_clear(world: World, name: str) -> None:
    for kind, verdicts in (("party", {Verdict.NOT_SCREENED}), ("order", {Verdict.REVIEW})):
        tx = Transaction(id="x", kind=kind, date=date(2026, 8, 1), parties=(Party(role=Role.BUYER, names=(name,)),))
        decision = screen(tx, world)
        assert "party.too_weak_to_screen" in {hit.rule for hit in decision.hits}
        assert decision.decision in verdicts
        assert decision.score < 1


def test_an_order_that_names_nobody_to_screen_is_never_clear(world: World) -> None:
    seller = Party(role=Role.SELLER, names=("Aubrac Composants SAS",), country="fr")
    for parties_ in ((), (seller,)):
        decision = screen(Transaction(id="x", date=date(2026, 8, 1), parties=parties_), world)
        assert decision.decision is Verdict.NOT_SCREENED
        assert "warning.no_party" in {warning.code for warning in decision.warnings}


@pytest.mark.parametrize("day", [date.min, date(1, 3, 1), date(1900, 1, 1), date.max])
def test_any_day_at_all_can_be_judged(world: World, day: date) -> None:
    buyer = Party(role=Role.BUYER, names=("SHAHED AVIATION INDUSTRIES",), founded="0001", customer_since="9999-12-31")
    assert screen(Transaction(id="x", date=day, parties=(buyer,)), world).as_of == day
    assert world.searched(day)
