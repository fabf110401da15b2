"""Write docs/reference/transaction.schema.json: what a transaction given as JSON looks like.

Run from the checkout:  python tools/write_schema.py
"""

import json
from pathlib import Path

from crible.intake import transaction_schema

TARGET = Path(__file__).resolve().parents[1] / "docs/reference/transaction.schema.json"


def schema_text() -> str:
    """The file as it should stand."""
    return json.dumps(transaction_schema(), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the file."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(schema_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
