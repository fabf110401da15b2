"""The peers' answers to the same pairs and queries, written to a file. Runs in an environment of their own (peers.txt).

    python benchmarks/quality/peers.py CACHE HALF OUT [--sample N] [--only pairs|queries] [--peers NAMES]

nomenklatura is asked as its makers mean it to be: its blocker proposes, the matcher scores. Its labelled cases are
what matchers are measured by and are not read.
"""

import argparse
import json
import logging
import sys
import tempfile
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

from cache import Listed, Pair, Query, listed, pairs, queries
from sampled import sampled_pairs, sampled_queries

# They live in another environment, which mypy does not see.
np: Any = import_module("numpy")
_PROPERTIES = {"primary": "name", "strong": "alias", "former": "previousName", "weak": "weakAlias"}
_MOST = 10
Answers = list[list[tuple[str, float]]]


class Logic:
    """LogicV2 or LogicV1 of nomenklatura."""

    def __init__(self, name: str) -> None:
        self._matcher = import_module("nomenklatura.matching").get_algorithm(name)
        self._config = self._matcher.default_config()
        self._entity = import_module("followthemoney").StatementEntity
        # nomenklatura remembers names by id, so that an id must never come again with other names.
        self._numbers = count()

    def pairs(self, asked: Sequence[Pair]) -> list[float]:
        """The score of each pair."""
        return [self._score(*self._both(pair)) for pair in asked]

    def _score(self, ours: Any, theirs: Any) -> float:
        return float(self._matcher.compare(ours, theirs, self._config).score)

    def _both(self, pair: Pair) -> tuple[Any, Any]:
        ours: Mapping[str, Sequence[str]] = {
            "name": (pair.name1,),
            "birthDate": (pair.born1,),
            "country": (pair.country1,),
        }
        theirs: Mapping[str, Sequence[str]] = {"name": (pair.name2,), "birthDate": pair.born2, "country": pair.country2}
        return self._made("ours", pair.schema, ours), self._made("theirs", pair.schema, theirs)

    def _made(self, this: str, schema: str, properties: Mapping[str, Sequence[str]]) -> Any:
        said = {prop: [value for value in values if value] for prop, values in properties.items()}
        row = {
            "id": f"{next(self._numbers)}|{this}",
            "schema": schema,
            "properties": {p: v for p, v in said.items() if v},
            "datasets": ["bench"],
        }
        if schema != "Person":
            row["properties"] = {p: v for p, v in said.items() if v and p != "birthDate"}
        return self._entity.from_data(_dataset(), row)

    def _listed(self, one: Listed) -> Any:
        names: defaultdict[str, list[str]] = defaultdict(list)
        for text, kind in one.names:
            names[_PROPERTIES[kind]].append(text)
        return self._made(one.id, one.schema, {**names, "birthDate": one.born, "country": one.countries})

    def queries(self, entities: Sequence[Listed], asked: Sequence[Query]) -> Answers:
        """The ten likeliest of those that the blocker proposes."""
        memory = import_module("nomenklatura.store.memory")
        linker = import_module("nomenklatura.resolver").Linker({})
        store = memory.MemoryStore(_dataset(), linker)
        with store.writer() as writer:
            for one in entities:
                writer.add_entity(self._listed(one))
        view, known = store.default_view(), {}
        index_of = import_module("nomenklatura.blocker.index").Index
        ours = {query.id: self._made(query.id, query.schema, {"name": (query.name,)}) for query in asked}
        found: dict[str, list[tuple[str, float]]] = {}
        with tempfile.TemporaryDirectory() as folder:
            index = index_of(view, Path(folder))
            index.build()
            by_id = {entity.id: entity for entity in ours.values()}
            for this, proposed in index.match_entities(ours.values()):
                scored = []
                for other, _ in proposed:
                    if other.id not in known:
                        known[other.id] = view.get_entity(other.id)
                    scored.append((other.id, self._score(by_id[this.id], known[other.id])))
                best = sorted(scored, key=lambda pair: -pair[1])[:_MOST]
                found[this.id] = [(other.partition("|")[2], score) for other, score in best]
        return [found.get(ours[query.id].id, []) for query in asked]


def _dataset() -> Any:
    return import_module("followthemoney").Dataset.make({"name": "bench", "title": "Benchmark"})


