"""Readers for lists of the user's own, made for each list by its name."""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache, partial

from crible.lists.card import Card, ListReader, Reading, card_from
from crible.lists.own.ftm_lines import read_ftm
from crible.lists.own.house_csv import columns, header_of, read_house
from crible.lists.own.naming import own
from crible.lists.own.nested_lines import read_nested
from crible.lists.own.simple_csv import read_simple
from crible.records.error import CribleError
from crible.records.table import toml

_READS: Mapping[str, Callable[..., Reading]] = {
    "ftm": read_ftm,
    "nested": read_nested,
    "simple": read_simple,
    "csv": read_house,
}
# An object among the values of a property; inside a text, its quotation marks would be escaped.
_NESTED = re.compile(rb'":\s*\[\s*\{\s*"')
_NOT = {
    "ftm": "it holds no entities of FollowTheMoney, one to a line",
    "nested": "no entities are nested in its entities",
    "simple": "it is no table of OpenSanctions",
    "csv": "its first line names no columns of a house list, name at least",
}


def is_own(list_name: str) -> bool:
    """Is this the name of a list of the user's own?"""
    return own(list_name) is not None


@cache
def readers(list_name: str) -> tuple[ListReader, ...]:
    """The readers of a list of the user's own, one for each format it may be in."""
    which = own(list_name)
    if which is None:
        raise CribleError(
            f"no name for a list of your own: {list_name[:64]!r}",
            do="call it opensanctions_… or house_…, in lower case letters, digits and underscores",
        )
    card = _card(list_name, which.kind, which.dataset)
    return tuple(
        ListReader(
            card=card,
            format=one,
            recognises=partial(_recognises, one.key),
            claims=partial(_claims, one.key),
            read=partial(_READS[one.key], list_name=list_name, own=which, ignored=frozenset(one.not_read)),
        )
        for one in card.formats
    )


def _card(list_name: str, kind: str, dataset: str) -> Card:
    """The card of a kind of list, with the data set's name in its places."""
    text = json.dumps(toml("lists", "own", f"{kind}.toml"))
    raw = json.loads(text.replace("{dataset}", dataset))
    return card_from({**raw, "list": list_name})


def _recognises(format_key: str, _member: str, head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        return "it is empty"
    if start[:200].lower().startswith((b"<!doctype", b"<html")):
        return "it is HTML"
    # An export without anything linked to anybody has nothing nested in it, and is read all the same.
    fits = _shape(start) in ({"nested", "ftm"} if format_key == "nested" else {format_key})
    return "" if fits else _NOT[format_key]


def _claims(format_key: str, head: bytes) -> str | None:
    return "list" if _shape(head.lstrip(b"\xef\xbb\xbf \t\r\n")) == format_key else None


def _shape(start: bytes) -> str:
    """The format that these first bytes are in, "" if in none."""
    if start.startswith(b"{"):
        if b'"schema"' not in start or b'"properties"' not in start:
            return ""
        return "nested" if _NESTED.search(start) else "ftm"
    header = set(header_of(start)[0])
    if {"id", "schema", "name", "birth date", "countries", "sanctions"} <= header:
        return "simple"
    return "csv" if any(columns().get(name) == "name" for name in header) else ""
