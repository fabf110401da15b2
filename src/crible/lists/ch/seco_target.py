"""One target of the Swiss list → a listed subject, or one that was taken off."""

import re
from collections.abc import Iterator, Sequence, Set
from itertools import chain
from typing import NamedTuple

from crible.lists.card import card
from crible.lists.ch.seco_frame import Frame, Regime, regimes
from crible.lists.ch.seco_identity import LIST, Target, add_attributes, add_identity
from crible.lists.drafts import Draft, entity, one_line, put, untold
from crible.lists.id_numbers import numbers
from crible.lists.partial_dates import dates
from crible.lists.un.comments import from_comments, references
from crible.lists.xml_node import Node
from crible.records.entity import Entity, Refused, Subject
from crible.records.error import CribleError

_LISTED, _AMENDED, _DELISTED = "listed", "amended", "de-listed"
_OBJECTS = {"vessel": "Vessel", "aircraft": "Airplane"}
_TAX = re.compile(
    r"\btax(?:payer)?(?: identification| registration)? (?:id\b|number|no\b\.?)(?: number)?", re.IGNORECASE
)
_NEW = "the publisher changed the format: teach the reader of it"


class Change(NamedTuple):
    """A modification: what it did, and since when; the days as the file gives them."""

    day: str  # of effect, else of enactment, else of publication
    kind: str
    published: str


def subject(node: Node, frame: Frame, ignored: Set[str]) -> Subject | Refused:
    """A target as its list has it today; one that cannot be named, or is in no set, is refused."""
    target = Target(id=f"ch-seco-{node.attribute('ssid')}", schema="", frame=frame, ignored=ignored)
    sets = [node.attribute("sanctions-set-id"), *node.leaves("sanctions-set-id")]
    foreign = node.leaves("foreign-identifier")
    changes = _history([_change(one, target) for one in node.children("modification")])
    add_attributes(target, node)
    links = _body(target, node)
    node.finish(ignored=ignored)
    if lacks := _lacks(target, sets):
        return _refuse(target, lacks, sets)
    off = bool(changes) and changes[-1].kind == _DELISTED and changes[-1].day <= frame.day
    put(target.draft, "topics", None if off else "sanction")
    _promote(target.draft)
    listed = entity(target.draft, id=target.id, schema=target.schema, dataset=LIST)
    sanctions = tuple(_sanctions(target, sets, foreign, changes))
    return Subject(entity=listed, sanctions=sanctions, around=(*target.around, *links))


def _promote(draft: Draft) -> None:
    """A target without a primary name goes by the first of its others."""
    others = [name for prop in ("alias", "previousName", "weakAlias") for name in draft.get(prop, [])]
    if not draft.get("name"):
        put(draft, "name", others[0])


def _body(target: Target, node: Node) -> list[Entity]:
    """What stands in individual, entity or object, of which there is one."""
    found = [one for tag in ("individual", "entity", "object") for one in node.children(tag)]
    if len(found) != 1:
        raise CribleError(f"{len(found)} individuals, entities and objects in one target", where=node.where, do=_NEW)
    body = found[0]
    target.schema = _schema(body)
    if (sex := body.attribute("sex")) in ("male", "female"):
        put(target.draft, "gender", sex)
    elif sex:
        target.note(f"sex: {sex}")
    for one in body.children("identity"):
        add_identity(target, one)
    target.reasons += [_text(one) for one in body.children("justification")]
    for one in body.children("other-information"):
        _prose(target, _text(one))
    links = [link for one in body.children("relation") if (link := _relation(target, one))]
    add_attributes(target, body)
    body.finish(ignored=target.ignored)
    return list({link.id: link for link in links}.values())


def _text(node: Node) -> str:
    node.attribute("ssid"), node.attribute("lang")
    return one_line(node.leaf_text())


def _schema(body: Node) -> str:
    if body.tag != "object":
        return "Person" if body.tag == "individual" else "Organization"
    kind = body.attribute("object-type")
    if kind not in _OBJECTS:
        raise CribleError(f"an object of type {kind[:40]!r}", where=body.where, do=_NEW)
    return _OBJECTS[kind]


def _prose(target: Target, text: str) -> None:
    """Other information is a note; a number that a label announces in it is a number, too.

    A ship's number in the entry of a firm is that of a ship it owns, so it counts for ships only.
    """
    target.note(text)
    told = [*from_comments(text, person=target.schema == "Person")]
    told += [(number.prop, number.value) for number in numbers(_TAX.sub("TIN", text), None)]
    for prop, value in told:
        if prop != "imoNumber" or target.schema == "Vessel":
            put(target.draft, prop, value)