class Sorted:
    """rapidfuzz token_sort_ratio on lower-case letters without accents, every name against every name."""

    def pairs(self, asked: Sequence[Pair]) -> list[float]:
        """The score of each pair."""
        fuzz = import_module("rapidfuzz.fuzz")
        return [fuzz.token_sort_ratio(_folded(pair.name1), _folded(pair.name2)) / 100 for pair in asked]

    def queries(self, entities: Sequence[Listed], asked: Sequence[Query]) -> Answers:
        """The ten likeliest of all."""
        process, fuzz = import_module("rapidfuzz.process"), import_module("rapidfuzz.fuzz")
        owner, names = _names(entities)
        folded, ours = [_sorted(name) for name in names], [_sorted(query.name) for query in asked]
        answers: Answers = []
        for at in range(0, len(ours), 200):
            scores = process.cdist(ours[at : at + 200], folded, scorer=fuzz.ratio, dtype=np.float32, workers=2)
            answers += [_ten(row / 100, owner) for row in scores]
        return answers


class Trigrams:
    """Cosine of character trigrams weighed by TF-IDF, on lower-case letters without accents."""

    def pairs(self, asked: Sequence[Pair]) -> list[float]:
        """The score of each pair; the weights are those of all names of the pairs."""
        made = self._made([name for pair in asked for name in (pair.name1, pair.name2)])
        both = made.transform([_folded(name) for pair in asked for name in (pair.name1, pair.name2)])
        return [float(score) for score in np.asarray(both[::2].multiply(both[1::2]).sum(axis=1)).ravel()]

    def _made(self, names: Sequence[str]) -> Any:
        made = import_module("sklearn.feature_extraction.text").TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3))
        return made.fit([_folded(name) for name in names])

    def queries(self, entities: Sequence[Listed], asked: Sequence[Query]) -> Answers:
        """The ten likeliest of all."""
        owner, names = _names(entities)
        made = self._made(names)
        theirs = made.transform([_folded(name) for name in names]).T.tocsr()
        ours = made.transform([_folded(query.name) for query in asked])
        answers: Answers = []
        for at in range(0, len(asked), 200):
            answers += [_ten(row, owner) for row in (ours[at : at + 200] @ theirs).toarray()]
        return answers


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c if c.isalnum() else " " for c in apart if not unicodedata.combining(c)).split())


def _sorted(text: str) -> str:
    return " ".join(sorted(_folded(text).split()))


def _names(entities: Sequence[Listed]) -> tuple[list[str], list[str]]:
    both = [(one.id, text) for one in entities for text, _ in one.names]
    return [this for this, _ in both], [text for _, text in both]


def _ten(scores: Any, owner: Sequence[str]) -> list[tuple[str, float]]:
    """The ten entities with the best name each."""
    best: dict[str, float] = {}
    for n in np.argsort(-scores, kind="stable")[: 12 * _MOST]:
        best.setdefault(owner[n], float(scores[n]))
    return list(best.items())[:_MOST]


PEERS: dict[str, Callable[[], Any]] = {
    "logic-v2": lambda: Logic("logic-v2"),
    "logic-v1": lambda: Logic("logic-v1"),
    "token_sort": Sorted,
    "trigram_tfidf": Trigrams,
}


def _measured(asked: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    by_variant: defaultdict[str, list[Query]] = defaultdict(list)
    if asked.only != "pairs":
        for variant, one in sampled_queries(queries(asked.cache, asked.half), asked.sample):
            by_variant[variant].append(one)
    for name in asked.peers.split(","):
        peer, row = PEERS[name](), {}
        if asked.only != "queries":
            started = time.perf_counter()
            row["pairs"] = peer.pairs(sampled_pairs(pairs(asked.cache, asked.half), asked.sample))
            row["pairs_seconds"] = time.perf_counter() - started
        started = time.perf_counter()
        row["queries"] = {v: peer.queries(listed(asked.cache, asked.half, v), some) for v, some in by_variant.items()}
        row["queries_seconds"] = time.perf_counter() - started
        print(f"  {name}: {row.get('pairs_seconds', 0):.0f} + {row['queries_seconds']:.0f} s", file=sys.stderr)
        yield name, row


def main() -> None:
    """Ask every peer."""
    logging.disable(logging.WARNING)
    parser = argparse.ArgumentParser()
    parser.add_argument("cache", type=Path)
    parser.add_argument("half")
    parser.add_argument("out", type=Path)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--only", choices=("pairs", "queries"))
    parser.add_argument("--peers", default=",".join(PEERS))
    asked = parser.parse_args()
    asked.out.write_text(json.dumps(dict(_measured(asked))), "utf-8")


if __name__ == "__main__":
    main()
