"""Pairs that are two bodies, as near as two bodies come: brothers, sister firms, numbered units, parts replaced.

Neighbours are taken from one list at a time, and from lists in which a body has one entry: two entries are two bodies.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, islice, product
from random import Random

from cache import Listed
from damage import natural
from firms import roman, without_form
from near import Neighbours, plain
from pool import Draft, Maker, Named, Pool, alike, native
from rapidfuzz import fuzz
from same import rendered
from scripts import script
from written import table

MANY = 300
_NATIVE = 260
_NEAR = 0.45  # the trigram cosine of a near miss
# In these a body has one entry, so that two entries of one list are two bodies.
_ONE_ENTRY = frozenset(
    {"us_ofac_sdn", "us_ofac_cons", "un_sc_sanctions", "gb_fcdo_sanctions", "opensanctions_ua_war_sanctions"}
)
_NUMERAL = re.compile(r"\d+(?:st|nd|rd|th|y|ya|oy|go)?|[ivx]+|[a-h]", re.ASCII)
_SON_OF = re.compile(r"(?i)^(\S+) (bin|ibn|ben|son of|ould|bint|daughter of) (\S+) (.{4,})$")
_PLACES = (
    "Syria", "Iran", "Iraq", "Lebanon", "Turkey", "Mexico", "China", "Pakistan", "Belarus", "Russia", "Moscow",
    "Damascus", "Tehran", "Minsk", "Dubai", "Hong Kong", "Singapore", "Venezuela", "Yemen", "Libya", "Sudan",
    "Crimea", "Germany", "Cyprus", "Shanghai", "Beijing", "Istanbul", "Donetsk", "Isfahan", "Colombia",
)  # fmt: skip


def different(pool: Pool, maker: Maker, judged: Mapping[tuple[str, str], bool]) -> None:
    """Negative pairs of every kind from the lists."""
    _neighbours(pool, maker)
    for kind, many, drafts in (
        ("judged_different", MANY, _judged(pool, judged)),
        ("namesake", MANY, _namesakes(pool)),
        ("contained", MANY, _contained(pool)),
        ("roles_swapped", MANY, _roles_swapped(pool)),
        ("given_replaced", MANY, _replaced(pool, "given")),
        ("family_replaced", MANY, _replaced(pool, "family")),
        ("part_replaced", 2 * MANY, _replaced(pool, "any")),
        ("word_replaced", 2 * MANY, _word_replaced(pool)),
        ("place_replaced", MANY, _place_replaced(pool)),
        ("number_changed", MANY, _number_changed(pool)),
        ("numeral_added", 100, _numeral_added(pool)),
        ("other_script_neighbour", 4 * _NATIVE, _other_script(pool)),
    ):
        rng = Random(f"facts {kind} {pool.half}")
        facts = {"namesake": 1.0, "judged_different": 0.8}.get(kind, -1)
        for draft in islice(drafts, many):
            maker.make(draft, kind=kind, is_match=False, source="lists", rng=rng, facts=facts)


def _comparable(pool: Pool) -> Iterator[list[Named]]:
    """The names of one kind on one list, of the lists in which two entries are two bodies."""
    by_list: defaultdict[tuple[str, str], list[Named]] = defaultdict(list)
    for kind in ("Person", "body", "Vessel"):
        for one in pool.of(kind):
            if one.entity.list in _ONE_ENTRY:
                by_list[one.entity.list, kind].append(one)
    yield from (by_list[key] for key in sorted(by_list))


def _words(one: Named) -> tuple[str, ...]:
    return tuple(plain(one.name if one.person else without_form(one.name)).split())


def _neighbours(pool: Pool, maker: Maker) -> None:
    """Two entries that differ in one word, and two that merely look alike."""
    rng, drafts = Random(f"neighbours {pool.half}"), defaultdict[str, list[Draft]](list)
    for named in _comparable(pool):
        for one, other, mine, yours in _one_word_apart(named):
            drafts[_kind(one, mine, yours)].append(Draft(one.name, one.entity, other.name, other.entity))
        for draft in _look_alike(pool, named, rng):
            drafts["look_alike"].append(draft)
    for kind in sorted(drafts):
        found = drafts[kind]
        rng.shuffle(found)
        for draft in _one_of_each(found, MANY if kind != "look_alike" else 2 * MANY):
            maker.make(draft, kind=kind, is_match=False, source="lists", rng=rng)


def _one_word_apart(named: Sequence[Named]) -> Iterator[tuple[Named, Named, str, str]]:
    """Names of two bodies that differ in exactly one word, and in that clearly."""
    sharing: defaultdict[tuple[str, ...], list[tuple[Named, str]]] = defaultdict(list)
    for one in named:
        words = _words(one)
        for n, word in enumerate(words if len(words) > 1 else ()):
            sharing[tuple(sorted(words[:n] + words[n + 1 :]))].append((one, word))
    for shared, members in sharing.items():
        if 1 < len(members) <= 60 and len("".join(shared)) > 4:
            for (one, mine), (other, yours) in combinations(members, 2):
                if one.entity.group != other.entity.group and mine != yours and _other(mine, yours):
                    yield one, other, mine, yours


def _other(mine: str, yours: str) -> bool:
    """Are two words surely not spellings of one?"""
    numerals = _NUMERAL.fullmatch(mine) and _NUMERAL.fullmatch(yours)
    return bool(numerals) or (min(len(mine), len(yours)) > 1 and not alike(mine, yours) and mine[:3] != yours[:3])


def _kind(one: Named, mine: str, yours: str) -> str:
    if _NUMERAL.fullmatch(mine) and _NUMERAL.fullmatch(yours) and not one.person:
        return "numbered"
    if one.person:
        return "brothers" if len(_words(one)) > 2 else "same_family_name"
    return "sister_ship" if one.entity.schema == "Vessel" else "sister_firm"


def _look_alike(pool: Pool, named: list[Named], rng: Random) -> Iterator[Draft]:
    nearest = Neighbours([one.name for one in named])
    for one in islice(pool.one_each(named, rng), 2 * MANY):
        for n, likeness in nearest.nearest(one.name, 8):
            other = named[n]
            if likeness > _NEAR and other.entity.group != one.entity.group and _apart(one.name, other.name):
                yield Draft(one.name, one.entity, other.name, other.entity)
                break


def _apart(one: str, other: str) -> bool:
    """Are two names surely not one: a word of each has no counterpart, and neither is part of the other?"""
    mine, yours = (set(plain(without_form(text)).split()) for text in (one, other))
    if mine <= yours or yours <= mine:
        return False
    lonely = [w for w in mine - yours if not any(alike(w, v) for v in yours)]
    return bool(lonely) and any(not any(alike(w, v) for v in mine) for w in yours - mine)


def _one_of_each(drafts: Sequence[Draft], many: int) -> Iterator[Draft]:
    """At most three pairs of one body."""
    seen: Counter[str] = Counter()
    for draft in drafts:
        groups = (draft.entity1.group, draft.entity2.group)
        if max(seen[group] for group in groups) < 3 and many:
            seen.update(groups)
            many -= 1
            yield draft


def _judged(pool: Pool, judged: Mapping[tuple[str, str], bool]) -> Iterator[Draft]:
    known = {one.id: one for one in pool.entities}
    for (one, other), same in sorted(judged.items()):
        if not same and one in known and other in known:
            ours, theirs = known[one], known[other]
            pairs = product((name for name, _ in ours.names), (name for name, _ in theirs.names))
            mine, yours = max(pairs, key=lambda pair: fuzz.token_sort_ratio(plain(pair[0]), plain(pair[1])))
            yield Draft(mine, ours, yours, theirs)


def _namesakes(pool: Pool) -> Iterator[Draft]:
    """The same or a like name, birth dates years apart: real ones of one list, then ones made up."""
    rng = Random(f"namesakes {pool.half}")
    people = [one for one in pool.of("Person") if one.entity.born]
    by_words: defaultdict[tuple[str, tuple[str, ...]], list[Named]] = defaultdict(list)
    for one in people:
        if one.entity.list in _ONE_ENTRY:
            by_words[one.entity.list, tuple(sorted(_words(one)))].append(one)
    for members in by_words.values():
        for one, other in combinations(members[:5], 2):
            if one.entity.id != other.entity.id and _years_apart(one.entity, other.entity) > 3:
                yield Draft(one.name, one.entity, other.name, other.entity)
    for one in pool.one_each(people, rng):
        year = int(one.entity.born[0][:4]) + rng.choice((-1, 1)) * rng.randint(4, 25)
        born = f"{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        yield Draft(one.name, one.entity, one.name, replace(one.entity, born=(born,)))


def _years_apart(one: Listed, other: Listed) -> int:
    return min((abs(int(a[:4]) - int(b[:4])) for a in one.born for b in other.born), default=0)


def _contained(pool: Pool) -> Iterator[Draft]:
    """Two bodies of one list, the name of one within the other's, which says more."""
    rng, found = Random(f"contained {pool.half}"), []
    for named in _comparable(pool):
        if named[0].entity.schema == "Person":
            continue
        known = {_words(one): one for one in named if len("".join(_words(one))) > 6 and len(_words(one)) > 1}
        for one in named:
            words = _words(one)
            for size in range(2, len(words)):
                for at in (0, len(words) - size):
                    part = known.get(words[at : at + size])
                    if part and part.entity.group != one.entity.group:
                        found.append(Draft(one.name, one.entity, part.name, part.entity))
    rng.shuffle(found)
    yield from _one_of_each(found, MANY)


