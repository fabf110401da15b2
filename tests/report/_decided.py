"""Decisions for the tests of report/: real listed bodies, invented trade."""

import csv
import dataclasses
import json
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from crible.records.decision import Decision, ListState, NotSearched, Searched, Verdict
from crible.records.entity import Refused
from crible.records.hit import (
    Agreement,
    Asked,
    Binds,
    Citation,
    EntityRef,
    Evidence,
    Hit,
    Kind,
    LawState,
    Measure,
    Message,
    Severity,
)
from crible.records.transaction import GoodsLine, Identifier, Party, Place, Role, Stop, Transaction
from crible.report.coverage import Run

TABLES = Path(__file__).parent / "tables"
AS_OF = date(2023, 6, 12)
OFAC = Citation(
    list="us_ofac_sdn",
    url="https://www.treasury.gov/ofac/downloads/sdn.csv",
    as_of="2023-06-09",
    sha256="5f2b7c0e9a4d16c38e71fb20d94a6e553c81aa7790d2e4b6f1c05d3987ab42ef",
)
JOURNAL = Citation(
    list="eu_journal_sanctions",
    url="https://eur-lex.europa.eu/eli/reg/2014/269/oj",
    as_of="2023-05-26",
    sha256="aa01c6f27d5be8930c4419ee8207b35dd1f6a29047cbb83e25f0716d8e4c9b32",
)
PRIORITY = Citation(list="goods/high_priority", url="", as_of="2023-05-19", sha256="")
SEARCHED = (
    Searched(list="us_ofac_sdn", version="2023-06-09", entities=12412, state=ListState.FRESH),
    Searched(list="eu_journal_sanctions", version="2023-05-26", entities=1746, state=ListState.STALE),
    Searched(list="un_sc_sanctions", version="2023-06-06", entities=871, state=ListState.FRESH),
    Searched(list="crible_uav", version="2023.1", entities=312, state=ListState.DEGRADED),
)


def text(en: str) -> Message:
    """A sentence whose words are beside the point."""
    return Message("refused.row", {"where": en, "what": "as the list writes it", "do": "compare"})


LATE = Message("warning.copy_later", {"list": "crible_uav", "day": "2023-07-01", "as_of": "2023-06-12"})
NOT_SEARCHED = (
    NotSearched(list="eu_fsf", because=Message("not_searched.never_fetched", {})),
    NotSearched(list="gb_fcdo_sanctions", because=Message("not_searched.never_fetched", {})),
)


def decided(id: str, verdict: Verdict, *hits: Hit, **other: object) -> Decision:
    """A decision on AS_OF with the usual lists."""
    values: dict[str, object] = {
        "decision_id": sha256(id.encode("utf-8", "surrogatepass")).hexdigest()[:24],
        "score": max((hit.score for hit in hits), default=0.0),
        "as_of": AS_OF,
        "snapshot": "s-2023-06-12-5f2b7c0e",
        "engine": "crible 0.1.0",
        "policy": "d41f9a3c77b0",
        "to_settle": (),
        "searched": SEARCHED,
        "not_searched": NOT_SEARCHED,
    }
    return Decision(id=id, decision=verdict, hits=hits, **(values | other))  # type: ignore[arg-type]


def _name(ours: str, theirs: str, agreement: Agreement, weight: float, source: Citation = OFAC) -> Evidence:
    return Evidence(what="name", ours=ours, theirs=theirs, agreement=agreement, weight=weight, source=source)


def _fact(what: str, ours: str, theirs: str, agreement: Agreement, weight: float = 0.0) -> Evidence:
    return Evidence(what=what, ours=ours, theirs=theirs, agreement=agreement, weight=weight, source=OFAC)


