"""`crible snapshot build | show | diff | delta | apply | list`."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from crible.cli.output import chosen_format, json_line, json_text, say
from crible.records.error import CribleError
from crible.records.hit import message
from crible.report import table
from crible.report.sentences import say as sentence
from crible.store import build as freeze
from crible.store import deltas, differ, home_folder, snapshots
from crible.store.worlds import EMBEDDED, embedded_manifest

DONE = 0
SHOWN = ("list", "version", "entities", "names", "state", "sha256")


def build(arguments: Namespace) -> int:
    """Freeze the good copies; the id on stdout, what is degraded or missing on stderr."""
    home = home_folder()
    names = (arguments.name,) if arguments.name else ()
    this = freeze(home, lists=arguments.list, names=names)
    read = snapshots.manifest(snapshots.folder(home, this))
    for row in read.lists:
        if row["state"] != "good":
            say(f"{row['state']}: {row['list']} {row['why']}")
    for row in read.missing:
        say(f"not in it: {row['list']} ({sentence(message('not_searched.' + row['because']), 'en')})")
    print(this)
    return DONE


def shape(asked: str | None) -> dict[str, Any]:
    """What is in a snapshot, as JSON says it; without one asked for, the newest, else the embedded register."""
    home = home_folder()
    if asked == EMBEDDED or (asked is None and "latest" not in snapshots.named(home)):
        this, read = embedded_manifest()
    else:
        folder = snapshots.folder(home, asked or "latest")
        this, read = snapshots.id_of(folder), snapshots.manifest(folder)
    return {
        "id": this,
        "lists": [{key: row[key] for key in SHOWN} for row in read.lists],
        "not_in_it": [row["list"] for row in read.missing],
        "subjects": read.subjects,
        "names": read.names,
    }


def show(arguments: Namespace) -> int:
    """What is in a snapshot."""
    what = shape(arguments.snapshot)
    if chosen_format(arguments) == "table":
        rows = [{**{k: str(v) for k, v in row.items()}, "sha256": row["sha256"][:12]} for row in what["lists"]]
        print(f"snapshot {what['id']}\n\n{table.lists_table(rows, arguments.lang)}")
        for name in what["not_in_it"]:
            print(f"NOT IN IT  {name}")
    else:
        print(json_text(what))
    return DONE


def diff(arguments: Namespace) -> int:
    """What changed from one snapshot to another."""
    home = home_folder()
    changes = differ.diff(snapshots.folder(home, arguments.before), snapshots.folder(home, arguments.after))
    if chosen_format(arguments) == "table":
        rows = [
            {
                "change": row.get("event", kind),
                "id": row["id"],
                "caption": row["caption"],
                "list": row["list"],
                "by": row.get("day") or "",
                "fields": ", ".join(row.get("fields", ())),
            }
            for kind in ("added", "removed", "changed")
            for row in changes[kind]
        ]
        print(table.lists_table(rows, arguments.lang) if rows else "no difference")
    else:
        print(json_text(changes))
    return DONE


def delta(arguments: Namespace) -> int:
    """Write what leads from one snapshot to another."""
    home = home_folder()
    packed = deltas.delta(snapshots.folder(home, arguments.before), snapshots.folder(home, arguments.after))
    Path(arguments.out).write_bytes(packed)
    return DONE


def apply(arguments: Namespace) -> int:
    """Apply a delta to the snapshot it starts from; the id of the one it leads to on stdout."""
    home, path = home_folder(), Path(arguments.file)
    if not path.is_file():
        raise CribleError("there is no such file", where=str(path), do="give the file that `snapshot delta` wrote")
    told = deltas.read(path.read_bytes(), str(path))
    files = deltas.applied(snapshots.folder(home, told.before), told, str(path))
    print(snapshots.write(home, files, names=("latest", *([arguments.name] if arguments.name else ()))))
    return DONE


def show_all(arguments: Namespace) -> int:
    """The snapshots there are, and the names that point to them."""
    home = home_folder()
    named = snapshots.named(home)
    rows = [
        {
            "id": this,
            "names": ", ".join(name for name, target in named.items() if target == this),
            "lists": ", ".join(row["list"] for row in snapshots.manifest(home / "snapshots" / this).lists),
        }
        for this in snapshots.ids(home)
    ]
    form = chosen_format(arguments)
    if form == "table":
        print(table.lists_table(rows, arguments.lang) if rows else "no snapshot yet: run `crible snapshot build`")
    else:
        print(json_text(rows) if form == "json" else "\n".join(map(json_line, rows)))
    return DONE
