"""Passports, identity cards and register numbers of the designated."""

import re

from crible.lists.drafts import Draft, digest, entity, one_line, put, untold
from crible.lists.gb.record import Record
from crible.lists.gb.words import numbered
from crible.lists.id_numbers import Number, numbers
from crible.names.places import country_code, country_in

_DAY = re.compile(r"\b(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)\b")
_ONE_NUMBER = re.compile(r"(?=.*\d)(?!.*[a-z]{2})[^\W_][\w./ -]{2,40}")
_SLASHED = re.compile(r"(?<=[A-Z0-9])/(?=[A-Z0-9])")
_SLASH = "\u01c1"  # a letter to the pattern of numbers, so that 1990/345751 stays one number
_SPREADSHEET = re.compile(r"\d(?:\.\d+)?E\+\d+")


def put_documents(record: Record) -> None:
    """Every passport and national number, as a number of the person and as a document where more is said of it."""
    for group, prop in (("passport", "passportNumber"), ("identity", "idNumber")):
        stem = "passport" if group == "passport" else "id"
        for fields in record.take_group(group):
            number, more = fields.pop(f"{stem}_number", ""), fields.pop(f"{stem}_more", "")
            _documents(record, number, more, prop)


def put_register_numbers(record: Record) -> None:
    """Numbers in registers of firms and of taxpayers, by their labels."""
    for text in record.take("registration"):
        found = [number for part in numbered(text) for number in numbers(part, "registrationNumber")]
        for number in found:
            put(record.draft, number.prop, number.value)
        if untold(text, [number.value for number in found]):
            record.note(f"business registration number: {text}")


def _documents(record: Record, number: str, more: str, prop: str) -> None:
    """One document for a number and its details; a cell that numbers several has one for each."""
    several, details = numbered(number), numbered(more)
    if number and len(several) == len(details) > 1:
        for pair in zip(several, details, strict=True):
            _document(record, *pair, prop)
    elif number and len(several) <= 1:
        _document(record, number, more, prop)
    else:
        for part in several:
            _document(record, part, more, prop)
        for part in () if several else details:
            _document(record, "", part, prop)


def _document(record: Record, number: str, more: str, prop: str) -> None:
    words = one_line(f"{number} {more}")
    found = _numbers(number, more, prop)
    if not found:
        record.note(f"{'passport' if prop == 'passportNumber' else 'national identification'}: {words}")
    for one in found:
        if one.prop != "passportNumber" and prop == "passportNumber":
            put(record.draft, one.prop, one.value)
            continue
        put(record.draft, prop, one.value)
        _beside(record, one, words, prop)


def _numbers(number: str, more: str, prop: str) -> list[Number]:
    """The numbers of a document. The cell for them holds one, or a sentence about it."""
    words = _prepared(f"{number} {more}" if number else more)
    found = [_restored(one, prop) for one in numbers(words, prop)]
    if _SPREADSHEET.search(number or more):  # what a spreadsheet leaves of a long number
        return []
    if _ONE_NUMBER.fullmatch(number):
        first = next((one for one in found if one.value in number), None)
        country = _country(more) or (first.country if first else None)
        since, until = (first.since, first.until) if first else (None, None)
        return [Number(prop=prop, value=number, country=country, since=since, until=until)]
    return found


def _prepared(text: str) -> str:
    dotted = _DAY.sub(r"\1.\2.\3", text)
    return _SLASHED.sub(_SLASH, dotted)


def _restored(one: Number, prop: str) -> Number:
    kind = prop if one.prop == "registrationNumber" else one.prop
    return Number(
        prop=kind, value=one.value.replace(_SLASH, "/"), country=one.country, since=one.since, until=one.until
    )


def _country(more: str) -> str | None:
    """The country that issued it: named, or by its adjective ("Afghan passport")."""
    words = re.findall(r"[^\W\d_]+", more)
    for size in (3, 2, 1):
        if code := country_code(" ".join(words[:size])):
            return code
    return country_in(more)


def _beside(record: Record, one: Number, words: str, prop: str) -> None:
    """The document itself, where more is said of it than its number."""
    if not untold(words, [one.value]):
        return
    id = f"{record.entity_id}-document-{digest(one.value, words)}"
    if any(each.id == id for each in record.around):
        return
    draft: Draft = {"holder": [record.entity_id], "number": [one.value], "summary": [words]}
    put(draft, "type", "passport" if prop == "passportNumber" else "national identification")
    put(draft, "country", one.country)
    put(draft, "startDate", one.since)
    put(draft, "endDate", one.until)
    schema = "Passport" if prop == "passportNumber" else "Identification"
    record.around.append(entity(draft, id=id, schema=schema, dataset=record.dataset))
