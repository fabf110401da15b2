"""The lists that the Consolidated Screening List is made of: what each does, and how many each must hold."""

from collections.abc import Mapping, Sequence
from functools import cache

from crible.lists.drafts import digest
from crible.records.error import CribleError
from crible.records.hit import Measure
from crible.records.table import rows

_SOURCES = (
    "source", "code", "authority", "name", "regime", "measures", "also", "topics", "ofac_list", "least", "instrument",
    "law", "status",
)  # fmt: skip
_PROGRAMMES = ("programme", "regime", "measures", "also", "instrument", "status")
Row = dict[str, str]


def source_of(text: str) -> Row:
    """What is known of a list by the name the file gives it; one that is new is kept as an advisory.

    >>> source_of("Entity List (EL) - Bureau of Industry and Security")["regime"]
    'US-EL'
    """
    return sources().get(text.casefold()) or _unknown(text)


def is_known(text: str) -> bool:
    """Is the list in the table?"""
    return text.casefold() in sources()


@cache
def sources() -> Mapping[str, Row]:
    """The lists of us_csl_sources.csv by their names in lower case, in the table's order."""
    return {row["source"].casefold(): row for row in rows("lists", "us_csl_sources", _SOURCES)}


def _unknown(text: str) -> Row:
    blank = dict.fromkeys(_SOURCES, "")
    known = {"source": text, "code": digest(text), "name": text, "regime": "US-CSL", "topics": "sanction"}
    return blank | known | {"measures": Measure.ADVISORY.value, "status": "unconfirmed"}


def laws(source: Row, programmes: Sequence[str]) -> list[tuple[str, Row]]:
    """What a record of a list that is not OFAC's does: for each programme that has a law of its own, else once.

    >>> isn = source_of("Nonproliferation Sanctions (ISN) - State Department")
    >>> [(name, law["regime"]) for name, law in laws(isn, ["INKSNA", "E.O. 13382"])]
    [('INKSNA', 'US-INKSNA'), ('E.O. 13382', 'US-NPWMD')]
    """
    if source["code"] == "ISN" and programmes:
        return [(programme, source | _determinations().get(programme.casefold(), {})) for programme in programmes]
    name = source["source"].partition(" - ")[0]
    return [("; ".join([name, *programmes]), source)]


@cache
def _determinations() -> Mapping[str, Row]:
    return {row["programme"].casefold(): row for row in rows("lists", "us_isn_programmes", _PROGRAMMES)}


def refuse_gaps(counts: Mapping[str, int], where: str) -> None:
    """Raise when a list is missing, or most of it, from a copy that holds others whole.

    In May 2024 some 15,000 entries of the Treasury were gone for days while all others stood. A copy in
    which no list is whole is an excerpt: whether that will do is for the operator to say, not for us.
    """
    least = {row["source"]: int(row["least"]) for row in sources().values() if row["least"]}
    gaps = [name for name, floor in least.items() if counts.get(name.casefold(), 0) < floor]
    if gaps and len(gaps) < len(least):
        held = "; ".join(f"{name}: {counts.get(name.casefold(), 0):,} of at least {least[name]:,}" for name in gaps)
        raise CribleError(
            f"lists missing or cut short in it: {held}"[:600],
            where=where,
            do="keep the last good copy and fetch it again tomorrow; OFAC and BIS publish their lists themselves, too",
        )
