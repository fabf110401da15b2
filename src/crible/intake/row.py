"""One data row, asked by our columns. What it says and we cannot read is remarked and carried, never lost."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from crible.intake import amounts
from crible.intake.dates import day_order, read_day, some_year
from crible.intake.headers import NAMES, ROLES, Header
from crible.intake.lines import Line, clean, holds_control
from crible.intake.words import currencies, value_of
from crible.names.places import country_code
from crible.records.error import CribleError
from crible.records.hit import Message, message
from crible.records.hscode import hs_code

DATES = ("date", "birth_date", "founded", "customer_since", "end_use_statement")
NUMBERS = ("quantity", "value")
_JOINED = (
    "notes",
    "end_use",
    "aliases",
    "identifiers",
    "description",
    "address",
    "transit",
    "name_more",
    "address_more",
)
_KEEP_BOTH = (*_JOINED, *NAMES, *ROLES)
_SEVERAL = re.compile(r"[;|]")
_LISTED = re.compile(r"[;|,/]")
_MOST_HABITS = 20_000  # rows looked at to learn how the file writes days and numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How a file writes: the order of day and month, and the decimal mark, by column."""

    orders: Mapping[str, str] = field(default_factory=dict)
    decimals: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Row:
    """A row being read: `values` by our columns, blanks left out; `carried` by theirs."""

    number: int
    values: Mapping[str, tuple[str, ...]]
    carried: dict[str, str]
    habits: Habits
    raw: str  # its start, should it be refused
    warnings: list[Message] = field(default_factory=list)

    def text(self, column: str) -> str:
        """What the column says, "" if nothing. Columns of prose, of which there may be two, are joined."""
        found = self.values.get(column)
        if not found:
            return ""
        return "; ".join(found) if len(found) > 1 and column.endswith(_JOINED) else found[0]

    def word(self, column: str) -> str | None:
        """What the column says, `None` if nothing."""
        return self.text(column) or None

    def has(self, *columns: str) -> bool:
        """Does one of these columns say something?"""
        return any(column in self.values for column in columns)

    def day(self, column: str) -> str | None:
        """The day as precisely as stated: "1961", "1961-03", "1961-03-07"."""
        text = self.text(column)
        if not text:
            return None
        read = read_day(text, self.habits.orders.get(column, ""))
        if read and not read.unclear and not (read.short and column != "date"):
            return read.iso
        self.doubt("intake.day_unclear" if read else "intake.day_unreadable", column)
        if read:
            return None if read.short else read.iso
        return some_year(text)

    def number_of(self, column: str) -> Decimal | None:
        """The number, `None` if there is none or it can be read in two ways."""
        text = self.text(column)
        if not text:
            return None
        found, unclear = amounts.read_number(text, self.habits.decimals.get(column, ""))
        if found is None:
            self.doubt("intake.number_unclear" if unclear else "intake.number_unreadable", column)
        return found

    def country(self, column: str) -> str | None:
        """The country's code; of several the first that is one."""
        text = self.text(column)
        if not text:
            return None
        if code := country_code(text):
            return code
        codes = countries(text)
        if not codes:
            self.doubt("intake.country_unknown", column)
        elif len(codes) > 1:
            self.carried.setdefault(column, text)
        return codes[0] if codes else None

    def countries(self, column: str) -> tuple[str, ...]:
        """All countries of a cell that may name several."""
        text = self.text(column)
        codes = countries(text) if text else ()
        if text and not codes:
            self.doubt("intake.country_unknown", column)
        return codes

    def hs(self, column: str) -> str | None:
        """The HS code; one with an odd number of digits has lost a zero, and which is anybody's guess."""
        text = self.text(column)
        if not text:
            return None
        try:
            return hs_code(text.lstrip("'"))
        except CribleError:
            self.doubt("intake.hs_code_unreadable", column)
            return None

    def currency(self) -> str | None:
        """The currency of the row, of its own column or beside the value ("1 234 EUR")."""
        text = self.text("currency") or amounts.bare(self.text("value"))[1]
        if not text:
            return None
        code = text.upper()
        if code in currencies():
            return code
        known = value_of("currency", text)
        if known is None and self.has("currency"):
            self.doubt("intake.currency_unknown", "currency")
        return known

    def value_of(self, kind: str, column: str) -> str | None:
        """Our form of a word of a closed set: gender, schema, kind of line, yes or no."""
        text = self.text(column)
        if not text:
            return None
        known = value_of(kind, text)
        if known is None:
            self.doubt("intake.word_unknown", column)
        return known

    def doubt(self, code: str, column: str) -> None:
        """Remark on a value that could not be read, and carry it as it stands."""
        text = self.text(column)
        self.carried.setdefault(column, text)
        self.warnings.append(message(code, column=column, value=text[:80], line=str(self.number)))


def read_row(line: Line, header: Header, habits: Habits) -> Row:
    """A line under its header."""
    values: dict[str, tuple[str, ...]] = {}
    carried: dict[str, str] = {}
    warnings: list[Message] = []
    for ours, theirs, cell in zip(header.ours, header.theirs, line.cells, strict=False):
        text = clean(cell)
        if holds_control(cell):
            warnings.append(message("intake.control_characters", column=theirs, line=str(line.number)))
        if not text:
            continue
        if not ours:
            carried[theirs] = text
        elif ours not in values:
            values[ours] = (text,)
        elif text not in values[ours]:
            values[ours] = (*values[ours], text)
            if not ours.endswith(_KEEP_BOTH):
                carried[theirs] = text
                said = {"value": values[ours][0][:80], "other": text[:80]}
                warnings.append(message("intake.column_twice", column=ours, line=str(line.number), **said))
    raw = " ".join(line.cells)[:500]
    return Row(number=line.number, values=values, carried=carried, habits=habits, raw=raw, warnings=warnings)


def habits_of(lines: Iterable[Line], header: Header, decimal: str) -> Habits:
    """How the rows under a header write days and numbers. `decimal` is the mark of typed cells, "" for text."""
    orders: dict[str, str] = {}
    decimals: dict[str, str] = {}
    cells = [line.cells for line in lines][:_MOST_HABITS]
    for place, ours in enumerate(header.ours):
        column = (clean(row[place]) for row in cells if place < len(row) and row[place])
        if ours.endswith(DATES):
            orders[ours] = orders.get(ours) or day_order(column)
        elif ours in NUMBERS:
            decimals[ours] = decimal or decimals.get(ours) or amounts.decimal_mark(column)
    # One hand wrote the file: a column that shows nothing writes as the others do, if those agree.
    return Habits(orders=_filled(orders), decimals=_filled(decimals))


def _filled(found: Mapping[str, str]) -> dict[str, str]:
    said = set(filter(None, found.values()))
    common = said.pop() if len(said) == 1 else ""
    return {column: own or common for column, own in found.items()}


def several(text: str) -> tuple[str, ...]:
    """The parts of a cell that lists some, split at ; and |."""
    return tuple(part.strip() for part in _SEVERAL.split(text) if part.strip())


def countries(text: str) -> tuple[str, ...]:
    """The codes of the countries a cell lists, each once."""
    whole = country_code(text)
    codes = [whole] if whole else [country_code(part.strip()) for part in _LISTED.split(text) if part.strip()]
    return tuple(dict.fromkeys(code for code in codes if code))
