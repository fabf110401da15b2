"""How each list stands: the copy in force, its age, what it holds against the good copy before it, what was refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crible.lists import LISTS, card_of
from crible.lists.card import Card
from crible.records.error import CribleError
from crible.store import snapshots
from crible.store.census import VITAL, Census
from crible.store.crosscheck import Check
from crible.store.originals import GOOD, Publication, census_of, current, publications, refusal, standing, stored_lists

STALE, NEVER, DAMAGED = "stale", "never_fetched", "damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a list: how many values, in how many subjects, now and in the good copy before."""

    name: str
    values: int
    filled: int
    before: int | None  # values; None: there is no earlier good copy to compare with


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """One list as it stands on a day. Shares are of the listed subjects of the copy in force."""

    card: Card
    state: str  # "good", "degraded", "stale", "never_fetched", "damaged"
    why: str
    copy: Publication | None
    age: int | None  # days since the day of the copy
    before: Publication | None  # the good copy that this one was held against
    fields: tuple[Field, ...]  # those that screening lives on, then every other


def health(home: Path, on: date) -> Iterator[Health]:
    """Every list that can be read or was ever stored, in the order of the table of lists."""
    for name in dict.fromkeys([*LISTS, *stored_lists(home)]):
        yield of_list(home, name, on)


def of_list(home: Path, name: str, on: date) -> Health:
    """How one list stands on a day."""
    card = card_of(name)
    bare = {"card": card, "copy": None, "age": None, "before": None, "fields": ()}
    try:
        copy = current(home, name)
    except CribleError as fault:
        return Health(state=DAMAGED, why=fault.what, **bare)  # type: ignore[arg-type]
    if copy is None:
        told = refusal(home, name)
        return Health(state=NEVER, why=told.why if told else "", **bare)  # type: ignore[arg-type]
    age = (on - date.fromisoformat(copy.day)).days if copy.day else None
    state, why = standing(home, copy)
    if state == GOOD and (stale := _stale(copy, card, on)):
        state, why = STALE, stale
    before = next((one for one in publications(home, name) if one.id == copy.compared_with), None)
    fields = _fields(census_of(home, copy), census_of(home, before) if before else None)
    return Health(card=card, state=state, why=why, copy=copy, age=age, before=before, fields=tuple(fields))


def _stale(copy: Publication, card: Card, on: date) -> str:
    """Why a copy is stale, as answers judge it: by its day, or by the day its publisher had nothing newer."""
    known = max(copy.day or "", copy.checked_at[:10])
    if not known:
        return "nothing says how old it is"
    days = (on - date.fromisoformat(known)).days
    return f"{days} days old, of at most {card.max_age_days}" if days > card.max_age_days else ""


def _fields(now: Census | None, before: Census | None) -> Iterator[Field]:
    if now is None:
        return
    values, filled, then = now.totals, now.filled, before.totals if before else None
    for name in [*VITAL, *sorted(set(now.fields) - set(VITAL))]:
        was = then.get(name, 0) if then is not None else None
        yield Field(name=name, values=values[name], filled=filled[name], before=was)


def checks(home: Path) -> list[Check]:
    """The lists held against each other in the newest snapshot; none without one."""
    if "latest" not in snapshots.named(home):
        return []
    return snapshots.manifest(snapshots.folder(home)).checks
