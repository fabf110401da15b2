"""What comes out of a file: its transactions, what was refused, and what was found out about the file."""

from dataclasses import dataclass

from crible.records.entity import Refused
from crible.records.hit import Message
from crible.records.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of the file: our word for it, "" when we have none and it is carried through."""

    ours: str
    theirs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was found out about a file, so that a person can check that it was understood."""

    name: str
    format: str  # "csv", "xlsx", "json", "jsonl", "ftm"
    kind: str = ""  # what its rows are: "order", "party"
    encoding: str = ""  # Python's name; "" for formats that carry their own
    encoding_sure: str = "certain"  # "certain", "likely", "guess"
    delimiter: str = ""  # "" for formats without one, and for a file of one column
    sheet: str = ""  # the XLSX sheet that was read
    columns: tuple[Column, ...] = ()
    twice: tuple[str, ...] = ()  # our columns that several of theirs stand for
    blank: int = 0  # rows without any content; not counted as rows
    before_header: int = 0  # rows above the header, not read
    warnings: tuple[Message, ...] = ()

    @property
    def carried(self) -> tuple[str, ...]:
        """The columns nobody knows: carried through, never guessed."""
        return tuple(column.theirs for column in self.columns if not column.ours)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """A file, read. Every data row is in exactly one transaction or one refusal: `rows == rows_used + len(refused)`."""

    transactions: tuple[Transaction, ...]
    refused: tuple[Refused, ...]
    rows: int
    rows_used: int
    report: Report

    @property
    def remarks(self) -> tuple[Message, ...]:
        """What a person should know about the file as a whole."""
        return self.report.warnings
