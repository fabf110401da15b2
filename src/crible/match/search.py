"""Which listed subjects may a party be? Candidates from the indexes, compared, the likeliest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from crible.match.score import Cite, Match, compare
from crible.names import numbers
from crible.names.fold import tokens
from crible.names.index import NameIndex
from crible.names.name import parse, says_nobody, too_weak
from crible.names.number_index import NumberIndex
from crible.records.entity import NameClass, Subject
from crible.records.transaction import Party

# How many listed names are compared with each name of a party.
_CANDIDATES = 60


class Subjects(Protocol):
    """The listed subjects of a snapshot by number; a list will do, so will a file read as needed."""

    def __getitem__(self, number: int, /) -> Subject:
        """Subject number n."""
        ...

    def __len__(self) -> int:
        """How many there are."""
        ...


@dataclass(frozen=True, slots=True)
class Indexes:
    """What a snapshot is searched with: its subjects, and the ways to them."""

    names: NameIndex
    numbers: NumberIndex
    subjects: Subjects


@dataclass(frozen=True, slots=True)
class Found:
    """A match, and the subject whose entity matched."""

    match: Match
    subject: Subject


def matches(party: Party, indexes: Indexes, cite: Cite) -> list[Found]:
    """Every candidate compared, by falling score; equal scores in the order of their ids.

    A name too weak to screen still finds a listed name that is word for word the same, and nothing else.
    """
    subjects = [indexes.subjects[n] for n in sorted(_candidates(party, indexes))]
    found = [Found(compare(party, s.entity, around=s.around, cite=cite), s) for s in subjects]
    telling = (f for f in found if not _too_little(f.match))
    return sorted(telling, key=lambda f: (-f.match.score, -f.match.priority, f.match.entity.id))


def _too_little(match: Match) -> bool:
    """Does a match rest on a name too weak to screen, and on no number, and not word for word?"""
    name = next((part for part in match.evidence if part.what == "name"), None)
    if name is None or not too_weak(parse(name.ours)) or any(p.what.startswith("identifier") for p in match.evidence):
        return False
    return match.name_class is NameClass.WEAK or sorted(tokens(name.ours)) != sorted(tokens(name.theirs))


def _candidates(party: Party, indexes: Indexes) -> set[int]:
    names = [name for name in map(parse, party.names) if not says_nobody(name)]
    by_name = {found.subject for name in names for found in indexes.names.candidates(name, _CANDIDATES)}
    return by_name | set(_by_number(party, indexes.numbers))


def _by_number(party: Party, numbered: NumberIndex) -> Iterator[int]:
    said = [(number.kind, number.value) for number in party.identifiers]
    said += [(kind, value) for kind in ("email", "website", "phone") if (value := getattr(party, kind))]
    for kind, value in said:
        if len(form := numbers.normal(kind, value)) > 3:
            yield from numbered.subjects(form)


def screenable(party: Party) -> list[str]:
    """The names of a party that say enough to be searched for."""
    return [text for text in party.names if not too_weak(parse(text))]
