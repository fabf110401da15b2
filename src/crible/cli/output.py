"""How commands write: data on stdout, talk on stderr."""

import sys
import time
from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from crible.records.error import CribleError
from crible.report.legible import visible

T = TypeVar("T")
_LONGEST = 2_000  # characters of one remark: enough for any path, too few to flood a screen
# Anything that takes longer than this shows how far it is, if a person is looking.
_PATIENCE = 2.0
_EVERY = 0.2


def say(text: str) -> None:
    """Talk to people: one line, in which nothing out of the data can steer the terminal."""
    print(visible(text, _LONGEST), file=sys.stderr)


def tell(what: str, *, where: str, do: str) -> None:
    """Say what went wrong, where, and what to do about it. None of the three can look like a line of its own."""
    say(what)
    if where:
        say(f"  where  {where}")
    say(f"  do     {do}")


def chosen_format(arguments: Namespace) -> str:
    """The format asked for, else a table for a person and JSON lines for a program."""
    return str(arguments.format or ("table" if sys.stdout.isatty() else "jsonl"))


def json_text(value: Any) -> str:
    """JSON for people and programs: indented, not escaped, the same every time."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def json_line(value: Any) -> str:
    """JSON on one line."""
    return msgspec.json.encode(value).decode()


def write(path: str, text: str) -> None:
    """Write a file whole, or say why not."""
    with writing(path):
        target = Path(path)
        draft = target.with_name(f".{target.name}.draft")
        draft.write_text(text, "utf-8", newline="")
        draft.replace(target)


@contextmanager
def writing(path: str) -> Iterator[None]:
    """Where a file of the user's is written: say so if it cannot be."""
    try:
        yield
    except OSError as fault:
        raise CribleError(f"cannot write: {fault.strerror}", where=path, do="choose another place") from fault


def read_text(path: str) -> str:
    """A text file of the user's. A pipe is none: nobody may ever write into it."""
    try:
        if Path(path).exists() and not Path(path).is_file():
            raise CribleError("it is no file: a folder, or a pipe", where=path, do="give a file")
        return Path(path).read_text("utf-8-sig")
    except (OSError, ValueError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else "it is not UTF-8"
        raise CribleError(f"cannot read: {why}", where=path, do="check the path; the file must be UTF-8") from fault


def progress(items: Iterable[T], total: int, what: str) -> Iterator[T]:
    """The items, with a bar on stderr once it takes longer than two seconds and a person is looking."""
    if not sys.stderr.isatty():
        yield from items
        return
    started = shown = time.monotonic()
    for number, item in enumerate(items, 1):
        yield item
        now = time.monotonic()
        if now - started > _PATIENCE and now - shown > _EVERY:
            shown = now
            filled = 30 * number // max(total, 1)
            print(f"\r{what} {'█' * filled}{'░' * (30 - filled)} {number}/{total}", end="", file=sys.stderr)
    if shown > started:
        print(f"\r{' ' * 78}\r", end="", file=sys.stderr)
