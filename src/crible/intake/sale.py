"""What a row sells and where it goes: the goods line, its worth, and the places on the way."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from crible.intake.headers import GOODS
from crible.intake.row import Row
from crible.names.places import country_code, country_in
from crible.records.transaction import GoodsLine, Money, Place, Stop

_LEGS = re.compile(r"\s*(?:->|=>|>|→|;|\||\s[-–—]\s|\s/\s)\s*")
_BETWEEN_COUNTRIES = re.compile(r"\s*[,/-]\s*")
_MOST_PLACES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """One row's goods, if it has any, and what the row is worth."""

    goods: GoodsLine | None
    value: Decimal | None
    currency: str | None


def read_sale(row: Row) -> Sale:
    """The goods line of a row, and its worth, which a row may have without goods."""
    value, currency = row.number_of("value"), row.currency()
    if not row.has(*GOODS):
        return Sale(goods=None, value=value, currency=currency)
    goods = GoodsLine(
        number=1,
        kind=row.value_of("line_kind", "line_kind") or "goods",
        hs_code=row.hs("hs_code"),
        eccn=row.word("eccn"),
        part_number=row.word("part_number"),
        manufacturer=row.word("manufacturer"),
        description=row.text("description"),
        quantity=row.number_of("quantity"),
        unit=row.word("unit"),
        value=value,
        currency=currency,
        origin=row.country("origin"),
        licence=row.word("licence"),
    )
    return Sale(goods=goods, value=value, currency=currency)


def goods_of(sales: Iterable[Sale]) -> tuple[GoodsLine, ...]:
    """The goods lines of an order, numbered."""
    lines = [sale.goods for sale in sales if sale.goods]
    return tuple(replace(line, number=number) for number, line in enumerate(lines, 1))


def money_of(sales: Sequence[Sale], *, method: str | None) -> Money:
    """The sum of an order; no sum where a row is silent or the currencies differ."""
    currencies = {sale.currency for sale in sales if sale.currency}
    values = [sale.value for sale in sales if sale.value is not None]
    whole = len(values) == len(sales) and len(currencies) <= 1
    return Money(
        amount=sum(values, Decimal(0)) if values and whole else None,
        currency=currencies.pop() if len(currencies) == 1 else None,
        method=method,
    )


def route_of(rows: Iterable[Row]) -> tuple[Place, ...]:
    """The places of an order in route order, each once: from, via, ship to, destination."""
    places = list(dict.fromkeys(place for row in rows for place in _places(row)))
    order = list(Stop)
    return tuple(sorted(places, key=lambda place: order.index(place.stop)))[:_MOST_PLACES]


def _places(row: Row) -> Iterator[Place]:
    legs = _legs(row.text("route"))
    last = len(legs) - 1
    for number, leg in enumerate(legs):
        stop = Stop.ORIGIN if number == 0 and last else Stop.DESTINATION if number == last else Stop.VIA
        yield _place(stop, leg)
    for text in row.values.get("departure", ()):
        yield _place(Stop.ORIGIN, text)
    for text in row.values.get("transit", ()):
        yield from (_place(Stop.VIA, leg) for leg in _legs(text))
    for column, stop in (("ship_to", Stop.SHIP_TO), ("destination", Stop.DESTINATION)):
        yield from (_place(stop, text) for text in row.values.get(column, ()))


def _legs(text: str) -> list[str]:
    """The places of a chain: "FR > AE > IR"; at commas and hyphens only if countries stand between them all."""
    legs = [leg for leg in _LEGS.split(text) if leg]
    named = [part for part in _BETWEEN_COUNTRIES.split(text) if part]
    if len(legs) == 1 and len(named) > 1 and all(country_code(part) for part in named) and not country_code(text):
        return named
    return legs


def _place(stop: Stop, text: str) -> Place:
    return Place(stop=stop, text=" ".join(text.split()), country=country_in(text))
