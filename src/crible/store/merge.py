"""One entity per list id: what to keep when an id is both embedded and fetched, or on two lists of one publisher."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from crible.lists.ftm import is_a, properties
from crible.lists.listings import authority
from crible.records.entity import Entity, Subject
from crible.store.wire import id_of, read_subject, subject_lines


def merged(fetched: Iterable[bytes], embedded: Iterable[Subject]) -> dict[str, bytes]:
    """All subjects by id, as `subject_lines`: whole lists stand in memory as bytes, never as objects."""
    by_id: dict[str, bytes] = {}
    for block in fetched:
        this = id_of(block)
        known = by_id.get(this)
        by_id[this] = subject_lines(union(read_subject(known), read_subject(block))) if known else block
    for subject in embedded:
        won = by_id.get(subject.entity.id)
        kept = fetched_over_embedded(read_subject(won), subject) if won else subject
        by_id[subject.entity.id] = subject_lines(kept)
    return by_id


def union(first: Subject, second: Subject) -> Subject:
    """Two lists of one publisher that share an id (OFAC's SDN and consolidated lists): everything either says."""
    schema = second.entity.schema if is_a(second.entity.schema, first.entity.schema) else first.entity.schema
    entity = replace(
        first.entity,
        schema=schema,
        properties=_fitting(_joined(first.entity.properties, second.entity.properties), schema),
        datasets=_unique((*first.entity.datasets, *second.entity.datasets)),
    )
    known = {e.id for e in (*first.sanctions, *first.around)}
    return Subject(
        entity=entity,
        sanctions=(*first.sanctions, *(e for e in second.sanctions if e.id not in known)),
        around=(*first.around, *(e for e in second.around if e.id not in known)),
    )


def fetched_over_embedded(fetched: Subject, embedded: Subject) -> Subject:
    """The fetched subject, with two things that its list is silent on taken from the register.

    The register's listings by *other* authorities stay: the fetched list cannot contradict them. And
    a listing that carries no day (OFAC's flat files carry none) gets the register's, with its basis.
    """
    by_regime = {regime: sanction for sanction in embedded.sanctions if (regime := sanction.first("programId"))}
    by_authority = {authority(sanction): sanction for sanction in reversed(embedded.sanctions)}
    sanctions = [
        _dated(sanction, by_regime.get(sanction.first("programId") or "") or by_authority.get(authority(sanction)))
        for sanction in fetched.sanctions
    ]
    theirs = {authority(sanction) for sanction in fetched.sanctions}
    others = [sanction for sanction in embedded.sanctions if authority(sanction) not in theirs]
    datasets = _unique((*fetched.entity.datasets, *embedded.entity.datasets))
    return Subject(
        entity=replace(fetched.entity, datasets=datasets),
        sanctions=(*sanctions, *others),
        around=fetched.around,
    )


_DAY = ("listingDate", "startDate")
_BASIS = ("status", "description")


def _dated(sanction: Entity, ours: Entity | None) -> Entity:
    if ours is None or any(sanction.get(prop) for prop in _DAY):
        return sanction
    taken = {prop: ours.get(prop) for prop in (*_DAY, *_BASIS) if ours.get(prop)}
    return replace(sanction, properties={**sanction.properties, **taken})


def _joined(first: Mapping[str, tuple[str, ...]], second: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    props = sorted(first.keys() | second.keys())
    return {prop: _unique((*first.get(prop, ()), *second.get(prop, ()))) for prop in props}


def _fitting(said: Mapping[str, tuple[str, ...]], schema: str) -> Mapping[str, tuple[str, ...]]:
    """What a schema has a property for, the rest as notes: one list may call a firm what another calls a body."""
    known = properties(schema)
    notes = [f"{prop}: {value}" for prop, values in said.items() if prop not in known for value in values]
    fitting = {prop: values for prop, values in said.items() if prop in known}
    return fitting | ({"notes": _unique((*fitting.get("notes", ()), *notes))} if notes else {})


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
