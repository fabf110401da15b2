"""The same order for a French, a British and an American firm: who is listed is one thing, whom it binds another.

python examples/one_order_three_homes.py
"""

from datetime import date

import crible
from crible.records.transaction import Role
from crible.report.sentences import say
from crible.screening import read_policy

ORDER = crible.Transaction(
    id="PO-1",
    date=date(2023, 1, 10),
    parties=(
        crible.Party(role=Role.SELLER, names=("Aubrac Composants SAS",), country="fr"),
        crible.Party(role=Role.BUYER, names=("Command of the Military Transport Aviation",), country="ru"),
    ),
)


def main() -> None:
    """Print what each home is told of the listed buyer."""
    for home in ("FR", "GB", "US"):
        world = crible.open_world("embedded", policy=read_policy(home=[home]))
        decision = crible.screen(ORDER, world)
        print(f"{home}: {decision.decision}")
        for hit in decision.hits:
            if hit.entity:
                print(f"  {hit.entity.caption}, {hit.regime}, {hit.measure}: {hit.binds}")
                print(f"  {say(hit.because, 'en')}")


if __name__ == "__main__":
    main()
