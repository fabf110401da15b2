"""Passports, cards and register numbers of the listed, typed by the list's own codes."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain

from crible.lists.drafts import Draft, digest, entity, one_line, put, untold
from crible.lists.eu.fsf_entry import Fields, days, flag
from crible.lists.eu.fsf_record import LIST, Record
from crible.lists.id_numbers import numbers
from crible.records.table import rows

# The CSV prints what kind a number is of behind it: `D 000312 (passport-National passport) (a remark)`.
_PRINTED = re.compile(r"(?P<number>[^(]*?)\s*\((?P<code>[A-Za-z]+)-(?P<kind>[^()]*)\)\s*(?P<rest>.*)", re.DOTALL)
_WORD = re.compile(r"(?:^|[\s(])[^\W\d_a-z]?[a-z]{2,}", re.ASCII)  # "Ration Card no. 94195" holds words, "D 312" none
_LABELLED = re.compile(r"(?P<number>[^()]*\d)\s*\((?P<label>[^()\d]+)\)")
_FLAGS = {
    "diplomatic": "diplomatic",
    "knownExpired": "known to be expired",
    "knownFalse": "known to be false",
    "reportedLost": "reported lost",
    "revokedByIssuer": "revoked by the issuer",
}
# What is kept of a document that has no number.
_TEXTS = (
    *("identificationTypeDescription", "number", "countryDescription", "region", "issuedBy", "issueDate"),
    *("validFrom", "validTo", "nameOnDocument", "remark", "additionalInformation"),
)
# What a Russian number is, by the property its kind gives it and its digits; a passport's ten are not the taxpayer's.
_RUSSIAN = {
    ("taxNumber", 10): "innCode",
    ("taxNumber", 12): "innCode",
    ("idNumber", 12): "innCode",
    ("registrationNumber", 9): "kppCode",
    ("registrationNumber", 10): "innCode",
    ("registrationNumber", 12): "innCode",
    ("registrationNumber", 13): "ogrnCode",
    ("registrationNumber", 15): "ogrnCode",
}


def documents(record: Record, details: Sequence[Fields]) -> None:
    """Each number on its holder, and the document around it unless the property of the number says it all."""
    for fields in details:
        kind = _kind(fields.get("identificationTypeCode", ""))
        codes = record.countries("country of a document", fields)
        draft = _document(record, fields, codes)
        found = [value for name in ("number", "latinNumber") for value in _numbers(fields.get(name, ""), draft)]
        if not found:
            record.beside("document", fields, *_TEXTS)
            continue
        prop = kind["person" if record.person else "body"]
        for value in found:
            if prop:
                put(record.draft, *_typed(prop, value, codes))
        put(record.draft, "alias", _other_name(record, fields))
        if not prop or kind["schema"] or draft.keys() - {"type"}:
            put(draft, "number", *found)
            id = f"{record.id}-document-{digest(kind['code'], *chain.from_iterable(draft.values()))}"
            schema = kind["schema"] or "Identification"
            record.add(entity({"holder": [record.id], **draft}, id=id, schema=schema, dataset=LIST))


def _document(record: Record, fields: Fields, codes: list[str]) -> Draft:
    draft: Draft = {}
    put(draft, "type", fields.get("identificationTypeDescription") or fields.get("identificationTypeCode"))
    code = fields.get("identificationTypeCode", "")
    put(draft, "summary", None if code in _kinds() else code)
    put(draft, "country", *codes)
    put(draft, "authority", fields.get("issuedBy"), fields.get("region"))
    for prop, names in (("startDate", ("issueDate", "validFrom")), ("endDate", ("validTo",))):
        for text in (fields.get(name, "") for name in names):
            put(draft, prop, *days(text))
            put(draft, "summary", text if untold(text, days(text)) else None)
    put(draft, "summary", *(words for name, words in _FLAGS.items() if flag(fields, name, record.where)))
    put(draft, "summary", *(fields.get(name) for name in ("nameOnDocument", "remark", "additionalInformation")))
    return {prop: values for prop, values in draft.items() if values}


def _numbers(printed: str, draft: Draft) -> list[str]:
    """The number as the list gives it; words around it go into the document's summary."""
    text = one_line(printed)
    if match := _PRINTED.fullmatch(text):
        text = match["number"]
        put(draft, "summary", match["rest"])
    if match := _LABELLED.fullmatch(text):
        text = match["number"]
        put(draft, "summary", match["label"])
    if not any(map(str.isalnum, text)):
        return []
    if not _WORD.search(text):
        return [text]
    told = [number.value for number in numbers(text, "idNumber")]
    if untold(text, told):
        put(draft, "summary", text)
    return told or [text]


def _typed(prop: str, value: str, codes: list[str]) -> tuple[str, str]:
    """A Russian number shows by its length what it is; a bank's code has no spaces."""
    if prop == "swiftBic":
        return prop, re.sub(r"\s", "", value)
    russian = codes == ["ru"] and value.isascii() and value.isdigit()
    return (_RUSSIAN.get((prop, len(value)), prop) if russian else prop), value


def _other_name(record: Record, fields: Fields) -> str | None:
    name = one_line(fields.get("nameOnDocument"))
    known = [value for prop in ("name", "alias", "previousName", "weakAlias") for value in record.draft.get(prop, [])]
    return name if any(map(str.isalnum, name)) and name not in known else None


def _kind(code: str) -> Mapping[str, str]:
    return _kinds().get(code) or _kinds()[""] | {"code": code}


@cache
def _kinds() -> dict[str, dict[str, str]]:
    table = rows("lists", "eu_fsf_documents", ("code", "schema", "person", "body", "because"))
    return {row["code"]: row for row in table}
