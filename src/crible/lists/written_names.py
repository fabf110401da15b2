"""The names in a cell: lists put several into one, in brackets, after slashes, in two scripts at once.

Names come out as they are written. What is said *about* a name ("former name", "Chinese:") is not a
name and does not come out; whoever calls compares words (`drafts.untold`) and keeps the cell as a note.
"""

import re
import unicodedata
from enum import Enum
from functools import lru_cache

from crible.lists.drafts import one_line
from crible.names.places import country_code
from crible.records.table import rows

Named = tuple[str, str]  # FollowTheMoney property, name


class Commas(Enum):
    """May a comma stand between two names? `NEVER` where the list writes "FAMILY, Given"."""

    NEVER = 0
    BETWEEN_WHOLE_NAMES = 1
    ALWAYS = 2


_BORN = re.compile(r"(?:\s[-–—]\s|\(|^|\s)(?:born|née)\s+(?!in\b|on\b|\d)", re.IGNORECASE)
_LIFE = re.compile(r",?\s+\b(?:born|DOB)\s+(?:in|on|\d).*$", re.IGNORECASE | re.DOTALL)
_COMMA = re.compile(r"\s*[,،](?=\s|[^\W\d])\s*(?:(?:and|or)\s+)?")
# A firm's name may hold "and": only between persons, and before "or" in a list, is it a comma.
_COMMA_OR_AND = re.compile(_COMMA.pattern + r"|\s+(?:and|or)\s+(?=[^\W\d_a-z‘“])")
_COMMA_OR = re.compile(_COMMA.pattern + r"|\s+or\s+(?=[^\W\d_a-z‘“])")
_TELLING = 12  # letters of a word that is enough alone: "Roskomnadzor" is, "Fritz" is not
_EDGES = " ,;:–—-\t"
_LEGAL = re.compile(
    r"(?:co|ltd|llc|llp|limited|inc|jsc|ojsc|cjsc|pjsc|ao|oao|pao|ooo|zao|gmbh|sa|plc|corp|company|intl|l td"
    r"|joint stock company)"
    r"[.,]*(?:\s*,?\s*(?:ltd|limited|llc)[.,]*)?",
    re.IGNORECASE,
)


def names(cell: str, prop: str, *, person: bool, commas: Commas = Commas.BETWEEN_WHOLE_NAMES) -> list[Named]:
    """The names a cell holds, the first under `prop`, the rest under the property the text gives them.

    >>> names("Sergei AKSENOV (Сергей АКСЁНОВ)", "name", person=True)
    [('name', 'Sergei AKSENOV'), ('alias', 'Сергей АКСЁНОВ')]
    >>> names("Ihor (Igor) PLOTNYTSKYY", "alias", person=True)
    [('alias', 'Ihor PLOTNYTSKYY'), ('alias', 'Igor PLOTNYTSKYY')]
    >>> names("Cyber Defence Command (CDC)", "name", person=False)
    [('name', 'Cyber Defence Command'), ('weakAlias', 'CDC')]
    """
    found: list[Named] = []
    for piece in outside(_LIFE.sub("", one_line(cell)).replace("”“", "” “"), ";"):
        found += _marked(piece, prop, person=person, commas=Commas.NEVER if prop == "name" else commas)
    found = [(what, name) for what, name in found if any(map(str.isalnum, name))]
    if not found:
        found = [(prop, one_line(cell))]
    unique = list(dict.fromkeys(found))
    first = (prop, unique[0][1]) if prop == "name" else unique[0]
    return [first] + [("alias" if what == "name" else what, name) for what, name in unique[1:] if name != first[1]]


def _marked(piece: str, prop: str, *, person: bool, commas: Commas) -> list[Named]:
    """A piece cut where it says what kind of name follows: "X a.k.a. Y", "Korean: Z"."""
    found: list[Named] = []
    kind, start, marked = prop, 0, False
    for match in [*_outer_markers(piece), None]:
        text = piece[start : match.start() if match else len(piece)].strip(_EDGES)
        if text:
            found += _bracketed(text, kind, person=person, commas=Commas.ALWAYS if marked else commas)
        if match:
            change = _markers()[one_line(match["marker"]).casefold()]
            kind = {"": "alias" if prop == "name" else prop, "drop": kind}.get(change, change)
            start, marked = match.end(), change not in ("", "drop")
    return found


def _bracketed(text: str, prop: str, *, person: bool, commas: Commas) -> list[Named]:
    """A piece with brackets: some hold another name, some a variant of one word, some belong to the name."""
    text, maiden = _maiden(text + ")" * (text.count("(") - text.count(")")))
    groups = _groups(text)
    kept = [group for group in groups if not _is_name_part(text, group, person)]
    base = _without(text, kept)
    found = _plain_names(base, prop, person=person, commas=commas) if base else []
    other = "alias" if prop == "name" else prop
    for group in kept:
        found += _inside(text, group, other, person=person)
    if maiden and base:
        stem = base.split()[:-1]
        found += [("previousName", " ".join([*stem, word])) for word in maiden]
    elif len(maiden) > 1:
        found.append(("previousName", " ".join(maiden)))
    return found


