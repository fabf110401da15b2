"""FollowTheMoney entities, one to a line: OpenSanctions' `entities.ftm.json`, or what a house keeps."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field

from crible.lists.card import Reading
from crible.lists.drafts import Draft, put
from crible.lists.ftm import is_a, is_edge, is_matchable, properties, schemata
from crible.lists.own.graph import Graph
from crible.lists.own.naming import Own
from crible.lists.own.orders import is_listed_topic, listed
from crible.lists.own.raw import Hollow, Raw, Unfit, entity_of, lines, parsed, raw_entity, refused
from crible.records.entity import Entity, Refused, Subject
from crible.records.error import CribleError

# Matchable, but as a rule part of somebody else's entry: listed only where nothing is linked to them.
_BESIDE = frozenset(("Address", "BankAccount", "CryptoWallet", "Position", "Security", "Territory", "UserAccount"))


@dataclass(slots=True)
class File:
    """A file of entities being read."""

    body: bytes
    where: str
    list_name: str
    own: Own
    ignored: Set[str]
    graph: Graph = field(default_factory=Graph)
    schemata: dict[int, str] = field(default_factory=dict)  # of things that could be subjects, by number
    refused: list[Refused] = field(default_factory=list)
    day: str = ""


def read_ftm(members: Mapping[str, bytes], where: str, *, list_name: str, own: Own, ignored: Set[str]) -> Reading:
    """The listed entities of a file with what is linked to them; the file is checked to its end first."""
    file = File(members["list"], where, list_name, own, ignored)
    for number, start, end in lines(file.body):
        _check(file, number, start, end)
    file.graph.close()
    _list_who_is_linked_to_nothing(file)
    if not any(file.graph.listed):
        do = "listed are targets, who has a Sanction, and whose topics say so; in a list named house_…, everybody"
        raise CribleError("nobody in this file is listed", where=where, do=do)
    return Reading(subjects=_subjects(file), day=file.day or None, refused=file.refused)


def _check(file: File, number: int, start: int, end: int) -> None:
    """Take note of one line: what it is, and whom it names."""
    place, line = f"{file.where}:{number}", file.body[start:end]
    try:
        raw = raw_entity(parsed(line, place), file.ignored)
        if raw.nested:
            raise Unfit("entities are nested in it: this is the nested format")
        one = _entity(file, raw)
        known = file.schemata.get(file.graph.ids.get(raw.id, -1), raw.schema)
        if not is_a(known, raw.schema) and not is_a(raw.schema, known):
            raise Unfit(f"{raw.id[:40]} is both {known} and {raw.schema}")
    except Unfit as fault:
        file.refused.append(refused(place, fault, line))
        return
    file.day = max(file.day, raw.seen)
    this = file.graph.number(raw.id)
    file.graph.line(this, start, end)
    for other in _named(raw):
        file.graph.link(this, file.graph.number(other))
    if raw.schema == "Sanction":
        for other in raw.texts.get("entity", ()):
            _list(file, file.graph.number(other))
    if is_matchable(raw.schema):
        file.schemata[this] = raw.schema
        if one is not None and _is_listed(file.own, raw):
            _list(file, this)


def _entity(file: File, raw: Raw) -> Entity | None:
    """The entity; `None` for a paper or link that lacks what it must have, and so says nothing."""
    try:
        return entity_of(raw, file.list_name)
    except Hollow:
        return None


def _named(raw: Raw) -> set[str]:
    """The ids that an entity names in its properties."""
    rules = properties(raw.schema)
    return {id for prop, ids in raw.texts.items() if rules[prop].type == "entity" for id in ids if id != raw.id}


def _is_listed(own: Own, raw: Raw) -> bool:
    if own.kind == "house":
        return raw.schema not in _BESIDE
    return bool(raw.target) or any(map(is_listed_topic, raw.texts.get("topics", ())))


def _list(file: File, number: int) -> None:
    file.graph.listed[number] = 1


def _list_who_is_linked_to_nothing(file: File) -> None:
    """Of a house list, also the addresses and wallets that stand there for themselves.

    What a Sanction is about but has no line of its own, or cannot be compared by name, is no subject.
    """
    for id, number in file.graph.ids.items():
        if number not in file.schemata:
            _tell_who_is_missing(file, id, number)
            file.graph.listed[number] = 0
        elif file.own.kind == "house" and not file.graph.neighbours(number):
            file.graph.listed[number] = 1


def _tell_who_is_missing(file: File, id: str, number: int) -> None:
    """Somebody of whom there is a Sanction and no line: it was lost, or could not be read."""
    if file.graph.listed[number] and not file.graph.lines(number):
        fault = Unfit(f"{id[:40]} has a Sanction, and no line of its own that can be read")
        file.refused.append(refused(file.where, fault, id.encode()))


def _subjects(file: File) -> Iterator[Subject]:
    for number, is_subject in enumerate(file.graph.listed):
        if is_subject:
            yield _subject(file, number)


def _subject(file: File, number: int) -> Subject:
    sanctions: list[Entity] = []
    around: list[Entity] = []
    notes: Draft = {}
    for other in file.graph.free_neighbours(number):
        raw = _raw(file, other)
        one = _entity(file, raw)
        if one is None:
            put(notes, "notes", f"{raw.schema} of which nothing is said")
            continue
        (sanctions if one.schema == "Sanction" else around).append(one)
        if is_edge(one.schema):
            ends = (end for end in file.graph.free_neighbours(other))
            around += [found for end in ends if (found := _entity(file, _raw(file, end))) is not None]
    raw = _raw(file, number)
    for text in notes.get("notes", ()):
        raw.texts.setdefault("notes", []).append(text)
    return listed(entity_of(raw, file.list_name), sanctions, around, file.own)


def _raw(file: File, number: int) -> Raw:
    """An entity from all of its lines."""
    found = [raw_entity(parsed(file.body[a:b], file.where), file.ignored) for a, b in file.graph.lines(number)]
    if len(found) == 1:
        return found[0]
    schema = max((one.schema for one in found), key=_depth)
    texts: Draft = {}
    for one in found:
        for prop, values in one.texts.items():
            texts.setdefault(prop, []).extend(values)
    return Raw(id=found[0].id, schema=schema, texts=texts)


def _depth(schema: str) -> int:
    """How special a schema is: a Company is a LegalEntity, and more."""
    return sum(is_a(schema, other) for other in schemata())
