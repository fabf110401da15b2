"""Country names, addresses and occupied areas."""

import csv
import importlib.util
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from _shared import SHARED, needs_shared
from crible.names.places import area_code, country_code, country_in, territory_name
from crible.records.table import rows

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CODES = {row["code"] for row in rows("names", "countries", ("code", "name", "kind", "language", "source"))} | {"xk"}


def table(name: str) -> list[dict[str, str]]:
    with (HERE / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("case", table("places"), ids=lambda case: case["text"] or "empty")
def test_a_spelling_means_the_country_it_names_or_none(case: dict[str, str]) -> None:
    assert country_code(case["text"]) == (case["code"] or None)


def test_the_table_of_spellings_is_long_enough_to_mean_something() -> None:
    assert len(table("places")) >= 120


@pytest.mark.parametrize("case", table("addresses"), ids=lambda case: case["text"] or "empty")
def test_an_address_names_its_country_and_its_occupied_area(case: dict[str, str]) -> None:
    assert (country_in(case["text"]), area_code(case["text"])) == (case["country"] or None, case["area"] or None)


@pytest.mark.parametrize("code", sorted(CODES))
def test_the_names_we_show_are_names_we_understand(code: str) -> None:
    assert country_code(territory_name(code, "en")) == code
    assert country_code(territory_name(code, "fr")) == code
    assert country_code(code) == country_code(code.upper()) == code


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert territory_name("zz", "fr") == "ZZ"


def test_there_are_249_iso_countries_and_kosovo() -> None:
    assert len(CODES) == 250
    assert all(len(code) == 2 and code.islower() for code in CODES)


def test_a_name_of_several_territories_names_none() -> None:
    assert [country_code(name) for name in ("Korea", "Congolese", "Dominican", "Virgin Islands")] == [None] * 4


@given(st.text(max_size=300))
def test_any_text_gives_a_code_we_know_or_none(text: str) -> None:
    assert country_code(text) in CODES | {None}
    assert country_in(text) in CODES | {None}
    assert area_code(text) in {"ua-43", "ua-dpr-lpr", None}


@given(st.sampled_from([row["text"] for row in table("places") if len(row["text"]) > 3]))
def test_case_and_space_make_no_difference(text: str) -> None:
    assert country_code(f"  {text.upper()} ") == country_code(text) == country_code(text.lower())


def test_a_very_long_text_is_read_only_so_far() -> None:
    assert country_code("x" * 1_000_000 + " Iran") is None
    assert country_in("x, " * 400_000 + "Iran") is None


@needs_shared
def test_the_packaged_table_is_what_the_tool_compiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("compile_countries", ROOT / "tools/compile_countries.py")
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    packaged = tool.TARGET.read_bytes()
    monkeypatch.setattr(tool, "TARGET", tmp_path / "countries.csv")
    tool.main(SHARED / "data")
    assert tool.TARGET.read_bytes() == packaged
