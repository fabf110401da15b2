"""What the quality benchmark is built of: halves that never mix, damage that is damage, figures that add up."""

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
import pytest

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "quality"

# Whoever changes the hash lets every matcher that was trained peep at its examination.
HALVES_OF_40191 = ["development", "held-out", "held-out", "held-out"]


@pytest.fixture(autouse=True)
def _benchmark(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = set(sys.modules)
    monkeypatch.syspath_prepend(str(BENCHMARK))
    yield
    for name in set(sys.modules) - before:
        if Path(getattr(sys.modules[name], "__file__", None) or "/").parent == BENCHMARK:
            del sys.modules[name]


def test_a_body_belongs_to_one_half_for_ever() -> None:
    from cache import HALVES, half_of

    halves = [half_of(f"ofac-{n}") for n in range(2000)]
    assert 900 < halves.count(HALVES[0]) < 1100
    assert [half_of(f"ofac-{n}") for n in range(40191, 40195)] == HALVES_OF_40191


def test_pairs_of_one_half_hold_nothing_of_the_other() -> None:
    from cache import Listed, half_of
    from different import different
    from pool import Maker, Pool
    from same import same

    rng = Random(1)
    given = ["Anton", "Boris", "Viktor", "Igor", "Oleg", "Pavel", "Roman"]
    family = ["Belov", "Sokolov", "Orlov", "Titov", "Zimin", "Lunin"]
    listed = []
    for n in range(300):
        words = rng.choice(given), rng.choice(given) + "ovich", rng.choice(family)
        names = ((" ".join(words), "primary"), (f"{words[2].upper()}ff, {words[0]}", "strong"))
        born = (f"19{n % 50 + 40}-03-07",)
        listed.append(
            Listed(
                id=f"ofac-{n}",
                group=f"ofac-{n}",
                half=half_of(f"ofac-{n}"),
                list="us_ofac_sdn",
                schema="Person",
                names=names,
                born=born,
            )
        )
    made = {}
    for half in ("development", "held-out"):
        maker = Maker(half)
        same(pool := Pool(listed, half), maker, {}, {})
        different(pool, maker, {})
        made[half] = maker.made
        assert {pair.half for pair in maker.made} == {half}
        real = {name for one in listed if one.half == half for name, _ in one.names}
        aliases = [pair for pair in maker.made if pair.kind in ("alias", "brothers", "same_family_name")]
        assert aliases
        assert all({pair.name1, pair.name2} <= real for pair in aliases)
    assert {p.is_match for p in made["development"]} == {True, False}


def test_every_damage_is_told_by_its_seed_and_changes_the_name() -> None:
    from damage import DAMAGES
    from written import Written

    names = [
        Written("BELOV, Aleksandr Petrovich", True, "russian"),
        Written("Mohammad Hussein Al-Qasemi", True, "arabic"),
        Written("Paravar Pars Engineering Company No. 12 Ltd.", False, ""),
    ]
    for kind, damage in DAMAGES.items():
        once, again = ([damage(name, Random(f"{kind}{n}")) for n in range(20) for name in names] for _ in range(2))
        assert once == again
        assert any(result and result != name.name for result, name in zip(once, names * 20, strict=True)), kind


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        ("Mohammad Hosseini", "Muhamad HUSAINI", True),
        ("Александр Белов", "BELOV Aleksandr", True),
        ("Abu Bakr", "The Engineer", False),
        ("Chembulk Savannah", "Chem Sinyoo", False),
    ],
)
def test_only_names_that_render_one_another_are_taken_for_one(one: str, other: str, may: bool) -> None:
    from pool import related

    assert related(one, other) is may
    assert related(other, one) is may


def test_the_figures_are_what_the_textbook_says() -> None:
    from figures import Found, auc, best_threshold, bins, found_at, rates, threshold_at

    scores, same = np.array([0.9, 0.8, 0.7, 0.4, 0.2]), np.array([True, True, False, True, False])
    assert auc(scores, same) == pytest.approx(5 / 6)
    assert auc(np.array([0.5, 0.5]), np.array([True, False])) == 0.5
    assert best_threshold(scores, same) == 0.4
    assert rates(scores, same, 0.75).recall == pytest.approx(2 / 3)
    assert rates(scores, same, 0.4).f1 == pytest.approx(2 * 0.75 / 1.75)
    assert [count for _, count, _, _ in bins(scores, same)] == [1, 1, 1, 1, 1]
    ordinary = [n / 1000 for n in range(1000)]
    assert sum(score >= threshold_at(ordinary, 0.01) for score in ordinary) == 10
    answers = [("a", [Found("a1", 0.8)]), ("b", [Found("x", 0.9), Found("b", 0.3)])]
    assert found_at(answers, 0.5, {"a1": "a"}) == 0.5


def test_a_sample_has_every_kind() -> None:
    from cache import Pair
    from sampled import sampled_pairs

    pairs = [
        Pair(
            id=str(n),
            half="development",
            is_match=True,
            kind=f"kind {min(n % 7, 3)}",
            script="latin",
            source="lists",
            schema="Person",
            name1="a",
            name2="b",
        )
        for n in range(700)
    ]
    some = sampled_pairs(pairs, 70)
    assert 65 <= len(some) <= 75
    assert {pair.kind for pair in some} == {f"kind {n}" for n in range(4)}
    assert sampled_pairs(pairs, 0) == pairs
