"""One body on several lists is one finding, and the finding names every listing."""

from datetime import date
from pathlib import Path

import pytest

from crible.records.entity import Entity, Subject
from crible.records.hit import Binds, Hit, LawState, Severity
from crible.records.transaction import Party, Role, Transaction
from crible.screening import World, screen
from crible.store import open_world, snapshots
from crible.store.wire import subject_lines

DAY = date(2024, 6, 1)
NAME = "Kolivand Aerostructures"


def listed(id: str, list_name: str, authority: str, *, name: str = NAME, **ruling: str) -> Subject:
    """An invented firm on one list."""
    entity = Entity(id=id, schema="Company", properties={"name": (name,), "country": ("ir",)}, datasets=(list_name,))
    said = {"authority": authority, "provisions": "asset_freeze", **ruling}
    properties = {"entity": (id,), **{prop: (value,) for prop, value in said.items()}}
    return Subject(
        entity=entity,
        sanctions=(Entity(id=f"{id}-s", schema="Sanction", properties=properties, datasets=(list_name,)),),
    )


def world(home: Path, *subjects: Subject) -> World:
    lists = sorted({name for one in subjects for name in one.entity.datasets})
    copy = {
        "version": "1",
        "day": "2024-05-31",
        "checked": None,
        "entities": 1,
        "state": "good",
        "why": "",
        "sha256": "0" * 64,
    }
    rows = [{"list": name, "names": 1, "refused": 0, **copy} for name in lists]
    files = snapshots.frozen({one.entity.id: subject_lines(one) for one in subjects}, rows, [])
    return open_world(snapshots.write(home, files), home=home)


def hits(name: str, where: World, day: date = DAY) -> list[Hit]:
    tx = Transaction(id="1", date=day, parties=(Party(role=Role.BUYER, names=(name,), country="ir"),))
    return [hit for hit in screen(tx, where).hits if hit.rule == "party.listed"]


OFAC = listed("ofac-7", "us_ofac_sdn", "Office of Foreign Assets Control", programId="US-NPWMD", startDate="2013-01-01")
EU = listed("eu-fsf-9", "eu_fsf", "European Union", programId="EU-267-2012", startDate="2014-01-01")
UN = listed("unsc-5", "un_sc_sanctions", "United Nations Security Council", programId="UN-1737", startDate="2008-01-01")


def test_one_finding_names_every_listing_the_one_that_binds_first(tmp_path: Path) -> None:
    (hit,) = hits(NAME, world(tmp_path, OFAC, EU, UN))
    assert [(one.list, one.entity) for one in hit.listings] == [
        ("eu_fsf", "eu-fsf-9"), ("un_sc_sanctions", "unsc-5"), ("us_ofac_sdn", "ofac-7"),
    ]  # fmt: skip
    assert (hit.regime, hit.binds, hit.severity) == ("EU-267-2012", Binds.YES, Severity.CRITICAL)
    assert hit.says.values["regimes"] == "EU-267-2012, UN-1737, US-NPWMD"


def test_entries_are_never_merged_each_keeps_its_id_and_its_list(tmp_path: Path) -> None:
    here = world(tmp_path, OFAC, EU)
    found = {match.entity.id: match.entity.datasets for match in here.search(NAME, country="ir")}
    assert found == {"ofac-7": ("us_ofac_sdn",), "eu-fsf-9": ("eu_fsf",)}


def test_a_name_that_only_one_list_knows_brings_up_the_listings_of_the_others(tmp_path: Path) -> None:
    alias = Entity(
        id="eu-fsf-9", schema="Company", datasets=("eu_fsf",),
        properties={"name": (NAME,), "alias": ("Setareh Gostar Shargh",), "country": ("ir",)},
    )  # fmt: skip
    (hit,) = hits("Setareh Gostar Shargh", world(tmp_path, OFAC, Subject(entity=alias, sanctions=EU.sanctions)))
    assert hit.entity is not None
    assert hit.entity.id == "eu-fsf-9"
    assert {one.entity for one in hit.listings} == {"eu-fsf-9", "ofac-7"}


def test_a_listing_that_had_ended_is_not_named_and_the_others_are(tmp_path: Path) -> None:
    ended = listed("eu-fsf-9", "eu_fsf", "European Union", startDate="2014-01-01", endDate="2024-01-01")
    (hit,) = hits(NAME, world(tmp_path, OFAC, ended))
    assert [one.list for one in hit.listings] == ["us_ofac_sdn"]
    assert hits(NAME, world(tmp_path / "alone", ended)) == []


def test_each_listing_is_judged_on_the_day(tmp_path: Path) -> None:
    where = world(tmp_path, OFAC, EU, UN)
    (hit,) = hits(NAME, where, date(2013, 6, 1))
    assert [one.list for one in hit.listings] == ["un_sc_sanctions", "us_ofac_sdn"]
    assert hit.law_state is LawState.IN_FORCE
    assert hits(NAME, where, date(2007, 1, 1)) == []


@pytest.mark.parametrize("name", ["Kolivand Aerostructures", "KOLIVAND AEROSTRUCTURES CO"])
def test_two_bodies_of_like_names_are_two_findings(tmp_path: Path, name: str) -> None:
    other = listed("eu-fsf-10", "eu_fsf", "European Union", name="Kolivand Aerostructures Nord")
    found = hits(name, world(tmp_path, OFAC, other))
    assert len({hit.entity.id for hit in found if hit.entity}) == len(found)
    assert all({one.entity for one in hit.listings} == {hit.entity.id} for hit in found if hit.entity)
