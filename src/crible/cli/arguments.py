"""The command line's grammar. What a command does is imported only when it runs."""

import argparse
import re
from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Any

from crible.records.version import ENGINE


def parser() -> argparse.ArgumentParser:
    """Every command and option."""
    top = argparse.ArgumentParser(prog="crible", description="Pass trade through a sieve: lists, goods, routes.")
    top.add_argument("--version", action=_Version, help="engine, table and snapshot versions")
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    for add in (_screen, _search, _compare, _lists, _snapshot):
        add(commands)
    return top


class _Version(argparse.Action):
    def __init__(self, option_strings: list[str], dest: str, **kwargs: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, **kwargs)

    def __call__(self, top: argparse.ArgumentParser, *_: object) -> None:
        from crible.cli.look import versions

        print(f"{ENGINE}\n{versions()}")
        top.exit(0)


def _late(module: str, name: str) -> Callable[[argparse.Namespace], int]:
    """A command that is imported when it is run, so that `crible --help` costs nothing."""

    def run(arguments: argparse.Namespace) -> int:
        return int(getattr(import_module(f"crible.cli.{module}"), name)(arguments))

    return run


def _shared(command: argparse.ArgumentParser, formats: tuple[str, ...]) -> None:
    command.add_argument("--format", choices=formats, help="table on a terminal, else jsonl")
    command.add_argument(
        "--lang", choices=("en", "fr"), default="en", help="of what people read; data stay as they are"
    )


