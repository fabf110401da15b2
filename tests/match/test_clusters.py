"""Which listed entities are one body: what ties two of them, what keeps them apart, and that ids never merge."""

from typing import Any

import pytest

from crible.match.clusters import Face, clusters, contradict, tie

ALONE = frozenset({"a", "b"})


def person(*names: str, list_name: str = "a", **facts: Any) -> Face:
    return one("person", *names, list_name=list_name, **facts)


def firm(*names: str, list_name: str = "a", **facts: Any) -> Face:
    return one("body", *names, list_name=list_name, **facts)


def one(kind: str, *names: str, list_name: str, **facts: Any) -> Face:
    sets = {fact: frozenset(facts.get(fact, ())) for fact in ("references", "numbers", "countries", "genders")}
    return Face(lists=(list_name,), kind=kind, names=names, born=tuple(facts.get("born", ())), **sets)


B: Any = {"list_name": "b"}
OTHER = {("inn", "770999")}
FAR = "Ardeshir Kolivand"
TIED = [
    (firm("Zeta Plant", references={"un:QDe.1"}), firm("Zita Works", **B, references={"un:QDe.1"})),
    (firm("Parvaz Sanat", numbers={("ogrn", "1027700")}), firm("Parvaz Sanaat Co", **B, numbers={("ogrn", "1027700")})),
    (person(FAR, born=["1961-03-07"]), person("KOLIVAND, Ardeshir", **B, born=["1961-03-07"])),
    (person(FAR, born=["1961-03-07"]), person("Ardeshir Kolivandi", **B, born=["1961-03-07"])),
    (person(FAR, born=["1961"], countries=["ir"]), person(FAR, **B, born=["1961-03-07"], countries=["ir"])),
    (firm("Kolivand Motors LLC", countries=["ir"]), firm("KOLIVAND MOTORS", **B, countries=["ir", "ae"])),
    (firm("Kolivand Ardeshir Aerostructures"), firm("Kolivand Ardeshir Aerostructures", **B, countries=["ir"])),
]  # fmt: skip
APART = [
    (person(FAR, born=["1961-03-07"]), person(FAR, **B, born=["1971-03-07"])),
    (person(FAR), person(FAR, **B)),  # namesakes: nothing else is known of either
    (person(FAR, born=["1961"], countries=["ir"]), person(FAR, **B, born=["1961"], countries=["sy"])),
    (person(FAR, born=["1961-03-07"], genders=["male"]), person(FAR, **B, born=["1961-03-07"], genders=["female"])),
    (firm("Kolivand Aerostructures", countries=["ir"]), firm("Kolivand Aerostructures", **B, countries=["sy"])),
    (firm("Trading Company"), firm("Trading Company", **B)),
    (firm("Machine Plant No. 12", countries=["ru"]), firm("Machine Plant No. 14", **B, countries=["ru"])),
    (firm(FAR), person(FAR, **B)),
    (firm("Zeta", references={"x"}, numbers={("inn", "770123")}), firm("Z", **B, references={"x"}, numbers=OTHER)),
    (one("ship", "DELLA", list_name="a", countries=["ir"]), one("ship", "DELLA", **B, countries=["ir"])),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), TIED)
def test_what_ties_two_entries(first: Face, second: Face) -> None:
    assert tie(first, second) > 0
    assert clusters([first, second], alone=ALONE) == [0, 0]


@pytest.mark.parametrize(("first", "second"), APART)
def test_what_keeps_two_entries_apart(first: Face, second: Face) -> None:
    assert tie(first, second) == 0
    assert clusters([first, second], alone=ALONE) == [0, 1]


@pytest.mark.parametrize(("first", "second"), [*TIED, *APART])
def test_it_does_not_matter_which_is_asked_first(first: Face, second: Face) -> None:
    assert tie(first, second) == pytest.approx(tie(second, first))
    assert contradict(first, second) == contradict(second, first)


def test_a_third_list_ties_no_two_entries_of_a_list_that_has_one_for_each_body() -> None:
    """Two brothers on one list, and a third list that mixes up their names: it goes to the one it is called after."""
    kamal = person("Kamal Mostafavi", list_name="a", born=["1955-05-04"])
    jamal = person("Jamal Mostafavi", list_name="a", born=["1955-05-04"])
    other = person("Jamal Mostafavi", "Kamal Mostafavi", **B, born=["1955-05-04"])
    assert clusters([kamal, jamal, other], alone=ALONE) == [0, 1, 1]


def test_two_entries_of_a_list_with_several_for_a_body_are_tied_only_by_their_first_names_and_a_fact() -> None:
    listed = firm("Kolivand Aerostructures", list_name="many", countries=["ir"])
    again = firm("Kolivand Aerostructures", list_name="many", countries=["ir"])
    alias = firm("Zeta", "Kolivand Aerostructures", list_name="many", countries=["ir"])
    assert clusters([listed, again], alone=ALONE) == [0, 0]
    assert clusters([listed, alias], alone=ALONE) == [0, 1]


def test_a_number_that_a_crowd_has_in_common_ties_nobody() -> None:
    crowd = [
        firm(f"Kolivand {chr(65 + n % 26)}{n}", list_name=f"l{n}", numbers={("tax", "0000000")}) for n in range(60)
    ]
    assert clusters(crowd, alone=ALONE) == list(range(60))
