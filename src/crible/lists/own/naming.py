"""Which list of the user's own is this? The names of such lists, and OpenSanctions' own way to name its files."""

import re
from typing import NamedTuple

_LIST = re.compile(r"(opensanctions|house)_([a-z0-9](?:[a-z0-9_]{0,60}[a-z0-9])?)")
_EXPORT = re.compile(
    r"(?:(?P<dataset>[a-z0-9][a-z0-9_]{0,60}?)(?:[_-](?P<day>20\d{6}))?\.)?"
    r"(?:entities\.ftm|targets\.nested|targets\.simple)\.(?:json|csv)(?:\.gz|\.zst)?"
)
_DATASET = re.compile(r"[a-z][a-z0-9_]{1,60}")


class Own(NamedTuple):
    """A list of the user's own by its name."""

    kind: str  # "opensanctions" or "house"
    dataset: str


def own(list_name: str) -> Own | None:
    """The parts of a list's name; `None` if it is none of the user's own.

    >>> own("opensanctions_eu_fsf"), own("eu_fsf")
    (Own(kind='opensanctions', dataset='eu_fsf'), None)
    """
    match = _LIST.fullmatch(list_name)
    return Own(match[1], match[2]) if match else None


def list_of(file_name: str, head: bytes, folder: str = "") -> str | None:
    """The list that a file named as OpenSanctions names its exports belongs to; a bare name goes by its folder.

    >>> list_of("eu_fsf-20260313.targets.simple.csv", b'"id","schema"')
    'opensanctions_eu_fsf'
    >>> list_of("entities.ftm.json.gz", b"{", folder="us_ofac_sdn")
    'opensanctions_us_ofac_sdn'
    """
    match = _EXPORT.fullmatch(file_name.lower())
    if not match or not _fits(match[0], head):
        return None
    dataset = match["dataset"] or folder.lower()
    return f"opensanctions_{dataset}" if _DATASET.fullmatch(dataset) else None


def _fits(name: str, head: bytes) -> bool:
    """Does the file begin as its name says? What is still packed cannot be asked."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:2] == b"\x1f\x8b" or start[:4] == b"\x28\xb5\x2f\xfd":
        return True
    return start.startswith((b'"id"', b"id,")) if ".csv" in name else start.startswith(b"{")
