"""What stands around the targets: the ordinances with their sets of measures, and the places."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache

from crible.lists.drafts import one_line
from crible.lists.xml_node import Node
from crible.names.places import country_code
from crible.records.error import CribleError
from crible.records.table import cell, rows

_LANGUAGES = ("eng", "fre", "ger", "ita")  # the first that says anything is kept
_PROGRAMMES = ("sr", "words", "regime", "title", "source", "status")
_MEASURES = ("regime", "says", "measures", "because", "status")


@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionsSet:
    """One set of measures under an ordinance: "Financial measures, annex 2"."""

    key: str  # "Belarus"
    ordinance: str
    title: str
    origin: str  # "UN", "EU": whose measures Switzerland took over; "" if nobody's


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that birth places and addresses point to."""

    location: str = ""
    area: str = ""
    country: str = ""
    code: str | None = None

    @property
    def full(self) -> str:
        """The place on one line."""
        return ", ".join(filter(None, (self.location, self.area, self.country)))


@dataclass(slots=True)
class Frame:
    """Read before the first target: targets name sets, places and each other by number."""

    day: str = ""
    sets: dict[str, SanctionsSet] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    targets: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """What a target's sets under one ordinance amount to."""

    regime: str
    programme: str
    measures: tuple[str, ...]
    description: tuple[str, ...]
    status: str


def add_programme(frame: Frame, node: Node, ignored: Set[str]) -> None:
    """The sets of one sanctions-program; the same ordinance may come several times, with other sets."""
    node.attribute("ssid")
    key, ordinance = _spoken(node.children("program-key")), _spoken(node.children("program-name"))
    origin = ", ".join(node.leaves("origin"))
    titles: dict[str, list[Node]] = {}
    for one in node.children("sanctions-set"):
        titles.setdefault(one.attribute("ssid"), []).append(one)
    for ssid, spoken in titles.items():
        found = SanctionsSet(key=key, ordinance=ordinance, title=_spoken(spoken), origin=origin)
        _check(frame.sets, ssid, found, node.where)
        frame.sets[ssid] = found
    node.finish(ignored=ignored)


def add_place(frame: Frame, node: Node, ignored: Set[str]) -> None:
    """One place."""
    ssid, place = node.attribute("ssid"), place_in(node)
    _check(frame.places, ssid, place, node.where)
    frame.places[ssid] = place
    node.finish(ignored=ignored)


def _check(known: Mapping[str, object], ssid: str, one: object, where: str) -> None:
    """Targets point to it by its number, so that must be one, and stand for one thing."""
    if not re.fullmatch("[0-9]+", ssid) or known.get(ssid, one) != one:
        what = f"{ssid[:20]!r} is no number, or that of two things"
        raise CribleError(what, where=where, do="fetch the file again; the copy is damaged")


def place_in(node: Node) -> Place:
    """The place that an element spells out itself."""
    location, area = one_line(node.leaf("location")), one_line(node.leaf("area"))
    country, code = country_in(node)
    return Place(location=location, area=area, country=country, code=code)


def country_in(node: Node) -> tuple[str, str | None]:
    """The name and the code of the country in an element; the code the file gives counts before the name.

    A code that is no country's stands behind the name.
    """
    country = node.child("country")
    if country is None:
        return "", None
    written = country.attribute("iso-code")
    name = one_line(country.leaf_text())
    said = name if country_code(written) else f"{name} ({written})" if name and written else name or written
    return said, country_code(written) or country_code(name)


def _spoken(nodes: Sequence[Node]) -> str:
    """The text in the first of our languages."""
    said = {node.attribute("lang"): one_line(node.leaf_text()) for node in nodes}
    return next((said[lang] for lang in (*_LANGUAGES, *said) if said.get(lang)), "")


def regimes(sets: Sequence[SanctionsSet]) -> Iterator[Regime]:
    """One regime for each ordinance that the sets belong to, with the measures of all its sets."""
    by_regime: dict[str, list[tuple[SanctionsSet, dict[str, str], dict[str, str]]]] = {}
    for one in sets:
        programme = _programme(one)
        by_regime.setdefault(programme["regime"], []).append((one, programme, _measure(one, programme["regime"])))
    for regime, found in by_regime.items():
        known = all("confirmed" == programme["status"] == law["status"] for _, programme, law in found)
        yield Regime(
            regime=regime,
            programme=_titles([one for one, _, _ in found]),
            measures=tuple(dict.fromkeys(measure for _, _, law in found for measure in cell(law["measures"]))),
            description=tuple(dict.fromkeys(text for _, p, law in found for text in (p["title"], law["because"]))),
            status="confirmed" if known else "unconfirmed",
        )


def _titles(sets: Sequence[SanctionsSet]) -> str:
    """Each ordinance with the sets under it: "Ordinance of …: annex 2; annex 8"."""
    titles: dict[str, list[str]] = {}
    for one in sets:
        titles.setdefault(one.ordinance or one.key, []).append(one.title)
    return "; ".join(": ".join(filter(None, (name, "; ".join(filter(None, said))))) for name, said in titles.items())


def _programme(one: SanctionsSet) -> dict[str, str]:
    """The row of ch_programmes.csv, by the number of the ordinance or else by its words."""
    said = f"{one.key} {one.ordinance}".casefold()
    table = rows_of_programmes()
    by_number = [row for row in table if row["sr"] and re.search(rf"(?<![\d.]){re.escape(row['sr'])}(?!\.?\d)", said)]
    by_words = [row for row in table if any(_says(said, words) for words in cell(row["words"]))]
    if by_number or by_words:
        return (by_number or by_words)[0]
    name = re.sub(r"[^A-Z0-9]+", "-", (one.key or one.ordinance).upper())[:40].strip("-")
    return dict.fromkeys(_PROGRAMMES, "") | {"regime": f"CH-{name}", "status": "unconfirmed"}


def _measure(one: SanctionsSet, regime: str) -> dict[str, str]:
    """The first row of ch_measures.csv that fits; the last fits everything."""
    said = one.title.casefold()
    fitting = (row for row in _rows_of_measures() if row["regime"] in ("", regime))
    found = next((row for row in fitting if not row["says"] or any(_says(said, w) for w in cell(row["says"]))), None)
    if found is None:
        raise CribleError("ch_measures.csv has no row for the rest", do="reinstall crible")
    return found


def _says(text: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


@cache
def rows_of_programmes() -> list[dict[str, str]]:
    """The ordinances that the table knows."""
    return rows("lists", "ch_programmes", _PROGRAMMES)


@cache
def _rows_of_measures() -> list[dict[str, str]]:
    return rows("lists", "ch_measures", _MEASURES)
