"""The lists that OFAC's two files gather: which file a list is in, which programmes are its own."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from crible.lists.drafts import one_line
from crible.records.table import cell, rows

_COLUMNS = ("list", "name", "programmes", "marks", "source", "status")


class Sublist(NamedTuple):
    """One of OFAC's lists; without programmes it holds whatever is in the file.

    `marks` are those programmes that are rare in the other file, so that they tell the two files apart.
    """

    list: str
    programmes: tuple[str, ...]
    marks: tuple[str, ...]


@cache
def _table() -> Mapping[str, Sublist]:
    return {
        row["name"]: Sublist(row["list"], cell(row["programmes"]), cell(row["marks"]))
        for row in rows("lists", "ofac_sublists", _COLUMNS)
    }


def list_of(name: str) -> str | None:
    """The list of ours in whose file one of OFAC's lists stands; `None` for a list it had not when this was written."""
    found = _table().get(one_line(name))
    return found.list if found else None


@cache
def marks(list_name: str) -> frozenset[str]:
    """The programmes that mark a file as that list's."""
    return frozenset(tag for found in _table().values() if found.list == list_name for tag in found.marks)


def listed_on(list_name: str, tag: str, published: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """The lists, with their days, that a subject is on for a programme; `published` maps OFAC's lists to days.

    Where none has the programme for its own, all of that file's.

    >>> listed_on("us_ofac_cons", "NS-PLC", {
    ...     "Non-SDN Palestinian Legislative Council List": "2006-04-12", "Consolidated List": "2014-10-10"})
    [('Non-SDN Palestinian Legislative Council List', '2006-04-12')]
    """
    here = [(name, day, _table()[name].programmes) for name, day in published.items() if list_of(name) == list_name]
    own = [(name, day) for name, day, programmes in here if tag in programmes]
    return own or [(name, day) for name, day, _ in here]
