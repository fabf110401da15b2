"""The Financial Sanctions Files in CSV 1.1 → entries: the rows of one entry gathered, wherever they stand."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from crible.lists.csv_records import Row, csv_lines, csv_records
from crible.lists.eu.fsf_entry import DETAILS, Entry, column, columns, day_column, layout
from crible.records.entity import Refused
from crible.records.error import CribleError

_AGAIN = "fetch the file again"
_ENTRY, _REGULATION = "sanctionEntity", "regulation"
_NEWLINE = "\\n"  # a line's end inside a cell is written as a backslash and a letter
_DELIMITER = ";"
_MANY = 100  # rows that cannot be cut into cells: with more, it is not the rows but the file


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What one look through a whole file tells: nothing is handed out of a file that was not seen to its end."""

    whole: bool  # can it be read as one CSV, or only line by line?
    made: str  # the day the file was made, as it says
    last: dict[str, int]  # by entry, the line of its last row
    refused: list[Refused]


def survey(body: bytes, where: str) -> Survey:
    """Look through the file; one that is cut, damaged or of another layout raises.

    Names hold quotation marks and semicolons, and it could not be confirmed how the publisher writes
    them. A file that is no CSV as a whole is tried line by line.
    """
    try:
        return _survey(body, where, whole=True)
    except CribleError:
        return _survey(body, where, whole=False)


def _survey(body: bytes, where: str, *, whole: bool) -> Survey:
    days: set[str] = set()
    last: dict[str, int] = {}
    refused: list[Refused] = []
    for line, cells in _rows(body, where, refused, whole=whole):
        days.add(cells[day_column()].strip())
        last[_key(cells, line)] = line
    if len(days) != 1:
        raise CribleError("the rows do not all say the same day of making", where=where, do=_AGAIN)
    return Survey(whole=whole, made=days.pop(), last=last, refused=refused)


def _rows(body: bytes, where: str, refused: list[Refused], *, whole: bool) -> Iterator[Row]:
    if whole:
        header, found = csv_records(body, where=where, delimiter=_DELIMITER)
        _check(header, where)
        yield from found
        return
    lines = csv_lines(body, where=where)
    header = [name.strip().strip('"') for name in next(lines, "").split(_DELIMITER)]
    _check(header, where)
    for number, line in enumerate(lines, 2):
        cells = _cells(line.rstrip("\r\n"), len(header))
        if cells is not None:
            yield number, dict(zip(header, cells, strict=True))
        elif line.strip():
            refused.append(_refuse(line, f"{where}:{number}"))
        if len(refused) > _MANY:
            raise CribleError(f"more than {_MANY} rows have too many or too few cells", where=where, do=_AGAIN)


def _check(header: list[str], where: str) -> None:
    strange = sorted(set(header) ^ columns())
    if strange or len(header) != len(columns()):
        raise CribleError(
            f"columns unknown, missing or there twice: {', '.join(strange)[:200]}",
            where=where,
            do="the layout changed: say in lists/tables/eu_fsf_fields.csv how each column is read",
        )


def _cells(line: str, width: int) -> list[str] | None:
    """The cells of one line, with or without quoting, whichever gives as many as there are columns."""
    try:
        for cells in csv.reader([line], delimiter=_DELIMITER, strict=True):
            if len(cells) == width:
                return cells
    except csv.Error:
        pass  # a cell that begins with a quotation mark which is a letter
    cells = line.split(_DELIMITER)
    return cells if len(cells) == width else None


def _refuse(line: str, where: str) -> Refused:
    what = f"{line.count(_DELIMITER) + 1} cells where {len(columns())} belong"
    return Refused(where=where, what=what, do="look the entry up in the Commission's list", raw=line[:500])


def entries(body: bytes, seen: Survey, where: str) -> Iterator[Entry]:
    """Every entry, as soon as its last row is read: memory holds only those that are open."""
    gathered: dict[str, _Gathered] = {}
    for line, cells in _rows(body, where, [], whole=seen.whole):
        key = _key(cells, line)
        gathered.setdefault(key, _Gathered()).add(cells)
        if seen.last[key] == line:
            yield gathered.pop(key).entry(f"{where}:{line}")


def _key(cells: dict[str, str], line: int) -> str:
    """The entry a row belongs to; rows that do not say so are entries of their own, to be refused."""
    return cells[column(_ENTRY, "logicalId")].strip() or f"line {line}"


@dataclass(slots=True)
class _Gathered:
    """What the rows of one entry say: each group once, however often the rows repeat it."""

    groups: dict[str, dict[tuple[tuple[str, str], ...], None]] = field(default_factory=dict)

    def add(self, cells: dict[str, str]) -> None:
        for group, places in _places().items():
            told = tuple((name, text) for name, at in places if (text := _text(cells[at])))
            if told:
                self.groups.setdefault(group, {})[told] = None

    def entry(self, where: str) -> Entry:
        groups = {group: [dict(told) for told in found] for group, found in self.groups.items()}
        fields: dict[str, str] = {}
        for told in groups.get(_ENTRY, []):
            for name, text in told.items():
                said = fields.get(name)
                fields[name] = text if said in (None, text) else f"{said}\n{text}"
        details = {group: groups.get(group, []) for group in DETAILS}
        return Entry(where=where, fields=fields, regulations=groups.get(_REGULATION, []), details=details)


def _text(cell: str) -> str:
    return cell.replace(_NEWLINE, "\n").strip() if cell else ""


@cache
def _places() -> dict[str, tuple[tuple[str, str], ...]]:
    """By group, its fields and the columns they stand in."""
    groups = (_ENTRY, _REGULATION, *DETAILS)
    read = [place for place in layout() if place.field and place.csv]
    return {group: tuple((place.field, place.csv) for place in read if place.group == group) for group in groups}
