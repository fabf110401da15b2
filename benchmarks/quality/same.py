"""Pairs that are one body: from the lists themselves, from what people judged, and from damage."""

from collections.abc import Iterator, Mapping
from itertools import combinations, islice
from random import Random

from cache import Listed
from damage import DAMAGES, SYSTEMS, romanised
from near import plain
from ordinary import COMPOSED, Composed, Parts
from pool import Draft, Maker, Named, Pool, native, related, says_enough, strong
from rapidfuzz import fuzz
from scripts import script

MANY = 220  # pairs of each kind of damage
_ALIASES, _LISTS, _NATIVE, _COMPOSED = 700, 700, 260, 120
_WORD_FOR_WORD = 0.2


def same(
    pool: Pool, maker: Maker, judged: Mapping[tuple[str, str], bool], numbers: Mapping[str, frozenset[str]]
) -> None:
    """Positive pairs of every kind from the lists."""
    for kind, drafts in (
        ("alias", _aliases(pool, Random(f"alias {pool.half}"))),
        ("other_list", _other_list(pool, numbers, Random(f"list {pool.half}"))),
        ("judged_same", _judged(pool, judged)),
    ):
        rng = Random(f"{kind} {pool.half}")
        many = {"alias": _ALIASES}.get(kind, _LISTS)
        for draft in islice(drafts, many):
            maker.make(draft, kind=kind, is_match=True, source="lists", rng=rng, facts=0.6)


def _aliases(pool: Pool, rng: Random) -> Iterator[Draft]:
    """Two strong names of one entity, spelled differently."""
    order = [members[0] for members in pool.groups.values()]
    rng.shuffle(order)
    for one in order:
        names = [name for name in strong(one) if says_enough(name, one)]
        pairs = [(a, b) for a, b in combinations(names[:8], 2) if _differ(a, b) and related(a, b)]
        if pairs:
            ours, theirs = rng.choice(pairs)
            yield Draft(ours, one, theirs, one)


def _differ(one: str, other: str) -> bool:
    return sorted(plain(one).split()) != sorted(plain(other).split())


def _other_list(pool: Pool, numbers: Mapping[str, frozenset[str]], rng: Random) -> Iterator[Draft]:
    """Entries of two lists with a number or a reference in common, each under the name it is listed by first."""
    groups = sorted(pool.groups)
    rng.shuffle(groups)
    for group in groups:
        found = [
            (a, b)
            for a, b in combinations(pool.groups[group], 2)
            if a.list != b.list and numbers.get(a.id, frozenset()) & numbers.get(b.id, frozenset())
        ]
        if found:
            yield from _entries(*rng.choice(found), rng)


def _judged(pool: Pool, judged: Mapping[tuple[str, str], bool]) -> Iterator[Draft]:
    known = {one.id: one for one in pool.entities}
    order = sorted(pair for pair, same in judged.items() if same)
    rng = Random(f"judged {pool.half}")
    rng.shuffle(order)
    for one, other in order:
        if one in known and other in known:
            yield from _entries(known[one], known[other], rng)


def _entries(one: Listed, other: Listed, rng: Random) -> Iterator[Draft]:
    """The pair of two entries' first names; where the words are the same, mostly none: every matcher finds it."""
    ours, theirs = (next(iter(strong(entity)), "") for entity in (one, other))
    if ours and theirs and says_enough(ours, one) and says_enough(theirs, other) and related(ours, theirs):
        if not _differ(ours, theirs) and rng.random() > _WORD_FOR_WORD:
            return
        yield Draft(ours, one, theirs, other)


def damaged(pool: Pool, maker: Maker, ordinary: list[Named]) -> None:
    """A listed name, or an ordinary one, and the same name damaged."""
    for kind, damage in DAMAGES.items():
        rng = Random(f"{kind} {pool.half}")
        named = [*pool.one_each(pool.latin, rng), *ordinary]
        rng.shuffle(named)
        made = 0
        for one in named:
            result = damage(one.written, rng)
            if result and result != one.name and (made := made + 1):
                source = "ordinary" if one.entity.list == "ordinary" else "lists"
                maker.make(_once(one, result), kind=kind, is_match=True, source=source, rng=rng)
            if made == MANY:
                break


def _once(one: Named, name: str) -> Draft:
    return Draft(name, one.entity, one.name, one.entity)


def systems(pool: Pool, maker: Maker) -> None:
    """One Cyrillic name in two systems of transliteration."""
    rng = Random(f"systems {pool.half}")
    named = [Named(one, name) for one in pool.entities for name in native(one) if script(name) == "cyrillic"]
    for one in islice(pool.one_each(named, rng), MANY):
        ours, theirs = (romanised(one.name, system) for system in rng.sample(SYSTEMS, 2))
        if plain(ours) != plain(theirs):
            maker.make(
                Draft(ours, one.entity, theirs, one.entity), kind="systems", is_match=True, source="lists", rng=rng
            )


def other_script(pool: Pool, maker: Maker) -> None:
    """A name in its original script, and its Latin rendering on the same list; at most so many of one language."""
    rng = Random(f"native {pool.half}")
    counts: dict[str, int] = {}
    named = [Named(one, name) for one in pool.entities for name in native(one)]
    for one in pool.one_each(named, rng):
        if rendering := rendered(one):
            draft = Draft(one.name, one.entity, rendering, one.entity)
            known = script(one.name)
            counts[known] = counts.get(known, 0) + 1
            if counts[known] <= _NATIVE * (2 if known == "arabic" else 1):
                maker.make(draft, kind="original_script", is_match=True, source="lists", rng=rng)


def rendered(one: Named) -> str:
    """Of an entity's Latin names the one that renders a native name; "" if none is near and there are several."""
    names = [name for name in strong(one.entity) if says_enough(name, one.entity)]
    if script(one.name) in ("han", "kana", "korean", "thai"):  # firms' names are translated: the first is as good
        return names[0] if names else ""
    found = [name for name in names if related(one.name, name)]
    return max(found, key=lambda name: fuzz.token_sort_ratio(plain(one.name), plain(name)), default="")


def composed(parts: Parts, maker: Maker, half: str) -> None:
    """People put together: the native name and the Latin one; and two with the same family name."""
    for culture in COMPOSED:
        rng = Random(f"composed {culture} {half}")
        people = parts.people(culture, rng)
        for one in islice(people, _COMPOSED):
            entity = fictitious(culture)
            draft = Draft(one.native, entity, one.latin, entity)
            maker.make(draft, kind="composed", is_match=True, source="wikidata", rng=rng)
        for _ in range(_COMPOSED):
            one, other = _of_one_family(people)
            draft = Draft(one.native, fictitious(culture), other.latin, fictitious(culture))
            maker.make(draft, kind="composed_other_given_name", is_match=False, source="wikidata", rng=rng)


def _of_one_family(people: Iterator[Composed]) -> tuple[Composed, Composed]:
    """Two people of one family name whose given names are not renderings of one."""
    one = next(people)
    return one, next(p for p in people if p.family == one.family and not related(one.given, p.given))


def fictitious(culture: str) -> Listed:
    """Somebody who is on no list."""
    country = {"korean": "kr", "chinese": "cn", "japanese": "jp", "persian": "ir", "arabic": "eg"}.get(culture, "")
    countries = (country,) if country else ()
    return Listed(id="", group="", half="", list="ordinary", schema="Person", names=(), countries=countries)
