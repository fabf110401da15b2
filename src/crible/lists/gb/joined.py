"""The rows of a table → records: the rows of one designation joined, its columns known by their header."""

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from crible.lists.gb.record import Field, Record, layout
from crible.records.entity import Refused
from crible.records.error import CribleError

Row = tuple[int, Mapping[str, str]]  # line, cells by column
HEADER_WITHIN = 10  # lines in which the header must come
_CHANGED = "the publisher changed the columns: add them to tables/gb_fields.csv, then fetch the file again"


def header_line(lines: Iterable[Sequence[str]], layout_name: str) -> tuple[int, list[str]] | None:
    """Which of the first lines is the header of this layout, and its columns; the order of columns does not matter."""
    for number, cells in enumerate(lines):
        columns = [" ".join(cell.split()) for cell in cells]
        if number == HEADER_WITHIN:
            break
        if _is_header(columns, layout_name):
            return number, columns
    return None


def _is_header(columns: Collection[str], layout_name: str) -> bool:
    """Does this line name most columns of the layout? `columns_of` then wants every one."""
    known = layout(layout_name)
    said = [name for name in columns if name]
    return sum(name in known for name in said) > max(len(said), len(known)) / 2


def csv_lines(head: bytes) -> Iterator[list[str]]:
    """The first lines of a CSV, cut into cells, whatever is wrong further down."""
    for line in head[:16_384].decode("utf-8-sig", "replace").splitlines()[:HEADER_WITHIN]:
        yield next(csv.reader([line]), [])


def columns_of(header: Sequence[str], layout_name: str, where: str) -> dict[str, Field]:
    """The field of each column. All columns of the layout must be there, once, and no others."""
    known = layout(layout_name)
    strange = sorted(set(header) - known.keys())
    found = [known[name].name for name in header if name in known]
    missing = sorted({field.name for field in known.values()} - set(found))
    twice = sorted({name for name in found if found.count(name) > 1})
    for says, names in (("columns nobody reads", strange), ("no column for", missing), ("two columns for", twice)):
        if names:
            raise CribleError(f"{says}: {', '.join(names)[:300]}", where=where, do=_CHANGED)
    return {name: known[name] for name in header}


def joined(rows: Iterable[Row], columns: Mapping[str, Field], refused: list[Refused], where: str) -> list[Record]:
    """The records of a table, in the order in which each begins. Rows repeat what they share."""
    records: dict[str, Record] = {}
    key = next(name for name, field in columns.items() if field.name == "id")
    for line, cells in rows:
        place, id = f"{where}:{line}", cells[key].strip()
        if not any(text.strip() for text in cells.values()):
            continue
        if not id:
            refused.append(_nameless(place, key, cells))
            continue
        _add(records.setdefault(id, Record(id=id, where=place)), cells, columns)
    return list(records.values())


def _add(record: Record, cells: Mapping[str, str], columns: Mapping[str, Field]) -> None:
    groups: dict[str, dict[str, str]] = {}
    for name, text in cells.items():
        field = columns[name]
        if field.name == "id":
            continue
        if field.group:
            groups.setdefault(field.group, {})[field.name] = text
        else:
            record.add(field.name, text)
    for group, fields in groups.items():
        record.add_group(group, fields)


def _nameless(place: str, key: str, cells: Mapping[str, str]) -> Refused:
    return Refused(
        where=place,
        what=f"a row without {key}",
        do="look the entry up on the publisher's site and report it to them",
        raw=" | ".join(text for text in cells.values() if text.strip())[:500],
    )
