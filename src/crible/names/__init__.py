"""How is it called, in any script? The only room that knows transliteration.

A `Name` is parsed text; a `NameIndex` finds listed names that may be the same; `places` and `numbers`
know countries and identifiers.
"""

from crible.names.fold import fold, has_invisible, latin
from crible.names.index import Candidate, NameIndex
from crible.names.name import Name, parse, too_weak

__all__ = ["Candidate", "Name", "NameIndex", "fold", "has_invisible", "latin", "parse", "too_weak"]
