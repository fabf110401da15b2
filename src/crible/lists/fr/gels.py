"""The French register of asset freezes, in its JSON and in its XML: one record, two ways to write it."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from crible.lists.card import ListReader, Reading, card
from crible.lists.fields import finish
from crible.lists.fr.gels_record import Record, Value, subject
from crible.lists.partial_dates import whole_day
from crible.lists.xml_node import Node
from crible.lists.xml_records import elements, local_name, other_document
from crible.records.entity import Refused, Subject
from crible.records.error import CribleError

_CARD = card("fr", "fr_tresor_gels_avoirs")
_JSON, _XML = _CARD.format("json"), _CARD.format("xml")
_ROOT, _DETAIL = "Publications", "PublicationDetail"
_AGAIN = "fetch the file again"
_NEW = "the publisher changed the format: teach the reader of it"
# Control characters, and halves of characters that no text can hold; JSON may smuggle both in as escapes.
_DAMAGE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

_LEAVES = (  # of the publisher's schema: every element that a value of any field may hold
    "Adresse",
    "Alias",
    "Annee",
    "Commentaire",
    "Courriel",
    "Cryptomonnaie",
    "FondementJuridique",
    "FondementJuridiqueLabel",
    "Identification",
    "Jour",
    "Lieu",
    "Mois",
    "Motifs",
    "NumeroCarte",
    "NumeroOMI",
    "NumeroPasseport",
    "Pays",
    "Prenom",
    "ReferenceOnu",
    "ReferenceUe",
    "Sexe",
    "SiteInternet",
    "Telephone",
    "Titre",
)

Fields = list[tuple[str, list[Value]]]


def recognises_json(_member: str, head: bytes) -> str:
    """Why these first bytes are not the register in JSON, "" if they are."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        return "it is empty"
    if start[:1] != b"{":
        return "it is HTML" if b"<html" in start[:2000].lower() else "it is not JSON"
    return "" if claims_json(head) else f"its JSON holds no {_DETAIL}"


def claims_json(head: bytes) -> str | None:
    """The register's JSON, known by its first keys whatever its name."""
    is_it = re.match(rb"[\xef\xbb\xbf\s]*\{\s*\"Publications\"\s*:", head) and b'"PublicationDetail"' in head
    return _JSON.members[0].key if is_it else None


def recognises_xml(_member: str, head: bytes) -> str:
    """Why these first bytes are not the register in XML, "" if they are."""
    return "" if claims_xml(head) else other_document(head, _ROOT)


def claims_xml(head: bytes) -> str | None:
    """The register's XML, known by its root element and its first record."""
    is_it = re.search(rb"<(?:\w+:)?Publications[\s>]", head) and b"PublicationDetail" in head
    return _XML.members[0].key if is_it else None


def read_json(members: Mapping[str, bytes], where: str) -> Reading:
    """Every record of one copy in JSON."""
    whole = _object(_parsed(members["list"], where), where)
    top = _object(whole.pop(_ROOT, None), where)
    finish(whole, ignored=frozenset(), where=where)
    day = _day(str(top.pop("DatePublication", "")), where)
    details = _array(top.pop(_DETAIL, None), where)
    finish(top, ignored=frozenset(), where=where)
    return _reading(_from_json(details, where), day, where)


def read_xml(members: Mapping[str, bytes], where: str) -> Reading:
    """Every record of one copy in XML, read to its end before the first is handed out."""
    days: list[str] = []
    records = list(_from_xml(members["list"], days, where))
    if len(days) != 1:
        raise CribleError(f"{len(days)} days of publication in one file", where=where, do=_AGAIN)
    return _reading(records, _day(days[0], where), where)


def _reading(records: Iterable[Record], day: str, where: str) -> Reading:
    refused: list[Refused] = []
    subjects: dict[str, Subject] = {}
    for record in records:
        one = subject(record)
        if isinstance(one, Refused):
            refused.append(one)
        elif subjects.setdefault(one.entity.id, one) is not one:
            raise CribleError(f"{one.entity.id} is there twice", where=where, do=f"{_AGAIN}; the copy is damaged")
    if not subjects:
        raise CribleError("the register is empty", where=where, do=_AGAIN)
    return Reading(subjects=list(subjects.values()), day=day, refused=refused)


