"""NumberIndex: which listed subjects carry this number? Flat arrays beside those of the name index."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crible.names.keys import number


@dataclass(frozen=True, slots=True, eq=False)
class NumberIndex:
    """`number_key` is sorted; `number_subject[k]` carries the number behind `number_key[k]`."""

    number_key: NDArray[np.uint64]
    number_subject: NDArray[np.uint32]

    @classmethod
    def build(cls, numbers: Iterable[tuple[int, str]]) -> "NumberIndex":
        """An index of (subject number, number in comparable form)."""
        pairs = sorted({(number(f"n:{value}"), subject) for subject, value in numbers if value})
        return cls(np.array([k for k, _ in pairs], "<u8"), np.array([s for _, s in pairs], "<u4"))

    def subjects(self, value: str) -> list[int]:
        """The numbers of the subjects that carry this number, ascending."""
        key = np.uint64(number(f"n:{value}"))
        first, last = np.searchsorted(self.number_key, key, "left"), np.searchsorted(self.number_key, key, "right")
        return [int(subject) for subject in self.number_subject[int(first) : int(last)]]


def arrays(index: NumberIndex) -> dict[str, NDArray[Any]]:
    """The arrays of an index by name, for `store` to write."""
    return {"number_key": index.number_key, "number_subject": index.number_subject}


def from_arrays(read: Mapping[str, NDArray[Any]]) -> NumberIndex:
    """The index that `arrays` took apart."""
    return NumberIndex(read["number_key"], read["number_subject"])
