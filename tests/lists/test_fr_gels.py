"""The French register of freezes: the same record from its JSON and from its XML."""

import json
import random
import time
from collections import Counter
from typing import Any

import pytest

from crible.lists import LISTS
from crible.lists.card import ListReader, Reading
from crible.lists.fr.french import french_country, french_dates
from crible.lists.fr.gels_bases import base_of
from crible.lists.fr.gels_numbers import identification, paper
from crible.lists.ftm import faults
from crible.lists.listings import listings
from crible.records.entity import Entity, Subject
from crible.records.error import CribleError
from crible.records.hit import Measure
from lists._golden import HERE, golden, plain

JSON, XML = LISTS["fr_tresor_gels_avoirs"]
BODIES = {
    "json": (HERE / "fr_gels_register.json").read_bytes(),
    "xml": (HERE / "fr_gels_register.xml").read_bytes(),
}
BOTH = pytest.mark.parametrize("reader", [JSON, XML], ids=["json", "xml"])


def read(reader: ListReader, body: bytes | None = None) -> Reading:
    return reader.read({"list": BODIES[reader.format.key] if body is None else body}, "registre")


def register() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(BODIES["json"])
    return loaded


def packed(whole: dict[str, Any]) -> bytes:
    return json.dumps(whole, ensure_ascii=False).encode()


def subject(number: int) -> Subject:
    return next(one for one in read(JSON).subjects if one.entity.id == f"fr-gels-{number}")


def entities(one: Subject) -> tuple[Entity, ...]:
    return (one.entity, *one.sanctions, *one.around)


NAMELESS = ("Address", "CryptoWallet")  # the validator asks every Thing for a name, FollowTheMoney does not


def wrong(one: Subject) -> list[str]:
    found = [(each, fault) for each in entities(one) for fault in faults(each)]
    return [f"{each.id}: {fault}" for each, fault in found if fault != "name: required" or each.schema not in NAMELESS]


@BOTH
def test_the_golden_copy_reads_as_reviewed_in_both_formats(reader: ListReader) -> None:
    assert plain(read(reader)) == golden("fr_gels.json")


def test_every_entity_of_the_golden_copy_is_valid_followthemoney() -> None:
    assert not [fault for one in read(JSON).subjects for fault in wrong(one)]
    ids = Counter(each.id for one in read(JSON).subjects for each in entities(one))
    assert [id for id, count in ids.items() if count > 1] == []


def test_every_entry_is_a_freeze_of_the_french_treasury() -> None:
    for one in read(JSON).subjects:
        for listing in listings(one):
            assert set(listing.measures) == {Measure.ASSET_FREEZE, Measure.MAKING_AVAILABLE_BAN}
            assert listing.authority == "fr-tresor"


def test_two_bases_of_two_regimes_are_two_listings() -> None:
    regimes = [listing.regime for listing in listings(subject(5100))]
    assert regimes == ["EU-IRN-1529", "EU-UKR-269"]


def test_two_bases_of_one_regime_are_one_listing_since_the_earlier() -> None:
    whole = register()
    fields = whole["Publications"]["PublicationDetail"][0]["RegistreDetail"]
    basis = next(field for field in fields if field["TypeChamp"] == "FONDEMENT_JURIDIQUE")
    basis["Valeur"].append({"FondementJuridiqueLabel": "(UE) 2020/1 du 02/01/2020 (UE Ukraine - R (UE) 269/2014)"})
    [one, *_] = read(JSON, packed(whole)).subjects
    [listing] = listings(one)
    assert (listing.regime, listing.since) == ("EU-UKR-269", "2020-01-02")


def test_the_day_of_a_label_may_be_of_an_amendment_and_says_so() -> None:
    assert all(not listing.confirmed for one in read(JSON).subjects for listing in listings(one))
    assert "amended" in listings(subject(4101))[0].since_basis


