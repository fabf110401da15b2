"""How fast, and in how much memory, the official files are read: one process for each copy.

    python benchmarks/lists.py ../shared/data

Every complete copy below the folder; for formats that it holds none of, the invented copies of the tests, which are
small and are read over and over for a second. Entities a second, and a ratio in the same process: to parsing the
same bytes with csv, lxml or json and keeping nothing.
"""

import csv
import io
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from crible.records.error import CribleError
from crible.store.found import Copy, content, copies

TESTS = Path(__file__).resolve().parents[1] / "tests" / "lists"
LIMIT_SECONDS, LIMIT_MIB = 60.0, 300.0


def read(copy: Copy) -> tuple[int, float, float]:
    """Entities of one reading, seconds of one reading, and seconds of bare parsing."""
    members = {key: content(path) for key, path in copy.files.items()}
    started, times, subjects = time.perf_counter(), 0, 0
    while not times or (time.perf_counter() - started < 1 and subjects < 1_000):
        subjects = sum(1 for _ in copy.reader.read(members, str(copy.folder)).subjects)
        times += 1
    taken = (time.perf_counter() - started) / times
    started = time.perf_counter()
    for raw in members.values():
        parse(raw)
    return subjects, taken, time.perf_counter() - started


def parse(raw: bytes) -> None:
    """Parse and keep nothing."""
    start = raw.lstrip(b"\xef\xbb\xbf \r\n\t")[:2]
    if start[:1] == b"<":
        from lxml import etree

        for _, element in etree.iterparse(io.BytesIO(raw), resolve_entities=False, no_network=True):
            element.clear()
    elif start[:1] in b"{[" and start:
        try:
            json.loads(raw)
        except ValueError:  # JSON lines
            for line in raw.splitlines():
                json.loads(line)
    elif start == b"PK":
        import zipfile

        archive = zipfile.ZipFile(io.BytesIO(raw))
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                parse(archive.read(name))
    else:
        for _ in csv.reader(io.StringIO(raw.decode("utf-8", "replace"))):
            pass


def one(root: Path, number: int) -> None:
    """Read one copy and print what it took."""
    copy = copies(root)[number]
    of_when = "invented" if root == TESTS else copy.day or "undated"
    name = f"{copy.card.list} {copy.reader.format.key} {of_when}"
    try:
        subjects, taken, bare = read(copy)
    except CribleError as fault:
        print(f"{name:50} refused: {fault.what[:60]}")
        return
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    speed = f"{subjects / taken:8,.0f} entities/s  {taken / bare:5.1f} × bare parsing"
    print(f"{name:50} {subjects:6,} entities {taken:6.2f} s {speed}  {peak:4.0f} MiB")
    if taken > LIMIT_SECONDS or peak > LIMIT_MIB:
        sys.exit(f"over the limit of {LIMIT_SECONDS:.0f} s or {LIMIT_MIB:.0f} MiB")


def complete(root: Path) -> Iterator[tuple[int, Copy]]:
    """The whole copies below a folder, and their numbers."""
    for number, copy in enumerate(copies(root)):
        if not copy.missing and "failure-samples" not in copy.folder.parts:
            yield number, copy


def main() -> None:
    """Every complete copy, each in a process of its own."""
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "shared" / "data")
    if not root.is_dir():
        sys.exit(f"no official files in {root}")
    if len(sys.argv) > 2:
        one(root, int(sys.argv[2]))
        return
    real = {(copy.card.list, copy.reader.format.key) for _, copy in complete(root)}
    invented = [n for n, copy in complete(TESTS) if (copy.card.list, copy.reader.format.key) not in real]
    for where, numbers in ((root, [n for n, _ in complete(root)]), (TESTS, invented)):
        for number in numbers:
            subprocess.run([sys.executable, __file__, str(where), str(number)], check=True)


if __name__ == "__main__":
    main()
