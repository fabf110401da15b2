"""What must not be lost: official files as they were got, and snapshots that never change once written."""

from crible.store.build import build
from crible.store.fetch import Outcome, fetch_from
from crible.store.home import home_folder
from crible.store.reading import Accepted
from crible.store.worlds import EMBEDDED, open_world

__all__ = ["EMBEDDED", "Accepted", "Outcome", "build", "fetch_from", "home_folder", "open_world"]
