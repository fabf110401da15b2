"""A name to damage, and the tables that say how names are written otherwise."""

import csv
from dataclasses import dataclass
from pathlib import Path

_TABLES = Path(__file__).with_name("tables")


@dataclass(frozen=True, slots=True)
class Written:
    """A name to damage, with what decides which damages apply."""

    name: str
    person: bool
    culture: str  # "arabic", "russian", "chinese", "korean" or ""


def table(name: str) -> list[dict[str, str]]:
    """The rows of a table beside this file."""
    with (_TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
