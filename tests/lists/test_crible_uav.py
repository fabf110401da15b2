"""The embedded register: complete, valid, and honest about what was not verified."""

import importlib.util
import re
from collections import Counter
from pathlib import Path

import pytest

from _shared import SHARED, needs_shared
from crible.lists import crible_uav
from crible.lists.ftm import faults, is_a
from crible.lists.listings import listings
from crible.names.numbers import kind_of, well_formed
from crible.records.entity import Subject
from crible.records.table import cell, rows

ROOT = Path(__file__).resolve().parents[2]
SUBJECTS = crible_uav.subjects()
BY_ID = {subject.entity.id: subject for subject in SUBJECTS}
PROGRAMMES = (
    "programme",
    "authority",
    "name",
    "country",
    "regime",
    "measures",
    "since",
    "instrument",
    "note",
    "source_url",
)
OFAC = ("list", "programme", "regime", "measures", "limited_to", "topics", "title", "instrument", "source", "status")


def test_the_register_holds_332_entities() -> None:
    assert Counter(subject.entity.schema for subject in SUBJECTS) == {
        "Company": 189, "Person": 114, "Organization": 17, "Vessel": 8, "Address": 3, "Airplane": 1,
    }  # fmt: skip
    assert len(SUBJECTS) >= crible_uav.CARD.floor


def test_every_entity_is_valid_followthemoney_and_has_an_id_of_its_own() -> None:
    emitted = [e for subject in SUBJECTS for e in (subject.entity, *subject.sanctions, *subject.around)]
    assert {e.id: found for e in emitted if (found := faults(e))} == {}
    assert len({e.id for e in emitted}) == len(emitted) == 1408


def test_what_is_around_an_entity_names_it() -> None:
    for subject in SUBJECTS:
        assert all(s.get("entity") == (subject.entity.id,) for s in subject.sanctions)
        assert all(subject.entity.id in (*e.get("subject"), *e.get("object"), *e.get("holder")) for e in subject.around)


@pytest.mark.parametrize("id", ["ofac-40191", "ofac-40192", "ofac-40193"])
def test_the_three_russian_bodies_of_9_december_2022_have_a_confirmed_day(id: str) -> None:
    found = listings(BY_ID[id])
    assert {(seen.authority, seen.since, seen.confirmed) for seen in found} == {("us-ofac", "2022-12-09", True)}
    assert {seen.regime for seen in found} == {"US-RUSSIA-EO14024", "US-IRAN-CON-ARMS-EO"}


def test_unconfirmed_listings_are_counted() -> None:
    """Measured on the tables of August 2026; a row moves only when its day was read somewhere."""
    seen = Counter((x.authority, x.confirmed, x.since is not None) for s in SUBJECTS for x in listings(s))
    assert seen == {
        ("us-ofac", True, True): 187,
        ("us-ofac", False, True): 323,
        ("us-ofac", False, False): 33,
        ("us-bis", True, True): 28,
        ("us-bis", False, True): 18,
        ("eu-council", True, True): 84,
    }


def test_every_listing_says_where_its_day_comes_from() -> None:
    assert all(seen.since_basis for subject in SUBJECTS for seen in listings(subject))


def test_a_body_on_three_lists_is_one_entity_with_a_listing_for_each_programme() -> None:
    shahed = listings(BY_ID["ofac-39637"])
    assert {(seen.authority, seen.regime, seen.since) for seen in shahed} == {
        ("us-ofac", "US-NPWMD", "2022-11-15"),
        ("us-ofac", "US-IFSR", "2022-11-15"),
        ("us-ofac", "US-IRGC", "2022-11-15"),
        ("eu-council", "EU-UKR-269", "2022-10-20"),
        ("us-bis", "US-EL", "2023-02-01"),
    }
    assert {str(m) for seen in shahed for m in seen.measures} == {
        "asset_freeze", "transaction_ban", "making_available_ban", "licence",
    }  # fmt: skip


