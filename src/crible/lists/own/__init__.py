"""Lists of the user's own: the exports of OpenSanctions they have got, and the lists their house keeps.

They have no card of their own: `readers` makes one for any list whose name begins with `opensanctions_` or
`house_`, and `list_of` gives that name for files that OpenSanctions named.
"""

from crible.lists.own.naming import list_of
from crible.lists.own.reading import is_own, readers

__all__ = ["is_own", "list_of", "readers"]
