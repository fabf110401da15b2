"""A party that matches listed entities → hits: one for each body it may be, naming every listing of that body."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from crible import route
from crible.lists import LISTS
from crible.lists.eu.journal_row import exemptions
from crible.lists.listings import listings
from crible.match import Found
from crible.records.entity import Entity, Listing
from crible.records.hit import (
    Agreement,
    Asked,
    Binds,
    Citation,
    EntityRef,
    Evidence,
    Hit,
    Kind,
    LawState,
    ListedBy,
    Measure,
    Message,
    Severity,
    message,
)
from crible.records.transaction import Party, Role, Transaction
from crible.screening.reservations import reservations
from crible.screening.world import World

# Of the measures that a listing carries, the first of these is the one to show.
_GRAVEST = (
    Measure.ASSET_FREEZE,
    Measure.TRANSACTION_BAN,
    Measure.MAKING_AVAILABLE_BAN,
    Measure.PORT_BAN,
    Measure.EXPORT_BAN,
    Measure.LICENCE,
    Measure.SERVICE_BAN,
    Measure.IMPORT_BAN,
    Measure.ADVISORY,
)
_GRAVEST_FIRST = tuple(Severity)
_RANKS = {name: rank for rank, name in enumerate(LISTS)}
_MOST_BOUND_FIRST = (Binds.YES, Binds.IF_NEXUS, Binds.UNKNOWN, Binds.NO)


def hits(tx: Transaction, world: World, as_of: date) -> list[Hit]:
    """What the lists say of each party, in the order of the transaction."""
    return [hit for party in tx.parties for hit in _party_hits(party, tx, world, as_of)]


def _party_hits(party: Party, tx: Transaction, world: World, as_of: date) -> Iterator[Hit]:
    yield from reservations(party)
    case = Case(party, tx, world, as_of)
    for found in _by_body(world.found(party), world).values():
        if hit := _body_hit(found, case):
            yield hit


def _by_body(found: Iterable[Found], world: World) -> Mapping[int, list[Found]]:
    """What was found, the entries for one body together, the likeliest first."""
    bodies: dict[int, list[Found]] = {}
    for one in found:
        bodies.setdefault(world.indexes.bodies[one.number][0], []).append(one)
    return bodies


@dataclass(frozen=True, slots=True)
class Case:
    """What a match is judged in."""

    party: Party
    tx: Transaction
    world: World
    as_of: date


class Judged(NamedTuple):
    """One listing on the day judged: whose entry it is, its law's state, whom it binds, how much it weighs."""

    entity: Entity
    listing: Listing
    state: LawState
    binds: Binds
    because: Message
    severity: Severity

    @property
    def measure(self) -> Measure:
        """The measure to show."""
        return min(self.listing.measures, key=_GRAVEST.index, default=Measure.ADVISORY)


def _body_hit(found: Sequence[Found], case: Case) -> Hit | None:
    """One hit naming every listing of a body that counts on the day; none if none does."""
    best = min(found, key=_likeliest)
    judged = sorted(_judged(best, case), key=_gravity)
    if not judged:
        return None
    first, match, entity = judged[0], best.match, best.match.entity
    asked = case.party.names[0] if case.party.names else ""
    return Hit(
        kind=Kind.PARTY,
        rule="party.listed",
        severity=first.severity,
        subject=Asked(role=str(case.party.role), text=asked),
        entity=EntityRef(id=entity.id, caption=entity.caption, schema=entity.schema, datasets=entity.datasets),
        regime=first.listing.regime,
        measure=first.measure,
        binds=first.binds,
        because=first.because,
        exemptions_to_check=_exemptions(judged),
        law_state=first.state,
        score=match.score,
        priority=match.priority,
        says=message(
            "party.listed" if any(one.listing.regime for one in judged) else "party.listed_without_regime",
            name=asked or match.matched_name,
            caption=entity.caption,
            authorities="|".join(dict.fromkeys(one.listing.authority for one in judged)),
            regimes=", ".join(dict.fromkeys(one.listing.regime for one in judged if one.listing.regime)),
        ),
        evidence=(*match.evidence, _day(first, case)),
        listings=tuple(map(_named, judged)),
        to_settle=_to_settle(best, case),
    )


