"""The figures of a measurement as text, as data, and as a picture."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from figures import Bools, Floats, auc, best_threshold, bins, curve, found_at, rates, threshold_at
from pictures import picture
from tasks import TASKS

if TYPE_CHECKING:
    from cache import Query
    from measure import Measured

_SHARES = (0.003, 0.01)  # of ordinary names that may find somebody
_FEWEST = 50  # pairs of a slice that is reported
_NEAR_ONE = 0.99
_GOAL = "logic-v2"  # the best open matcher: where it is ahead, the table says so


def report(measured: "Measured", shipped: Mapping[str, float]) -> tuple[str, dict[str, Any], str]:
    """Tables to read, the same figures as data, and a picture as SVG ("" without pairs)."""
    figures: dict[str, Any] = {"half": measured.half, "seconds": measured.seconds}
    lines = [f"{measured.half} half"]
    if measured.pairs:
        same = np.array([pair.is_match for pair in measured.pairs])
        learned_same = np.array([pair.is_match for pair in measured.learned_pairs])
        best = {name: best_threshold(scores, learned_same) for name, scores in measured.learned.items()}
        figures |= _pair_figures(measured, same, best, shipped)
        lines += _pair_lines(figures, measured)
    if measured.answers:
        figures["retrieval"] = _retrieval(measured)
        lines += _retrieval_lines(figures["retrieval"], list(measured.answers))
    for name, taken in measured.seconds.items():
        lines.append(f"{name}: " + ", ".join(f"{what} {seconds:.1f} s" for what, seconds in taken.items()))
    drawn = (
        picture({name: curve(s, same) for name, s in measured.scores.items()}, figures["calibration"])
        if (measured.pairs)
        else ""
    )
    return "\n".join(lines), figures, drawn


def _pair_figures(
    measured: "Measured", same: Bools, best: Mapping[str, float], shipped: Mapping[str, float]
) -> dict[str, Any]:
    totals = {
        name: {
            "best_threshold": best[name],
            "best": _asdict(rates(scores, same, best[name])),
            "shipped": _asdict(rates(scores, same, shipped[name])),
            "auc": auc(scores, same),
        }
        for name, scores in measured.scores.items()
    }
    ours = measured.scores["crible"]
    pile = ours >= _NEAR_ONE
    return {
        "pairs": len(same),
        "totals": totals,
        "slices": {axis: _slices(measured, labels, same, best) for axis, labels in _axes(measured).items()},
        "calibration": bins(ours, same),
        "near_one": {
            "pairs": int(pile.sum()),
            "score_auc": auc(ours[pile], same[pile]),
            "priority_auc": auc(measured.priority[pile], same[pile]),
        },
    }


def _asdict(found: Any) -> dict[str, float]:
    return {name: getattr(found, name) for name in ("precision", "recall", "f1", "right")}


def _axes(measured: "Measured") -> dict[str, list[str]]:
    """How the pairs are sliced: label of each pair by axis."""
    kinds = {"Person": "person", "Vessel": "ship"}
    return {
        "schema": [kinds.get(pair.schema, "body") for pair in measured.pairs],
        "facts": ["birth date" if p.born1 and p.born2 else "country" if p.country1 and p.country2 else "name only"
                  for p in measured.pairs],
        "script": [pair.script for pair in measured.pairs],
        "kind": [f"{'same' if pair.is_match else 'two'}: {pair.kind}" for pair in measured.pairs],
    }  # fmt: skip


def _slices(
    measured: "Measured", labels: Sequence[str], same: Bools, best: Mapping[str, float]
) -> dict[str, dict[str, Any]]:
    known, found = np.array(labels), {}
    for label in sorted(set(labels)):
        inside = known == label
        if inside.sum() >= _FEWEST:
            found[label] = {
                "pairs": int(inside.sum()),
                "same": int(same[inside].sum()),
                **{name: _one(scores[inside], same[inside], best[name]) for name, scores in measured.scores.items()},
            }
    return found


def _one(scores: Floats, same: Bools, threshold: float) -> dict[str, float]:
    found = rates(scores, same, threshold)
    return {"f1": found.f1, "right": found.right, "auc": auc(scores, same)}


def _pair_lines(figures: Mapping[str, Any], measured: "Measured") -> Iterator[str]:
    names = list(measured.scores)
    yield (
        f"\n{figures['pairs']} labelled pairs"
        + " " * 12
        + "F1 at best   (at)  P     R      F1 shipped  P     R      AUC"
    )
    for name, row in figures["totals"].items():
        best, as_shipped = row["best"], row["shipped"]
        yield (
            f"  {name:30} {best['f1']:.4f}  {row['best_threshold']:7.3f}  {best['precision']:.3f} {best['recall']:.3f}"
            f"      {as_shipped['f1']:.4f}  {as_shipped['precision']:.3f} {as_shipped['recall']:.3f}  {row['auc']:.4f}"
        )
    for axis, slices in figures["slices"].items():
        what = "right" if axis == "kind" else "f1"
        title = "share on the right side" if axis == "kind" else "F1"
        yield f"\nby {axis}: {title} at the best threshold" + " " * 8 + "  ".join(f"{name[:13]:>13}" for name in names)
        order = sorted(slices.items(), key=lambda pair: (pair[0].split(":")[0], pair[1]["crible"][what]))
        for label, row in order:
            behind = _GOAL in row and row[_GOAL][what] > row["crible"][what]
            cells = "  ".join(f"{row[name][what]:13.3f}" for name in names)
            yield f"  {label:42} {row['pairs']:5} {cells}  {'behind' if behind else ''}"
    yield "\ncalibration of crible: score, pairs, mean score, share of one body, gap"
    for low, count, mean, share in figures["calibration"]:
        yield f"  {low:.1f}-{low + 0.1:.1f} {count:6} {mean:.3f} {share:.3f} {share - mean:+.3f}"
    pile = figures["near_one"]
    yield (
        f"score {_NEAR_ONE} and above: {pile['pairs']} pairs, AUC of score {pile['score_auc']:.3f}, "
        f"of priority {pile['priority_auc']:.3f}"
    )


def _retrieval(measured: "Measured") -> dict[str, Any]:
    """Recall among the ten at each share of false positives, by task, slice and matcher."""
    found: dict[str, Any] = {}
    for task in TASKS:
        asked = measured.queries.get(task.variant, [])
        here = [n for n, query in enumerate(asked) if query.task == task.name]
        nobody = [n for n, query in enumerate(asked) if query.task in task.ordinary]
        slices = {"": here, **_by_slice(asked, here)}
        row: dict[str, Any] = {"says": task.says, "ordinary": len(nobody), "thresholds": {}, "slices": {}}
        for name, answers in measured.answers.items():
            ten = answers[task.variant]
            best = [max((f.score for f in ten[n]), default=0.0) for n in nobody]
            cuts = [threshold_at(best, share) for share in _SHARES]
            row["thresholds"][name] = cuts
            for label, numbers in slices.items():
                known = row["slices"].setdefault(label, {"queries": len(numbers)})
                known[name] = [found_at(((asked[n].own, ten[n]) for n in numbers), cut, measured.group) for cut in
                               (0.0, *cuts)]  # fmt: skip
        found[task.name] = row
    return found


def _by_slice(asked: Sequence["Query"], numbers: Sequence[int]) -> dict[str, list[int]]:
    labels = sorted({asked[n].slice for n in numbers})
    return {label: [n for n in numbers if asked[n].slice == label] for label in labels}


def _retrieval_lines(retrieval: Mapping[str, Any], names: Sequence[str]) -> Iterator[str]:
    for task, row in retrieval.items():
        yield f"\n{task}: {row['says']}; {row['ordinary']} ordinary names"
        yield "recall@10 at any score, at 0.3 % and at 1 % of them"
        yield " " * 33 + "  ".join(f"{name[:20]:>20}" for name in names)
        cuts = "  ".join(f"{'':6} {low:6.3f} {high:6.3f}" for low, high in map(row["thresholds"].get, names))
        yield f"  {'(thresholds)':25}     {cuts}"
        for label, known in row["slices"].items():
            cells = "  ".join(" ".join(f"{value:6.3f}" for value in known[name]) for name in names)
            yield f"  {label or 'all':25} {known['queries']:4} {cells}"
