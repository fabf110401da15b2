"""Days and numbers: what can be read in two ways is read in none."""

from decimal import Decimal

import pytest

from _tables import table
from crible.intake.amounts import bare, decimal_mark, read_number
from crible.intake.dates import day_order, read_day
from crible.intake.headers import column_of


@pytest.mark.parametrize("case", table("intake/tables/headers.csv"), ids=lambda case: case["header"])
def test_a_header_is_known_in_the_words_of_its_trade_or_not_at_all(case: dict[str, str]) -> None:
    assert column_of(case["header"]) == case["column"]


@pytest.mark.parametrize("header", ["ship_to_name", "SHIP-TO NAME", "  Ship To  Name ", "shipToName", "Ship.To.Name"])
def test_case_spaces_and_underscores_do_not_matter(header: str) -> None:
    assert column_of(header) == "consignee"


@pytest.mark.parametrize("case", table("intake/tables/days.csv"), ids=lambda case: f"{case['text']}-{case['order']}")
def test_a_day_is_read_as_precisely_as_it_is_stated(case: dict[str, str]) -> None:
    day = read_day(case["text"], case["order"])
    assert ("?" * day.unclear + day.iso if day else "") == case["read"]


def test_the_other_rows_of_a_column_show_its_order() -> None:
    assert day_order(["03/04/2022", "31/12/2022"]) == "dmy"
    assert day_order(["03/04/2022", "12/31/2022"]) == "mdy"
    assert day_order(["03/04/2022", "05/05/2022"]) == ""
    assert day_order(["31/12/2022", "12/31/2022"]) == "", "a column that writes both ways shows nothing"
    assert day_order(["25.03.2022"]) == "", "dots are day first by themselves and say nothing of slashes"


@pytest.mark.parametrize("case", table("intake/tables/numbers.csv"), ids=lambda case: f"{case['text']}-{case['mark']}")
def test_a_number_is_read_or_said_to_be_unclear(case: dict[str, str]) -> None:
    number, unclear = read_number(case["text"], case["mark"])
    assert number == (Decimal(case["read"]) if case["read"] not in ("", "?") else None)
    assert unclear == (case["read"] == "?")


def test_one_number_with_cents_shows_the_decimal_mark_of_all() -> None:
    assert decimal_mark(["1,234", "1,234.50"]) == "."
    assert decimal_mark(["1.234", "1.234,50"]) == ","
    assert decimal_mark(["1,234", "12"]) == ""
    assert decimal_mark(["1,5", "1.5"]) == ""


def test_the_currency_beside_a_number_is_not_lost() -> None:
    assert bare("1 234 EUR") == ("1 234", "EUR")
    assert bare("US$ 12.50") == ("12.50", "US$")
