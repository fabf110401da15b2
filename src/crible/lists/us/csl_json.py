"""The Consolidated Screening List in JSON: bytes → records, one at a time, none read by half."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from crible.lists.card import card
from crible.lists.drafts import one_line
from crible.lists.fields import finish
from crible.lists.partial_dates import whole_day
from crible.lists.us.csl_entry import (
    ID,
    PAPERS,
    PLACES,
    SEVERAL,
    SOURCE,
    TEXTS,
    Entry,
    Paper,
    Place,
    address_line,
    several,
)
from crible.records.error import CribleError

_NOT_READ = card("us", "us_trade_csl").format("json").not_read.keys()
_RESULTS, _MADE, _TOTAL = "results", "search_performed_at", "total"
_PLACE = {"address": "street", "city": "city", "state": "state", "postal_code": "postalCode", "country": "country"}
_PAPER = {
    "type": "kind",
    "number": "number",
    "country": "country",
    "issue_date": "issued",
    "expiration_date": "expires",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_AGAIN = "fetch the file again"
_TEACH = "the format changed: teach the reader the new one"


class JsonCopy:
    """A copy in JSON; its records stay bytes until they are asked for, so that 40 MB take little more."""

    def __init__(self, body: bytes, where: str) -> None:
        self.where = where
        parts = _decoded(body.removeprefix(b"\xef\xbb\xbf"), dict[str, msgspec.Raw], where)
        _refuse_twins(body, parts, where)
        if _RESULTS not in parts:
            raise CribleError("its JSON holds no results", where=where, do=_AGAIN)
        self._records = _decoded(parts.pop(_RESULTS), list[msgspec.Raw], where)
        made = _decoded(parts.pop(_MADE, b"null"), object, where)
        self.day = _day(made, where)
        total = _decoded(parts.pop(_TOTAL, b"null"), object, where)
        if total not in (None, len(self._records)):
            what = f"{len(self._records)} records, where the file says that it holds {str(total)[:20]}"
            raise CribleError(what, where=where, do=_AGAIN)
        finish(parts, ignored=_NOT_READ, where=where)

    def entries(self) -> Iterator[Entry]:
        """Every record, read anew each time."""
        for number, raw in enumerate(self._records, 1):
            place = f"{self.where}: record {number}"
            yield _entry(_record(raw, place), place)


def _decoded(body: bytes | msgspec.Raw, kind: Any, where: str) -> Any:  # the type is the caller's: msgspec checks it
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise CribleError(f"no such JSON, or cut: {str(fault)[:200]}", where=where, do=_AGAIN) from None


def _refuse_twins(body: bytes, parts: Mapping[str, msgspec.Raw], where: str) -> None:
    """Of two keys of one name msgspec keeps the last; without their values, each key has its two quotation marks."""
    for raw in sorted((memoryview(part) for part in parts.values()), key=len, reverse=True):
        at = body.find(raw)
        body = body[:at] + body[at + len(raw) :]
    if body.count(b'"') != 2 * len(parts):
        raise CribleError("a key comes twice", where=where, do=_AGAIN)


def _record(raw: msgspec.Raw, where: str) -> dict[str, object]:
    try:
        found = json.loads(bytes(raw), object_pairs_hook=_once)
    except (ValueError, RecursionError) as fault:
        raise CribleError(f"no such JSON, or cut: {str(fault)[:200]}", where=where, do=_AGAIN) from None
    if not isinstance(found, dict):
        raise CribleError("a record that is no object", where=where, do=_TEACH)
    return found


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key comes twice in one object")
    return found


def _day(made: object, where: str) -> str | None:
    if made is None:
        return None
    if not (day := whole_day(str(made))):
        raise CribleError(f"{_MADE} is no day: {str(made)[:40]!r}", where=where, do=_TEACH)
    return day


def _entry(record: dict[str, object], where: str) -> Entry:
    entry = Entry(
        id=_text(record.pop(ID, None), where),
        source=one_line(_text(record.pop(SOURCE, None), where)),
        where=where,
        texts={field: _text(record.pop(field, None), where) for field in TEXTS},
        several={field: several(_texts(record.pop(field, None), where)) for field in SEVERAL},
        places=tuple(_place(fields) for fields in _objects(record.pop(PLACES, None), _PLACE, where)),
        papers=tuple(Paper(**fields) for fields in _objects(record.pop(PAPERS, None), _PAPER, where)),
    )
    finish(record, ignored=_NOT_READ, where=where)
    return entry


def _place(parts: dict[str, str]) -> Place:
    """The parts joined as the CSV joins them, so that an address has one id in both formats."""
    stated = {prop: text for prop, text in parts.items() if text}
    return Place(address_line(", ".join(stated.values())), tuple(stated.items()), parts["country"])


def _objects(value: object, known: dict[str, str], where: str) -> Iterator[dict[str, str]]:
    """The objects of an array, each with all fields that are known, under our names for them."""
    for one in _array(value, where):
        if not isinstance(one, dict):
            raise CribleError("an array holds something that is no object", where=where, do=_TEACH)
        yield {ours: one_line(_text(one.pop(theirs, None), where)) for theirs, ours in known.items()}
        finish(one, ignored=frozenset(), where=where)


def _texts(value: object, where: str) -> Iterator[str]:
    return (_text(one, where) for one in ([value] if isinstance(value, str) else _array(value, where)))


def _array(value: object, where: str) -> list[object]:
    if value is None or isinstance(value, list):
        return value or []
    raise CribleError("a field that holds several holds no array", where=where, do=_TEACH)


def _text(value: object, where: str) -> str:
    """A text or a number as text; null is silence."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise CribleError(f"{str(value)[:40]!r} where a text belongs", where=where, do=_TEACH)
    text = str(value).strip()
    if damage := _CONTROL.search(text):
        raise CribleError(f"a control character, U+{ord(damage[0]):04X}", where=where, do=_AGAIN)
    return text