def _relation(target: Target, node: Node) -> Entity | None:
    """A link to another target of the file; one that is not in it is a note."""
    node.attribute("ssid")
    other, kind = node.attribute("target-id"), node.attribute("relation-type")
    said = ", ".join(filter(None, (kind, one_line(node.text()), *node.leaves("remark"), *node.leaves("remarks"))))
    node.finish(ignored=target.ignored)
    id = f"ch-seco-{other}"
    if other not in target.frame.targets or id == target.id:
        target.note(f"relation to target {other}: {said}")
        return None
    draft = {"subject": [target.id], "object": [id], "role": [said or "related"]}
    return entity(draft, id=f"{target.id}-link-{other}", schema="UnknownLink", dataset=LIST)


def _change(node: Node, target: Target) -> Change:
    kind = node.attribute("modification-type")
    said = {what: node.attribute(f"{what}-date") for what in ("enactment", "publication", "effective")}
    enacted, published, effect = said.values()
    for what, text in said.items():
        if untold(text, dates(text)):
            target.note(f"{kind}, {what}: {text}")
    node.attribute("ssid")
    node.finish(ignored=target.ignored)
    if kind not in (_LISTED, _AMENDED, _DELISTED):
        raise CribleError(f"a modification of type {kind[:40]!r}", where=node.where, do=_NEW)
    return Change(next(iter(dates(effect) or dates(enacted) or dates(published)), ""), kind, published)


def _history(newest_first: Sequence[Change]) -> list[Change]:
    """The modifications, oldest first: the day decides, and of equal days what the file writes first is the later.

    One without a day is of the day of the one it is written before.
    """
    dated: list[Change] = []
    for change in newest_first[::-1]:
        before = dated[-1].day if dated else ""
        dated.append(change if change.day else change._replace(day=before))
    return sorted(dated, key=lambda change: change.day)


def _sanctions(
    target: Target, sets: Sequence[str], foreign: Sequence[str], changes: Sequence[Change]
) -> Iterator[Entity]:
    known = [target.frame.sets[number] for number in dict.fromkeys(sets) if number]
    for regime in regimes(known):
        draft: Draft = {"entity": [target.id], "authority": ["State Secretariat for Economic Affairs"]}
        put(draft, "country", "ch")
        _law(draft, regime)
        put(draft, "recordId", target.id.removeprefix("ch-seco-"))
        for number in foreign:
            put(draft, "unscId" if references(number) == [number] else "authorityId", number)
        put(draft, "reason", *target.reasons)
        _days(draft, changes, target.frame.day)
        yield entity(draft, id=f"{target.id}-sanction-{regime.regime.lower()}", schema="Sanction", dataset=LIST)


def _law(draft: Draft, regime: Regime) -> None:
    put(draft, "program", regime.programme)
    put(draft, "programId", regime.regime)
    put(draft, "provisions", *regime.measures)
    put(draft, "description", *regime.description)
    put(draft, "status", regime.status)
    put(draft, "sourceUrl", card("ch", "ch_seco_sanctions").pages[0])


def _days(draft: Draft, changes: Sequence[Change], today: str) -> None:
    """Since when, and until when. An amendment alone does not say when the listing was made."""
    ends = [at for at, change in enumerate(changes) if change.kind == _DELISTED]
    off = bool(ends) and ends[-1] == len(changes) - 1
    last, before = (ends[-1], [-1, *ends[:-1]][-1]) if off else (len(changes), [-1, *ends][-1])
    term = changes[before + 1 : last]
    made = next((change for change in term if change.kind == _LISTED), None)
    if made is not None:
        put(draft, "listingDate", *dates(made.published or made.day))
        put(draft, "startDate", made.day)
    put(draft, "endDate", (changes[-1].day or today) if off else None)
    put(draft, "modifiedAt", *(change.day for change in term if change.kind == _AMENDED))


def _lacks(target: Target, sets: Sequence[str]) -> str:
    if not any(target.draft.get(prop) for prop in ("name", "alias", "previousName", "weakAlias")):
        return "a name"
    named = [number for number in sets if number]
    return "" if named and all(number in target.frame.sets for number in named) else "a set that the file knows"


def _refuse(target: Target, lacks: str, sets: Sequence[str]) -> Refused:
    return Refused(
        where=target.id,
        what=f"a target without {lacks}",
        do="look it up in SECO's search (SESAM) and report it to them",
        raw=" | ".join([*(f"set {number}" for number in sets if number), *chain.from_iterable(target.draft.values())])[
            :500
        ],
    )
