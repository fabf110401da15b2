"""Identifiers: their comparable form, their check digits, and finding them in free text."""

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crible.names.numbers import find, kind_of, kind_of_label, kinds, normal, property_of, well_formed
from crible.names.places import country_code

HERE = Path(__file__).parent
VERDICT = {"yes": True, "no": False, "unknown": None}


def table(name: str) -> list[dict[str, str]]:
    with (HERE / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("case", table("numbers"), ids=lambda case: f"{case['kind']} {case['value']}")
def test_a_number_has_its_comparable_form_and_verdict(case: dict[str, str]) -> None:
    assert normal(case["kind"], case["value"]) == case["normal"]
    assert well_formed(case["kind"], case["value"]) is VERDICT[case["well_formed"]]


@pytest.mark.parametrize("case", table("numbers_in_text"), ids=lambda case: case["text"] or "empty")
def test_numbers_are_found_in_free_text(case: dict[str, str]) -> None:
    found = "|".join(" ".join(filter(None, number)) for number in find(case["text"]))
    assert found == case["found"]


@given(st.sampled_from(sorted(kinds())), st.text(max_size=60))
def test_the_comparable_form_is_its_own_comparable_form(kind: str, value: str) -> None:
    once = normal(kind, value)
    assert normal(kind, once) == once
    assert len(once) <= 4 * 200


@given(st.text(max_size=400))
def test_any_text_can_be_read_for_numbers(text: str) -> None:
    for number in find(text):
        assert number.kind in kinds()
        assert number.value
        assert number.country is None or country_code(number.country) == number.country


HOSTILE = {
    "mail without end": "a@" * 10_000,
    "labels only": "IMO " * 5_000,
    "passports only": "passport " * 2_500,
    "digits": "1" * 20_000,
    "letters and digits": "A1" * 10_000,
    "half an IBAN": "AA11 " * 4_000,
    "dots": "www." * 5_000,
    "national ids": "National ID No. " + "A/" * 9_000,
    "wallets": "bc1" * 6_600,
    "real IBANs": "GB82WEST12345698765432 " * 860,
    "real ships": "".join(f"IMO {number} " for number in range(9_000_000, 9_001_600)),
    "arabic digits": "١" * 20_000,
    "ligatures that grow": "\ufdfa" * 20_000,
    "a million": "IMO 9240914 " * 83_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_read_in_linear_time(text: str) -> None:
    start = time.process_time()
    found = find(text)
    assert time.process_time() - start < 5  # measured: under 0.05 s
    assert len(found) <= 20_000 / 8


def test_a_property_and_its_kind_lead_to_each_other() -> None:
    assert kind_of("imoNumber", "Vessel") == "imo"
    assert kind_of("registrationNumber", "Company") == "registration"
    assert kind_of("registrationNumber", "Airplane", "EP-PUS") == "tail"
    assert kind_of("registrationNumber", "Airplane", "7342B3") == "mode_s"
    assert kind_of("serialNumber", "Airplane") == "msn"
    assert kind_of("publicKey", "CryptoWallet") == "crypto"
    assert kind_of("topics") is None
    assert property_of("tail", "Airplane") == property_of("mode_s", "Airplane") == "registrationNumber"
    assert property_of("inn", "Company") == "innCode"
    assert property_of("tail", "Company") is None


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Passport No.", "passport"),
        ("SWIFT/BIC", "bic"),
        ("ИНН", "inn"),
        ("Tax ID No.", "tax"),
        ("Call sign", "call_sign"),
        ("Registration Number", "registration"),
        ("Unified Social Credit Code (USCC)", "uscc"),
        ("shoe size", None),
    ],
)
def test_a_label_names_a_kind(label: str, kind: str | None) -> None:
    assert kind_of_label(label) == kind


def test_silence_is_never_well_formed() -> None:
    assert well_formed("imo", "") is False
    assert well_formed("passport", "") is None
    assert well_formed("of no kind", "x") is None