def day(text: str) -> date:
    """A day given on the command line, as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(f"{text!r} is no day: write YYYY-MM-DD") from fault


def partial_day(text: str) -> str:
    """A day as precisely as it is known."""
    if not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} is no day: write YYYY, YYYY-MM or YYYY-MM-DD")
    return text


def some(text: str) -> int:
    """A number of things asked for: one at least."""
    if not re.fullmatch(r"[1-9]\d{0,5}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of results")
    return int(text)


def _world(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--snapshot", metavar="S", help="an id, a name or a path; 'embedded' for the packaged register"
    )
    command.add_argument("--policy", metavar="P.toml", help="your own policy in place of the packaged one")
    command.add_argument("--home", metavar="CC", action="append", default=[], help="whose law binds you, e.g. FR")


def _screen(commands: Any) -> None:
    command = commands.add_parser("screen", help="transactions or parties in, one decision each out")
    command.add_argument("files", nargs="+", metavar="FILE", help="CSV, XLSX, JSON, JSONL")
    _world(command)
    command.add_argument("--as-of", type=day, metavar="DATE", help="judge by this day; else by each transaction's own")
    command.add_argument("--out", metavar="F", help="write the decisions here, as JSONL or --format")
    command.add_argument("--report", metavar="F.html", help="write one HTML report for people here")
    command.add_argument("--resume", action="store_true", help="go on after the decisions that --out already holds")
    command.add_argument(
        "--spreadsheet-safe", action="store_true", help="with --format csv: disarm formulas; this alters data"
    )
    _shared(command, ("table", "json", "jsonl", "csv"))
    command.set_defaults(run=_late("screen", "screen"))


def _search(commands: Any) -> None:
    command = commands.add_parser("search", help="who is that? candidates with scores and reasons")
    command.add_argument("name", metavar="NAME")
    _world(command)
    command.add_argument("--schema", metavar="S", help="Person, Company, Organization, Vessel, Airplane…")
    command.add_argument("--country", metavar="C", help="a country's name or code")
    command.add_argument(
        "--birth-date", type=partial_day, metavar="D", help="as precise as known: 1961, 1961-03, 1961-03-07"
    )
    command.add_argument("--limit", type=some, default=10, metavar="N")
    _shared(command, ("table", "json", "jsonl"))
    command.set_defaults(run=_late("look", "search"))


def _compare(commands: Any) -> None:
    command = commands.add_parser("compare", help="scores pairs of names: columns schema, name1, name2 and more")
    command.add_argument("pairs", metavar="PAIRS.csv")
    command.add_argument("--out", metavar="F", help="write the scored rows here, else to stdout")
    command.set_defaults(run=_late("compare", "compare"))


def _lists(commands: Any) -> None:
    command = commands.add_parser("lists", help="the lists it can read: publisher, format, age, state")
    _shared(command, ("table", "json", "jsonl"))
    command.set_defaults(run=_late("lists", "show"))
    inner = command.add_subparsers(metavar="show|fetch|add")
    shown = inner.add_parser(
        "show", help="one list: its copy, its fields against the good copy before, what was refused"
    )
    shown.add_argument("list", metavar="LIST")
    _shared(shown, ("table", "json"))
    shown.set_defaults(run=_late("lists", "detail"))
    fetch = inner.add_parser("fetch", help="official files, byte for byte, into the store")
    fetch.add_argument("lists", nargs="*", metavar="LIST")
    fetch.add_argument("--from", dest="root", metavar="DIR", help="a folder that holds official files")
    fetch.add_argument(
        "--mirror", default="", metavar="URL", help="fetch from <URL>/<list>/<file> in place of publishers"
    )
    fetch.add_argument("--on", type=day, metavar="DATE", help="nothing published after this day")
    fetch.add_argument(
        "--accept",
        action="append",
        default=[],
        metavar="LIST",
        help="take a copy of this list that is smaller than it should be",
    )
    fetch.add_argument(
        "--accept-partial", action="append", default=[], metavar="LIST", help="take a set that lacks a file; degraded"
    )
    _shared(fetch, ("table", "json", "jsonl"))
    fetch.set_defaults(run=_late("lists", "fetch"))

    add = inner.add_parser("add", help="a list of your own: CSV, FollowTheMoney, an export of OpenSanctions")
    add.add_argument("name", metavar="NAME", help="small letters, digits, underscores; it becomes house_NAME")
    add.add_argument("file", metavar="FILE")
    add.add_argument("--accept", action="store_true", help="even if it is smaller than the copy before it")
    _shared(add, ("table", "json", "jsonl"))
    add.set_defaults(run=_late("lists", "add"))


def _snapshot(commands: Any) -> None:
    command = commands.add_parser("snapshot", help="freeze the lists under one id; what is in it; what changed")
    inner = command.add_subparsers(metavar="build|show|diff|delta|apply|list", required=True)
    build = inner.add_parser("build", help="freeze the good copies of the lists under one id")
    build.add_argument("--list", action="append", default=[], metavar="L", help="only this list; may be repeated")
    build.add_argument("--name", metavar="N", help="a name that points to it, beside 'latest'")
    build.set_defaults(run=_late("snapshot", "build"))
    show = inner.add_parser("show", help="what is in a snapshot")
    show.add_argument("snapshot", nargs="?", metavar="S")
    _shared(show, ("table", "json"))
    show.set_defaults(run=_late("snapshot", "show"))
    diff = inner.add_parser("diff", help="what changed from one snapshot to another")
    diff.add_argument("before", metavar="A")
    diff.add_argument("after", metavar="B")
    _shared(diff, ("table", "json"))
    diff.set_defaults(run=_late("snapshot", "diff"))
    delta = inner.add_parser("delta", help="write what leads from one snapshot to another, to send it elsewhere")
    delta.add_argument("before", metavar="A")
    delta.add_argument("after", metavar="B")
    delta.add_argument("--out", required=True, metavar="F", help="the file to write")
    delta.set_defaults(run=_late("snapshot", "delta"))
    apply = inner.add_parser("apply", help="apply a delta to the snapshot it starts from")
    apply.add_argument("file", metavar="F")
    apply.add_argument("--name", metavar="N", help="a name that points to the result, beside 'latest'")
    apply.set_defaults(run=_late("snapshot", "apply"))
    listed = inner.add_parser("list", help="the snapshots there are")
    _shared(listed, ("table", "json", "jsonl"))
    listed.set_defaults(run=_late("snapshot", "show_all"))
