"""OFAC's remarks, taken apart clause by clause; what no pattern knows stays a note, word for word."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from crible.lists.ftm import is_a
from crible.lists.ofac.clauses import SUBJECT, Asked, Clause, Fact, Rule, note, read
from crible.records.table import rows

_MOST_PARTS = 8  # the longest bracket seen holds five clauses
_ALT = re.compile(r"\Aalt\.?\s+", re.IGNORECASE)
COMPANY = Fact(SUBJECT, "Company", "", "")  # only a company has what the clause says


def clause_facts(found: Iterable[str], asked: Asked) -> Iterator[Fact]:
    """What the clauses say; one that no pattern knows is a note, without the mark that repeats a kind."""
    for clause in found:
        said = _ALT.sub("", clause)
        yield from facts(said, asked) or (note(said),)


def clauses(remarks: str) -> list[str]:
    """The clauses, without the full stop OFAC closes its remarks with.

    A semicolon between brackets or inside a quoted alias divides nothing.

    >>> clauses("DOB 1962; POB Shati; a.k.a. 'A; B'.")
    ['DOB 1962', 'POB Shati', "a.k.a. 'A; B'"]
    """
    parts = remarks.strip().removesuffix(".").split(";")
    found: list[str] = []
    start = 0
    while start < len(parts):
        end = _end(parts, start)
        found.append(";".join(parts[start:end]).strip())
        start = end
    return [clause for clause in found if clause]


def _end(parts: Sequence[str], start: int) -> int:
    """Where the clause that starts here ends: after its brackets and quotes close, if they ever do."""
    for end in range(start + 1, min(start + _MOST_PARTS, len(parts)) + 1):
        if not _is_open(";".join(parts[start:end])):
            return end
    return start + 1


def _is_open(clause: str) -> bool:
    quoted = re.match(r"\s*(?:alt\.\s+)?[afn]\.k\.a\.\s*'", clause)
    return clause.count("(") > clause.count(")") or (quoted is not None and not clause.rstrip().endswith("'"))


def facts(clause: str, asked: Asked) -> list[Fact]:
    """What one clause says; nothing when no pattern knows it."""
    if not (opening := _opening().match(clause)):
        return _office(clause, asked.schema)
    value = clause[opening.end() :].strip()
    for rule in _rules()[opening[1].lower()]:
        if _may_have(asked.schema, rule.of) and (found := read(Clause(clause, value, rule, asked))):
            return [*found, COMPANY] if rule.of == "Company" else list(found)
    return []


@cache
def _rules() -> Mapping[str, tuple[Rule, ...]]:
    found: dict[str, tuple[Rule, ...]] = {}
    for row in rows("lists", "ofac_clauses", Rule._fields):
        rule = Rule(**row)
        found[rule.starts.lower()] = (*found.get(rule.starts.lower(), ()), rule)
    return found


@cache
def _opening() -> re.Pattern[str]:
    longest_first = "|".join(map(re.escape, sorted(_rules(), key=len, reverse=True)))
    return re.compile(rf"(?:alt\.?\s+)?({longest_first})(?![A-Za-z])\s*:?\s*", re.IGNORECASE)


@lru_cache(maxsize=256)
def _may_have(schema: str, of: str) -> bool:
    return is_a(schema, of) or (schema == "Organization" and of == "Company")  # it may yet prove to be one


def _office(clause: str, schema: str) -> list[Fact]:
    kinship, office = _words("kinship"), _words("office")
    if schema != "Person" or kinship.search(clause) or not office.search(clause):
        return []
    return [Fact(SUBJECT, "", "position", clause)]


@cache
def _words(says: str) -> re.Pattern[str]:
    found = [row["words"] for row in rows("lists", "ofac_offices", ("words", "says")) if row["says"] == says]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, found))})\b", re.IGNORECASE)
