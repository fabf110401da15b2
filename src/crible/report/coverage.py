"""What a whole run looked at, and what it did not: the decisions' own words, each said once and counted."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from crible.records.decision import Decision, NotSearched, Searched, Verdict
from crible.records.hit import Message

T = TypeVar("T")
GRAVEST_FIRST = (Verdict.HOLD, Verdict.NOT_SCREENED, Verdict.REVIEW, Verdict.CLEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What the decisions were made from; `rows_in` must be `rows_decided` and the refused rows together."""

    files: tuple[str, ...] = ()
    home: tuple[str, ...] = ()  # whose law binds: ISO 3166-1 alpha-2 codes, or "EU"
    rows_in: int | None = None
    rows_decided: int | None = None


def searched(decisions: Iterable[Decision]) -> list[tuple[Searched, int]]:
    """Every copy of a list that was searched, with the number of decisions it served."""
    return _counted((s, s) for d in decisions for s in d.searched)


def not_searched(decisions: Iterable[Decision]) -> list[tuple[NotSearched, int]]:
    """Every list that was left out, once for each reason, with the number of decisions that lack it."""
    return _counted(((n.list, _key(n.because)), n) for d in decisions for n in d.not_searched)


def warnings(decisions: Iterable[Decision]) -> list[tuple[Message, int]]:
    """Every warning, with the number of decisions it was given for."""
    return _counted((_key(warning), warning) for d in decisions for warning in d.warnings)


def days(decisions: Sequence[Decision]) -> tuple[str, str]:
    """The first and the last day judged, "" when there is no decision."""
    found = [d.as_of.isoformat() for d in decisions]
    return (min(found), max(found)) if found else ("", "")


def outcomes(decisions: Iterable[Decision]) -> dict[str, int]:
    """How many decisions of each outcome, the gravest first; those in nobody's file are left out."""
    found = Counter(map(outcome, decisions))
    return {name: found[name] for name in (*(v.value for v in GRAVEST_FIRST), "noted") if found[name]}


def outcome(d: Decision) -> str:
    """The verdict, save that one cannot say "nothing found" of a transaction with hits below the threshold."""
    return "noted" if d.decision is Verdict.CLEAR and d.hits else d.decision.value


def unaccounted(run: Run, refused: int) -> int:
    """Rows that went in and came out neither decided nor refused; anything but 0 is a fault of ours."""
    if run.rows_in is None or run.rows_decided is None:
        return 0
    return run.rows_in - run.rows_decided - refused


def _key(message: Message) -> Hashable:
    return message.code, tuple(sorted(message.values.items()))


def _counted(keyed: Iterable[tuple[Hashable, T]]) -> list[tuple[T, int]]:
    first: dict[Hashable, T] = {}
    times: Counter[Hashable] = Counter()
    for key, value in keyed:
        first.setdefault(key, value)
        times[key] += 1
    return [(value, times[key]) for key, value in first.items()]
