"""The researched red flags → the packaged table redflags/tables/red_flags.csv.

The French of each sign is kept in the packaged table itself, beside the English it translates: a row
whose English changed loses its French and is named, so that somebody translates it again.
Run from the checkout:  python tools/compile_red_flags.py ../shared/domain/red_flags.csv
"""

import csv
import sys
from collections.abc import Mapping
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "src/crible/redflags/tables/red_flags.csv"
COLUMNS = (
    *("id", "category", "indicator_en", "indicator_fr", "testable", "data_needed", "suggested_severity"),
    *("source_title", "source_publisher", "source_date", "source_url", "source_read", "status"),
)


def translations(target: Path) -> dict[str, str]:
    """English sign → its French, as the packaged table has them."""
    if not target.exists():
        return {}
    with target.open(encoding="utf-8", newline="") as lines:
        return {row["indicator_en"]: row["indicator_fr"] for row in csv.DictReader(lines)}


def compiled(row: Mapping[str, str], french: Mapping[str, str]) -> dict[str, str]:
    """One researched row as a row of the packaged table; only a source read in full confirms it."""
    read = row["source_read"].split(" ")[0]
    return {
        **{column: row[column] for column in COLUMNS if column in row},
        "indicator_en": row["indicator"],
        "indicator_fr": french.get(row["indicator"], ""),
        "testable": row["machine_testable"],
        "source_read": read,
        "status": "confirmed" if read == "yes" else "unconfirmed",
    }


def main(source: Path, target: Path = TARGET) -> None:
    """Read, translate, write; in the order of the ids."""
    french = translations(target)
    with source.open(encoding="utf-8", newline="") as lines:
        found = sorted((compiled(row, french) for row in csv.DictReader(lines)), key=lambda row: row["id"])
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)
    missing = [row["id"] for row in found if not row["indicator_fr"]]
    print(f"{len(found)} rows -> {target.name}" + (f"; to translate: {', '.join(missing)}" if missing else ""))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
