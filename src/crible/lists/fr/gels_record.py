"""One record of the French register → a listed subject."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from crible.lists.drafts import Draft, digest, entity, one_line, put, untold
from crible.lists.fields import finish
from crible.lists.fr.french import french_country, is_no_more_than_a_country
from crible.lists.fr.gels_bases import LIST, Bases, sanctions
from crible.lists.fr.gels_numbers import alias_property, identification, paper
from crible.lists.partial_dates import dates
from crible.lists.written_names import Commas, names
from crible.records.entity import Entity, Refused, Subject
from crible.records.error import CribleError

Value = dict[str, str]

_SCHEMATA = {"personne physique": "Person", "personne morale": "Organization", "navire": "Vessel"}
_SEXES = {"masculin": "male", "féminin": "female", "feminin": "female", "homme": "male", "femme": "female"}
_IGNORED = frozenset({"fondementjuridique"})
_BLANK = frozenset({"", "/", "-"})


@dataclass(slots=True, kw_only=True)
class Record:
    """A record as it stands, its values one by one in their order; keys in lower case, none empty."""

    number: str
    nature: str
    name: str
    where: str
    fields: list[tuple[str, Value]] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Reading:
    """A record while it is being read."""

    id: str
    schema: str
    name: str
    where: str
    draft: Draft = field(default_factory=lambda: {"topics": ["sanction"]})
    bases: Bases = field(default_factory=Bases)
    given: list[str] = field(default_factory=list)
    around: list[Entity] = field(default_factory=list)

    def note(self, text: str) -> None:
        """Keep something that fits no property."""
        put(self.draft, "notes", text)

    def country(self, prop: str, text: str) -> str | None:
        """The code of a country; a name that has none, and what is said beside one, is a note, never lost."""
        code = french_country(text) if text else None
        put(self.draft, prop, code)
        if text and not is_no_more_than_a_country(text):
            self.note(f"{prop}: {text}")
        return code

    def beside(self, one: Entity) -> None:
        """An entity beside the subject, once."""
        if all(each.id != one.id for each in self.around):
            self.around.append(one)


def subject(record: Record) -> Subject | Refused:
    """A frozen person, body or ship; a record without a number or a name is refused."""
    if not re.fullmatch("[0-9]{1,30}", record.number) or not record.name:
        return _refuse(record)
    schema = _SCHEMATA.get(one_line(record.nature).casefold())
    if schema is None:
        raise CribleError(f"a record of nature {record.nature[:40]!r}", where=record.where, do=_NEW)
    reading = Reading(id=f"fr-gels-{int(record.number)}", schema=schema, name=record.name, where=record.where)
    for kind, value in record.fields:
        if kind not in _READ:
            raise CribleError(f"a field nobody knows: {kind[:40]!r}", where=record.where, do=_NEW)
        left = dict(value)
        _READ[kind](reading, left)
        finish(left, ignored=_IGNORED, where=f"{record.where}, {kind}")
    _own_names(reading)
    listed = entity(reading.draft, id=reading.id, schema=schema, dataset=LIST)
    listings = tuple(sanctions(reading.id, reading.bases))
    return Subject(entity=listed, sanctions=listings, around=tuple(reading.around))


_NEW = "the publisher changed the format: teach the reader of it"


def _refuse(record: Record) -> Refused:
    return Refused(
        where=record.where,
        what="a record without a number or without a name",
        do="look the entry up in the register and report it to the Direction générale du Trésor",
        raw=" | ".join(filter(None, (record.number, record.nature, record.name)))[:500],
    )


def _own_names(reading: Reading) -> None:
    """The name the register goes by. A second given name is another way to write the same name."""
    if reading.schema != "Person":
        found = names(reading.name, "name", person=False)
    else:
        whole = [" ".join(filter(None, (given, reading.name))) for given in reading.given or [""]]
        found = [named for text in whole[:1] for named in names(text, "name", person=True, commas=Commas.NEVER)]
        found += [("alias", text) for text in whole[1:]]
        put(reading.draft, "lastName", reading.name)
    for prop, name in found:
        put(reading.draft, prop, name)
    if untold(reading.name, [name for _, name in found]):
        reading.note(f"Nom: {reading.name}")


def _comment(value: Value) -> str:
    """What is said beside a value, under any of the keys that begin so."""
    keys = [key for key in value if key.startswith("commentaire")]
    return "; ".join(one_line(value.pop(key)) for key in keys)


def _simple(prop: str, key: str) -> Callable[[Reading, Value], None]:
    def read(reading: Reading, value: Value) -> None:
        text, comment = one_line(value.pop(key, "")), _comment(value)
        if text not in _BLANK:
            put(reading.draft, prop, text)
        if comment:
            reading.note(f"{key} {text}: {comment}")

    return read


def _given(reading: Reading, value: Value) -> None:
    if text := one_line(value.pop("prenom", "")):
        reading.given.append(text)
        put(reading.draft, "firstName", text)


def _sex(reading: Reading, value: Value) -> None:
    text = one_line(value.pop("sexe", ""))
    put(reading.draft, "gender", _SEXES.get(text.casefold()))
    if text and text.casefold() not in _SEXES:
        reading.note(f"sexe: {text}")


def _alias(reading: Reading, value: Value) -> None:
    text, comment = one_line(value.pop("alias", "")), _comment(value)
    prop, understood = alias_property(comment)
    if text in _BLANK:
        text = ""
    found = names(text, prop, person=reading.schema == "Person", commas=Commas.NEVER) if text else []
    for named in found:
        put(reading.draft, *named)
    if untold(text, [name for _, name in found]) or (comment and not understood):
        reading.note(f"alias {text}: {comment}" if comment else f"alias {text}")


def _birth(reading: Reading, value: Value) -> None:
    """A day as far as it is known; blank and zero parts are unknown."""
    parts = [one_line(value.pop(key, "")) for key in ("annee", "mois", "jour")]
    comment = _comment(value)
    told: list[str] = []
    for part in parts:
        if not part.isdigit() or not int(part):
            break
        told.append(part.zfill(2))
    written = "-".join(told)
    prop = {"Person": "birthDate", "Vessel": "buildDate"}.get(reading.schema, "incorporationDate")
    stated = dates(written)
    put(reading.draft, prop, *stated)
    if comment or stated != [written] or any(part.strip("0") for part in parts[len(told) :]):
        said = "/".join(part or "?" for part in reversed(parts))
        reading.note(": ".join(filter(None, (f"date de naissance {said}", comment))))


def _birth_place(reading: Reading, value: Value) -> None:
    place, country = one_line(value.pop("lieu", "")), one_line(value.pop("pays", ""))
    address, comment = one_line(value.pop("adresse", "")), _comment(value)
    parts = [text for text in (place, address, country) if text not in _BLANK]
    put(reading.draft, "birthPlace", ", ".join(parts))
    reading.country("birthCountry", "" if country in _BLANK else country)
    if comment:
        reading.note(f"lieu de naissance: {comment}")


def _nationality(reading: Reading, value: Value) -> None:
    country, comment = one_line(value.pop("pays", "")), _comment(value)
    whole = french_country(country) is not None
    for text in [country] if whole else [part.strip() for part in country.replace(";", "/").split("/")]:
        prop = {"Person": "nationality", "Vessel": "flag"}.get(reading.schema, "country")
        reading.country(prop, text)
    if comment:
        reading.note(f"nationalité {country}: {comment}")


def _address(reading: Reading, value: Value) -> None:
    street, country = one_line(value.pop("adresse", "")), one_line(value.pop("pays", ""))
    place, comment = one_line(value.pop("lieu", "")), _comment(value)
    code = reading.country("country", "" if country in _BLANK else country)
    full = ", ".join(text for text in (street, place, country) if text not in _BLANK)
    if full in _BLANK or (full == country and not comment):
        return
    put(reading.draft, "address", full)
    id = f"{reading.id}-address-{digest(full, comment)}"
    draft: Draft = {"full": [full]}
    put(draft, "street", "" if street in _BLANK else street)
    put(draft, "city", place)
    put(draft, "country", code)
    put(draft, "remarks", comment)
    put(reading.draft, "addressEntity", id)
    reading.beside(entity(draft, id=id, schema="Address", dataset=LIST))


def _paper(key: str, prop: str) -> Callable[[Reading, Value], None]:
    def read(reading: Reading, value: Value) -> None:
        cell, comment = one_line(value.pop(key, "")), _comment(value)
        found = paper(reading.id, cell, comment, prop)
        for named in found.values:
            put(reading.draft, *named)
        for one in found.around:
            reading.beside(one)
        if found.left:
            reading.note(f"{key}: {'; '.join(filter(None, (cell, comment)))}")

    return read


def _identification(reading: Reading, value: Value) -> None:
    cell, comment = one_line(value.pop("identification", "")), _comment(value)
    found = identification(cell, comment)
    for prop, text in found.values:
        put(reading.draft, prop, text)
    if found.left:
        reading.note(": ".join(text for text in (comment, cell) if text not in _BLANK))


def _wallet(reading: Reading, value: Value) -> None:
    key, comment = one_line(value.pop("cryptomonnaie", "")), _comment(value)
    if key in _BLANK:
        return
    draft: Draft = {"publicKey": [key], "holder": [reading.id]}
    put(draft, "summary", comment)
    id = f"{reading.id}-wallet-{digest(key)}"
    reading.beside(entity(draft, id=id, schema="CryptoWallet", dataset=LIST))


def _basis(reading: Reading, value: Value) -> None:
    reading.bases.labels.append(one_line(value.pop("fondementjuridiquelabel", "")))


def _reference(key: str) -> Callable[[Reading, Value], None]:
    def read(reading: Reading, value: Value) -> None:
        text, comment = one_line(value.pop(key, "")), _comment(value)
        kept = reading.bases.references if key == "referenceue" else reading.bases.un_references
        if text not in _BLANK:
            kept.append(text)
        if comment:
            reading.note(f"{text}: {comment}")

    return read


def _reason(reading: Reading, value: Value) -> None:
    text = one_line(value.pop("motifs", ""))
    if text not in _BLANK:
        reading.bases.reasons.append(text)


_READ: dict[str, Callable[[Reading, Value], None]] = {
    "ADRESSE_PM": _address,
    "ADRESSE_PP": _address,
    "ALIAS": _alias,
    "AUTRE_IDENTITE": _paper("numerocarte", "idNumber"),
    "COURRIEL": _simple("email", "courriel"),
    "CRYPTOMONNAIE": _wallet,
    "CRYPTO_MONNAIE": _wallet,
    "DATE_DE_NAISSANCE": _birth,
    "FONDEMENT_JURIDIQUE": _basis,
    "IDENTIFICATION": _identification,
    "LIEU_DE_NAISSANCE": _birth_place,
    "MOTIFS": _reason,
    "NATIONALITE": _nationality,
    "NUMERO_OMI": _simple("imoNumber", "numeroomi"),
    "PASSEPORT": _paper("numeropasseport", "passportNumber"),
    "PRENOM": _given,
    "REFERENCE_ONU": _reference("referenceonu"),
    "REFERENCE_UE": _reference("referenceue"),
    "SEXE": _sex,
    "SITE_INTERNET": _simple("website", "siteinternet"),
    "TELEPHONE": _simple("phone", "telephone"),
    "TITRE": _simple("position", "titre"),
}
