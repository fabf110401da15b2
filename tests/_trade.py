"""Small transactions out of plain tables: the form in which rules give their examples and tests their cases."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from crible import goods, redflags, route
from crible.records.hit import Hit
from crible.records.transaction import GoodsLine, Money, Party, Place, Role, Stop, Terms, Transaction


def transaction(example: Mapping[str, Any]) -> Transaction:
    """An order as an example writes it; see redflags/rules/*.toml."""
    return Transaction(
        id="example",
        date=example.get("as_of"),
        parties=tuple(_party(party) for party in example.get("parties", ())),
        goods=tuple(GoodsLine(number=n, **line) for n, line in enumerate(example.get("goods", ()), 1)),
        route=tuple(
            Place(stop=Stop(p["stop"]), text=p.get("text", ""), country=p.get("country"))
            for p in example.get("route", ())
        ),
        money=Money(**example.get("money", {})),
        terms=Terms(**example.get("terms", {})),
        texts=example.get("texts", {}),
    )


def _party(party: Mapping[str, Any]) -> Party:
    rest = {key: value for key, value in party.items() if key not in ("role", "name")}
    return Party(role=Role(party["role"]), names=(party["name"],), **rest)


def every_hit(tx: Transaction, as_of: date, home: Sequence[str] = ("FR",)) -> list[Hit]:
    """What goods, route and red flags say of a transaction, as screening composes them."""
    found = goods.hits(tx.goods, tx, goods.controls(), as_of, partial(route.binds, home=home, tx=tx))
    found += route.hits(tx, route.destinations(), as_of, home)
    return [*found, *redflags.hits(tx, found, redflags.rules(), as_of)]


def order(to: str = "", hs: str = "", **more: Any) -> Transaction:
    """One line of goods for a buyer in a country, sold by a French firm."""
    parties = [{"role": "seller", "name": "Atelier Nodier", "country": "fr"}]
    if to:
        parties.append({"role": "buyer", "name": "Brandhofer Werke", "country": to})
    line = {"hs_code": hs or None, "description": more.pop("description", ""), **more.pop("line", {})}
    return transaction({"parties": [*parties, *more.pop("parties", ())], "goods": [line], **more})
