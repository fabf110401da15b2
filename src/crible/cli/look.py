"""`crible search` and `--version`: looking without deciding."""

from argparse import Namespace
from typing import Any

from crible.cli.output import chosen_format, json_line, json_text
from crible.cli.output import say as talk
from crible.cli.screen import asked_world
from crible.lists import crible_uav
from crible.match import SCHEMATA, Match
from crible.names.places import country_code
from crible.records.error import CribleError
from crible.records.hit import Evidence
from crible.report import table, wire
from crible.report.sentences import say
from crible.screening import World
from crible.screening.policy import tables_digest
from crible.store import open_world

NOTHING, LOOK = 0, 1


def search(arguments: Namespace) -> int:
    """The likeliest listed entities for one name, near misses too, and where was looked."""
    world = asked_world(arguments)
    name = arguments.name.encode("utf-8", "replace").decode()
    found = world.search(name, limit=arguments.limit, **_facts(arguments))
    weak = [say(hit.says, "en", isolate=False) for hit in world.reservations(name)]
    answer = {
        "query": {"name": name, **_facts(arguments)},
        "results": [result(match) for match in found],
        "searched": [
            {"list": c.list, "version": c.version, "entities": c.entities, "state": c.state} for c in world.copies
        ],
        "not_searched": [{"list": n.list, "because": say(n.because, "en", isolate=False)} for n in world.not_searched],
        "warnings": weak,
    }
    form = chosen_format(arguments)
    if form == "table":
        print(_table(found, world, arguments))
    else:
        print(json_text(answer) if form == "json" else json_line(answer))
    for remark in weak:
        talk(remark)
    return LOOK if weak or any(match.score >= world.policy.threshold for match in found) else NOTHING


def _facts(arguments: Namespace) -> dict[str, Any]:
    facts: dict[str, Any] = {"schema": arguments.schema, "born": arguments.birth_date}
    if arguments.schema and arguments.schema not in SCHEMATA:
        do = f"choose among {', '.join(sorted(SCHEMATA))}"
        raise CribleError(f"{arguments.schema[:40]!r} is no schema that lists use", do=do)
    if arguments.country:
        facts["country"] = country_code(arguments.country)
        if facts["country"] is None:
            raise CribleError(f"{arguments.country[:40]!r} is no country known here", do="write its ISO code, e.g. IR")
    return {name: value for name, value in facts.items() if value is not None}


def result(match: Match) -> dict[str, Any]:
    """One candidate, as JSON says it."""
    return {
        "id": match.entity.id,
        "caption": match.entity.caption,
        "schema": match.entity.schema,
        "datasets": list(match.entity.datasets),
        "score": match.score,
        "priority": match.priority,
        "matched_name": match.matched_name,
        "name_class": str(match.name_class),
        "evidence": [wire.evidence(part) for part in match.evidence],
    }


def _table(found: list[Match], world: World, arguments: Namespace) -> str:
    rows = [
        {
            "score": f"{match.score:.2f}",
            "id": match.entity.id,
            "caption": match.entity.caption,
            "matched": match.matched_name,
            "because": "; ".join(map(_reason, match.evidence)),
        }
        for match in found
    ]
    lines = [table.lists_table(rows, arguments.lang) if rows else "no candidate"]
    lines += [f"searched      {c.list} {c.version}: {c.entities}" for c in world.copies]
    lines += [f"NOT SEARCHED  {n.list}: {say(n.because, arguments.lang)}" for n in world.not_searched]
    return "\n".join(lines)


def _reason(part: Evidence) -> str:
    return f"{part.what} {part.agreement} {part.weight:+.1f}"


def versions() -> str:
    """Table and snapshot versions, one a line."""
    world = open_world()
    return f"tables {tables_digest()}\nregister {crible_uav.VERSION}\nsnapshot {world.snapshot}"
