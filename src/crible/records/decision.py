"""What policy makes of the hits, and what it looked at."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crible.records.entity import Refused
from crible.records.hit import Hit, Message


class Verdict(StrEnum):
    """`CLEAR` means nothing found in the lists named, on the day named; never "safe"."""

    CLEAR = "clear"
    REVIEW = "review"
    HOLD = "hold"
    NOT_SCREENED = "not_screened"


class ListState(StrEnum):
    """Can this copy of a list be relied on, on the day judged?"""

    FRESH = "fresh"
    STALE = "stale"
    DEGRADED = "degraded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """One list that was searched. `entities` counts listed subjects."""

    list: str
    version: str
    entities: int
    state: ListState


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSearched:
    """One list that was not searched, and why."""

    list: str
    because: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One transaction, judged as of one day against one snapshot under one policy."""

    id: str
    decision_id: str
    decision: Verdict
    score: float
    as_of: date
    snapshot: str
    engine: str
    policy: str
    hits: tuple[Hit, ...]
    to_settle: tuple[str, ...]
    searched: tuple[Searched, ...]
    not_searched: tuple[NotSearched, ...]
    refused: tuple[Refused, ...] = ()
    warnings: tuple[Message, ...] = ()
