"""`crible lists`, `lists show`, `lists fetch`, `lists add`: which lists there are, how they stand, taking them in."""

import os
from argparse import Namespace
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from crible.cli.output import chosen_format, json_line, json_text, say, tell
from crible.lists import UNREAD, crible_uav, readers
from crible.records.error import CribleError
from crible.report import table
from crible.store import Accepted, Outcome, fetch_from, home_folder
from crible.store.census import VITAL
from crible.store.crosscheck import Check
from crible.store.health import DAMAGED, Field, Health, checks, health, of_list
from crible.store.originals import Publication, standing
from crible.store.own import add_own

DONE, REFUSED, UNREACHABLE = 0, 3, 4
_ALLOW_PRIVATE = "CRIBLE_ALLOW_PRIVATE_ADDRESSES"  # for servers in tests, and mirrors inside a firm


def show(arguments: Namespace) -> int:
    """Every list it can read, and how the copy in force stands."""
    home, today = home_folder(), _today()
    found = list(health(home, today))
    rows = [*map(_row, found), _register_row(), *(_unread(row) for row in UNREAD.values())]
    form = chosen_format(arguments)
    if form == "table":
        shown = ("list", "publisher", "format", "age", "entities", "state")
        print(table.lists_table([{key: _cell(row[key]) for key in shown} for row in rows], arguments.lang))
        for line in (*_troubles(found), *_disagreements(checks(home))):
            print(line)
    else:
        print(json_text(rows) if form == "json" else "\n".join(map(json_line, rows)))
    for one in found:
        if one.state == DAMAGED:
            do = f"fetch the list again: `crible lists fetch {one.card.list}`"
            tell(f"crible: {one.why}", where=str(home), do=do)
    return REFUSED if any(one.state == DAMAGED for one in found) else DONE


def detail(arguments: Namespace) -> int:
    """One list: where it comes from, what it holds against the good copy before it, what was refused."""
    home = home_folder()
    readers(arguments.list)
    one = of_list(home, arguments.list, _today())
    about = [check for check in checks(home) if arguments.list in (*check.left, *check.right)]
    row = _row(one) | {
        "files": [_file(file) for file in one.copy.files] if one.copy else [],
        "accepted": one.copy.accepted if one.copy else [],
        "before": one.before.version if one.before else None,
        "fields": [_field(field, one) for field in one.fields],
        "refused_rows": one.copy.refused if one.copy else [],
        "checks": about,
    }
    if chosen_format(arguments) == "table":
        _print_detail(one, row, about, arguments)
    else:
        print(json_text(row))
    return DONE


def _print_detail(one: Health, row: dict[str, Any], about: Iterable[Check], arguments: Namespace) -> None:
    told = ("list", "publisher", "format", "version", "day", "checked", "age", "entities", "names", "state", "why")
    for key in told:
        if row[key] not in (None, ""):
            print(f"{key:<10} {row[key]}")
    for file in row["files"]:
        print(f"{'file':<10} {file['name']}  {file['sha256'][:12]}…  {file['url'] or 'found in a folder'}")
    for what in row["accepted"]:
        print(f"{'accepted':<10} {what}")
    kept = [field for field in one.fields if field.name in VITAL or field.before not in (None, field.values)]
    if kept:
        cells = [{key: _cell(value) for key, value in _field(field, one).items()} for field in kept]
        print("\n" + table.lists_table(cells, arguments.lang))
    for line in (*_refused_rows(one.copy), *_disagreements(about)):
        print(line)


def _field(field: Field, one: Health) -> dict[str, Any]:
    subjects = one.copy.entities if one.copy else 0
    share = round(field.filled / subjects, 4) if subjects else None
    return {"field": field.name, "values": field.values, "before": field.before, "filled": share}


def _file(file: Any) -> dict[str, str]:
    return {
        "name": file.name,
        "sha256": file.sha256,
        "url": file.source.url if file.source else "",
        "fetched_at": file.source.fetched_at if file.source else "",
    }


def _row(one: Health) -> dict[str, Any]:
    card, copy = one.card, one.copy
    return {
        "list": card.list,
        "publisher": card.publisher,
        "format": card.format(copy.format).title if copy and copy.format else card.format_titles,
        "version": copy.version if copy else None,
        "day": copy.day if copy else None,
        "checked": (copy.checked_at or None) if copy else None,
        "age": one.age,
        "max_age": card.max_age_days,
        "entities": copy.entities if copy else None,
        "names": copy.names if copy else None,
        "entities_before": one.before.entities if one.before else None,
        "refused": len(copy.refused) if copy else None,
        "state": one.state,
        "why": one.why,
    }


