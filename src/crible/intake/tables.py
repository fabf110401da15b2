"""The lines of a table, whatever file held them → transactions, and every row accounted for."""

from collections.abc import Sequence
from dataclasses import replace

from crible.intake.headers import Header, find_header
from crible.intake.lines import Line, fault_of, refused
from crible.intake.orders import order_transactions
from crible.intake.parties import party_transactions
from crible.intake.report import Column, Intake, Report
from crible.intake.row import habits_of, read_row
from crible.records.entity import Refused
from crible.records.error import CribleError
from crible.records.hit import Message, message


def read_table(lines: Sequence[Line], report: Report, *, decimal: str = "") -> Intake:
    """The transactions of a table. `decimal` is the mark of numbers in typed cells, "" for text."""
    header = find_header(lines, report.name)
    below = [line for line in lines if line.number > header.line]
    filled = [line for line in below if not line.blank]
    if not filled:
        raise CribleError(
            "the file has a header and no rows", where=report.name, do="export it again; nothing was screened"
        )
    good: list[Line] = []
    bad: list[Refused] = []
    for line in filled:
        if fault := fault_of(line, len(header.ours)):
            bad.append(refused(line, fault, report.name))
        else:
            good.append(line)
    habits = habits_of(good, header, decimal)
    rows = (read_row(line, header, habits) for line in good)
    if header.kind == "party":
        transactions, used = list(party_transactions(rows, report.name)), len(good)
    else:
        transactions, without, used = order_transactions(rows, report.name)
        bad += without
    before = sum(1 for line in lines if line.number < header.line and not line.blank)
    return Intake(
        transactions=tuple(transactions),
        refused=tuple(sorted(bad, key=_line)),
        rows=len(filled),
        rows_used=used,
        report=_reported(report, header, blank=len(below) - len(filled), before=before),
    )


def _line(row: Refused) -> int:
    return int(row.where.rpartition(":")[2])


def _reported(report: Report, header: Header, *, blank: int, before: int) -> Report:
    columns = tuple(Column(ours=ours, theirs=theirs) for ours, theirs in zip(header.ours, header.theirs, strict=True))
    said: list[Message] = []
    if unknown := [column.theirs for column in columns if not column.ours]:
        said.append(message("intake.columns_carried", columns=", ".join(unknown)))
    for column in header.twice:
        theirs = ", ".join(known.theirs for known in columns if known.ours == column)
        said.append(message("intake.columns_twice", column=column, columns=theirs))
    if before:
        said.append(message("intake.rows_before_header", count=str(before)))
    return replace(
        report,
        kind=header.kind,
        columns=columns,
        twice=header.twice,
        blank=blank,
        before_header=before,
        warnings=(*report.warnings, *said),
    )
