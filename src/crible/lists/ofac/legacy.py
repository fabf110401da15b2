"""OFAC's two lists in the legacy CSV format: SDN, and the consolidated list of all its others.

Each is four files without a header: subjects, addresses, aliases, and the ends of remarks too long for
the first. The copy is checked as a whole before the first subject comes out.
"""

from collections.abc import Mapping
from functools import partial

from crible.lists.card import ListReader, Reading, card
from crible.lists.ofac.copy import PROGRAMMES, bearers, copy
from crible.lists.ofac.programmes import known, tags
from crible.lists.ofac.rows import first_rows, why_not
from crible.lists.ofac.subject import Listed, subject


def _reader(name: str) -> ListReader:
    its_card = card("ofac", name)
    its_format = its_card.format("csv")
    primary = its_format.members[0].key
    return ListReader(
        card=its_card,
        format=its_format,
        recognises=partial(_recognises, its_card.list, primary),
        read=partial(_read, its_card.list, primary),
    )


def _recognises(list_name: str, primary: str, member: str, head: bytes) -> str:
    """Why this is not that file after all. The two lists look alike but for their programmes."""
    if fault := why_not(member, head):
        return fault
    found = first_rows(member, head) if member == primary else []
    strange = sum(not any(known(list_name, tag) for tag in tags(cells[PROGRAMMES])) for cells in found)
    return "most of its programmes are not of this list" if strange * 2 > len(found) else ""


def _read(list_name: str, primary: str, members: Mapping[str, bytes], where: str) -> Reading:
    of = copy(primary, members, where)
    resolve = bearers(of).resolve
    found = (subject(Listed(row, of, list_name, resolve)) for row in of.primary)
    return Reading(subjects=found, refused=of.refused)


SDN = _reader("us_ofac_sdn")
CONS = _reader("us_ofac_cons")
