"""Which listed subjects may a party be? Candidates from the indexes, compared, the likeliest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from crible.match.score import Cite, Match, compare
from crible.names import numbers
from crible.names.fold import is_cut, tokens
from crible.names.index import NameIndex
from crible.names.name import every_reading, parse, says_nobody, too_weak
from crible.names.number_index import NumberIndex
from crible.records.entity import NameClass, Subject
from crible.records.transaction import Party

# How many listed names are compared with each name of a party.
_CANDIDATES = 60
# A party may have so many names and numbers: more take a second and more, and no trade paper has them.
_MOST_NAMES, _MOST_NUMBERS = 50, 100
# Up to so many, each name is compared with all candidates; beyond, only with those it brought up itself. Each name
# adds candidates of its own, so that the work would grow with the square of their number.
_FEW_NAMES = 4


class Subjects(Protocol):
    """The listed subjects of a snapshot by number; a list will do, so will a file read as needed."""

    def __getitem__(self, number: int, /) -> Subject:
        """Subject number n."""
        ...

    def __len__(self) -> int:
        """How many there are."""
        ...


class Bodies(Protocol):
    """Which subjects are entries for one body, on several lists or under several regimes."""

    def __getitem__(self, number: int, /) -> Sequence[int]:
        """The subjects that are the same body as subject number n, it among them, in ascending order."""
        ...


@dataclass(frozen=True, slots=True)
class Indexes:
    """What a snapshot is searched with: its subjects, and the ways to them."""

    names: NameIndex
    numbers: NumberIndex
    subjects: Subjects
    bodies: Bodies


@dataclass(frozen=True, slots=True)
class Found:
    """A match, and the subject whose entity matched."""

    match: Match
    subject: Subject
    number: int  # of the subject in its snapshot


def matches(party: Party, indexes: Indexes, cite: Cite) -> list[Found]:
    """Every candidate compared, by falling score; equal scores in the order of their ids.

    A name too weak to screen still finds a listed name that is word for word the same, and nothing else. Of a party
    that `says_too_much` only the beginning is compared.
    """
    party = replace(party, names=party.names[:_MOST_NAMES], identifiers=party.identifiers[:_MOST_NUMBERS])
    proposed = _candidates(party, indexes)
    found = [_compared(party, n, proposed[n], indexes, cite) for n in sorted(proposed)]
    telling = (f for f in found if not _too_little(f.match))
    return sorted(telling, key=lambda f: (-f.match.score, -f.match.priority, f.match.entity.id))


def _compared(party: Party, number: int, by: Sequence[str], indexes: Indexes, cite: Cite) -> Found:
    subject = indexes.subjects[number]
    ours = party if len(party.names) <= _FEW_NAMES else replace(party, names=tuple(by) or party.names)
    match = compare(ours, subject.entity, around=subject.around, cite=cite)
    return Found(match if ours is party else replace(match, party=party), subject, number)


def _too_little(match: Match) -> bool:
    """Does a match rest on a name too weak to screen, and on no number, and not word for word?"""
    name = next((part for part in match.evidence if part.what == "name"), None)
    if name is None or not too_weak(parse(name.ours)) or any(p.what.startswith("identifier") for p in match.evidence):
        return False
    return match.name_class is NameClass.WEAK or sorted(tokens(name.ours)) != sorted(tokens(name.theirs))


def _candidates(party: Party, indexes: Indexes) -> dict[int, list[str]]:
    """The numbers of the subjects to compare, each with the names that brought it up; none if a number did."""
    found: dict[int, list[str]] = {n: [] for n in _by_number(party, indexes.numbers)}
    for text in party.names:
        for name in every_reading(text):
            if not says_nobody(name):
                for candidate in indexes.names.candidates(name, _CANDIDATES):
                    found.setdefault(candidate.subject, []).append(text)
    return found


def _by_number(party: Party, numbered: NumberIndex) -> Iterator[int]:
    said = [(number.kind, number.value) for number in party.identifiers]
    said += [(kind, value) for kind in ("email", "website", "phone") if (value := getattr(party, kind))]
    for kind, value in said:
        if len(form := numbers.normal(kind, value)) > 3:
            yield from numbered.subjects(form)


def screenable(party: Party) -> list[str]:
    """The names of a party that say enough to be searched for."""
    return [text for text in party.names if not too_weak(parse(text))]


def says_too_much(party: Party) -> bool:
    """Does a party give more names, or numbers, or more of a name, than can be searched for?"""
    many = len(party.names) > _MOST_NAMES or len(party.identifiers) > _MOST_NUMBERS
    return many or any(map(is_cut, party.names))
