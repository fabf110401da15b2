"""Transaction × World → Decision: everything the world says about one transaction, and what policy makes of it."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial

import msgspec

from crible import goods, redflags, route
from crible.records.decision import Decision, Verdict
from crible.records.error import CribleError
from crible.records.hit import Hit, Message, Severity, message
from crible.records.transaction import Role, Transaction
from crible.records.version import ENGINE
from crible.screening import listed
from crible.screening.policy import verdict
from crible.screening.reservations import TOO_WEAK
from crible.screening.world import World

_encode = msgspec.json.Encoder(order="deterministic").encode
_GRAVEST_FIRST = tuple(Severity)


def screen(tx: Transaction, world: World, *, as_of: date | None = None) -> Decision:
    """Everything the world says about one transaction, and what policy makes of it.

    `as_of` defaults to the transaction's own date; a transaction without one needs it.
    """
    day = as_of or tx.date
    if day is None:
        raise CribleError(
            "the transaction has no date", where=tx.where or tx.id, do="say which day to judge it by: as_of"
        )
    binding = partial(route.binds, home=world.policy.home, tx=tx)
    found = listed.hits(tx, world, day)
    found += goods.hits(tx.goods, tx, world.controls, day, binding)
    found += route.hits(tx, world.destinations, day, world.policy.home)
    found += redflags.hits(tx, found, world.rules, day)  # rules may look at the hits so far
    return decide(tx, found, world, day)


def decide(tx: Transaction, found: Iterable[Hit], world: World, as_of: date) -> Decision:
    """What policy makes of the hits."""
    hits = tuple(sorted(found, key=lambda hit: (_GRAVEST_FIRST.index(hit.severity), -hit.score, -hit.priority)))
    return Decision(
        id=tx.id,
        decision_id=decision_id(tx, world, as_of),
        decision=_verdict(tx, hits, world),
        score=max((hit.score for hit in hits if hit.severity not in (Severity.LOW, Severity.INFO)), default=0.0),
        as_of=as_of,
        snapshot=world.snapshot,
        engine=ENGINE,
        policy=world.policy.digest,
        hits=hits,
        to_settle=_to_settle(hits),
        searched=world.searched(as_of),
        not_searched=world.not_searched,
        warnings=(*tx.warnings, *world.warnings(as_of), *_nothing_to_screen(tx), *_unread(tx)),
    )


def _verdict(tx: Transaction, hits: Sequence[Hit], world: World) -> Verdict:
    found = verdict((hit for hit in hits if tx.kind != "party" or hit.rule != TOO_WEAK), world.policy)
    weak = any(hit.rule == TOO_WEAK for hit in hits)
    if found is Verdict.CLEAR and (_nobody_to_screen(tx) or (tx.kind == "party" and weak)):
        return Verdict.NOT_SCREENED
    return found


def _nothing_to_screen(tx: Transaction) -> tuple[Message, ...]:
    return (message("warning.no_party"),) if _nobody_to_screen(tx) else ()


def _nobody_to_screen(tx: Transaction) -> bool:
    """Does it name no party, or none but the seller? Then silence on the lists is no answer."""
    return all(party.role is Role.SELLER for party in tx.parties)


def _unread(tx: Transaction) -> tuple[Message, ...]:
    """What came along in columns nobody here knows: silence on the lists says nothing of names in there."""
    columns = ", ".join(column for column, text in tx.carried.items() if text.strip())
    return (message("warning.unread_columns", columns=columns),) if columns else ()


def _to_settle(hits: Iterable[Hit]) -> tuple[str, ...]:
    """What would settle the hits that somebody must look at, the gravest hit's papers first."""
    grave = (hit for hit in hits if hit.severity not in (Severity.LOW, Severity.INFO))
    return tuple(dict.fromkeys(code for hit in grave for code in hit.to_settle))


def decision_id(tx: Transaction, world: World, as_of: date) -> str:
    """The digest of transaction, snapshot, policy, day and engine: the same inputs, the same id."""
    parts = (_encode(tx), world.snapshot.encode(), world.policy.digest.encode(), str(as_of).encode(), ENGINE.encode())
    return hashlib.sha256(b"\n".join(parts)).hexdigest()[:24]
