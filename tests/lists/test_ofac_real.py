"""OFAC's real files: every subject, alias, address and clause of them comes out."""

import csv
import gzip
import random
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from _ofac import CONS_FILES, SDN_FILES, everything, official

from _shared import SHARED, needs_shared
from crible.lists import ftm
from crible.lists.card import ListReader
from crible.lists.drafts import words
from crible.lists.ofac.clauses import Asked
from crible.lists.ofac.legacy import CONS, SDN
from crible.lists.ofac.remarks import clauses, facts
from crible.lists.ofac.values import place_code
from crible.records.entity import Refused, Subject
from crible.records.error import CribleError
from crible.records.table import rows

pytestmark = needs_shared

SETS = {"sdn": (SDN, "2023-12-28", SDN_FILES), "cons": (CONS, "2025-12-19", CONS_FILES)}
RULES = rows("lists", "ofac_clauses", ("starts", "of", "reads", "to", "country", "shape"))
STARTS = re.compile(
    "(?:alt\\.? )?("
    + "|".join(re.escape(start) for start in sorted({row["starts"] for row in RULES}, key=len, reverse=True))
    + ")?[ :]*",
    re.IGNORECASE,
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Words that say how a value is meant and come out as the property it stands under.
FORM_WORDS = {"alt", "issued", "expires", "male", "female", "region"}
ONE_ROW = official(["1," + ",".join(["-0- "] * 11)])
NULLS = ("-0- ", "undetermined", "None Identified")


def published(day: str, name: str) -> bytes:
    path = SHARED / "data" / "ofac" / day / f"{name}.csv"
    return path.read_bytes() if path.exists() else gzip.decompress(Path(f"{path}.gz").read_bytes())


def members(which: str) -> dict[str, bytes]:
    _, day, files = SETS[which]
    return {key: published(day, name) for key, name in files.items()}


@cache
def reading(which: str) -> tuple[tuple[Subject, ...], tuple[Refused, ...]]:
    found = SETS[which][0].read(members(which), which)
    return tuple(found.subjects), tuple(found.refused)


def table(which: str, key: str) -> list[list[str]]:
    return list(csv.reader(members(which)[key].decode().removesuffix("\x1a").splitlines()))


def manifest() -> dict[str, int]:
    with (SHARED / "data" / "MANIFEST.csv").open(newline="", encoding="utf-8") as file:
        found = [row for row in csv.DictReader(file) if row["path"].startswith("ofac/")]
    return {row["path"].removesuffix(".gz"): int(row["entries"]) for row in found}


@pytest.mark.parametrize("which", SETS)
def test_as_many_come_out_as_the_publisher_put_in(which: str) -> None:
    _, day, files = SETS[which]
    counts = {
        key: next(n for file, n in manifest().items() if file.startswith(f"ofac/{day}/{name}.csv"))
        for key, name in files.items()
    }
    subjects, _ = reading(which)
    primary, *_ = files
    assert len(subjects) == counts[primary] == len({subject.entity.id for subject in subjects})
    assert {key: len(table(which, key)) for key in files} == counts
    addresses = [row for row in table(which, "add") if set(row[2:]) - set(NULLS)]
    assert sum(e.schema == "Address" for s in subjects for e in s.around) == len(addresses)


@pytest.mark.parametrize("which", SETS)
def test_every_alias_stands_under_the_name_property_of_its_kind(which: str) -> None:
    names = {
        (s.entity.id, prop): set(s.entity.get(prop)) for s in reading(which)[0] for prop in ("alias", "previousName")
    }
    kinds = {"aka": "alias", "nka": "alias", "fka": "previousName"}
    assert all(" ".join(row[3].split()) in names[f"ofac-{row[0]}", kinds[row[2]]] for row in table(which, "alt"))


@pytest.mark.parametrize("which", SETS)
def test_every_entity_is_valid_followthemoney(which: str) -> None:
    assert [(e.id, fault) for s in reading(which)[0] for e in everything(s) for fault in ftm.faults(e)] == []


@pytest.mark.parametrize("which", SETS)
def test_no_id_is_given_twice(which: str) -> None:
    counted = Counter(e.id for s in reading(which)[0] for e in everything(s))
    assert [id for id, n in counted.items() if n > 1] == []


@pytest.mark.parametrize("which", SETS)
def test_no_word_of_the_files_is_lost(which: str) -> None:
    by_id = {s.entity.id: s for s in reading(which)[0]}
    cells: dict[str, list[str]] = {}
    for key in SETS[which][2]:
        for row in table(which, key):
            cells.setdefault(f"ofac-{row[0]}", []).extend(said(key, row, which))
    lost = {}
    for id, subject in by_id.items():
        values = [value for e in everything(subject) for prop in e.properties for value in e.get(prop)]
        told = words("\n".join(values))
        lost |= {(id, text): left for text in cells[id] if (left := missing(text, values, told))}
    assert lost == {}


def said(key: str, row: list[str], which: str) -> Iterator[str]:
    """The cells of a row that say something, the remarks clause by clause."""
    if key in ("add", "alt"):
        yield from (cell for cell in row[3 if key == "alt" else 2 :] if cell not in NULLS)
    elif key != "comments":
        yield from (cell for cell in row[1:11] if cell not in (*NULLS, "individual", "vessel", "aircraft"))
        rest = dict(comments(which)).get(row[0], "")
        yield from clauses(row[11] + rest) if row[11] not in NULLS else ()


@cache
def comments(which: str) -> tuple[tuple[str, str], ...]:
    return tuple((row[0], row[1]) for row in table(which, "comments"))


def missing(text: str, values: list[str], told: set[str]) -> set[str]:
    """The words of a text that come out neither as they are, nor as a month's number, nor as a country's code."""
    left = words(text) - told - FORM_WORDS
    if not left or text.replace(",", "") in values:
        return set()
    opening = STARTS.match(text)
    assert opening
    starts, rest = opening[1] or "", text[opening.end() :]
    places = [rest, *re.findall(r"\(([^()]*)\)", text)]
    recast = [place for place in places if (code := place_code(place)) and code in values]
    months = [name for number, name in enumerate(MONTHS, 1) if name in left and f"-{number:02}" in "\n".join(values)]
    return left - words(" ".join([starts, *recast, *months]))


def test_almost_no_clause_is_left_unread() -> None:
    kinds = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane", "-0- ": "Organization"}
    total = unread = 0
    for row in table("sdn", "sdn"):
        asked = Asked(f"ofac-{row[0]}", kinds[row[2]], lambda name: None)
        for clause in clauses(row[11]) if row[11] not in NULLS else ():
            total += 1
            unread += not facts(clause, asked)
    assert total > 50_000
    assert unread / total < 0.004  # 0.2 % on 2023-12-28, nearly all of it prose


def test_nearly_every_link_leads_to_one_subject() -> None:
    subjects, _ = reading("sdn")
    links = sum(e.first("role") == "linked to" for s in subjects for e in s.around)
    open_ends = sum(note.startswith("Linked To: ") for s in subjects for note in s.entity.get("notes"))
    assert links > 5_900
    assert open_ends <= 15


def test_the_comments_of_another_day_are_reported_and_nothing_else_is() -> None:
    _, refused = reading("sdn")
    assert [r.where for r in refused] == ["sdn:comments:1", "sdn:comments:2", "sdn:comments:3", "sdn:sdn"]
    assert reading("cons")[1] == ()


def test_one_day_of_december_2022_lists_the_three_russian_bodies() -> None:
    before, after = (
        {s.entity.id: s for s in SDN.read({"sdn": published(day, "sdn")}, day).subjects}
        for day in ("2022-12-08", "2022-12-09")
    )
    assert (len(before), len(after)) == (11_164, 11_381)
    assert {"ofac-40191", "ofac-40192", "ofac-40193"} <= after.keys() - before.keys()
    assert after["ofac-40191"].entity.caption == "RUSSIAN AEROSPACE FORCES"


@pytest.mark.parametrize(("which", "key"), [(which, key) for which in SETS for key in SETS[which][2]])
def test_a_real_file_cut_at_any_of_fifty_places_is_refused(which: str, key: str) -> None:
    reader: ListReader = SETS[which][0]
    primary = next(iter(SETS[which][2]))
    raw = members(which)[key]
    for at in random.Random(7).sample(range(len(raw) - 1), 50):
        with pytest.raises(CribleError):
            reader.read({primary: ONE_ROW, key: raw[:at]}, "cut")


def test_a_real_empty_download_is_refused() -> None:
    raw = (SHARED / "data" / "failure-samples" / "sdn_2024-05-04_empty.csv").read_bytes()
    assert SDN.recognises("sdn", raw) == "the file is empty"
    with pytest.raises(CribleError, match="empty"):
        SDN.read({"sdn": raw}, "empty")


def test_a_real_error_page_is_refused() -> None:
    raw = (SHARED / "data" / "failure-samples" / "eu_fsf_http500_saved_as_eu.xml").read_bytes()
    assert SDN.recognises("sdn", raw) == "it is JSON, not CSV"


@pytest.mark.parametrize("which", SETS)
def test_the_real_files_are_recognised_for_what_they_are(which: str) -> None:
    reader, _, files = SETS[which]
    assert [reader.recognises(key, members(which)[key][: 1 << 16]) for key in files] == [""] * 4
    if which == "sdn":  # the other way round, the floor of the SDN list tells
        assert "not of this list" in CONS.recognises("prim", members(which)["sdn"][: 1 << 16])


@pytest.mark.parametrize("which", SETS)
def test_a_real_copy_is_above_its_floor(which: str) -> None:
    assert len(reading(which)[0]) >= SETS[which][0].card.floor
