"""How dates, countries, numbers and the rest agree. Silence on either side is `UNKNOWN` and weighs nothing."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crible.match.weights import WEIGHTS
from crible.names import numbers
from crible.names.carried import numbers_of
from crible.records.entity import Entity
from crible.records.hit import Agreement
from crible.records.transaction import Identifier, Party

# Which kinds of entity a party of another kind can still be.
_BODIES = frozenset({"LegalEntity", "Company", "Organization", "PublicBody", "Asset"})
_SAME_KIND = (frozenset({"Person", "LegalEntity"}), _BODIES, frozenset({"Vessel"}), frozenset({"Airplane"}))
SCHEMATA = frozenset().union(*_SAME_KIND)
# Kinds of number of which a body has one at a time, so that two different ones contradict.
ONE_EACH = frozenset({"imo", "lei", "inn", "ogrn", "mmsi"})
# Kinds that several bodies may have in common: an agent's mail, a group's website.
SHARED = frozenset({"email", "website", "phone"})
# Kinds that papers mix up: an INN is a tax number, a national id is printed as a passport's.
_LOOSE = frozenset(
    {"inn", "ogrn", "tax", "vat", "registration", "national_id", "passport", "document", "licence", "uscc", "okpo"}
)
# Where an entity says which countries it has to do with.
COUNTRY_PROPERTIES = ("country", "nationality", "citizenship", "jurisdiction", "mainCountry", "flag", "birthCountry")


# A day as precisely as stated: "1961", "1961-03", "1961-03-07". Anything else is silence.
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact compared, with its log-odds."""

    what: str
    ours: str
    theirs: str
    agreement: Agreement
    weight: float


def facts(ours: Party, theirs: Entity, around: Iterable[Entity] = ()) -> list[Fact]:
    """Everything but the names that both sides speak of, in a fixed order."""
    found = [_birth_date(ours, theirs), _country(ours, theirs), _gender(ours, theirs), _schema(ours, theirs)]
    return [fact for fact in found if fact is not None] + list(identifiers(ours, numbers_of(theirs, around)))


def dates(ours: str, theirs: str) -> Agreement:
    """Do two dates agree, each as precise as stated?

    >>> [str(dates("1961-03-07", day)) for day in ("1961-03-07", "1961", "1961-07-03", "1962", "1970")]
    ['same', 'same', 'close', 'close', 'different']
    """
    if ours.startswith(theirs) or theirs.startswith(ours):
        return Agreement.SAME
    swapped = f"{theirs[:4]}-{theirs[8:10]}-{theirs[5:7]}"
    if len(theirs) == 10 and ours == swapped:
        return Agreement.CLOSE
    partial = min(len(ours), len(theirs)) < 10
    if partial and abs(int(ours[:4]) - int(theirs[:4])) == 1:
        return Agreement.CLOSE
    return Agreement.DIFFERENT


_BEST_FIRST = (Agreement.SAME, Agreement.CLOSE, Agreement.DIFFERENT)


def _birth_date(ours: Party, theirs: Entity) -> Fact | None:
    listed = [born[:10] for born in theirs.get("birthDate") if _DAY.match(born)]
    if ours.born is None or not listed or not _DAY.fullmatch(ours.born):
        return None
    agreement, born = min(((dates(ours.born, day), day) for day in listed), key=lambda pair: _BEST_FIRST.index(pair[0]))
    name = str(agreement)
    if agreement is Agreement.SAME and min(len(ours.born), len(born)) < 10:
        name = "year"
    return Fact("birth_date", ours.born, born, agreement, WEIGHTS["birth_date"][name])


def _country(ours: Party, theirs: Entity) -> Fact | None:
    mine = {country for country in (ours.country, *ours.nationality) if country}
    listed = _countries(theirs)
    if not mine or not listed:
        return None
    shared = sorted(mine & set(listed))
    agreement = Agreement.SAME if shared else Agreement.DIFFERENT
    shown = shared[0] if shared else ", ".join(listed[:3])
    return Fact("country", ", ".join(sorted(mine)), shown, agreement, WEIGHTS["country"][str(agreement)])


def _countries(entity: Entity) -> list[str]:
    return list(dict.fromkeys(value for prop in COUNTRY_PROPERTIES for value in entity.get(prop)))


def _gender(ours: Party, theirs: Entity) -> Fact | None:
    listed = theirs.first("gender")
    if ours.gender is None or listed not in ("male", "female"):
        return None
    agreement = Agreement.SAME if ours.gender == listed else Agreement.DIFFERENT
    return Fact("gender", ours.gender, listed, agreement, WEIGHTS["gender"][str(agreement)])


def _schema(ours: Party, theirs: Entity) -> Fact | None:
    if ours.schema not in SCHEMATA or any({ours.schema, theirs.schema} <= kinds for kinds in _SAME_KIND):
        return None
    return Fact("schema", ours.schema, theirs.schema, Agreement.DIFFERENT, WEIGHTS["schema"]["different"])


def identifiers(ours: Party, listed: Sequence[tuple[str, str]]) -> Iterator[Fact]:
    """Each number of ours against those they carry, of the same kind or of one that papers mix up with it.

    A contradiction counts once for each kind, however many wrong numbers are given.
    """
    mine = dict.fromkeys((number.kind, numbers.normal(number.kind, number.value), number) for number in _numbers(ours))
    settled: set[str] = set()  # kinds of which one number agrees: a wrong one beside it does not undo that
    for kind, form, number in mine:
        same = [value for theirs, value in listed if value == form and _comparable(kind, theirs)]
        if same and len(form) > 3:
            settled.add(kind)
            weight = "shared" if kind in SHARED else "same"
            yield Fact(_what(number), number.value, same[0], Agreement.SAME, _weight(weight))
    for kind, form, number in mine:
        others = [value for theirs, value in listed if theirs == kind]
        if others and form and kind in ONE_EACH and kind not in settled:
            settled.add(kind)
            yield Fact(_what(number), number.value, others[0], Agreement.DIFFERENT, _weight("different"))


def _numbers(ours: Party) -> Iterator[Identifier]:
    yield from ours.identifiers
    for kind in ("email", "website", "phone"):
        if value := getattr(ours, kind):
            yield Identifier(kind=kind, value=value)


def _what(number: Identifier) -> str:
    return f"identifier:{number.kind or 'any'}"


def _comparable(ours: str, theirs: str) -> bool:
    """Lists and traders type registration and tax numbers loosely; the others name one register each."""
    return not ours or ours == theirs or {ours, theirs} <= _LOOSE


def _weight(agreement: str) -> float:
    return float(WEIGHTS["identifier"][agreement])
