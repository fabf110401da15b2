"""A record that the Consolidated Screening List took from OFAC, read as OFAC's own lists are."""

import re
from collections.abc import Iterator

from crible.lists.drafts import one_line
from crible.lists.ofac import entry as ofac
from crible.lists.ofac.remarks import clauses
from crible.lists.us.csl_entry import LIST, Entry, Paper
from crible.lists.us.csl_sources import Row
from crible.records.entity import Entity, Subject

_KINDS = {"individual": "individual", "entity": "", "vessel": "vessel", "aircraft": "aircraft"}
_CELLS = {
    "title": ofac.TITLE,
    "call_sign": ofac.CALL_SIGN,
    "vessel_type": ofac.TYPE,
    "gross_tonnage": ofac.TONNAGE,
    "gross_registered_tonnage": ofac.GRT,
    "vessel_flag": ofac.FLAG,
    "vessel_owner": ofac.OWNER,
}
_CLAUSES = {
    "dates_of_birth": "DOB",
    "places_of_birth": "POB",
    "nationalities": "nationality",
    "citizenships": "citizen",
}
_KIND_IS = {"Nationality Country": "nationality"}  # called otherwise than in OFAC's own files
_READ = {*_CELLS, "name", "type", "remarks", "entity_number"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ISO = re.compile(r"(?<![\w-])((?:18|19|20)\d\d)-(0[1-9]|1[0-2])(?:-(\d\d))?(?![\w-])")


def ofac_subject(entry: Entry, source: Row, left: dict[str, str]) -> Subject:
    """The subject with the ids of this list, without its addresses. Fields leave `left` as they are read.

    Numbers, days and remarks are put as the clauses of OFAC's legacy files, so that its own tables read
    them. A record without a programme gets the measures of its list.
    """
    texts = {field: left.pop(field) for field in _READ}
    number = texts["entity_number"] or entry.id
    kind = texts["type"].casefold()
    found = ofac.subject_of(
        ofac.Entry(
            list_name=source["ofac_list"],
            number=number,
            name=one_line(texts["name"]),
            kind=_KINDS.get(kind, kind or "unknown"),
            programmes=entry.several["programs"] or (source["code"],),
            resolve=lambda _name: None,  # names that a record gives of others have no number in this list
            cells=[(says, texts[field]) for field, says in _CELLS.items()],
            aliases=[ofac.Alias(name, "alias") for name in entry.several["alt_names"]],
            clauses=[*_clauses(entry), *clauses(texts["remarks"])],
            notes=[f"{paper.kind} {paper.number}: {paper.dated}" for paper in entry.papers if paper.dated],
        )
    )
    return _relisted(found, f"ofac-{number}", f"us-csl-{entry.id}")


def _clauses(entry: Entry) -> Iterator[str]:
    for field, opening in _CLAUSES.items():
        for value in entry.several[field]:
            yield f"{opening} {_in_words(value)}"
    yield from map(_clause, entry.papers)


def _clause(paper: Paper) -> str:
    """A paper as the legacy files write it.

    >>> _clause(Paper("Passport", "E590976", "TN", "1987-06-19", "18 Jun 1992"))
    'Passport E590976 (TN) issued 19 Jun 1987 expires 18 Jun 1992'
    """
    parts = [_KIND_IS.get(paper.kind, paper.kind), _in_words(paper.number), paper.country and f"({paper.country})"]
    days = (("issued", paper.issued), ("expires", paper.expires))
    return " ".join(filter(None, [*parts, *(f"{says} {_in_words(day)}" for says, day in days if day)]))


def _in_words(text: str) -> str:
    """ISO days as OFAC's legacy files write them.

    >>> _in_words("1961-03-07 to 1962-12"), _in_words("circa 1951")
    ('07 Mar 1961 to Dec 1962', 'circa 1951')
    """
    return _ISO.sub(lambda m: " ".join(filter(None, (m[3], _MONTHS[int(m[2]) - 1], m[1]))), text)


def _relisted(found: Subject, old: str, new: str) -> Subject:
    """The subject under another id, and all that is around it."""
    sanctions, around = ([_renamed(one, old, new) for one in group] for group in (found.sanctions, found.around))
    return Subject(entity=_renamed(found.entity, old, new), sanctions=tuple(sanctions), around=tuple(around))


def _renamed(one: Entity, old: str, new: str) -> Entity:
    def renamed(text: str) -> str:
        return new + text.removeprefix(old) if text == old or text.startswith(f"{old}-") else text

    properties = {prop: tuple(map(renamed, values)) for prop, values in one.properties.items()}
    return Entity(id=renamed(one.id), schema=one.schema, properties=properties, datasets=(LIST,))
