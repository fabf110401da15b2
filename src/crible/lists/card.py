"""One list's card: who publishes it, in which formats and files, what makes a copy complete."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cache
from typing import Any

from crible.records.entity import Refused, Subject
from crible.records.error import CribleError
from crible.records.table import toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of a list. A list in one file has one member."""

    key: str  # "sdn", "alt", "add", "comments"
    names: tuple[str, ...]  # file name patterns, lower case, without .gz or .zst
    required: bool = True
    url: str = ""  # where the publisher offers it; "" if nowhere by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One of the ways in which a list is published."""

    key: str  # "csv", "xml", "advanced_xml": what a stored copy calls it; it never changes
    title: str  # as shown to people: "legacy CSV"
    members: tuple[Member, ...]
    not_read: Mapping[str, str]  # field or file → why it is ignored
    partial: str = ""  # why a copy in this format says less than the list does, and is `degraded`; "" if it does not
    notes: str = ""

    def member(self, file_name: str) -> Member | None:
        """The member a file name stands for, the closest pattern deciding; `None` if it is none of this format's."""
        lower = file_name.lower()
        fitting = [(len(p), member) for member in self.members for p in member.names if fnmatch(lower, p)]
        return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is known of a list before any copy of it is opened; kept in `lists/<publisher>/<list>.toml`."""

    list: str  # "us_ofac_sdn"
    title: str
    publisher: str
    authority: str  # "us-ofac": see route/tables/authorities.csv
    licence: str
    pages: tuple[str, ...]  # where the publisher speaks of it to people
    formats: tuple[Format, ...]  # the one that says most first
    floor: int  # fewer listed subjects than this is an excerpt, not the list
    floor_source: str
    max_age_days: int  # older copies are `stale`
    one_entry: bool = False  # has each body one entry, or may it stand there several times, under several regimes?
    refused_share: float = 0.001  # more rows than this share that cannot be read, and the copy is not to be trusted
    tolerance: float = 0.05  # how much its counts may fall against the last good copy
    notes: str = ""

    def format(self, key: str) -> Format:
        """The format of that key."""
        for known in self.formats:
            if known.key == key:
                return known
        raise CribleError(f"{self.list} has no format {key!r}", do="fetch the list again with this version")

    @property
    def format_titles(self) -> str:
        """Its formats as shown to people."""
        return ", ".join(known.title for known in self.formats)

    @property
    def urls(self) -> tuple[str, ...]:
        """Where it is published: the pages for people, then the files."""
        files = (member.url for known in self.formats for member in known.members if member.url)
        return tuple(dict.fromkeys((*self.pages, *files)))


@cache
def card(*path: str) -> Card:
    """The card `lists/<publisher>/<list>.toml`, its path given in parts, without the ending."""
    return card_from(toml("lists", *path[:-1], f"{path[-1]}.toml"))


def card_from(raw: dict[str, Any]) -> Card:
    """A card from what its TOML holds."""
    formats = tuple(_format(one) for one in raw.pop("formats"))
    return Card(pages=tuple(raw.pop("pages")), formats=formats, **raw)


def _format(raw: dict[str, Any]) -> Format:
    members = tuple(Member(names=tuple(m.pop("names")), **m) for m in raw.pop("members"))
    return Format(members=members, not_read=raw.pop("not_read"), **raw)


@dataclass(slots=True)
class Reading:
    """What came of reading one copy. Iterate `subjects` to the end before looking at the rest.

    `day` is the day the copy says it was made (ISO), `None` when the format carries no day.
    """

    subjects: Iterable[Subject]
    day: str | None = None
    refused: list[Refused] = field(default_factory=list)


Read = Callable[[Mapping[str, bytes], str], Reading]


def nobody(head: bytes) -> str | None:  # noqa: ARG001
    """For formats that cannot be told by their content: files without a header."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReader:
    """A list that crible can read in one of its formats: how to know one of its files, how to read a copy.

    - `recognises(member key, first 64 KiB)` says why a file that has the right name is not that
      member after all ("it is HTML", "12 columns expected, 3 found"), or "" when it is.
    - `claims(first 64 KiB)` is the member that a file is by its content alone, whatever its name.
    - `read(member key → bytes, where)` reads a copy; it raises `CribleError` when the copy as a
      whole cannot be trusted (cut, not well-formed, a field nobody knows), and puts single rows
      that cannot be read into `Reading.refused`.
    """

    card: Card
    format: Format
    recognises: Callable[[str, bytes], str]
    read: Read
    claims: Callable[[bytes], str | None] = nobody
