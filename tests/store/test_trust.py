"""Whether a new copy may take the place of the last good one: what is gone from it decides."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from crible.records.entity import Entity, Subject
from crible.store.census import Census, census, decoded, encoded
from crible.store.trust import losses

FIELDS = ("alias", "birthDate", "nationality", "passportNumber", "address")


def person(number: int) -> Subject:
    """An invented person with something in every field."""
    said = {field: (f"{field} {number}", f"other {field} {number}") for field in FIELDS}
    entity = Entity(id=f"l-{number}", schema="Person", properties={"name": (f"P {number}",), **said}, datasets=("l",))
    ruling = {"entity": (entity.id,), "program": ("X",), "listingDate": ("2024-01-01",)}
    return Subject(
        entity=entity, sanctions=(Entity(id=f"s-{number}", schema="Sanction", properties=ruling, datasets=("l",)),)
    )


WHOLE = [person(number) for number in range(1_000)]
GOOD = census(WHOLE)


def lost(subjects: Iterable[Subject], old: Census = GOOD, *, same_format: bool = True) -> list[str]:
    return losses(old, census(subjects), tolerance=0.05, same_format=same_format)


def without(field: str, share: float, seed: int) -> list[Subject]:
    """A share of a field's values gone, taken at random, whoever they belong to."""
    held = [(n, value) for n, one in enumerate(WHOLE) for value in said(one, field)]
    gone = set(Random(seed).sample(held, round(share * len(held))))
    return [cut(one, field, [v for v in said(one, field) if (n, v) not in gone]) for n, one in enumerate(WHOLE)]


def said(one: Subject, field: str) -> tuple[str, ...]:
    prefix, _, prop = field.rpartition(".")
    return (one.sanctions[0] if prefix else one.entity).get(prop)


def cut(one: Subject, field: str, values: list[str]) -> Subject:
    prefix, _, prop = field.rpartition(".")
    held = one.sanctions[0] if prefix else one.entity
    thin = replace(held, properties={**held.properties, prop: tuple(values)})
    return replace(one, sanctions=(thin,)) if prefix else replace(one, entity=thin)


def test_twenty_damaged_copies_are_all_refused() -> None:
    damaged: list[Callable[[Random], list[Subject]]] = [
        lambda chance: chance.sample(WHOLE, 950),
        lambda chance: WHOLE[: chance.randrange(1, 950)],
        *(lambda chance, f=field: without(f, 0.05, chance.randrange(99)) for field in (*FIELDS, "sanction.program")),
        *(lambda chance, f=field: [cut(one, f, []) for one in WHOLE] for field in ("name", "alias", "birthDate")),
    ]
    tried = [lost(make(Random(seed))) for seed in range(2) for make in damaged]
    assert len(tried) >= 20
    assert all(tried)


@pytest.mark.parametrize("field", [*FIELDS, "sanction.listingDate"])
@pytest.mark.parametrize("seed", range(5))
def test_a_field_that_loses_five_values_in_a_hundred_is_seen(field: str, seed: int) -> None:
    """Thirty losses, thirty seen: the fill rate of one field, whichever it is."""
    assert any(field in what for what in lost(without(field, 0.05, seed)))


@pytest.mark.parametrize("day", range(10))
def test_a_day_on_which_some_leave_and_some_come_is_let_through(day: int) -> None:
    chance = Random(day)
    left = set(chance.sample(range(1_000), 40))
    after = [one for n, one in enumerate(WHOLE) if n not in left] + [person(1_000 + n) for n in range(20)]
    assert lost(after) == []


def test_a_column_lost_with_the_format_is_no_loss_but_vital_values_are() -> None:
    bare = [cut(one, "nationality", []) for one in WHOLE]
    assert lost(bare) != []
    assert lost(bare, same_format=False) == []
    assert lost([cut(one, "birthDate", []) for one in WHOLE], same_format=False) == ["birth dates fell from 2,000 to 0"]


def test_of_a_short_list_two_may_leave_at_once() -> None:
    few = WHOLE[:10]
    assert lost(few[:8], census(few)) == []
    assert lost(few[:7], census(few)) != []


def test_a_census_is_kept_and_read_back_unless_it_is_damaged() -> None:
    raw = encoded(GOOD)
    again = decoded(raw)
    assert again is not None
    assert losses(GOOD, again, tolerance=0.0001, same_format=True) == []
    assert again.totals == GOOD.totals
    assert decoded(raw[:-9]) is None
    assert decoded(b"") is None


def test_growth_is_never_refused() -> None:
    day, grown = date(2024, 1, 1), WHOLE
    for _ in range(3):
        day, grown = day + timedelta(1), [*grown, *(person(len(grown) + n) for n in range(300))]
        assert lost(grown) == []
