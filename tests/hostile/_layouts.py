"""Good copies of every list in every format, and what they say, for tests that change their layout."""

import csv
import io
import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pytest
from lxml import etree

from crible.lists import LISTS, reader
from crible.lists.card import ListReader, Reading
from crible.records.entity import Entity, Subject
from crible.records.error import CribleError
from lists import _ods, _opensanctions, _workbooks, test_au_dfat, test_jp_meti
from lists._golden import HERE

_OFAC = HERE.parent / "ofac"
Rows = list[list[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """A copy that reads; `member` is the file that tests change, `above` how many lines stand above its header."""

    name: str
    reader: ListReader
    members: Mapping[str, bytes]
    member: str = "list"
    kind: str  # xml, json, jsonl, csv, bare (a table without a header), xlsx, ods
    rows: Rows | None = None  # of a workbook
    above: int = 0
    delimiter: str = ","
    encoding: str = "utf-8"
    quoting: Any = csv.QUOTE_MINIMAL
    ends: str = "\n"

    @property
    def body(self) -> bytes:
        """The file that tests change."""
        return self.members[self.member]

    def read(self, body: bytes | None = None) -> Reading:
        """The copy, or one with another file in the place of that one, read to its end."""
        members = {**self.members, self.member: self.body if body is None else body}
        reading = self.reader.read(members, self.name)
        reading.subjects = list(reading.subjects)
        return reading

    def table(self) -> Rows:
        """The rows of a table, those above its header included."""
        if self.rows is not None:
            return [list(row) for row in self.rows]
        text = self.body.decode(self.encoding).removeprefix("\ufeff").replace("\x1a", "")
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter))

    def with_table(self, rows: Rows) -> bytes:
        """The file with other rows."""
        if self.kind == "xlsx":
            return _workbooks.workbook(*rows)
        if self.kind == "ods":
            return _ods.workbook(_ods.sheet(_ods.row([str(cell or "") for cell in row]) for row in rows))
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=self.delimiter, quoting=self.quoting, lineterminator=self.ends).writerows(rows)
        bom = b"\xef\xbb\xbf" if self.body.startswith(b"\xef\xbb\xbf") else b""
        return bom + out.getvalue().encode(self.encoding) + (b"\x1a" if self.body.endswith(b"\x1a") else b"")


@cache
def copies() -> dict[str, Good]:
    """A good copy for every reader there is, and for both layouts of those that know two."""
    found = [*_xml(), *_json(), *_tables(), *_workbooks_(), *_own()]
    return {one.name: one for one in found}


def _golden(name: str) -> bytes:
    return (HERE / name).read_bytes()


def _one(name: str, list_name: str, format_key: str, kind: str, body: bytes, **more: Any) -> Good:
    return Good(name=name, reader=reader(list_name, format_key), members={"list": body}, kind=kind, **more)


def _xml() -> Iterator[Good]:
    yield _one("un", "un_sc_sanctions", "xml", "xml", _golden("un_sc.xml"))
    yield _one("eu-fsf-xml", "eu_fsf", "xml", "xml", _golden("eu_fsf.xml"))
    yield _one("fr-xml", "fr_tresor_gels_avoirs", "xml", "xml", _golden("fr_gels_register.xml"))
    yield _one("gb-fcdo-xml", "gb_fcdo_sanctions", "xml", "xml", _golden("gb_fcdo.xml"))
    yield _one("ch", "ch_seco_sanctions", "xml", "xml", _golden("ch_seco.xml"))
    yield _one("ca", "ca_dfatd_sema_sanctions", "xml", "xml", _golden("ca_sema.xml"))
    for which in ("sdn", "cons"):
        for key, name in (("advanced_xml", "_advanced"), ("enhanced_xml", "_enhanced"), ("xml", "")):
            body = (_OFAC / f"invented_{which}{name}.xml").read_bytes()
            yield _one(f"ofac-{which}-{key}", f"us_ofac_{which}", key, "xml", body)


def _json() -> Iterator[Good]:
    yield _one("fr-json", "fr_tresor_gels_avoirs", "json", "json", _golden("fr_gels_register.json"))
    yield _one("csl-json", "us_trade_csl", "json", "json", _golden("us_trade_csl.json"))


def _tables() -> Iterator[Good]:
    yield _one("eu-fsf-csv", "eu_fsf", "csv", "csv", _golden("eu_fsf.csv"), delimiter=";")
    yield _one("csl-csv", "us_trade_csl", "csv", "csv", _golden("us_trade_csl.csv"))
    tabs = {"delimiter": "\t", "quoting": csv.QUOTE_ALL}
    yield _one("us-denied", "us_bis_denied", "txt", "csv", _golden("us_bis_denied.txt"), **tabs)
    yield _one("gb-fcdo-csv", "gb_fcdo_sanctions", "csv", "csv", _golden("gb_fcdo.csv"), above=1)
    yield _one("gb-ofsi-2022", "gb_hmt_sanctions", "csv", "csv", _golden("gb_ofsi_2022.csv"), above=1)
    latin = {"above": 1, "encoding": "cp1252"}
    yield _one("gb-ofsi-2018", "gb_hmt_sanctions", "csv", "csv", _golden("gb_ofsi_2018.csv"), **latin)
    journal = {path.stem.replace("r", "R"): path.read_bytes() for path in sorted(HERE.glob("3*.csv"))}
    for act in journal:
        yield Good(
            name=f"eu-journal-{act}", reader=LISTS["eu_journal_sanctions"][0], members=journal, member=act, kind="csv"
        )
    for which, files in (("sdn", ("sdn", "add", "alt")), ("cons", ("prim", "add"))):
        names = {key: key if which == "sdn" else f"cons_{key}" for key in files}
        members = {key: _official(f"invented_{name}") for key, name in names.items()}
        for key in files:
            yield Good(
                name=f"ofac-{which}-csv-{key}",
                reader=reader(f"us_ofac_{which}", "csv"),
                members=members,
                member=key,
                kind="bare",
                ends="\r\n",
            )


