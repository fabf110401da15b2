"""What a pair of names gets: the verdict a reviewer gave it, from a table."""

import csv
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crible.match import THRESHOLD, compare
from crible.names.places import country_code
from crible.records.entity import Entity
from crible.records.hit import Agreement
from crible.records.transaction import Identifier, Party, Role

PAIRS = list(csv.DictReader((Path(__file__).parent / "tables/pairs.csv").read_text("utf-8").splitlines()))


def party(name: str, **facts: object) -> Party:
    return Party(role=Role.BUYER, names=(name,), **facts)  # type: ignore[arg-type]


def entity(name: str, schema: str = "LegalEntity", **properties: tuple[str, ...]) -> Entity:
    return Entity(id="e", schema=schema, properties={"name": (name,), **properties}, datasets=("list",))


@pytest.mark.parametrize("pair", PAIRS, ids=[row["id"] for row in PAIRS])
def test_a_pair_gets_the_verdict_a_reviewer_gave_it(pair: dict[str, str]) -> None:
    facts = {
        "birthDate": pair["listed_born"],
        "country": pair["listed_country"],
        pair["name_property"] or "name": pair["listed"],
    }
    listed = Entity(
        id="e", schema=pair["schema"], properties={k: (v,) for k, v in facts.items() if v}, datasets=("list",)
    )
    ours = party(pair["ours"], born=pair["born"] or None, country=country_code(pair["country"]))
    score = compare(ours, listed).score
    assert (score >= THRESHOLD) == (pair["verdict"] == "match"), f"{score:.3f}: {pair['because']}"


names = st.sampled_from(
    ["Anton Belov", "BELOV, Anton Petrovich", "ООО Дрейк", "Shahed Aviation", "Qasem Soleimani", "Ali"]
)
born = st.sampled_from([None, "1961", "1961-03", "1961-03-07", "1975-01-01"])
countries = st.sampled_from([None, "ir", "ru", "fr"])


@given(names, names, born, born, countries, countries)
def test_the_parts_of_a_score_add_up_to_it(ours: str, theirs: str, b1: str, b2: str, c1: str, c2: str) -> None:
    listed = entity(theirs, "Person", **{k: (v,) for k, v in {"birthDate": b2, "country": c2}.items() if v})
    match = compare(party(ours, born=b1, country=c1), listed)
    total = math.fsum(part.weight for part in match.evidence)
    assert abs(total - match.priority) < 1e-6
    assert abs(1 / (1 + math.exp(-total)) - match.score) < 1e-6


@given(names, names, born, countries)
def test_silence_never_raises_a_score(ours: str, theirs: str, b: str, c: str) -> None:
    """Leaving out a fact that the list knows cannot help more than stating it rightly."""
    listed = entity(theirs, "Person", birthDate=("1961-03-07",), country=("ir",))
    stated = compare(party(ours, born="1961-03-07", country="ir"), listed).score
    assert compare(party(ours), listed).score <= stated
    assert compare(party(ours), listed).score == compare(party(ours, born=b, country=c), entity(theirs, "Person")).score


@given(names, names, st.sampled_from(["Belov, A.", "Шахед", "Trading", "x"]))
def test_one_more_alias_never_hides_a_match(ours: str, theirs: str, alias: str) -> None:
    one = compare(party(ours), entity(theirs))
    assert compare(party(ours), entity(theirs, alias=(alias,))).score >= one.score


def test_the_pair_of_names_shown_is_the_one_that_made_the_score() -> None:
    listed = entity("SOMETHING ELSE", alias=("PARAVAR PARS COMPANY", "PPC"))
    match = compare(Party(role=Role.BUYER, names=("Nobody", "Paravar Pars")), listed)
    assert (match.evidence[0].ours, match.evidence[0].theirs) == ("Paravar Pars", "PARAVAR PARS COMPANY")
    assert match.matched_name == "PARAVAR PARS COMPANY"


def test_a_weak_alias_does_not_alert_alone_but_a_birth_date_confirms_it() -> None:
    listed = entity("BELOV, Anton", "Person", weakAlias=("CHESHIRE KATZE",), birthDate=("1961-03-07",))
    assert compare(party("Cheshire Katze"), listed).score < THRESHOLD
    assert compare(party("Cheshire Katze", born="1961-03-07"), listed).score >= THRESHOLD


def test_a_number_finds_a_body_under_any_name() -> None:
    ship = entity("OLD NAME", "Vessel", imoNumber=("9187629",))
    ours = party("New Name", identifiers=(Identifier(kind="imo", value="IMO 9187629"),))
    match = compare(ours, ship)
    assert match.score >= THRESHOLD
    assert [part.agreement for part in match.evidence if part.what == "identifier:imo"] == [Agreement.SAME]


def test_two_different_imo_numbers_are_two_ships() -> None:
    ship = entity("ANGARA", "Vessel", imoNumber=("9179842",))
    ours = party("Angara", identifiers=(Identifier(kind="imo", value="9187629"),))
    assert compare(ours, ship).score < THRESHOLD


def test_a_party_without_names_is_no_match() -> None:
    assert compare(Party(role=Role.BUYER, names=()), entity("ANGARA")).score < THRESHOLD
