"""The reference pages on lists, packaged tables and input columns, from the tables themselves."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from crible.lists import LISTS, UNREAD, card_of, crible_uav
from crible.lists.card import Card, Format
from markdown_text import code, codes, page, table

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "crible"
# Columns that say where a row comes from.
_SOURCES = ("source", "source_title", "source_url", "instrument", "act", "basis", "because")
_LANGUAGES = ("en", "fr", "de", "es")
_SYSTEMS = ("sap", "oracle", "dynamics", "sage", "odoo")


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV of ours."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def cards() -> list[Card]:
    """The cards of all lists, the embedded register last."""
    return [*map(card_of, LISTS), crible_uav.CARD]


def lists() -> str:
    """All lists that can be read, and the names of those that cannot."""
    rows = [
        (f"[{card.list}](lists/{card.list}.md)", card.title, card.publisher, card.format_titles, f"{card.floor:,}")
        for card in cards()
    ]
    return page(
        "Lists",
        "The lists that crible reads, each with its card. `least subjects` is the floor: a copy with fewer is an "
        "excerpt and is refused, unless it is accepted by name. Of several formats the one named first says most: it "
        "is asked for first, and the next one where it cannot be had or trusted. `crible_uav` is in every snapshot, "
        "and never fetched.",
        table(("list", "title", "publisher", "formats", "least subjects"), rows),
        "## Known, and not read",
        "crible has no reader for these lists, and every answer says so. Whoever stands only on one of them is not "
        "found.",
        table(
            ("list", "publisher", "published as"),
            [(code(name), row["publisher"], row["format"]) for name, row in UNREAD.items()],
        ),
        "## Not fetched from their publishers",
        "These are read from a folder only (`lists fetch --from DIR`); of the others some formats, too, as their pages "
        "say.",
        "\n".join(f"- {code(card.list)}" for card in map(card_of, LISTS) if not any(map(is_offered, card.formats))),
        "## Lists of your own",
        "Whatever is called `house_…` or `opensanctions_…`: see [how to keep one]"
        "(../how-to/keep-a-list-of-your-own.md).",
        table(("list", "formats", "may fall by", "stale after"), [_own(kind) for kind in ("house", "opensanctions")]),
        "The columns of a house list as CSV; only a name is required:",
        table(("column", "may also be called"), list(_own_columns())),
        "## Held against each other",
        "Lists that repeat each other are compared in every snapshot that holds both: by reference numbers, where both "
        "give them, or by the bodies that their entries were [tied to](../explanation/entries-of-one-body.md). Where "
        "more than this share stands on one of the two only, `crible lists` says DISAGREE. That refuses nothing: look "
        "which of the two is old, or broken.",
        table(("list", "against", "compared by", "may differ by", "because"), list(_cross_checks())),
    )


def _own(kind: str) -> tuple[str, ...]:
    card = card_of(f"{kind}_example")
    return code(f"{kind}_…"), card.format_titles, f"{card.tolerance:.0%}", f"{card.max_age_days:,} days"


def _own_columns() -> Iterator[tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in read(SRC / "lists/tables/own_columns.csv"):
        found.setdefault(row["field"], []).append(row["header"])
    yield from ((code(headers[0]), codes(headers[1:])) for headers in found.values())


def _cross_checks() -> Iterator[tuple[str, ...]]:
    ways = {"body": "body", "un": "number of the UN", "eu": "number of the EU", "us-ofac": "number of OFAC"}
    for row in read(SRC / "lists/tables/cross_checks.csv"):
        left, right = (codes(row[side].split("|"), " and ") for side in ("left", "right"))
        yield left, right, ways[row["by"]], f"{float(row['tolerance']):.1%}", row["because"]


def is_offered(one: Format) -> bool:
    """Can it be downloaded from its publisher?"""
    return all(member.url for member in one.members if member.required)


def one_list(card: Card) -> str:
    """One list's card."""
    facts = [
        ("publisher", card.publisher),
        ("authority", code(card.authority)),
        ("licence", card.licence),
        ("published at", ", ".join(f"<{url}>" for url in card.pages)),
        ("least subjects", f"{card.floor:,}: {card.floor_source}"),
        ("may fall by", f"{card.tolerance:.0%} against the last good copy, in subjects, names, birth dates, numbers…"),
        ("stale after", f"{card.max_age_days:,} days"),
    ]
    return page(
        card.list,
        f"{card.title}. [All lists](../lists.md)",
        table(("", ""), facts),
        *(["## Notes", card.notes] if card.notes else []),
        *(part for one in card.formats for part in _one_format(one)),
    )


