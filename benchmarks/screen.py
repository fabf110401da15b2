"""How fast parties are screened, as a ratio against a plain baseline of the same run.

The baseline is what a careful afternoon gives: every listed name against every party with rapidfuzz's
token_sort_ratio, in C, on one core, names only, no reasons. Also: how long a new process takes to its first answer.

    python benchmarks/screen.py [snapshot]
"""

import subprocess
import sys
import time

from rapidfuzz import fuzz, process

from crible.match import matches
from crible.names import fold
from crible.records.transaction import Party, Role
from crible.store import open_world

PARTIES = 400
FIRST_ANSWER = """
import time; started = time.perf_counter()
import crible
world = crible.open_world("embedded")
found = world.search("Shahed Aviation", limit=1)
print(time.perf_counter() - started, found[0].entity.id)
"""


def main() -> None:
    """Print the ratios."""
    world = open_world(sys.argv[1] if len(sys.argv) > 1 else "embedded")
    names = [world.indexes.names.name(n).name for n in range(len(world.indexes.names))]
    asked = [
        name[::-1].title() if n % 2 else name.lower() for n, name in enumerate(names[:: max(len(names) // PARTIES, 1)])
    ]
    started = time.perf_counter()
    for name in asked:
        matches(Party(role=Role.PARTY, names=(name,)), world.indexes, world.cite)
    ours = time.perf_counter() - started
    folded = [fold(name) for name in names]
    started = time.perf_counter()
    for name in asked:
        process.extract(fold(name), folded, scorer=fuzz.token_sort_ratio, score_cutoff=85, limit=10)
    baseline = time.perf_counter() - started
    print(f"{len(names)} listed names, {len(asked)} parties")
    print(f"parties a second, one core: {len(asked) / ours:.0f}, {baseline / ours:.2f} × the brute-force baseline")
    firsts = [
        subprocess.run([sys.executable, "-c", FIRST_ANSWER], capture_output=True, text=True, check=True)
        for _ in range(3)
    ]
    print(f"first answer of a new process: {min(float(run.stdout.split()[0]) for run in firsts):.2f} s")


if __name__ == "__main__":
    main()
