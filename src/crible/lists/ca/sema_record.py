"""One record of the Canadian list → a listed subject."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from crible.lists.ca.sema_names import alias_names, firm_names, person_names, unsaid
from crible.lists.drafts import Draft, entity, one_line, put, untold
from crible.lists.partial_dates import dates
from crible.lists.xml_node import Node
from crible.records.entity import Entity, Subject
from crible.records.hit import Measure
from crible.records.table import cell, rows

LIST = "ca_dfatd_sema_sanctions"
_REGIMES = ("country", "schedule", "regime", "measures", "act", "title", "source", "status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A record as it stands, on one line each; two that are equal are one listing."""

    country: str  # names the regulations, in both languages
    schedule: str
    number: str
    listed: str
    last_name: str
    given_name: str
    body: str  # a firm, a group, an authority, a ship
    aliases: str
    born: str  # or built
    title: str  # or kind of ship
    imo: str

    @property
    def name(self) -> str:
        """The name as the record writes it, given names first."""
        return " ".join(filter(None, (self.given_name, self.last_name, self.body)))

    @property
    def regulations(self) -> str:
        """The English half of `country`: by it the regulations are known."""
        return self.country.split(" / ")[0].strip().casefold()

    @property
    def lacks(self) -> str:
        """What a record must have and this one has not, "" if it has all."""
        needed = {"Country": self.country, "a name": self.name, "DateOfListing": "".join(dates(self.listed))}
        return next((what for what, value in needed.items() if not value), "")


def open_item(node: Node) -> Item:
    """A record with all its columns read; a column that nobody knows stops the load."""

    def column(*tags: str) -> str:
        return " ".join(text for tag in tags if (text := one_line(node.leaf(tag))))

    item = Item(
        country=column("Country"),
        schedule=re.sub(r"\s*,\s*", ", ", column("Schedule")),
        number=column("Item"),
        listed=column("DateOfListing"),
        last_name=column("LastName"),
        given_name=column("GivenName"),
        body=column("EntityOrShip", "Entity"),
        aliases=column("Aliases"),
        born=column("DateOfBirthOrShipBuildDate", "DateOfBirth"),
        title=column("TitleOrShip", "Title"),
        imo=column("ShipIMONumber"),
    )
    node.finish()
    return item


def subject(item: Item, id: str) -> Subject:
    """A listed person, body or ship."""
    draft: Draft = {"topics": ["sanction"]}
    schema = "Vessel" if item.imo else "Organization" if item.body else "Person"
    _names(draft, item, person=schema == "Person")
    _dates(draft, item, "buildDate" if schema == "Vessel" else "birthDate")
    put(draft, "imoNumber", *re.findall(r"(?<!\d)\d{7}(?!\d)", item.imo))
    put(draft, "type" if schema == "Vessel" else "title", item.title)
    if untold(item.imo, draft.get("imoNumber", [])):
        put(draft, "notes", f"ShipIMONumber: {item.imo}")
    if untold(item.listed, dates(item.listed)):
        put(draft, "notes", f"listed on: {item.listed}")
    listed = entity(draft, id=id, schema=schema, dataset=LIST)
    return Subject(entity=listed, sanctions=(_sanction(item, id),))


def _names(draft: Draft, item: Item, *, person: bool) -> None:
    for named in person_names(item.name) if person else firm_names(item.body):
        put(draft, *named)
    if person:
        put(draft, "firstName", item.given_name)
        put(draft, "lastName", re.sub(r"\([^()]*\)", " ", item.last_name))
    found = alias_names(item.aliases, person=person)
    for prop, name in found:
        if name not in draft["name"]:
            put(draft, prop, name)
    if unsaid(item.name, [value for values in draft.values() for value in values]):
        put(draft, "notes", f"listed as {item.name}")
    if unsaid(item.aliases, [name for _, name in found]):
        put(draft, "notes", f"Aliases: {item.aliases}")


def _dates(draft: Draft, item: Item, prop: str) -> None:
    """The dates a cell states. "The early 1970s" is no year, and `Sep-99` no century: they are notes."""
    stated = [] if re.search(r"\d0s\b", item.born) else dates(item.born)
    put(draft, prop, *stated)
    if unsaid(item.born, stated):
        put(draft, "notes", f"date of birth or of building: {item.born}")


def _sanction(item: Item, id: str) -> Entity:
    regime = regime_of(item)
    place = ", ".join(filter(None, (f"schedule {item.schedule}" if item.schedule else "", f"item {item.number}")))
    draft: Draft = {"entity": [id], "authority": ["Global Affairs Canada"], "country": ["ca"]}
    put(draft, "program", item.country)
    put(draft, "programId", regime["regime"])
    put(draft, "provisions", *cell(regime["measures"]))
    put(draft, "recordId", place)
    put(draft, "listingDate", *dates(item.listed))
    put(draft, "startDate", *dates(item.listed))
    put(draft, "sourceUrl", regime["source"])
    put(draft, "status", regime["status"])
    put(draft, "description", regime["act"], regime["title"])
    return entity(draft, id=f"{id}-sanction", schema="Sanction", dataset=LIST)


def regime_of(item: Item) -> Mapping[str, str]:
    """The row of ca_regimes.csv for a record: of its regulations, and of its schedule where that has one of its own.

    Regulations that the table does not know are kept as an advisory: somebody is listed, what follows is not known.
    """
    number = item.schedule.split(",")[0].casefold()
    fitting = [row for row in _regimes() if row["country"] == item.regulations and row["schedule"] in ("", number)]
    if fitting:
        return fitting[-1]
    name = re.sub(r"[^A-Z0-9]+", "-", item.regulations.upper()).strip("-")
    unknown = {"regime": f"CA-{name}", "measures": Measure.ADVISORY.value, "status": "unconfirmed"}
    return dict.fromkeys(_REGIMES, "") | unknown


@cache
def _regimes() -> list[dict[str, str]]:
    return rows("lists", "ca_regimes", _REGIMES)
