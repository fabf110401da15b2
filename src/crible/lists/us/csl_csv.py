"""The Consolidated Screening List in CSV: bytes → records; several values in one cell stand apart again."""

import re
from collections.abc import Iterator

from crible.lists.card import card
from crible.lists.csv_records import csv_records
from crible.lists.drafts import one_line
from crible.lists.us.csl_entry import PAPERS, PLACES, SEVERAL, SOURCE, TEXTS, Entry, Paper, Place, address_line, several
from crible.records.error import CribleError

ID_COLUMN = "_id"
NOT_IN_CSV = frozenset({"country", "date_of_listing"})
COLUMNS = (TEXTS - NOT_IN_CSV) | SEVERAL | {ID_COLUMN, SOURCE, PLACES, PAPERS}
_NOT_READ = card("us", "us_trade_csl").format("csv").not_read.keys()
_COUNTRY = re.compile(r"[A-Z]{2}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d|(?:(?:\d{1,2} )?[A-Z][a-z]{2} )?\d{4}")


class CsvCopy:
    """A copy in CSV. The file carries no day."""

    day = None

    def __init__(self, body: bytes, where: str) -> None:
        self._body, self.where = body, where

    def entries(self) -> Iterator[Entry]:
        """Every record, read anew each time; a table that is cut or damaged raises."""
        header, rows = csv_records(self._body, where=self.where)
        if strange := sorted((set(header) ^ COLUMNS) - _NOT_READ):
            what = f"columns unknown or missing: {', '.join(strange)[:200]}"
            raise CribleError(what, where=self.where, do="the format changed: teach the reader the new one")
        for line, row in rows:
            place = f"{self.where}:{line}"
            if row[ID_COLUMN] == ID_COLUMN:
                raise CribleError("the header comes twice: the copy is damaged", where=place, do="fetch the file again")
            yield _entry(row, place)


def _entry(row: dict[str, str], where: str) -> Entry:
    return Entry(
        id=row[ID_COLUMN].strip(),
        source=one_line(row[SOURCE]),
        where=where,
        texts={field: row.get(field, "").strip() for field in TEXTS},
        several={field: several(iter([row[field]])) for field in SEVERAL},
        places=tuple(_place(line) for line in several(iter([row[PLACES]]))),
        papers=tuple(map(_paper, _papers(row[PAPERS]))),
    )


def _place(line: str) -> Place:
    """An address, its parts unknown but for the country code that it ends with, if it does.

    >>> _place("31 Jinrong Street, Beijing, 100033, CN").country, _place("3415 Rivera Avenue, El Paso, TX").country
    ('CN', 'TX')
    """
    line = address_line(line)
    last = line.rpartition(", ")[2]
    return Place(line, (), last if _COUNTRY.fullmatch(last) else "")


def _papers(cell: str) -> list[str]:
    """The pieces of the cell; one without a comma belongs to the text before it."""
    found: list[str] = []
    for piece in filter(None, map(one_line, cell.split("; "))):
        if found and ", " not in piece:
            found[-1] += f"; {piece}"
        else:
            found.append(piece)
    return found


def _paper(text: str) -> Paper:
    """Kind, number, and what follows of country and days.

    >>> _paper("Passport, E590976, TN, 19 Jun 1987, 18 Jun 1992")
    Paper(kind='Passport', number='E590976', country='TN', issued='19 Jun 1987', expires='18 Jun 1992', dated='')
    >>> _paper("Issuer Name, China Telecom Co., Ltd").number
    'China Telecom Co., Ltd'
    """
    kind, *rest = text.split(", ")
    days: list[str] = []
    while len(rest) > 1 and len(days) < 2 and _DAY.fullmatch(rest[-1]):
        days.insert(0, rest.pop())
    country = rest.pop() if len(rest) > 1 and _COUNTRY.fullmatch(rest[-1]) else ""
    number = ", ".join(rest)
    if len(days) == 1:  # issued or expires: the cell does not say
        return Paper(kind, number, country, dated=days[0])
    issued, expires = days or ("", "")
    return Paper(kind, number, country, issued, expires)
