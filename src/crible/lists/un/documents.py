"""Passports and identity cards of a listed person, as the Security Council prints them."""

import re
from functools import lru_cache

from crible.lists.drafts import Draft, digest, entity, one_line, put, untold
from crible.lists.fields import finish
from crible.lists.partial_dates import dates
from crible.lists.un.record import LIST
from crible.names.places import country_code
from crible.records.entity import Entity
from crible.records.table import rows

_DIGITS = r"(?:[A-Z]{1,4}[ /-]?){0,2}№?[^\W_]*\d[\w./-]*(?:\s\d[\w./-]*)*"
_NUMBER = re.compile(_DIGITS)
_NAMED = re.compile(rf"(?:number|no\.?|card|code|SSN)[: ]+\s*({_DIGITS})", re.IGNORECASE)
_ENDS = re.compile(r"(?:expir\w*|valid until|exp\.)[^;,]*", re.IGNORECASE)


def document(holder: str, draft: Draft, fields: dict[str, str], where: str) -> list[Entity]:
    """The document as an entity beside its holder, and its number on the holder; both verbatim in `summary`."""
    kinds = [fields.pop(tag, "") for tag in ("TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2")]
    printed, note = fields.pop("NUMBER", ""), fields.pop("NOTE", "")
    countries = [fields.pop(tag, "") for tag in ("ISSUING_COUNTRY", "COUNTRY_OF_ISSUE")]
    issued, city = fields.pop("DATE_OF_ISSUE", ""), fields.pop("CITY_OF_ISSUE", "")
    finish(fields, ignored=frozenset(), where=where)
    said = [text for text in map(one_line, (*kinds, printed, *countries, issued, city, note)) if text]
    if not said:
        return []
    number = _number(printed) or _number_in_words(kinds[1]) or _number_in_words(note)
    if not number:
        put(draft, "notes", f"document: {'; '.join(said)}")
        return []
    schema, prop = _kind(" ".join((*kinds, printed)))
    if prop:
        put(draft, prop, number)
    codes = [country_code(text) for text in (*countries, _prefix(printed, number)) if text]
    document: Draft = {"holder": [holder], "number": [number]}
    put(document, "type", *kinds)
    put(document, "country", *codes)
    put(document, "startDate", *dates(issued))
    put(document, "endDate", *(day for ends in _ENDS.findall(note) for day in dates(ends)))
    put(document, "authority", city)
    if untold(" ".join(said), [value for values in document.values() for value in values]):
        put(document, "summary", "; ".join(said))
    return [entity(document, id=f"{holder}-document-{digest(*said)}", schema=schema, dataset=LIST)]


def _number(printed: str) -> str | None:
    """The number in "Libyan passport No. 513519", "Libya B/002210" or "AA3829182".

    >>> _number("Libyan passport No. 513519"), _number("R00012098, South Sudan"), _number("Z-074")
    ('513519', 'R00012098', 'Z-074')
    """
    text = one_line(printed)
    if re.fullmatch(r"[^\W_a-z]*[\dA-Z][^a-z]*", text) and " (" not in text:
        return text.strip(" ,;")
    found = _NUMBER.findall(text)
    return max(found, key=len) if found else None


def _number_in_words(text: str) -> str | None:
    """A number that prose announces: "Tunisian passport number L 191609 issued on …"."""
    match = _NAMED.search(one_line(text))
    return match[1].strip(" .,") if match else None


def _prefix(printed: str, number: str) -> str:
    """The country before or after a number: "Libya B014995", "403062567 (US)"."""
    before, _, after = one_line(printed).partition(number)
    for text in (before, after):
        for size in (1, 2, 3, 4):
            if country_code(found := " ".join(text.strip(" ,()").split()[:size])):
                return found
    return ""


def _kind(words: str) -> tuple[str, str]:
    """Schema of a document and the holder's property for its number, by the first row that fits."""
    said = words.casefold()
    row = next(row for row in _documents() if row["document"] in said)
    return row["schema"], row["property"]


@lru_cache(maxsize=1)
def _documents() -> list[dict[str, str]]:
    return rows("lists", "un_documents", ("document", "schema", "property", "because"))
