"""The home folder: where it is, and one writer at a time."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from platformdirs import user_data_path

from crible.records.error import CribleError


def home_folder() -> Path:
    """`$CRIBLE_HOME`, else the platform's data folder. It need not exist yet."""
    if given := os.environ.get("CRIBLE_HOME"):
        return Path(given).expanduser()
    return user_data_path("crible", appauthor=False)


@contextmanager
def one_writer(home: Path) -> Iterator[Path]:
    """Hold the home folder's lock, and give a fresh folder to build in that is gone afterwards.

    Readers never wait: what they see is only ever put in place whole. A folder left by a writer that
    was killed is swept away by the next one, who alone can hold the lock.
    """
    building = home / "building"
    try:
        home.mkdir(parents=True, exist_ok=True)
        with FileLock(home / "writer.lock", timeout=0):
            shutil.rmtree(building, ignore_errors=True)
            building.mkdir()
            try:
                yield building
            finally:
                shutil.rmtree(building, ignore_errors=True)
    except Timeout as busy:
        raise CribleError("another crible is writing", where=str(home), do="wait until it is done") from busy
    except OSError as fault:
        raise CribleError(
            f"the home folder cannot be written: {fault.strerror}",
            where=str(fault.filename or home),
            do="make room or give the right to write, or let CRIBLE_HOME name another folder",
        ) from fault


def write_whole(path: Path, content: bytes, *, through: Path) -> None:
    """Write a file so that it is there whole or not at all; `through` is a folder on the same disk."""
    draft = through / f"draft-{path.name}"
    with draft.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    path.parent.mkdir(parents=True, exist_ok=True)
    draft.replace(path)
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Make a rename inside the folder last through a power cut, where the platform can (not Windows)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
