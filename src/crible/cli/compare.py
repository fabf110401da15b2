"""`crible compare`: pairs of names in, the same rows with scores and reasons out."""

import csv
import io
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from crible.cli.output import read_text, say, write
from crible.match import THRESHOLD, Match
from crible.match import compare as matched
from crible.names import parse, too_weak
from crible.names.places import country_code
from crible.records.entity import Entity
from crible.records.error import CribleError
from crible.records.transaction import Party, Role

REQUIRED = ("schema", "name1", "name2")
ADDED = ("score", "match", "reasons")
_THRESHOLDS = tuple(n / 20 for n in range(10, 20))
_YES = frozenset({"1", "true", "yes", "match", "positive"})


def compare(arguments: Namespace) -> int:
    """Score every pair; with labels, say precision, recall and F1 at each threshold too."""
    rows, columns = _pairs(arguments.pairs)
    scored = [{**row, **_scored(row)} for row in rows]
    out = io.StringIO()
    writer = csv.DictWriter(out, [*columns, *(name for name in ADDED if name not in columns)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(scored)
    if arguments.out:
        write(arguments.out, out.getvalue())
    else:
        sys.stdout.write(out.getvalue())
    if "is_match" in columns:
        for line in quality(scored):
            say(line)
    return 0


def _pairs(path: str) -> tuple[list[dict[str, str]], list[str]]:
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    try:
        columns = next(reader, [])
        _check_columns(columns, path)
        return [_row(columns, cells, f"{path}:{reader.line_num}") for cells in reader if cells], columns
    except csv.Error as fault:
        do = "quote cells that hold quotes; no cell may be longer than 131,072 characters"
        raise CribleError(f"this is no CSV: {fault}", where=f"{path}:{reader.line_num}", do=do) from fault


def _check_columns(columns: Sequence[str], path: str) -> None:
    if absent := [name for name in REQUIRED if name not in columns]:
        raise CribleError(f"columns are missing: {', '.join(absent)}", where=path, do=f"give {', '.join(REQUIRED)}")
    if twice := sorted({name for name in columns if columns.count(name) > 1}):
        raise CribleError(f"columns are there twice: {', '.join(twice)}", where=path, do="leave one of each")


def _row(columns: Sequence[str], cells: Sequence[str], where: str) -> dict[str, str]:
    """The cells by column. Those left out at the end are blank; those beyond the header have no meaning."""
    if any(cells[len(columns) :]):
        raise CribleError(
            f"{len(cells)} cells under {len(columns)} columns", where=where, do="quote the cell that holds a comma"
        )
    return dict(zip_longest(columns, cells[: len(columns)], fillvalue=""))


def _scored(row: Mapping[str, str]) -> dict[str, str]:
    if any(too_weak(parse(row[name])) for name in ("name1", "name2")):
        return {"score": "0.000000", "match": "false", "reasons": "too_weak_to_screen"}
    match = matched(_party(row), _entity(row))
    return {
        "score": f"{match.score:.6f}",
        "match": str(match.score >= THRESHOLD).lower(),
        "reasons": "; ".join(_reasons(match)),
    }


def _reasons(match: Match) -> Iterator[str]:
    for part in match.evidence:
        yield f"{part.what}: {part.agreement} ({part.weight:+.2f})"


def _party(row: Mapping[str, str]) -> Party:
    return Party(
        role=Role.PARTY,
        names=(row["name1"],),
        schema=row["schema"] or None,
        born=row.get("birth_date1") or None,
        country=country_code(row.get("country1") or ""),
    )


def _entity(row: Mapping[str, str]) -> Entity:
    facts = {
        "name": row["name2"],
        "birthDate": row.get("birth_date2") or "",
        "country": country_code(row.get("country2") or "") or "",
    }
    properties = {prop: (value,) for prop, value in facts.items() if value}
    return Entity(id="", schema=row["schema"] or "LegalEntity", properties=properties, datasets=())


def quality(scored: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """Precision, recall and F1 at each threshold, as lines."""
    truth = [row["is_match"].strip().lower() in _YES for row in scored]
    scores = [float(row["score"]) for row in scored]
    yield "threshold  precision  recall  F1"
    for threshold in sorted({*_THRESHOLDS, THRESHOLD}):
        found = [score >= threshold for score in scores]
        right = sum(f and t for f, t in zip(found, truth, strict=True))
        precision = right / sum(found) if any(found) else 0.0
        recall = right / sum(truth) if any(truth) else 0.0
        f1 = 2 * precision * recall / (precision + recall) if right else 0.0
        yield f"{threshold:9.2f}  {precision:9.4f}  {recall:6.4f}  {f1:.4f}"
