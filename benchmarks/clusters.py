"""How well entities of several lists are tied together, against human judgements on their ids.

    python benchmarks/clusters.py ../shared/data [development|held-out]

The judgements (opensanctions/resolve_judgements_20210929) are joined to groups of ids; a group, and each pair judged
different, belongs to the development or to the held-out half by a hash of its smallest id. Rules were chosen on the
development half only. Recall is the share of the pairs judged the same, both of whose entries are in the copies at
hand, that are tied. Nobody judged every pair: ties between two groups are counted apart, and were looked at by hand.
"""

import gzip
import hashlib
import json
import re
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from crible.lists.listings import references
from crible.match.clusters import Face, clusters, contradict, face, tie
from crible.store.found import content, copies
from crible.store.snapshots import alone

# How the judgements of 2021 call the entries of lists that we call otherwise.
_OURS = (
    (r"ofac-(?:sdn|cons)-(\d+)", "ofac-{}"),
    (r"unsc-(\d+)", "unsc-{}"),
    (r"gb-hmt-(\d+)", "gb-ofsi-{}"),
    (r"au-dfat-(\d+)", "au-dfat-{}"),
    (r"ch-seco-(\d+)", "ch-seco-{}"),
)
Pair = tuple[str, str]


def ours(theirs: str) -> str | None:
    """Our id for one of theirs, if we have that list."""
    for pattern, form in _OURS:
        if match := re.fullmatch(pattern, theirs):
            return form.format(match[1])
    return None


def judged(path: Path, half: str) -> tuple[dict[str, str], set[Pair]]:
    """Our id → the name of its group, and pairs judged different: of one half."""
    root: dict[str, str] = {}

    def find(this: str) -> str:
        while root.setdefault(this, this) != this:
            this = root[this]
        return this

    different: list[Pair] = []
    for line in gzip.decompress(path.read_bytes()).splitlines():
        left, right, judgement = json.loads(line)[:3]
        if judgement == "positive":
            root[find(left)] = find(right)
        elif judgement == "negative":
            different.append((left, right))
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for this in list(root):
        groups[find(this)].append(this)
    name = {this: min(members) for members in groups.values() for this in members}
    mine = {known: name[this] for this in name if _half(name[this]) == half and (known := ours(this))}
    apart = {
        tuple(sorted((a, b)))
        for left, right in different
        if _half(min(left, right)) == half and (a := ours(left)) and (b := ours(right))
    }
    return mine, apart  # type: ignore[return-value]


def _half(this: str) -> str:
    return "held-out" if hashlib.sha256(this.encode()).digest()[0] % 2 else "development"


def faces(root: Path) -> tuple[list[str], list[Face]]:
    """The ids and faces of the newest copy of each list, whatever its state."""
    found: dict[str, Face] = {}
    for this, one in _read(root):
        found.setdefault(this, one)
    ids = sorted(found)
    return ids, [found[this] for this in ids]


def _read(root: Path) -> Iterator[tuple[str, Face]]:
    done: set[tuple[str, str]] = set()
    for copy in copies(root):
        key = (copy.card.list, copy.reader.format.key)
        if copy.missing or key in done:
            continue
        members = {member: content(path) for member, path in copy.files.items()}
        try:
            read = list(copy.reader.read(members, str(copy.folder)).subjects)
        except Exception as fault:
            print(f"not read: {key} {str(fault)[:80]}", file=sys.stderr)
            continue
        done.add(key)
        yield from ((one.entity.id, face(one, references(one))) for one in read)


def main() -> None:
    """Tie, and compare with what people judged."""
    data = Path(sys.argv[1])
    half = sys.argv[2] if len(sys.argv) > 2 else "development"
    ids, known = faces(data)
    started = time.perf_counter()
    roots = clusters(known, alone=alone())
    taken = time.perf_counter() - started
    number = {this: n for n, this in enumerate(ids)}
    group, apart = judged(data / "opensanctions/resolve_judgements_20210929.ijson.gz", half)
    by_group: defaultdict[str, list[str]] = defaultdict(list)
    for this in sorted(group.keys() & number.keys()):
        by_group[group[this]].append(this)
    positive = {pair for members in by_group.values() for pair in combinations(sorted(members), 2)}
    tied: defaultdict[int, list[str]] = defaultdict(list)
    for this in sorted(group.keys() & number.keys()):
        tied[roots[number[this]]].append(this)
    drawn = {pair for members in tied.values() for pair in combinations(members, 2)}
    right = drawn & positive
    unjudged = drawn - positive - apart
    refused = {pair for pair in apart if all(p in number for p in pair)}
    broken = {pair for pair in refused if roots[number[pair[0]]] == roots[number[pair[1]]]}
    print(f"{len(ids)} entities, {len(set(roots))} bodies, {taken:.1f} s, {half} half")
    print(f"recall {len(right)}/{len(positive)} = {len(right) / max(len(positive), 1):.4f}")
    print(f"pairs judged different: {len(refused)}, tied all the same: {len(broken)}")
    print(f"tied, and never judged as a pair: {len(unjudged)}")
    floors = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["clusters"]
    if half == "held-out" and (len(right) < floors["recall"] * len(positive) or len(broken) > floors["judged_apart"]):
        sys.exit("below the floor")
    if "--show" in sys.argv and half == "development":
        for what, pairs in (("false", broken), ("missed", positive - drawn), ("unjudged", unjudged)):
            for a, b in sorted(pairs)[:40]:
                one, other = known[number[a]], known[number[b]]
                print(what, a, b, tie(one, other), contradict(one, other), one.born[:3], other.born[:3])
                print("    ", one.names[:2], sorted(one.countries), "|", other.names[:2], sorted(other.countries))


if __name__ == "__main__":
    main()