def _roles_swapped(pool: Pool) -> Iterator[Draft]:
    """X son of Y against Y son of X: all words agree, and it is another man."""
    rng = Random(f"roles {pool.half}")
    fathers = {row["father"].lower(): row for row in table("patronymics")}
    sons = {row["son"].lower(): row["father"] for row in table("patronymics")}
    for one in pool.one_each(pool.of("Person"), rng):
        words = natural(one.name)
        if len(words) == 3 and words[1].lower() in sons and words[0].lower() in fathers:
            swapped = [sons[words[1].lower()], fathers[words[0].lower()]["son"], words[2]]
            if plain(swapped[0]) != plain(words[0]):
                yield Draft(" ".join(swapped), one.entity, " ".join(words), one.entity)
        elif (found := _SON_OF.match(" ".join(words))) and not alike(plain(found[1]), plain(found[3])):
            yield Draft(f"{found[3]} {found[2]} {found[1]} {found[4]}", one.entity, " ".join(words), one.entity)


def _stranger(one: Listed, other: Listed, rng: Random) -> Listed:
    """A relative: countries as the one's, mostly, and a birth date of their own."""
    born = tuple(f"{int(b[:4]) + rng.choice((-1, 1)) * rng.randint(2, 20)}{b[4:]}" for b in one.born[:1])
    return replace(one, born=born, countries=one.countries if rng.random() < 0.7 else other.countries)


