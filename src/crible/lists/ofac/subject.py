"""One row of OFAC's legacy file of subjects, with its rows in the other files → a Subject."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from crible.lists.ofac import copy, entry
from crible.lists.ofac.copy import Copy
from crible.lists.ofac.entry import Alias, Entry, Place, subject_of
from crible.lists.ofac.programmes import tags
from crible.lists.ofac.remarks import clauses
from crible.lists.ofac.rows import Row
from crible.records.entity import Subject

_ALIASES = {"aka": "alias", "nka": "alias", "fka": "previousName"}
_SAYS = {
    copy.TITLE: entry.TITLE,
    copy.CALL_SIGN: entry.CALL_SIGN,
    copy.TYPE: entry.TYPE,
    copy.TONNAGE: entry.TONNAGE,
    copy.GRT: entry.GRT,
    copy.FLAG: entry.FLAG,
    copy.OWNER: entry.OWNER,
}


class Listed(NamedTuple):
    """A row with the copy it stands in."""

    row: Row
    copy: Copy
    list_name: str
    resolve: Callable[[str], str | None]


def subject(listed: Listed) -> Subject:
    """Everything OFAC says of one subject; what fits no property is in its `notes`."""
    cells, number = listed.row.cells, listed.row.ent_num
    said, broken = _remarks(listed)
    return subject_of(
        Entry(
            list_name=listed.list_name,
            number=number,
            name=cells[copy.NAME],
            kind=cells[copy.KIND],
            programmes=tags(cells[copy.PROGRAMMES]),
            resolve=listed.resolve,
            cells=[(says, cells[column]) for column, says in _SAYS.items()],
            aliases=list(_aliases(listed)),
            places=[Place(*row.cells[1:]) for row in listed.copy.add.get(number, ())],
            clauses=said,
            notes=broken,
        )
    )


def _remarks(listed: Listed) -> tuple[list[str], list[str]]:
    """The clauses of the remarks, and the last one apart where they were cut: half a number is a wrong one."""
    found = clauses(listed.copy.remarks(listed.row))
    return (found[:-1], found[-1:]) if listed.row.ent_num in listed.copy.cut else (found, [])


def _aliases(listed: Listed) -> Iterator[Alias]:
    for row in listed.copy.alt.get(listed.row.ent_num, ()):
        _, _, kind, name, remarks = row.cells
        said = [f"{kind}: {name}"] if kind not in _ALIASES else []
        said += [f"{name}: {remarks}"] if remarks else []
        yield Alias(name, _ALIASES.get(kind, "alias"), tuple(said))
