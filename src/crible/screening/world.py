"""World: everything we screen against, in memory or mapped from a snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from crible import goods, redflags, route
from crible.lists.card import Card
from crible.match import Found, Indexes, Match, matches
from crible.records.decision import ListState, NotSearched, Searched
from crible.records.entity import Entity
from crible.records.hit import Citation, Hit, Message, message
from crible.records.transaction import Party, Role
from crible.screening.policy import Policy
from crible.screening.reservations import reservations

_REMEMBERED = 10_000  # parties


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One list as it stands in the world."""

    list: str
    version: str
    day: str | None  # ISO; None: nothing says
    checked: str | None  # ISO; the day its publisher last said that there is nothing newer
    entities: int
    state: str  # "good" or "degraded"
    why: str
    sha256: str
    max_age_days: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class World:
    """One frozen view of all lists and tables. It is never changed; a new snapshot is a new world."""

    snapshot: str
    copies: tuple[Copy, ...]
    not_searched: tuple[NotSearched, ...]
    indexes: Indexes
    controls: goods.Controls
    destinations: route.Destinations
    rules: redflags.Rules
    policy: Policy
    # Who a party is does not change within one world, and files name the same few parties over and over.
    known: dict[Party, tuple[Found, ...]] = field(default_factory=dict, init=False, repr=False)

    def searched(self, as_of: date) -> tuple[Searched, ...]:
        """Each list with its state on a day, so that a replay gives the same state."""
        return tuple(
            Searched(list=copy.list, version=copy.version, entities=copy.entities, state=state(copy, as_of))
            for copy in self.copies
        )

    def warnings(self, as_of: date) -> tuple[Message, ...]:
        """What the copies cannot tell about that day."""
        late = [copy for copy in self.copies if copy.day and copy.day > as_of.isoformat()]
        return tuple(message("warning.copy_later", list=copy.list, day=str(copy.day)) for copy in late)

    def search(self, name: str, *, limit: int = 10, **facts: Any) -> list[Match]:
        """Who is that? The likeliest listed entities, near misses too; `facts` are fields of a `Party`."""
        party = Party(role=Role.PARTY, names=(name,), **facts)
        return [found.match for found in matches(party, self.indexes, self.cite)[:limit]]

    def reservations(self, name: str) -> list[Hit]:
        """What stands against finding nobody of that name: it says too little, or too much, or hides something."""
        return list(reservations(Party(role=Role.PARTY, names=(name,))))

    def found(self, party: Party) -> tuple[Found, ...]:
        """The listed subjects that a party matches at the policy's threshold or above, the likeliest first."""
        known = self.known.get(party)
        if known is None:
            threshold = self.policy.mentioned if party.role is Role.MENTIONED else self.policy.threshold
            known = tuple(f for f in matches(party, self.indexes, self.cite) if f.match.score >= threshold)
            if len(self.known) >= _REMEMBERED:
                self.known.clear()
            self.known[party] = known
        return known

    def cite(self, entity: Entity) -> Citation:
        """Where what is known of an entity comes from."""
        by_list = {copy.list: copy for copy in self.copies}
        copy = next((by_list[name] for name in entity.datasets if name in by_list), None)
        url = entity.first("sourceUrl") or (copy.url if copy else "")
        if copy is None:
            return Citation(list=entity.datasets[0] if entity.datasets else "", url=url)
        return Citation(list=copy.list, url=url, as_of=copy.day or "", sha256=copy.sha256)


def state(copy: Copy, as_of: date) -> ListState:
    """Fresh, stale or degraded on a day. A copy of which nothing says how old it is cannot be called fresh."""
    if copy.state != "good":
        return ListState.DEGRADED
    known = max(copy.day or "", copy.checked or "")
    if not known or as_of - date.fromisoformat(known) > timedelta(copy.max_age_days):
        return ListState.STALE
    return ListState.FRESH


def copy_from_row(row: Mapping[str, Any], card: Card | None) -> Copy:
    """A row of a snapshot's manifest as a copy; a list that has no card (any more) is never fresh."""
    known = {name: row[name] for name in ("list", "version", "day", "checked", "entities", "state", "why", "sha256")}
    url = card.urls[0] if card and card.urls else ""
    return Copy(**known, max_age_days=card.max_age_days if card else -1, url=url)
