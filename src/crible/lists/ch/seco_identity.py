"""One identity of a target: names, dates, places, nationalities, papers."""

from collections.abc import Set
from dataclasses import dataclass, field, replace
from functools import cache

from crible.lists.ch.seco_frame import Frame, Place, country_in, place_in
from crible.lists.ch.seco_names import add_name
from crible.lists.drafts import Draft, digest, entity, one_line, put, untold
from crible.lists.partial_dates import dates
from crible.lists.xml_node import Node, says_yes
from crible.names.places import country_code
from crible.records.entity import Entity
from crible.records.table import rows

LIST = "ch_seco_sanctions"
_DATE = {"Person": "birthDate", "Vessel": "buildDate", "Airplane": "buildDate"}
_DAYS = {"startDate": "date-of-issue", "endDate": "expiry-date"}
_STREET = ("c-o", "address-details", "p-o-box", "zip-code")


@dataclass(slots=True, kw_only=True)
class Target:
    """A target while it is being read."""

    id: str
    schema: str
    frame: Frame
    ignored: Set[str]
    draft: Draft = field(default_factory=dict)
    around: list[Entity] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        """Keep something that fits no property."""
        put(self.draft, "notes", text)

    def beside(self, one: Entity) -> None:
        """An entity beside the target, once."""
        if all(each.id != one.id for each in self.around):
            self.around.append(one)


def add_identity(target: Target, node: Node) -> None:
    """All that one identity says. What is said of another than the main one is said of the same target."""
    node.attribute("ssid")
    main = says_yes(node.attribute("main") or "true", node.where)
    for one in node.children("name"):
        add_name(target.draft, one, main=main)
    for one in node.children("day-month-year"):
        _day(target, one)
    for one in node.children("nationality"):
        _nationality(target, one)
    for one in node.children("place-of-birth"):
        _birth_place(target, one)
    for one in node.children("address"):
        _address(target, one)
    for one in node.children("identification-document"):
        _document(target, one)
    add_attributes(target, node)
    node.finish(ignored=target.ignored)


def add_attributes(target: Target, node: Node) -> None:
    """Generic attributes, as notes."""
    for one in node.children("generic-attribute"):
        one.attribute("ssid")
        name, text = one.attribute("name"), one_line(one.text())
        target.note(": ".join(filter(None, (name, text, *one.says()))))


def _day(target: Target, node: Node) -> None:
    node.attribute("ssid")
    day, month, year = (node.attribute(name) for name in ("day", "month", "year"))
    calendar, quality = node.attribute("calendar"), node.attribute("quality")
    node.finish(ignored=target.ignored)
    written = "-".join(part.zfill(2) for part in (year, month if year else "", day if month else "") if part)
    stated = dates(written) if calendar in ("", "Gregorian") else []
    put(target.draft, _DATE.get(target.schema, "incorporationDate"), *stated)
    said = f"day {day} month {month} year {year} {calendar}".strip()
    if stated != [written]:
        target.note(f"date as written: {said}")
    _doubt(target, f"date {written}", quality)


def _doubt(target: Target, what: str, quality: str) -> None:
    if quality not in ("", "good"):
        target.note(f"{what} is of quality {quality}")


def _nationality(target: Target, node: Node) -> None:
    node.attribute("ssid")
    quality = node.attribute("quality")
    name, code = country_in(node)
    node.finish(ignored=target.ignored)
    prop = {"Person": "nationality", "Vessel": "flag"}.get(target.schema, "country")
    put(target.draft, prop, code)
    if country_code(name) != code:
        target.note(f"{prop}: {name}")
    _doubt(target, f"{prop} {name}", quality)


def _birth_place(target: Target, node: Node) -> None:
    node.attribute("ssid")
    quality = node.attribute("quality")
    place = _place(target, node)
    remarks = "; ".join(node.leaves("remarks"))
    node.finish(ignored=target.ignored)
    put(target.draft, "birthPlace", place.full)
    put(target.draft, "birthCountry", place.code)
    _doubt(target, f"place of birth {place.full}", quality)
    if remarks or (place.country and not place.code):
        target.note(f"place of birth: {'; '.join(filter(None, (place.full, remarks)))}")


