"""Trade passed through a sieve: transactions against sanctions and export lists, with reasons.

import crible
world = crible.open_world()
for decision in crible.screen_file("orders.csv", world): ...
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crible.engines import screen_file as screen_file
    from crible.match import Match as Match
    from crible.match import compare as compare
    from crible.records.decision import Decision as Decision
    from crible.records.entity import Entity as Entity
    from crible.records.error import CribleError as CribleError
    from crible.records.hit import Evidence as Evidence
    from crible.records.hit import Hit as Hit
    from crible.records.transaction import Party as Party
    from crible.records.transaction import Transaction as Transaction
    from crible.screening.screen import screen as screen
    from crible.screening.world import World as World
    from crible.store import open_world as open_world

# What is public, and where it lives; loaded when first asked for, so that `import crible` costs nothing.
_ROOMS = {
    "CribleError": "records.error",
    "Decision": "records.decision",
    "Entity": "records.entity",
    "Evidence": "records.hit",
    "Hit": "records.hit",
    "Match": "match",
    "Party": "records.transaction",
    "Transaction": "records.transaction",
    "World": "screening",
    "compare": "match",
    "open_world": "store",
    "screen": "screening",
    "screen_file": "engines",
}
__all__ = [*_ROOMS]


__version__: str  # records.version.VERSION, loaded when first asked for


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("crible.records.version").VERSION
    if name in _ROOMS:
        return getattr(import_module(f"crible.{_ROOMS[name]}"), name)
    raise AttributeError(f"module 'crible' has no attribute {name!r}")
