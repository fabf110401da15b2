"""JSON is strict: what readers of JSON disagree on is refused, record by record."""

import json
import re
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from _tools import load
from crible.intake import Intake, read, transaction_schema
from crible.records.error import CribleError
from crible.records.transaction import Identifier, Role, Transaction

ROOT = Path(__file__).resolve().parents[2]
GOOD = {"id": "A", "parties": [{"role": "buyer", "names": ["X Ltd"]}]}


def lines(*items: object) -> Intake:
    texts = (item if isinstance(item, str) else json.dumps(item, ensure_ascii=False) for item in items)
    return read("\n".join(texts).encode(), "orders.jsonl")


def refused(item: object) -> str:
    intake = lines(GOOD, item)
    assert [tx.id for tx in intake.transactions] == ["A"], "the rest goes on"
    assert (intake.rows, intake.rows_used) == (2, 1)
    (row,) = intake.refused
    assert row.where == "orders.jsonl:2"
    return row.what


def test_one_transaction_a_list_and_an_envelope_are_read_alike() -> None:
    for whole in (GOOD, [GOOD], {"transactions": [GOOD]}):
        intake = read(json.dumps(whole, indent=1).encode(), "orders.json")
        assert [tx.parties[0].names for tx in intake.transactions] == [("X Ltd",)]
        assert (intake.rows, intake.rows_used, intake.report.format) == (1, 1, "json")


def test_json_lines_are_known_without_their_name() -> None:
    text = json.dumps(GOOD) + "\n" + json.dumps(GOOD | {"id": "B"}) + "\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        intake = read(text.encode(encoding), "orders.txt")
        assert ([tx.id for tx in intake.transactions], intake.report.format) == (["A", "B"], "jsonl")


def test_every_field_of_a_transaction_comes_back_as_it_was() -> None:
    text = (
        '{"id": "A", "kind": "order", "date": "2023-06-12", "parties": [{"role": "consignee", "names": ["X Ltd", "Y"],'
        '"schema": "Company", "country": "ir", "nationality": ["fr"], "born": "1961-03", "identifiers":'
        '[{"kind": "imo", "value": "9240914", "country": null}], "founded": "2020"}], "goods": [{"number": 1,'
        '"hs_code": "854231", "quantity": 10, "value": "1234.50", "currency": "EUR"}], "route": [{"stop": "via",'
        '"text": "Dubai", "country": "ae"}], "money": {"amount": 1234.5, "currency": "EUR"}, "terms":'
        '{"incoterm": "DAP"}, "texts": {},'
        '"carried": {"k": "v"}, "where": "somewhere:1", "warnings": [{"code": "intake.id_made", "values": {"a": "b"}}]}'
    )
    (tx,) = lines(text).transactions
    assert tx.date == date(2023, 6, 12)
    assert tx.parties[0].identifiers == (Identifier(kind="imo", value="9240914"),)
    assert (tx.goods[0].value, tx.money.amount) == (Decimal("1234.50"), Decimal("1234.5"))
    assert tx.carried == {"k": "v"}
    again = lines(msgspec.json.encode(tx).decode()).transactions[0]
    assert again == tx, "what crible writes it reads"


def test_free_text_and_names_are_read_as_in_a_table() -> None:
    (tx,) = lines(
        {
            "id": "A",
            "parties": [{"role": "buyer", "names": ["ACME LLC (a.k.a. Foo)"], "country": "Iran"}],
            "goods": [{"number": 7, "hs_code": "8542.31", "currency": "eur", "origin": "FRA"}],
            "texts": {"notes": "on behalf of Paravar Pars"},
        }
    ).transactions
    assert [(party.role, party.names) for party in tx.parties] == [
        (Role.BUYER, ("ACME LLC", "Foo")),
        (Role.MENTIONED, ("Paravar Pars",)),
    ]
    assert (tx.parties[0].country, tx.goods[0].number) == ("ir", 1)
    assert (tx.goods[0].hs_code, tx.goods[0].currency, tx.goods[0].origin) == ("854231", "EUR", "fr")


def test_values_without_a_form_are_remarked_on_with_their_place() -> None:
    (tx,) = lines(
        {
            "id": "A",
            "parties": [{"role": "buyer", "names": ["X Ltd"], "country": "Atlantis", "born": "03/04/1961"}],
            "goods": [{"number": 1, "hs_code": "123", "currency": "bottlecaps"}],
        }
    ).transactions
    assert [(remark.code, remark.values["column"]) for remark in tx.warnings] == [
        ("intake.country_unknown", "parties[0].country"),
        ("intake.day_unclear", "parties[0].born"),
        ("intake.hs_code_unreadable", "goods[0].hs_code"),
        ("intake.currency_unknown", "currency"),
    ]
    assert (tx.parties[0].country, tx.parties[0].born, tx.goods[0].hs_code) == (None, "1961", None)


def test_unknown_keys_are_carried_and_reported() -> None:
    item = {**GOOD, "colour": "red", "parties": [{"role": "buyer", "names": ["X"], "boss": {"name": "Y"}}]}
    intake = lines(item)
    assert intake.transactions[0].carried == {"colour": "red", "parties[0].boss": '{"name": "Y"}'}
    assert intake.report.carried == ("colour", "parties[0].boss")


