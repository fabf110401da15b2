"""Rows of orders, one a goods line → one transaction an order, in the order of the file."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from crible.intake.dates import read_day
from crible.intake.freetext import MOST, mentions
from crible.intake.headers import NAMES, ROLES, role_of
from crible.intake.person import BARE, further, merged, read_party
from crible.intake.row import Row
from crible.intake.sale import goods_of, money_of, read_sale, route_of
from crible.records.entity import Refused
from crible.records.hit import Message, message
from crible.records.transaction import Party, Role, Terms, Transaction

TEXTS = ("notes", "end_use")
_OWNERLESS = BARE - {"licence"}  # columns of a party; a licence is the order's own


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
    doubts: list[Message] = []
    parties = merged([party for row in rows for party in _parties(row)], doubts)
    texts = {column: text for column in TEXTS if (text := _joined(rows, column))}
    named = [party for column, text in texts.items() for party in _mentioned(column, text, doubts)]
    sales = [read_sale(row) for row in rows]
    return Transaction(
        id=key,
        date=_day(rows, doubts),
        parties=(*parties, *further(named, parties)),
        goods=goods_of(sales),
        route=route_of(rows),
        money=money_of(sales, method=_one(rows, "payment_method", doubts)),
        terms=_terms(rows, texts.get("end_use"), doubts),
        texts=texts,
        carried=_carried(rows),
        warnings=(*(remark for row in rows for remark in row.warnings), *doubts),
        where=f"{where}:{_ranges([row.number for row in rows])}",
    )


def _parties(row: Row) -> Iterator[Party]:
    """The parties a row names, in the order of `Role`; each with those its cell mentions."""
    there = {role_of(column) for column in row.values}
    roles = [(Role(role), role) for role in ROLES if role in there]
    if row.has(*NAMES):
        text = row.text("role").lower()
        roles.append((Role(text) if text in ROLES else Role.PARTY, ""))
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


def _day(rows: Sequence[Row], doubts: list[Message]) -> dt.date | None:
    """The day of the order: a whole one, or none."""
    days = [row.day("date") for row in rows if row.has("date")]
    said = _first([day for day in days if day], "date", doubts)
    if said and len(said) < 10:
        if not any(remark.values.get("column") == "date" for row in rows for remark in row.warnings):
            doubts.append(message("intake.day_unclear", column="date", value=said, line=str(rows[0].number)))
        return None
    return dt.date.fromisoformat(said) if said else None


def _terms(rows: Sequence[Row], end_use: str | None, doubts: list[Message]) -> Terms:
    statements = [said for row in rows if (said := _yes_no(row, "end_use_statement", or_day=True))]
    clauses = [said for row in rows if (said := _yes_no(row, "no_reexport_clause"))]
    return Terms(
        incoterm=_one(rows, "incoterm", doubts),
        licence=_one(rows, "licence", doubts),
        end_use=end_use,
        end_use_statement=_first(statements, "end_use_statement", doubts),
        no_reexport_clause=_first(clauses, "no_reexport_clause", doubts),
    )


def _yes_no(row: Row, column: str, *, or_day: bool = False) -> str | None:
    if or_day and (day := read_day(row.text(column), row.habits.orders.get(column, ""))) and not day.unclear:
        return day.iso
    return row.value_of("yes_no", column)


def _one(rows: Sequence[Row], column: str, doubts: list[Message]) -> str | None:
    return _first([text for row in rows if (text := row.text(column))], column, doubts)


def _first(values: Sequence[str], column: str, doubts: list[Message]) -> str | None:
    """What the rows of an order say, where they should say the same: the first, and a remark if they do not."""
    for other in values[1:]:
        if other != values[0]:
            doubts.append(message("intake.rows_differ", column=column, value=values[0][:80], other=other[:80]))
            break
    return values[0] if values else None


def _joined(rows: Sequence[Row], column: str) -> str:
    return "\n".join(dict.fromkeys(text for row in rows if (text := row.text(column))))


def _carried(rows: Sequence[Row]) -> dict[str, str]:
    """Unknown columns, the different values of an order's rows side by side."""
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        for column, text in row.carried.items():
            found.setdefault(column, {})[text] = None
        if not row.has(*NAMES):  # a country or address nobody says the owner of
            for column in row.values.keys() & _OWNERLESS:
                found.setdefault(column, {})[row.text(column)] = None
    return {column: " | ".join(texts) for column, texts in sorted(found.items())}


def _ranges(numbers: Sequence[int]) -> str:
    """Line numbers as people write them: 2-4,7."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    shown = ",".join(str(a) if a == b else f"{a}-{b}" for a, b in parts[:20])
    return shown if len(parts) <= 20 else shown + ",…"
