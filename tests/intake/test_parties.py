"""Rows of parties → one transaction each."""

import pytest

from crible.intake import Intake, read
from crible.records.transaction import Identifier, Role


def parties(header: str, *rows: str, name: str = "parties.csv") -> Intake:
    return read("\n".join((header, *rows)).encode(), name)


def test_every_column_of_the_interface_reaches_its_place() -> None:
    header = "id,schema,name,aliases,birth_date,country,nationality,address,identifiers,role,place_of_birth,gender"
    row = "7,person,Hossein Akbari,Foo;Bar|Baz,1961,Iran,Iranian/French,"
    row += '"1 Street, Tehran",passport: A1234567;4711,end user,Tehran,m'
    (tx,) = parties(header, row).transactions
    (party,) = tx.parties
    assert (tx.id, tx.kind, tx.where) == ("7", "party", "parties.csv:2")
    assert party.names == ("Hossein Akbari", "Foo", "Bar", "Baz")
    assert (party.role, party.schema, party.born, party.gender) == (Role.END_USER, "Person", "1961", "male")
    assert (party.country, party.nationality, party.birth_place) == ("ir", ("ir", "fr"), "Tehran")
    assert party.address == "1 Street, Tehran"
    assert party.identifiers == (Identifier(kind="passport", value="A1234567"), Identifier(kind="", value="4711"))
    assert tx.warnings == ()


@pytest.mark.parametrize(
    ("header", "row", "names"),
    [
        ("id,full_name", "1,Hossein Akbari", ("Hossein Akbari",)),
        ("id,first_name,middle_name,last_name", "1,Hossein,Reza,Akbari", ("Hossein Reza Akbari",)),
        ("id,Nom,Prénom", "1,Akbari,Hossein", ("Hossein Akbari",)),
        ("id,Nom", "1,Hossein Akbari", ("Hossein Akbari",)),
        ("id,Name,Vorname", "1,Akbari,Hossein", ("Hossein Akbari",)),
        ("id,name,first_name,last_name", "1,AKBARI Hossein,Hossein,Akbari", ("AKBARI Hossein", "Hossein Akbari")),
        ("KUNNR,NAME1,NAME2,LAND1", "1,ACME,Trading LLC,AE", ("ACME Trading LLC", "ACME")),
        ("Customer No,Customer Name,Country", "1,ACME LLC,AE", ("ACME LLC",)),
        ("vessel,imo", "ALFA,9240914", ("ALFA",)),
        ("name", "ACME Inc", ("ACME Inc",)),
    ],
)
def test_a_name_is_put_together_from_the_columns_that_hold_it(header: str, row: str, names: tuple[str, ...]) -> None:
    (tx,) = parties(header, row).transactions
    assert tx.parties[0].names == names


def test_a_list_of_one_column_may_hold_commas() -> None:
    intake = parties("name", "ACME, Inc.", "Foo Co., Ltd")
    assert [tx.parties[0].names for tx in intake.transactions] == [("ACME, Inc.",), ("Foo Co., Ltd",)]
    assert intake.report.delimiter == ""


def test_a_row_without_an_id_is_called_after_its_line() -> None:
    (tx,) = parties("name,country", "ACME LLC,AE").transactions
    assert tx.id == "row-2"
    assert [remark.code for remark in tx.warnings] == ["intake.id_made"]


def test_an_id_that_occurs_twice_is_two_transactions_and_remarked_on() -> None:
    intake = parties("id,name", "1,A Ltd", "1,B Ltd")
    assert [tx.parties[0].names[0] for tx in intake.transactions] == ["A Ltd", "B Ltd"]
    assert [remark.code for remark in intake.transactions[1].warnings] == ["intake.id_twice"]


def test_a_row_without_a_name_is_not_refused() -> None:
    intake = parties("id,name,country", "1,,IR", "2,X Ltd,FR")
    assert intake.refused == ()
    assert intake.transactions[0].parties[0].names == ()


@pytest.mark.parametrize(
    ("text", "born"),
    [("1961", "1961"), ("03/1961", "1961-03"), ("circa 1961", "1961"), ("03/04/1961", "1961"), ("12/03/61", None)],
)
def test_a_birth_date_is_kept_as_precise_as_it_is_certain(text: str, born: str | None) -> None:
    (tx,) = parties("id,name,birth_date", f"1,Hossein Akbari,{text}").transactions
    assert tx.parties[0].born == born
    assert bool(tx.warnings) == (text not in ("1961", "03/1961"))


def test_columns_of_an_order_in_a_list_of_parties_are_carried() -> None:
    (tx,) = parties("id,name,description,unknown", "1,ACME LLC,a good client,z").transactions
    assert tx.carried == {"description": "a good client", "unknown": "z"}


def test_identifiers_have_columns_of_their_own() -> None:
    (tx,) = parties("id,name,INN,LEI,passport", "1,X,7707083893,,A123").transactions
    assert tx.parties[0].identifiers == (
        Identifier(kind="inn", value="7707083893"),
        Identifier(kind="passport", value="A123"),
    )


def test_an_address_without_a_country_column_gives_the_country_it_ends_with() -> None:
    (tx,) = parties("id,name,street,postcode,city,address", '1,X,,,,"1 Main Street, Tehran, Iran"').transactions
    assert tx.parties[0].country == "ir"
    (tx,) = parties("id,name,street,postcode,city", "1,X,1 rue de la Paix,75002,Paris").transactions
    assert tx.parties[0].address == "1 rue de la Paix, 75002, Paris"
