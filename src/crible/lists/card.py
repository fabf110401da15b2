"""One list's card: who publishes it, which files it is made of, what makes a copy complete."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch

from crible.records.entity import Refused, Subject
from crible.records.table import toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of a list. A list in one file has one member."""

    key: str  # "sdn", "alt", "add", "comments"
    names: tuple[str, ...]  # file name patterns, lower case, without .gz or .zst
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is known of a list before any copy of it is opened; kept in `lists/<module>.toml`."""

    list: str  # "us_ofac_sdn"
    title: str
    publisher: str
    authority: str  # "us-ofac": see route/tables/authorities.csv
    format: str  # as shown to people: "legacy CSV"
    licence: str
    urls: tuple[str, ...]
    members: tuple[Member, ...]
    floor: int  # fewer listed subjects than this is an excerpt, not the list
    floor_source: str
    max_age_days: int  # older copies are `stale`
    not_read: Mapping[str, str]  # field or file → why it is ignored
    notes: str = ""

    def member(self, file_name: str) -> Member | None:
        """The member a file name stands for, the closest pattern deciding; `None` if it is none of this list's."""
        lower = file_name.lower()
        fitting = [(len(p), member) for member in self.members for p in member.names if fnmatch(lower, p)]
        return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def card(module: str) -> Card:
    """The card `lists/<module>.toml`."""
    raw = toml("lists", f"{module}.toml")
    members = tuple(Member(key=m["key"], names=tuple(m["names"]), required=m["required"]) for m in raw.pop("members"))
    return Card(urls=tuple(raw.pop("urls")), members=members, **raw)


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
    """A list that crible can read: its card, how to know one of its files, how to read a copy.

    - `recognises(member key, first 64 KiB)` says why a file that has the right name is not that
      member after all ("it is HTML", "12 columns expected, 3 found"), or "" when it is.
    - `claims(first 64 KiB)` is the member that a file is by its content alone, whatever its name.
    - `read(member key → bytes, where)` reads a copy; it raises `CribleError` when the copy as a
      whole cannot be trusted (cut, not well-formed, a field nobody knows), and puts single rows
      that cannot be read into `Reading.refused`.
    """

    card: Card
    recognises: Callable[[str, bytes], str]
    read: Read
    claims: Callable[[bytes], str | None] = nobody
