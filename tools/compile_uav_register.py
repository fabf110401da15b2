"""The embedded register: packaged tables lists/tables/uav_register.csv and uav_listings.csv.

Compiled from our own research file (domain/designations.csv) and checked against official copies: the
SDN list of 2022-12-08, 2022-12-09 and 2023-12-28 and OFAC's enhanced XML of 2024-08-28 for days of listing;
the Official Journal (transcribed, 2026-08-22) for EU records and days; the Consolidated Screening List
of 2026-07-31 for names and programmes. What the sources contradict is written into the `checked` columns.
Run from the checkout:  python tools/compile_uav_register.py ../shared
"""

import csv
import gzip
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

TABLES = Path(__file__).resolve().parents[1] / "src/crible/lists/tables"
ENTITY_COLUMNS = (
    "id", "schema", "name", "aliases", "weak_aliases", "countries", "identifiers", "role", "role_basis", "linked_to",
    "source_title", "source_publisher", "source_date", "source_url", "seen_in", "checked",
)  # fmt: skip
LISTING_COLUMNS = ("id", "programme", "listed_on", "status", "basis", "checked", "record")
EU = {"EU 269/2014": "Regulation (EU) No 269/2014", "EU 2023/1529": "Regulation (EU) 2023/1529"}
CELEX = {"EU 269/2014": "32014R0269", "EU 2023/1529": "32023R1529"}
ANNEX = {("269", "P"): "I.PERSONS", ("269", "E"): "I.ENTITIES", ("1529", "P"): "III.A", ("1529", "E"): "III.B"}
BIS = "EAR Supp. 4 to Part 744"
# Days of Entity List rules, from general knowledge.
CITED = {"88 FR 6622": "2023-02-01", "89 FR 68548": "2024-08-27", "90 FR 44496": "2025-09-16"}
READ_DAY = "2025-10-09"  # the only Entity List rule that was read itself
Row = dict[str, str]


@dataclass(frozen=True)
class Copies:
    """What the official copies say: SDN numbers by day, OFAC's own days, EU records, CSL names."""

    sdn: Mapping[str, frozenset[str]]
    published: Mapping[str, str]
    records: Mapping[tuple[str, str, str], Row]
    csl: Mapping[str, tuple[str, tuple[str, ...]]]
    entity_list: Mapping[str, str]
    sdn_names: Mapping[str, str]


class Listing(NamedTuple):
    """One row of uav_listings.csv."""

    id: str
    programme: str
    listed_on: str
    status: str
    basis: str
    checked: str
    record: str


def main(shared: Path) -> None:
    """Write both tables and say what was found out on the way."""
    copies = read_copies(shared / "data")
    research, repaired = read_research(shared / "domain/designations.csv")
    entities, listings = compiled(research, copies)
    write(TABLES / "uav_register.csv", ENTITY_COLUMNS, ([row[c] for c in ENTITY_COLUMNS] for row in entities))
    write(TABLES / "uav_listings.csv", LISTING_COLUMNS, listings)
    print(f"{len(entities)} entities, {len(listings)} listings; {repaired} rows repaired")
    for row in (*entities, *(listing._asdict() for listing in listings)):
        if "contradict" in row["checked"] or "differs" in row["checked"]:
            print(f"  {row['id']}: {row['checked']}")


def compiled(research: list[Row], copies: Copies) -> tuple[list[Row], list[Listing]]:
    """Every entity with its official id, and every listing of each."""
    ids = {row["id"]: official_id(row["id"]) for row in research}
    entities = [entity(row, ids, copies) for row in research]
    listings = [listing for row in research for listing in listed(row, ids[row["id"]], copies)]
    return entities, listings


def read_research(path: Path) -> tuple[list[Row], int]:
    """The research file; an unquoted comma in `listed_on_basis` shifted the end of some rows: it is joined again."""
    header, *lines = csv.reader(io.StringIO(path.read_text("utf-8")))
    at = header.index("listed_on_basis")
    whole = [[*cells[:at], ",".join(cells[at : len(cells) - 1]), cells[-1]] for cells in lines]
    return [dict(zip(header, cells, strict=True)) for cells in whole], sum(len(c) != len(header) for c in lines)


def official_id(id: str) -> str:
    """The id the fetched list would give the entity, so that both are one."""
    if found := re.fullmatch(r"eu-(269|1529)-([PE])(\d+)", id):
        celex = {"269": "32014R0269", "1529": "32023R1529"}[found[1]]
        return f"eu-{celex}-{ANNEX[found[1], found[2]]}-{found[3]}"
    return f"uav-{id.rstrip('-')}" if id.startswith("bis-el-") else id


def entity(row: Row, ids: Mapping[str, str], copies: Copies) -> Row:
    """One row of uav_register.csv."""
    found = {**row, "id": ids[row["id"]], "countries": row["countries"].lower()}
    found["identifiers"] = "|".join(dict.fromkeys(map(identifier, cell(row["identifiers"]))))
    found["linked_to"] = "|".join(dict.fromkeys(link(text, ids, copies) for text in cell(row["linked_to"])))
    return found | {"checked": name_checked(row, copies)}


