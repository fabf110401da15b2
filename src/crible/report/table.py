"""Tables for a terminal: plain text that keeps its columns in every script."""

from collections.abc import Callable, Mapping, Sequence

from crible.records.decision import Decision, Verdict
from crible.records.entity import Refused
from crible.records.hit import Asked, Message
from crible.report import coverage
from crible.report.casefile import foremost
from crible.report.coverage import Run
from crible.report.legible import clipped, padded, visible, width, wrapped
from crible.report.sentences import Lang, count, counted, day, known, label, role, say

WIDE = 100  # columns of a table at most
GAP = "  "
WHO = 32  # columns of who or what a finding is about; the reason needs the rest
NARROWEST = 6
WHOLE = ("id", "list")  # unless longer than any honest one
LONGEST_WHOLE = 32
REFUSED_SHOWN = 20
COLOURS = {"hold": "\x1b[1;31m", "not_screened": "\x1b[7m", "review": "\x1b[33m"}
PLAIN = "\x1b[0m"

Paint = Callable[[str, str], str]


def decisions(
    found: Sequence[Decision], refused: Sequence[Refused], run: Run, lang: Lang, *, colour: bool = False
) -> str:
    """The decisions for people, then what was searched, what was not, and whether the rows add up."""
    headings = {key: _text(f"table.{key}", lang) for key in ("id", "decision", "who", "why")}
    body = columns([_row(d, lang) for d in found], headings, lines=3, paint=_painter(lang) if colour else None)
    return f"{body}\n\n{footer(found, refused, run, lang)}" if found else footer(found, refused, run, lang)


def _row(d: Decision, lang: Lang) -> dict[str, str]:
    top = foremost(d.hits)
    return {
        "id": d.id,
        "decision": _shout(coverage.outcome(d), lang),
        "who": clipped(_named(top.subject, lang), WHO) if top else "",
        "why": why(d, lang),
    }


def _named(asked: Asked, lang: Lang) -> str:
    return role(asked.role, lang) + _text("report.colon", lang) + asked.text


def _shout(outcome: str, lang: Lang) -> str:
    """The word of an outcome; those that need a person are in capitals, so that colour is never needed."""
    word = label("verdict", outcome, lang)
    return word.upper() if outcome in COLOURS else word


def why(d: Decision, lang: Lang) -> str:
    """The finding to name first, in a sentence; without one, what the silence is worth."""
    top = foremost(d.hits)
    if top and d.decision is not Verdict.CLEAR:
        return say(top.says, lang, isolate=False)
    if top:
        return counted("report.noted", len(d.hits), lang)
    if d.decision is Verdict.CLEAR:
        return nothing_found(d, lang)
    reasons = [*d.warnings, Message("report.not_screened", {})]
    return say(reasons[0], lang, isolate=False)


def nothing_found(d: Decision, lang: Lang) -> str:
    """What may be said of a transaction without findings: where it was looked for, and as of when."""
    if not d.searched:
        return say(Message("report.nothing_searched", {}), lang)
    return counted("report.nothing", len({s.list for s in d.searched}), lang, as_of=d.as_of.isoformat())


def footer(found: Sequence[Decision], refused: Sequence[Refused], run: Run, lang: Lang) -> str:
    """Counts, what was searched, what was not, warnings and refused rows."""
    sections = [
        ("table.counts", _counts(found, lang)),
        ("table.searched", _searched(found, lang)),
        ("table.not_searched", _not_searched(found, lang)),
        (
            "table.warnings",
            [say(warning, lang) + _some(n, len(found), lang) for warning, n in coverage.warnings(found)],
        ),
        ("table.rows", [rows_sentence(len(found), len(refused), run, lang)]),
        ("table.refused", _refused(refused, lang)),
    ]
    titles = [_text(code, lang) for code, _ in sections]
    margin = max(map(width, titles)) + len(GAP)
    blocks = [_section(title, lines, margin) for title, (_, lines) in zip(titles, sections, strict=True) if lines]
    return "\n".join(blocks)


def _section(title: str, lines: Sequence[str], margin: int) -> str:
    folded = [part for text in lines for part in _hanging(text, WIDE - margin)]
    return "\n".join((title if first == 0 else "").ljust(margin) + text for first, text in enumerate(folded))


def _hanging(text: str, columns: int) -> list[str]:
    first, *rest = wrapped(text, columns - len(GAP), 6)
    return [first, *(GAP + part for part in rest)]


def _counts(found: Sequence[Decision], lang: Lang) -> list[str]:
    return [" · ".join(f"{_shout(name, lang)} {count(str(n), lang)}" for name, n in coverage.outcomes(found).items())]


def _searched(found: Sequence[Decision], lang: Lang) -> list[str]:
    colon = _text("report.colon", lang)
    lines = [
        f"{visible(s.list)}{colon}{visible(s.version)}, {counted('report.entities', s.entities, lang)}, "
        f"{_state(s.state.value, lang)}{_some(n, len(found), lang)}"
        for s, n in coverage.searched(found)
    ]
    return lines or [_text("table.none_searched", lang)]


