"""An entity while it is being read: values gathered property by property, then frozen."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from hashlib import sha256

from crible.lists.ftm import holds, properties
from crible.records.entity import Entity

Draft = dict[str, list[str]]

_WORD = re.compile(r"[^\W_]+")


def one_line(text: str | None) -> str:
    """The text on one line, without spaces at its ends.

    >>> one_line("  a) Director  of\\n the bank ")
    'a) Director of the bank'
    """
    return " ".join((text or "").split())


def put(draft: Draft, prop: str, *values: str | None) -> None:
    """Add values to a property, each on one line; blanks and repetitions are left out."""
    for value in map(one_line, values):
        if value and value not in draft.setdefault(prop, []):
            draft[prop].append(value)


def entity(draft: Mapping[str, Iterable[str]], *, id: str, schema: str, dataset: str) -> Entity:
    """The entity a draft has become; properties that stayed empty are left out.

    A value that its FollowTheMoney property cannot hold (a company's number on a person, an address
    longer than the type allows, a date that is none) is kept as a note.
    """
    known = properties(schema)
    fitting: Draft = {}
    for prop, values in draft.items():
        for value in values:
            if prop in known and holds(known[prop], one_line(value)):
                put(fitting, prop, value)
            else:
                put(fitting, "notes" if "notes" in known else "description", f"{prop}: {value}")
    return Entity(id=id, schema=schema, properties={prop: tuple(v) for prop, v in fitting.items()}, datasets=(dataset,))


def digest(*parts: str) -> str:
    """Eight hex digits for what has no number of its own; case, width and spacing make no difference.

    >>> digest("Bank  Rossiya") == digest("BANK ROSSIYA")
    True
    """
    folded = "\n".join(one_line(unicodedata.normalize("NFKC", part).casefold()) for part in parts)
    return sha256(folded.encode()).hexdigest()[:8]


def words(text: str) -> set[str]:
    """The words of a text, for asking whether another text still says them; 07 and 7 are one word."""
    return {word.lstrip("0") or "0" for word in _WORD.findall(unicodedata.normalize("NFKC", text).casefold())}


def untold(cell: str, values: Iterable[str]) -> set[str]:
    """The words of a cell that none of the values made from it still says.

    >>> untold("circa 7.2.1956", ["1956-02-07"])
    {'circa'}
    """
    return words(cell) - words("\n".join(values))
