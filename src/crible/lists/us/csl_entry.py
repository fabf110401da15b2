"""One record of the Consolidated Screening List, in the one shape that both of its formats are brought into."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from crible.lists.drafts import one_line
from crible.records.entity import Refused

LIST = "us_trade_csl"

# The fields of a record by what they hold, under the names that the publisher gives them in the JSON; in
# the CSV `id` is called `_id`, and `country` and `date_of_listing` have no column.
ID, SOURCE = "id", "source"
TEXTS = frozenset(
    {
        "entity_number", "type", "name", "title", "federal_register_notice", "start_date", "end_date",
        "date_of_listing", "standard_order", "license_requirement", "license_policy", "call_sign", "vessel_type",
        "gross_tonnage", "gross_registered_tonnage", "vessel_flag", "vessel_owner", "remarks", "source_list_url",
        "source_information_url", "country",
    }
)  # fmt: skip
SEVERAL = frozenset({"programs", "alt_names", "citizenships", "dates_of_birth", "nationalities", "places_of_birth"})
PLACES, PAPERS = "addresses", "ids"

_LONGEST_NUMBER = 40
_ID = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z._-]{0,98}[0-9A-Za-z])?")


class Place(NamedTuple):
    """An address on one line, its parts where the format tells them apart, and its country as written."""

    full: str
    parts: tuple[tuple[str, str], ...]  # FollowTheMoney property, value
    country: str


class Paper(NamedTuple):
    """A number, or a remark that OFAC puts among the numbers, under the words that say what it is.

    `dated` is a day of which the format does not tell whether the paper was issued on it, or expires.
    """

    kind: str
    number: str
    country: str = ""
    issued: str = ""
    expires: str = ""
    dated: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One record. `texts` and `several` hold all fields of their kind, empty where the record is silent."""

    id: str
    source: str  # the list it was taken from, in the publisher's words
    where: str
    texts: Mapping[str, str]
    several: Mapping[str, tuple[str, ...]]
    places: tuple[Place, ...]
    papers: tuple[Paper, ...]


def several(texts: Iterator[str]) -> tuple[str, ...]:
    """The values of a field that holds several: semicolons part them, in the CSV always, in the JSON in places."""
    pieces = (one_line(piece) for text in texts for piece in text.split(";"))
    return tuple(dict.fromkeys(piece for piece in pieces if piece))


def address_line(text: str) -> str:
    """An address without the gaps that an empty part, or one with spaces about it, leaves between commas.

    >>> address_line("Main GT Road, Hajji Camp , , PK")
    'Main GT Road, Hajji Camp, PK'
    """
    return re.sub(r",(?:\s*,)+", ",", re.sub(r"\s+,", ",", one_line(text))).strip(" ,")


def refusal(entry: Entry) -> Refused | None:
    """Why a record cannot be read; `None` if it can."""
    missing = [field for field, text in ((SOURCE, entry.source), ("name", entry.texts["name"])) if not _says(text)]
    if not _ID.fullmatch(entry.id):
        missing.insert(0, "usable id")
    if len(entry.texts["entity_number"]) > _LONGEST_NUMBER:
        missing.append("usable entity_number")
    if not missing:
        return None
    return Refused(
        where=entry.where,
        what=f"a record without a {' and a '.join(missing)}",
        do="look the record up on trade.gov and report it to dataservices@trade.gov",
        raw=" | ".join([entry.id, entry.source, *filter(None, entry.texts.values())])[:500],
    )


def _says(text: str) -> bool:
    return any(map(str.isalnum, text))
