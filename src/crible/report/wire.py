"""A decision as machines read it: one JSON line, or the rows of a CSV file.

The keys and their order are a public surface; so are the bytes. The same decision gives the same line.
"""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from crible.records.decision import Decision
from crible.records.entity import Refused
from crible.records.hit import Citation, EntityRef, Evidence, Hit, ListedBy
from crible.report.sentences import document, exemption, say

_STEERING = re.compile("[\x7f-\x9f\u2028\u2029]")
PLACES = 6  # decimals of a score or a weight
FLAT_COLUMNS = (
    *("id", "decision_id", "decision", "decision_score", "as_of", "snapshot", "engine", "policy"),
    *("kind", "rule", "severity", "role", "text", "entity_id", "entity_caption", "entity_schema", "entity_datasets"),
    *("regime", "measure", "binds", "because", "exemptions_to_check", "law_state", "score", "priority", "says"),
    *("to_settle", "searched", "not_searched", "warnings"),
)


def line(d: Decision) -> bytes:
    """The decision as one line of JSON, UTF-8, ending in a newline.

    Half a surrogate pair, which JSON input can smuggle in and UTF-8 cannot hold, stays the escape it came as.
    """
    text = json.dumps(decision(d), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # JSON may hold these as they are; a terminal obeys some of them, and many programs end a line at the others.
    quiet = _STEERING.sub(lambda char: f"\\u{ord(char[0]):04x}", text)
    return quiet.encode("utf-8", "backslashreplace") + b"\n"


def decision(d: Decision) -> dict[str, Any]:
    """The decision in plain values, with its sentences in English whatever the reader's language."""
    return {
        "id": d.id,
        "decision_id": d.decision_id,
        "decision": d.decision.value,
        "score": rounded(d.score),
        "as_of": d.as_of.isoformat(),
        "snapshot": d.snapshot,
        "engine": d.engine,
        "policy": d.policy,
        "hits": [_hit(hit) for hit in d.hits],
        "to_settle": [document(code, "en") for code in d.to_settle],
        "searched": [
            {"list": s.list, "version": s.version, "entities": s.entities, "state": s.state.value} for s in d.searched
        ],
        "not_searched": [{"list": n.list, "because": say(n.because, "en", isolate=False)} for n in d.not_searched],
        "refused": [refused(row) for row in d.refused],
        "warnings": [say(warning, "en", isolate=False) for warning in d.warnings],
    }


def refused(row: Refused) -> dict[str, str]:
    """A row that could not be read, with its text so that its sender can find it."""
    return {"where": row.where, "what": row.what, "do": row.do, "raw": row.raw}


def rounded(value: float) -> float:
    """A number that is the same on every machine; there is no minus nought."""
    return round(float(value), PLACES) + 0.0


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "kind": hit.kind.value,
        "rule": hit.rule,
        "severity": hit.severity.value,
        "subject": {"role": hit.subject.role, "text": hit.subject.text},
        "entity": _entity(hit.entity),
        "regime": hit.regime,
        "measure": hit.measure.value,
        "binds": hit.binds.value,
        "because": say(hit.because, "en", isolate=False),
        "exemptions_to_check": [exemption(code, "en") for code in hit.exemptions_to_check],
        "law_state": hit.law_state.value,
        "score": rounded(hit.score),
        "priority": rounded(hit.priority),
        "says": say(hit.says, "en", isolate=False),
        "evidence": [evidence(part) for part in hit.evidence],
        "listings": [_listing(one) for one in hit.listings],
    }


def _listing(one: ListedBy) -> dict[str, Any]:
    return {
        "entity": one.entity,
        "list": one.list,
        "authority": one.authority,
        "regime": one.regime,
        "programme": one.programme,
        "measures": [measure.value for measure in one.measures],
        "binds": one.binds.value,
        "law_state": one.law_state.value,
        "since": one.since,
        "confirmed": one.confirmed,
        "notes": list(one.notes),
        "url": one.url,
    }


