"""How well names are matched: labelled pairs and retrieval, crible beside its peers in the same run.

    python benchmarks/quality/build.py ../shared/data          # once, and when the lists change
    python benchmarks/quality/measure.py --half development [--only pairs|queries] [--sample 2000] [--peers /tmp/peers]

`--peers` names the environment that peers.txt was installed in. Work on the development half; the held-out half is for
figures only. Thresholds called best are chosen on the pairs of the development half, whichever half is measured; those
for retrieval are set by the ordinary names of the half measured.
"""

import argparse
import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from cache import CACHE, HALVES, Pair, Query, listed, pairs, queries
from figures import Floats, Found, Scored
from ours import answers, scores, world
from sampled import sampled_pairs, sampled_queries

from crible.match import THRESHOLD
from report import report

# What each matcher ships with, or its makers recommend.
SHIPPED = {"crible": THRESHOLD, "logic-v2": 0.7, "logic-v1": 0.7, "token_sort": 0.85, "trigram_tfidf": 0.7}
Answers = dict[str, list[list[Found]]]  # variant of the list → the ten found for each of its queries


@dataclass(slots=True)
class Measured:
    """What every matcher said to the pairs and queries of one half."""

    half: str
    pairs: list[Pair] = field(default_factory=list)
    queries: dict[str, list[Query]] = field(default_factory=dict)  # by variant of the list
    group: dict[str, str] = field(default_factory=dict)  # entity → its group
    scores: dict[str, Floats] = field(default_factory=dict)  # by matcher
    learned: dict[str, Floats] = field(default_factory=dict)  # … of the development half
    learned_pairs: list[Pair] = field(default_factory=list)
    priority: Floats = field(default_factory=lambda: np.zeros(0))
    answers: dict[str, Answers] = field(default_factory=dict)
    seconds: dict[str, dict[str, float]] = field(default_factory=dict)


def main() -> None:
    """Measure, print the tables, write the figures as JSON and a picture."""
    asked = _arguments()
    if not (asked.cache / f"pairs-{asked.half}.jsonl").is_file():
        sys.exit(f"nothing built in {asked.cache}: run benchmarks/quality/build.py first")
    measured = Measured(asked.half)
    if asked.only != "queries":
        measured.pairs = sampled_pairs(pairs(asked.cache, asked.half), asked.sample)
        measured.learned_pairs = sampled_pairs(pairs(asked.cache, HALVES[0]), asked.sample)
    _crible(measured, asked)
    if asked.peers:
        _peers(measured, asked)
    text, figures, picture = report(measured, SHIPPED)
    print(text)
    out = asked.out or asked.cache
    out.mkdir(parents=True, exist_ok=True)
    name = f"measured-{asked.half}"
    (out / f"{name}.txt").write_text(text + "\n", "utf-8")
    (out / f"{name}.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False), "utf-8")
    if picture:
        (out / f"{name}.svg").write_text(picture, "utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--half", choices=HALVES, default=HALVES[0])
    parser.add_argument("--only", choices=("pairs", "queries"))
    parser.add_argument("--sample", type=int, default=0, help="about so many pairs, and so many queries; 0: all")
    parser.add_argument("--peers", type=Path, help="the environment that peers.txt was installed in")
    parser.add_argument("--which", default="", help="some peers only: logic-v2,token_sort")
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--out", type=Path)
    return parser.parse_args()


def _crible(measured: Measured, asked: argparse.Namespace) -> None:
    seconds = measured.seconds.setdefault("crible", {})
    if measured.pairs:
        started = time.perf_counter()
        found = scores(measured.pairs)
        seconds["pairs"] = time.perf_counter() - started
        measured.scores["crible"], measured.priority = _arrays(found)
        same_half = asked.half == HALVES[0]
        learned = found if same_half else scores(measured.learned_pairs)
        measured.learned["crible"] = _arrays(learned)[0]
    if asked.only != "pairs":
        by_variant: defaultdict[str, list[Query]] = defaultdict(list)
        for variant, query in sampled_queries(queries(asked.cache, asked.half), asked.sample):
            by_variant[variant].append(query)
        measured.queries = dict(by_variant)
        measured.answers["crible"] = {v: _asked(measured, asked, v, some) for v, some in by_variant.items()}


def _asked(measured: Measured, asked: argparse.Namespace, variant: str, some: Sequence[Query]) -> list[list[Found]]:
    measured.group |= {one.id: one.group for one in listed(asked.cache, asked.half, variant)}
    opened = world(asked.cache, asked.half, variant)
    started = time.perf_counter()
    found = list(answers(opened, some))
    measured.seconds["crible"][variant] = time.perf_counter() - started
    return found


def _arrays(found: Sequence[Scored]) -> tuple[Floats, Floats]:
    return np.array([one.score for one in found]), np.array([one.priority for one in found])


def _peers(measured: Measured, asked: argparse.Namespace) -> None:
    for name, row in _run(asked, asked.half, asked.only).items():
        if "pairs" in row:
            measured.scores[name] = measured.learned[name] = np.array(row["pairs"])
        if row["queries"]:
            measured.answers[name] = {
                v: [[Found(*f) for f in ten] for ten in some] for v, some in row["queries"].items()
            }
        measured.seconds[name] = {"pairs": row.get("pairs_seconds", 0.0), "queries": row["queries_seconds"]}
    if asked.half != HALVES[0] and measured.pairs:
        for name, row in _run(asked, HALVES[0], "pairs").items():
            measured.learned[name] = np.array(row["pairs"])


def _run(asked: argparse.Namespace, half: str, only: str | None) -> dict[str, Any]:
    out = asked.cache / f"peers-{half}.json"
    command = [str(asked.peers / "bin" / "python"), str(Path(__file__).with_name("peers.py")), str(asked.cache), half]
    command += [str(out), "--sample", str(asked.sample), *(["--only", only] if only else [])]
    command += ["--peers", asked.which] if asked.which else []
    subprocess.run(command, check=True)
    return dict(json.loads(out.read_text("utf-8")))


if __name__ == "__main__":
    main()
