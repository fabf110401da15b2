"""One copy of an OFAC list, its four files taken together: complete and of one day, or refused."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crible.lists.ofac.bearers import Bearers
from crible.lists.ofac.rows import Row, rows
from crible.records.entity import Refused
from crible.records.error import CribleError

LIMIT = 1_000  # OFAC cuts remarks here and goes on in the comments file, in mid-word
NUMBER, NAME, KIND, PROGRAMMES, TITLE, CALL_SIGN, TYPE, TONNAGE, GRT, FLAG, OWNER, REMARKS = range(12)
_FETCH = "fetch all files of the list again, at one time"

Rows = Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A copy of a list: the subjects, and the rows of the other files by entity number.

    `cut` holds the numbers of those whose remarks stop short for want of a comments row.
    """

    primary: Sequence[Row]
    add: Rows
    alt: Rows
    comments: Rows
    cut: frozenset[str]
    refused: list[Refused] = field(default_factory=list)

    def remarks(self, row: Row) -> str:
        """The remarks of a subject, joined without a character lost or added."""
        return row.cells[REMARKS] + "".join(more.cells[1] for more in self.comments.get(row.ent_num, ()))


def copy(primary: str, members: Mapping[str, bytes], where: str) -> Copy:
    """Read the files of a copy; `primary` is the key of the one that holds the subjects.

    Rows of `add` or `alt` whose subject is missing, and subjects without their row in `add` (OFAC writes
    one for each), show that rows were lost or that the files are of two days: the copy is refused.
    """
    refused: list[Refused] = []
    if primary not in members:
        raise CribleError("the file of the listed subjects is missing", where=where, do=f"fetch it: member {primary!r}")
    read = {key: rows(key, raw, f"{where}:{key}", refused) for key, raw in members.items()}
    known = _numbers(read[primary], refused, f"{where}:{primary}")
    for key in ("add", "alt"):
        _refuse_orphans(read.get(key, ()), known, f"{where}:{key}")
    if "add" in read and (missing := known - _all_numbers(read["add"], refused, f"{where}:add")):
        what = f"{len(missing)} subjects have no row in the address file, first {min(missing, key=int)}"
        raise CribleError(what, where=f"{where}:add", do=_FETCH)
    comments = _comments(read.get("comments", ()), known, f"{where}:comments", refused)
    cut = frozenset(
        row.ent_num for row in read[primary] if len(row.cells[REMARKS]) >= LIMIT and row.ent_num not in comments
    )
    if cut:
        refused.append(_cut_short(cut, f"{where}:{primary}"))
    return Copy(
        primary=read[primary],
        add=_by_number(read.get("add", ())),
        alt=_by_number(read.get("alt", ())),
        comments=comments,
        cut=cut,
        refused=refused,
    )


def _numbers(primary: Sequence[Row], refused: Sequence[Refused], where: str) -> set[str]:
    """The numbers of the listed subjects; each is given once."""
    known = {row.ent_num for row in primary}
    if not known or len(known) < len(primary):
        what = "entity numbers are given twice" if known else "the file lists nobody"
        raise CribleError(what, where=where, do=_FETCH)
    return _all_numbers(primary, refused, where)


def _all_numbers(found: Sequence[Row], refused: Sequence[Refused], where: str) -> set[str]:
    """The entity numbers of a file, those of its refused rows among them as far as they can be read."""
    spoilt = (row.raw.partition(",")[0].strip() for row in refused if row.where.startswith(f"{where}:"))
    return {row.ent_num for row in found} | {number for number in spoilt if number.isdecimal()}


def _refuse_orphans(found: Sequence[Row], known: set[str], where: str) -> None:
    if orphan := next((row for row in found if row.ent_num not in known), None):
        what = f"a row for entity {orphan.ent_num}, which the file of the subjects does not have"
        raise CribleError(what, where=f"{where}:{orphan.line}", do=_FETCH)


def _comments(found: Sequence[Row], known: set[str], where: str, refused: list[Refused]) -> Rows:
    """Comments by number. One without a subject is refused alone: it cannot hide a listing."""
    kept: list[Row] = []
    for row in found:
        if row.ent_num in known:
            kept.append(row)
        else:
            what = f"remarks of entity {row.ent_num}, which the file of the subjects does not have"
            raw = ",".join(row.cells)[:500]
            refused.append(Refused(where=f"{where}:{row.line}", what=what, do=_FETCH, raw=raw))
    return _by_number(kept)


def _cut_short(cut: frozenset[str], where: str) -> Refused:
    numbers = ", ".join(sorted(cut, key=int))
    what = f"{len(cut)} remarks stop at {LIMIT} characters and the comments file does not go on with them"
    return Refused(where=where, what=what, do=_FETCH, raw=f"entities {numbers}"[:500])


def _by_number(found: Sequence[Row]) -> Rows:
    sorted_out: defaultdict[str, list[Row]] = defaultdict(list)
    for row in found:
        sorted_out[row.ent_num].append(row)
    return dict(sorted_out)


def bearers(of: Copy) -> Bearers:
    """Who bears the names of the copy."""
    found = Bearers()
    for row in of.primary:
        found.add(row.cells[NAME], row.ent_num, primary=True)
    for number, rows_of in of.alt.items():
        for row in rows_of:
            found.add(row.cells[3], number, primary=False)
    return found
