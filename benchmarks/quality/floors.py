"""How well parties are matched, against floors that only go up.

    python benchmarks/quality/floors.py [--half development|held_out] [../shared/data]

Listed names, damaged in four ways, must bring their own entity back; ordinary names must bring nobody.
The two halves are told apart by a hash of the name, so a name never moves from one to the other.
"""

import argparse
import csv
import gzip
import io
import json
import random
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from pathlib import Path

from crible.match import THRESHOLD, matches, screenable
from crible.records.entity import NameClass
from crible.records.transaction import Party, Role
from crible.screening import World
from crible.store import build, fetch_from, open_world

# The lists that the floors are set for: with more lists, more ordinary names meet a listed one.
LISTS = ("us_ofac_sdn", "us_ofac_cons", "un_sc_sanctions", "eu_journal_sanctions")
LISTED, ORDINARY = 800, 3000  # names of a sample; hits on ordinary names are rare, so it takes more of them
FLOORS = tomllib.loads((Path(__file__).parents[1] / "floors.toml").read_text("utf-8"))
Damage = Callable[[str, random.Random], str]
DAMAGES: dict[str, Damage] = {
    "as_written": lambda name, _: name,
    "lower_case": lambda name, _: name.lower(),
    "reversed": lambda name, _: " ".join(reversed(name.replace(",", " ").split())),
    "one_letter_lost": lambda name, rng: _without_one_letter(name, rng),
}


def _without_one_letter(name: str, rng: random.Random) -> str:
    letters = [i for i, char in enumerate(name) if char.isalpha()]
    cut = rng.choice(letters[1:] or letters or [0])
    return name[:cut] + name[cut + 1 :]


def in_half(name: str, half: str) -> bool:
    """Is this name in the half asked for?"""
    return (blake2b(name.encode(), digest_size=1).digest()[0] % 2 == 0) == (half == "development")


def recall(world: World, half: str) -> dict[str, float]:
    """By damage, the share of listed names that bring their own entity back."""
    index = world.indexes.names
    every = (index.name(n) for n in range(len(index)))
    listed = [one for one in every if one.name_class is not NameClass.WEAK and in_half(one.name, half)]
    sample = random.Random(924).sample(listed, LISTED)
    found = dict.fromkeys(DAMAGES, 0)
    for kind, damage in DAMAGES.items():
        rng = random.Random(kind)
        for one in sample:
            own = world.indexes.subjects[one.subject].entity.id
            found[kind] += own in ids(damage(one.name, rng), world)
    return {kind: count / len(sample) for kind, count in found.items()}


def ids(name: str, world: World) -> set[str]:
    """The entities that a party of this name matches."""
    party = Party(role=Role.PARTY, names=(name,))
    return {f.match.entity.id for f in matches(party, world.indexes, world.cite) if f.match.score >= THRESHOLD}


def false_alarms(world: World, names: Iterable[str], half: str) -> float:
    """The share of ordinary names that bring somebody."""
    sample = random.Random(924).sample(sorted({n for n in names if in_half(n, half)}), ORDINARY)
    asked = [name for name in sample if screenable(Party(role=Role.PARTY, names=(name,)))]
    return sum(bool(ids(name, world)) for name in asked) / len(asked)


def ordinary(data: Path) -> dict[str, list[str]]:
    """Ordinary names by source."""
    tickers = json.loads(gzip.decompress((data / "names/sec_company_tickers_202507.json.gz").read_bytes()))
    officers = gzip.decompress((data / "names/icij_bahamas_officers.csv.gz").read_bytes()).decode("utf-8")
    return {
        "us_companies": [row["title"] for row in tickers.values()],
        "offshore_officers": [row["name"] for row in csv.DictReader(io.StringIO(officers)) if row["name"]],
    }


def measured(data: Path, half: str) -> dict[str, dict[str, float]]:
    """Every figure that has a floor or a ceiling."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        fetch_from(home, data, wanted=LISTS)
        world = open_world(build(home), home=home)
        alarms = {source: false_alarms(world, names, half) for source, names in ordinary(data).items()}
        return {"recall": recall(world, half), "ordinary_names": alarms}


def faults(figures: dict[str, dict[str, float]]) -> list[str]:
    """The figures below their floor or above their ceiling."""
    low = [f"recall {k} {v:.4f}" for k, v in figures["recall"].items() if v < FLOORS["recall"][k]]
    high = [f"{k} {v:.4f}" for k, v in figures["ordinary_names"].items() if v > FLOORS["ordinary_names"][k]]
    return low + high


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures beside their floors."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", nargs="?", type=Path, default=Path(__file__).resolve().parents[3] / "shared" / "data")
    parser.add_argument("--half", choices=("development", "held_out"), default="held_out")
    asked = parser.parse_args(arguments)
    if not asked.data.is_dir():
        print(f"no official files in {asked.data}", file=sys.stderr)
        return 1
    figures = measured(asked.data, asked.half)
    print(f"{asked.half} half: {LISTED} listed names, {ORDINARY} ordinary ones of each source")
    for group, rows in figures.items():
        bound = "floor" if group == "recall" else "ceiling"
        for name, value in rows.items():
            print(f"  {group:16} {name:20} {value:.4f}  {bound} {FLOORS[group][name]}")
    print("\n".join(f"BEYOND ITS BOUND: {fault}" for fault in faults(figures)))
    return 1 if faults(figures) else 0


if __name__ == "__main__":
    sys.exit(main())
