"""The world's side: entities in FollowTheMoney's shape, and what a list says about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from crible.records.hit import Measure

NAME_PROPERTIES = ("name", "alias", "previousName", "weakAlias")


class NameClass(StrEnum):
    """How far a list vouches for a name; the values sort from strong to weak in the order written."""

    PRIMARY = "primary"
    STRONG = "strong"
    FORMER = "former"
    WEAK = "weak"


CLASS_OF_PROPERTY = {
    "name": NameClass.PRIMARY,
    "alias": NameClass.STRONG,
    "previousName": NameClass.FORMER,
    "weakAlias": NameClass.WEAK,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A person, body, ship, aircraft, address, sanction or link, as FollowTheMoney 4 shapes it.

    `properties` maps FollowTheMoney property names to values as the source writes them: dates as
    precise as stated ("1961", "1961-03"), countries ISO 3166-1 alpha-2 in lower case.
    """

    id: str
    schema: str
    properties: Mapping[str, tuple[str, ...]]
    datasets: tuple[str, ...]

    @property
    def caption(self) -> str:
        """The name to show: the first as the list writes it, else the id."""
        for prop in (*NAME_PROPERTIES, "full", "program", "role"):
            if values := self.properties.get(prop):
                return values[0]
        return self.id

    def get(self, prop: str) -> tuple[str, ...]:
        """The values of one property, none if the source is silent."""
        return self.properties.get(prop, ())

    def first(self, prop: str) -> str | None:
        """The first value of one property, `None` if the source is silent."""
        values = self.properties.get(prop)
        return values[0] if values else None

    def names(self) -> list[tuple[str, NameClass]]:
        """Every name with the class its list gives it, primary names first."""
        return [(value, CLASS_OF_PROPERTY[prop]) for prop in NAME_PROPERTIES for value in self.get(prop)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One entity on one official list: a view on a FollowTheMoney `Sanction`."""

    list: str  # "us_ofac_sdn"
    authority: str  # "us-ofac"; route/tables/authorities.csv says whom it binds
    regime: str  # "US-RUSSIA-EO14024"
    programme: str  # as the list writes it
    measures: tuple[Measure, ...]
    since: str | None  # first day it applies, as precise as stated; None: the list does not say
    until: str | None  # first day it no longer applies
    since_basis: str  # where `since` comes from; "" when the list itself says it
    confirmed: bool  # False: the day, or the listing itself, could not be verified
    listed: str | None = None  # day of listing, where the list tells it apart from the first day it applies
    notes: tuple[str, ...] = ()  # e.g. "secondary sanctions risk: …"
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A listed subject with all that its list says around it: the unit lists are read and stored in.

    `entity` is a person, body, ship, aircraft, or an address listed as such. `sanctions` are
    FollowTheMoney `Sanction` entities; `around` holds its Address, CryptoWallet, Identification and
    link entities (UnknownLink, Ownership, …), each naming the subject's id in one of its properties.
    """

    entity: Entity
    sanctions: tuple[Entity, ...] = ()
    around: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A row that could not be read: counted, listed, never dropped."""

    where: str  # "orders.csv:17"
    what: str
    do: str
    raw: str = field(default="", repr=False)  # the row as it stood, cut at 500 characters
