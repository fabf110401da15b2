"""Which orders are held, by whose law, and which papers would settle each?

python examples/held_orders.py
"""

from pathlib import Path

import crible
from crible.report.sentences import document, say

ORDERS = Path(__file__).with_name("orders.csv")


def main() -> None:
    """Print each held order with the findings that hold it."""
    world = crible.open_world("embedded")
    for decision in crible.screen_file(ORDERS, world):
        if decision.decision == "hold":
            print(f"{decision.id}, judged as of {decision.as_of}")
            for hit in decision.hits:
                if hit.severity == "critical":
                    print(f"  {say(hit.says, 'en')}")
                    print(f"    {say(hit.because, 'en')}")
            print(f"  would settle it: {'; '.join(document(code, 'en') for code in decision.to_settle)}\n")


if __name__ == "__main__":
    main()
