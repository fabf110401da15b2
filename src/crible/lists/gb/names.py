"""The names of a designation, each in its class."""

import re
from functools import cache

from crible.lists.drafts import put
from crible.lists.gb.record import Record
from crible.lists.written_names import Commas, names
from crible.records.table import rows

_GIVEN = ("part1", "part2", "part3", "part4", "part5")
_PROPERTIES = ("name", "alias", "weakAlias", "previousName")
# Names that the United Nations grade low stand in the remarks of the British lists, after these words.
_ALSO = re.compile(r"\balso (?:referred to|known) as:? ([^.;:()]{2,300})", re.IGNORECASE)
_QUOTES = re.compile(r"(?<!\w)['‘’\"“”]|['‘’\"“”](?!\w)")


def put_names(record: Record, *, person: bool) -> None:
    """Every name of a record. The family's comes last, as it is said; the lists print it first."""
    for fields in record.take_group("name"):
        _name(record, fields, person=person)
    for fields in record.take_group("native"):
        _native(record, fields, person=person)
    if not record.draft.get("name"):
        _promote(record)


def also_known(record: Record, remarks: str, *, person: bool) -> None:
    """Names in the remarks ("Also referred to as Faizullah and Fiazullah"): weak, as the United Nations grade them."""
    for found in _ALSO.findall(remarks):
        for _, name in names(_QUOTES.sub("", found), "weakAlias", person=person, commas=Commas.ALWAYS):
            _put(record, "weakAlias", name)


def _name(record: Record, fields: dict[str, str], *, person: bool) -> None:
    kind, strength = fields.pop("name_type", ""), fields.pop("strength", "")
    given = [fields.pop(part, "") for part in _GIVEN]
    family, whole = fields.pop("part6", ""), fields.pop("whole", "")
    written = " ".join(filter(None, (whole, *given, family)))
    if not written:
        return
    prop = _property(kind, strength)
    if not prop:
        record.note(f"{written}: {kind} {strength}".strip())
    found = names(written, prop or "alias", person=person, commas=Commas.NEVER)
    for named in found:
        _put(record, *named)
    record.note_untold("name", written, [name for _, name in found])
    if person and prop == "name":
        put(record.draft, "firstName", given[0])
        put(record.draft, "middleName", " ".join(filter(None, given[1:])))
        put(record.draft, "lastName", family)


def _native(record: Record, fields: dict[str, str], *, person: bool) -> None:
    text, says = fields.get("native", ""), [fields[part] for part in ("script", "language") if part in fields]
    found = names(text, "alias", person=person, commas=Commas.NEVER) if text else []
    for named in found:
        _put(record, *named)
    if says:
        record.note(f"{text} ({', '.join(says)})")
    else:
        record.note_untold("name", text, [name for _, name in found])


def _put(record: Record, prop: str, name: str) -> None:
    """A name stays in the first class it came in, unless a stronger one comes later."""
    before = next((one for one in _PROPERTIES if name in record.draft.get(one, [])), None)
    if before is None or _PROPERTIES.index(prop) < _PROPERTIES.index(before):
        put(record.draft, prop, name)
        if before:
            record.draft[before].remove(name)


def _promote(record: Record) -> None:
    """A designation without a primary name has its best other one in that place: it must have a name."""
    for prop in ("alias", "previousName", "weakAlias"):
        if others := record.draft.get(prop):
            record.draft["name"] = [others.pop(0)]
            return


def _property(kind: str, strength: str) -> str:
    """The property for a name of this type and strength; "" when the table does not know it."""
    return _types().get((kind.casefold(), strength.casefold()), "")


@cache
def _types() -> dict[tuple[str, str], str]:
    table = rows("lists", "gb_name_types", ("name_type", "strength", "property", "because"))
    return {(row["name_type"], row["strength"]): row["property"] for row in table}
