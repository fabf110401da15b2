"""Rows of orders → transactions: what a document says, where it goes in the record, and what is remarked on."""

import datetime as dt
from decimal import Decimal

import pytest

from crible.intake import Intake, read
from crible.records.error import CribleError
from crible.records.transaction import Identifier, Place, Role, Stop, Transaction


def order(header: str, *rows: str) -> Intake:
    return read("\n".join((header, *rows)).encode(), "orders.csv")


def only(intake: Intake) -> Transaction:
    (transaction,) = intake.transactions
    return transaction


def codes(transaction: Transaction) -> list[str]:
    return [remark.code for remark in transaction.warnings]


def test_every_column_of_the_interface_reaches_its_place_in_the_record() -> None:
    columns = (
        "order_id,date,seller,seller_country,buyer,buyer_country,consignee,consignee_country,end_user,end_user_country,"
        "forwarder,bank,bank_bic,payer,payer_country,vessel,vessel_imo,hs_code,eccn,part_number,manufacturer,description,"
        "quantity,unit,value,currency,origin,destination,route,end_use,notes,buyer_address,buyer_email,buyer_phone,"
        "buyer_website,buyer_founded,buyer_customer_since,buyer_id,line_kind,incoterm,ship_to,transit,licence,"
        "end_use_statement,no_reexport_clause,payment_method"
    )
    row = (
        "PO-1,2023-06-12,Seller SA,FR,Buyer LLC,AE,Consignee Ltd,TR,User Org,IR,Mover GmbH,Bank One,BNPAFRPP,Payer Inc,"
        "HK,ALFA,9240914,8542.31,3A001,XC7,Xilinx,Circuits,10,pcs,1234.50,eur,US,IR,FR > AE > IR,civil,"
        'handle with care,"1 Main Street, Dubai",a@b.example,+971 4 1,b.example,2021-05,2022,4711,'
        "software,DAP,Dubai,TR,L-1,yes,non,wire"
    )
    tx = only(order(columns, row))
    by_role = {party.role: party for party in tx.parties}
    assert [party.role for party in tx.parties if party.role is not Role.MENTIONED] == [
        Role.SELLER,
        Role.BUYER,
        Role.CONSIGNEE,
        Role.END_USER,
        Role.FORWARDER,
        Role.BANK,
        Role.PAYER,
        Role.MANUFACTURER,
        Role.VESSEL,
    ]
    buyer = by_role[Role.BUYER]
    assert (buyer.names, buyer.country, buyer.address) == (("Buyer LLC",), "ae", "1 Main Street, Dubai")
    assert (buyer.email, buyer.phone, buyer.website) == ("a@b.example", "+971 4 1", "b.example")
    assert (buyer.founded, buyer.customer_since) == ("2021-05", "2022")
    assert buyer.identifiers == (Identifier(kind="", value="4711"),)
    assert by_role[Role.END_USER].country == "ir"
    assert by_role[Role.BANK].identifiers == (Identifier(kind="bic", value="BNPAFRPP"),)
    assert by_role[Role.VESSEL].identifiers == (Identifier(kind="imo", value="9240914"),)
    assert by_role[Role.VESSEL].schema == "Vessel"
    (line,) = tx.goods
    assert (line.hs_code, line.eccn, line.part_number, line.manufacturer) == ("854231", "3A001", "XC7", "Xilinx")
    assert (line.quantity, line.unit, line.value, line.currency) == (Decimal(10), "pcs", Decimal("1234.50"), "EUR")
    assert (line.kind, line.origin, line.licence) == ("software", "us", "L-1")
    assert tx.date == dt.date(2023, 6, 12)
    assert tx.route == (
        Place(stop=Stop.ORIGIN, text="FR", country="fr"),
        Place(stop=Stop.VIA, text="AE", country="ae"),
        Place(stop=Stop.VIA, text="TR", country="tr"),
        Place(stop=Stop.SHIP_TO, text="Dubai", country=tx.route[3].country),
        Place(stop=Stop.DESTINATION, text="IR", country="ir"),
    )
    assert (tx.terms.incoterm, tx.terms.end_use, tx.terms.licence) == ("DAP", "civil", "L-1")
    assert (tx.terms.end_use_statement, tx.terms.no_reexport_clause) == ("yes", "no")
    assert (tx.money.amount, tx.money.currency, tx.money.method) == (Decimal("1234.50"), "EUR", "wire")
    assert tx.texts == {"notes": "handle with care", "end_use": "civil"}
    assert (tx.carried, tx.warnings, tx.where) == ({}, (), "orders.csv:2")


def test_rows_of_one_order_make_one_transaction_even_apart_from_each_other() -> None:
    intake = order("order_id,buyer,description", "A,X Ltd,one", "B,Y Ltd,two", "A,X Ltd,three")
    first, second = intake.transactions
    assert [line.description for line in first.goods] == ["one", "three"]
    assert [line.number for line in first.goods] == [1, 2]
    assert [party.names for party in first.parties] == [("X Ltd",)]
    assert (first.where, second.where) == ("orders.csv:2,4", "orders.csv:3")
    assert (intake.rows, intake.rows_used) == (3, 3)