def _register_row() -> dict[str, Any]:
    card, subjects = crible_uav.CARD, crible_uav.subjects()
    return _unread({"list": card.list, "publisher": card.publisher, "format": card.format_titles}) | {
        "version": crible_uav.VERSION,
        "day": crible_uav.DAY,
        "age": (_today() - date.fromisoformat(crible_uav.DAY)).days,
        "max_age": card.max_age_days,
        "entities": len(subjects),
        "names": sum(len(subject.entity.names()) for subject in subjects),
        "state": "embedded",
    }


def _unread(row: dict[str, str]) -> dict[str, Any]:
    silent = ("version", "day", "checked", "age", "max_age", "entities", "names", "entities_before", "refused")
    return {**row, **dict.fromkeys(silent), "state": "cannot_read_yet", "why": ""}


def _today() -> date:
    return date.today()  # noqa: DTZ011, TID251


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")  # noqa: TID251


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def _troubles(found: Iterable[Health]) -> Iterable[str]:
    for one in found:
        if one.why:
            yield f"{one.state.upper()}  {one.card.list}: {one.why}"


def _disagreements(found: Iterable[Check]) -> Iterable[str]:
    for one in found:
        sides = f"{' and '.join(one.left)} against {' and '.join(one.right)}"
        counts = f"{one.both:,} on both, {one.left_only:,} and {one.right_only:,} on one only"
        examples = f", such as {', '.join(one.examples)}" if one.alarm else ""
        yield f"{'DISAGREE' if one.alarm else 'agree'}  {sides}, by {one.by}: {counts}{examples}"


def _refused_rows(copy: Publication | None) -> Iterable[str]:
    for row in (copy.refused if copy else [])[:20]:
        yield f"refused row: {row['what']} ({row['where']})"


def fetch(arguments: Namespace) -> int:
    """Take the newest good copy of each list, from a folder or from its publisher; say what was refused."""
    accepted = Accepted(excerpt=arguments.accept, partial=arguments.accept_partial, at=_now())
    if arguments.root:
        on = arguments.on.isoformat() if arguments.on else None
        outcomes = fetch_from(home_folder(), Path(arguments.root), wanted=arguments.lists, on=on, accepted=accepted)
    else:
        outcomes = _online(arguments, accepted)
    return _finish(arguments, outcomes)


def _online(arguments: Namespace, accepted: Accepted) -> list[Outcome]:
    from crible.store.online import Network, fetch_online

    if arguments.on:
        raise CribleError("publishers offer today's copy only", do="leave --on out, or give a folder with --from DIR")
    network = Network(mirror=arguments.mirror, open_to_private=os.environ.get(_ALLOW_PRIVATE) == "1")
    return fetch_online(home_folder(), wanted=arguments.lists, accepted=accepted, network=network)


def add(arguments: Namespace) -> int:
    """Take in a list of the user's own."""
    accepted = Accepted(excerpt=(arguments.name, f"house_{arguments.name}") if arguments.accept else (), at=_now())
    return _finish(arguments, [add_own(home_folder(), arguments.name, Path(arguments.file), accepted=accepted)])


def _finish(arguments: Namespace, outcomes: list[Outcome]) -> int:
    stored = [outcome.publication for outcome in outcomes if outcome.publication]
    _print(arguments, stored)
    for outcome in outcomes:
        _tell(outcome)
    if any(o.what == "refused" for o in outcomes) or any(copy.refused for copy in stored):
        return REFUSED
    if any(o.what == "unreachable" for o in outcomes):
        return UNREACHABLE
    return REFUSED if getattr(arguments, "lists", ()) and any(o.what == "not found" for o in outcomes) else DONE


def _print(arguments: Namespace, stored: list[Publication]) -> None:
    rows: list[dict[str, Any]] = [
        {
            "list": c.list_name,
            "day": c.day or "",
            "entities": c.entities,
            "names": c.names,
            "state": standing(home_folder(), c)[0],
            "sha256": c.sha256,
        }
        for c in stored
    ]
    form = chosen_format(arguments)
    if form == "table":
        shown = [{**{key: str(value) for key, value in row.items()}, "sha256": row["sha256"][:12]} for row in rows]
        print(table.lists_table(shown, arguments.lang))
    else:
        print(json_text(rows) if form == "json" else "\n".join(map(json_line, rows)), end="\n" if rows else "")


def _tell(outcome: Outcome) -> None:
    if outcome.publication is None:
        tell(f"{outcome.what}: {outcome.list} {outcome.why}".rstrip(), where=outcome.where, do=outcome.do)
        return
    copy = outcome.publication
    remarks = [remark for remark in (copy.why, outcome.replaces, *copy.accepted) if remark]
    remarks += [f"{len(copy.refused)} rows refused"] if copy.refused else []
    what = "unchanged" if outcome.what == "unchanged" else standing(home_folder(), copy)[0]
    if what == "unchanged" or remarks:
        say(f"{what}: {copy.list_name} {'; '.join(remarks)}".rstrip())
    for row in copy.refused[:20]:
        say(f"  refused row: {row['what']} ({row['where']})")