def _inside(text: str, group: tuple[int, int], prop: str, *, person: bool) -> list[Named]:
    """What one bracket names."""
    inner = re.sub(r"^or\s+", "", _within(text, group))
    if _outer_markers(inner):
        return [_weak_alone(named) for named in _marked(inner, prop, person=person, commas=Commas.ALWAYS)]
    if not inner or (inner[0].islower() and _is_latin(inner)):
        return []  # "(including all branches)": about the name, not a name
    before, after = text[: group[0]], text[group[1] :]
    if person and _is_latin(inner) == _is_latin(before) and not re.search("[,;/]", inner):
        return _variants(before, inner, after, prop)
    found: list[Named] = []
    for piece in outside(inner, ";"):
        found += _marked(piece, prop, person=person, commas=Commas.BETWEEN_WHOLE_NAMES)
    return [_weak_alone(named) for named in found]


def _variants(before: str, inner: str, after: str, prop: str) -> list[Named]:
    """A person's name with the words in brackets in place of as many before them."""
    words, inside = _bare(before).split(), _bare(inner).split()
    after = after if _is_latin(after) == _is_latin(before) else ""
    if len(inside) > len(words):
        return [(prop, inner)] if len(inside) > 1 else []
    return [(prop, " ".join([*words[: len(words) - len(inside)], *inside, *_bare(after).split()]))]


def _plain_names(text: str, prop: str, *, person: bool, commas: Commas) -> list[Named]:
    """A piece without brackets, cut at slashes, commas and changes of script."""
    found: list[Named] = []
    other = "alias" if prop == "name" else prop
    for number, part in enumerate(_slashed(text, person)):
        for count, piece in enumerate(_listed(part, person, commas)):
            first, *native = _by_script(piece)
            found.append((other if number + count else prop, first))
            found += [(other, run) for text in native for run in _listed(text, person, Commas.BETWEEN_WHOLE_NAMES)]
    found = [(what, name.strip(_EDGES)) for what, name in found]
    return found[:1] + [_weak_alone(named) for named in found[1:]]


def _slashed(text: str, person: bool) -> list[str]:
    parts = re.split(r"\s*/\s*" if person else r"\s+/\s+", text)
    if len(parts) == 1 or not person:
        return [part for part in parts if part.strip(_EDGES)]
    if all(len(part.split()) > 1 for part in parts if part):
        return [part for part in parts if part.strip(_EDGES)]
    # "Mikalai VARABEI/VERABEI": each word after a slash stands for the word before it.
    stems = re.sub(r"(\S+)(?:\s*/\s*\S+)+", r"\1", text)
    swaps = [re.sub(r"\S+\s*/\s*(\S+)", r"\1", text)]
    return [stems, *swaps]


def _listed(text: str, person: bool, commas: Commas) -> list[str]:
    """The names of a comma list, or the text as it is when a comma belongs to the name."""
    if commas is Commas.NEVER:
        return [text]
    cut = _COMMA_OR_AND if person else _COMMA_OR if commas is Commas.ALWAYS or "(" in text else _COMMA
    parts = [part for part in cut.split(re.sub(r"^and\s+", "", text)) if part]
    joined: list[str] = []
    for part in parts:
        if joined and _LEGAL.fullmatch(part):
            joined[-1] += f", {part}"
        else:
            joined.append(part)
    whole = _person_name if person else _firm_name
    split = commas is Commas.ALWAYS or (all(map(whole, joined[:-1])) and (whole(joined[-1]) or not _is_latin(text)))
    return joined if split and _quotes_close(joined) else [re.sub(r"^and\s+", "", text)]


def _person_name(text: str) -> bool:
    """Is this a whole name of a person, as the Journal prints them: Given FAMILY?"""
    parts = text.split()
    if not _is_latin(text):
        return len(parts) > 1
    return len(parts) > 1 and any(word.isupper() for word in parts) and not all(word.isupper() for word in parts)


def _firm_name(text: str) -> bool:
    parts = text.split()
    return (len(parts) > 1 and not parts[0][0].islower()) or bool(re.fullmatch(r"[A-Z]{3,10}|[A-Z]\w{4,}", text))


def _quotes_close(parts: list[str]) -> bool:
    return all(part.count("«") <= part.count("»") + 1 and part.count("“") == part.count("”") for part in parts)


def _by_script(text: str) -> list[str]:
    """A text in runs of one script, if each run is long enough to be a name of its own."""
    runs: list[tuple[str, list[str]]] = []
    for word in text.split():
        script = _script(word)
        if not runs or (script and runs[-1][0] and script != runs[-1][0]):
            runs.append((script, [word]))
        else:
            before, run = runs[-1]
            run.append(word)
            runs[-1] = (before or script, run)
    long_enough = all(sum(map(bool, map(_script, run))) > 1 or _is_wordless(script) for script, run in runs)
    return [" ".join(run) for _, run in runs] if long_enough else [text]


