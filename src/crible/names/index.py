"""NameIndex: names in, candidates out. Flat arrays, so that a snapshot can map them from disk.

The door is narrow on purpose: `build`, `candidates`, and the arrays that `store` writes and reads.
What stands behind it may change with every version of the format.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crible.names.keys import keys, number
from crible.names.name import Name, parse
from crible.records.entity import NameClass

# What the arrays mean; a reader refuses any other version.
FORMAT = 1

_CLASSES = tuple(NameClass)
# How much a shared key says, by family, beside how rare it is.
_FAMILY_WEIGHT = {"w": 3.0, "j": 2.0, "b": 1.5, "t": 1.0}
# A key that more names than this share says too little to be worth walking through.
_COMMON = 20_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A listed name that the index proposes: the subject's number and the name, not yet compared."""

    subject: int
    name: str
    name_class: NameClass


@dataclass(frozen=True, slots=True, eq=False)
class NameIndex:
    """Every name of a snapshot, looked up by keys. All arrays are little-endian.

    `text` holds the names in UTF-8, one after the other, name n from `text_at[n]` to `text_at[n+1]`;
    `subject[n]` and `name_class[n]` are its subject's number and class. `key` is sorted; the names
    that share `key[k]` are `posting[posting_at[k]:posting_at[k+1]]`, ascending.
    """

    text: NDArray[np.uint8]
    text_at: NDArray[np.uint64]
    subject: NDArray[np.uint32]
    name_class: NDArray[np.uint8]
    length: NDArray[np.float32]  # how much a name's own keys say in all, to even out long names
    key: NDArray[np.uint64]
    posting_at: NDArray[np.uint64]
    posting: NDArray[np.uint32]

    @classmethod
    def build(cls, names: Iterable[tuple[int, str, NameClass]]) -> "NameIndex":
        """An index of (subject number, name, class), in the order given."""
        listed = list(names)
        postings: defaultdict[int, list[int]] = defaultdict(list)
        families: dict[int, float] = {}
        for n, (_, text, _) in enumerate(listed):
            for key in sorted(keys(parse(text))):
                hashed = number(key)
                families[hashed] = _FAMILY_WEIGHT[key[0]]
                postings[hashed].append(n)
        order = sorted(postings)
        encoded = [text.encode("utf-8", "replace") for _, text, _ in listed]
        length = np.zeros(len(listed), "<f4")
        for hashed in order:
            length[postings[hashed]] += families[hashed] * _rarity(len(listed), len(postings[hashed]))
        return cls(
            text=np.frombuffer(b"".join(encoded), "<u1"),
            text_at=_offsets([len(e) for e in encoded]),
            subject=np.array([s for s, _, _ in listed], "<u4"),
            name_class=np.array([_CLASSES.index(c) for _, _, c in listed], "<u1"),
            length=length,
            key=np.array(order, "<u8"),
            posting_at=_offsets([len(postings[h]) for h in order]),
            posting=np.array([n for h in order for n in postings[h]], "<u4"),
        )

    def __len__(self) -> int:
        return len(self.subject)

    def name(self, n: int) -> Candidate:
        """Name number n."""
        raw = self.text[int(self.text_at[n]) : int(self.text_at[n + 1])].tobytes()
        return Candidate(int(self.subject[n]), raw.decode("utf-8"), _CLASSES[int(self.name_class[n])])

    def candidates(self, name: Name, limit: int = 60) -> list[Candidate]:
        """The listed names that share most with this one, the likeliest first; ties in the order built."""
        scores, total = np.zeros(len(self), np.float32), 0.0
        for key in sorted(keys(name)):
            shared = self._names_with(number(key))
            weight = _FAMILY_WEIGHT[key[0]] * _rarity(len(self), len(shared))
            total += weight
            if 0 < len(shared) <= _COMMON:
                scores[shared] += np.float32(weight)
        found = np.flatnonzero(scores)
        if not len(found):
            return []
        even = scores[found] / np.sqrt(self.length[found] * np.float32(total))
        best = found[np.lexsort((found, -even))][:limit]
        return [self.name(int(n)) for n in best]

    def _names_with(self, hashed: int) -> NDArray[np.uint32]:
        k = int(np.searchsorted(self.key, np.uint64(hashed)))
        if k == len(self.key) or int(self.key[k]) != hashed:
            return self.posting[:0]
        return self.posting[int(self.posting_at[k]) : int(self.posting_at[k + 1])]


def arrays(index: NameIndex) -> dict[str, NDArray[Any]]:
    """The arrays of an index by name, for `store` to write."""
    return {name: getattr(index, name) for name in NameIndex.__dataclass_fields__}


def from_arrays(read: Mapping[str, NDArray[Any]]) -> NameIndex:
    """The index that `arrays` took apart."""
    return NameIndex(**{name: read[name] for name in NameIndex.__dataclass_fields__})


def _offsets(lengths: Sequence[int]) -> NDArray[np.uint64]:
    offsets = np.zeros(len(lengths) + 1, "<u8")
    offsets[1:] = np.cumsum(lengths, dtype=np.uint64)
    return offsets


@lru_cache(maxsize=1 << 12)
def _rarity(names: int, sharing: int) -> float:
    """How rare a key is, growing by about 1 with each factor of e; above 0 even for one that every name has.

    A list of one name, or of one firm under five, must be found as well.
    """
    return float(np.log1p(names / max(sharing, 1)))