def _day(written: str, where: str) -> str:
    if not (day := whole_day(written)):
        raise CribleError("the file does not say when it was published", where=where, do=_AGAIN)
    return day


def _from_json(details: Iterable[Any], where: str) -> Iterator[Record]:
    for number, detail in enumerate(details, 1):
        place = f"{where}: {_DETAIL} {number}"
        raw = _object(detail, place)
        fields = [_field(_object(one, place), place) for one in _array(raw.pop("RegistreDetail", []), place)]
        yield _record({key: _text(value, place) for key, value in raw.items()}, fields, place)


def _field(raw: dict[str, Any], place: str) -> tuple[str, list[Value]]:
    kind, values = _text(raw.pop("TypeChamp", ""), place), raw.pop("Valeur", [])
    finish(raw, ignored=frozenset(), where=place)
    found = values if isinstance(values, list) else [values]
    return kind, [{key: _text(text, place) for key, text in _object(one, place).items()} for one in found]


def _from_xml(body: bytes, days: list[str], where: str) -> Iterator[Record]:
    for number, (path, element) in enumerate(elements(body, root=_ROOT, depth=2, where=where)):
        place = f"{where}: {path[-1]} {number}"
        if len(path) == 1:
            known = {local_name(name): value for name, value in element.attrib.items()}
            finish(known, ignored=_XML.not_read.keys(), where=where)
        elif path[-1] == "DatePublication":
            days.append(Node(element, place).leaf_text())
        elif path[-1] != _DETAIL:
            raise CribleError(f"<{path[-1][:40]}> where {_DETAIL} belongs", where=place, do=_NEW)
        else:
            node = Node(element, place)
            fields = [_field_node(one) for one in node.children("RegistreDetail")]
            heads = {tag: node.leaf(tag) for tag in ("IdRegistre", "Nature", "Nom")}
            node.finish()
            yield _record(heads, fields, place)


def _field_node(node: Node) -> tuple[str, list[Value]]:
    kind, values = node.leaf("TypeChamp"), [_value(one) for one in node.children("Valeur")]
    node.finish()
    return kind, values


def _value(node: Node) -> Value:
    """The leaves of one value, whatever its field; an element of another name stops the load."""
    found = {tag: node.leaf(tag) for tag in _LEAVES}
    node.finish()
    return found


def _record(heads: Mapping[str, str], fields: Fields, place: str) -> Record:
    left = {key: text.strip() for key, text in heads.items()}
    record = Record(
        number=left.pop("IdRegistre", ""), nature=left.pop("Nature", ""), name=left.pop("Nom", ""), where=place
    )
    finish(left, ignored=frozenset(), where=place)
    for kind, values in fields:
        for value in values:
            said = {key.casefold(): text.strip() for key, text in value.items()}
            record.fields.append((kind, {key: text for key, text in said.items() if text}))
    return record


def _parsed(body: bytes, where: str) -> Any:
    try:
        return json.loads(body.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number)
    except (UnicodeDecodeError, ValueError, RecursionError) as fault:
        what = f"no JSON, or cut: {type(fault).__name__}" if body.strip() else "the file is empty"
        raise CribleError(what, where=where, do=_AGAIN) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key comes twice")
    return found


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _object(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise CribleError("a JSON object is missing where one belongs", where=where, do=_NEW)
    return dict(value)


def _array(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise CribleError("a JSON array is missing where one belongs", where=where, do=_NEW)
    return value


def _text(value: Any, where: str) -> str:
    """A value as text; numbers may be written with or without quotes."""
    if isinstance(value, bool) or not isinstance(value, str | int | None):
        raise CribleError("a value that is no text", where=where, do=_NEW)
    text = "" if value is None else str(value)
    if _DAMAGE.search(text):
        raise CribleError("a control character, or half of one", where=where, do=_AGAIN)
    return text


def _reader(key: str, recognises: Callable[[str, bytes], str], read: Any, claims: Any) -> ListReader:
    return ListReader(card=_CARD, format=_CARD.format(key), recognises=recognises, read=read, claims=claims)


JSON_READER = _reader("json", recognises_json, read_json, claims_json)
XML_READER = _reader("xml", recognises_xml, read_xml, claims_xml)