def _one_format(one: Format) -> Iterator[str]:
    yield f"## {one.title} (`{one.key}`)"
    if one.notes:
        yield one.notes
    if one.members:
        rows = [
            (code(m.key), codes(m.names), "yes" if m.required else "no", f"<{m.url}>" if m.url else "nowhere by itself")
            for m in one.members
        ]
        yield table(("file", "file names, with .gz or .zst or without", "required", "fetched from"), rows)
    if one.not_read:
        yield "Not read, and why:"
        yield table(("field", "why"), [(code(field), why) for field, why in sorted(one.not_read.items())])


def tables() -> str:
    """Every packaged table: rows, columns, where its sources are said, what reads and what compiles it."""
    rows = [_table_row(path) for path in sorted(SRC.rglob("tables/*.csv"))]
    return page(
        "Packaged tables",
        "Facts live in tables beside the code that reads them. Most have a source in each row; `unconfirmed` counts "
        "the rows whose fact could not be verified at its source. Tables named under `compiled by` are written by a "
        "script of `tools/`; the others are kept by hand.",
        table(("table", "rows", "unconfirmed", "columns", "sources or reasons are in", "read by", "compiled by"), rows),
        "Beside them, as TOML or JSON:",
        table(("file", "what it says"), list(_settings())),
    )


def _table_row(path: Path) -> Sequence[str]:
    rows = read(path)
    columns = list(rows[0])
    doubtful = sum(row["status"] != "confirmed" for row in rows) if "status" in columns else 0
    return (
        f"[{path.parent.parent.name}/{path.stem}](../../{path.relative_to(ROOT).as_posix()})",
        f"{len(rows):,}",
        f"{doubtful:,}" if "status" in columns else "",
        codes(columns, " "),
        codes(column for column in columns if column in _SOURCES) or "no column",
        codes(_readers(path)),
        codes(_compilers(path)),
    )


def _readers(path: Path) -> Iterator[str]:
    """The modules that name the table where they read it: `rows("route", "ports", …)`."""
    named = re.compile(rf'"{path.parent.parent.name}",\s*"{path.stem}"')
    for module in sorted(SRC.rglob("*.py")):
        if named.search(module.read_text("utf-8")):
            yield module.relative_to(SRC).as_posix()


def _compilers(path: Path) -> Iterator[str]:
    for script in sorted((ROOT / "tools").glob("compile_*.py")):
        if re.search(rf'(tables/|write\(TABLES / "){path.stem}\.csv', script.read_text("utf-8")):
            yield f"tools/{script.name}"


def _settings() -> Iterator[tuple[str, str]]:
    for name, says in (
        ("screening/policy.toml", "what is held, reviewed and cleared, and whose law binds"),
        ("match/weights.toml", "the weights of a score"),
        ("lists/tables/ftm_schema.json", "the schemata and properties of FollowTheMoney, compiled from it"),
    ):
        yield f"[{name}](../../src/crible/{name})", says
    rules = len(list((SRC / "redflags/rules").glob("*.toml")))
    yield (
        "[redflags/rules](../../src/crible/redflags/rules)",
        f"{rules} rules, one file each: [red flags](red-flags.md)",
    )


def input_columns() -> str:
    """Our columns and every header that is understood as one of them."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in read(SRC / "intake/tables/headers.csv"):
        found.setdefault(row["column"], []).append(row)
    whole = {name: rows for name, rows in found.items() if "*" not in name}
    facts = {name.removeprefix("*_"): rows for name, rows in found.items() if name.startswith("*_")}
    before = {name.removesuffix("_*"): rows for name, rows in found.items() if name.endswith("_*")}
    return page(
        "Input columns",
        "A header is understood whatever its case, accents, spaces and punctuation. What is not in these tables is "
        "carried through and reported, never guessed. Only `order_id` and one party or one line of goods are required; "
        "rows with the same `order_id` are one order.",
        "## Columns of an order",
        _synonyms(whole),
        "## What a column may say of a party",
        "In a file of parties these stand alone. In a file of orders they follow or precede the word of a role: "
        "`buyer_country`, `Country of consignee`, `Pays du destinataire`.",
        _synonyms(facts),
        "## Words for a role that count only before one of those",
        _synonyms(before),
        "## In the tables of ERP systems",
        _systems(found),
    )


def _synonyms(found: Mapping[str, Iterable[Mapping[str, str]]]) -> str:
    rows = [(code(name), *(_written(rows, language) for language in _LANGUAGES)) for name, rows in found.items()]
    return table(("our column", "English", "French", "German", "Spanish"), [row for row in rows if any(row[1:])])


def _written(rows: Iterable[Mapping[str, str]], language: str) -> str:
    return ", ".join(row["synonym"] for row in rows if row["language"] == language)


def _systems(found: Mapping[str, Iterable[Mapping[str, str]]]) -> str:
    rows = [
        (row["source"], code(row["synonym"]), code(name.replace("*", "…")))
        for name, rows in found.items()
        for row in rows
        if row["language"] in _SYSTEMS
    ]
    return table(("system and table", "field", "our column"), sorted(rows))
