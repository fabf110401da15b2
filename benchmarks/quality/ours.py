"""Crible asked through its front doors: `compare` for pairs, a `World` built of the list for queries."""

from collections.abc import Iterator, Sequence
from itertools import starmap
from pathlib import Path
from typing import Any

from cache import Listed, Pair, Query, listed
from figures import Found, Scored

from crible.match import compare
from crible.records.entity import CLASS_OF_PROPERTY, Entity, Subject
from crible.records.transaction import Party, Role
from crible.screening import World
from crible.store import open_world, snapshots
from crible.store.wire import subject_lines

_PROPERTIES = {str(kind): prop for prop, kind in CLASS_OF_PROPERTY.items()}
_MOST = 10


def scores(pairs: Sequence[Pair]) -> list[Scored]:
    """Score and priority of each pair."""
    return list(starmap(_compared, ((_party(pair), _theirs(pair)) for pair in pairs)))


def _compared(party: Party, entity: Entity) -> Scored:
    match = compare(party, entity)
    return Scored(match.score, match.priority)


def _party(pair: Pair) -> Party:
    return Party(
        role=Role.PARTY,
        names=(pair.name1,),
        schema=pair.schema,
        born=pair.born1 or None,
        country=pair.country1 or None,
    )


def _theirs(pair: Pair) -> Entity:
    properties = {"name": (pair.name2,), "birthDate": pair.born2, "country": pair.country2}
    return Entity(id="theirs", schema=pair.schema, properties=_said(properties), datasets=("benchmark",))


def _said(properties: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {prop: values for prop, values in properties.items() if values}


def world(cache: Path, half: str, variant: str) -> World:
    """A world of one variant of the list."""
    home = cache / "worlds"
    blocks = {one.id: subject_lines(Subject(entity=_entity(one))) for one in listed(cache, half, variant)}
    files = snapshots.frozen(blocks, [_row(len(blocks))], [])
    name = f"{variant}-{half}"
    snapshots.write(home, files, names=(name,))
    return open_world(name, home=home)


def _entity(one: Listed) -> Entity:
    names = {prop: tuple(t for t, kind in one.names if _PROPERTIES[kind] == prop) for prop in _PROPERTIES.values()}
    country = "nationality" if one.schema == "Person" else "country"
    properties = {**names, "birthDate": one.born, country: one.countries, "gender": (one.gender,) if one.gender else ()}
    return Entity(id=one.id, schema=one.schema, properties=_said(properties), datasets=("benchmark",))


def _row(entities: int) -> dict[str, Any]:
    facts = {"version": "1", "day": None, "checked": None, "state": "good", "why": "", "sha256": ""}
    return {"list": "benchmark", "entities": entities, "names": 0, "refused": 0, **facts}


def answers(asked: World, queries: Sequence[Query]) -> Iterator[list[Found]]:
    """The ten likeliest entities for each query."""
    for query in queries:
        matches = asked.search(query.name, limit=_MOST, schema=query.schema)
        yield [Found(match.entity.id, match.score) for match in matches]
