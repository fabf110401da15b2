"""screen() over a file on this machine, in input order."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from crible import intake
from crible.records.decision import Decision
from crible.records.error import CribleError
from crible.records.transaction import Transaction
from crible.screening import World, screen

# The largest file intake takes in; more than this is cut into several.
LARGEST = 200 << 20


def read_file(path: Path) -> intake.Intake:
    """The transactions of a file, with what was refused of it."""
    if not path.is_file():
        what = "it is no file: a folder, or a pipe" if path.exists() else "there is no such file"
        raise CribleError(what, where=str(path), do="check the path")
    try:
        if path.stat().st_size > LARGEST:
            raise CribleError("the file is larger than 200 MB", where=str(path), do="cut it into several")
        data = path.read_bytes()
    except OSError as fault:
        raise CribleError(f"it cannot be read: {fault.strerror}", where=str(path), do="check its rights") from fault
    # A name in bytes that are no UTF-8 would go into the transactions, and could not come out again.
    return intake.read(data, path.name.encode("utf-8", "replace").decode())


def screen_all(
    transactions: Iterable[Transaction], world: World, *, as_of: date | None = None, today: date | None = None
) -> Iterator[Decision]:
    """One decision each, in order. Without `as_of` each is judged by its own date, else by `today`."""
    for tx in transactions:
        yield screen(tx, world, as_of=as_of or tx.date or today)


def screen_file(path: str | Path, world: World, *, as_of: date | None = None) -> Iterator[Decision]:
    """Screen a file: one decision for each transaction in it. Refused rows raise nothing; `read_file` lists them."""
    yield from screen_all(read_file(Path(path)).transactions, world, as_of=as_of, today=_today())


def _today() -> date:
    return date.today()  # noqa: DTZ011, TID251  # the day of the run, where a transaction says no day of its own
