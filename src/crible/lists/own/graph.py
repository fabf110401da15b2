"""Who is linked to whom in a file of entities: ids as numbers, lines and links in flat arrays.

The largest export has 300,000 lines. As objects they would fill a gigabyte; so the file is gone through once
for its links, and each entity is read again from the bytes when the subject it belongs to is handed out.
"""

from array import array
from collections.abc import Iterator, Sequence


class Graph:
    """Lines by id, and links between ids; an id may be linked to before, or without, its own line."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self.listed = bytearray()  # 1: a subject
        self.taken = bytearray()  # 1: handed out already
        self._start, self._end = array("Q"), array("Q")  # the first line of each id; no line: both 0
        self._more: dict[int, list[tuple[int, int]]] = {}  # further lines of the same id
        self._from, self._to = array("L"), array("L")
        self._first, self._sorted = array("L"), array("L")

    def number(self, id: str) -> int:
        """The number of an id."""
        known = self.ids.get(id)
        if known is None:
            known = self.ids[id] = len(self.ids)
            self.listed.append(0)
            self.taken.append(0)
            self._start.append(0)
            self._end.append(0)
        return known

    def line(self, number: int, start: int, end: int) -> None:
        """Here an entity stands in the file, or more of it."""
        if self._end[number]:
            self._more.setdefault(number, []).append((start, end))
        else:
            self._start[number], self._end[number] = start, end

    def lines(self, number: int) -> list[tuple[int, int]]:
        """Where an entity stands in the file; nowhere if it is only linked to."""
        first = [(self._start[number], self._end[number])] if self._end[number] else []
        return [*first, *self._more.get(number, ())]

    def link(self, number: int, other: int) -> None:
        """The one names the other."""
        self._from.append(number)
        self._to.append(other)

    def close(self) -> None:
        """Sort the links, so that both ends of each know of it."""
        counts = array("L", bytes(array("L").itemsize * (len(self.ids) + 1)))
        for ends in (self._from, self._to):
            for number in ends:
                counts[number + 1] += 1
        for number in range(len(self.ids)):
            counts[number + 1] += counts[number]
        self._first = array("L", counts)
        self._sorted = array("L", bytes(array("L").itemsize * (2 * len(self._from))))
        for number, other in zip(self._from, self._to, strict=True):
            self._sorted[counts[number]], self._sorted[counts[other]] = other, number
            counts[number] += 1
            counts[other] += 1
        self._from, self._to = array("L"), array("L")

    def neighbours(self, number: int) -> Sequence[int]:
        """Whom an entity names, and who names it."""
        return self._sorted[self._first[number] : self._first[number + 1]]

    def free_neighbours(self, number: int) -> Iterator[int]:
        """Those neighbours that have a line, are no subjects and were not handed out; they are then taken."""
        for other in self.neighbours(number):
            if self._end[other] and not self.listed[other] and not self.taken[other] and other != number:
                self.taken[other] = 1
                yield other