def _entity(entity: EntityRef | None) -> dict[str, Any] | None:
    if entity is None:
        return None
    return {
        "id": entity.id,
        "caption": entity.caption,
        "schema": entity.schema,
        "datasets": list(entity.datasets),
    }


def evidence(part: Evidence) -> dict[str, Any]:
    """One reason in plain values."""
    return {
        "what": part.what,
        "ours": part.ours,
        "theirs": part.theirs,
        "agreement": part.agreement.value,
        "weight": rounded(part.weight),
        "source": _source(part.source),
    }


def _source(source: Citation) -> dict[str, str]:
    return {"list": source.list, "url": source.url, "as_of": source.as_of, "sha256": source.sha256}


def flat(d: Decision, *, spreadsheet_safe: bool = False) -> list[dict[str, str]]:
    """The decision in rows of `FLAT_COLUMNS`: one a hit, or a single one when there is no hit.

    Cells with several values join them with " | ". `spreadsheet_safe` **alters data**: see `disarmed`.
    """
    whole = decision(d)
    common = {
        key: str(whole[key]) for key in ("id", "decision_id", "decision", "as_of", "snapshot", "engine", "policy")
    }
    common |= {
        "decision_score": str(whole["score"]),
        "to_settle": _several(whole["to_settle"]),
        "searched": _several(f"{s['list']} {s['version']} ({s['state']})" for s in whole["searched"]),
        "not_searched": _several(f"{n['list']}: {n['because']}" for n in whole["not_searched"]),
        "warnings": _several(whole["warnings"]),
    }
    found = [common | _flat_hit(hit) for hit in whole["hits"]] or [common]
    full = [{column: row.get(column, "") for column in FLAT_COLUMNS} for row in found]
    return [{key: disarmed(cell) for key, cell in row.items()} for row in full] if spreadsheet_safe else full


def _flat_hit(hit: dict[str, Any]) -> dict[str, str]:
    entity = hit["entity"] or {"id": "", "caption": "", "schema": "", "datasets": []}
    plain = (
        "kind",
        "rule",
        "severity",
        "regime",
        "measure",
        "binds",
        "because",
        "law_state",
        "score",
        "priority",
        "says",
    )
    return {key: str(hit[key]) for key in plain} | {
        "role": hit["subject"]["role"],
        "text": hit["subject"]["text"],
        "entity_id": entity["id"],
        "entity_caption": entity["caption"],
        "entity_schema": entity["schema"],
        "entity_datasets": _several(entity["datasets"]),
        "exemptions_to_check": _several(hit["exemptions_to_check"]),
    }


def _several(values: Iterable[str]) -> str:
    return " | ".join(values)


def disarmed(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would run as a formula: **this alters data**.

    Names on lists do begin with "-0-", "+41…" or "@". Plain negative numbers stay as they are.

    >>> disarmed("=1+1"), disarmed("＠SUM(1)"), disarmed("-0.25"), disarmed("HESA")
    ("'=1+1", "'＠SUM(1)", '-0.25', 'HESA')
    """
    if re.fullmatch(r"-?\d+(\.\d+)?", cell, re.ASCII):
        return cell
    return f"'{cell}" if _starts_a_formula(cell) else cell


def _starts_a_formula(cell: str) -> bool:
    """Is the first character that shows, in whatever width it is written, one that opens a formula?

    Leading tabs, line ends and NULs count as dangerous in themselves: spreadsheets swallow them, then look again.
    """
    for char in cell:
        if char in "\t\r\n\x00":
            return True
        if unicodedata.category(char)[0] not in "CZ":
            return unicodedata.normalize("NFKC", char)[0] in "=+-@−|%"
    return False


def csv_text(rows: Iterable[dict[str, str]], *, header: bool = True, columns: Iterable[str] = FLAT_COLUMNS) -> str:
    """Rows as CSV. Every cell is quoted, so that a semicolon or a tab in a name opens no new cell anywhere."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(columns), quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    if header:
        writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
