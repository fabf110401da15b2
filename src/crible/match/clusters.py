"""Which listed entities are one body? The same firm on five lists is five entities, tied together beside them.

Ties come from shared references and numbers, then from names with facts. A tie is drawn only where nothing
contradicts it: a wrong one would lay one body's listing at another's door, a missing one shows two findings for one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from crible.match.facts import COUNTRY_PROPERTIES, ONE_EACH, SHARED, dates
from crible.match.names import compare_names
from crible.names.carried import numbers_of
from crible.names.name import Name, WordKind, parse, too_weak
from crible.records.entity import NameClass, Subject
from crible.records.hit import Agreement

# A key that more entities than this have in common ties nobody: a placeholder, an agent's address, "Mohammed".
_CROWD = 40
# Name similarity and agreeing weight asked for, by what else agrees. Chosen on the development half of human
# judgements on list ids (benchmarks/clusters.py): precision first.
_SAME, _NEAR, _ROUGH = 0.98, 0.90, 0.55
_CALLED_ALIKE = 0.88  # what comes after the point of a tie between two that bear the same name in the first place
_SURE = 0.999  # nothing agrees better
_THREE_WORDS, _TWO_WORDS, _ONE_WORD = 2.0, 1.3, 0.75

References = Callable[[Subject], Iterable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What of a subject counts for telling whether it is another one, too."""

    lists: tuple[str, ...]
    kind: str  # "person", "ship", "aircraft", "place", "asset", "body"
    references: frozenset[str]
    numbers: frozenset[tuple[str, str]]
    names: tuple[str, ...]  # strong ones
    born: tuple[str, ...]
    countries: frozenset[str]
    genders: frozenset[str]


_KINDS = {"Person": "person", "Vessel": "ship", "Airplane": "aircraft", "Address": "place", "Security": "asset"}
_STRONG = frozenset({NameClass.PRIMARY, NameClass.STRONG, NameClass.FORMER})


def face(subject: Subject, references: Iterable[str] = ()) -> Face:
    """The face of a subject; `references` are the numbers other lists know it by ("un:QDi.001", "us-ofac:7157")."""
    entity = subject.entity
    numbers = numbers_of(entity, subject.around)
    return Face(
        lists=entity.datasets,
        kind=_KINDS.get(entity.schema, "body"),
        references=frozenset(references),
        numbers=frozenset((kind, form) for kind, form in numbers if kind not in SHARED and len(form) > 4),
        names=tuple(dict.fromkeys(text for text, kind in entity.names() if kind in _STRONG))[:_MOST_NAMES],
        born=tuple(born[:10] for born in entity.get("birthDate") if born[:4].isdigit()),
        countries=frozenset(value for prop in COUNTRY_PROPERTIES for value in entity.get(prop)),
        genders=frozenset(entity.get("gender")),
    )


_MOST_NAMES = 40


def clusters(faces: Sequence[Face], *, alone: frozenset[str]) -> list[int]:
    """For each face the number of the first face that is the same body; its own number if there is none before it.

    In the lists named by `alone`, one body has one entry, so that two entries are never tied, not even through a third;
    in the others two entries of one list are one body only if they are tied themselves, and are called alike.
    """
    sets = _Sets(faces, alone)
    for _, a, b in sorted(_ties(faces), key=lambda tie: (-tie[0], tie[1], tie[2])):
        sets.join(a, b)
    return [sets.root(n) for n in range(len(faces))]


def _ties(faces: Sequence[Face]) -> Iterator[tuple[float, int, int]]:
    """(strength, one, other) for each two faces that may be the same."""
    tried: set[tuple[int, int]] = set()
    for members in _blocks(faces).values():
        if 1 < len(members) <= _CROWD:
            for a, b in combinations(sorted(set(members)), 2):
                if (a, b) not in tried:
                    tried.add((a, b))
                    if strength := tie(faces[a], faces[b]):
                        yield strength, a, b


def _blocks(faces: Sequence[Face]) -> Mapping[object, list[int]]:
    """The faces that have a key in common. Who shares none is never compared."""
    blocks: defaultdict[object, list[int]] = defaultdict(list)
    for n, one in enumerate(faces):
        for key in set(_keys(one)):
            blocks[key].append(n)
    return blocks


def _keys(one: Face) -> Iterator[object]:
    yield from one.references
    yield from (form for _, form in one.numbers)
    parsed = [_parsed(text) for text in one.names]
    for name in parsed:
        if words := _telling(name):
            yield (one.kind, *sorted(words))
    if one.kind == "person":
        every = {word for name in parsed for word in _telling(name)}
        yield from ((born, word) for born in one.born if len(born) > 4 for word in every)


@lru_cache(maxsize=1 << 11)
def _parsed(text: str) -> Name:
    return parse(text)


