"""The legal bases of a freeze → its listings: one for each regime."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from crible.lists.drafts import Draft, entity, put
from crible.lists.eu.fsf_law import law_of
from crible.lists.fr.french import french_dates
from crible.records.entity import Entity
from crible.records.hit import Measure
from crible.records.table import rows

LIST = "fr_tresor_gels_avoirs"
_BASES = ("says", "act", "regime", "source", "status")
_NUMBER = re.compile(r"(?<![\d/])(\d{1,4}/\d{1,4})(?![\d/])")
_DETAIL = "https://gels-avoirs.dgtresor.gouv.fr/Gels/RegistreDetail?idRegistre="
_UNSURE = "the day is that of the act the register names, which may have amended the listing"


@dataclass(slots=True, kw_only=True)
class Bases:
    """What a record says of why its subject is frozen."""

    labels: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)  # of the Union
    un_references: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


def sanctions(id: str, bases: Bases) -> Iterator[Entity]:
    """A listing for each regime that the labels name; a record without a label is frozen all the same."""
    by_regime: dict[str, list[tuple[str, Mapping[str, str]]]] = {}
    for label in bases.labels or [""]:
        base = base_of(label)
        by_regime.setdefault(base["regime"], []).append((label, base))
    for regime, found in by_regime.items():
        yield _sanction(id, regime, found, bases)


def _sanction(id: str, regime: str, found: Sequence[tuple[str, Mapping[str, str]]], bases: Bases) -> Entity:
    days = sorted(day for label, _ in found for day in _day_of_act(label))
    draft: Draft = {"entity": [id], "authority": ["Direction générale du Trésor"], "country": ["fr"]}
    put(draft, "program", *(label for label, _ in found))
    put(draft, "programId", regime)
    put(draft, "provisions", Measure.ASSET_FREEZE.value, Measure.MAKING_AVAILABLE_BAN.value)
    put(draft, "description", _UNSURE if days else "")
    put(draft, "status", "unconfirmed" if days or found[0][1]["status"] != "confirmed" else "confirmed")
    put(draft, "listingDate", *days[:1])
    put(draft, "startDate", *days[:1])
    put(draft, "authorityId", *bases.references)
    put(draft, "unscId", *(text for text in bases.un_references if len(text) <= 16))
    put(draft, "authorityId", *(text for text in bases.un_references if len(text) > 16))
    put(draft, "reason", *bases.reasons)
    put(draft, "recordId", id.removeprefix("fr-gels-"))
    put(draft, "sourceUrl", _DETAIL + id.removeprefix("fr-gels-"))
    return entity(draft, id=f"{id}-sanction-{regime.lower()}", schema="Sanction", dataset=LIST)


def base_of(label: str) -> Mapping[str, str]:
    """Regime and status for a label: "(UE) 2022/332 du 25/02/2022 (UE Ukraine … - R (UE) 269/2014)".

    >>> base_of("(UE) 2022/332 du 25/02/2022 (UE Ukraine intégrité territoriale - R (UE) 269/2014)")["regime"]
    'EU-UKR-269'
    >>> base_of("Arrêté du 01/03/2024 (National - art L. 562-2 du code monétaire et financier)")["regime"]
    'FR-CMF-L562'
    """
    folded = label.casefold().replace("’", "'")
    numbers = _NUMBER.findall(label)[::-1]
    acts = [law for number in numbers if (law := law_of("", number))["act"]]
    if acts:
        return acts[0]
    union = bool(re.search(r"\((?:ue|ce|onu)\b", folded))
    said = next((row for row in _bases() if row["says"] in folded and (row["act"] or not union)), None)
    if said is not None:
        return law_of("", said["act"]) if said["act"] else said
    regime = f"EU-{numbers[0].replace('/', '-')}" if numbers and union else "FR-GELS"
    return {"regime": regime, "status": "unconfirmed"}


def _day_of_act(label: str) -> list[str]:
    """The day in front of the bracket that names the regime."""
    return [day for day in french_dates(label) if len(day) == 10][:1]


@cache
def _bases() -> list[dict[str, str]]:
    return rows("lists", "fr_bases", _BASES)
