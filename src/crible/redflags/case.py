"""What facts are asked of: a transaction, the hits so far, the tables, the day; and how a fact shows itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from crible.records.hit import Agreement, Hit
from crible.records.transaction import Party, Role, Stop, Transaction
from crible.redflags.rule import Rules

RECEIVERS = (Role.CONSIGNEE, Role.END_USER, Role.BUYER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What shows that a fact is so."""

    role: str
    what: str
    ours: str
    theirs: str = ""
    agreement: Agreement = Agreement.SAME


@dataclass(frozen=True, slots=True)
class Case:
    """What facts are asked of."""

    tx: Transaction
    hits: Sequence[Hit]
    known: Rules
    as_of: date

    def party(self, role: Role) -> Party | None:
        """The first party in a role that has a name."""
        return next((party for party in self.tx.parties if party.role is role and party.names), None)

    def receivers(self) -> Iterator[Party]:
        """Who gets the goods or orders them."""
        return (party for party in self.tx.parties if party.role in RECEIVERS and party.names)

    def last_stop(self) -> tuple[str, str] | None:
        """The country the goods end in as far as the papers say, and the role that says it."""
        for stop in (Stop.DESTINATION, Stop.SHIP_TO):
            for place in self.tx.route:
                if place.stop is stop and place.country:
                    return place.country.lower(), str(stop)
        for role in RECEIVERS:
            party = self.party(role)
            if party and party.country:
                return party.country.lower(), str(role)
        return None

    def outside(self, country: str | None) -> bool:
        """Is the country known, and outside the EU and its partners?"""
        return country is not None and country.lower() not in self.known.partners

    def is_concern(self, country: str | None) -> bool:
        """Is it a place known for transshipment on the day?"""
        code = (country or "").lower()
        return code in self.known.concern and (self.known.concern[code] or self.as_of) <= self.as_of
