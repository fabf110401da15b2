"""Write the pages of docs/reference, from the parser, the tables, the cards and real answers. Run by `make docs`.

python tools/write_reference.py [--into DIR]
"""

import argparse
import os
import tempfile
from pathlib import Path

from reference_commands import command_line
from reference_law import red_flags, regimes_and_measures, what_would_settle_it
from reference_output import output
from reference_tables import cards, input_columns, lists, one_list, tables
from write_schema import schema_text

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"


def pages() -> dict[str, str]:
    """Every generated page, by its path below docs/reference."""
    return {
        "command-line.md": command_line(),
        "input-columns.md": input_columns(),
        "output.md": output(),
        "lists.md": lists(),
        **{f"lists/{card.list}.md": one_list(card) for card in cards()},
        "regimes-and-measures.md": regimes_and_measures(),
        "red-flags.md": red_flags(),
        "what-would-settle-it.md": what_would_settle_it(),
        "tables.md": tables(),
        "transaction.schema.json": schema_text(),
    }


def main() -> None:
    """Write them; what stands in the folder beside them is left alone."""
    command = argparse.ArgumentParser(description=__doc__)
    command.add_argument("--into", type=Path, default=REFERENCE, metavar="DIR")
    into = command.parse_args().into
    with tempfile.TemporaryDirectory() as home:
        os.environ["CRIBLE_HOME"] = home  # what is fetched on this machine must not show on a page
        for name, text in pages().items():
            path = into / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
