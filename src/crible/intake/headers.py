"""Which of our columns is this header? A table of synonyms knows; what it does not know is carried, never guessed."""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from crible.intake.lines import MOST_COLUMNS, Line, clean
from crible.names import numbers
from crible.records.error import CribleError
from crible.records.table import rows
from crible.records.transaction import Role

ROLES = tuple(role.value for role in Role if role not in (Role.MENTIONED, Role.PARTY))
GOODS = ("hs_code", "eccn", "part_number", "description", "quantity", "line_kind")
NAMES = ("name", "full_name", "nom", "last_name", "first_name")
_LONGEST = 60  # characters of a header; longer ones are texts
_LOOK = 30  # lines among which the header is looked for
_BETWEEN = ("delas", "dela", "del", "des", "de", "du", "of", "d", "l", "")  # "Pays du destinataire", "Name of buyer"
_SOURCE = ("column", "synonym", "language", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header of a table, understood. `ours[k]` is our word for its column `k`, "" if we have none."""

    line: int
    kind: str  # "order" or "party"
    ours: tuple[str, ...]
    theirs: tuple[str, ...]  # as written, told apart where two are the same

    @property
    def twice(self) -> tuple[str, ...]:
        """Our columns that several of theirs stand for."""
        return tuple(ours for ours, times in Counter(filter(None, self.ours)).items() if times > 1)


def find_header(lines: Sequence[Line], where: str) -> Header:
    """The header among the first lines: the first of those in which most columns are known."""
    found = header_in(lines)
    if found is None:
        raise CribleError(
            f"no line of it is a header we know; the first line reads: {_start(lines)}",
            where=where,
            do="name the columns: order_id, buyer, description… for orders, or id, schema, name… for parties",
        )
    if len(found.ours) > MOST_COLUMNS:
        raise CribleError(
            f"the table has {len(found.ours)} columns; {MOST_COLUMNS} is the most read",
            where=f"{where}:{found.line}",
            do="leave out the columns that screening does not need",
        )
    return found


def header_in(lines: Sequence[Line]) -> Header | None:
    """The header among the first lines, `None` if there is none; orders without a number column are an error."""
    start = [line for line in lines[:_LOOK] if not line.fault]
    best = max(start, key=lambda line: known(line.cells), default=None)
    if best is None or not known(best.cells):
        return None
    cells = _without_trailing_blanks([clean(cell) for cell in best.cells])
    kind, ours = _understood([column_of(cell) for cell in cells])
    return Header(line=best.number, kind=kind, ours=ours, theirs=_told_apart(cells)) if kind else None


def known(cells: Sequence[str]) -> int:
    """How many of these cells are column names of ours."""
    return sum(1 for cell in cells[: 2 * MOST_COLUMNS] if column_of(clean(cell)))


@lru_cache(maxsize=1 << 14)
def column_of(header: str) -> str:
    """Our column for a header, "" if we know none.

    >>> column_of("Ship To Name"), column_of("PAYS_DESTINATAIRE"), column_of("N° commande"), column_of("Zorglub")
    ('consignee', 'consignee_country', 'order_id', '')
    """
    if len(header) > _LONGEST:
        return ""
    key = _key(header)
    return _table()[0].get(key) or _attribute(key, header) or _composed(key)


def _composed(key: str) -> str:
    for word, role in _role_words():
        if key.startswith(word) and (attribute := _attribute(key[len(word) :])):
            return _column(role, attribute)
        if key.endswith(word):
            head = key[: -len(word)]
            for between in _BETWEEN:
                if head.endswith(between) and (attribute := _attribute(head.removesuffix(between))):
                    return _column(role, attribute)
    return ""


def _attribute(key: str, header: str = "") -> str:
    return _table()[1].get(key) or numbers.kind_of_label(header or key) or ""


def _column(role: str, attribute: str) -> str:
    return role if attribute in ("name", "full_name", "nom") else f"{role}_{attribute}"


def _understood(columns: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """What kind of table these columns make, and the columns as that kind reads them; no kind: ""."""
    there = set(columns) - {""}
    roles = {role for column in there if (role := role_of(column))}
    goods = there & set(GOODS)
    if "order_id" in there:
        return "order", tuple(columns)
    if there & set(NAMES) or (len(roles) == 1 and not goods):
        return "party", tuple(_bare(column, roles) for column in columns)
    if "id" in there and (roles or goods):
        return "order", tuple("order_id" if column == "id" else column for column in columns)
    if "part_number" in there and not roles:
        return "order", tuple("order_id" if column == "part_number" else column for column in columns)
    if roles or goods:
        raise CribleError(
            f"no column gives the order number; known columns: {', '.join(sorted(there))}",
            do="add a column order_id; rows with the same number make one order",
        )
    return "", ()


@cache
def role_of(column: str) -> str:
    """The role a column speaks of, "" for none: "end_user_country" → "end_user"."""
    return next((role for role in ROLES if column == role or column.startswith(role + "_")), "")


def _bare(column: str, roles: set[str]) -> str:
    """In a list of parties "Customer" and "Customer country" are the name and the country."""
    role = role_of(column)
    if not role or len(roles) > 1:
        return column
    return "name" if column == role else column.removeprefix(role + "_")


def _without_trailing_blanks(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _told_apart(cells: Sequence[str]) -> tuple[str, ...]:
    seen: Counter[str] = Counter()
    names = []
    for number, cell in enumerate(cells, 1):
        name = cell[:_LONGEST] or f"column {number}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)


def _start(lines: Sequence[Line]) -> str:
    cells = next((line.cells for line in lines if not line.blank), ())
    return " | ".join(clean(cell)[:40] for cell in cells[:6]) or "(blank)"


@lru_cache(maxsize=1 << 14)
def _key(text: str) -> str:
    """Letters and digits only, without case and accents: "Ship-To  Né" → "shiptone"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if char.isalnum())


@cache
def _table() -> tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]:
    """Whole columns; what a column says of a party ("country"); words that mean a role only before those."""
    whole: dict[str, str] = {}
    attributes: dict[str, str] = {}
    before: dict[str, str] = {}
    for row in rows("intake", "headers", _SOURCE):
        column, key = row["column"], _key(row["synonym"])
        if column.startswith("*_"):
            attributes[key] = column[2:]
        elif column.endswith("_*"):
            before[key] = column[:-2]
        else:
            whole[key] = column
    whole |= {_key(column): column for column in dict.fromkeys(whole.values())}
    attributes |= {_key(name): name for name in dict.fromkeys(attributes.values())}
    return whole, attributes, before


@cache
def _role_words() -> tuple[tuple[str, str], ...]:
    """Every word for a role, long ones first, so that "end customer" is not read as "customer"."""
    whole, _, before = _table()
    words = {key: column for key, column in whole.items() if column in ROLES} | dict(before)
    return tuple(sorted(words.items(), key=lambda pair: -len(pair[0])))
