"""The trade's side: what is being ordered, paid or shipped, and by whom."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from crible.records.hit import Message


class Role(StrEnum):
    """What a party does in a transaction; never just "customer"."""

    SELLER = "seller"
    BUYER = "buyer"
    CONSIGNEE = "consignee"
    END_USER = "end_user"
    FORWARDER = "forwarder"
    BANK = "bank"
    PAYER = "payer"
    PAYEE = "payee"
    NOTIFY = "notify"
    MANUFACTURER = "manufacturer"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    MENTIONED = "mentioned"  # found in free text
    PARTY = "party"  # a file of bare parties gives no role


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A number that names somebody. `kind` is one of names.numbers.KINDS, "" when the document does not say."""

    kind: str
    value: str
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Someone named in a transaction, in the role they play there."""

    role: Role
    names: tuple[str, ...]  # as written; the first is the one to show
    schema: str | None = None  # FollowTheMoney: Person, Company, Organization, Vessel…; None: not said
    country: str | None = None  # ISO 3166-1 alpha-2, lower case; None: the document is silent
    nationality: tuple[str, ...] = ()
    born: str | None = None  # as precise as stated: "1961", "1961-03", "1961-03-07"
    birth_place: str | None = None
    gender: str | None = None  # "male", "female"
    address: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    email: str | None = None
    phone: str | None = None
    website: str | None = None
    founded: str | None = None
    customer_since: str | None = None
    found_in: str | None = None  # the field whose free text named it; None: a field of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsLine:
    """One line of goods."""

    number: int  # from 1, in input order
    kind: str = "goods"  # goods, software, technology, technical_assistance, brokering
    hs_code: str | None = None  # digits only (records.hscode), as long as stated
    eccn: str | None = None
    part_number: str | None = None
    manufacturer: str | None = None
    description: str = ""
    quantity: Decimal | None = None
    unit: str | None = None
    value: Decimal | None = None
    currency: str | None = None  # ISO 4217
    origin: str | None = None  # ISO 3166-1 alpha-2, lower case
    licence: str | None = None


class Stop(StrEnum):
    """What a place is to the route."""

    ORIGIN = "origin"
    VIA = "via"
    SHIP_TO = "ship_to"
    DESTINATION = "destination"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place the goods pass, in route order."""

    stop: Stop
    text: str  # as written
    country: str | None = None  # ISO 3166-1 alpha-2, lower case; None: not understood


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """What is paid and how."""

    amount: Decimal | None = None
    currency: str | None = None
    method: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the papers promise. `None`: the document is silent."""

    incoterm: str | None = None
    licence: str | None = None
    end_use: str | None = None
    end_use_statement: str | None = None  # "yes", "no" or a day
    no_reexport_clause: str | None = None  # "yes", "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """What is screened: an order, an invoice, a payment, or a bare party."""

    id: str
    kind: str = "order"  # "order", "party"
    date: dt.date | None = None
    parties: tuple[Party, ...] = ()
    goods: tuple[GoodsLine, ...] = ()
    route: tuple[Place, ...] = ()
    money: Money = Money()
    terms: Terms = Terms()
    texts: Mapping[str, str] = field(default_factory=dict)  # free text by field: notes, end_use, …
    carried: Mapping[str, str] = field(default_factory=dict)  # unknown columns, carried through
    warnings: tuple[Message, ...] = ()  # what reading it left open
    where: str = ""  # "orders.csv:2-4"