def _address(target: Target, node: Node) -> None:
    node.attribute("ssid"), node.attribute("main")
    quality = node.attribute("quality")
    place = _place(target, node)
    parts = {tag: one_line(" ".join(node.leaves(tag))) for tag in _STREET}
    remarks = "; ".join(node.leaves("remarks"))
    node.finish(ignored=target.ignored)
    put(target.draft, "country", place.code)
    if country_code(place.country) != place.code:
        target.note(f"country: {place.country}")
    _doubt(target, f"address in {place.full}", quality)
    draft: Draft = {}
    put(draft, "street", ", ".join(filter(None, (parts["c-o"], parts["address-details"]))))
    put(draft, "postOfficeBox", parts["p-o-box"])
    put(draft, "postalCode", parts["zip-code"])
    put(draft, "city", place.location)
    put(draft, "region", place.area)
    put(draft, "remarks", remarks)
    if draft:  # an address that is only a country is the country
        _keep_address(target, draft, place)


def _keep_address(target: Target, draft: Draft, place: Place) -> None:
    box = "".join(f"P.O. Box {number}" for number in draft.get("postOfficeBox", []))
    street, zip_code = draft.get("street", []), draft.get("postalCode", [])
    full = ", ".join(filter(None, (*street, box, *zip_code, place.full)))
    remarks = draft.get("remarks", [])
    id = f"{target.id}-address-{digest(full, *remarks)}"
    put(draft, "full", full or remarks[0])
    put(draft, "country", place.code)
    put(target.draft, "address", full)
    put(target.draft, "addressEntity", id)
    target.beside(entity(draft, id=id, schema="Address", dataset=LIST))


def _place(target: Target, node: Node) -> Place:
    """The place that an element names by number, with what it spells out itself put over it."""
    number, own = node.attribute("place-id"), place_in(node)
    known = target.frame.places.get(number)
    if number and known is None:
        target.note(f"place {number} is not in the file")
    spelt = {name: value for name in ("location", "area", "country", "code") if (value := getattr(own, name))}
    return replace(known or Place(), **spelt)


def _document(target: Target, node: Node) -> None:
    node.attribute("ssid")
    kind, number = node.attribute("document-type"), one_line(node.leaf("number"))
    _doubt(target, f"{kind} {number}", node.attribute("quality"))
    country, issuer = _issuer(node)
    days = {
        prop: one_line(node.leaf(tag)) for prop, tag in (("startDate", "date-of-issue"), ("endDate", "expiry-date"))
    }
    place = _issued_in(target, node)
    remark = "; ".join((*node.leaves("remark"), *node.leaves("remarks")))
    node.finish(ignored=target.ignored)
    if not number:
        said = filter(None, (kind, issuer, *days.values(), place, remark))
        target.note(f"document without a number: {'; '.join(said)}")
        return
    schema, prop = _documents().get(kind, ("Identification", "idNumber"))
    put(target.draft, prop or "notes", number if prop else f"{kind}: {number}")
    draft: Draft = {"holder": [target.id], "number": [number]}
    put(draft, "type", kind)
    put(draft, "country", country)
    put(draft, "authority", place, "" if country and country_code(issuer) == country else issuer)
    put(draft, "summary", remark, *(text for text in days.values() if untold(text, dates(text))))
    for name, text in days.items():
        put(draft, name, *dates(text))
    id = f"{target.id}-document-{digest(kind, number, issuer)}"
    target.beside(entity(draft, id=id, schema=schema, dataset=LIST))


def _issuer(node: Node) -> tuple[str | None, str]:
    """The code and the name of the country that issued a document."""
    issuer = node.child("issuer")
    if issuer is None:
        return None, ""
    written = issuer.attribute("code")
    name = one_line(issuer.leaf_text())
    said = name if country_code(written) else f"{name} {written}"
    return country_code(written) or country_code(name), one_line(said)


def _issued_in(target: Target, node: Node) -> str:
    place = node.child("place-of-issue")
    if place is None:
        return ""
    place.attribute("ssid"), place.attribute("quality")
    text, known = one_line(place.text()), _place(target, place)
    place.finish(ignored=target.ignored)
    return ", ".join(filter(None, (text, known.full)))


@cache
def _documents() -> dict[str, tuple[str, str]]:
    table = rows("lists", "ch_documents", ("document", "schema", "property", "because"))
    return {row["document"]: (row["schema"], row["property"]) for row in table}