def _likeliest(found: Found) -> tuple[float, float, int, str]:
    """The order of a body's entries; of equals the one on the list that stands first in the table of lists."""
    match = found.match
    ranks = [_RANKS[name] for name in match.entity.datasets if name in _RANKS]
    return -match.score, -match.priority, min(ranks, default=len(_RANKS)), match.entity.id


def _judged(best: Found, case: Case) -> Iterator[Judged]:
    """Every listing of the body that is known of on the day, whichever of its entries carries it."""
    indexes = case.world.indexes
    for number in indexes.bodies[best.number]:
        subject = best.subject if number == best.number else indexes.subjects[number]
        copy = case.world.cite(subject.entity)
        for listing in listings(subject):
            state = law_state(listing, case.as_of, copy)
            if state is not LawState.ENDED and not (state is LawState.NOT_YET and _unheard_of(listing, case.as_of)):
                binds, because = route.binds(listing.authority, case.world.policy.home, case.tx)
                judged = Judged(subject.entity, listing, state, binds, because, Severity.INFO)
                yield judged._replace(severity=_severity(judged, best.match.score, case))


def _gravity(judged: Judged) -> tuple[int, bool, int, int, str, str]:
    return (
        _GRAVEST_FIRST.index(judged.severity),
        judged.state is LawState.NOT_YET,
        _MOST_BOUND_FIRST.index(judged.binds),
        _GRAVEST.index(judged.measure),
        judged.listing.authority,
        judged.entity.id,
    )


def _unheard_of(listing: Listing, as_of: date) -> bool:
    """Was nothing known of a listing on a day: neither made, though not yet in force, nor of an unsure day?"""
    return listing.confirmed and not (listing.listed and listing.listed <= as_of.isoformat())


def law_state(listing: Listing, as_of: date, copy: Citation) -> LawState:
    """The state of a listing on a day; a listing without a day counts as in force.

    A day that could not be verified matters only before the day of the copy: from then on, the copy
    itself shows that the entity is listed.
    """
    day = as_of.isoformat()
    if listing.until and listing.until <= day:
        return LawState.ENDED
    if listing.since and listing.since > day:
        return LawState.NOT_YET
    if listing.since and not listing.confirmed and not (copy.as_of and copy.as_of <= day):
        return LawState.UNCONFIRMED
    return LawState.IN_FORCE


def _severity(judged: Judged, score: float, case: Case) -> Severity:
    if judged.state is LawState.NOT_YET:
        return Severity.INFO
    nexus = bool(route.nexus(judged.listing.authority, case.tx))
    return case.world.policy.severity(judged.measure, judged.binds, nexus=nexus, score=score)


def _exemptions(judged: Iterable[Judged]) -> tuple[str, ...]:
    """What to check before any of the listings is taken for a bar, the gravest one's first."""
    found = (
        code
        for one in judged
        for code in (*route.exemptions(one.listing.regime), *exemptions(one.listing.regime, one.listing.programme))
    )
    return tuple(dict.fromkeys(found))


def _named(judged: Judged) -> ListedBy:
    listing = judged.listing
    return ListedBy(
        entity=judged.entity.id,
        list=listing.list,
        authority=listing.authority,
        regime=listing.regime,
        programme=listing.programme,
        measures=listing.measures,
        binds=judged.binds,
        law_state=judged.state,
        since=listing.since,
        confirmed=listing.confirmed,
        notes=tuple(note for note in (listing.since_basis, *listing.notes) if note),
        url=listing.url,
    )


def _day(judged: Judged, case: Case) -> Evidence:
    """The day of listing against the day judged; a silent or unverified day is `UNKNOWN`."""
    listing = judged.listing
    sure = listing.since is not None and listing.confirmed
    copy = case.world.cite(judged.entity)
    return Evidence(
        what="listing_day",
        ours=case.as_of.isoformat(),
        theirs=listing.since or "",
        agreement=Agreement.SAME if sure else Agreement.UNKNOWN,
        source=replace(copy, url=listing.url or copy.url),
    )


def _to_settle(found: Found, case: Case) -> tuple[str, ...]:
    """The paper that would settle who it is, unless a date of birth or a number has done so already."""
    settled = any(
        part.agreement is Agreement.SAME and part.what.startswith(("birth_date", "identifier"))
        for part in found.match.evidence
    )
    if settled:
        return ()
    kind = {"Person": "identity_document", "Vessel": "imo_number"}.get(found.match.entity.schema)
    return (kind or "registration_extract", *(("ownership",) if case.party.role is Role.BUYER else ()))