def test_a_second_buyer_is_a_second_party_and_said_to_be() -> None:
    tx = only(order("order_id,buyer,description", "A,X Ltd,one", "A,Y Ltd,two"))
    assert [party.names[0] for party in tx.parties] == ["X Ltd", "Y Ltd"]
    assert codes(tx) == ["intake.several_of_a_role"]


def test_rows_that_complete_each_other_make_one_party() -> None:
    tx = only(order("order_id,buyer,buyer_country,buyer_email", "A,X Ltd,,a@x.example", "A,X LTD,AE,"))
    (buyer,) = tx.parties
    assert (buyer.country, buyer.email, buyer.names) == ("ae", "a@x.example", ("X Ltd", "X LTD"))


def test_the_same_name_in_two_countries_is_two_parties() -> None:
    tx = only(order("order_id,buyer,buyer_country", "A,X Ltd,FR", "A,X Ltd,IR"))
    assert [party.country for party in tx.parties] == ["fr", "ir"]


def test_rows_without_a_number_or_anything_to_screen_are_refused_and_the_rest_goes_on() -> None:
    intake = order("order_id,buyer,description,notes", ",X Ltd,a,", "B,,,soon", "C,Y Ltd,,", ",,,")
    assert [tx.id for tx in intake.transactions] == ["C"]
    assert [(row.where, row.what) for row in intake.refused] == [
        ("orders.csv:2", "the row has no order number"),
        ("orders.csv:3", "the order has neither a party nor a goods line"),
    ]
    assert (intake.rows, intake.rows_used, intake.report.blank) == (3, 1, 1)


def test_a_row_of_notes_belongs_to_the_order_that_other_rows_make() -> None:
    tx = only(order("order_id,buyer,notes", "A,X Ltd,", "A,,for Hossein Akbari"))
    assert [party.names[0] for party in tx.parties] == ["X Ltd", "Hossein Akbari"]


def test_free_text_that_only_repeats_a_party_adds_none() -> None:
    tx = only(order("order_id,buyer,notes", "A,Mahan Air,deliver to Mahan Air before Friday"))
    assert [party.role for party in tx.parties] == [Role.BUYER]


def test_a_cell_that_names_two_gives_both() -> None:
    tx = only(order("order_id,buyer", "A,ACME LLC c/o Paravar Pars"))
    assert [(party.role, party.names[0], party.found_in) for party in tx.parties] == [
        (Role.BUYER, "ACME LLC", None),
        (Role.MENTIONED, "Paravar Pars", "buyer"),
    ]


def test_a_party_of_which_only_the_country_is_known_is_kept() -> None:
    tx = only(order("order_id,buyer,buyer_country,description", "A,,IR,pump"))
    assert [(party.role, party.names, party.country) for party in tx.parties] == [(Role.BUYER, (), "ir")]


def test_a_role_without_a_name_keeps_what_the_cell_says_to_be_judged() -> None:
    tx = only(order("order_id,buyer,description", "A,N/A,pump"))
    assert tx.parties[0].names == ("N/A",), "screening says that it cannot be screened"


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("buyer_country", "Atlantis", "intake.country_unknown"),
        ("origin", "Atlantis", "intake.country_unknown"),
        ("hs_code", "8542310", "intake.hs_code_unreadable"),
        ("hs_code", "N/A", "intake.hs_code_unreadable"),
        ("date", "03/04/2022", "intake.day_unclear"),
        ("date", "soon", "intake.day_unreadable"),
        ("quantity", '"1,234"', "intake.number_unclear"),
        ("value", "ask", "intake.number_unreadable"),
        ("currency", "bottlecaps", "intake.currency_unknown"),
        ("line_kind", "poetry", "intake.word_unknown"),
        ("no_reexport_clause", "perhaps", "intake.word_unknown"),
        ("end_use_statement", "perhaps", "intake.word_unknown"),
    ],
)
def test_what_cannot_be_read_is_remarked_on_with_its_line_and_carried(column: str, text: str, code: str) -> None:
    tx = only(order(f"order_id,buyer,description,{column}", f"A,X Ltd,pump,{text}"))
    assert codes(tx) == [code]
    assert tx.warnings[0].values["line"] == "2"
    assert tx.warnings[0].values["value"] == text.strip('"')
    assert tx.carried[column] == text.strip('"')
    assert tx.goods[0].hs_code is None
    assert tx.date is None


def test_unknown_columns_are_carried_and_reported_never_guessed() -> None:
    intake = order("order_id,buyer,Zorglub,Zorglub", "A,X Ltd,1,2", "A,X Ltd,3,2")
    assert only(intake).carried == {"Zorglub": "1 | 3", "Zorglub (2)": "2"}
    assert intake.report.carried == ("Zorglub", "Zorglub (2)")
    assert [remark.code for remark in intake.remarks] == ["intake.columns_carried"]


