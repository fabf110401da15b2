"""Who is listed? Official files → entities; one list = one reader and one card.

`LISTS` is the table of lists that crible can read. The embedded register is beside it, not in it: it is
never fetched. `UNREAD` are lists that this version knows of and cannot read, so that every answer can say so.
"""

from crible.lists import eu_journal, ofac_legacy, un_sc
from crible.lists.card import ListReader
from crible.records.table import rows

LISTS: dict[str, ListReader] = {
    reader.card.list: reader for reader in (ofac_legacy.SDN, ofac_legacy.CONS, un_sc.READER, eu_journal.READER)
}
UNREAD: dict[str, dict[str, str]] = {
    row["list"]: row for row in rows("lists", "unread_lists", ["list", "publisher", "format"])
}

__all__ = ["LISTS", "UNREAD", "ListReader"]
