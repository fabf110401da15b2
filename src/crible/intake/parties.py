"""Rows of parties → one transaction each, of kind "party"."""

from collections.abc import Iterable, Iterator

from crible.intake.freetext import mentions
from crible.intake.headers import ROLES, column_of
from crible.intake.person import BARE, further, read_party
from crible.intake.row import Row
from crible.records.hit import message
from crible.records.transaction import Party, Role, Transaction

_TEXTS = ("notes", "end_use")


def party_transactions(rows: Iterable[Row], where: str) -> Iterator[Transaction]:
    """Each row as a transaction. A row without a name is one too: screening says that it cannot be screened."""
    seen: set[str] = set()
    for row in rows:
        key = row.text("id")
        if not key:
            key = f"row-{row.number}"
            row.warnings.append(message("intake.id_made", id=key, line=str(row.number)))
        elif key in seen:
            row.warnings.append(message("intake.id_twice", id=key[:80], line=str(row.number)))
        seen.add(key)
        yield _transaction(row, key, f"{where}:{row.number}")


def _transaction(row: Row, key: str, where: str) -> Transaction:
    role = _role(row)
    party, others = read_party(row, role) or (Party(role=role, names=()), [])
    texts = {column: row.text(column) for column in _TEXTS if row.has(column)}
    named = [found for column, text in texts.items() for found in mentions(text, column)]
    # What a list of parties holds of an order's columns is carried, not used.
    unused = {column: row.text(column) for column in row.values if column not in BARE and column not in texts}
    return Transaction(
        id=key,
        kind="party",
        parties=(party, *others, *further(named, [party, *others])),
        texts=texts,
        carried=row.carried | unused,
        warnings=tuple(row.warnings),
        where=where,
    )


def _role(row: Row) -> Role:
    """The role a row gives itself; most give none."""
    text = row.text("role")
    if not text:
        return Role.PARTY
    column = column_of(text)
    if column in ROLES:
        return Role(column)
    if text.lower() not in (Role.PARTY, Role.MENTIONED):
        row.doubt("intake.word_unknown", "role")
    return Role.PARTY