def _replaced(pool: Pool, which: str) -> Iterator[Draft]:
    """A person, and one whose given name, family name, or any part of a long name is another's of that culture."""
    rng = Random(f"{which} {pool.half}")
    people = list(pool.one_each(pool.of("Person"), rng))
    by_culture: defaultdict[str, list[Named]] = defaultdict(list)
    for one in people:
        by_culture[one.written.culture].append(one)
    for one in people:
        words, other = natural(one.name), rng.choice(by_culture[one.written.culture])
        theirs = natural(other.name)
        if len(words) < (4 if which == "any" else 2) or len(words) > 7:
            continue
        at = {"given": 0, "family": len(words) - 1}.get(which, rng.randrange(len(words)))
        new = theirs[{"given": 0, "family": -1}.get(which, min(at, len(theirs) - 1))]
        if min(len(new), len(words[at])) > 2 and _other(plain(new), plain(words[at])) and new.isalpha():
            name = " ".join([*words[:at], new, *words[at + 1 :]])
            yield Draft(name, _stranger(one.entity, other.entity, rng), one.name, one.entity)


def _word_replaced(pool: Pool) -> Iterator[Draft]:
    """A firm, and one whose most telling word is another firm's."""
    rng = Random(f"word {pool.half}")
    firms = [one for one in pool.one_each(pool.of("body"), rng) if _words(one)]
    seen = Counter(word for one in firms for word in _words(one))
    telling = [max(_words(one), key=lambda w: (-seen[w], len(w), w)) for one in firms]
    for one, word in zip(firms, telling, strict=True):
        new = rng.choice(telling)
        spot = re.search(rf"(?i)\b{re.escape(word)}\b", one.name)
        if spot and len(_words(one)) > 1 and min(len(word), len(new)) > 3 and _other(word, new) and new.isalpha():
            cased = new.upper() if spot.group().isupper() else new.title()
            yield Draft(one.name[: spot.start()] + cased + one.name[spot.end() :], one.entity, one.name, one.entity)


