"""Labelled pairs and retrieval tasks from the real lists: the same files from the same lists, whoever builds them.

    python benchmarks/quality/build.py [DATA [OUT]]

Every body, and every ordinary name, belongs to the development or to the held-out half for ever, by a hash of its
smallest id; no pair, no list and no query has both. What the matcher learns, it learns from the development half.
"""

import sys
import time
from collections import Counter
from itertools import islice
from pathlib import Path
from random import Random

from bodies import Bodies
from cache import CACHE, DATA, HALVES, Listed, half_of, write
from different import different, ordinary_near
from firms import without_form
from near import plain
from ordinary import COMPOSED, Parts, companies, congress
from pool import Maker, Named, Pool
from same import composed, damaged, fictitious, other_script, same, systems
from tasks import tasks

_SEED = "ordinary names"
_PERSON, _FIRM, _EITHER = "Person", "Company", "LegalEntity"
_MOST = 3000  # ordinary names of one source


def main() -> None:
    """Write both halves."""
    arguments = sys.argv[1:]
    data = Path(arguments[0]) if arguments else DATA
    out = Path(arguments[1]) if len(arguments) > 1 else CACHE
    if not data.is_dir():
        sys.exit(f"no official files in {data}")
    started = time.perf_counter()
    bodies = Bodies(data, out / "home")
    listed = sorted(bodies.listed.values(), key=lambda one: one.id)
    taken = {_words(name) for one in listed for name, _ in one.names}
    sources = {"congress": congress(data), **companies(data)}
    for half in HALVES:
        pool = Pool(listed, half)
        parts = Parts(data, half)
        ordinary = _ordinary(sources, parts, half, taken)
        maker = Maker(half)
        same(pool, maker, bodies.judged, bodies.numbers)
        every = [one for names in ordinary.values() for one in names]
        damaged(pool, maker, every[::12])
        systems(pool, maker)
        other_script(pool, maker)
        composed(parts, maker, half)
        different(pool, maker, bodies.judged)
        ordinary_near(pool, Random(f"near {half}").sample(every, min(len(every), 4000)), maker)
        variants, queries = tasks(pool, parts, ordinary)
        write(out / f"pairs-{half}.jsonl", maker.made)
        write(out / f"queries-{half}.jsonl", queries)
        for name, entities in variants.items():
            write(out / f"list-{name}-{half}.jsonl", entities)
        kinds = Counter((pair.is_match, pair.kind) for pair in maker.made)
        positives = sum(pair.is_match for pair in maker.made)
        print(f"{half}: {len(maker.made)} pairs, {positives} of one body; {len(queries)} queries; lists:", end=" ")
        print(", ".join(f"{name} {len(entities)}" for name, entities in variants.items()))
        print("  one body: " + ", ".join(f"{kind} {n}" for (same_, kind), n in sorted(kinds.items()) if same_))
        print("  two: " + ", ".join(f"{kind} {n}" for (same_, kind), n in sorted(kinds.items()) if not same_))
        asked = Counter((query.task, query.slice) for query in queries)
        print("  queries: " + ", ".join(f"{task}/{part} {n}" for (task, part), n in sorted(asked.items())))
    print(f"{time.perf_counter() - started:.0f} s, in {out}")


def _words(name: str) -> tuple[str, ...]:
    return tuple(sorted(plain(without_form(name)).split()))


def _ordinary(
    sources: dict[str, list[str]], parts: Parts, half: str, taken: set[tuple[str, ...]]
) -> dict[str, list[Named]]:
    """Ordinary names of one half by source, none of them word for word a listed one."""
    rng = Random(f"{_SEED} {half}")
    found = {}
    for source, names in sorted(sources.items()):
        mine = [name for name in names if half_of(" ".join(_words(name))) == half and _words(name) not in taken]
        rng.shuffle(mine)
        schema = {"congress": _PERSON, "sec": _FIRM}.get(source, _EITHER)
        found[source] = [Named(_nobody(schema), name) for name in mine[:_MOST]]
    world = (name for name in parts.world(rng) if _words(name) not in taken)
    found["world"] = [Named(_nobody(_PERSON), name) for name in islice(world, _MOST)]
    found["composed"] = []
    for culture in COMPOSED:
        people = islice(parts.people(culture, rng), 200)
        latin = (one.latin for one in people if _words(one.latin) not in taken)
        found["composed"] += [Named(fictitious(culture), name) for name in latin]
    rng.shuffle(found["composed"])
    return found


def _nobody(schema: str) -> Listed:
    return Listed(id="", group="", half="", list="ordinary", schema=schema, names=())


if __name__ == "__main__":
    main()
