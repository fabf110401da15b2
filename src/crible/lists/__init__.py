"""Who is listed? Official files → entities; one list = one card, and one reader for each format it is published in.

`LISTS` is the table of lists that crible can read. The embedded register is beside it, not in it: it is
never fetched. `UNREAD` are lists that this version knows of and cannot read, so that every answer can say so.
"""

from crible.lists import own
from crible.lists.au import consolidated
from crible.lists.ca import sema
from crible.lists.card import Card, ListReader
from crible.lists.ch import seco
from crible.lists.eu import fsf, journal
from crible.lists.fr import gels
from crible.lists.gb import fcdo, ofsi
from crible.lists.jp import end_users
from crible.lists.ofac import advanced, classic, enhanced, legacy
from crible.lists.un import security_council
from crible.lists.us import denied_persons, screening_list
from crible.records.error import CribleError
from crible.records.table import rows

# By list, the reader of the format that says most first.
LISTS: dict[str, tuple[ListReader, ...]] = {
    readers[0].card.list: readers
    for readers in (
        (advanced.SDN, enhanced.SDN, classic.SDN, legacy.SDN),
        (advanced.CONS, enhanced.CONS, classic.CONS, legacy.CONS),
        (security_council.READER,),
        (journal.READER,),
        (fsf.XML, fsf.CSV),
        (screening_list.JSON, screening_list.CSV),
        (denied_persons.READER,),
        (gels.JSON_READER, gels.XML_READER),
        fcdo.READERS,
        (ofsi.READER,),
        (seco.READER,),
        (sema.READER,),
        (consolidated.READER,),
        (end_users.READER,),
    )
}
UNREAD: dict[str, dict[str, str]] = {
    row["list"]: row for row in rows("lists", "unread_lists", ["list", "publisher", "format"])
}


def readers(list_name: str) -> tuple[ListReader, ...]:
    """The readers of a list, the format that says most first; it raises for a list that nobody can read.

    Lists of the user's own are in no table: their name alone says how they are read.
    """
    if own.is_own(list_name):
        return own.readers(list_name)
    if list_name not in LISTS:
        raise CribleError(f"unknown list: {list_name[:64]!r}", do=f"choose among {', '.join(LISTS)}")
    return LISTS[list_name]


def is_readable(list_name: str) -> bool:
    """Is there a reader for that list?"""
    return list_name in LISTS or own.is_own(list_name)


def reader(list_name: str, format_key: str) -> ListReader:
    """The reader of a list in one format."""
    for one in readers(list_name):
        if one.format.key == format_key:
            return one
    raise CribleError(f"{list_name} has no format {format_key[:64]!r}", do="fetch the list again with this version")


def card_of(list_name: str) -> Card:
    """The card of a list."""
    return readers(list_name)[0].card


__all__ = ["LISTS", "UNREAD", "Card", "ListReader", "card_of", "is_readable", "own", "reader", "readers"]
