"""The name in a cell that holds one, with remarks or the same name in another script in brackets."""

import re

from crible.lists.drafts import one_line, untold, words
from crible.lists.written_names import Commas, Named, names

_BRACKETS = re.compile(r"\([^()]*\)")
_EDGES = " ,;:–—-\t"


def single_name(cell: str, prop: str, *, person: bool) -> list[Named]:
    """The name, and what brackets name beside it; all that stands outside brackets belongs to the name.

    >>> single_name("Third Floor", "alias", person=False)
    [('alias', 'Third Floor')]
    >>> single_name("El Para (combat name)", "alias", person=True)
    [('alias', 'El Para')]
    """
    found = names(cell, prop, person=person, commas=Commas.NEVER)
    if not untold(cell, [name for _, name in found]):
        return found
    whole = one_line(_BRACKETS.sub(" ", cell)).strip(_EDGES)
    beside = [(what, name) for what, name in found if not words(name) <= words(whole)]
    return [(prop, whole), *beside] if whole else found