def changed(**values: Any) -> dict[str, Any]:
    return GOOD | {"id": "B"} | values


@pytest.mark.parametrize(
    ("item", "says"),
    [
        (changed(id=7), r"\$.id"),
        (changed(id=" "), "id is empty"),
        (changed(parties=[]), "neither a party nor a goods line"),
        (changed(parties=[{"role": "buyer", "names": "X"}]), r"\$.parties\[0\].names"),
        (changed(parties=[{"role": "emperor", "names": ["X"]}]), r"\$.parties\[0\].role"),
        (changed(parties=[{"role": "buyer", "names": [None]}]), r"\$.parties\[0\].names\[0\]"),
        (changed(date="12/06/2023"), r"\$.date"),
        (changed(goods=[{"number": "1"}]), r"\$.goods\[0\].number"),
        (changed(texts={"notes": 1}), r"\$.texts"),
        (changed(texts={"notes": "x" * 20_001}), "longer than 20,000"),
        ({"parties": []}, "id"),
        ([], "this is a list"),
        ('"text"', "this is a text"),
        ("7", "this is a number"),
        ("null", "this is null"),
        ('{"id": "B", "id": "C"}', "'id' twice"),
        ('{"id": "B", "texts": {"a": "1", "a": "2"}}', r"'a' twice.*\$.texts"),
        ('{"id": "B", "money": {"amount": NaN}}', r"NaN.*\$.money.amount"),
        ('{"id": "B", "money": {"amount": -Infinity}}', "Infinity"),
        ('{"id": "B", "money": {"amount": 1e999999999}}', "too l"),
        ('{"id": "B", "money": {"amount": ' + "9" * 5_000 + "}}", "too long"),
        ('{"id": "B", "x": ' + "[" * 70 + "]" * 70 + "}", "nested"),
        ('{"id": "B", "x": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested"),
        ('{"id": "B"', "no JSON"),
        ('{"id": "B\\ud800"}', "surrogate"),
        ("{'id': 1}", "no JSON"),
        ("order_id,buyer", "no JSON"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_record_that_cannot_be_trusted_is_refused_alone(item: object, says: str) -> None:
    assert re.search(says, refused(item))


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, '{"a":' * 100_000, "[" * 100_000 + "]" * 100_000, '[{"id": "A"}', '{"transactions": [NaN', "[1,]"],
    ids=lambda text: text[:12],
)
def test_a_document_that_is_no_json_is_refused_at_once(text: str) -> None:
    start = time.process_time()
    with pytest.raises(CribleError):
        read(text.encode(), "orders.json")
    assert time.process_time() - start < 5


def test_a_key_that_occurs_twice_in_the_envelope_refuses_the_file() -> None:
    one = json.dumps([GOOD])
    with pytest.raises(CribleError, match="twice"):
        read(f'{{"transactions": {one}, "transactions": []}}'.encode(), "orders.json")


def test_two_records_of_one_id_are_both_kept_with_a_remark() -> None:
    first, second = lines(GOOD, GOOD).transactions
    assert (first.warnings, [remark.code for remark in second.warnings]) == ((), ["intake.id_twice"])


FTM = {
    "id": "NK-1",
    "schema": "Person",
    "caption": "Hossein Akbari",
    "datasets": ["x"],
    "properties": {
        "name": ["Hossein Akbari", "حسین اکبری"],
        "alias": ["H. A."],
        "birthDate": ["1961-06"],
        "country": ["ir", "ae"],
        "nationality": ["ir"],
        "passportNumber": ["A1234567"],
        "innCode": ["7707083893"],
        "topics": ["sanction"],
        "email": ["a@b.example"],
    },
    "referents": ["a"],
}


def test_a_follow_the_money_entity_is_a_party() -> None:
    intake = lines(FTM)
    (tx,) = intake.transactions
    (party,) = tx.parties
    assert (tx.id, tx.kind, intake.report.format) == ("NK-1", "party", "ftm")
    assert party.names == ("Hossein Akbari", "حسین اکبری", "H. A.")
    assert (party.schema, party.born, party.country, party.nationality) == ("Person", "1961-06", "ir", ("ir",))
    assert party.identifiers == (
        Identifier(kind="passport", value="A1234567"),
        Identifier(kind="inn", value="7707083893"),
    )
    assert (party.email, tx.carried["topics"]) == ("a@b.example", "sanction")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"schema": "Sanction"}, "Sanction is no party"),
        ({"schema": 7}, "no party"),
        ({"id": ""}, "id"),
        ({"properties": []}, "properties"),
        ({"properties": {"name": [1]}}, "name"),
    ],
)
def test_an_entity_that_is_no_party_is_refused_not_dropped(changes: dict[str, Any], says: str) -> None:
    assert says in refused(FTM | changes)


def test_the_published_schema_is_the_one_in_use() -> None:
    tool = load("write_schema")
    assert tool.TARGET.read_text("utf-8") == tool.schema_text(), "run: python tools/write_schema.py"


def test_the_schema_names_every_field_and_requires_what_the_reader_does() -> None:
    schema = transaction_schema()["$defs"]
    assert set(schema["Transaction"]["properties"]) == set(Transaction.__dataclass_fields__)
    assert schema["Transaction"]["required"] == ["id"]
    assert schema["Party"]["required"] == ["role", "names"]
