"""The reference page on output: every key in words, and real answers to look at."""

import io
import json
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from crible.cli import main
from crible.cli.snapshot import shape
from crible.report import wire
from crible.store import EMBEDDED
from markdown_text import code, page, table
from reference_tables import read

KEYS = Path(__file__).with_name("output_keys.csv")
ORDER = """order_id,date,seller,seller_country,buyer,buyer_country,hs_code,description,destination
PO-7001,2024-01-15,Aubrac Composants SAS,FR,Shahed Aviation Industries,IR,8412.29,Hydraulic cylinders,Iran
"""
# Digests change with every table: they are cut, so that the page changes when an answer does.
_DIGESTS = frozenset({"decision_id", "snapshot", "policy", "sha256"})
_CUT = "…"


def output() -> str:
    """The keys of every answer, each with a real one."""
    answers = {
        "screen": _decision(),
        "search": _answer("search", "Shahed Aviation Industries", "--limit", "1", "--snapshot", EMBEDDED),
        "snapshot show": shape(EMBEDDED),
    }
    for name, answer in answers.items():
        _check(name, answer)
    _check_lists()
    return page(
        "Output",
        "JSON as the commands print it. Keys may be added; none changes its meaning. Digests are cut here (`…`), and "
        "of the example's hits only the first and the last are shown.",
        "## crible screen",
        "`--format jsonl` prints one decision a line, in the order of the input; `json` prints them as one list. The "
        "same transaction, snapshot, policy, day and version give the same bytes.",
        _keys("screen"),
        _example(_shortened(answers["screen"])),
        "`--format csv` prints one row a hit, or a single row for a transaction without hits, with these columns: "
        f"{', '.join(map(code, wire.FLAT_COLUMNS))}. Cells with several values join them with ` | `.",
        "## crible search",
        _keys("search"),
        _example(answers["search"]),
        "## crible snapshot show",
        _keys("snapshot show"),
        _example(answers["snapshot show"]),
        "## crible snapshot diff",
        _keys("snapshot diff"),
        "## crible lists",
        "A row for each list, `null` where there is nothing to say.",
        _keys("lists"),
        "## crible lists show",
        "The same keys for one list, and these:",
        _keys("lists show"),
        "## crible lists fetch, crible lists add",
        "A row for each list that was stored, or found unchanged at its publisher.",
        _keys("lists fetch"),
    )


def _answer(*arguments: str) -> Any:
    """What a command prints, as JSON."""
    out = io.StringIO()
    with redirect_stdout(out):
        main([*arguments, "--format", "json"])
    return json.loads(out.getvalue())


def _decision() -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        orders = Path(folder) / "orders.csv"
        orders.write_text(ORDER, encoding="utf-8")
        decision: dict[str, Any] = _answer("screen", str(orders), "--snapshot", EMBEDDED)[0]
        return decision


def _check(name: str, answer: Any) -> None:
    """Every key of a real answer is described, and every key described is there."""
    described = {row["key"] for row in read(KEYS) if row["answer"] == name}
    shown = set(_leaves(answer))
    parents = {key for key in described if any(other.startswith(f"{key}.") for other in described)}
    missing = {
        key for key in shown - described if not any(key.startswith(f"{whole}.") for whole in described - parents)
    }
    gone = {key for key in described - shown - parents if key.removesuffix("[]") not in shown}
    if missing or gone:
        raise SystemExit(f"{KEYS.name}, {name}: not described {sorted(missing)}, not there {sorted(gone)}")


def _check_lists() -> None:
    """The same for the rows on lists; most of what they say is `null` here, where nothing was fetched."""
    every = {row["answer"]: set[str]() for row in read(KEYS)}
    for row in read(KEYS):
        every[row["answer"]].add(row["key"].removesuffix("[]"))
    one, shown = _answer("lists")[0], _answer("lists", "show", "un_sc_sanctions")
    if set(one) != every["lists"] or set(shown) != every["lists"] | every["lists show"]:
        raise SystemExit(f"{KEYS.name}: the keys of `crible lists` are others")


def _leaves(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _leaves(part, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        yield f"{path}[]"
        for part in value:
            if isinstance(part, dict):
                yield from _leaves(part, f"{path}[]")
    elif value is not None:
        yield path


def _keys(name: str) -> str:
    return table(("key", "what it says"), [(code(r["key"]), r["says"]) for r in read(KEYS) if r["answer"] == name])


def _shortened(decision: dict[str, Any]) -> dict[str, Any]:
    return {**decision, "hits": [decision["hits"][0], decision["hits"][-1]]}


def _example(answer: Any) -> str:
    return f"```json\n{json.dumps(_cut(answer), indent=1, ensure_ascii=False)}\n```"


def _cut(value: Any) -> Any:
    if isinstance(value, dict):
        cut = {key: _CUT if key in _DIGESTS and part else _cut(part) for key, part in value.items()}
        return {**cut, "id": _CUT} if "not_in_it" in cut else cut
    return [_cut(part) for part in value] if isinstance(value, list) else value
