"""How long, and in how much memory, the official files are read: one process for each copy.

    python benchmarks/lists.py ../shared/data

A ratio against the floor is printed too: parsing the same bytes with csv or lxml and keeping nothing.
"""

import csv
import io
import resource
import subprocess
import sys
import time
from pathlib import Path

from crible.store.found import Copy, content, copies

LIMIT_SECONDS, LIMIT_MIB = 60.0, 300.0


def read(copy: Copy) -> tuple[int, float, float]:
    """Subjects, seconds, and seconds of bare parsing."""
    members = {key: content(path) for key, path in copy.files.items()}
    started = time.perf_counter()
    subjects = sum(1 for _ in copy.reader.read(members, str(copy.folder)).subjects)
    taken = time.perf_counter() - started
    started = time.perf_counter()
    for raw in members.values():
        parse(raw)
    return subjects, taken, time.perf_counter() - started


def parse(raw: bytes) -> None:
    """Parse and keep nothing."""
    if raw.lstrip()[:1] == b"<":
        from lxml import etree

        for _, element in etree.iterparse(io.BytesIO(raw), resolve_entities=False, no_network=True):
            element.clear()
    else:
        for _ in csv.reader(io.StringIO(raw.decode("utf-8", "replace"))):
            pass


def one(root: Path, number: int) -> None:
    """Read one copy and print what it took."""
    copy = copies(root)[number]
    subjects, taken, bare = read(copy)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    name = f"{copy.card.list} {copy.day or ''}"
    print(f"{name:38} {subjects:7} subjects {taken:6.2f} s  {taken / bare:6.1f} × bare parsing  {peak:6.0f} MiB")
    if taken > LIMIT_SECONDS or peak > LIMIT_MIB:
        sys.exit(f"over the limit of {LIMIT_SECONDS:.0f} s or {LIMIT_MIB:.0f} MiB")


def main() -> None:
    """Every complete copy below the folder, each in a process of its own."""
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "shared" / "data")
    if not root.is_dir():
        sys.exit(f"no official files in {root}")
    if len(sys.argv) > 2:
        one(root, int(sys.argv[2]))
        return
    for number, copy in enumerate(copies(root)):
        if "failure-samples" not in copy.folder.parts:
            subprocess.run([sys.executable, __file__, str(root), str(number)], check=True)


if __name__ == "__main__":
    main()
