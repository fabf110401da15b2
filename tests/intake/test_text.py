"""What free text and the cells of parties say besides a name."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from _tables import table
from crible.intake import mentions
from crible.intake.freetext import MOST
from crible.intake.partycell import read_cell
from crible.records.table import cell
from crible.records.transaction import Identifier, Party, Role


def numbers(found: object) -> set[str]:
    return {f"{n.kind}:{n.value}" for n in found if isinstance(n, Identifier)}  # type: ignore[attr-defined]


@pytest.mark.parametrize("case", table("intake/tables/mentions.csv"), ids=lambda case: case["id"])
def test_free_text_gives_its_names_births_and_numbers_and_nothing_else(case: dict[str, str]) -> None:
    found = mentions(case["text"], "notes")
    assert tuple(name for party in found for name in party.names) == cell(case["names"])
    assert {party.born for party in found} - {None} == set(cell(case["born"]))
    assert numbers([n for party in found for n in party.identifiers]) == set(cell(case["numbers"]))
    assert all(party.role is Role.MENTIONED and party.found_in == "notes" for party in found)


@pytest.mark.parametrize("case", table("intake/tables/party_cells.csv"), ids=lambda case: case["cell"])
def test_a_party_cell_is_taken_apart_as_a_reader_would(case: dict[str, str]) -> None:
    found = read_cell(case["cell"], "buyer")
    assert found.names == cell(case["names"])
    assert {fact for fact in found.facts if isinstance(fact, str)} == set(cell(case["born"]))
    assert numbers(found.facts) == set(cell(case["numbers"]))
    assert tuple(other.names[0] for other in found.others) == cell(case["others"])


def test_further_lines_of_a_cell_are_an_address_and_read_as_text() -> None:
    found = read_cell("ACME LLC\nattn Hossein Akbari\nDubai", "buyer")
    assert found.names == ("ACME LLC",)
    assert found.below == "attn Hossein Akbari Dubai"
    assert [other.names for other in found.others] == [("Hossein Akbari",)]


def test_a_fact_belongs_to_the_name_before_it() -> None:
    first, second = mentions("Hossein Akbari, Reza Karimi (DOB 1970-01-02)", "notes")
    assert (first.names, first.born) == (("Hossein Akbari",), None)
    assert (second.names, second.born) == (("Reza Karimi",), "1970-01-02")


def test_no_text_gives_more_mentions_than_the_limit() -> None:
    words = [f"{a}{b}rov{c} Karim{c}{a}" for a in "BDFGK" for b in "aeiou" for c in "aeiouylmnr"]
    assert len(mentions("; ".join(words), "notes")) == MOST


@pytest.mark.parametrize(
    "text",
    [
        "A" * 20_000,
        "Aa " * 6_600,
        "(" * 20_000,
        "()" * 10_000,
        "born " * 4_000,
        "a.k.a. " * 2_800,
        "\"'" * 10_000,
        "AB" * 5_000 + ", " * 5_000,
        "1 " * 10_000,
        "é\u0301" * 10_000,
        "\ufdfa" * 20_000,
        "Ab-" * 6_600,
        "attn: " * 3_300,
        "İ" * 20_000,
    ],
    ids=lambda text: repr(text[:6]),
)
def test_hostile_text_is_read_in_linear_time(text: str) -> None:
    mentions("warm up Hossein Akbari born 1961", "notes")
    start = time.process_time()
    mentions(text, "notes")
    read_cell(text, "buyer")
    assert time.process_time() - start < 5  # 20,000 characters; 0.1 s and less when measured alone


@given(st.text(max_size=200))
def test_any_text_is_answered(text: str) -> None:
    for party in mentions(text, "notes"):
        assert isinstance(party, Party)
        assert party.names or party.identifiers or party.email or party.phone or party.website
    assert read_cell(text, "buyer").names


@given(st.text(alphabet="abcdefgh ACDE.,-'", min_size=1, max_size=40).map(str.strip).filter(bool))
def test_a_name_with_nothing_beside_it_stays_as_it_is_written(name: str) -> None:
    assert name.split("(")[0][:1] == read_cell(name, "buyer").names[0][:1]
