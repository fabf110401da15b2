"""How is it called, in any script? The only room that knows transliteration.

A `Name` is parsed text; a `NameIndex` finds listed names that may be the same; `places` and `numbers`
know countries and identifiers.
"""

from crible.names.disguise import odd_characters
from crible.names.fold import fold, is_cut, latin, letters_lost
from crible.names.index import Candidate, NameIndex
from crible.names.name import Name, parse, too_weak

__all__ = [
    "Candidate",
    "Name",
    "NameIndex",
    "fold",
    "is_cut",
    "latin",
    "letters_lost",
    "odd_characters",
    "parse",
    "too_weak",
]
