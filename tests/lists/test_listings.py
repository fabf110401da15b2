"""Sanction entities seen as listings."""

import csv
from importlib import resources

import pytest

from crible.lists.listings import authority, listings
from crible.records.entity import Entity, Listing, Subject
from crible.records.hit import Measure
from crible.records.table import rows


def sanction(dataset: str = "a_list", **properties: tuple[str, ...]) -> Entity:
    return Entity(id="s", schema="Sanction", properties={"entity": ("e",), **properties}, datasets=(dataset,))


def listing(*sanctions: Entity) -> list[Listing]:
    entity = Entity(id="e", schema="Company", properties={"name": ("E",)}, datasets=("a_list",))
    return listings(Subject(entity=entity, sanctions=sanctions))


def test_a_sanction_becomes_a_listing() -> None:
    (seen,) = listing(
        sanction(
            "us_ofac_sdn",
            program=("NPWMD",),
            programId=("US-NPWMD",),
            provisions=("asset_freeze", "Subject to secondary sanctions", "transaction_ban"),
            listingDate=("2022-12-09",),
            endDate=("2025-01-01",),
            sourceUrl=("https://ofac.treasury.gov",),
            summary=("Linked to: X",),
        )
    )
    assert seen == Listing(
        list="us_ofac_sdn",
        authority="us-ofac",
        regime="US-NPWMD",
        programme="NPWMD",
        measures=(Measure.ASSET_FREEZE, Measure.TRANSACTION_BAN),
        since="2022-12-09",
        listed="2022-12-09",
        until="2025-01-01",
        since_basis="",
        confirmed=True,
        notes=("Subject to secondary sanctions", "Linked to: X"),
        url="https://ofac.treasury.gov",
    )


def test_the_first_of_several_days_counts_and_a_start_date_stands_in() -> None:
    days = listing(sanction(listingDate=("2022-02-01", "2021-05")), sanction(startDate=("2020-01-01",)), sanction())
    assert [seen.since for seen in days] == ["2021-05", "2020-01-01", None]


def test_a_day_nobody_verified_is_unconfirmed_and_says_where_it_comes_from() -> None:
    (seen,) = listing(sanction(status=("unconfirmed",), description=("general knowledge",)))
    assert (seen.confirmed, seen.since_basis) == (False, "general knowledge")


def test_a_description_without_a_verdict_on_the_day_is_no_basis() -> None:
    (seen,) = listing(sanction(description=("a text of the list's own",)))
    assert (seen.confirmed, seen.since_basis) == (True, "")


@pytest.mark.parametrize(
    ("dataset", "name", "code"),
    [
        ("eu_fsf", "", "eu-council"),
        ("us_ofac_cons", "", "us-ofac"),
        ("un_sc_sanctions", "United Nations Security Council", "un-sc"),
        ("gb_hmt_sanctions", "", "gb-ofsi"),
        ("us_trade_csl", "Entity List (EL) - Bureau of Industry and Security", "us-bis"),
        ("us_trade_csl", "Nonproliferation Sanctions (ISN) - State Department", "us-state"),
        ("us_trade_csl", "Specially Designated Nationals (SDN) - Treasury Department", "us-ofac"),
        ("crible_uav", "Council of the European Union", "eu-council"),
        ("crible_uav", "Ministry of Silly Walks", "Ministry of Silly Walks"),
        ("us_bis_denied", "Directorate of Defense Trade Controls", "us-state"),
    ],
)
def test_the_authority_is_the_one_named_else_the_lists_own(dataset: str, name: str, code: str) -> None:
    assert authority(sanction(dataset, **({"authority": (name,)} if name else {}))) == code


def test_every_authority_has_a_rule_on_whom_it_binds() -> None:
    table = resources.files("crible").joinpath("route", "tables", "authorities.csv").read_text("utf-8")
    bound = {row["authority"] for row in csv.DictReader(table.splitlines())}
    ours = rows("lists", "sanction_authorities", ("authority", "country", "names", "datasets", "source"))
    assert {row["authority"] for row in ours} <= bound
