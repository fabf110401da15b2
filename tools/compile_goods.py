"""The researched goods rows → the packaged table goods/tables/controlled_goods.csv.

Facts, sources and dates are carried over; how sure a row is becomes one word and a note of ours.
A remark this tool does not know stops it: somebody must decide what it means for the status.
Run from the checkout:  python tools/compile_goods.py ../shared/domain/controlled_goods.csv
"""

import csv
import re
import sys
from collections.abc import Mapping
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "src/crible/goods/tables/controlled_goods.csv"
COLUMNS = (
    *("id", "hs6", "list", "tier", "description", "keywords_en", "keywords_fr", "eccn", "parts", "families", "since"),
    *("source_title", "source_publisher", "source_date", "source_url", "as_of", "status", "note"),
)
LISTS = {"CHPL": "chpl", "EAR-746-SUPP7": "ear_746_supp7", "IRAN-UAV-GUIDANCE-ITEM": "iran_uav_guidance"}

# The day from which a list counts. The alert of May 2023 named the nine codes of tiers 1 and 2; of
# tiers 3 and 4 only the edition of February 2024 was read, earlier ones may have held some of them.
SINCE = {"chpl:1": "2023-05-19", "chpl:2": "2023-05-19", "chpl": "2024-02-23", "ear_746_supp7": "2023-02-24"}

# What the researchers wrote → (status, note in our words).
SURE = {
    "high: codes and tiers read in a stored copy of the official table; ECCN is an orientation only": (
        "confirmed",
        "codes and tiers read in the official table; the ECCN is an orientation only",
    ),
    "high: company listed; product class is public": ("confirmed", "the maker is listed, its products are public"),
    "high: read in source": ("confirmed", "read in the source"),
    "high: maker named in source": ("confirmed", "the source names the maker"),
    "high: maker named in source; no part number": ("confirmed", "the source names the maker, no part number"),
    "high: category named in the guidance as summarised by BIS and law-firm pages; HS is our mapping": (
        "unconfirmed",
        "the guidance names the category; the HS code is our own mapping",
    ),
    "high: L550 in source; MD-550 is researcher knowledge": ("unconfirmed", "L550 is in the source; MD-550 is not"),
    "high for maker; part family is researcher knowledge, verify": (
        "unconfirmed",
        "the maker is in the source; the part family is not",
    ),
    "medium: our mapping": ("unconfirmed", "our own mapping"),
    "medium: named in 2025 US actions on Iran carbon-fibre buying; HS is our mapping": (
        "unconfirmed",
        "named in US actions of 2025; the HS code is our own mapping",
    ),
    "medium: sought-after class per export-control practice; HS is standard heading for small turbojets": (
        "unconfirmed",
        "sought after by export-control practice; the usual heading of small turbojets",
    ),
    "medium: described in public charges": ("unconfirmed", "described in public charges"),
    "medium: the table itself was not readable here; the nine electronics codes are the ones in the May 2023 "
    "FinCEN/BIS alert. CHECK against eCFR before use": (
        "unconfirmed",
        "the supplement itself was not read; these are the nine codes of the alert of May 2023",
    ),
    "medium: reconstructed (9 electronics + 3 engine codes = the 12 codes announced Feb 2023). Later additions "
    "not captured. CHECK against eCFR": (
        "unconfirmed",
        "the supplement itself was not read; pieced together from its announcement, later additions are missing",
    ),
}
# A part number: letters and digits together, long enough to be nobody's everyday word ("50cc" is not).
PART = re.compile(r"\b(?=[A-Z0-9-]*[A-Z])(?=[A-Z0-9-]*\d{2})[A-Z0-9][A-Z0-9-]{3,}\b")
NO_PART = {"RS-232"}  # an interface, though it looks like one


def parts(row: Mapping[str, str]) -> str:
    """Part numbers and families named in the row, in the order of first mention."""
    named = (row["keywords_en"], row["keywords_fr"], row["part_families"])
    if row["list"] != "IRAN-UAV-GUIDANCE-ITEM" or row["hs6"] == "":
        return ""
    return "|".join(dict.fromkeys(found for text in named for found in PART.findall(text) if found not in NO_PART))


def since(listed: str, row: Mapping[str, str]) -> str:
    """The first day the row counts; sources dated to the month count from its first day."""
    known = SINCE.get(f"{listed}:{row['tier']}") or SINCE.get(listed)
    stated = re.fullmatch(r"\d{4}-\d\d(-\d\d)?", row["source_date"])
    return known or (row["source_date"] if not stated or stated[1] else f"{row['source_date']}-01")


def compiled(row: Mapping[str, str]) -> dict[str, str]:
    """One researched row as a row of the packaged table."""
    listed = LISTS[row["list"]]
    status, note = SURE[row["confidence"]]
    return {
        **{column: row[column] for column in COLUMNS if column in row},
        "id": row["item_id"],
        "list": listed,
        "eccn": "|".join(part.strip() for part in row["typical_eccn"].split(";")),
        "parts": parts(row),
        "families": row["part_families"],
        "since": since(listed, row),
        "status": status,
        "note": note,
    }


def main(source: Path, target: Path = TARGET) -> None:
    """Read, translate, write; sorted by list, tier and id."""
    with source.open(encoding="utf-8", newline="") as lines:
        found = [compiled(row) for row in csv.DictReader(lines)]
    found.sort(key=lambda row: (row["list"], row["tier"], row["id"]))
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)
    print(f"{len(found)} rows -> {target.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