def _is_name_part(text: str, group: tuple[int, int], person: bool) -> bool:
    """Brackets in the middle of a firm's name, or round a place, are part of it: "Leader (Hong Kong)"."""
    inner = _within(text, group)
    if _outer_markers(inner) or person or inner.startswith("or "):
        return False
    if not text[: group[0]].strip(_EDGES) or _is_latin(inner) != _is_latin(text[: group[0]]):
        return not text[: group[0]].strip(_EDGES)
    after = _without(text[group[1] :], _groups(text[group[1] :]))
    followed = any(map(str.isalnum, after)) and not text[group[1] :].lstrip().startswith("/")
    lone = len(inner.split()) == 1 and _is_latin(inner) and not _is_acronym(inner)
    lone = lone and not _takes_a_short_form(text[: group[0]])
    return followed or lone or country_code(inner) is not None or bool(re.search(r"(?i)\bbranch\b|\bcomoros\b", inner))


def _takes_a_short_form(name: str) -> bool:
    """After a long name a word in brackets is short for it, "Federal Service … (Roskomnadzor)", and no town."""
    return len(name.split()) > 3 and not _LEGAL.fullmatch(name.split()[-1])


def _maiden(text: str) -> tuple[str, list[str]]:
    """A text without "(born X)", and the family names it gave."""
    found: list[str] = []
    while (match := _BORN.search(text)) is not None:
        opened = match[0].strip().startswith("(")
        end = _close(text, match.start() + match[0].index("(")) if opened else len(text)
        found += re.findall(r"[^\s(),]+", text[match.end() : end])
        text = (text[: match.start()] + " " + text[end:]).strip(_EDGES)
    return text, found


def _weak_alone(named: Named) -> Named:
    """One word beside a full name (letters that abbreviate it, a nickname) is not enough alone."""
    prop, name = named
    lone = len(name.split()) == 1 and len(name) < _TELLING and not _is_wordless(_script(name))
    return ("weakAlias", name) if prop == "alias" and lone else named


def _is_acronym(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    short = len(text.split()) == 1 and 1 < len(letters) <= 8 and not any(map(str.isdigit, text))
    return short and sum(map(str.isupper, letters)) * 2 > len(letters)


def outside(text: str, separator: str) -> list[str]:
    """The text cut at a separator wherever that stands outside brackets."""
    parts, depth, start = [], 0, 0
    for at, char in enumerate(text):
        depth = max(0, depth + (char in "(（") - (char in ")）"))
        if char == separator and not depth:
            parts.append(text[start:at])
            start = at + 1
    if depth:  # a bracket that is never closed must not swallow the names after it
        parts, start = text.split(separator), len(text)
    return [part.strip() for part in [*parts, text[start:]] if part.strip()]


def _groups(text: str) -> list[tuple[int, int]]:
    """Where the outermost brackets open and close."""
    found, at = [], 0
    while (at := text.find("(", at)) != -1:
        end = _close(text, at)
        found.append((at, end))
        at = end
    return found


def _within(text: str, group: tuple[int, int]) -> str:
    return text[group[0] + 1 : group[1]].removesuffix(")").strip(_EDGES)


def _close(text: str, start: int) -> int:
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] == "(") - (text[at] == ")")
        if not depth:
            return at + 1
    return len(text)


def _without(text: str, groups: list[tuple[int, int]]) -> str:
    for start, end in reversed(groups):
        text = text[:start] + " " + text[end:]
    if text.count("(") != text.count(")"):
        text = _bare(text)
    return one_line(text).strip(_EDGES)


def _bare(text: str) -> str:
    return re.sub(r"[()]", " ", _without(text, _groups(text)) if text.count("(") == text.count(")") else text)


@lru_cache(maxsize=1)
def _markers() -> dict[str, str]:
    return {row["marker"]: row["property"] for row in rows("lists", "name_markers", ("marker", "property", "because"))}


@lru_cache(maxsize=1)
def _marker_pattern() -> re.Pattern[str]:
    longest = sorted(_markers(), key=len, reverse=True)
    needs_colon = [m for m in longest if _markers()[m] == "" or m.endswith(" name")]
    free = [m for m in longest if m not in needs_colon]
    both = (
        rf"(?P<marker>(?:{'|'.join(map(re.escape, needs_colon))})(?=\s*:)"
        rf"|(?:{'|'.join(map(re.escape, free))})(?![\w]))"
    )
    return re.compile(rf"(?<!\w){both}\s*[:.]?\s*", re.IGNORECASE)


def _outer_markers(text: str) -> list[re.Match[str]]:
    """Markers that stand outside brackets."""
    inside = _groups(text)
    found = _marker_pattern().finditer(text)
    return [match for match in found if not any(start <= match.start() < end for start, end in inside)]


def _script(word: str) -> str:
    """The script most letters of a word are in; "" for a word without letters."""
    scripts = [_letter_script(char) for char in word if char.isalpha()]
    return max(set(scripts), key=scripts.count) if scripts else ""


@lru_cache(maxsize=4096)
def _letter_script(char: str) -> str:
    return unicodedata.name(char, "?").split()[0]


def _is_latin(text: str) -> bool:
    return _script(text.replace(" ", "")) in ("LATIN", "")


def _is_wordless(script: str) -> bool:
    return script in ("CJK", "HANGUL", "THAI")