def identifier(text: str) -> str:
    """`type-country:value` without what the cell repeats: "id:IMO 6016988", "passport-IR:Passport V47528711"."""
    kind, _, value = text.partition(":")
    if re.fullmatch(r"IMO \d{7}", value):
        return f"imo-company:{value[4:]}"
    return f"{kind}:{value.removeprefix('Passport ')}"


def link(text: str, ids: Mapping[str, str], copies: Copies) -> str:
    """`id;relation`; another end that is only named is looked up on the SDN list, aliases included."""
    other, _, relation = (part.strip() for part in text.partition(";"))
    if other in ids or re.fullmatch(r"ofac-\d+", other):
        return f"{ids.get(other, other)};{relation}"
    return f"ofac-{copies.sdn_names[folded(other)]};{relation}"


def name_checked(row: Row, copies: Copies) -> str:
    """Is the name the one of the official copy?"""
    if row["id"].startswith("ofac-"):
        name, programmes = copies.csl.get(row["id"][5:], ("", ()))
        if folded(name) != folded(row["name"]):
            return f"differs: the CSL of 2026-07-31 has {name or 'no such number'}"
        if sorted(programmes) != sorted(cell(row["programmes"])):
            return f"differs: the programmes in the CSL of 2026-07-31 are {', '.join(programmes)}"
        return "name and programmes as in the CSL of 2026-07-31"
    if row["id"].startswith("eu-"):
        return (
            "name as in the Official Journal copy of 2026-08-22"
            if journal(row, copies)
            else "differs: no such EU record"
        )
    same = folded(row["name"]) in copies.entity_list
    return "name as in the CSL of 2026-07-31" if same else "differs: not on the Entity List in the CSL of 2026-07-31"


def listed(row: Row, id: str, copies: Copies) -> Iterator[Listing]:
    """The listings of one row: each OFAC programme, each EU regulation, the Entity List."""
    days = dict(part.split(":") for part in cell(row["listed_on_detail"]))
    for authority in cell(row["listed_by"]):
        day = days.get(authority, "")
        if authority == "OFAC SDN":
            found = ofac_day(row, day, copies)
            yield from (
                Listing(id, programme, *aged(programme, found), row["id"][5:]) for programme in cell(row["programmes"])
            )
        elif authority in EU:
            yield eu_listing(row, id, authority, day, copies)
        else:
            yield entity_listing(row, id, day, copies)


def ofac_day(row: Row, day: str, copies: Copies) -> tuple[str, str, str, str]:
    """Day, status, basis, and what the dated copies say of it."""
    number = row["id"][5:]
    if published := copies.published.get(number):
        checked = "same day" if published == day else f"contradicts the researched day {day or '(none)'}"
        return published, "confirmed", "day published in OFAC's enhanced XML of 2024-08-28", checked
    after, by = bracket(number, copies)
    if day and (day < after or (by and day > by)):
        checked = (
            f"contradicts the researched day {day}: on the SDN copy of {by}"
            if by
            else f"contradicts {day}: not on the copy of {after}"
        )
        return (
            "",
            "unconfirmed",
            f"listed after {after or 'an unknown day'} and by {by or 'the CSL of 2026-07-31'}",
            checked,
        )
    if after == "2022-12-09" == by == day:
        return day, "confirmed", "on the SDN copy of 2022-12-09, not on that of the day before", "same day"
    window = (
        f"first seen between the SDN copies of {after} and {by}"
        if after and by
        else (f"on the SDN copy of {by}" if by else "")
    )
    if "confirmed by an announcement" in row["listed_on_basis"]:
        return day, "confirmed", "an announcement of OFAC that was read", window
    basis = "general knowledge of OFAC's announcement; not checked" if day else "no day is known"
    return day, "unconfirmed", basis, window


def aged(programme: str, found: tuple[str, str, str, str]) -> tuple[str, str, str, str]:
    """The same for one programme: a day older than the programme itself is only the day of the entity."""
    day, _, basis, checked = found
    since = begun()[programme]
    if day and day < since:
        return (
            since,
            "unconfirmed",
            f"not before the programme itself; the entity was listed on {day} ({basis})",
            checked,
        )
    return found


@cache
def begun() -> dict[str, str]:
    """The first day of each programme, from uav_programmes.csv."""
    lines = (TABLES / "uav_programmes.csv").read_text("utf-8").splitlines()
    return {row["programme"]: row["since"] for row in csv.DictReader(lines)}


def bracket(number: str, copies: Copies) -> tuple[str, str]:
    """The first day it can have been listed (after the last copy without it), and the first copy with it."""
    days = sorted(copies.sdn)
    by = next((day for day in days if number in copies.sdn[day]), "")
    without = [day for day in days if number not in copies.sdn[day] and (not by or day < by)]
    last = without[-1] if without else ""
    # The copies of 8 and 9 December 2022 are a day apart: what only the second has, was listed that day.
    return ("2022-12-09" if last == "2022-12-08" and by == "2022-12-09" else last), by


