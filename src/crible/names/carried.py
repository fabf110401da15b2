"""The numbers that a listed subject carries, its own and those of the papers and wallets around it."""

from collections.abc import Iterable, Iterator

from crible.names.numbers import kind_of, normal
from crible.records.entity import Entity

# What is around a subject and names it; a link or an address does not.
_PAPERS = frozenset({"Identification", "Passport", "CryptoWallet", "BankAccount"})


def numbers_of(entity: Entity, around: Iterable[Entity] = ()) -> list[tuple[str, str]]:
    """(kind, number in comparable form), each once, in the order of the list."""
    papers = (paper for paper in around if paper.schema in _PAPERS)
    found = (pair for held in (entity, *papers) for pair in _numbers(held))
    return list(dict.fromkeys(found))


def _numbers(entity: Entity) -> Iterator[tuple[str, str]]:
    for prop, values in entity.properties.items():
        for value in values:
            kind = kind_of(prop, entity.schema, value)
            if kind and (form := normal(kind, value)):
                yield kind, form