VKS = Hit(
    kind=Kind.PARTY,
    rule="party.listed",
    severity=Severity.CRITICAL,
    subject=Asked(role="end_user", text="Воздушно-космические силы России"),
    entity=EntityRef(
        id="ofac-40191",
        caption="RUSSIAN AEROSPACE FORCES",
        schema="Organization",
        datasets=("us_ofac_sdn", "eu_journal_sanctions"),
    ),
    regime="EU-269-2014",
    measure=Measure.ASSET_FREEZE,
    binds=Binds.YES,
    because=Message(
        "refused.row",
        {"where": "Regulation (EU) 269/2014, article 2", "what": "a French exporter is bound", "do": "stop"},
    ),
    exemptions_to_check=("eu_derogations", "article 6b: contracts before listing"),
    says=Message(
        "party.listed",
        {
            "name": "Воздушно-космические силы России",
            "caption": "RUSSIAN AEROSPACE FORCES",
            "authorities": "us-ofac",
            "regimes": "US-RUSSIA-EO14024",
        },
    ),
    score=0.971234567,
    priority=14.2,
    evidence=(
        _name("Воздушно-космические силы России", "RUSSIAN AEROSPACE FORCES", Agreement.CLOSE, 4.1, JOURNAL),
        _name("VKS", "VKS", Agreement.SAME, 3.3),
        _fact("country", "ru", "ru", Agreement.SAME, 0.9),
        _fact("founded", "", "2015-08-01", Agreement.UNKNOWN),
        _fact("address", "Moscow, Znamenka 19", "Znamenka str. 19, Moscow", Agreement.CLOSE, 1.6),
    ),
    to_settle=("end_use_statement",),
)
CENTRE = Hit(
    kind=Kind.PARTY,
    rule="party.listed",
    severity=Severity.HIGH,
    subject=Asked(role="consignee", text="924 GTsBA"),
    entity=EntityRef(
        id="ofac-40192", caption="924TH STATE CENTER FOR UAV AVIATION", schema="Organization", datasets=("us_ofac_sdn",)
    ),
    regime="US-RUSSIA-EO14024",
    measure=Measure.ASSET_FREEZE,
    binds=Binds.IF_NEXUS,
    because=Message(
        "refused.row", {"where": "31 CFR part 587", "what": "US persons, goods or dollars", "do": "look for them"}
    ),
    law_state=LawState.UNCONFIRMED,
    says=Message(
        "party.listed",
        {
            "name": "924 GTsBA",
            "caption": "924TH STATE CENTER FOR UAV AVIATION",
            "authorities": "us-ofac",
            "regimes": "US-RUSSIA-EO14024",
        },
    ),
    score=0.83,
    priority=6.4,
    evidence=(
        _name("924 GTsBA", "924 GTSBA", Agreement.SAME, 2.2),
        _fact("country", "kz", "ru", Agreement.DIFFERENT, -1.4),
        _fact("identifier:inn", "", "", Agreement.UNKNOWN),
    ),
    to_settle=("registration_extract", "end_use_statement"),
)
PRIORITY_GOODS = Hit(
    kind=Kind.GOODS,
    rule="goods.high_priority",
    severity=Severity.MEDIUM,
    subject=Asked(role="goods line 1", text="inertial measurement unit"),
    regime="EU-833-2014",
    measure=Measure.EXPORT_BAN,
    binds=Binds.YES,
    because=text("Regulation (EU) 833/2014, article 2a"),
    says=text("HS 9014.20"),
    evidence=(
        Evidence(
            what="hs_code", ours="90142020", theirs="901420", agreement=Agreement.CLOSE, source=PRIORITY, weight=0.0
        ),
    ),
    to_settle=("goods_classification",),
)
ROUTE_FLAG = Hit(
    kind=Kind.REDFLAG,
    rule="RF035",
    severity=Severity.MEDIUM,
    subject=Asked(role="route", text="Istanbul → Almaty"),
    binds=Binds.NO,
    because=text("a red flag is no law"),
    says=text("Istanbul → Almaty → Moscow"),
    score=0.6,
)
PERSIAN = Hit(
    kind=Kind.PARTY,
    rule="party.listed",
    severity=Severity.HIGH,
    subject=Asked(role="consignee", text="شرکت صنایع هواپیماسازی ایران"),
    entity=EntityRef(
        id="ofac-11195",
        caption="IRAN AIRCRAFT MANUFACTURING INDUSTRIAL COMPANY",
        schema="Company",
        datasets=("us_ofac_sdn",),
    ),
    regime="US-NPWMD",
    measure=Measure.ASSET_FREEZE,
    binds=Binds.IF_NEXUS,
    because=text("Executive Order 13382"),
    says=Message(
        "party.listed",
        {
            "name": "شرکت صنایع هواپیماسازی ایران (HESA)",
            "caption": "IRAN AIRCRAFT MANUFACTURING INDUSTRIAL COMPANY",
            "authorities": "us-ofac",
            "regimes": "US-NPWMD",
        },
    ),
    score=0.9,
    priority=9.0,
    evidence=(
        _name("شرکت صنایع هواپیماسازی ایران", "شرکت صنایع هواپیماسازى ایران", Agreement.SAME, 5.0),
        _fact("country", "ir", "ir", Agreement.SAME, 0.9),
    ),
    to_settle=("ownership",),
)
NOTE = Hit(
    kind=Kind.GOODS,
    rule="goods.note",
    severity=Severity.INFO,
    subject=Asked(role="goods line 1", text="ball bearings"),
    binds=Binds.NO,
    because=text("no measure"),
    says=text("HS 8482.10"),
    score=0.1,
)
HELD = decided("PO-1042", Verdict.HOLD, ROUTE_FLAG, PRIORITY_GOODS, CENTRE, VKS, to_settle=("licence",))
REVIEWED = decided("PO-1043", Verdict.REVIEW, PERSIAN, warnings=(LATE,))
WEAK = decided("PO-1044", Verdict.NOT_SCREENED, warnings=(Message("warning.no_party", {}), LATE))
CLEAR = decided("PO-1045", Verdict.CLEAR)
NOTED = decided("PO-1046", Verdict.CLEAR, NOTE)
ALSO_CLEAR = [decided(f"PO-{number}", Verdict.CLEAR) for number in range(1050, 1058)]
DECISIONS = [CLEAR, HELD, REVIEWED, WEAK, NOTED, *ALSO_CLEAR]
REFUSED = [
    Refused(
        where="orders.csv:17", what="'12/13/2023' is no date", do="write 2023-12-13", raw="PO-1047;12/13/2023;Büro"
    ),
    Refused(where="orders.csv:21", what="neither a party nor goods", do="name one of them", raw="PO-1048;;;;"),
]
RUN = Run(files=("orders.csv",), home=("FR",), rows_in=19, rows_decided=17)
TRANSACTIONS = {
    HELD.decision_id: Transaction(
        id="PO-1042",
        date=AS_OF,
        parties=(
            Party(role=Role.SELLER, names=("Ateliers Dubreuil SAS",), country="fr"),
            Party(
                role=Role.BUYER, names=("TOO «Степь Импэкс»", "Step Impex LLP"), country="kz", address="Алматы, Абая 10"
            ),
            Party(role=Role.CONSIGNEE, names=("924 GTsBA",), country="kz"),
            Party(
                role=Role.END_USER,
                names=("Воздушно-космические силы России", "VKS"),
                country="ru",
                identifiers=(Identifier(kind="inn", value="7704252261"),),
                found_in="notes",
            ),
            Party(role=Role.FORWARDER, names=("大连中转物流有限公司",)),
        ),
        goods=(
            GoodsLine(
                number=1,
                hs_code="90142020",
                eccn="7A103",
                description="inertial measurement unit",
                part_number="IMU-4400",
                manufacturer="Dubreuil",
                quantity=Decimal("12.0"),
                unit="pcs",
                value=Decimal("148000.50"),
                currency="EUR",
            ),
            GoodsLine(number=2, description="cables"),
        ),
        route=(
            Place(stop=Stop.ORIGIN, text="Lyon", country="fr"),
            Place(stop=Stop.VIA, text="İstanbul", country="tr"),
            Place(stop=Stop.DESTINATION, text="Алматы", country="kz"),
        ),
    )
}