def test_a_day_that_an_official_copy_contradicts_is_not_kept() -> None:
    """Researched as 2024-10-17, yet on the SDN copy of 2023-12-28."""
    ofac = [seen for seen in listings(BY_ID["ofac-46441"]) if seen.authority == "us-ofac"]
    assert [(seen.since, seen.confirmed) for seen in ofac] == [(None, False)]


def test_no_listing_is_older_than_its_programme() -> None:
    begun = {row["regime"]: row["since"] for row in rows("lists", "uav_programmes", PROGRAMMES)}
    for subject in SUBJECTS:
        assert all(seen.since is None or seen.since >= begun[seen.regime] for seen in listings(subject)), (
            subject.entity.id
        )


def test_ids_are_those_the_fetched_lists_would_give() -> None:
    shape = re.compile(
        r"ofac-\d+|eu-32014R0269-I\.(PERSONS|ENTITIES)-\d+|eu-32023R1529-III\.[AB]-\d+|uav-bis-el-[a-z0-9-]*[a-z0-9]"
    )
    assert [id for id in BY_ID if not shape.fullmatch(id)] == []
    assert Counter(id.split("-")[0] for id in BY_ID) == {"ofac": 260, "eu": 32, "uav": 40}


def test_our_programmes_mean_what_the_list_reader_takes_them_to_mean() -> None:
    theirs = {row["programme"]: row for row in rows("lists", "ofac_programmes", OFAC) if row["list"] == "us_ofac_sdn"}
    for row in rows("lists", "uav_programmes", PROGRAMMES):
        if row["authority"] == "us-ofac":
            said = theirs[row["programme"]]
            assert (row["regime"], cell(row["measures"])) == (said["regime"], cell(said["measures"]))


def test_numbers_with_a_check_digit_are_right() -> None:
    checked = Counter[tuple[str, bool]]()
    for subject in SUBJECTS:
        entity = subject.entity
        for prop, values in entity.properties.items():
            for value in values:
                kind = kind_of(prop, entity.schema, value)
                if kind and (verdict := well_formed(kind, value)) is not None:
                    checked[kind, verdict] += 1
    assert not [kind for kind, verdict in checked if not verdict]
    assert checked["inn", True] >= 15
    assert checked["imo", True] >= 9


def test_the_aircraft_carries_its_marks() -> None:
    plane = BY_ID["ofac-48727"].entity
    assert plane.get("registrationNumber") == ("EP-PUS", "7342B3")
    assert (plane.first("serialNumber"), plane.first("buildDate")) == ("1023409321", "1992")


def test_a_wallet_stands_beside_its_holder() -> None:
    wallets = [e for subject in SUBJECTS for e in subject.around if e.schema == "CryptoWallet"]
    assert [wallet.first("currency") for wallet in wallets] == ["USDT"]


def test_links_to_entities_outside_the_register_keep_their_ids() -> None:
    others = {o for subject in SUBJECTS for e in subject.around for o in e.get("object")} - BY_ID.keys()
    assert {"ofac-10391", "ofac-22543"} <= others
    assert len(others) <= 12


def test_topics_tell_sanctions_from_licence_requirements() -> None:
    def topics(subject: Subject) -> tuple[str, ...]:
        return tuple(sorted(subject.entity.get("topics")))

    both = ("export.control", "sanction")
    assert {topics(subject) for subject in SUBJECTS} == {both, both[:1], both[1:]}
    assert topics(BY_ID["ofac-39637"]) == both
    assert all(is_a(subject.entity.schema, "Thing") for subject in SUBJECTS)


def tool(name: str) -> object:
    spec = importlib.util.spec_from_file_location(name, ROOT / f"tools/{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_shared
def test_the_packaged_tables_are_what_the_tool_compiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiler = tool("compile_uav_register")
    packaged = compiler.TABLES  # type: ignore[attr-defined]
    (tmp_path / "uav_programmes.csv").write_bytes((packaged / "uav_programmes.csv").read_bytes())
    monkeypatch.setattr(compiler, "TABLES", tmp_path)
    compiler.main(SHARED)  # type: ignore[attr-defined]
    for name in ("uav_register.csv", "uav_listings.csv"):
        assert (tmp_path / name).read_bytes() == (packaged / name).read_bytes(), name
