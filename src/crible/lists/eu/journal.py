"""Listings by regulations of the Union's Official Journal, transcribed as one table for each regulation."""

from collections.abc import Iterator, Mapping

from crible.lists.card import ListReader, Reading, card
from crible.lists.csv_records import Row, csv_records
from crible.lists.eu.journal_row import columns, latest_start, subject
from crible.records.entity import Refused, Subject
from crible.records.error import CribleError

_CARD = card("eu", "eu_journal_sanctions")
_FORMAT = _CARD.format("csv")
_SCHEMATA = frozenset({"Person", "LegalEntity", "Company", "Organization", "Vessel", "Asset"})
_AGAIN = "fetch the file again"


def recognises(member: str, head: bytes) -> str:
    """Why these first bytes are not the regulation's table, "" if they are."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        return "it is empty"
    if start[:1] in b"<{[":
        return "it is HTML, XML or JSON"
    header, _, rest = start.partition(b"\n")
    names = header.decode("utf-8", "replace").strip().split(",")
    if set(names) != _columns():
        return f"{len(_columns())} columns expected, {len(set(names) & _columns())} of them found"
    celex = rest.split(b",", 1)[0].decode("ascii", "replace")
    return "" if celex in ("", member) else f"it is of regulation {celex[:12]}"


def read(members: Mapping[str, bytes], where: str) -> Reading:
    """Every listed entity of the regulations in this copy."""
    refused: list[Refused] = []
    subjects = [
        one for celex, body in sorted(members.items()) for one in _regulation(celex, body, refused, f"{where}: {celex}")
    ]
    _refuse_twins(subjects, where)
    return Reading(subjects=subjects, day=latest_start(subjects), refused=refused)


def _regulation(celex: str, body: bytes, refused: list[Refused], where: str) -> Iterator[Subject]:
    for number, row in _rows(body, where):
        place = f"{where}:{number}"
        if fault := _fault(row, celex):
            raw = ",".join(row.values())[:500]
            refused.append(Refused(where=place, what=fault, do="look the entry up in the regulation", raw=raw))
            continue
        yield subject(row, place)


def _rows(body: bytes, where: str) -> Iterator[Row]:
    """Line number and cells of every row; a table that is cut or damaged raises."""
    header, found = csv_records(body, where=where)
    if strange := sorted(set(header) ^ _columns()):
        raise CribleError(
            f"columns unknown or missing: {', '.join(strange)[:200]}",
            where=where,
            do="the table's layout changed: say in lists/tables/eu_columns.csv how each column is read",
        )
    return found


def _fault(row: Mapping[str, str], celex: str) -> str:
    """Why a row cannot be read, "" if it can."""
    if row["celex"] != celex:
        return f"a row of regulation {row['celex'][:12]} in the table of {celex}"
    if not any(map(str.isalnum, row["name"])) or not row["annex"]:
        return "a row without a name or an annex"
    return "" if row["schema"] in _SCHEMATA else f"a row of an unknown kind: {row['schema'][:20]}"


def _refuse_twins(subjects: list[Subject], where: str) -> None:
    seen: set[str] = set()
    for one in subjects:
        if one.entity.id in seen:
            raise CribleError(f"{one.entity.id} is there twice", where=where, do=f"{_AGAIN}; the copy is damaged")
        seen.add(one.entity.id)


def _columns() -> set[str]:
    return {column for column, _, _ in columns()}


def claims(head: bytes) -> str | None:
    """The regulation whose table this is, by its header and its first row, whatever the file's name."""
    header, _, rest = head.removeprefix(b"\xef\xbb\xbf").partition(b"\n")
    if not header.startswith(b"celex,recordId,programKey,"):
        return None
    celex = rest.split(b",", 1)[0].decode("ascii", "replace")
    return celex if any(member.key == celex for member in _FORMAT.members) else None


READER = ListReader(card=_CARD, format=_FORMAT, recognises=recognises, read=read, claims=claims)
