"""Every clause of OFAC's remarks becomes a property, or stays a note word for word."""

import csv

import pytest
from _ofac import HERE, everything, one_row
from hypothesis import given
from hypothesis import strategies as st

from crible.lists import ftm
from crible.lists.drafts import one_line
from crible.lists.ofac.remarks import clauses
from crible.records.entity import Subject
from crible.records.table import rows

CASES = list(csv.DictReader((HERE / "tables" / "ofac_clauses.csv").read_text("utf-8").splitlines()))
RULES = rows("lists", "ofac_clauses", ("starts", "of", "reads", "to", "country", "shape"))


def said(kind: str, clause: str) -> set[str]:
    """What a clause adds to a subject that has no remarks otherwise."""
    return values(one_row(f"{clause}.", kind=kind)) - values(one_row("", kind=kind))


def values(subject: Subject) -> set[str]:
    """Every value as "property=value"; what is not the subject's own begins with its schema."""
    return {
        f"{'' if e is subject.entity else f'{e.schema}.'}{prop}={value}"
        for e in everything(subject)
        for prop in e.properties
        for value in e.get(prop)
    }


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_clause_gives_what_a_reviewer_read_in_it(case: dict[str, str]) -> None:
    assert said(case["kind"], case["clause"]) == set(case["gives"].split("|"))


@pytest.mark.parametrize("rule", RULES, ids=[f"{rule['starts']} ({rule['of']}{rule['country']})" for rule in RULES])
def test_a_rule_names_a_property_that_followthemoney_has(rule: dict[str, str]) -> None:
    schema = "Sanction" if rule["reads"].startswith("ruling") else rule["of"]
    assert not rule["to"] or rule["reads"] == "link" or rule["to"] in ftm.properties(schema)


def test_the_full_stop_that_closes_the_remarks_belongs_to_no_value() -> None:
    assert one_row("DOB 1962; POB Shati.").entity.get("birthPlace") == ("Shati",)


def test_a_semicolon_in_a_quoted_alias_divides_nothing() -> None:
    assert one_row("DOB 1962; a.k.a. 'A; B'; POB Shati.").entity.get("weakAlias") == ("A; B",)


def test_a_quotation_mark_that_never_closes_swallows_nothing() -> None:
    entity = one_row("a.k.a. 'OPEN; DOB 1962; POB Shati.").entity
    assert (entity.get("birthDate"), entity.get("birthPlace")) == (("1962",), ("Shati",))


def test_a_bracket_over_several_clauses_stays_together() -> None:
    text = "(Data derived from a passport: Alt. DOB: 10 October 1969; Passport No.: 0310857, Eritrea)"
    assert clauses(f"DOB 1962; {text}.") == ["DOB 1962", text]


def test_remarks_that_name_a_programme_stand_under_that_programme_alone() -> None:
    directive = "Executive Order 13662 Directive Determination - Subject to Directive 1"
    risk = "Secondary sanctions risk: by law"
    subject = one_row(f"{directive}; {risk}.", programmes="UKRAINE-EO13662] [SDGT")
    notes = {s.first("program"): set(s.get("provisions")) & {directive, risk} for s in subject.sanctions}
    assert notes == {"UKRAINE-EO13662": {directive, risk}, "SDGT": {risk}}


@given(st.lists(st.sampled_from([case["clause"] for case in CASES]), min_size=1, max_size=12, unique=True), st.data())
def test_where_the_remarks_are_cut_in_two_makes_no_difference(parts: list[str], data: st.DataObject) -> None:
    text = "; ".join(parts) + "."
    at = data.draw(st.integers(0, len(text) - 1))
    assert one_row(text[:at], comments=text[at:]) == one_row(text)


PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters='"'), max_size=200)


@given(PLAIN, st.sampled_from(["individual", "-0- ", "vessel", "aircraft", "submarine"]))
def test_whatever_the_remarks_say_the_entities_are_valid(text: str, kind: str) -> None:
    assert [fault for e in everything(one_row(text, kind=kind)) for fault in ftm.faults(e)] == []


@given(PLAIN)
def test_what_no_pattern_knows_stays_word_for_word(text: str) -> None:
    clause = one_line(f"zz {text.replace(';', ',').replace('(', '')}")
    assert one_row(f"{clause}.", kind="-0- ").entity.get("notes") == (clause,)