def filled(text: str) -> tuple[Decision, Transaction, Refused, Run]:
    """A held decision and all that goes with it, with one text in every field that holds text."""
    said = Message("party.listed", {"name": text, "caption": text, "authorities": text, "regimes": text})
    source = Citation(list=text, url=text, as_of=text, sha256=text)
    evidence = Evidence(what=text, ours=text, theirs=text, agreement=Agreement.UNKNOWN, weight=1.0, source=source)
    number = Evidence(what=f"identifier:{text}", ours=text, theirs=text, agreement=Agreement.SAME, source=source)
    hit = Hit(
        kind=Kind.PARTY,
        rule=text,
        severity=Severity.CRITICAL,
        subject=Asked(role=text, text=text),
        entity=EntityRef(id=text, caption=text, schema=text, datasets=(text,)),
        regime=text or "regime",
        binds=Binds.YES,
        measure=Measure.ASSET_FREEZE,
        because=said,
        exemptions_to_check=(f" {text}",),
        says=said,
        evidence=(evidence, number),
        to_settle=(f" {text}",),
    )
    note = dataclasses.replace(hit, severity=Severity.INFO, binds=Binds.NO)
    decision = decided(
        text,
        Verdict.HOLD,
        hit,
        note,
        decision_id=text,
        snapshot=text,
        engine=text,
        policy=text,
        to_settle=(f" {text}",),
        searched=(Searched(list=text, version=text, entities=1, state=ListState.FRESH),),
        not_searched=(NotSearched(list=text, because=said),),
        warnings=(said,),
    )
    named = Identifier(kind=text, value=text, country=text)
    party = Party(
        role=Role.BUYER,
        names=(text,),
        country=text or "x",
        address=text or "x",
        identifiers=(named,),
        found_in=text or "x",
    )
    goods = GoodsLine(
        number=1,
        hs_code=text or "x",
        eccn=text or "x",
        part_number=text or "x",
        manufacturer=text or "x",
        description=text,
        quantity=Decimal(1),
        unit=text,
        value=Decimal(1),
        currency=text,
    )
    place = Place(stop=Stop.VIA, text=text, country=text or "x")
    transaction = Transaction(id=text, parties=(party,), goods=(goods,), route=(place,))
    refused = Refused(where=text, what=text, do=text, raw=text or "x")
    return decision, transaction, refused, Run(files=(text,), home=(text,), rows_in=9, rows_decided=1)


def table(name: str) -> list[dict[str, str]]:
    """The rows of tests/report/tables/<name>.csv; the column `text` is JSON, so that any character fits."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [{**row, "text": json.loads(row["text"])} for row in csv.DictReader(file)]