def _place_replaced(pool: Pool) -> Iterator[Draft]:
    """A bank of one country, and the bank of another."""
    rng = Random(f"place {pool.half}")
    pattern = re.compile(rf"(?i)\b(?:{'|'.join(_PLACES)})\b")
    for one in pool.one_each(pool.of("body"), rng):
        if (spot := pattern.search(one.name)) and len(_words(one)) > 2:
            new = rng.choice([place for place in _PLACES if place.lower() != spot.group().lower()])
            name = one.name[: spot.start()] + (new.upper() if spot.group().isupper() else new) + one.name[spot.end() :]
            yield Draft(name, one.entity, one.name, one.entity)


def _number_changed(pool: Pool) -> Iterator[Draft]:
    """A numbered unit, and the one with another number."""
    rng = Random(f"number {pool.half}")
    named = [one for one in pool.latin if not one.person]
    for one in pool.one_each(named, rng):
        if spot := re.search(r"\d{1,4}(?!\d)", one.name):
            number = int(spot.group())
            near = [n for n in (number + 1, number - 1, number + 2, number * 2, number + 10) if n > 0 and n != number]
            yield Draft(f"{one.name[: spot.start()]}{rng.choice(near)}{one.name[spot.end() :]}", one.entity, *_is(one))
        elif spot := re.search(r"\b(?:II|III|IV|VI|VII|VIII|IX|XI|XII)\b", one.name):
            others = [roman(n) for n in range(2, 13) if roman(n) != spot.group()]
            yield Draft(one.name[: spot.start()] + rng.choice(others) + one.name[spot.end() :], one.entity, *_is(one))


def _is(one: Named) -> tuple[str, Listed]:
    return one.name, one.entity


def _numeral_added(pool: Pool) -> Iterator[Draft]:
    """A ship, and the next of her name."""
    rng = Random(f"numeral {pool.half}")
    for one in pool.one_each(pool.of("Vessel"), rng):
        if not _NUMERAL.fullmatch(plain(one.name).split()[-1]):
            yield Draft(f"{one.name} {rng.choice(('II', 'III', '2', '3', '7'))}", one.entity, one.name, one.entity)


def _other_script(pool: Pool) -> Iterator[Draft]:
    """A name in its original script, and the Latin name of the body whose name is nearest to it."""
    rng = Random(f"other script {pool.half}")
    named = [Named(one, name) for one in pool.entities for name in native(one)]
    by_script: defaultdict[str, list[Named]] = defaultdict(list)
    for one in pool.one_each(named, rng):
        by_script[script(one.name)].append(one)
    for known in sorted(by_script):
        members = by_script[known]
        nearest = Neighbours([one.name for one in members])
        for one in members[: _NATIVE * (2 if known == "arabic" else 1)]:
            for n, _ in nearest.nearest(one.name, 6):
                other = members[n]
                text = rendered(other)
                same_kind = (one.entity.schema == "Person") == (other.entity.schema == "Person")
                if text and same_kind and other.entity.group != one.entity.group and _apart(one.name, other.name):
                    yield Draft(one.name, one.entity, text, other.entity)
                    break


def ordinary_near(pool: Pool, ordinary: Sequence[Named], maker: Maker, many: int = 900) -> None:
    """Ordinary names, each with the listed name that looks most like it."""
    rng = Random(f"ordinary near {pool.half}")
    nearest = Neighbours([one.name for one in pool.latin])
    made = 0
    for one in ordinary:
        for n, likeness in nearest.nearest(one.name, 4):
            other = pool.latin[n]
            if likeness > _NEAR and one.person == other.person and _unlike(one.name, other.name):
                draft = Draft(one.name, one.entity, other.name, other.entity)
                maker.make(draft, kind="ordinary_near", is_match=False, source="ordinary", rng=rng)
                made += 1
                break
        if made == many:
            break


def _unlike(one: str, other: str) -> bool:
    """Not the same words, and not one within the other: such an ordinary name may be the listed one."""
    mine, yours = (set(plain(without_form(text)).split()) for text in (one, other))
    return not (mine <= yours or yours <= mine) and fuzz.token_sort_ratio(plain(one), plain(other)) < 92
