"""Is this party that entity? Names, dates, places and numbers compared, each giving evidence.

The one floor below the rooms that need it: screening now, ownership and press later.
"""

from crible.match.facts import SCHEMATA
from crible.match.score import THRESHOLD, Match, compare
from crible.match.search import Found, Indexes, Subjects, matches, says_too_much, screenable

__all__ = [
    "SCHEMATA",
    "THRESHOLD",
    "Found",
    "Indexes",
    "Match",
    "Subjects",
    "compare",
    "matches",
    "says_too_much",
    "screenable",
]