def _state(state: str, lang: Lang) -> str:
    word = label("state", state, lang)
    return word if state == "fresh" else word.upper()


def _not_searched(found: Sequence[Decision], lang: Lang) -> list[str]:
    by_reason: dict[str, list[str]] = {}
    for missed, n in coverage.not_searched(found):
        reason = f"{say(missed.because, lang)}{_some(n, len(found), lang)}"
        by_reason.setdefault(reason, []).append(visible(missed.list))
    colon = _text("report.colon", lang)
    lines = [f"{reason}{colon}{', '.join(names)}" for reason, names in by_reason.items()]
    return lines or [_text("table.all_searched", lang)]


def _some(number: int, total: int, lang: Lang) -> str:
    if number == total:
        return ""
    return f" ({say(Message('report.in_some', {'n': str(number), 'total': str(total)}), lang)})"


def rows_sentence(decided: int, refused: int, run: Run, lang: Lang) -> str:
    """Do the rows add up? Without the counts of the reader, only what came out can be said."""
    if run.rows_in is None or run.rows_decided is None:
        return say(Message("report.rows_unknown", {"decided": str(decided), "refused": str(refused)}), lang)
    values = {"rows": str(run.rows_in), "decided": str(run.rows_decided), "refused": str(refused)}
    if gap := coverage.unaccounted(run, refused):
        return say(Message("report.rows_missing", values | {"missing": str(gap)}), lang)
    return say(Message("report.rows", values), lang)


def _refused(refused: Sequence[Refused], lang: Lang) -> list[str]:
    lines = [
        say(Message("refused.row", {"where": row.where, "what": row.what, "do": row.do}), lang)
        for row in refused[:REFUSED_SHOWN]
    ]
    more = len(refused) - REFUSED_SHOWN
    return [*lines, counted("table.more", more, lang)] if more > 0 else lines


def _painter(lang: Lang) -> Paint:
    colours = {_shout(outcome, lang): colour for outcome, colour in COLOURS.items()}

    def paint(key: str, cell: str) -> str:
        colour = colours.get(cell.strip()) if key == "decision" else None
        return f"{colour}{cell}{PLAIN}" if colour else cell

    return paint


def lists_table(rows: Sequence[Mapping[str, str]], lang: Lang) -> str:
    """Rows that all have the same keys, headed in words: what `crible lists` and `snapshot show` print."""
    if not rows:
        return ""
    keys = list(rows[0])
    headings = {key: _text(f"head.{key}", lang) if known(f"head.{key}") else key for key in keys}
    return columns([{key: _cell(key, row[key], lang) for key in keys} for row in rows], headings, lines=2)


def _cell(key: str, value: str, lang: Lang) -> str:
    if key == "state":
        return label("state", value, lang)
    if key in {"day", "as_of"}:
        return day(value, lang)
    return count(value, lang) if key in {"entities", "names"} else value


def columns(
    rows: Sequence[Mapping[str, str]], headings: Mapping[str, str], *, lines: int = 1, paint: Paint | None = None
) -> str:
    """Rows under headings, at most `WIDE` columns across, each cell in so many lines at most; numbers to the right."""
    cells = [{key: visible(row.get(key, ""), WIDE * lines * 2) for key in headings} for row in rows]
    widths = _widths(cells, headings)
    numeric = {key for key in headings if cells and all(_is_number(row[key]) for row in cells)}
    out = [_line(headings, widths, numeric, None), GAP.join("─" * widths[key] for key in headings)]
    for row in cells:
        parts = {key: wrapped(row[key], widths[key], lines) for key in headings}
        for depth in range(max(map(len, parts.values()))):
            at_depth = {key: part[depth] if depth < len(part) else "" for key, part in parts.items()}
            out.append(_line(at_depth, widths, numeric, paint))
    return "\n".join(out)


def _line(cells: Mapping[str, str], widths: Mapping[str, int], right: set[str], paint: Paint | None) -> str:
    shown = {key: padded(clipped(cell, widths[key]), widths[key], right=key in right) for key, cell in cells.items()}
    return GAP.join(paint(key, cell) if paint else cell for key, cell in shown.items()).rstrip()


def _widths(cells: Sequence[Mapping[str, str]], headings: Mapping[str, str]) -> dict[str, int]:
    """What each column would like, taken from the widest until the table fits; ids stay whole, for people type them."""
    widths = {key: max([width(text), *(width(row[key]) for row in cells)]) for key, text in headings.items()}
    room = WIDE - len(GAP) * (len(widths) - 1)
    flexible = [key for key in widths if key not in WHOLE or widths[key] > LONGEST_WHOLE] or list(widths)
    while sum(widths.values()) > room and max(widths[key] for key in flexible) > NARROWEST:
        widest = max(flexible, key=lambda key: widths[key])
        widths[widest] -= 1
    return widths


def _is_number(text: str) -> bool:
    return bool(text) and all(char.isdigit() or char in ",.−-% \u202f" for char in text)


def _text(code: str, lang: Lang) -> str:
    return say(Message(code, {}), lang)
