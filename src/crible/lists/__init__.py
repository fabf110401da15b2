"""Who is listed? Official files → entities; one list = one card, and one reader for each format it is published in.

`LISTS` is the table of lists that crible can read. The embedded register is beside it, not in it: it is
never fetched. `UNREAD` are lists that this version knows of and cannot read, so that every answer can say so.
Lists of the user's own are in neither: their name alone says how they are read.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module

from crible.lists.card import Card, ListReader, card
from crible.records.error import CribleError
from crible.records.table import rows

# By list, its readers as folder, module and name, that of the format that says most first.
_READERS: Mapping[str, tuple[str, ...]] = {
    "us_ofac_sdn": ("ofac.advanced.SDN", "ofac.enhanced.SDN", "ofac.classic.SDN", "ofac.legacy.SDN"),
    "us_ofac_cons": ("ofac.advanced.CONS", "ofac.enhanced.CONS", "ofac.classic.CONS", "ofac.legacy.CONS"),
    "un_sc_sanctions": ("un.security_council.READER",),
    "eu_journal_sanctions": ("eu.journal.READER",),
    "eu_fsf": ("eu.fsf.XML", "eu.fsf.CSV"),
    "us_trade_csl": ("us.screening_list.JSON", "us.screening_list.CSV"),
    "us_bis_denied": ("us.denied_persons.READER",),
    "fr_tresor_gels_avoirs": ("fr.gels.JSON_READER", "fr.gels.XML_READER"),
    "gb_fcdo_sanctions": ("gb.fcdo.XML", "gb.fcdo.CSV", "gb.fcdo.ODS", "gb.fcdo.SEARCH"),
    "gb_hmt_sanctions": ("gb.ofsi.READER",),
    "ch_seco_sanctions": ("ch.seco.READER",),
    "ca_dfatd_sema_sanctions": ("ca.sema.READER",),
    "au_dfat_sanctions": ("au.consolidated.READER",),
    "jp_meti_eul": ("jp.end_users.READER",),
}
_OWN = ("opensanctions_", "house_")


class _Lists(Mapping[str, tuple[ListReader, ...]]):
    """The readers of each list, loaded when they are first asked for: to answer from a snapshot takes none of them."""

    def __getitem__(self, list_name: str) -> tuple[ListReader, ...]:
        return _loaded(list_name)

    def __iter__(self) -> Iterator[str]:
        return iter(_READERS)

    def __len__(self) -> int:
        return len(_READERS)


@cache
def _loaded(list_name: str) -> tuple[ListReader, ...]:
    found = [path.rpartition(".") for path in _READERS[list_name]]
    return tuple(getattr(import_module(f"crible.lists.{module}"), name) for module, _, name in found)


LISTS = _Lists()
UNREAD: dict[str, dict[str, str]] = {
    row["list"]: row for row in rows("lists", "unread_lists", ["list", "publisher", "format"])
}


def readers(list_name: str) -> tuple[ListReader, ...]:
    """The readers of a list, the format that says most first; it raises for a list that nobody can read."""
    if list_name not in _READERS and is_readable(list_name):
        from crible.lists import own

        return own.readers(list_name)
    if list_name not in _READERS:
        raise CribleError(f"unknown list: {list_name[:64]!r}", do=f"choose among {', '.join(LISTS)}")
    return LISTS[list_name]


def is_readable(list_name: str) -> bool:
    """Is there a reader for that list?"""
    if list_name.startswith(_OWN):
        from crible.lists import own

        return own.is_own(list_name)
    return list_name in _READERS


def reader(list_name: str, format_key: str) -> ListReader:
    """The reader of a list in one format."""
    for one in readers(list_name):
        if one.format.key == format_key:
            return one
    raise CribleError(f"{list_name} has no format {format_key[:64]!r}", do="fetch the list again with this version")


def card_of(list_name: str) -> Card:
    """The card of a list."""
    if list_name in _READERS:
        return card(_READERS[list_name][0].partition(".")[0], list_name)
    return readers(list_name)[0].card


__all__ = ["LISTS", "UNREAD", "Card", "ListReader", "card_of", "is_readable", "reader", "readers"]
