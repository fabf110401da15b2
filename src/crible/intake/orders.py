"""Rows of orders, one a goods line → one transaction an order, in the order of the file."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from crible.intake import places
from crible.intake.dates import read_day
from crible.intake.freetext import MOST, mentions
from crible.intake.headers import GOODS, ROLES
from crible.intake.merge import merged
from crible.intake.person import read_party
from crible.intake.row import Row
from crible.intake.words import value_of
from crible.records.entity import Refused
from crible.records.hit import Message, message
from crible.records.transaction import GoodsLine, Money, Party, Role, Terms, Transaction

TEXTS = ("notes", "end_use")


def order_transactions(rows: Iterable[Row], where: str) -> tuple[list[Transaction], list[Refused], int]:
    """The orders, the rows refused, and how many rows the orders use."""
    orders: dict[str, list[Row]] = {}
    refused: list[Refused] = []
    for row in rows:
        if key := row.text("order_id"):
            orders.setdefault(key, []).append(row)
        else:
            refused.append(_refused(row, where, "the row has no order number", "write it on each row of the order"))
    found: list[Transaction] = []
    used = 0
    for key, own in orders.items():
        transaction = _transaction(key, own, where)
        if transaction.parties or transaction.goods:
            found.append(transaction)
            used += len(own)
        else:
            do = "name a buyer, a consignee… or the goods"
            refused += [_refused(row, where, "the order has neither a party nor a goods line", do) for row in own]
    return found, sorted(refused, key=lambda row: int(row.where.rpartition(":")[2])), used


def _refused(row: Row, where: str, what: str, do: str) -> Refused:
    return Refused(where=f"{where}:{row.number}", what=what, do=do, raw=row.raw)


def _transaction(key: str, rows: Sequence[Row], where: str) -> Transaction:
    parties, doubts = merged([party for row in rows for party in _parties(row)], key)
    texts = {column: text for column in TEXTS if (text := _joined(rows, column))}
    goods = [line for row in rows if (line := _goods_line(row))]
    named = [party for column, text in texts.items() for party in _mentioned(column, text, doubts)]
    day = _one(rows, "date", [row.day("date") for row in rows], doubts)
    terms = _terms(rows, texts, doubts)
    money = _money(rows, _one(rows, "payment_method", [row.word("payment_method") for row in rows], doubts))
    return Transaction(
        id=key,
        date=_whole_day(day, doubts, rows),
        parties=(*parties, *(party for party in named if party not in parties)),
        goods=tuple(_numbered(goods)),
        route=places.route(rows),
        money=money,
        terms=terms,
        texts=texts,
        carried=_carried(rows),
        warnings=(*(remark for row in rows for remark in row.warnings), *doubts),
        where=f"{where}:{_ranges([row.number for row in rows])}",
    )


def _parties(row: Row) -> Iterator[Party]:
    """The parties a row names, in the order of `Role`; each with those its cell mentions."""
    bare = Role(text) if (text := row.text("role").lower()) in ROLES else Role.PARTY
    roles = [(Role(role), role) for role in ROLES]
    if row.has("name", "full_name", "nom", "last_name"):
        roles.append((bare, ""))
    for role, prefix in roles:
        if found := read_party(row, role, prefix):
            party, others = found
            yield party
            yield from others


def _mentioned(column: str, text: str, doubts: list[Message]) -> list[Party]:
    found = mentions(text, column)
    if len(found) == MOST:
        doubts.append(message("intake.many_mentions", column=column, count=str(MOST)))
    return found


def _goods_line(row: Row) -> GoodsLine | None:
    if not row.has(*GOODS):
        return None
    return GoodsLine(
        number=1,
        kind=row.value_of("line_kind", "line_kind") or "goods",
        hs_code=row.hs("hs_code"),
        eccn=row.word("eccn"),
        part_number=row.word("part_number"),
        manufacturer=row.word("manufacturer"),
        description=row.text("description"),
        quantity=row.number_of("quantity"),
        unit=row.word("unit"),
        value=row.number_of("value"),
        currency=row.currency(),
        origin=row.country("origin"),
        licence=row.word("licence"),
    )


def _numbered(goods: Iterable[GoodsLine]) -> Iterator[GoodsLine]:
    for number, line in enumerate(goods, 1):
        yield replace(line, number=number)