def eu_listing(row: Row, id: str, authority: str, day: str, copies: Copies) -> Listing:
    """An EU listing; the record is known by its number or else found by name."""
    record = journal(row, copies, authority)
    if record is None:
        checked = "no record of that name in the journal copy of 2026-08-22"
        return Listing(id, EU[authority], day, "unconfirmed", "read in a list copy", checked, "")
    published = iso(record["startDate"])
    checked = "same day" if published == day else f"contradicts the researched day {day}"
    number = f"{record['annex']}-{record['recordId']}"
    return Listing(id, EU[authority], published, "confirmed", "Official Journal copy of 2026-08-22", checked, number)


def entity_listing(row: Row, id: str, day: str, copies: Copies) -> Listing:
    """An Entity List listing; of the rules behind them one alone was read itself."""
    if day == READ_DAY and row["listed_on_basis"] == "read in source":
        return Listing(id, BIS, day, "confirmed", "the rule in the Federal Register, read", "", "")
    names = (folded(name) for name in (row["name"], *cell(row["aliases"])))
    cited = next((copies.entity_list[name] for name in names if name in copies.entity_list), "").split(";")[0]
    basis = f"{cited}, cited in the CSL of 2026-07-31; its day from general knowledge"
    first = CITED.get(cited, day)
    checked = "" if first == day else f"contradicts the researched day {day}: an earlier rule is cited first"
    return Listing(id, BIS, first, "unconfirmed", basis, checked, "")


def journal(row: Row, copies: Copies, authority: str = "") -> Row | None:
    """The EU record of a row: by its number, else by a name that one record alone has."""
    if found := re.fullmatch(r"eu-(269|1529)-([PE])(\d+)", row["id"]):
        celex = {"269": "32014R0269", "1529": "32023R1529"}[found[1]]
        record = copies.records.get((celex, ANNEX[found[1], found[2]], found[3]))
        return record if record and folded(record["name"]) == folded(row["name"]) else None
    names = {" ".join(sorted(folded(name).split())) for name in (row["name"], *cell(row["aliases"]))}
    same = [r for (celex, _, _), r in copies.records.items() if celex == CELEX[authority] and names & record_names(r)]
    return same[0] if len(same) == 1 else None


def record_names(record: Row) -> set[str]:
    """Every spelling in a record, its words sorted; brackets and slashes hold further spellings."""
    text = ";".join((record["name"], record["alias"], record["weakAlias"], record["previousName"]))
    spellings = {*re.split(r"[;()/]", text), *text.split(";")}
    return {" ".join(sorted(words)) for spelling in spellings if (words := folded(spelling).split())}


def read_copies(data: Path) -> Copies:
    """The official copies, each read for what is checked against it only."""
    csl = json.loads(unpacked(data / "us_export/csl_20260731_derived.json.gz"))
    sources, programmes = csl["tables"]["sources"], csl["tables"]["programmes"]
    sdn = [e for e in csl["entries"] if "(SDN)" in sources[e["s"]]]
    listed = [e for e in csl["entries"] if "(EL)" in sources[e["s"]]]
    published = re.findall(
        r'<entity id="(\d+)">.*?datePublished="([\d-]+)">SDN List<',
        unpacked(data / "ofac/2024-08-28/enhanced_irgc.xml.gz"),
        re.DOTALL,
    )
    return Copies(
        sdn={
            day: frozenset(numbers(data / f"ofac/{day}/sdn.csv.gz"))
            for day in ("2022-12-08", "2022-12-09", "2023-12-28")
        },
        published=dict(published),
        records={
            (r["celex"], r["annex"], r["recordId"]): r
            for celex in CELEX.values()
            for r in table(data / f"eu/journal/{celex}.csv.gz")
        },
        csl={e["e"]: (e["n"], tuple(programmes[e["pg"]].split("; "))) for e in sdn},
        sdn_names={folded(name): e["e"] for e in sdn for name in (*e.get("a", ()), e["n"])},
        entity_list={folded(name): e.get("fr", "") for e in listed for name in (e["n"], *e.get("a", ()))},
    )


def numbers(path: Path) -> Iterator[str]:
    yield from (row[0] for row in csv.reader(io.StringIO(unpacked(path))) if len(row) > 1)


def table(path: Path) -> Iterator[Row]:
    yield from csv.DictReader(io.StringIO(unpacked(path)))


def unpacked(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode("utf-8", "replace")


def folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", re.sub("['’‘`]", "", text.casefold())))


def iso(text: str) -> str:
    """A day as the journal copy writes it, "8.6.2026"."""
    day, month, year = text.split(".")
    return f"{year}-{int(month):02}-{int(day):02}"


def cell(text: str) -> list[str]:
    return [part for raw in text.split("|") if (part := raw.strip())]


def write(path: Path, columns: Iterable[str], lines: Iterable[Iterable[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(lines)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