def _official(name: str) -> bytes:
    """As OFAC ends its lines and its files."""
    return b"".join(line + b"\r\n" for line in (_OFAC / f"{name}.csv").read_bytes().splitlines()) + b"\x1a"


def _workbooks_() -> Iterator[Good]:
    older, newer = test_au_dfat.ROWS, test_au_dfat.newer(test_au_dfat.ROWS)
    for name, header, rows in (("au-2024", test_au_dfat.OLD, older), ("au-2025", test_au_dfat.NEW, newer)):
        yield _book(name, "au_dfat_sanctions", "xlsx", "xlsx", [header, *([r.get(c) for c in header] for r in rows)])
    yield _book("jp", "jp_meti_eul", "xlsx", "xlsx", [test_jp_meti.HEADER, *test_jp_meti.ROWS])
    full = list(csv.reader(io.StringIO(_golden("gb_fcdo.csv").decode("utf-8-sig"), newline="")))
    yield _book("gb-fcdo-ods", "gb_fcdo_sanctions", "ods", "ods", full, above=1)
    search = list(csv.reader(io.StringIO(_golden("gb_fcdo_search.csv").decode("utf-8-sig"), newline="")))
    yield _book("gb-fcdo-search", "gb_fcdo_sanctions", "search_ods", "ods", search)


def _book(name: str, list_name: str, format_key: str, kind: str, rows: Rows, **more: Any) -> Good:
    empty = _one(name, list_name, format_key, kind, b"", rows=rows, **more)
    return replace(empty, members={"list": empty.with_table(rows)})


def _own() -> Iterator[Good]:
    name = "opensanctions_xx_sanctions"
    yield _one("own-ftm", name, "ftm", "jsonl", _opensanctions.lines(*_opensanctions.FTM))
    yield _one("own-nested", name, "nested", "jsonl", _opensanctions.lines(*_opensanctions.NESTED))
    yield _one("own-simple", name, "simple", "csv", _opensanctions.table(*_opensanctions.SIMPLE))
    yield _one("own-house", "house_customers", "csv", "csv", _golden("own_house.csv"), delimiter=";")


def everything(subject: Subject) -> list[Entity]:
    """The entities of a subject."""
    return [subject.entity, *subject.sanctions, *subject.around]


def said(reading: Reading) -> str:
    """All that a reading says, with the rows it refused."""
    texts = [reading.day or "", *(f"{row.what} {row.raw}" for row in reading.refused)]
    for one in reading.subjects:
        for each in everything(one):
            texts += [each.id, each.schema, *(value for values in each.properties.values() for value in values)]
    return "\n".join(texts)


def source(good: Good, body: bytes) -> str:
    """All that a file says, whatever its layout: texts and attributes, values and cells."""
    if good.kind == "xml":
        root = etree.fromstring(body, etree.XMLParser(remove_comments=True, remove_pis=True, huge_tree=True))
        texts = [t for node in root.iter() for t in (node.text, node.tail, *map(str, node.attrib.values())) if t]
        return "\n".join(texts)
    if good.kind == "json":
        return "\n".join(_leaves(json.loads(body)))
    if good.kind == "jsonl":
        return "\n".join(leaf for line in body.splitlines() for leaf in _leaves(json.loads(line)))
    raise ValueError(good.kind)


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from _leaves(one)
    elif value is not None:
        yield str(value)


def table_text(rows: Sequence[Sequence[Any]]) -> str:
    """All that the cells of a table say."""
    return "\n".join(str(cell) for row in rows for cell in row if cell is not None)


SOME = 35  # changes of a copy; the nightly run takes them all


def some(found: Iterable[Any], number: int = SOME) -> list[Any]:
    """A sample, always the same."""
    every = list(found)
    return random.Random(7).sample(every, min(number, len(every)))


def read(good: Good, body: bytes) -> Reading | None:
    """The reading of a changed file; `None` where it is refused, as a whole or more rows of it than of the good one."""
    try:
        found = good.read(body)
    except CribleError:
        return None
    return found if len(found.refused) <= len(good.read().refused) else None


def size(reading: Reading) -> int:
    """How many subjects it holds."""
    return len(list(reading.subjects))


EVERY = pytest.mark.parametrize("name", copies())
