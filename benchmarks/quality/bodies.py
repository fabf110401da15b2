"""Listed entities from the real lists, with the group and the half that each belongs to.

A group is wider than a body: the snapshot's bodies, joined where people judged two ids the same, and where two
entries have a name of the same words. So the same body never stands in both halves, even where crible fails to tie it.
"""

import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from cache import Listed, half_of
from near import plain

from crible.match.clusters import face
from crible.records.entity import Entity, NameClass, Subject
from crible.screening import World
from crible.store import build, fetch_from, open_world

_COUNTRIES = ("country", "nationality", "citizenship", "jurisdiction", "mainCountry", "birthCountry")
_SCHEMATA = frozenset({"Person", "Company", "Organization", "LegalEntity", "Vessel"})
_FSF_SCHEMATA = {"individual": "Person", "entity": "Organization", "vessel": "Vessel"}
# Names of the same words join groups unless more than so many have them ("Mohammed", "Al Rahman").
_CROWD = 30
# How the judgements of 2021 call the entries of lists that we call otherwise.
_THEIR_PREFIXES = {
    "ofac-sdn-": "ofac-", "ofac-cons-": "ofac-", "unsc-": "unsc-", "gb-hmt-": "gb-ofsi-", "au-dfat-": "au-dfat-",
    "ch-seco-": "ch-seco-", "eu-fsf-": "eu-fsf-",
}  # fmt: skip


def world(data: Path, home: Path) -> World:
    """Every list of which there is a good copy, frozen and opened."""
    for outcome in fetch_from(home, data):
        if outcome.what == "stored":
            print(f"  {outcome.list} {outcome.publication.day if outcome.publication else ''}", file=sys.stderr)
    return open_world(build(home), home=home)


class Sets:
    """Disjoint sets, each named by its smallest member."""

    def __init__(self) -> None:
        self._root: dict[str, str] = {}

    def root(self, this: str) -> str:
        """The name of the set that this is in."""
        while self._root.setdefault(this, this) != this:
            self._root[this] = self._root[self._root[this]]
            this = self._root[this]
        return this

    def join(self, one: str, other: str) -> None:
        """Make the two sets one."""
        low, high = sorted((self.root(one), self.root(other)))
        self._root[high] = low


class Bodies:
    """The listed entities of all lists by id, grouped."""

    def __init__(self, data: Path, home: Path) -> None:
        opened = world(data, home).indexes
        subjects = [opened.subjects[n] for n in range(len(opened.subjects))]
        self._sets = Sets()
        for n, one in enumerate(subjects):
            self._sets.join(one.entity.id, subjects[opened.bodies[n][0]].entity.id)
        self.judged = dict(_judged(data))
        entities = [one.entity for one in subjects if one.entity.schema in _SCHEMATA] + list(_fsf(data))
        known = {entity.id for entity in entities}
        for (left, right), same in self.judged.items():
            if same and left in known and right in known:
                self._sets.join(left, right)
        self._join_by_names(entities)
        self._families = self._families_of(known)
        self.listed = {this.id: self._listed(this) for this in sorted(entities, key=lambda e: e.id) if this.names()}
        self.numbers = {one.entity.id: _numbers(one) for one in subjects}

    def _join_by_names(self, entities: list[Entity]) -> None:
        named: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        for entity in entities:
            for text, kind in entity.names():
                words = tuple(sorted(plain(text).split()))
                if kind is not NameClass.WEAK and len("".join(words)) > 4:
                    named[words].append(entity.id)
        for members in named.values():
            if len(members) <= _CROWD:
                for this in members[1:]:
                    self._sets.join(members[0], this)

    def _families_of(self, known: set[str]) -> Sets:
        """Groups of which people judged two to be different stand in one half, or the judgement could not be used."""
        families = Sets()
        for (one, other), same in self.judged.items():
            if not same and one in known and other in known:
                families.join(self._sets.root(one), self._sets.root(other))
        return families

    def _listed(self, entity: Entity) -> Listed:
        group = self._sets.root(entity.id)
        return Listed(
            id=entity.id,
            group=group,
            half=half_of(self._families.root(group)),
            list=entity.datasets[0],
            schema=entity.schema,
            names=tuple((text, str(kind)) for text, kind in entity.names()),
            born=tuple(dict.fromkeys(born[:10] for born in entity.get("birthDate") if born[:4].isdigit())),
            countries=tuple(dict.fromkeys(value for prop in _COUNTRIES for value in entity.get(prop))),
            gender=entity.first("gender") or "",
        )


def _numbers(subject: Subject) -> frozenset[str]:
    """References and numbers that name one body only."""
    from crible.lists.listings import references

    known = face(subject, references(subject))
    return known.references | {f"{kind}:{form}" for kind, form in known.numbers}


def _fsf(data: Path) -> Iterator[Entity]:
    """The Union's consolidated list as somebody re-laid it out: names in all languages and original scripts."""
    path = data / "eu" / "fsf_derived_all_20260128.json.gz"
    if not path.is_file():
        return
    for row in json.loads(gzip.decompress(path.read_bytes()))["entities"]:
        schema = _FSF_SCHEMATA.get(str(row["type"]).lower())
        if row["source"][:1] == ["EU"] and schema and row["name"]:
            yield _fsf_entity(row, schema)


def _fsf_entity(row: Mapping[str, Any], schema: str) -> Entity:
    aliases = tuple(dict.fromkeys(alias for alias in row["aliases"] if alias and alias != row["name"]))
    # The re-layout lost which aliases the Union calls weak; a single word is never strong.
    properties = {
        "name": (row["name"],),
        "alias": tuple(alias for alias in aliases if len(alias.split()) > 1),
        "weakAlias": tuple(alias for alias in aliases if len(alias.split()) == 1),
        "birthDate": tuple(row["birthdates"]) if schema == "Person" else (),
    }
    return Entity(id=f"eu-fsf-{row['source_id']}", schema=schema, properties=properties, datasets=("eu_fsf_derived",))


def _judged(data: Path) -> Iterator[tuple[tuple[str, str], bool]]:
    """What people judged: (one of our ids, another) → are they the same?"""
    path = data / "opensanctions" / "resolve_judgements_20210929.ijson.gz"
    root = Sets()
    rows = [json.loads(line)[:3] for line in gzip.decompress(path.read_bytes()).splitlines()]
    for left, right, judgement in rows:
        if judgement == "positive":
            root.join(left, right)
    members: defaultdict[str, list[str]] = defaultdict(list)
    for this in sorted({row[side] for row in rows if row[2] == "positive" for side in (0, 1)}):
        if our := _ours(this):
            members[root.root(this)].append(our)
    for group in members.values():
        yield from (((group[0], other), True) for other in group[1:])
        yield from ((pair, True) for pair in pairwise(group[1:]))
    for left, right, judgement in rows:
        if judgement == "negative" and (one := _ours(left)) and (other := _ours(right)) and one != other:
            yield (min(one, other), max(one, other)), False


def _ours(theirs: str) -> str | None:
    return next((theirs.replace(old, new, 1) for old, new in _THEIR_PREFIXES.items() if theirs.startswith(old)), None)
