"""What else is said of a designated person, firm or ship: contacts, offices, owners, measures of a ship."""

import re

from crible.lists.drafts import put, untold
from crible.lists.gb.record import Record
from crible.lists.gb.words import numbered
from crible.lists.partial_dates import dates
from crible.names.numbers import normal
from crible.names.places import country_code

_CUT = re.compile(r"\s*[;,|\s]\s*(?:and\s+)?")
_NUMBER = re.compile(r"\d[\d,.]*")
_IMO = re.compile(r"IMO(?=\d)")
_GENDERS = frozenset({"male", "female"})
# Relations to somebody whom only a name stands for: the lists give no id, so they make no edge.
_TOLD = {
    "subsidiary": "subsidiary",
    "parent": "parent company",
    "owner": "current owner or operator",
    "past_owner": "previous owner or operator",
    "length": "length of ship",
    "entity_type": "type of entity",
}


def put_details(record: Record) -> None:
    """Every field of a record that is neither name, place, document nor listing."""
    _person(record)
    _contacts(record)
    _ship(record)
    for field, words in _TOLD.items():
        for text in record.take(field):
            record.note(f"{words}: {text}")


def _person(record: Record) -> None:
    for prop in ("title", "position"):
        for text in record.take(prop):
            put(record.draft, prop, *numbered(text))
    for text in record.take("nationality"):
        for part in numbered(text):
            record.country("nationality", part)
    for text in record.take("gender"):
        if text.casefold() in _GENDERS:
            put(record.draft, "gender", text.casefold())
        else:
            record.note(f"gender: {text}")


def _contacts(record: Record) -> None:
    for text in record.take("phone"):
        put(record.draft, "phone", *(part for one in numbered(text) for part in one.split(";")))
    for field, mark in (("email", "@"), ("website", ".")):
        for text in record.take(field):
            parts = [part for one in numbered(text) for part in _CUT.split(one)]
            found = [part for part in parts if mark in part.strip("@.") and part.count("@") == (mark == "@")]
            put(record.draft, field, *found)
            if untold(text, found) - {"and"}:
                record.note(f"{field}: {text}")


def _ship(record: Record) -> None:
    for text in record.take("imo"):
        found = [normal("imo", part) or part for part in numbered(text)]
        put(record.draft, "imoNumber", *found)
        record.note_untold("IMO number", _IMO.sub("", text), found)
    for field, prop in (("flag", "flag"), ("past_flag", "pastFlags")):
        for text in record.take(field):
            for part in numbered(text) if country_code(text) else re.split(r"[;,/|]", text):
                _flag(record, prop, part.strip())
    for text in record.take("ship_type"):
        put(record.draft, "type", text)
    for text in record.take("tonnage"):
        put(record.draft, "tonnage", *([text] if _NUMBER.fullmatch(text) else []))
        record.note_untold("tonnage of ship", text, record.draft.get("tonnage", ()))
    for text in record.take("built"):
        put(record.draft, "buildDate", *dates(text))
        record.note_untold("year built", text, dates(text))
    put(record.draft, "registrationNumber", *record.take("hull"))


def _flag(record: Record, prop: str, text: str) -> None:
    """A flag, unless what stands in its place is no country ("Unknown"): that is a note."""
    code = country_code(text)
    put(record.draft, prop, code)
    if text and not code:
        record.note(f"{prop}: {text}")