def test_an_entry_without_a_basis_is_frozen_all_the_same() -> None:
    whole = register()
    del whole["Publications"]["PublicationDetail"][3]["RegistreDetail"][2]
    *_, ship = read(JSON, packed(whole)).subjects
    [listing] = listings(ship)
    assert (listing.regime, listing.confirmed, Measure.ASSET_FREEZE in listing.measures) == ("FR-GELS", False, True)


@pytest.mark.parametrize(
    ("label", "regime"),
    [
        ("(UE) 2022/332 du 25/02/2022 (UE Ukraine intégrité territoriale - R (UE) 269/2014)", "EU-UKR-269"),
        ("(UE) 2026/509 du 23/04/2026 (UE Ukraine intégrité territoriale)", "EU-UKR-269"),
        ("ONU Iran prolifération - RCSNU 1737 (2006) et suivantes", "EU-IRN-267"),
        ("ONU Libye - RCSNU 1970/2011 et R (UE) 2016/44", "EU-LBY-44"),
        ("UE Iran - Soutien militaire dans le conflit Russie/Ukraine  - R(UE) 2023/1529", "EU-IRN-1529"),
        ("UE Biélorussie - R (CE) 765/2006", "EU-BLR-765"),
        ("UE Russie - Activités déstabilisatrices - R (UE) 2024/2642", "EU-RUSDA-2642"),
        ("Arrêté du 12/01/2025 (National - art L. 562-3 du code monétaire et financier)", "FR-CMF-L562"),
        ("Arrêté national du 1er mars 2024", "FR-CMF-L562"),
        ("(UE) 2031/12 du 01/01/2031 (UE Atlantide - R (UE) 2030/99)", "EU-2030-99"),
        ("Décision inconnue", "FR-GELS"),
        ("", "FR-GELS"),
    ],
)
def test_the_label_of_the_basis_says_the_regime(label: str, regime: str) -> None:
    assert base_of(label)["regime"] == regime


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("04/01/1996", ["1996-01-04"]),
        ("28.9.1953 ou 28.8.1953", ["1953-09-28", "1953-08-28"]),
        ("1er mars 2024", ["2024-03-01"]),
        ("fondée en août 2015", ["2015-08"]),
        ("31/02/1970", ["1970"]),
        ("12/07/2016 puis 2018", ["2016-07-12", "2018"]),
    ],
)
def test_french_days_are_read_day_first(text: str, expected: list[str]) -> None:
    assert french_dates(text) == expected


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("RUSSIE", "ru"),
        ("FÉDÉRATION DE RUSSIE", "ru"),
        ("CORÉE DU NORD", "kp"),
        ("CONGO (RÉPUBLIQUE DÉMOCRATIQUE DU)", "cd"),
        ("ÉMIRATS ARABES UNIS (EAU)", "ae"),
        ("TERRITOIRE PALESTINIEN", "ps"),
        ("MYANMAR/BIRMANIE", "mm"),
        ("ATLANTIDE", None),
    ],
)
def test_countries_are_read_as_the_register_writes_them(name: str, code: str | None) -> None:
    assert french_country(name) == code


@pytest.mark.parametrize(
    ("cell", "comment", "values", "left"),
    [
        ("9102006047", "Numéro d'identification fiscale (INN)", {("innCode", "9102006047")}, False),
        ("AGRULYLT ", "SWIFT/BIC (Libye)", {("swiftBic", "AGRULYLT")}, True),
        (
            "600390798",
            "Numéro d’enregistrement - Date d’enregistrement : 04/01/1996",
            {("registrationNumber", "600390798"), ("incorporationDate", "1996-01-04")},
            False,
        ),
        (
            "/",
            "Type d’entité: unité militaire - Lieu d’enregistrement: Kermanshah, Iran - Principal établissement: Iran",
            {("legalForm", "unité militaire"), ("jurisdiction", "ir")},
            True,
        ),
        ("5905801", "Numéro OMI", {("imoNumber", "5905801")}, False),
        ("Société de transport", "", set(), True),
    ],
)
def test_the_prose_around_a_number_says_what_it_is(
    cell: str, comment: str, values: set[tuple[str, str]], left: bool
) -> None:
    told = identification(cell, comment)
    assert (set(told.values), told.left) == (values, left)


