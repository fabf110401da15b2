"""`crible screen`: transactions or parties in, one decision each out."""

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import msgspec

from crible.cli.output import chosen_format, progress, read_text, say, write
from crible.engines import read_file, screen_all
from crible.intake import Intake
from crible.records.decision import Decision, Verdict
from crible.records.entity import Refused
from crible.records.error import CribleError
from crible.records.transaction import Transaction
from crible.report import html, table, wire
from crible.report.coverage import Run
from crible.report.sentences import Lang
from crible.report.sentences import say as sentence
from crible.screening import World, read_policy
from crible.store import open_world

NOTHING, LOOK, REFUSED = 0, 1, 3


def screen(arguments: Namespace) -> int:
    """Screen the files, write what was asked for, and say what was refused."""
    world = asked_world(arguments)
    intakes, refused = _read(arguments.files)
    transactions = [tx for intake in intakes for tx in intake.transactions]
    done = _already(arguments) if arguments.resume else []
    if [this for this, _ in done] != [tx.id for tx in transactions[: len(done)]]:
        raise CribleError("--out holds decisions on other transactions", where=arguments.out, do="choose another file")
    left = transactions[len(done) :]
    decided = screen_all(left, world, as_of=arguments.as_of, today=date.today())  # noqa: DTZ011, TID251
    decisions = list(_kept(decided, arguments, len(left)))
    run = Run(
        files=tuple(Path(name).name for name in arguments.files),
        home=world.policy.home,
        rows_in=sum(intake.rows for intake in intakes),
        rows_decided=sum(intake.rows_used for intake in intakes),
    )
    _write(arguments, decisions, refused, run, transactions)
    _tell(intakes, refused, arguments.lang)
    if refused:
        return REFUSED
    looked = any(d.decision is not Verdict.CLEAR for d in decisions) or any(verdict != "clear" for _, verdict in done)
    return LOOK if looked else NOTHING


def asked_world(arguments: Namespace) -> World:
    """The world that --snapshot, --policy and --home ask for."""
    text = read_text(arguments.policy) if arguments.policy else None
    policy = read_policy(text, where=arguments.policy or "policy.toml", home=arguments.home)
    return open_world(arguments.snapshot, policy=policy)


def _read(names: Sequence[str]) -> tuple[list[Intake], list[Refused]]:
    """Every file that can be read; one that cannot is refused, and the others go on."""
    intakes, refused = [], []
    for name in names:
        try:
            intakes.append(read_file(Path(name)))
        except CribleError as fault:
            refused.append(Refused(where=name, what=fault.what, do=fault.do))
    if not intakes:
        raise CribleError(refused[0].what, where=refused[0].where, do=refused[0].do)
    return intakes, [*(row for intake in intakes for row in intake.refused), *refused]


def _already(arguments: Namespace) -> list[tuple[str, str]]:
    """The ids and verdicts of the decisions that --out holds; a last line that was cut off does not count."""
    if not arguments.out:
        raise CribleError("--resume goes on with a file", do="name it with --out")
    path = Path(arguments.out)
    lines = path.read_bytes().splitlines(keepends=True) if path.is_file() else []
    whole = [line for line in lines if line.endswith(b"\n")]
    path.write_bytes(b"".join(whole))
    read = map(msgspec.json.decode, whole)
    return [(row["id"], row["decision"]) for row in read]


def _kept(decided: Iterator[Decision], arguments: Namespace, total: int) -> Iterator[Decision]:
    """The decisions, each written to --out at once when that is JSON lines, so that a run can be resumed."""
    shown = progress(decided, total, "screening")
    if not arguments.out or (arguments.format or "jsonl") != "jsonl":
        yield from shown
        return
    with Path(arguments.out).open("ab" if arguments.resume else "wb") as out:
        for decision in shown:
            out.write(wire.line(decision))
            yield decision


def _write(
    arguments: Namespace, found: list[Decision], refused: list[Refused], run: Run, transactions: list[Transaction]
) -> None:
    lang: Lang = arguments.lang
    if arguments.report:
        write(arguments.report, html.page(found, refused, run, lang, {tx.id: tx for tx in transactions}))
    if not arguments.out:
        colour = sys.stdout.isatty()
        text = _rendered(chosen_format(arguments), arguments, found, refused, run, colour=colour)
        sys.stdout.write(text)
    elif arguments.format not in (None, "jsonl"):
        write(arguments.out, _rendered(arguments.format, arguments, found, refused, run, colour=False))


def _rendered(
    form: str, arguments: Namespace, found: list[Decision], refused: list[Refused], run: Run, *, colour: bool
) -> str:
    if form == "table":
        return table.decisions(found, refused, run, arguments.lang, colour=colour) + "\n"
    if form == "csv":
        rows = [row for d in found for row in wire.flat(d, spreadsheet_safe=arguments.spreadsheet_safe)]
        return wire.csv_text(rows)
    lines = [wire.line(d).decode() for d in found]
    return "".join(lines) if form == "jsonl" else "[" + ",\n".join(line.rstrip("\n") for line in lines) + "]\n"


def _tell(intakes: Sequence[Intake], refused: Sequence[Refused], lang: Lang) -> None:
    for intake in intakes:
        for warning in intake.report.warnings:
            say(sentence(warning, lang, isolate=False))
    for row in refused:
        say(f"refused: {row.what}\n  where  {row.where}\n  do     {row.do}")
