"""Japan's Foreign End User List."""

import gzip
import json
from typing import Any

import pytest

from _shared import SHARED, needs_shared
from crible.lists import LISTS
from crible.lists.card import Reading
from crible.lists.ftm import faults
from crible.lists.listings import listings
from crible.records.entity import Subject
from crible.records.error import CribleError
from crible.records.hit import Measure
from lists._workbooks import workbook

(READER,) = LISTS["jp_meti_eul"]
HEADER = [
    "No.",
    "国名、地域名\nCountry or Region",
    "企業名､組織名\nCompany or Organization",
    "別名\nAlso Known As",
    "懸念区分\nType of WMD",
    "通常兵器\nConventional\nWeapons",
]
IRAN, RUSSIA = "イラン\nIslamic Republic of Iran", "ロシア\nRussian Federation"
ROWS: list[list[Any]] = [
    [1, IRAN, "Invented Missile Works （ＩＭＷ）", "・Invented\n Rockets\n・IR; Inv. Works", "ミサイル、核\nM,N", None],
    ["2", "北朝鮮\nNorth Korea", "Example Trading Co. (例示貿易会社)", None, None, "CW"],
    [3, RUSSIA, "Third Example Institute", "・TEI", "生物、化学、ミサイル、核\nＢ、Ｃ、Ｍ、Ｎ", "ＣＷ"],
]


def read(*rows: list[Any], header: list[str] | None = None) -> Reading:
    reading = READER.read({"list": workbook(header or HEADER, *rows, title="ユーザーリスト")}, "jp.xlsx")
    reading.subjects = list(reading.subjects)
    return reading


def subject(number: int) -> Subject:
    return next(one for one in read(*ROWS).subjects if one.entity.id == f"jp-meti-{number}")


def test_a_row_is_a_listed_body_with_its_names_in_every_script() -> None:
    first, second = subject(1).entity, subject(2).entity
    assert (first.schema, first.get("name"), first.get("weakAlias")) == (
        "Organization",
        ("Invented Missile Works",),
        ("IMW",),
    )
    assert first.get("alias") == ("Invented Rockets", "IR", "Inv. Works")
    assert (second.get("name"), second.get("alias")) == (("Example Trading Co.",), ("例示貿易会社",))
    assert [one.entity.get("country") for one in read(*ROWS).subjects] == [("ir",), ("kp",), ("ru",)]


@pytest.mark.parametrize(
    ("number", "reasons", "confirmed"),
    [
        (1, ("Missiles", "Nuclear weapons"), True),
        (2, ("Conventional weapons",), False),
        (
            3,
            ("Biological weapons", "Chemical weapons", "Missiles", "Nuclear weapons", "Conventional weapons"),
            True,
        ),
    ],
)
def test_a_listing_asks_for_a_licence_and_says_for_what(number: int, reasons: tuple[str, ...], confirmed: bool) -> None:
    (listing,) = listings(subject(number))
    (sanction,) = subject(number).sanctions
    assert (listing.authority, listing.measures) == ("jp-meti", (Measure.LICENCE,))
    assert (listing.regime, listing.confirmed, listing.since) == ("JP-END-USER-LIST", confirmed, None)
    assert sanction.get("reason") == reasons
    assert subject(number).entity.get("topics") == ("export.control",)


def test_a_concern_nobody_knows_is_a_note_and_still_a_listing() -> None:
    (one,) = read([9, "中国\nPeople's Republic of China", "Example Optics", None, "宇宙\nS", None]).subjects
    assert one.entity.get("notes") == ("concern: 宇宙 S",)
    assert listings(one)[0].measures == (Measure.LICENCE,)


def test_a_country_nobody_knows_is_a_note() -> None:
    (one,) = read([9, "アトランティス\nAtlantis", "Example Optics", None, "核\nN", None]).subjects
    assert one.entity.get("notes") == ("country: アトランティス Atlantis",)


def test_the_layout_before_2025_and_any_order_of_columns_are_read() -> None:
    old = [[row[4], row[3], row[2], row[1], row[0]] for row in (ROWS[0],)]
    (one,) = read(*old, header=list(reversed(HEADER[:5]))).subjects
    assert one == subject(1)


def test_a_column_nobody_knows_stops_the_load() -> None:
    with pytest.raises(CribleError, match="Address"):
        read([*ROWS[0], "Tehran"], header=[*HEADER, "所在地\nAddress"])


def test_a_number_there_twice_stops_the_load() -> None:
    with pytest.raises(CribleError, match="number 1 is there twice"):
        read(ROWS[0], ROWS[0])


def test_a_row_without_a_number_is_refused_and_the_rest_is_read() -> None:
    reading = read(*ROWS, ["注", None, "See the notes below", None, None, None])
    assert [one.what for one in reading.refused] == ["a row without a number or without a name"]
    assert len(list(reading.subjects)) == 3


def test_the_files_name_is_known() -> None:
    assert READER.format.member("20250929_4.xlsx")
    assert READER.format.member("外国ユーザーリスト2026.xlsx")
    assert not READER.format.member("orders_2025.xlsx")


def test_every_entity_is_valid_followthemoney() -> None:
    assert not [
        fault for one in read(*ROWS).subjects for each in (one.entity, *one.sanctions) for fault in faults(each)
    ]


@needs_shared
def test_the_entries_of_the_revision_of_2025_come_out_of_a_workbook_of_that_layout() -> None:
    """The entries are from a copy that somebody derived of the PDF; the workbook itself could not be had."""
    entries = json.loads(gzip.decompress((SHARED / "data/jp/meti_end_user_list_2025_derived.json.gz").read_bytes()))
    reading = read(*map(row_of, entries))
    found = list(reading.subjects)
    assert (len(found), reading.refused) == (835, [])
    assert not [fault for one in found for each in (one.entity, *one.sanctions) for fault in faults(each)]
    assert sum(bool(one.entity.get("country")) for one in found) > 790  # of 37 the copy mixed country and name
    assert all(one.sanctions[0].get("reason") for one in found)


def row_of(entry: dict[str, Any]) -> list[Any]:
    concerns = dict(part.split(": ", 1) for part in entry["reason"].split("; "))
    aliases = "\n".join(f"・{alias}" for alias in entry["aliases"])
    name = entry["entity_name"] or (entry["aliases"] or ["unnamed"])[0]
    wmd = concerns.get("大量破壊兵器等の懸念", "").replace(" ", "\n")
    return [int(entry["id"].split("-")[-1]), entry["addresses"][0], name, aliases, wmd, concerns.get("通常兵器の懸念")]
