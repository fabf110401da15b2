"""The user's own policy: what it does not say stays as packaged, and what it misspells stops."""

import pytest

from crible.records.error import CribleError
from crible.records.hit import Binds, Measure, Severity
from crible.screening import read_policy
from crible.screening.policy import one_step_less


def test_one_cell_of_a_measure_can_be_changed_alone() -> None:
    policy = read_policy('[party.licence]\nyes = "critical"')
    assert policy.party[Measure.LICENCE] == {**read_policy().party[Measure.LICENCE], "yes": Severity.CRITICAL}


@pytest.mark.parametrize(
    "text",
    [
        'hme = "FR"',
        'home = "France"',
        "threshold = 70",
        '[decision]\ncritcal = "hold"',
        '[decision]\nhigh = "stop"',
        '[party.licences]\nyes = "high"',
        '[party.licence]\nyess = "high"',
        '[party.licence]\nyes = "grave"',
        '[party]\nlicence = "high"',
        'party = "high"',
        "home = [",
    ],
)
def test_a_policy_that_means_nothing_is_refused_with_a_way_out(text: str) -> None:
    with pytest.raises(CribleError) as refused:
        read_policy(text, where="mine.toml")
    assert (refused.value.where, bool(refused.value.do)) == ("mine.toml", True)


@pytest.mark.parametrize("severity", Severity)
def test_a_weak_match_is_never_graver_than_a_strong_one(severity: Severity) -> None:
    order = list(Severity)
    assert order.index(one_step_less(severity)) >= order.index(severity)


@pytest.mark.parametrize("binds", Binds)
@pytest.mark.parametrize("measure", Measure)
def test_the_packaged_policy_weighs_every_measure(measure: Measure, binds: Binds) -> None:
    policy = read_policy()
    for nexus in (False, True):
        assert policy.severity(measure, binds, nexus=nexus, score=1.0) in Severity
