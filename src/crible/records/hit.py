"""What screening finds: hits, each with the evidence for and against it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Agreement(StrEnum):
    """How one fact of ours compares with one of theirs. Silence is `UNKNOWN`, never `DIFFERENT`."""

    SAME = "same"
    CLOSE = "close"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """What a hit is about."""

    PARTY = "party"
    OWNERSHIP = "ownership"
    GOODS = "goods"
    DESTINATION = "destination"
    REDFLAG = "redflag"
    PRESS = "press"
    PAYMENT = "payment"


class Severity(StrEnum):
    """How much a hit weighs with the policy; written from grave to slight."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"


class Measure(StrEnum):
    """What the law behind a hit does. A listing is not always a freeze."""

    ASSET_FREEZE = "asset_freeze"
    MAKING_AVAILABLE_BAN = "making_available_ban"
    TRANSACTION_BAN = "transaction_ban"
    EXPORT_BAN = "export_ban"
    IMPORT_BAN = "import_ban"
    LICENCE = "licence"
    SERVICE_BAN = "service_ban"
    PORT_BAN = "port_ban"
    ADVISORY = "advisory"


class Binds(StrEnum):
    """Does the measure bind the user's home?"""

    YES = "yes"
    IF_NEXUS = "if_nexus"
    NO = "no"
    UNKNOWN = "unknown"


class LawState(StrEnum):
    """The state of the law on the day judged."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    SUSPENDED = "suspended"
    ENDED = "ended"
    ANNOUNCED = "announced"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence not yet written: a code of report/tables/messages.csv and the values it needs.

    Data carries codes; English and French are made where they are shown.
    """

    code: str
    values: Mapping[str, str]


def message(code: str, **values: str) -> Message:
    """A message with its values."""
    return Message(code, values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a fact comes from."""

    list: str  # a list name, or the id of a packaged table
    url: str = ""
    as_of: str = ""  # day of the copy or of the act
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One checkable reason, for or against. `weight` is log-odds where a matcher gave it, else 0."""

    what: str  # "name", "birth_date", "country", "identifier:imo", "hs_code", …
    ours: str
    theirs: str
    agreement: Agreement
    weight: float = 0.0
    source: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The part of the transaction a hit is about."""

    role: str  # a party's role, "goods line 2", "destination", …
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRef:
    """The listed entity a hit names."""

    id: str
    caption: str
    schema: str
    datasets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedBy:
    """One listing of the body that a hit is about: of the entity it names, or of another entry for the same body."""

    entity: str  # the id of that entry
    list: str
    authority: str
    regime: str
    programme: str
    measures: tuple[Measure, ...]
    binds: Binds
    law_state: LawState
    since: str | None  # ISO; None: the list is silent, and the listing counts as in force
    confirmed: bool  # could its day, or the listing itself, be verified?
    notes: tuple[str, ...]  # what else the list says of it: secondary sanctions, limits, where the day comes from
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Anything found that policy must look at."""

    kind: Kind
    rule: str  # which rule of ours spoke: "party.listed", "goods.high_priority", "RF035", …
    severity: Severity
    subject: Asked
    entity: EntityRef | None = None
    regime: str = ""
    measure: Measure = Measure.ADVISORY
    binds: Binds = Binds.UNKNOWN
    because: Message
    exemptions_to_check: tuple[str, ...] = ()
    law_state: LawState = LawState.IN_FORCE
    score: float = 1.0  # 0 to 1
    priority: float = 0.0  # unsaturated; orders the hits of one score
    says: Message
    evidence: tuple[Evidence, ...] = ()
    listings: tuple[ListedBy, ...] = ()  # every listing of the body, the gravest first; `regime` is of that one
    to_settle: tuple[str, ...] = ()  # codes of documents that would settle it
