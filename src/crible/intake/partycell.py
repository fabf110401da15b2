"""The cell that names a party often says more: other names, a birth date, a number, who it acts for."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from crible.intake.cues import Cue, all_never_names, cues_in
from crible.intake.freetext import after_cue, births, identifiers, mentions, name_spans, with_fact
from crible.intake.words import plain
from crible.names import numbers
from crible.records.transaction import Identifier, Party, Role

_BRACKET = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|（([^（）]*)）|【([^【】]*)】")
_OPEN = re.compile(r"[(\[（【][^()\[\]（）【】]*$")  # a bracket that was cut off
_ESCAPED = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|amp|quot|apos|lt|gt|nbsp|[a-zA-Z]{2,8});")
_SEVERAL = re.compile(r"\s*[|;]\s*")
_BUSY = re.compile(r"[()\[\]（【\n|;&]|\d{5}")
_EDGE = " \t,;:–-/|"
_ACRONYM = re.compile(r"[^\W\d_]{3,12}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a cell says of its party: `names` as written, the first to show; `others` are mentioned beside it."""

    names: tuple[str, ...]
    facts: tuple[str | Identifier, ...] = ()  # days of birth and numbers
    others: tuple[Party, ...] = ()
    below: str = ""  # further lines of the cell: mostly an address


@lru_cache(maxsize=1 << 16)
def read_cell(text: str, field: str) -> Cell:
    """A party cell, read.

    >>> read_cell("ACME LLC (a.k.a. Foo; formerly Bar)", "buyer").names
    ('ACME LLC', 'Foo', 'Bar')
    >>> read_cell("ACME LLC (Dubai branch)", "buyer").names
    ('ACME LLC (Dubai branch)', 'ACME LLC')
    """
    if not _BUSY.search(text) and not any(_counts(cue) for cue in cues_in(text)):
        return Cell(names=(text,))
    text = _ESCAPED.sub(lambda escaped: html.unescape(escaped.group()), text)
    first, _, below = text.partition("\n")
    parts = [_one(part, field) for part in _SEVERAL.split(_guarded(first.strip())) if part.strip(_EDGE)]
    names = dict.fromkeys(name for part in parts for name in part.names)
    others = [other for part in parts for other in part.others]
    if below.strip():
        others += mentions(below, field)
    return Cell(
        names=tuple(names) or (text.strip(),),
        facts=tuple(dict.fromkeys(fact for part in parts for fact in part.facts)),
        others=tuple(others),
        below=" ".join(below.split()),
    )


def apply(party: Party, cell: Cell) -> Party:
    """The party with what its cell says."""
    for fact in cell.facts:
        party = with_fact(party, fact)
    address = party.address or cell.below or None
    return replace(party, names=tuple(dict.fromkeys((*party.names, *cell.names))), address=address)


def _guarded(text: str) -> str:
    """The text with the separators inside brackets made commas: those belong to what the bracket says."""
    return _BRACKET.sub(lambda bracket: re.sub("[;|]", ",", bracket.group()), text)


def _one(text: str, field: str) -> Cell:
    """One name with its brackets and cues."""
    names: list[str] = []
    facts: list[str | Identifier] = []
    others: list[Party] = []
    outside, start, shown = "", 0, ""
    for bracket in [*_BRACKET.finditer(text), *_OPEN.finditer(text)]:
        inside = next((group for group in bracket.groups() if group is not None), bracket.group()[1:])
        known = _inside(inside, text[: bracket.start()], field)
        names += known.names
        facts += known.facts
        others += known.others
        outside += text[start : bracket.start()]
        shown += text[start : bracket.start()] + ("" if known.names or known.facts or known.others else bracket.group())
        start = bracket.end()
    own = _outside((outside + text[start:]).strip(_EDGE), field)
    # A bracket that says nothing we know stays in the name: "Huawei (Hong Kong) Co."; without it is a second reading.
    written = _outside((shown + text[start:]).strip(_EDGE), field).names[:1]
    without = own.names if not text[start:].strip(_EDGE) or written == own.names[:1] else own.names[1:]
    return Cell(
        names=tuple(dict.fromkeys(name for name in (*written, *without, *names) if name)),
        facts=(*own.facts, *facts),
        others=(*own.others, *others),
    )


