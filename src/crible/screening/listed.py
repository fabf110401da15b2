"""A party that matches a listed entity → hits, one for each authority and measure its listings carry."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from crible import route
from crible.lists.eu.journal_row import exemptions
from crible.lists.listings import listings
from crible.match import Found
from crible.records.entity import Listing
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
    Measure,
    Severity,
    message,
)
from crible.records.transaction import Party, Role, Transaction
from crible.screening.reservations import reservations
from crible.screening.world import World

# Of several measures that one authority's listings carry, the first of these is the one to show.
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


def hits(tx: Transaction, world: World, as_of: date) -> list[Hit]:
    """What the lists say of each party, in the order of the transaction."""
    return [hit for party in tx.parties for hit in _party_hits(party, tx, world, as_of)]


def _party_hits(party: Party, tx: Transaction, world: World, as_of: date) -> Iterator[Hit]:
    yield from reservations(party)
    for found in world.found(party):
        yield from _listing_hits(found, Case(party, tx, world, as_of))


@dataclass(frozen=True, slots=True)
class Case:
    """What a match is judged in."""

    party: Party
    tx: Transaction
    world: World
    as_of: date


def _listing_hits(found: Found, case: Case) -> Iterator[Hit]:
    """One hit for each authority whose listing of this entity counts on the day."""
    by_authority: dict[str, list[tuple[Listing, LawState]]] = {}
    for listing in listings(found.subject):
        state = law_state(listing, case.as_of, case.world.cite(found.match.entity))
        if state is not LawState.ENDED and not (state is LawState.NOT_YET and _unheard_of(listing, case.as_of)):
            by_authority.setdefault(listing.authority, []).append((listing, state))
    for authority in sorted(by_authority):
        yield _listing_hit(found, by_authority[authority], case)


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


def _gravity(listed: tuple[Listing, LawState]) -> tuple[bool, int]:
    listing, state = listed
    return state is LawState.NOT_YET, min((_GRAVEST.index(measure) for measure in listing.measures), default=99)


def _listing_hit(found: Found, listed: list[tuple[Listing, LawState]], case: Case) -> Hit:
    listing, state = min(listed, key=_gravity)
    measure = min(listing.measures, key=_GRAVEST.index, default=Measure.ADVISORY)
    binds, because = route.binds(listing.authority, case.world.policy.home, case.tx)
    match, entity = found.match, found.match.entity
    return Hit(
        kind=Kind.PARTY,
        rule="party.listed",
        severity=_severity(listing, state, measure, binds, match.score, case),
        subject=Asked(role=str(case.party.role), text=case.party.names[0] if case.party.names else ""),
        entity=EntityRef(id=entity.id, caption=entity.caption, schema=entity.schema, datasets=entity.datasets),
        regime=listing.regime,
        measure=measure,
        binds=binds,
        because=because,
        exemptions_to_check=(*route.exemptions(listing.regime), *exemptions(listing.regime, listing.programme)),
        law_state=state,
        score=match.score,
        priority=match.priority,
        says=message(
            "party.listed",
            name=case.party.names[0] if case.party.names else match.matched_name,
            caption=entity.caption,
            authority=listing.authority,
            regime=", ".join(dict.fromkeys(other.regime for other, _ in listed)),
        ),
        evidence=(*match.evidence, *(_day(other, case) for other, _ in listed[:1])),
        to_settle=_to_settle(found, case),
    )


def _severity(listing: Listing, state: LawState, measure: Measure, binds: Binds, score: float, case: Case) -> Severity:
    if state is LawState.NOT_YET:
        return Severity.INFO
    nexus = bool(route.nexus(listing.authority, case.tx))
    return case.world.policy.severity(measure, binds, nexus=nexus, score=score)


def _day(listing: Listing, case: Case) -> Evidence:
    """The day of listing against the day judged; a silent or unverified day is `UNKNOWN`."""
    sure = listing.since is not None and listing.confirmed
    return Evidence(
        what="listing_day",
        ours=case.as_of.isoformat(),
        theirs=listing.since or "",
        agreement=Agreement.SAME if sure else Agreement.UNKNOWN,
        source=Citation(list=listing.list, url=listing.url, as_of=listing.since or ""),
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