def test_a_passport_has_the_country_and_the_days_its_comment_gives() -> None:
    told = paper(
        "fr-gels-1", "A54062245", "passeport iranien délivré le 12/07/2016, expire le 12.7.2026", "passportNumber"
    )
    [document] = told.around
    assert told.values == [("passportNumber", "A54062245")]
    assert (document.schema, document.first("country")) == ("Passport", "ir")
    assert (document.first("startDate"), document.first("endDate")) == ("2016-07-12", "2026-07-12")


def test_numbers_may_be_written_with_or_without_quotes() -> None:
    whole = register()
    born = whole["Publications"]["PublicationDetail"][0]["RegistreDetail"][2]["Valeur"][0]
    born |= {"Jour": 7, "Mois": 3, "Annee": 1961, "Commentaire": None}
    assert plain(read(JSON, packed(whole))) == golden("fr_gels.json")


@pytest.mark.parametrize(
    ("what", "old", "new"),
    [
        ("key of the file", b'"Publications"', b'"Autre": 1, "Publications"'),
        ("key of the publication", b'"DatePublication"', b'"Version": 2, "DatePublication"'),
        ("key of a record", b'"Nature": "Navire"', b'"Nature": "Navire", "Pavillon": "KP"'),
        ("key of a field", b'{"TypeChamp": "NUMERO_OMI"', b'{"Rang": 1, "TypeChamp": "NUMERO_OMI"'),
        ("key of a value", b'{"NumeroOMI": "8405270"}', b'{"NumeroOMI": "8405270", "Tonnage": "12"}'),
        ("field", b'"TypeChamp": "NUMERO_OMI"', b'"TypeChamp": "NUMERO_MMSI"'),
        ("nature", b'"Nature": "Navire"', b'"Nature": "Satellite"'),
        ("value that holds values", b'{"NumeroOMI": "8405270"}', b'{"NumeroOMI": ["8405270"]}'),
        ("value that is true", b'{"NumeroOMI": "8405270"}', b'{"NumeroOMI": true}'),
        ("record there twice", b'"IdRegistre": 4102', b'"IdRegistre": 4101'),
        ("key there twice", b'"Nom": "PAEKTU STAR"', b'"Nom": "PAEKTU STAR", "Nom": "OTHER"'),
        ("day", b"2026-09-14T10:30:00+02:00", b"hier"),
        ("control character", b"PAEKTU STAR", b"PAEKTU\\u0000STAR"),
        ("half a character", b"PAEKTU STAR", b"PAEKTU\\ud800STAR"),
        ("no number", b'"IdRegistre": 5200', b'"IdRegistre": NaN'),
    ],
)
def test_what_nobody_knows_in_the_json_stops_the_load(what: str, old: bytes, new: bytes) -> None:
    assert old in BODIES["json"]
    with pytest.raises(CribleError):
        read(JSON, BODIES["json"].replace(old, new, 1))


@pytest.mark.parametrize(
    ("what", "old", "new"),
    [
        ("child of the root", b"</Publications>", b"<Autre/></Publications>"),
        ("attribute of the root", b"<Publications ", b'<Publications version="2" '),
        ("element of a record", b"<Nom>PAEKTU", b"<Pavillon>KP</Pavillon><Nom>PAEKTU"),
        ("element of a field", b"<TypeChamp>NUMERO_OMI", b"<Rang>1</Rang><TypeChamp>NUMERO_OMI"),
        ("element of a value", b"<NumeroOMI>", b"<Tonnage>12</Tonnage><NumeroOMI>"),
        ("known element where it does not belong", b"<NumeroOMI>", b"<Sexe>Masculin</Sexe><NumeroOMI>"),
        ("element twice", b"<Nom>PAEKTU", b"<Nom>X</Nom><Nom>PAEKTU"),
        ("attribute", b"<Nom>PAEKTU", b'<Nom lang="fr">PAEKTU'),
        ("text between elements", b"<Nom>PAEKTU", b"voir<Nom>PAEKTU"),
        ("second day", b"</DatePublication>", b"</DatePublication><DatePublication>2026-01-01</DatePublication>"),
        ("field", b"NUMERO_OMI", b"NUMERO_MMSI"),
        ("record there twice", b"<IdRegistre>4102", b"<IdRegistre>4101"),
    ],
)
def test_what_nobody_knows_in_the_xml_stops_the_load(what: str, old: bytes, new: bytes) -> None:
    assert old in BODIES["xml"]
    with pytest.raises(CribleError):
        read(XML, BODIES["xml"].replace(old, new, 1))


