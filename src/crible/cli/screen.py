"""`crible screen`: transactions or parties in, one decision each out."""

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import msgspec

from crible.cli.output import chosen_format, progress, read_text, say, tell, write, writing
from crible.engines import read_file, screen_all
from crible.intake import Intake
from crible.records.decision import Decision, Verdict
from crible.records.entity import Refused
from crible.records.error import CribleError
from crible.records.hit import message
from crible.records.transaction import Transaction
from crible.report import html, table, wire
from crible.report.coverage import Run
from crible.report.sentences import Lang
from crible.report.sentences import say as sentence
from crible.screening import World, decision_id, read_policy
from crible.store import open_world

NOTHING, LOOK, REFUSED = 0, 1, 3


def screen(arguments: Namespace) -> int:
    """Screen the files, write what was asked for, and say what was refused."""
    _check_places(arguments)
    world = asked_world(arguments)
    intakes, refused = _read(arguments.files)
    transactions = [tx for intake in intakes for tx in intake.transactions]
    today = date.today()  # noqa: DTZ011, TID251
    ids = [decision_id(tx, world, arguments.as_of or tx.date or today) for tx in transactions]
    done = _already(arguments, ids) if arguments.resume else []
    # A report is of the whole run: for one, what --out holds already is decided once more, not written once more.
    skipped = 0 if arguments.report else len(done)
    decided = screen_all(transactions[skipped:], world, as_of=arguments.as_of, today=today)
    decisions = list(_kept(decided, arguments, len(transactions) - skipped, known=len(done) - skipped))
    run = Run(
        files=tuple(Path(name).name for name in arguments.files),
        home=world.policy.home,
        rows_in=sum(intake.rows for intake in intakes),
        rows_decided=sum(intake.rows_used for intake in intakes),
    )
    _write(arguments, decisions, refused, run, dict(zip(ids, transactions, strict=True)))
    _tell(intakes, refused, arguments.lang)
    _tell_of_twins(transactions, arguments.lang)
    if refused:
        return REFUSED
    looked = any(d.decision is not Verdict.CLEAR for d in decisions) or any(verdict != "clear" for verdict in done)
    return LOOK if looked else NOTHING


def _check_places(arguments: Namespace) -> None:
    """Before any work: may what is asked for be written, and is it nowhere written over what is read?"""
    read = {Path(name).resolve() for name in (*arguments.files, arguments.policy) if name}
    for place in filter(None, (arguments.out, arguments.report)):
        target = Path(place).resolve()
        if target in read:
            raise CribleError("this file is read; it cannot be written, too", where=place, do="choose another place")
        if not target.parent.is_dir() or target.is_dir():
            raise CribleError("no file can be written there", where=place, do="choose a file in a folder that is there")
        read.add(target)


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


class _Done(msgspec.Struct):
    """What a line of --out must say for a run to go on after it."""

    decision_id: str
    decision: str


def _already(arguments: Namespace, ids: Sequence[str]) -> list[str]:
    """The verdicts that --out holds; a last line that was cut off does not count.

    They must be the first decisions of this very run: one file never mixes two snapshots, policies or days.
    """
    if not arguments.out or (arguments.format or "jsonl") != "jsonl":
        raise CribleError("--resume goes on with a file of JSON lines", do="name it with --out, without --format")
    path = Path(arguments.out)
    with writing(arguments.out):
        lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
    whole = [line for line in lines if line.endswith(b"\n")]
    do = "choose another file, or leave out --resume"
    try:
        done = [msgspec.json.decode(line, type=_Done) for line in whole]
    except ValueError as fault:
        raise CribleError("--out holds other lines than decisions", where=arguments.out, do=do) from fault
    if [row.decision_id for row in done] != list(ids[: len(done)]):
        what = "--out holds decisions on other transactions, or by another snapshot, policy or day"
        raise CribleError(what, where=arguments.out, do=do)
    if len(whole) < len(lines):
        with writing(arguments.out):
            path.write_bytes(b"".join(whole))
    return [row.decision for row in done]


def _kept(decided: Iterator[Decision], arguments: Namespace, total: int, *, known: int) -> Iterator[Decision]:
    """The decisions, each written to --out at once when that is JSON lines, so that a run can be resumed.

    The first `known` of them stand there already.
    """
    shown = progress(decided, total, "screening")
    if not arguments.out or (arguments.format or "jsonl") != "jsonl":
        yield from shown
        return
    with writing(arguments.out), Path(arguments.out).open("ab" if arguments.resume else "wb") as out:
        for number, decision in enumerate(shown):
            if number >= known:
                out.write(wire.line(decision))
            yield decision


def _write(
    arguments: Namespace, found: list[Decision], refused: list[Refused], run: Run, transactions: dict[str, Transaction]
) -> None:
    lang: Lang = arguments.lang
    if arguments.report:
        write(arguments.report, html.page(found, refused, run, lang, transactions))
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
        tell(f"refused: {row.what}", where=row.where, do=row.do)


def _tell_of_twins(transactions: Sequence[Transaction], lang: Lang) -> None:
    """Several transactions under one id are decided each by itself; whoever looks up by id would lose one."""
    for this, times in Counter(tx.id for tx in transactions).items():
        if times > 1:
            say(sentence(message("cli.id_twice", id=this[:80], count=str(times)), lang, isolate=False))
