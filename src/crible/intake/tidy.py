"""A transaction given as JSON, brought to the forms the records promise, and its free text read."""

from dataclasses import replace

from crible.intake import partycell
from crible.intake.dates import read_day, some_year
from crible.intake.freetext import mentions
from crible.intake.lines import clean
from crible.intake.person import further
from crible.intake.words import currencies
from crible.names.places import country_code, country_in
from crible.records.error import CribleError
from crible.records.hit import Message, message
from crible.records.hscode import hs_code
from crible.records.transaction import GoodsLine, Money, Party, Role, Transaction


def tidied(given: Transaction) -> Transaction:
    """The same transaction with codes in their one form; what has none is remarked on. Twice is the same as once."""
    doubts: list[Message] = []
    parties: list[Party] = []
    for number, party in enumerate(given.parties):
        parties += _party(party, f"parties[{number}]", doubts)
    for field, text in given.texts.items():
        parties += further(mentions(text, field), parties)
    goods = tuple(_goods(line, number, doubts) for number, line in enumerate(given.goods, 1))
    route = tuple(
        replace(place, country=_country(place.country, "route", doubts) or country_in(place.text))
        for place in given.route
    )
    line = given.where.rpartition(":")[2]
    placed = [Message(doubt.code, {**doubt.values, "line": line}) for doubt in doubts]
    return replace(
        given,
        parties=tuple(dict.fromkeys(parties)),
        goods=goods,
        route=route,
        money=_money(given.money, doubts),
        warnings=tuple(_once([*given.warnings, *placed])),
    )


def _once(remarks: list[Message]) -> list[Message]:
    found: list[Message] = []
    for remark in remarks:
        if remark not in found:
            found.append(remark)
    return found


def _party(party: Party, at: str, doubts: list[Message]) -> list[Party]:
    tidy = replace(
        party,
        names=(),
        country=_country(party.country, f"{at}.country", doubts),
        nationality=tuple(code for text in party.nationality if (code := _country(text, f"{at}.nationality", doubts))),
        born=_day(party.born, f"{at}.born", doubts),
        founded=_day(party.founded, f"{at}.founded", doubts),
        customer_since=_day(party.customer_since, f"{at}.customer_since", doubts),
    )
    others: list[Party] = []
    for name in party.names:
        if text := clean(name):
            if party.role is Role.MENTIONED:
                tidy = replace(tidy, names=(*tidy.names, text))
            else:
                cell = partycell.read_cell(text, party.role)
                tidy = partycell.apply(tidy, cell)
                others += cell.others
    return [tidy, *others]


def _goods(line: GoodsLine, number: int, doubts: list[Message]) -> GoodsLine:
    code = line.hs_code
    if code:
        try:
            code = hs_code(code)
        except CribleError:
            _doubt("intake.hs_code_unreadable", f"goods[{number - 1}].hs_code", code, doubts)
            code = None
    return replace(
        line,
        number=number,
        hs_code=code or None,
        origin=_country(line.origin, f"goods[{number - 1}].origin", doubts),
        currency=_currency(line.currency, doubts),
    )


def _money(money: Money, doubts: list[Message]) -> Money:
    return replace(money, currency=_currency(money.currency, doubts))


def _country(text: str | None, at: str, doubts: list[Message]) -> str | None:
    if not text:
        return None
    code = country_code(text)
    if code is None:
        _doubt("intake.country_unknown", at, text, doubts)
    return code


def _currency(text: str | None, doubts: list[Message]) -> str | None:
    if not text:
        return None
    if text.upper() in currencies():
        return text.upper()
    _doubt("intake.currency_unknown", "currency", text, doubts)
    return None


def _day(text: str | None, at: str, doubts: list[Message]) -> str | None:
    if not text:
        return None
    day = read_day(text)
    if day and not day.unclear and not day.short:
        return day.iso
    _doubt("intake.day_unclear" if day else "intake.day_unreadable", at, text, doubts)
    return day.iso if day and not day.short else some_year(text)


def _doubt(code: str, at: str, text: str, doubts: list[Message]) -> None:
    doubts.append(message(code, column=at, value=text[:80]))
