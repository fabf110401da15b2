"""Ids for records that carry no number: as lasting as a digest can be."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from crible.lists.ca.sema_record import Item
from crible.lists.drafts import digest


def with_ids(items: Sequence[Item]) -> Iterator[tuple[Item, str]]:
    """Each record and its id: of regulations and name; of namesakes only the oldest, the others by their place too."""
    oldest: dict[str, Item] = {}
    for item in items:
        known = oldest.setdefault(_by_name(item), item)
        oldest[_by_name(item)] = min(known, item, key=_age)
    for item in items:
        code = _by_name(item)
        if oldest[code] != item:
            code = digest(*_name_key(item), item.schedule, item.number)
        yield item, f"ca-sema-{code}"


def _by_name(item: Item) -> str:
    return digest(*_name_key(item))


def _name_key(item: Item) -> tuple[str, str]:
    return item.regulations, words_of(item.name)


def words_of(name: str) -> str:
    """The words of a name outside brackets, in one order, without case and accents.

    >>> words_of("KARBASIÁN, Mehdi (also known as M. K.)") == words_of("Mehdi Karbasian")
    True
    """
    bare = re.sub(r"\([^()]*\)?|\ba\.?k\.?a\b.*", " ", name)
    plain = unicodedata.normalize("NFKD", bare if bare.strip() else name).casefold()
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(sorted(re.findall(r"[^\W_]+", letters)))


def _age(item: Item) -> tuple[str, str, int, str]:
    digits = re.sub(r"\D", "", item.number)
    return item.listed, item.schedule, int(digits or 0), item.number
