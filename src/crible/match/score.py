"""Evidence → one number in 0..1, and its parts, which add up to it."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from crible.match.facts import Fact, facts
from crible.match.names import NameMatch, compare_names
from crible.match.weights import WEIGHTS
from crible.names.name import Name, every_reading, parse
from crible.records.entity import Entity, NameClass
from crible.records.hit import Agreement, Citation, Evidence
from crible.records.transaction import Party

Cite = Callable[[Entity], Citation]

THRESHOLD: float = WEIGHTS["threshold"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A party and an entity, compared.

    `score` is 0 to 1. `priority` is the log-odds behind it and never saturates: it orders the pile of
    near-certain matches. The weights of `evidence` add up to `priority`.
    """

    party: Party
    entity: Entity
    score: float
    priority: float
    matched_name: str  # theirs
    name_class: NameClass
    evidence: tuple[Evidence, ...]


def compare(ours: Party, theirs: Entity, *, around: Iterable[Entity] = (), cite: Cite | None = None) -> Match:
    """Is this party that entity? The best pair of names, and every other fact both sides speak of.

    `around` are the papers and wallets that a list ties to the entity; `cite` says where it comes from.
    """
    source = (cite or _plain)(theirs)
    mine, yours, name_class, name = best_names(ours.names, theirs)
    found = facts(ours, theirs, around)
    evidence = [_name_evidence(mine, yours, name, source)] if name else []
    evidence += [_evidence(fact, source) for fact in found]
    if name_class is NameClass.WEAK and not any(_confirms(fact) for fact in found):
        evidence.append(_weak(yours, source))
    priority = round(math.fsum(part.weight for part in evidence), 6) if evidence else WEIGHTS["name"]["base"]
    return Match(
        party=ours,
        entity=theirs,
        score=round(_logistic(priority), 6),
        priority=priority,
        matched_name=yours,
        name_class=name_class,
        evidence=tuple(evidence),
    )


def best_names(ours: Sequence[str], theirs: Entity) -> tuple[str, str, NameClass, NameMatch | None]:
    """The pair of names that agrees best, and how; ties go to the stronger class, then to list order."""
    person = theirs.schema == "Person"
    best: tuple[float, str, str, NameClass, NameMatch] | None = None
    for mine in ours:
        for read, (yours, name_class) in product(every_reading(mine), _listed_names(theirs)):
            match = compare_names(read, yours, person=person)
            worth = match.weight + (WEIGHTS["name"]["weak_alias"] if name_class is NameClass.WEAK else 0.0)
            if best is None or worth > best[0]:
                best = (worth, mine, yours.original, name_class, match)
    if best is None:
        return (ours[0] if ours else "", theirs.caption, NameClass.PRIMARY, None)
    return best[1:]


def _logistic(priority: float) -> float:
    """Log-odds as a share of one, whatever their size."""
    return 1 / (1 + math.exp(-priority)) if priority > -700 else 0.0


def _listed_names(entity: Entity) -> Sequence[tuple[Name, NameClass]]:
    return _parsed(tuple(entity.names()))


@lru_cache(maxsize=1 << 14)
def _parsed(names: tuple[tuple[str, NameClass], ...]) -> tuple[tuple[Name, NameClass], ...]:
    return tuple((parse(text), name_class) for text, name_class in names)


def _confirms(fact: Fact) -> bool:
    """Does a fact confirm a weak alias? A country alone does not: half a list shares it."""
    return fact.weight >= float(WEIGHTS["birth_date"]["year"])


def _plain(entity: Entity) -> Citation:
    return Citation(list=entity.datasets[0] if entity.datasets else "")


def _name_evidence(ours: str, theirs: str, name: NameMatch, source: Citation) -> Evidence:
    weight = round(name.weight, 6)
    return Evidence(what="name", ours=ours, theirs=theirs, agreement=name.agreement, weight=weight, source=source)


def _evidence(fact: Fact, source: Citation) -> Evidence:
    return Evidence(
        what=fact.what,
        ours=fact.ours,
        theirs=fact.theirs,
        agreement=fact.agreement,
        weight=fact.weight,
        source=source,
    )


def _weak(theirs: str, source: Citation) -> Evidence:
    return Evidence(
        what="weak_alias",
        ours="",
        theirs=theirs,
        agreement=Agreement.UNKNOWN,
        weight=WEIGHTS["name"]["weak_alias"],
        source=source,
    )
