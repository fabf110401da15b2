"""What the listings of somebody on a list of the user's own order, and a listing for those who come without one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from crible.lists.drafts import Draft, entity, put
from crible.lists.listings import UNCONFIRMED, known_authority
from crible.lists.own.naming import Own
from crible.records.entity import Entity, Subject
from crible.records.hit import Measure
from crible.records.table import cell, rows

HOUSE, OPENSANCTIONS = "House list", "OpenSanctions"
_MEASURES = frozenset(measure.value for measure in Measure)
_BY_TOPIC = "what it orders is read from the topics of the entity"
_UNKNOWN = "what it orders is not said: it counts as a warning"
_BY_AUTHORITY = "what it orders is not said; most of what this authority lists is under this measure"


def listed(found: Entity, sanctions: Sequence[Entity], around: Sequence[Entity], own: Own) -> Subject:
    """A subject each of whose listings says what it orders; one without a listing gets one."""
    topics = found.get("topics")
    whole = [_ordering(sanction, topics) for sanction in sanctions] or [_made(found, own)]
    return Subject(entity=found, sanctions=tuple(whole), around=tuple(around))


def _made(found: Entity, own: Own) -> Entity:
    """The listing of an entity that is on the list and has no Sanction: the house's own, or a data set's word."""
    draft: Draft = {"entity": [found.id], "authority": [HOUSE if own.kind == "house" else OPENSANCTIONS]}
    put(draft, "program", own.dataset)
    put(draft, "provisions", *(_by_topic(found.get("topics")) if own.kind != "house" else (Measure.ADVISORY.value,)))
    if own.kind != "house":
        put(draft, "status", UNCONFIRMED)
        put(draft, "description", _BY_TOPIC)
    return entity(draft, id=f"{found.id}-listing", schema="Sanction", dataset=found.datasets[0])


def _ordering(sanction: Entity, topics: Iterable[str]) -> Entity:
    """The Sanction with the measures its provisions stand for before their own words."""
    said = sanction.get("provisions")
    if _MEASURES & set(said):
        return sanction
    measures = _by_words(said)
    if measures:
        return _with(sanction, provisions=(*measures, *said))
    basis, measures = _by_default(sanction, frozenset(topics))
    return _with(
        sanction,
        provisions=(*measures, *said),
        status=(*sanction.get("status"), UNCONFIRMED),
        description=(*sanction.get("description"), basis),
    )


def _with(sanction: Entity, **values: tuple[str, ...]) -> Entity:
    unique = {prop: tuple(dict.fromkeys(texts)) for prop, texts in values.items()}
    return replace(sanction, properties={**sanction.properties, **unique})


def _by_default(sanction: Entity, topics: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    """Of an authority we know, what most of its listings order; of others, a warning."""
    known = _authorities().get(known_authority(sanction), ())
    if known and topics & {"sanction", "export.control"}:
        return _BY_AUTHORITY, known
    return _UNKNOWN, (Measure.ADVISORY.value,)


def by_authority(sanction: Entity) -> Entity:
    """The same for a list that gives no topics: whoever is on it is under sanctions."""
    return _ordering(sanction, ("sanction",))


def _by_words(provisions: Iterable[str]) -> tuple[str, ...]:
    texts = [text.casefold() for text in provisions]
    table = rows_of_words()
    exact = [measures for words, measures in table if words in texts]
    found = exact or [measures for words, measures in table if len(words) > 6 and any(words in text for text in texts)]
    return tuple(dict.fromkeys(measure for measures in found for measure in measures))


def _by_topic(topics: Iterable[str]) -> tuple[str, ...]:
    found = [measure for topic in topics for measure in _topics().get(topic, ())]
    return tuple(dict.fromkeys(found)) or (Measure.ADVISORY.value,)


def is_listed_topic(topic: str) -> bool:
    """Does this topic say that an entity is on some list, or ought to be looked at?"""
    return topic in _topics() or topic.partition(".")[0] in ("crime", "wanted")


@cache
def rows_of_words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The words of own_provisions.csv, with their measures."""
    table = rows("lists", "own_provisions", ("words", "measures", "source"))
    return tuple((row["words"], cell(row["measures"])) for row in table)


@cache
def _topics() -> dict[str, tuple[str, ...]]:
    return {
        row["topic"]: cell(row["measures"]) for row in rows("lists", "own_topics", ("topic", "measures", "because"))
    }


@cache
def _authorities() -> dict[str, tuple[str, ...]]:
    table = rows("lists", "own_authorities", ("authority", "measures", "because"))
    return {row["authority"]: cell(row["measures"]) for row in table}
