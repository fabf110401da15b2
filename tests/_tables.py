"""Tables of cases below tests/."""

import csv
from pathlib import Path

TESTS = Path(__file__).resolve().parent


def table(path: str | Path) -> list[dict[str, str]]:
    """The rows of a CSV below tests/, or of one given by its whole path."""
    with (TESTS / path).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
