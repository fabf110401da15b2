"""The Consolidated Screening List of the International Trade Administration, in JSON and in CSV."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Protocol

from crible.lists.card import ListReader, Reading, card
from crible.lists.us.csl_csv import COLUMNS, CsvCopy
from crible.lists.us.csl_entry import Entry, refusal
from crible.lists.us.csl_json import JsonCopy
from crible.lists.us.csl_sources import refuse_gaps
from crible.lists.us.csl_subject import subject
from crible.records.entity import Refused, Subject
from crible.records.error import CribleError

_CARD = card("us", "us_trade_csl")
# Field names that only this list has together; a record is far shorter than the first 64 KiB.
_TELLING = (b'"source_list_url"', b'"federal_register_notice"', b'"alt_names"')


class Copy(Protocol):
    """A copy that was opened: its records can be gone through again and again, and none is kept."""

    @property
    def day(self) -> str | None:
        """The day it says it was made."""

    def entries(self) -> Iterator[Entry]:
        """Its records, in the file's order."""


def _read(opened: Callable[[bytes, str], Copy], members: Mapping[str, bytes], where: str) -> Reading:
    """Two passes: the copy as a whole is checked before the first subject comes out."""
    copy = opened(members["list"], where)
    refused: list[Refused] = []
    records: Counter[tuple[str, str]] = Counter()
    for entry in copy.entries():
        if fault := refusal(entry):
            refused.append(fault)
        else:
            records[entry.id, entry.source.casefold()] += 1
    _refuse_twins(records, where)
    refuse_gaps(Counter(source for _, source in records), where)
    return Reading(subjects=_subjects(copy, Counter(id for id, _ in records)), day=copy.day, refused=refused)


def _refuse_twins(records: Mapping[tuple[str, str], int], where: str) -> None:
    if not records:
        raise CribleError("the file lists nobody", where=where, do="fetch the file again")
    for (id, _), times in records.items():
        if times > 1:
            raise CribleError(f"{id} is there twice", where=where, do="fetch the file again; the copy is damaged")


def _subjects(copy: Copy, expected: Mapping[str, int]) -> Iterator[Subject]:
    """Each subject as soon as all records of its id have come."""
    waiting: dict[str, list[Entry]] = {}
    for entry in copy.entries():
        if refusal(entry):
            continue
        waiting.setdefault(entry.id, []).append(entry)
        if len(waiting[entry.id]) == expected[entry.id]:
            yield subject(waiting.pop(entry.id))


def _start(head: bytes) -> bytes:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()


def _why_not_json(_member: str, head: bytes) -> str:
    """Why these first bytes are not the list in JSON, "" if they are."""
    start = _start(head)
    if not start.startswith(b"{"):
        return "it is HTML or XML" if start.startswith(b"<") else "it is no JSON object" if start else "it is empty"
    return "" if _claims_json(head) else "its JSON holds no screening list"


def _why_not_csv(_member: str, head: bytes) -> str:
    """Why these first bytes are not the list in CSV, "" if they are."""
    start = _start(head)
    if start[:1] in (b"<", b"{", b"["):
        return "it is HTML, XML or JSON"
    found = len(_columns(start) & COLUMNS)
    return (
        "" if found == len(COLUMNS) else f"{len(COLUMNS)} columns expected, {found} found" if start else "it is empty"
    )


def _columns(start: bytes) -> set[str]:
    header = start.partition(b"\n")[0].decode("utf-8", "replace")
    return set(re.split(r"\s*,\s*", header.replace('"', "").strip()))


def _claims_json(head: bytes) -> str | None:
    """The list's only file, known by its records whatever its name."""
    return "list" if _start(head).startswith(b"{") and all(name in head for name in _TELLING) else None


def _claims_csv(head: bytes) -> str | None:
    """The list's only file, known by its header whatever its name."""
    return "list" if {"_id", "source", "federal_register_notice", "alt_names"} <= _columns(_start(head)) else None


JSON = ListReader(
    card=_CARD,
    format=_CARD.format("json"),
    recognises=_why_not_json,
    read=partial(_read, JsonCopy),
    claims=_claims_json,
)
CSV = ListReader(
    card=_CARD,
    format=_CARD.format("csv"),
    recognises=_why_not_csv,
    read=partial(_read, CsvCopy),
    claims=_claims_csv,
)
