"""The reference page of the command line, from the parser that reads it."""

import argparse
import re
from collections.abc import Iterator

import crible.cli
from crible.cli.arguments import parser
from markdown_text import code, codes, page, table

_ENVIRONMENT = [
    ("CRIBLE_HOME", "the home folder, where lists and snapshots are kept; else the platform's data folder"),
    ("CRIBLE_DEBUG", "set to anything: an internal error shows all it knows, names of the input included"),
    ("CRIBLE_ALLOW_PRIVATE_ADDRESSES", "`1`: `lists fetch` may ask hosts inside your own network, as a mirror may be"),
    ("HTTPS_PROXY, HTTP_PROXY, NO_PROXY", "the proxy that `lists fetch` goes through, and the hosts it does not"),
    ("SSL_CERT_FILE", "certificates to trust in place of the system's"),
]
_OUTPUT = (
    "Data goes to stdout, everything else to stderr. Without `--format` a command prints a table on a terminal and "
    "JSON lines otherwise. `--lang` changes what people read, never the data."
)


def command_line() -> str:
    """Every command with its options, the exit codes, the environment."""
    top = parser()
    return page(
        "The command line",
        _OUTPUT,
        *(_command(path, says, command) for path, says, command in _commands(top, "crible")),
        "## Exit codes",
        table(("code", "meaning"), exit_codes()),
        "When rows were refused the code is 3, whatever was found in the others: look at both. Only `lists fetch` "
        "reaches the network, and only it gives 4: a publisher did not answer, and nothing was refused.",
        "## Environment",
        table(("variable", "meaning"), [(codes(names.split(", ")), says) for names, says in _ENVIRONMENT]),
    )


def exit_codes() -> list[tuple[str, str]]:
    """The exit codes as the door of the house states them."""
    stated = " ".join((crible.cli.__doc__ or "").partition("Exit codes:")[2].split()).rstrip(".")
    return [(code, says) for code, says in (part.split(" ", 1) for part in re.split(r" · (?=\d )", stated))]


def _commands(of: argparse.ArgumentParser, path: str) -> Iterator[tuple[str, str, argparse.ArgumentParser]]:
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            for choice in action._choices_actions:
                command = action.choices[choice.dest]
                yield f"{path} {choice.dest}", choice.help or "", command
                yield from _commands(command, f"{path} {choice.dest}")


def _command(path: str, says: str, command: argparse.ArgumentParser) -> str:
    own = [action for action in command._actions if not isinstance(action, argparse._HelpAction)]
    positions = [action for action in own if not action.option_strings and not _is_branch(action)]
    options = [action for action in own if action.option_strings]
    called = " ".join([path, *map(_called, positions), *(["[options]"] if options else [])])
    rows = [(code(_written(action)), _meaning(action)) for action in (*positions, *options) if _tells(action)]
    parts = [f"## {path}", f"{says[:1].upper()}{says[1:]}.", f"```text\n{called}\n```"]
    if _is_only_branches(own):
        parts.pop()
    return "\n\n".join([*parts, table(("argument", "meaning"), rows)] if rows else parts)


def _tells(action: argparse.Action) -> bool:
    return bool(action.option_strings or action.help)


def _is_branch(action: argparse.Action) -> bool:
    return isinstance(action, argparse._SubParsersAction)


def _is_only_branches(own: list[argparse.Action]) -> bool:
    return bool(own) and all(_is_branch(action) and action.required for action in own)


def _called(action: argparse.Action) -> str:
    name = str(action.metavar or action.dest.upper())
    return {"+": f"{name}…", "*": f"[{name}…]", "?": f"[{name}]"}.get(str(action.nargs), name)


def _written(action: argparse.Action) -> str:
    if not action.option_strings:
        return _called(action)
    name = action.option_strings[-1]
    if action.nargs == 0:
        return name
    return f"{name} {'|'.join(action.choices) if action.choices else action.metavar or action.dest.upper()}"


def _meaning(action: argparse.Action) -> str:
    again = (
        "; may be repeated" if isinstance(action, argparse._AppendAction) and "repeated" not in str(action.help) else ""
    )
    default = "" if action.default in (None, False, [], argparse.SUPPRESS) else f"; default {action.default}"
    return f"{action.help or ''}{again}{default}".removeprefix("; ")
