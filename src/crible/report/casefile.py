"""A decision laid out as the file of a case: what forbids, what forbids if there is a nexus, what merely exposes.

Nothing is judged here: the findings are sorted by what their own records say of the law.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from crible.records.decision import Decision, Verdict
from crible.records.hit import Binds, Citation, Hit, LawState, Measure, Severity
from crible.records.transaction import Transaction
from crible.report.coverage import GRAVEST_FIRST

SEVERITIES = tuple(Severity)
# Law that could not be confirmed is treated as law: a mark says so, and nobody is let go by a doubt of ours.
APPLIES = {LawState.IN_FORCE, LawState.UNCONFIRMED}


class Effect(StrEnum):
    """What a finding does to the transaction."""

    FORBIDS = "forbids"
    IF_NEXUS = "if_nexus"
    EXPOSES = "exposes"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """One decision that a person must look at. `transaction` is `None` when only the decision is at hand."""

    number: int
    decision: Decision
    transaction: Transaction | None
    findings: Mapping[Effect, Sequence[Hit]]
    missing: tuple[str, ...]  # codes of the documents that would settle what is open


def case_files(decisions: Iterable[Decision], transactions: Mapping[str, Transaction]) -> list[CaseFile]:
    """The decisions that need a person, gravest first, in input order within one verdict."""
    needed = [d for d in decisions if d.decision is not Verdict.CLEAR]
    needed.sort(key=lambda d: GRAVEST_FIRST.index(d.decision))
    return [case_file(number, d, transactions.get(d.decision_id)) for number, d in enumerate(needed, 1)]


def case_file(number: int, decision: Decision, transaction: Transaction | None) -> CaseFile:
    """One decision with its findings sorted by effect and by weight."""
    ordered = gravest_first(decision.hits)
    return CaseFile(
        number=number,
        decision=decision,
        transaction=transaction,
        findings={kind: [hit for hit in ordered if effect(hit) is kind] for kind in Effect},
        missing=missing(decision),
    )


def effect(hit: Hit) -> Effect:
    """What the finding does, by its measure, whom it binds and the state of the law.

    Where nobody knows whether a measure binds, it stands with those that may.
    """
    if hit.measure is Measure.ADVISORY or hit.binds is Binds.NO or hit.law_state not in APPLIES:
        return Effect.EXPOSES
    return Effect.FORBIDS if hit.binds is Binds.YES else Effect.IF_NEXUS


def gravest_first(hits: Iterable[Hit]) -> list[Hit]:
    """By severity, then score, then priority; equals stay as they came."""
    return sorted(hits, key=lambda hit: (SEVERITIES.index(hit.severity), -hit.score, -hit.priority))


def foremost(hits: Iterable[Hit]) -> Hit | None:
    """The finding to name first: a listed party that somebody must look at, else the gravest."""
    ordered = gravest_first(hits)
    listed = (hit for hit in ordered if hit.entity and hit.severity not in (Severity.LOW, Severity.INFO))
    return next(listed, next(iter(ordered), None))


def missing(decision: Decision) -> tuple[str, ...]:
    """Every document asked for, once, in the order first asked."""
    asked = [*decision.to_settle, *(code for hit in decision.hits for code in hit.to_settle)]
    return tuple(dict.fromkeys(asked))


def sources(hits: Iterable[Hit]) -> list[Citation]:
    """Every copy the evidence rests on, once, in the order cited."""
    return list(dict.fromkeys(evidence.source for hit in hits for evidence in hit.evidence))


def lists(decision: Decision) -> list[str]:
    """The lists that the findings name, once each."""
    return list(dict.fromkeys(name for hit in decision.hits if hit.entity for name in hit.entity.datasets))
