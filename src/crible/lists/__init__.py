"""Who is listed? Official files → entities; one list = one card, and one reader for each format it is published in.

`LISTS` is the table of lists that crible can read. The embedded register is beside it, not in it: it is
never fetched. `UNREAD` are lists that this version knows of and cannot read, so that every answer can say so.
"""

from crible.lists.card import Card, ListReader
from crible.lists.eu import journal
from crible.lists.ofac import legacy
from crible.lists.un import security_council
from crible.records.error import CribleError
from crible.records.table import rows

# By list, the reader of the format that says most first.
LISTS: dict[str, tuple[ListReader, ...]] = {
    readers[0].card.list: readers
    for readers in (
        (legacy.SDN,),
        (legacy.CONS,),
        (security_council.READER,),
        (journal.READER,),
    )
}
UNREAD: dict[str, dict[str, str]] = {
    row["list"]: row for row in rows("lists", "unread_lists", ["list", "publisher", "format"])
}


def readers(list_name: str) -> tuple[ListReader, ...]:
    """The readers of a list, the format that says most first; it raises for a list that nobody can read."""
    if list_name not in LISTS:
        raise CribleError(f"unknown list: {list_name[:64]!r}", do=f"choose among {', '.join(LISTS)}")
    return LISTS[list_name]


def reader(list_name: str, format_key: str) -> ListReader:
    """The reader of a list in one format."""
    for one in readers(list_name):
        if one.format.key == format_key:
            return one
    raise CribleError(f"{list_name} has no format {format_key[:64]!r}", do="fetch the list again with this version")


def card_of(list_name: str) -> Card:
    """The card of a list."""
    return readers(list_name)[0].card


__all__ = ["LISTS", "UNREAD", "Card", "ListReader", "card_of", "reader", "readers"]
