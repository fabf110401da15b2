"""Places against the tables of places → hits: embargoes and programmes, named ports, transshipment."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from crible.names.fold import fold
from crible.records.hit import (
    Agreement,
    Asked,
    Binds,
    Citation,
    Evidence,
    Hit,
    Kind,
    Measure,
    Message,
    Severity,
    message,
)
from crible.records.transaction import Role, Transaction
from crible.route.asked import AskedPlace, asked
from crible.route.binds import binds
from crible.route.destinations import Destinations, Embargo, Port, in_force, law_state, transshipment

FREE_TEXT = str(Role.MENTIONED)
_LONGEST, _PIECE, _STEP = 20_000, 300, 250  # characters of a free text


def hits(tx: Transaction, known: Destinations, as_of: date, home: Sequence[str] = ("FR",)) -> list[Hit]:
    """What the places of a transaction touch on that day: one hit a measure, one a port, one a country of concern."""
    places = asked(tx)
    return [
        *_embargoes(places, tx, known, as_of, home),
        *_ports(tx, known, as_of, home),
        *_concerns(places, known, as_of),
    ]


def _embargoes(
    places: Sequence[AskedPlace], tx: Transaction, known: Destinations, as_of: date, home: Sequence[str]
) -> Iterator[Hit]:
    for embargo in known.embargoes:
        touching = [place for place in places if _touches(place, embargo)]
        if touching and in_force(embargo.since, embargo.until, as_of):
            yield _embargo(embargo, touching, binds(embargo.authority, home, tx), known)


def _touches(place: AskedPlace, embargo: Embargo) -> bool:
    if place.code != embargo.destination:
        return False
    return place.direction == "named" or embargo.direction in ("any", place.direction)


def _embargo(
    embargo: Embargo, touching: Sequence[AskedPlace], bound: tuple[Binds, Message], known: Destinations
) -> Hit:
    only_named = all(place.direction == "named" for place in touching)
    return Hit(
        kind=Kind.DESTINATION,
        rule="route.embargo",
        severity=Severity.INFO if only_named else weight(embargo.severity, bound[0]),
        subject=Asked(role=touching[0].role, text=touching[0].text),
        regime=embargo.regime,
        measure=embargo.measure,
        binds=bound[0],
        because=bound[1],
        exemptions_to_check=embargo.exemptions,
        law_state=law_state(embargo.confirmed),
        says=message(
            "route.embargo",
            role=touching[0].role,
            authority=embargo.authority,
            regime=embargo.regime,
            measure=str(embargo.measure),
            **embargo.scope,
            **known.called(embargo.destination),
        ),
        evidence=tuple(_place_evidence(touching, embargo.source)),
        to_settle=_papers(embargo.measure),
    )


def weight(severity: Severity, bound: Binds) -> Severity:
    """How grave a measure is for this home: only law that binds it for sure may make a machine hold.

    Refusing for the sake of the US measures in the annex of Regulation (EC) No 2271/96 alone may itself be
    an infringement, so law that binds by a nexus goes to a person.
    """
    return Severity.HIGH if severity is Severity.CRITICAL and bound is not Binds.YES else severity


def _papers(measure: Measure) -> tuple[str, ...]:
    goods = ("goods_classification", "end_use_statement")
    return ("licence", *goods) if measure in (Measure.LICENCE, Measure.EXPORT_BAN) else goods


def _place_evidence(touching: Iterable[AskedPlace], source: Citation) -> Iterator[Evidence]:
    for place in touching:
        yield Evidence(
            what="country",
            ours=f"{place.role}: {place.text}",
            theirs=place.code,
            agreement=Agreement.SAME,
            source=source,
        )


def _ports(tx: Transaction, known: Destinations, as_of: date, home: Sequence[str]) -> Iterator[Hit]:
    """Named ports and airports, on the route or in free text; a text that only speaks of one weighs less."""
    written = [(str(place.stop), place.text) for place in tx.route]
    written += [(FREE_TEXT, piece) for text in tx.texts.values() for piece in _pieces(text)]
    folded = [(role, text, f" {fold(text)} ") for role, text in written if text]
    for port in known.ports:
        if not in_force(port.since, port.until, as_of):
            continue
        named = [(role, text) for role, text, words in folded if any(f" {fold(name)} " in words for name in port.names)]
        if named:
            yield _port(port, named, binds("eu-council", home, tx), known)


def _pieces(text: str) -> Iterator[str]:
    """Folding reads a name's length, so a long text is read in parts that overlap."""
    return (text[start : start + _PIECE] for start in range(0, min(len(text), _LONGEST), _STEP))


def _port(port: Port, named: Sequence[tuple[str, str]], bound: tuple[Binds, Message], known: Destinations) -> Hit:
    role, text = named[0]
    spoken_of = all(role == FREE_TEXT for role, _ in named)
    return Hit(
        kind=Kind.DESTINATION,
        rule="route.port",
        severity=Severity.MEDIUM if spoken_of else weight(Severity.CRITICAL, bound[0]),
        subject=Asked(role=role, text=text[:200]),
        regime=port.regime,
        measure=Measure.PORT_BAN,
        binds=bound[0],
        because=bound[1],
        exemptions_to_check=("eu_derogations",),
        law_state=law_state(port.confirmed),
        says=message(
            "route.port",
            point=port.point,
            annex=port.annex,
            regime=port.regime,
            **port.why,
            **known.called(port.country),
        ),
        evidence=tuple(
            Evidence(what="port", ours=text[:200], theirs=port.point, agreement=Agreement.SAME, source=port.source)
            for _, text in named
        ),
        to_settle=("transport_document",),
    )


def _concerns(places: Sequence[AskedPlace], known: Destinations, as_of: date) -> Iterator[Hit]:
    """One note for each country known for transshipment that the goods or the money go to."""
    going = [place for place in places if place.direction == "to"]
    for code in sorted({place.code for place in going if transshipment(place.code, known, as_of)}):
        touching = [place for place in going if place.code == code]
        yield _concern(code, touching, known)


def _concern(code: str, touching: Sequence[AskedPlace], known: Destinations) -> Hit:
    place = known.places[code]
    return Hit(
        kind=Kind.DESTINATION,
        rule="route.transshipment",
        severity=Severity.INFO,
        subject=Asked(role=touching[0].role, text=touching[0].text),
        measure=Measure.ADVISORY,
        binds=Binds.NO,
        because=message("binds.advisory", authority="advisory"),
        law_state=law_state(place.confirmed),
        says=message("route.transshipment", **known.called(code)),
        evidence=tuple(_place_evidence(touching, place.source)),
        to_settle=("end_use_statement",),
    )
