"""Names, dates and numbers as lists print them: one row, one claim."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crible.lists.drafts import untold
from crible.lists.id_numbers import Number, numbers
from crible.lists.partial_dates import dates, years
from crible.lists.written_names import Commas, names


def table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((Path(__file__).parent / "tables" / f"{name}.csv").read_text("utf-8").splitlines()))


@pytest.mark.parametrize("row", table("written_names"), ids=lambda row: row["id"])
def test_the_names_in_a_cell_come_out_one_by_one(row: dict[str, str]) -> None:
    found = names(row["cell"], row["prop"], person=row["person"] == "yes", commas=Commas[row["commas"]])
    assert "|".join(f"{prop}={name}" for prop, name in found) == row["names"]


@pytest.mark.parametrize("row", table("partial_dates"), ids=lambda row: row["text"])
def test_a_date_is_as_precise_as_its_text_and_never_more(row: dict[str, str]) -> None:
    assert "|".join(dates(row["text"])) == row["dates"]


@pytest.mark.parametrize("row", table("id_numbers"), ids=lambda row: row["cell"])
def test_a_number_comes_out_under_its_label_with_country_and_days(row: dict[str, str]) -> None:
    assert "|".join(map(said, numbers(row["cell"], row["default"] or None))) == row["numbers"]


def said(number: Number) -> str:
    days = f"{number.since or ''}..{number.until or ''}" if number.since or number.until else ""
    return " ".join(filter(None, (f"{number.prop}={number.value}", number.country, days)))


@given(st.text(max_size=80), st.booleans(), st.sampled_from(Commas))
def test_no_text_breaks_the_name_reader_and_no_name_is_invented(text: str, person: bool, commas: Commas) -> None:
    found = names(text, "alias", person=person, commas=commas)
    assert found
    assert not untold(" ".join(name for _, name in found), [text, " ".join(text)])


@given(st.text(alphabet="AB бв(/;,) .–", max_size=60), st.booleans())
def test_brackets_and_slashes_in_any_order_end(text: str, person: bool) -> None:
    assert names(text, "name", person=person)[0][0] == "name"


@given(st.text(alphabet="0123456789./- JanuaryMarchor", max_size=40))
def test_every_date_read_is_an_iso_date_of_a_plausible_year(text: str) -> None:
    for day in dates(text):
        assert 1800 <= int(day[:4]) <= 2099
        assert len(day) in (4, 7, 10)


@given(st.text(max_size=60))
def test_no_text_breaks_the_number_reader(text: str) -> None:
    assert all(any(map(str.isdigit, number.value)) for number in numbers(text, "idNumber"))


def test_a_wide_range_of_years_is_kept_as_its_ends() -> None:
    assert years(1940, 1980) == ["1940", "1980"]
    assert years(1980, 1940) == ["1980", "1940"]
