"""The researched destination rows → the packaged table route/tables/destinations.csv.

Roles become EAR country groups and tags of ours. Country names come from names/ when they are shown;
only the occupied areas, which no country code names, carry a French name here. A remark on how sure a
row is that this tool does not know stops it.
Run from the checkout:  python tools/compile_destinations.py ../shared/domain/destinations.csv
"""

import csv
import re
import sys
from collections.abc import Mapping
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "src/crible/route/tables/destinations.csv"
COLUMNS = (
    *("code", "name", "name_fr", "groups", "tags", "since", "summary"),
    *("source_title", "source_url", "as_of", "status", "note"),
)
AREAS_FR = {"ua-43": "Crimée occupée", "ua-dpr-lpr": "zones occupées des régions de Donetsk et de Louhansk"}
TITLES = {
    "OFAC and BIS designations in this folder; 2022 joint alert": (
        "OFAC and BIS designations; FinCEN and BIS joint alert FIN-2022-Alert003"
    ),
}
# What the researchers wrote → (status, note in our words). The status is that of the tags: a country
# group may be sure and the concern about transshipment not.
SURE = {
    "high": ("confirmed", ""),
    "high for EAR group; medium for concern note": (
        "unconfirmed",
        "the country group was read in the regulation, the concern only in summaries",
    ),
    "high for group; medium for status": ("unconfirmed", "the country group was read; the state of the rest was not"),
    "high for group; transshipment naming from researcher memory of the 2022 alert except TJ (read)": (
        "unconfirmed",
        "the country group was read in the regulation; the naming in the alert of 2022 was not",
    ),
    "medium: not re-read in session": ("unconfirmed", "the order was not read again"),
}
READ_IN_A_PRESS_REPORT = {"TJ"}  # the one country whose naming in the alert of 2022 was read
# The joint alert FIN-2022-Alert003 first named places of transshipment; rows added later name no earlier day.
NAMED_SINCE = "2022-06-28"
GROUP = re.compile(r"[A-E]:\d")


def compiled(row: Mapping[str, str]) -> dict[str, str]:
    """One researched row as a row of the packaged table."""
    roles = row["role"].split("|")
    status, note = SURE[row["confidence"]]
    if row["iso2"] in READ_IN_A_PRESS_REPORT:
        status, note = "confirmed", "its naming in the alert was read in a press report"
    code = row["iso2"].lower()
    return {
        "code": code,
        "name": row["name"],
        "name_fr": AREAS_FR.get(code, ""),
        "groups": "|".join(role for role in roles if GROUP.fullmatch(role)),
        "tags": "|".join(role for role in roles if not GROUP.fullmatch(role)),
        "since": NAMED_SINCE if "transshipment-concern" in roles else "",
        "summary": row["restriction_summary"],
        "source_title": TITLES.get(row["source_title"], row["source_title"]),
        "source_url": row["source_url"],
        "as_of": row["as_of"],
        "status": status,
        "note": note,
    }


def main(source: Path, target: Path = TARGET) -> None:
    """Read, translate, write; sorted by code."""
    with source.open(encoding="utf-8", newline="") as lines:
        found = sorted((compiled(row) for row in csv.DictReader(lines)), key=lambda row: row["code"])
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)
    print(f"{len(found)} rows -> {target.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
