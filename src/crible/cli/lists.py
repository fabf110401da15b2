"""`crible lists` and `crible lists fetch`: which lists can be read, and taking them in."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from crible.cli.output import chosen_format, json_line, json_text, say, tell
from crible.lists import LISTS, UNREAD, card_of, crible_uav
from crible.lists.card import Card
from crible.records.error import CribleError
from crible.report import table
from crible.store import Accepted, Outcome, fetch_from, home_folder
from crible.store.originals import Publication, current

DONE, REFUSED = 0, 3


def show(arguments: Namespace) -> int:
    """Every list it can read, and the copy in force."""
    home = home_folder()
    cards = [card_of(name) for name in LISTS]
    rows = [_row(card, current(home, card.list)) for card in cards]
    rows.append(_register_row(crible_uav.CARD))
    rows += [{**row, "day": "", "entities": "", "state": "cannot_read_yet"} for row in UNREAD.values()]
    form = chosen_format(arguments)
    if form == "table":
        print(table.lists_table(rows, arguments.lang))
    elif form == "json":
        print(json_text(rows))
    else:
        print("\n".join(map(json_line, rows)))
    return DONE


def _row(card: Card, copy: Publication | None) -> dict[str, str]:
    return {
        "list": card.list,
        "publisher": card.publisher,
        "format": card.format_titles,
        "day": copy.day or "" if copy else "",
        "entities": str(copy.entities) if copy else "",
        "state": copy.state if copy else "never_fetched",
    }


def _register_row(card: Card) -> dict[str, str]:
    return {
        "list": card.list,
        "publisher": card.publisher,
        "format": card.format_titles,
        "day": crible_uav.DAY,
        "entities": str(len(crible_uav.subjects())),
        "state": "embedded",
    }


def fetch(arguments: Namespace) -> int:
    """Take the newest good copy of each list from a folder; say what was refused."""
    if not arguments.root:
        raise CribleError(
            "crible does not download lists by itself yet",
            do="download the files and give their folder with --from DIR",
        )
    outcomes = fetch_from(
        home_folder(),
        Path(arguments.root),
        wanted=arguments.lists,
        on=arguments.on.isoformat() if arguments.on else None,
        accepted=Accepted(excerpt=arguments.accept, partial=arguments.accept_partial),
    )
    stored = [outcome.publication for outcome in outcomes if outcome.publication]
    _print(arguments, stored)
    for outcome in outcomes:
        _tell(outcome)
    refused = any(o.what == "refused" for o in outcomes) or any(copy.refused for copy in stored)
    missing = any(o.what == "not found" for o in outcomes) and bool(arguments.lists)
    return REFUSED if refused or missing else DONE


def _print(arguments: Namespace, stored: list[Publication]) -> None:
    rows: list[dict[str, Any]] = [
        {
            "list": c.list_name,
            "day": c.day or "",
            "entities": c.entities,
            "names": c.names,
            "state": c.state,
            "sha256": c.sha256,
        }
        for c in stored
    ]
    form = chosen_format(arguments)
    if form == "table":
        shown = [{**{key: str(value) for key, value in row.items()}, "sha256": row["sha256"][:12]} for row in rows]
        print(table.lists_table(shown, arguments.lang))
    else:
        print(json_text(rows) if form == "json" else "\n".join(map(json_line, rows)))


def _tell(outcome: Outcome) -> None:
    if outcome.what != "stored":
        tell(f"{outcome.what}: {outcome.list} {outcome.why}".rstrip(), where=outcome.where, do=outcome.do)
    elif outcome.publication and (outcome.publication.refused or outcome.publication.why or outcome.replaces):
        copy = outcome.publication
        remarks = [remark for remark in (copy.why, outcome.replaces) if remark]
        remarks += [f"{len(copy.refused)} rows refused"] if copy.refused else []
        say(f"{copy.state}: {copy.list_name}, {'; '.join(remarks)}")
        for row in copy.refused[:20]:
            say(f"  refused row: {row['what']} ({row['where']})")
