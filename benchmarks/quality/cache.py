"""What the builder writes and the measurement reads: labelled pairs, queries, listed entities, one JSON line each.

The files hold facts of lists that may not be passed on (CC BY-NC), so they lie outside the checkout: in the folder
that CRIBLE_BENCH names, else in the system's folder for temporary files. Nothing here needs crible, so that the
peers, which live in an environment of their own, read the same files.
"""

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

HALVES = ("development", "held-out")
CACHE = Path(os.environ.get("CRIBLE_BENCH") or Path(tempfile.gettempdir()) / "crible-bench")
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def half_of(this: str) -> str:
    """The half that a body, or an ordinary name, belongs to, for ever: by a hash of its smallest id."""
    return HALVES[sha256(b"quality " + this.encode()).digest()[0] % 2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One entity of a list, with what can be compared."""

    id: str
    group: str  # the smallest id of all entities that are, or may be, the same body
    half: str
    list: str
    schema: str
    names: tuple[tuple[str, str], ...]  # name, class: primary, strong, former, weak
    born: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    gender: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two names with their facts: one body or two?"""

    id: str
    half: str
    is_match: bool
    kind: str  # the kind of difference
    script: str  # "latin", or the scripts or languages of both sides: "latin-persian"
    source: str
    schema: str
    name1: str
    name2: str
    born1: str = ""
    born2: tuple[str, ...] = ()  # a list may know several
    country1: str = ""
    country2: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One name asked of a list: whom should it find?"""

    id: str
    half: str
    task: str
    slice: str  # a damage, a script, or where an ordinary name comes from
    name: str
    schema: str  # of the party asked for: Person, Company, Vessel…; LegalEntity where nobody knows
    own: str = ""  # the group to be found; "" for an ordinary name, which should find nobody


def write(path: Path, rows: Iterable[Any]) -> int:
    """Write records, one line each; how many."""
    lines = [json.dumps(asdict(row), ensure_ascii=False) for row in rows]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(line + "\n" for line in lines), "utf-8")
    return len(lines)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def pairs(cache: Path, half: str) -> list[Pair]:
    """The labelled pairs of one half."""
    return [Pair(**_tuples(row)) for row in _rows(cache / f"pairs-{half}.jsonl")]


def queries(cache: Path, half: str) -> list[Query]:
    """The queries of one half."""
    return [Query(**row) for row in _rows(cache / f"queries-{half}.jsonl")]


def listed(cache: Path, half: str, variant: str) -> list[Listed]:
    """One variant of the list of one half."""
    found = (_tuples(row) for row in _rows(cache / f"list-{variant}-{half}.jsonl"))
    return [Listed(**{**row, "names": tuple(map(tuple, row["names"]))}) for row in found]


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