def _inside(text: str, before: str, field: str) -> Cell:
    """What a bracket says: facts, other names after a cue, whom it acts for; or a name in itself."""
    if not text.strip(_EDGE):
        return Cell(names=())
    facts = _facts(text)
    cues = [cue for cue in cues_in(text) if cue.kind in ("alias", "behalf")]
    named = _aliases(text)
    others = _acting(text, cues, field)
    if not cues and not facts and _is_other_name(text, before):
        named = [text.strip(_EDGE)]
    return Cell(names=tuple(named), facts=facts, others=others)


def _facts(text: str) -> tuple[str | Identifier, ...]:
    found: list[str | Identifier] = [born for _, born in births(text)]
    found += [number for _, number in identifiers(text)]
    return tuple(found)


def _aliases(text: str, start: int = 0) -> list[str]:
    """The names that stand after "a.k.a.", "formerly"… from `start` on, each up to the next cue."""
    cues = [cue for cue in cues_in(text) if cue.start >= start]
    ends = [cue.start for cue in cues[1:]] + [len(text)]
    spans = [text[cue.end : end] for cue, end in zip(cues, ends, strict=False) if cue.kind == "alias"]
    return [name for span in spans for name in _listed(span)]


def _listed(text: str) -> list[str]:
    """Names in a list, without the quotes and commas between them; "Foo Co., Ltd" stays whole."""
    parts: list[str] = []
    for part in re.split(r"\s*,\s+|\s+(?:or|ou|oder)\s+", text.strip(_EDGE)):
        name = part.strip(_EDGE + "\"'«»“”.") + (
            "." if part.endswith(("Co.", "Ltd.", "Inc.", "S.A.", "L.L.C.")) else ""
        )
        if parts and not name_spans(name) and len(name) < 8:
            parts[-1] += f", {name}"
        elif any(char.isalpha() for char in name):
            parts.append(name)
    return parts


def _acting(text: str, cues: Iterable[Cue], field: str) -> tuple[Party, ...]:
    said = (after_cue(text, cue) for cue in cues if cue.kind == "behalf")
    return tuple(Party(role=Role.MENTIONED, names=(name,), found_in=field) for name in said if name)


def _is_other_name(text: str, before: str) -> bool:
    """Is a bracket without a cue another name: in another script, an acronym, or several words that are a name?"""
    own = text.strip(_EDGE + ".")
    spans = name_spans(own)
    if not spans or not before.strip():
        return False
    if _script(own) != _script(before):
        return True
    words = [plain(word) for word in own.split()]
    if len(words) == 1:
        return bool(_ACRONYM.match(own)) and own.isupper() and not before.isupper()
    return not any(word in all_never_names() for word in words) and spans[0].name == own


def _script(text: str) -> str:
    """The block of the first letter that is not Latin, or "latin": enough to tell a translation from a remark."""
    letters = [char for char in text if char.isalpha()]
    others = [char for char in letters if char > "\u024f" and not "\u1e00" <= char <= "\u1eff"]
    return str(ord(others[0]) // 0x100) if 2 * len(others) > len(letters) else "latin"


def _outside(text: str, field: str) -> Cell:
    """A name with cues in it: "ACME aka Foo", "ACME c/o Bar", "Akbari DOB 1961"."""
    cues = [cue for cue in cues_in(text) if _counts(cue) and cue.start > 0]
    name = text[: cues[0].start] if cues else text
    aliases = _aliases(text, start=1)
    found = list(identifiers(text))
    if found and (number := min(at for at, _ in found)) < len(name):
        name = _without_label(name[:number])
    names = tuple(part for part in (name.strip(_EDGE), *aliases) if part)
    return Cell(names=names or (text,), facts=_facts(text), others=_acting(text, cues, field))


def _counts(cue: Cue) -> bool:
    """Cues that count without brackets; "Vessel Owner Ltd" is a name, not an announcement."""
    return cue.kind in ("alias", "behalf", "born", "passport") or (cue.kind == "national_id" and cue.colon)


def _without_label(text: str) -> str:
    """The name before a number, without the label between them: "ALFA IMO " → "ALFA"."""
    words = text.rstrip(_EDGE + "#=.№").split()
    for count in (3, 2, 1):
        if len(words) > count and numbers.kind_of_label(" ".join(words[-count:])):
            return " ".join(words[:-count])
    return text
