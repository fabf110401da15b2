"""The name in a cell that holds one, with remarks or the same name in another script in brackets."""

import re

from crible.lists.drafts import one_line, untold
from crible.lists.written_names import Commas, Named, names

_BRACKETS = re.compile(r"\([^()]*\)")
_STEM = "Some Long Name"
_EDGES = " ,;:–—-\t"


def single_name(cell: str, prop: str, *, person: bool) -> list[Named]:
    """The name, and what brackets name beside it; all that stands outside brackets belongs to the name.

    >>> single_name("Third Floor", "alias", person=False)
    [('alias', 'Third Floor')]
    >>> single_name("Third Floor (TFC)", "name", person=False)
    [('name', 'Third Floor'), ('weakAlias', 'TFC')]
    >>> single_name("El Para (combat name)", "alias", person=True)
    [('alias', 'El Para')]
    """
    found = names(cell, prop, person=person, commas=Commas.NEVER)
    if not untold(cell, [name for _, name in found]):
        return found
    whole = one_line(_BRACKETS.sub(_of_the_name, cell)).strip(_EDGES)
    beside = [named for inner in _BRACKETS.findall(cell) for named in _named(inner, prop)[1:]]
    return [(prop, whole), *beside] if whole else found


def _of_the_name(brackets: re.Match[str]) -> str:
    """Brackets that belong to a name, "(Kenya)", as they stand; nothing of others."""
    return brackets[0] if brackets[0] in _named(brackets[0], "alias")[0][1] else " "


def _named(brackets: str, prop: str) -> list[Named]:
    """A name that says nothing, with what brackets name beside it."""
    return names(f"{_STEM} {brackets}", prop, person=False, commas=Commas.NEVER)
