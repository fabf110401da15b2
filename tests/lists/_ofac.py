"""The OFAC fixtures in the official bytes: kept with plain line ends, sent out with OFAC's."""

import json
from collections.abc import Iterable
from pathlib import Path

from crible.lists import LISTS
from crible.lists.card import ListReader, Reading
from crible.lists.ofac import legacy
from crible.records.entity import Entity, Subject

HERE = Path(__file__).parent
SDN_FILES = {"sdn": "sdn", "add": "add", "alt": "alt", "comments": "sdn_comments"}
# What servers send in place of a file, and what no file may hold.
NO_FILES = {
    "empty": b"",
    "spaces": b" \n",
    "html": b"<html><body>Not found</body></html>",
    "json": b'{"message": "Internal Server Error"}',
    "another root": b"<CONSOLIDATED_LIST></CONSOLIDATED_LIST>",
}
NOT_IN_A_FILE = (b"<!DOCTYPE x>", b'<!DOCTYPE x [<!ENTITY e "boom">]>', b"\x00", b"\x0b")
CONS_FILES = {"prim": "cons_prim", "add": "cons_add", "alt": "cons_alt", "comments": "cons_comments"}


def official(lines: Iterable[str]) -> bytes:
    """Lines as OFAC ends them: CR LF each, and the end-of-file byte after the last."""
    return "".join(f"{line}\r\n" for line in lines).encode() + b"\x1a"


def lines(name: str) -> list[str]:
    return (HERE / "ofac" / f"{name}.csv").read_text("utf-8").splitlines()


def sdn_members() -> dict[str, bytes]:
    return {key: official(lines(name)) for key, name in SDN_FILES.items()}


def cons_members() -> dict[str, bytes]:
    return {key: official(lines(name)) for key, name in CONS_FILES.items()}


def read_sdn(members: dict[str, bytes] | None = None) -> dict[str, Subject]:
    return by_id(legacy.SDN.read(members or sdn_members(), "sdn"))


def read_cons() -> dict[str, Subject]:
    return by_id(legacy.CONS.read(cons_members(), "cons"))


def claiming(head: bytes) -> list[ListReader]:
    """The readers that take a file with these first bytes for theirs."""
    return [one for readers in LISTS.values() for one in readers if one.claims(head)]


def by_id(reading: Reading) -> dict[str, Subject]:
    return {subject.entity.id: subject for subject in reading.subjects}


def one_row(remarks: str, *, kind: str = "individual", comments: str = "", programmes: str = "SDGT") -> Subject:
    """The subject of a set with a single row."""
    nulls = "-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- "
    row = f'1,"INVENTED, Person","{kind}","{programmes}",{nulls},"{remarks}"'
    members = {"sdn": official([row])}
    if comments:
        members["comments"] = official([f'1,"{comments}"'])
    (subject,) = legacy.SDN.read(members, "one").subjects
    return subject


def everything(subject: Subject) -> list[Entity]:
    return [subject.entity, *subject.sanctions, *subject.around]


def as_lines(subjects: Iterable[Subject]) -> list[str]:
    """One JSON line an entity: a golden file's form."""
    return [as_line(entity) for subject in subjects for entity in everything(subject)]


def as_line(e: Entity) -> str:
    record = {"id": e.id, "schema": e.schema, "datasets": e.datasets, "properties": e.properties}
    return json.dumps(record, ensure_ascii=False)
