"""Who is listed? Official files → entities; one list = one reader and one card.

`LISTS` is the table of lists that crible can read; the embedded register is beside it, not in it: it is
never fetched.
"""

from crible.lists import eu_journal, ofac_legacy, un_sc
from crible.lists.card import ListReader

LISTS: dict[str, ListReader] = {
    reader.card.list: reader for reader in (ofac_legacy.SDN, ofac_legacy.CONS, un_sc.READER, eu_journal.READER)
}

__all__ = ["LISTS", "ListReader"]
