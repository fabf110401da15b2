"""The names of an entry of the Financial Sanctions Files, each under the class that the list gives it."""

import re
from collections.abc import Sequence
from functools import cache

from crible.lists.drafts import one_line, put, untold
from crible.lists.eu.fsf_entry import Fields, flag
from crible.lists.eu.fsf_record import Record
from crible.lists.written_names import Commas, Named, outside
from crible.lists.written_names import names as names_in
from crible.names.places import country_code
from crible.records.table import rows

_PARTS = ("firstName", "middleName", "lastName")
_BRACKET = re.compile(r"(?P<base>[^()]*\w[^()]*?)\s*\(\s*(?P<inner>[^()\s](?:[^()]*[^()\s])?)\s*\)")
_ACRONYM = re.compile(r"[A-Z0-9][A-Z0-9/&.-]{1,9}")
_SHORT = 5  # letters: a longer word in capitals, behind a name in capitals, is a word like the others
_LONGEST = 1_000  # letters of a field of names; the schema allows 256, the longest seen has 324
_LETTERED = re.compile(r"(?:^|[,;]?\s+|,)\(?[a-h]\)\s*")
_GENDERS = {"M": "male", "F": "female"}
_SILENT = "?"  # the schema's word for a gender that is not known
# A name is told once, under the class that vouches most for it.
_CLASSES = ("name", "alias", "previousName", "weakAlias")


def names(record: Record, aliases: Sequence[Fields]) -> None:
    """Put an entry's names, with what is said beside them.

    The first that is strong is the one to show; the others keep their class. Names stay whole in the
    languages that the Union writes them in.
    """
    graded = [(whole, _grade(record, alias), alias) for alias in aliases if (whole := _whole(alias))]
    shown = next((at for at, (_, grade, _) in enumerate(graded) if grade == "alias"), 0)
    told: dict[str, str] = {}
    for at, (whole, grade, alias) in enumerate(graded):
        found = written(whole, "name" if at == shown else grade, person=record.person)
        for prop, name in found:
            told[name] = min(prop, told.get(name, prop), key=_CLASSES.index)
        if untold(whole, [name for _, name in found]):
            record.note(f"name: {whole}")
        _parts(record, whole, "name" if at == shown else grade, alias)
    for alias in aliases:
        _beside(record, alias)
    for prop in _CLASSES:
        put(record.draft, prop, *(name for name, known in told.items() if known == prop))


def is_name(alias: Fields) -> bool:
    """Does it name anybody?"""
    return bool(_whole(alias))


def written(whole: str, prop: str, *, person: bool) -> list[Named]:
    """The names in one field: an abbreviation in brackets and a list with semicolons stand apart.

    Other brackets belong to a body's name ("Foundation (Pakistan)"); a person's hold another spelling,
    another name, or a word about the name.

    >>> written("Bureau of Invented Studies (BIS)", "name", person=False)
    [('name', 'Bureau of Invented Studies'), ('weakAlias', 'BIS')]
    >>> written("Foundation (Pakistan)", "alias", person=False)
    [('alias', 'Foundation (Pakistan)')]
    >>> written("Ihor (Igor) PETRENKO", "name", person=True)
    [('name', 'Ihor PETRENKO'), ('alias', 'Igor PETRENKO')]
    """
    if len(whole) > _LONGEST:
        return [(prop, one_line(whole))]
    found: list[Named] = []
    for piece in outside(one_line(whole), ";") or [one_line(whole)]:
        kind = "alias" if found and prop == "name" else prop
        found += _of_person(piece, kind) if person else _of_body(piece, kind)
    return found


def _of_person(piece: str, kind: str) -> list[Named]:
    match = _BRACKET.fullmatch(piece)
    if match and (said := _said(match["inner"])):
        return [(kind if kind == "name" else said, match["base"])]
    if "(" not in piece:
        return [(kind, piece)]
    first, *others = names_in(piece, kind, person=True, commas=Commas.NEVER)
    return [first, *((prop if " " in name else "weakAlias", name) for prop, name in others)]


def _of_body(piece: str, kind: str) -> list[Named]:
    match = _BRACKET.fullmatch(piece)
    if match and _is_acronym(match["inner"], match["base"]):
        return [(kind, match["base"]), ("weakAlias", match["inner"])]
    return [(kind, piece)]


def _is_acronym(inner: str, name: str) -> bool:
    short = len(inner) <= _SHORT or not name.isupper()
    return bool(_ACRONYM.fullmatch(inner)) and short and country_code(inner) is None


def _whole(alias: Fields) -> str:
    whole = one_line(alias.get("wholeName")) or one_line(" ".join(alias.get(part, "") for part in _PARTS))
    return whole if any(map(str.isalnum, whole)) else ""


def _grade(record: Record, alias: Fields) -> str:
    """Remarks grade more finely than the flag; the CSV has no flag, and a name without one is not known to be weak."""
    weak = "strong" in alias and not flag(alias, "strong", record.where)
    return _said(alias.get("remark", "")) or ("weakAlias" if weak else "alias")


def _said(remark: str) -> str:
    """The class that a remark gives a name, "" if it says nothing of it."""
    said = one_line(remark).casefold()
    fitting = [(len(text), prop) for text, prop in _remarks().items() if text in said]
    return max(fitting)[1] if fitting else ""


def _parts(record: Record, whole: str, prop: str, alias: Fields) -> None:
    """First and family names of a person's better names; parts that the whole name does not hold are a note."""
    parts = [(part, one_line(alias.get(part))) for part in _PARTS]
    if record.person and prop in ("name", "alias"):
        for part, text in parts:
            put(record.draft, part, text)
    elif lost := [text for _, text in parts if text and untold(text, [whole])]:
        record.note(f"parts of the name {whole}: {', '.join(lost)}")


def _beside(record: Record, alias: Fields) -> None:
    """Office, title, gender and remarks: the list gives them with a name, they are the person's."""
    for field, prop in (("function", "position"), ("title", "title")):
        text = one_line(alias.get(field))
        if text and record.person:
            put(record.draft, prop, *lettered(text))
        elif text:
            record.note(f"{field}: {text}")
    gender = alias.get("gender", "").strip().upper()
    put(record.draft, "gender", _GENDERS.get(gender))
    if gender and gender != _SILENT and gender not in _GENDERS:
        record.note(f"gender: {gender}")
    # A remark that is only a grade has become the name's class.
    told = [text for field in ("remark", "additionalInformation") if (text := one_line(alias.get(field)))]
    for text in told:
        if text.casefold().strip(" .()") not in _remarks():
            record.note(f"name {_whole(alias)}: {text}")


def lettered(text: str) -> list[str]:
    """The items of a text that letters them; any other text whole.

    >>> lettered("(a) Mullah, (b) Maulavi"), lettered("Head of Department (a.i.)")
    (['Mullah', 'Maulavi'], ['Head of Department (a.i.)'])
    """
    if not re.match(r"\(?a\)\s", text):
        return [text]
    return [part for raw in _LETTERED.split(text) if (part := raw.strip(" ,;"))]


@cache
def _remarks() -> dict[str, str]:
    table = rows("lists", "eu_fsf_alias_remarks", ("says", "property", "because"))
    return {row["says"]: row["property"] for row in table}
