"""What is asked of which list: listed names damaged, aliases withheld, scripts apart, and names that are nobody's."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from random import Random

from cache import Listed, Query
from damage import DAMAGES, MILD
from near import plain
from ordinary import COMPOSED, Composed, Parts, russians
from pool import Named, Pool, native, related, says_enough, strong
from same import rendered
from scripts import language, script

LISTED, WITHHELD, OF_A_LANGUAGE, NATIVE_LIST, ADDED = 900, 900, 260, 700, 100
# Ordinary names asked for by source; a list of Latin names is asked only for the first so many of them.
ORDINARY = {"sec": 500, "icij": 500, "congress": 100, "world": 500, "composed": 400}
ORDINARY_NATIVE, ORDINARY_BESIDE_NATIVE = 220, 700


@dataclass(frozen=True, slots=True)
class Task:
    """A task: the variant of the list that is asked, and the ordinary names that set its threshold."""

    name: str
    variant: str
    ordinary: tuple[str, ...]
    says: str


TASKS = (
    Task("listed", "listed", ("ordinary",), "listed people and bodies, mildly damaged"),
    Task("withheld", "listed", ("ordinary",), "aliases that the list searched does not have"),
    Task("original", "latin", ("ordinary_few", "ordinary_native"), "original script against a list in Latin letters"),
    Task("latin", "native", ("ordinary",), "Latin letters against a list in original script"),
)


def tasks(pool: Pool, parts: Parts, ordinary: dict[str, list[Named]]) -> tuple[dict[str, list[Listed]], list[Query]]:
    """The variants of the list by name, and every query of every task."""
    left, withheld = _withheld(pool)
    added = list(_added(parts, pool.half))
    variants = {
        "listed": left,
        "latin": [*_only(pool, latin=True), *(one for one, _ in added)],
        "native": _only(pool, latin=False),
    }
    found = [
        *_listed(pool, left),
        *withheld,
        *_original(pool),
        *(query for _, query in added),
        *_latin(pool),
        *_ordinary(pool, ordinary),
        *_ordinary_native(parts, pool.half, {query.name for _, query in added}),
    ]
    return variants, [replace(query, id=f"{query.task}-{n}") for n, query in enumerate(found)]


def _query(pool: Pool, task: str, part: str, name: str, entity: Listed) -> Query:
    return Query(id="", half=pool.half, task=task, slice=part, name=name, schema=entity.schema, own=entity.group)


def _withheld(pool: Pool) -> tuple[list[Listed], list[Query]]:
    """The list without one alias of each of some bodies, and these aliases."""
    rng, queries, gone = Random(f"withheld {pool.half}"), [], {}
    for one in pool.one_each(pool.latin, rng):
        words = _words(one.name)
        left = [name for e in pool.groups[one.entity.group] for name in strong(e) if _words(name) != words]
        if left:
            part = "spelled_otherwise" if any(related(one.name, name) for name in left) else "another_name"
            queries.append(_query(pool, "withheld", part, one.name, one.entity))
            gone[one.entity.group] = words
        if len(queries) == WITHHELD:
            break
    left_over = [_without(one, gone[one.group]) if one.group in gone else one for one in pool.entities]
    return [one for one in left_over if one.names], queries


def _words(name: str) -> tuple[str, ...]:
    return tuple(sorted(plain(name).split()))


def _without(one: Listed, words: tuple[str, ...]) -> Listed:
    return replace(one, names=tuple((text, kind) for text, kind in one.names if _words(text) != words))


def _listed(pool: Pool, left: Sequence[Listed]) -> Iterator[Query]:
    """Names that stand on the list, mildly damaged."""
    names = [Named(one, name) for one in left for name in strong(one) if says_enough(name, one)]
    for kind in MILD:
        rng, made = Random(f"mild {kind} {pool.half}"), 0
        for one in pool.one_each(names, rng):
            if (name := DAMAGES[kind](one.written, rng)) and name != one.name:
                yield _query(pool, "listed", kind, name, one.entity)
                made += 1
            if made == LISTED // len(MILD):
                break


def _only(pool: Pool, *, latin: bool) -> list[Listed]:
    """The list with its Latin names only, or with those in other scripts."""
    kept = []
    for one in pool.entities:
        names = tuple((text, kind) for text, kind in one.names if (script(text) in ("latin", "")) == latin)
        if names:
            kept.append(replace(one, names=names))
    return kept


def _original(pool: Pool) -> Iterator[Query]:
    """Names in their original script of entities that the list has in Latin letters."""
    rng, seen = Random(f"original {pool.half}"), Counter[str]()
    named = [Named(one, name) for one in pool.entities if strong(one) for name in native(one)]
    for one in pool.one_each(named, rng):
        countries = {country for member in pool.groups[one.entity.group] for country in member.countries}
        known = language(one.name, countries)
        seen[known] += 1
        if seen[known] <= OF_A_LANGUAGE and len(one.name) > 2:
            yield _query(pool, "original", known, one.name, one.entity)


def _added(parts: Parts, half: str) -> Iterator[tuple[Listed, Query]]:
    """People put together, put on the Latin list and asked for in their own script: there are few real ones."""
    for culture in COMPOSED:
        people = parts.people(culture, Random(f"added {culture} {half}"))
        for n, one in enumerate(islice(people, ADDED)):
            this = f"added-{culture}-{n}"
            names = ((one.latin, "primary"),)
            yield (
                Listed(id=this, group=this, half=half, list="composed", schema="Person", names=names),
                Query(
                    id="",
                    half=half,
                    task="original",
                    slice=f"{culture}, composed",
                    name=one.native,
                    schema="Person",
                    own=this,
                ),
            )


def _latin(pool: Pool) -> Iterator[Query]:
    """Latin names of entities that the list has in their original script."""
    rng, seen = Random(f"latin {pool.half}"), defaultdict[str, int](int)
    named = [Named(one, name) for one in pool.entities for name in native(one)]
    for one in pool.one_each(named, rng):
        known = language(one.name, one.entity.countries)
        seen[known] += 1
        if seen[known] <= NATIVE_LIST // 5 and (name := rendered(one)):
            yield _query(pool, "latin", known, name, one.entity)


def _ordinary(pool: Pool, ordinary: dict[str, list[Named]]) -> Iterator[Query]:
    """Ordinary names in Latin letters; the first of each source make up the smaller set, too."""
    total = sum(ORDINARY.values())
    for source, names in ordinary.items():
        for n, one in enumerate(names[: ORDINARY[source]]):
            query = _query(pool, "ordinary", source, one.name, one.entity)
            yield query
            if n < ORDINARY[source] * ORDINARY_BESIDE_NATIVE // total:
                yield replace(query, task="ordinary_few")


def _ordinary_native(parts: Parts, half: str, listed: set[str]) -> Iterator[Query]:
    """Ordinary names in their own scripts."""
    for culture in (*COMPOSED, "russian"):
        rng = Random(f"ordinary {culture} {half}")
        names = russians(rng) if culture == "russian" else map(_native, parts.people(culture, rng))
        for name in islice((name for name in names if name not in listed), ORDINARY_NATIVE):
            yield Query(id="", half=half, task="ordinary_native", slice=culture, name=name, schema="Person")


def _native(one: Composed) -> str:
    return one.native
