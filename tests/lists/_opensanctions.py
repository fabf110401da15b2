"""An invented data set in every export of OpenSanctions."""

import csv
import json
from io import StringIO
from typing import Any

FRAME = {
    "first_seen": "2024-01-01T00:00:00",
    "last_seen": "2026-03-13T05:41:01",
    "last_change": "2025-01-01T00:00:00",
    "datasets": ["xx_sanctions"],
    "referents": ["xx-old-1"],
}


def one(id: str, schema: str, target: bool = False, **properties: Any) -> dict[str, Any]:
    return {"id": id, "caption": id, "schema": schema, "properties": properties, "target": target, **FRAME}


PERSON = one(
    "NK-anna",
    "Person",
    target=True,
    name=["Anna Invented"],
    alias=["Anna EXAMPLE"],
    birthDate=["1970-02-01"],
    country=["ru"],
    topics=["sanction"],
    addressEntity=["addr-1"],
)
COMPANY = one("NK-works", "Company", target=True, name=["Invented Works"], topics=["export.control"], country=["ru"])
FREEZE = one(
    "xx-s1",
    "Sanction",
    entity=["NK-anna"],
    authority=["Department of Foreign Affairs and Trade"],
    program=["Autonomous (Nowhere)"],
    programId=["AU-NOWHERE"],
    provisions=["Targeted financial sanction"],
    startDate=["2022-02-24"],
)
WARNING = one("xx-s2", "Sanction", entity=["NK-anna"], authority=["Ministry of Silly Walks"], program=["Walks"])
PASSPORT = one("xx-p1", "Passport", holder=["NK-anna"], number=["A1234567"], country=["ru"])
OWNERSHIP = one("xx-o1", "Ownership", owner=["NK-anna"], asset=["NK-works"], percentage=["60"])
SHARE = one("xx-o2", "Ownership", owner=["NK-works"], asset=["NK-kiosk"])
ADDRESS = one("addr-1", "Address", full=["1 Invented Street"])
KIOSK = one("NK-kiosk", "Company", name=["Invented Kiosk"])
STRANGER = one("NK-other", "Person", name=["Somebody Else"])
FTM = [PERSON, FREEZE, ADDRESS, WARNING, PASSPORT, OWNERSHIP, COMPANY, SHARE, KIOSK, STRANGER]


def lines(*entities: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(each, ensure_ascii=False).encode() + b"\n" for each in entities)


def within(entity: dict[str, Any], **nested: Any) -> dict[str, Any]:
    return {**entity, "properties": {**entity["properties"], **nested}}


NESTED = [
    within(
        PERSON,
        addressEntity=[ADDRESS],
        sanctions=[FREEZE, WARNING],
        holderPassport=[PASSPORT],
        ownershipOwner=[within(OWNERSHIP, asset=[COMPANY])],
    ),
    within(
        COMPANY,
        ownershipAsset=[within(OWNERSHIP, owner=[PERSON])],
        ownershipOwner=[within(SHARE, asset=[KIOSK])],
    ),
]
HEADER = [
    *("id", "schema", "name", "aliases", "birth_date", "countries", "addresses", "identifiers", "sanctions"),
    *("phones", "emails", "program_ids", "dataset", "first_seen", "last_seen", "last_change"),
]
TITLE = "Australian DFAT Sanctions"
SEEN = ["2024-01-01T00:00:00", "2026-03-13T05:41:01", "2025-01-01T00:00:00"]
SIMPLE = [
    [
        *("NK-anna", "Person", "Anna Invented", 'Anna EXAMPLE;"EXAMPLE; Anna"', "1970-02-01", "ru"),
        *("1 Invented Street", "A1234567", "Autonomous (Nowhere) - 2022-02-24", "", "", "AU-NOWHERE", TITLE, *SEEN),
    ],
    [
        *("NK-ship", "Vessel", "MV INVENTED", "", "", "pa", "", "IMO9240914;613411304", '""'),
        *("call the captain", "no mail", "", TITLE, *SEEN),
    ],
]


def table(*rows: list[str], header: list[str] | None = None) -> bytes:
    file = StringIO()
    csv.writer(file, dialect=csv.unix_dialect).writerows([header or HEADER, *rows])
    return file.getvalue().encode()
