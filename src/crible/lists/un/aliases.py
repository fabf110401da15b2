"""The names of a record: its own, those it is also known by, and those in another script."""

from functools import lru_cache

from crible.lists.drafts import put, untold
from crible.lists.fields import finish
from crible.lists.partial_dates import dates
from crible.lists.un.comments import from_comments
from crible.lists.un.record import Record
from crible.lists.written_names import Commas, Named, names
from crible.records.table import rows

# Positions, not meanings: the Committee numbers the parts of a name and does not say which is the family's.
_PARTS = {
    "FIRST_NAME": "firstName",
    "SECOND_NAME": "secondName",
    "THIRD_NAME": "middleName",
    "FOURTH_NAME": "lastName",
}


def person_names(record: Record) -> None:
    """The name of a person in its parts and as a whole."""
    parts: list[str] = []
    for tag, prop in _PARTS.items():
        if text := record.text(tag):
            put(record.draft, prop, text)
            parts.append(text)
    for named in _names(" ".join(parts), "name", person=True):
        put(record.draft, *named)


def organisation_names(record: Record) -> None:
    """The name of an entity: the first part is all of it."""
    for named in names(record.text("FIRST_NAME"), "name", person=False):
        put(record.draft, *named)


def aliases(record: Record, tag: str, *, person: bool) -> None:
    """Aliases by their grade, and the name in its own script; what an alias says beside its name is a note."""
    for named in _names(record.text("NAME_ORIGINAL_SCRIPT"), "alias", person=person):
        put(record.draft, *named)
    for fields in record.groups(tag):
        _alias(record, fields, person=person)
        finish(fields, ignored=frozenset(), where=f"{record.where}, {tag}")


def _alias(record: Record, fields: dict[str, str], *, person: bool) -> None:
    quality, name, note = (fields.pop(tag, "") for tag in ("QUALITY", "ALIAS_NAME", "NOTE"))
    grade = _grade(quality, f"{name} {note}")
    found = [*_names(name, grade, person=person), *_names_in_note(note, name, grade)]
    for named in found:
        put(record.draft, *named)
    _birth(record, fields)
    if quality not in _qualities():
        record.note(f"alias {name}: {quality}")
    for prop, value in from_comments(f"{name} {note}", person=person):
        put(record.draft, prop, value)
    if untold(f"{name} {note}", [value for _, value in found]):
        record.note(f"alias {name}: {note}" if note else f"alias {name}")


def _names(text: str, prop: str, *, person: bool) -> list[Named]:
    """Commas are never between names here: the list writes "GHAILANI, Ahmed Khalfan"."""
    return names(text, prop, person=person, commas=Commas.NEVER) if text else []


def _grade(quality: str, said: str) -> str:
    """The property for an alias of this quality. A quality nobody knows is not known to be weak."""
    return "previousName" if "listed as" in said.casefold() else _qualities().get(quality, "alias")


@lru_cache(maxsize=1)
def _qualities() -> dict[str, str]:
    table = rows("lists", "un_alias_quality", ("quality", "property", "because"))
    return {row["quality"]: row["property"] for row in table}


def _names_in_note(note: str, name: str, grade: str) -> list[Named]:
    """Names in an alias's note: "original script: …", or a list of spellings of a name in another script."""
    for marker in ("original script:", "Arabic:", "Arabic script:"):
        if marker in note:
            return _names(note.partition(marker)[2], grade, person=True)
    spellings = [part.strip() for part in note.split(";")]
    prose = any(char in "0123456789:()" for char in note)
    return [] if name.isascii() or prose or len(spellings) == 1 else [(grade, part) for part in spellings if part]


def _birth(record: Record, fields: dict[str, str]) -> None:
    """Birth facts given under an alias are kept as the person's: it is the person who uses them."""
    born = fields.pop("DATE_OF_BIRTH", "")
    place = ", ".join(filter(None, (fields.pop("CITY_OF_BIRTH", ""), fields.pop("COUNTRY_OF_BIRTH", ""))))
    put(record.draft, "birthDate", *dates(born))
    put(record.draft, "birthPlace", place)
    if untold(born, dates(born)):
        record.note(f"birth date under an alias: {born}")
