"""Whose law applies."""

import pytest

from _trade import order, transaction
from crible import route
from crible.records.hit import Binds
from crible.records.table import rows
from crible.records.transaction import Money, Transaction
from crible.report.sentences import known, say

PLAIN = order("de")
EU_HOMES = ("FR", "DE", "IE", "MT", "HR")


@pytest.mark.parametrize("home", EU_HOMES)
def test_eu_law_binds_every_member_state(home: str) -> None:
    bound, because = route.binds("eu-council", (home,), PLAIN)
    assert (bound, because.code, because.values["home"]) == (Binds.YES, "binds.eu_home", home)


@pytest.mark.parametrize(
    ("authority", "home", "binds"),
    [
        ("eu-council", "US", Binds.IF_NEXUS),
        ("eu-council", "GB", Binds.IF_NEXUS),
        ("us-ofac", "FR", Binds.IF_NEXUS),
        ("us-bis", "FR", Binds.IF_NEXUS),
        ("us-ofac", "US", Binds.YES),
        ("gb-fcdo", "GB", Binds.YES),
        ("gb-fcdo", "FR", Binds.IF_NEXUS),
        ("un-sc", "FR", Binds.YES),
        ("un-sc", "JP", Binds.YES),
        ("fr-tresor", "FR", Binds.YES),
        ("fr-tresor", "DE", Binds.IF_NEXUS),
        ("crible", "FR", Binds.NO),
        ("advisory", "US", Binds.NO),
        ("acme-watch", "FR", Binds.UNKNOWN),
    ],
)
def test_an_authority_binds_its_own_and_others_by_a_nexus(authority: str, home: str, binds: Binds) -> None:
    assert route.binds(authority, (home,), PLAIN)[0] is binds


def test_of_several_homes_the_one_most_bound_speaks() -> None:
    assert route.binds("us-ofac", ("FR", "US"), PLAIN)[0] is Binds.YES
    assert route.binds("us-ofac", ("fr",), PLAIN) == route.binds("us-ofac", ("FR",), PLAIN)
    assert route.binds("us-ofac", (), PLAIN)[0] is Binds.UNKNOWN


def test_the_united_nations_bind_through_other_law_and_the_reason_says_so() -> None:
    assert "through EU and national law" in say(route.binds("un-sc", ("FR",), PLAIN)[1], "en")


@pytest.mark.parametrize(
    ("tx", "signs"),
    [
        (PLAIN, ()),
        (Transaction(id="x", money=Money(currency="USD")), ("currency",)),
        (order("de", line={"currency": "usd"}), ("currency",)),
        (order("de", line={"origin": "us"}), ("origin",)),
        (order("de", line={"eccn": "EAR99"}), ("eccn",)),
        (order("us"), ("buyer",)),
        (transaction({"parties": [{"role": "bank", "name": "Linde Bank", "country": "us"}]}), ("bank",)),
        (transaction({"parties": [{"role": "payer", "name": "Linde", "country": "us"}]}), ("payer",)),
        (transaction({"parties": [{"role": "manufacturer", "name": "Linde", "country": "us"}]}), ("manufacturer",)),
        (transaction({"parties": [{"role": "end_user", "name": "Linde", "nationality": ("us",)}]}), ("nationality",)),
        (transaction({"route": [{"stop": "via", "country": "us"}]}), ("place",)),
    ],
)
def test_a_nexus_is_what_the_order_shows(tx: Transaction, signs: tuple[str, ...]) -> None:
    assert route.nexus("us-ofac", tx) == signs
    _, because = route.binds("us-ofac", ("FR",), tx)
    assert because.code == ("binds.us_nexus.seen" if signs else "binds.us_nexus.none")


def test_a_visible_nexus_is_named_in_both_languages() -> None:
    _, because = route.binds("us-ofac", ("FR",), Transaction(id="x", money=Money(currency="USD")))
    assert "Visible here: US dollars" in say(because, "en")
    assert "Visible ici\u00a0: dollars américains" in say(because, "fr")


@pytest.mark.parametrize("regime", ["US-IRAN-ITSR", "US-CUBA-CACR", "US-IFSR", "US-NPWMD-IFSR"])
def test_american_measures_in_the_annex_of_the_blocking_statute_carry_its_caution(regime: str) -> None:
    assert "eu_2271_96" in route.exemptions(regime)


def test_american_measures_outside_that_annex_do_not() -> None:
    assert "eu_2271_96" not in route.exemptions("US-RUSSIA-EO14024")
    assert route.exemptions("") == ()


def test_every_authority_has_a_row_for_everybody_and_a_reason_in_words() -> None:
    table = rows("route", "authorities", ("authority", "home", "binds", "message", "status", "source"))
    assert {r["authority"] for r in table if r["home"] == "*"} == {r["authority"] for r in table}
    for row in table:
        ends = (".seen", ".none") if row["binds"] == "if_nexus" else ("",)
        assert all(known(f"binds.{row['message']}{end}") for end in ends), row
        assert row["source"]
        assert row["status"] in ("confirmed", "unconfirmed")
        assert known(f"label.authority.{row['authority']}")


def test_the_union_has_twenty_seven_members() -> None:
    members = [
        r for r in rows("route", "country_groups", ("group", "country", "source", "status")) if r["group"] == "eu"
    ]
    assert len({r["country"] for r in members}) == len(members) == 27
