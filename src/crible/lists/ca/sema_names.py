"""The names in a cell of the Canadian list: two languages, two scripts and several spellings in one."""

import re
from collections.abc import Iterable

from crible.lists.drafts import one_line, untold
from crible.lists.written_names import Commas, Named, names, outside

# English words between names in another script are no part of either.
_NATIVE = r"[^\W\da-zA-Z]"
_OR = re.compile(
    r"\s*,?\s+(?:or|et)\s+(?=[^\W\d_a-z])"
    rf"|(?:(?<={_NATIVE})|(?<={_NATIVE}[”\"»]))\s*,?\s+and\s+(?={_NATIVE})"
)
_NOISE = re.compile(r"^also\s+|\s+AKA\s*$")
_FAMILY_FIRST = re.compile(r"([^\s,:]+), [^\s,:]+(?: [^\s,:]+)*")
# A legal form that a comma has cut from its firm ("ПЭМЗ «Молот», АО") names nobody alone.
_FORM = re.compile(r"(?:АО|ОАО|ЗАО|ПАО|ООО|САО|JSC|PJSC|OJSC|LLC|PJS|Ltd\.?|SC|OAO|ZAO|OOO)", re.IGNORECASE)
_LINKS = frozenset(["also", "known", "as", "or", "and", "et", "aka", "arabic", "russian", "belarusian", "belarussian"])


def person_names(name: str) -> list[Named]:
    """The names of a person's own cells; a bracket holds another spelling of the word before it.

    >>> person_names("Aleksey DIKIY (DIKY)")
    [('name', 'Aleksey DIKIY'), ('alias', 'Aleksey DIKY')]
    """
    return names(name, "name", person=True, commas=Commas.NEVER)


def firm_names(cell: str) -> list[Named]:
    """The names of a body, in English and in French.

    >>> firm_names("Iranian Navy/Force navale iranienne")
    [('name', 'Iranian Navy'), ('alias', 'Force navale iranienne')]
    """
    first, *others = _sides(cell)
    found = names(first, "name", person=False)
    return _with_forms(found + [named for side in others for named in names(side, "alias", person=False)])


def alias_names(cell: str, *, person: bool) -> list[Named]:
    """The names in the column of aliases; a word that is not enough alone is a weak one.

    >>> alias_names("Sergei Evsyukov; Serhii Yevsiukov, Evsyukov", person=True)
    [('alias', 'Sergei Evsyukov'), ('alias', 'Serhii Yevsiukov'), ('weakAlias', 'Evsyukov')]
    """
    commas = Commas.ALWAYS if person else Commas.BETWEEN_WHOLE_NAMES
    found: list[Named] = []
    for piece in outside(_NOISE.sub("", one_line(cell)), ";"):
        for spelling in filter(None, map(str.strip, _OR.split(piece))):
            for side in _sides(_NOISE.sub("", spelling)):
                never = person and _family_first(side)
                found += names(side, "alias", person=person, commas=Commas.NEVER if never else commas)
    graded = (_graded(prop, name, person) for prop, name in _with_forms(found))
    return list(dict.fromkeys(graded))


def _with_forms(found: Iterable[Named]) -> list[Named]:
    joined: list[Named] = []
    for prop, name in found:
        if not _FORM.fullmatch(name):
            joined.append((prop, name))
        elif joined:
            joined[-1] = (joined[-1][0], f"{joined[-1][1]}, {name}")
    return joined


def unsaid(cell: str, values: Iterable[str]) -> set[str]:
    """The words of a cell that none of the values says; words that only link names say nothing."""
    return untold(cell, values) - _LINKS


def _sides(text: str) -> list[str]:
    """The text cut at its slashes, if each side can be a name of its own."""
    sides = outside(text, "/")
    return sides if all(len(side.split()) > 1 for side in sides) else [text]


def _family_first(text: str) -> bool:
    """Is this one name, "LEVY, Yinon"? Two single words are two spellings, unless the first is in capitals."""
    match = _FAMILY_FIRST.fullmatch(text)
    return match is not None and (len(text.split()) > 2 or match[1].isupper()) and text.count(",") == 1


def _graded(prop: str, name: str, person: bool) -> Named:
    lone = len(name.split()) == 1
    weak = lone and (person or (len(name) <= 5 and name.isupper()))
    return ("weakAlias", name) if prop == "alias" and weak else (prop, name)