@BOTH
def test_a_record_without_a_name_is_refused_and_the_rest_is_read(reader: ListReader) -> None:
    body = BODIES[reader.format.key].replace(b"PAEKTU STAR", b"")
    reading = read(reader, body)
    assert [fault.what for fault in reading.refused] == ["a record without a number or without a name"]
    assert len(list(reading.subjects)) == 3


BAD = {
    "empty": b"",
    "blank": b" \n",
    "html": b"<html><body>503</body></html>",
    "error": b'{"error": 500}',
    "list": b"[]",
    "nul": b"\x00" * 100,
    "deep": b'{"Publications": ' + b"[" * 200_000,
    "deep xml": b"<Publications>" * 100_000,
    "doctype": BODIES["xml"].replace(b"<Publications", b"<!DOCTYPE x []><Publications", 1),
    "entity": BODIES["xml"].replace(b"PAEKTU", b"&undeclared;"),
    "control": BODIES["xml"].replace(b"PAEKTU", b"PAE\x13KTU"),
    "raw control": BODIES["json"].replace(b"PAEKTU", b"PAE\x13KTU"),
    "encoding": BODIES["json"].replace(b"PAEKTU", b"PAE\xffKTU"),
    "no records": b'{"Publications": {"DatePublication": "2026-09-14", "PublicationDetail": []}}',
    "giant number": BODIES["json"].replace(b'"IdRegistre": 5200', b'"IdRegistre": ' + b"9" * 10_000),
}


@BOTH
@pytest.mark.parametrize("name", BAD)
def test_what_is_no_such_list_is_refused(reader: ListReader, name: str) -> None:
    start = time.process_time()
    with pytest.raises(CribleError):
        read(reader, BAD[name])
    assert time.process_time() - start < 5


@BOTH
def test_fifty_random_cuts_are_refused(reader: ListReader) -> None:
    body = BODIES[reader.format.key].rstrip()
    for cut in random.Random(50).sample(range(len(body) - 1), 50):
        with pytest.raises(CribleError):
            read(reader, body[:cut])


@pytest.mark.parametrize(
    ("reader", "head", "says"),
    [
        (JSON, BODIES["json"], ""),
        (JSON, b"\xef\xbb\xbf" + BODIES["json"], ""),
        (JSON, b"", "it is empty"),
        (JSON, b"<!DOCTYPE html><HTML>", "it is HTML"),
        (JSON, BODIES["xml"], "it is not JSON"),
        (JSON, b'{"status": 500}', "its JSON holds no PublicationDetail"),
        (XML, BODIES["xml"], ""),
        (XML, b"\xef\xbb\xbf" + BODIES["xml"], ""),
        (XML, b"", "it is empty"),
        (XML, b"<!DOCTYPE html><HTML>", "it is HTML"),
        (XML, BODIES["json"], "it is not XML"),
        (XML, b"<sdnList/>", "its XML holds no Publications"),
    ],
)
def test_a_file_that_is_not_the_register_is_told_from_its_first_bytes(
    reader: ListReader, head: bytes, says: str
) -> None:
    assert reader.recognises("list", head[:65536]) == says
    assert (reader.claims(head) == "list") == (says == "")


def test_no_other_list_is_claimed() -> None:
    for readers in LISTS.values():
        for reader in readers:
            if reader not in (JSON, XML):
                assert not reader.claims(BODIES["json"])
                assert not reader.claims(BODIES["xml"])
