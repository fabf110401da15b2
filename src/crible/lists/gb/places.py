"""Where a designated person was born, and where the designated are to be found."""

from crible.lists.drafts import Draft, digest, entity, put, untold
from crible.lists.gb.record import Record
from crible.lists.gb.words import births, numbered
from crible.names.places import country_code

_NO_DAY = frozenset({"0", "dd", "mm"})  # stand for the day and the month of a year alone
_LINES = ("line1", "line2", "line3", "line4", "line5", "line6")


def put_births(record: Record) -> None:
    """Every day and place of birth; a town and a country that one row gives belong together."""
    for text in record.take("born"):
        stated = [day for part in numbered(text) for day in births(part)]
        put(record.draft, "birthDate", *stated)
        if not stated or untold(text, stated) - _NO_DAY:
            record.note(f"born: {text}")
    for place in record.take_group("birth"):
        town, country = place.pop("town", ""), place.pop("birth_country", "")
        towns, countries = numbered(town), numbered(country)
        for one in countries:
            record.country("birthCountry", one)
        if len(towns) <= 1 and len(countries) <= 1:
            put(record.draft, "birthPlace", ", ".join([*towns, *countries]))
        else:
            put(record.draft, "birthPlace", *towns, *(countries if not towns else ()))


def put_addresses(record: Record) -> None:
    """Addresses on one line and as entities; one that is only a country is the country."""
    for fields in record.take_group("address"):
        lines = [fields.pop(line, "") for line in _LINES]
        post, land = fields.pop("postcode", ""), fields.pop("country", "")
        codes = [code for one in numbered(land) if (code := record.country("country", one))]
        if any(lines) or post:
            _address(record, lines, post, (land, codes))


def _address(record: Record, lines: list[str], post: str, land: tuple[str, list[str]]) -> None:
    full = ", ".join(filter(None, (*lines, post, land[0])))
    put(record.draft, "address", full)
    id = f"{record.entity_id}-address-{digest(full)}"
    if id in record.draft.get("addressEntity", []):
        return
    codes = land[1] or ([code] if (code := country_code(full)) else [])
    put(record.draft, "country", *codes)
    draft: Draft = {}
    put(draft, "full", full)
    put(draft, "street", ", ".join(filter(None, lines[:5])))
    put(draft, "city", lines[5])
    put(draft, "postalCode", post)
    put(draft, "country", *codes)
    put(record.draft, "addressEntity", id)
    record.around.append(entity(draft, id=id, schema="Address", dataset=record.dataset))