def test_a_country_that_nobody_says_the_owner_of_is_carried() -> None:
    tx = only(order("order_id,buyer,country", "A,X Ltd,IR"))
    assert tx.parties[0].country is None
    assert tx.carried == {"country": "IR"}


def test_two_columns_for_one_party_name_keep_both_names() -> None:
    intake = order("order_id,consignee,Ship To Name", "A,X Ltd,", "B,,Y Ltd", "C,X Ltd,X Ltd", "D,X Ltd,Y Ltd")
    assert [tx.parties[0].names for tx in intake.transactions] == [
        ("X Ltd",),
        ("Y Ltd",),
        ("X Ltd",),
        ("X Ltd", "Y Ltd"),
    ]
    assert intake.report.twice == ("consignee",)
    assert [remark.code for remark in intake.remarks] == ["intake.columns_twice"]


def test_of_two_columns_for_one_value_the_first_counts_and_the_other_is_kept() -> None:
    tx = only(order("order_id,description,destination,Country of destination", "A,pump,FR,IR"))
    assert "intake.column_twice" in codes(tx)
    assert tx.carried == {"Country of destination": "IR"}


def test_one_unambiguous_day_decides_for_its_column_and_the_file() -> None:
    intake = order("order_id,buyer,date,buyer_founded", "A,X Ltd,03/04/2022,05/06/2001", "B,Y Ltd,25/12/2022,")
    first = intake.transactions[0]
    assert first.date == dt.date(2022, 4, 3)
    assert first.parties[0].founded == "2001-06-05"


def test_one_unambiguous_number_decides_for_its_column() -> None:
    intake = order("order_id;description;quantity", "A;pump;1,234", "B;pump;7,5")
    assert intake.transactions[0].goods[0].quantity == Decimal("1.234")


def test_an_order_of_two_currencies_has_no_sum() -> None:
    tx = only(order("order_id,description,value,currency", "A,pump,10,EUR", "A,pump,20,USD"))
    assert (tx.money.amount, tx.money.currency) == (None, None)


def test_a_currency_beside_the_value_is_read() -> None:
    tx = only(order("order_id,description,value", 'A,pump,"1 234,50 EUR"'))
    assert (tx.goods[0].value, tx.goods[0].currency) == (Decimal("1234.50"), "EUR")


@pytest.mark.parametrize(
    ("route", "countries"),
    [
        ("FR > AE > IR", ["fr", "ae", "ir"]),
        ("FR;AE;IR", ["fr", "ae", "ir"]),
        ("FR-AE-IR", ["fr", "ae", "ir"]),
        ("France → Émirats arabes unis → Iran", ["fr", "ae", "ir"]),
        ("FR, AE, IR", ["fr", "ae", "ir"]),
        ("Guinea-Bissau > IR", ["gw", "ir"]),
    ],
)
def test_a_route_is_read_however_its_legs_are_parted(route: str, countries: list[str]) -> None:
    tx = only(order("order_id,buyer,route", f'A,X Ltd,"{route}"'))
    assert [place.country for place in tx.route] == countries
    assert [tx.route[0].stop, tx.route[-1].stop] == [Stop.ORIGIN, Stop.DESTINATION]


def test_a_table_without_order_numbers_says_what_to_add() -> None:
    with pytest.raises(CribleError, match="order_id"):
        order("buyer,seller,description", "X,Y,pump")


def test_an_erp_export_in_french_is_understood() -> None:
    header = "N° commande;Date;Donneur d'ordre;Pays client;Destinataire;Pays destinataire;Code SH;Désignation"
    header += ";Quantité;Montant;Devise"
    intake = read(
        f"{header}\n1042;12/06/2023;Dupont & Fils;France;ACME;Turquie;85423190;Circuits;10;1 234,50;EUR\n".encode(
            "cp1252"
        ),
        "e.csv",
    )
    tx = only(intake)
    assert [(party.role, party.names[0], party.country) for party in tx.parties] == [
        (Role.BUYER, "Dupont & Fils", "fr"),
        (Role.CONSIGNEE, "ACME", "tr"),
    ]
    assert tx.goods[0].hs_code == "85423190"
    assert tx.goods[0].value == Decimal("1234.50")
    assert (intake.report.encoding, intake.report.encoding_sure, intake.report.delimiter) == ("cp1252", "likely", ";")


def test_an_sap_export_is_understood() -> None:
    tx = only(
        order(
            "VBELN,AUDAT,KUNNR,MATNR,ARKTX,KWMENG,VRKME,NETWR,WAERK,STAWN",
            "80001,20230612,0000100042,M-1,Pump,3,ST,12.50,EUR,841370",
        )
    )
    assert (tx.id, tx.date, tx.parties[0].identifiers[0].value) == ("80001", dt.date(2023, 6, 12), "0000100042")
    assert (tx.goods[0].hs_code, tx.goods[0].part_number, tx.goods[0].quantity) == ("841370", "M-1", Decimal(3))
