"""Every rule file is well formed, says where it comes from, and does what its own examples claim."""

from datetime import date
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from _shared import SHARED, needs_shared
from _trade import every_hit, order, transaction
from crible import redflags
from crible.records.error import CribleError
from crible.records.hit import Binds, LawState, Severity
from crible.records.table import toml
from crible.redflags.rule import rule
from crible.report.sentences import document, known, say

NAMES = [r.name for r in redflags.rules().rules]
GRAVITY = list(Severity)
EXAMPLES = [
    (name, kind, number, example)
    for name in NAMES
    for kind in ("flagged", "not_flagged")
    for number, example in enumerate(toml("redflags", "rules", f"{name}.toml")[kind], 1)
]


@pytest.mark.parametrize(
    ("name", "kind", "number", "example"), EXAMPLES, ids=[f"{n}-{k}-{i}" for n, k, i, _ in EXAMPLES]
)
def test_a_rule_flags_what_its_examples_say(name, kind, number, example) -> None:
    own = next(r for r in redflags.rules().rules if r.name == name)
    found = every_hit(transaction(example), example["as_of"])
    flags = [hit for hit in found if hit.rule == own.id and hit.says.values.get("rule") == name]
    # A graver rule for the same flag may speak in its place.
    graver = [h for h in found if h.rule == own.id and GRAVITY.index(h.severity) < GRAVITY.index(own.severity)]
    assert bool(flags or graver) is (kind == "flagged"), [(h.rule, h.says.values.get("rule")) for h in found]


@pytest.mark.parametrize("own", redflags.rules().rules, ids=lambda r: r.name)
def test_a_rule_asks_only_for_facts_that_exist_and_cites_a_flag_and_a_source(own) -> None:
    assert {*own.all, *own.any, *own.none} <= set(redflags.FACTS)
    assert own.all or own.any
    assert own.id in redflags.rules().flags
    assert own.source
    assert all(own.innocent_if.values())
    assert all(known(f"settle.{code}") for code in own.settle)


def test_every_fact_is_asked_for_or_kept_for_a_reason() -> None:
    asked = {fact for r in redflags.rules().rules for fact in (*r.all, *r.any, *r.none)}
    assert set(redflags.FACTS) - asked == {"founded_after_2022_02_24", "payer_in_place_of_concern", "young_firm"}


@pytest.mark.parametrize("flag", redflags.rules().flags.values(), ids=lambda flag: flag.id)
def test_every_researched_flag_is_worded_in_both_languages_and_sourced(flag) -> None:
    assert flag.sign["sign_en"]
    assert flag.sign["sign_fr"]
    assert flag.sign["sign_en"] != flag.sign["sign_fr"]
    assert flag.source.url.startswith("https://")


def test_a_red_flag_is_no_law_and_says_when_its_source_was_not_read_in_full() -> None:
    example = toml("redflags", "rules", "payer_not_buyer.toml")["flagged"][0]
    (flag,) = [h for h in every_hit(transaction(example), example["as_of"]) if h.rule == "RF044"]
    assert (flag.binds, flag.law_state, flag.regime) == (Binds.NO, LawState.UNCONFIRMED, "")
    assert say(flag.says, "en").startswith("Payer is not the buyer and has no clear link (RF044). Innocent if: ")
    assert say(flag.says, "fr").startswith("Le payeur n’est pas l’acheteur")
    assert document(flag.to_settle[0], "en") == "who the payer is to the buyer, in writing"


def test_a_rule_file_with_a_misspelt_key_is_refused() -> None:
    with pytest.raises(CribleError, match="nonne"):
        rule("x", {"id": "RF044", "severity": "low", "nonne": []})


def test_of_two_rules_for_one_flag_the_graver_speaks_alone() -> None:
    example = toml("redflags", "rules", "forwarder_as_consignee_priority_goods.toml")["flagged"][0]
    found = [h for h in every_hit(transaction(example), example["as_of"]) if h.rule == "RF010"]
    assert [h.severity for h in found] == [Severity.HIGH]


INNOCENT = {
    "payer is the buyer": {"parties": [{"role": "payer", "name": "BRANDHOFER WERKE GMBH"}]},
    "a forwarder is named as forwarder": {
        "parties": [{"role": "forwarder", "name": "Ostermark Spedition", "country": "de"}]
    },
    "a personal mailbox": {
        "parties": [{"role": "consignee", "name": "Anna Linde", "country": "de", "email": "a@gmail.com"}]
    },
    "the papers forbid re-export": {"texts": {"notes": "No re-export to Russia, Belarus or Iran."}},
    "a new customer": {
        "parties": [{"role": "consignee", "name": "Linde Optik", "country": "be", "founded": "2024-01-05"}]
    },
}


@pytest.mark.parametrize("more", INNOCENT.values(), ids=INNOCENT.keys())
@pytest.mark.parametrize("hs", ["85423190", "490199", "840710", ""])
@pytest.mark.parametrize("country", ["fr", "de", "be"])
def test_an_everyday_order_within_the_union_makes_notes_at_most(more, hs, country) -> None:
    found = every_hit(order(country, hs, **more), date(2024, 6, 12))
    assert {hit.severity for hit in found} <= {Severity.INFO}


def test_an_american_subsidiary_paying_for_its_german_parent_is_no_more_than_a_weak_sign() -> None:
    payer = {"role": "payer", "name": "Brandhofer America Inc", "country": "us"}
    found = every_hit(order("de", "85423190", parties=[payer]), date(2024, 6, 12))
    assert {hit.severity for hit in found} <= {Severity.INFO, Severity.LOW}


@given(st.text(max_size=3_000))
def test_no_free_text_can_stop_the_flags(text: str) -> None:
    tx = order("tr", "854231", texts={"notes": text}, description=text)
    first = every_hit(tx, date(2024, 6, 12))
    assert first == every_hit(tx, date(2024, 6, 12))
    assert {"goods.high_priority", "route.transshipment", "RF066"} <= {hit.rule for hit in first}


def test_iran_at_the_end_of_a_long_note_is_read() -> None:
    found = every_hit(order("ae", "490199", texts={"notes": "word " * 800 + "then on to Tehran"}), date(2024, 6, 12))
    assert "RF051" in {hit.rule for hit in found}


@needs_shared
def test_the_packaged_flags_are_what_the_tool_makes_of_the_research(tmp_path) -> None:
    from _tools import load

    packaged = resources.files("crible").joinpath("redflags", "tables", "red_flags.csv").read_bytes()
    target = tmp_path / "red_flags.csv"
    target.write_bytes(packaged)  # the French lives in the packaged table
    load("compile_red_flags").main(SHARED / "domain" / "red_flags.csv", target)
    assert target.read_bytes() == packaged
    assert len(redflags.rules().flags) == 70
