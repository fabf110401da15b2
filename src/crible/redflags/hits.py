"""Facts against rules → red-flag hits, at most one for each flag."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from crible.records.hit import Asked, Binds, Evidence, Hit, Kind, LawState, Measure, message
from crible.records.transaction import Transaction
from crible.redflags.case import Seen
from crible.redflags.facts import facts
from crible.redflags.rule import Flag, Rule, Rules


def hits(tx: Transaction, hits_so_far: Sequence[Hit], known: Rules, as_of: date) -> list[Hit]:
    """The red flags of a transaction, in the order of their ids; of several rules for one flag the gravest speaks."""
    found = facts(tx, hits_so_far, known, as_of)
    raised: dict[str, Hit] = {}
    for rule in known.rules:
        if rule.id not in raised and asks(rule, found, as_of):
            raised[rule.id] = _hit(rule, known.flags[rule.id], found)
    return list(raised.values())


def asks(rule: Rule, found: Iterable[str], as_of: date) -> bool:
    """Does the rule speak, given the facts that are so?"""
    so = set(found)
    dated = rule.since is None or rule.since <= as_of
    return dated and so >= set(rule.all) and (not rule.any or bool(so & set(rule.any))) and not so & set(rule.none)


def _hit(rule: Rule, flag: Flag, found: Mapping[str, tuple[Seen, ...]]) -> Hit:
    evidence = tuple(dict.fromkeys(_evidence(rule, flag, found)))
    first = evidence[0]
    return Hit(
        kind=Kind.REDFLAG,
        rule=rule.id,
        severity=rule.severity,
        subject=Asked(role=_first(rule, found).role, text=first.ours[:200]),
        regime="",
        measure=Measure.ADVISORY,
        binds=Binds.NO,
        because=message("binds.red_flag"),
        law_state=LawState.IN_FORCE if flag.confirmed else LawState.UNCONFIRMED,
        says=message("redflag.sign", flag=flag.id, rule=rule.name, **flag.sign, **rule.innocent_if),
        evidence=evidence,
        to_settle=rule.settle,
    )


def _first(rule: Rule, found: Mapping[str, tuple[Seen, ...]]) -> Seen:
    return next(found[fact][0] for fact in (*rule.all, *rule.any) if fact in found)


def _evidence(rule: Rule, flag: Flag, found: Mapping[str, tuple[Seen, ...]]) -> Iterator[Evidence]:
    for fact in (*rule.all, *rule.any):
        for seen in found.get(fact, ()):
            yield Evidence(
                what=seen.what, ours=seen.ours, theirs=seen.theirs, agreement=seen.agreement, source=flag.source
            )