def _telling(name: Name) -> list[str]:
    """The spellings of a name's words, without legal forms and particles."""
    return [word.spelling for word in name.words if word.kind not in (WordKind.FORM, WordKind.PARTICLE)]


def tie(a: Face, b: Face) -> float:
    """How strongly two faces are tied: from 4 by a reference, 3 by a number, 2 and 1 by names with facts; 0 not at all.

    What comes after the point is how well their names agree, the first of each most: of two entries that one
    entry may be, it is tied to the one that it is called after.
    """
    if contradict(a, b):
        return 0
    similarity, agreeing = _best_names(a.names, b.names, a.kind)
    if a.references & b.references:
        strength = 4
    elif a.numbers & b.numbers and similarity >= _ROUGH:
        strength = 3
    elif a.kind == "person":
        strength = _person_tie(a, b, similarity, agreeing)
    else:  # ships change names and share them: only numbers tell them apart, or aircraft, or wallets
        strength = _body_tie(a, b, similarity, agreeing) if a.kind == "body" else 0
    if not strength:
        return 0
    return strength + 0.3 * similarity + 0.6 * _best_names(a.names[:1], b.names[:1], a.kind)[0]


def _person_tie(a: Face, b: Face, similarity: float, agreeing: float) -> int:
    born = _births(a, b)
    if born == "day" and similarity >= _NEAR and agreeing >= _ONE_WORD:
        return 2
    return 1 if born == "year" and similarity >= _SAME and agreeing >= _TWO_WORDS and not _elsewhere(a, b) else 0


def _body_tie(a: Face, b: Face, similarity: float, agreeing: float) -> int:
    if a.countries & b.countries and similarity >= _SAME and agreeing >= _ONE_WORD:
        return 2
    if _elsewhere(a, b) or agreeing < _TWO_WORDS:
        return 0
    return 1 if similarity >= _SAME or (similarity >= _NEAR and agreeing >= _THREE_WORDS) else 0


def _elsewhere(a: Face, b: Face) -> bool:
    """Do both name countries, and none in common?"""
    return bool(a.countries and b.countries and not a.countries & b.countries)


def contradict(a: Face, b: Face) -> bool:
    """Does anything the two say rule out that they are one?"""
    if a.kind != b.kind or (a.genders and b.genders and not a.genders & b.genders):
        return True
    if a.kind == "person" and a.born and b.born and not _births(a, b):
        return True
    return any(_other_number(a, b, kind) for kind in ONE_EACH)


def _other_number(a: Face, b: Face, kind: str) -> bool:
    ours, theirs = ({form for known, form in one.numbers if known == kind} for one in (a, b))
    return bool(ours and theirs and not ours & theirs)


def _births(a: Face, b: Face) -> str:
    """How birth dates agree: to the "day", to the "year", or "" for not at all, or for silence."""
    pairs = [(x, y) for x in a.born for y in b.born]
    if any(x == y and len(x) == 10 for x, y in pairs):
        return "day"
    return "year" if any(dates(x, y) is Agreement.SAME for x, y in pairs) else ""


def _best_names(mine: Sequence[str], yours: Sequence[str], kind: str) -> tuple[float, float]:
    """Similarity and agreeing weight of the pair of names that agrees best."""
    best = (0.0, 0.0)
    for ours in mine:
        for theirs in yours:
            left, right = map(_parsed, sorted((ours, theirs)))  # in one order, so that the answer is one
            if too_weak(left) or too_weak(right):
                continue
            found = compare_names(left, right, person=kind == "person")
            best = max(best, (found.similarity, found.agreeing))
            if best[0] > _SURE and best[1] >= _THREE_WORDS:
                return best
    return best


class _Sets:
    """Disjoint sets of faces, each named by its smallest number; a join that something contradicts is not made."""

    def __init__(self, faces: Sequence[Face], alone: frozenset[str]) -> None:
        self._faces, self._alone = faces, alone
        self._root = list(range(len(faces)))
        self._members: dict[int, list[int]] = {}

    def root(self, n: int) -> int:
        """The name of the set that n is in."""
        while self._root[n] != n:
            self._root[n] = self._root[self._root[n]]
            n = self._root[n]
        return n

    def join(self, a: int, b: int) -> None:
        """Make the two sets one, unless a member of one rules out a member of the other."""
        low, high = sorted((self.root(a), self.root(b)))
        if low == high:
            return
        here, there = self._members.get(low, [low]), self._members.get(high, [high])
        if any(self._apart(self._faces[x], self._faces[y]) for x in here for y in there):
            return
        self._root[high] = low
        self._members[low] = here + there

    def _apart(self, a: Face, b: Face) -> bool:
        shared = set(a.lists) & set(b.lists)
        return bool(self._alone & shared) or contradict(a, b) or (bool(shared) and tie(a, b) % 1 < _CALLED_ALIKE)
