"""The identities of a party of OFAC's advanced XML → its names by class, in all their scripts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from crible.lists.ofac.advanced_dates import is_true, period
from crible.lists.ofac.advanced_words import Words
from crible.lists.ofac.clauses import SUBJECT, Fact
from crible.lists.ofac.entry import Alias
from crible.lists.ofac.wording import alias, full_name, undirected
from crible.lists.xml_node import Node
from crible.records.error import CribleError

_PROPERTIES = {"Middle Name": "middleName", "Patronymic": "fatherName", "Matronymic": "motherName"}
_FAMILY = ("Last Name", "Matronymic")
_GIVEN = ("First Name", "Middle Name", "Patronymic")
# How OFAC prints a name in these scripts: without its comma, the given name first; or in one word.
_GIVEN_FIRST = ("Arabic", "Hebrew")
_ONE_WORD = ("Chinese Simplified", "Chinese Traditional", "Japanese", "Korean")
_MAIN = "Primary Latin"

_Parts = Mapping[str, list[str]]


@dataclass(slots=True)
class Names:
    """The name OFAC lists a party under, its other names, and what is said of them."""

    identities: list[str] = field(default_factory=list)  # their numbers: papers are theirs
    primary: str = ""
    aliases: list[Alias] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class _Written(NamedTuple):
    """A name as written in one script, and what is said of it besides."""

    full: str
    is_main: bool
    parts: _Parts
    notes: tuple[str, ...]


def names(identities: Iterable[Node], words: Words) -> Names:
    """The names of all identities, the primary one's first."""
    found = Names()
    order = [(not is_true(one, "Primary"), one) for one in identities]
    for _, identity in sorted(order, key=lambda pair: pair[0]):
        _identity(identity, found, words)
    return found


def _identity(identity: Node, found: Names, words: Words) -> None:
    kinds = dict(_kinds(identity, words))
    found.identities.append(identity.attribute("ID"))
    doubt = "a name of a false identity" if is_true(identity, "False") else ""
    if comment := identity.leaf("Comment"):
        found.notes.append(f"identity: {comment}")
    for one in identity.children("Alias"):
        _alias(one, kinds, found, doubt, words)
    identity.finish(words.ignored)


def _kinds(identity: Node, words: Words) -> Iterator[tuple[str, str]]:
    """What each group of name parts is: a last name, a first name, the name of an entity."""
    for holder in identity.children("NamePartGroups"):
        for master in holder.children("MasterNamePartGroup"):
            for group in master.children("NamePartGroup"):
                yield group.attribute("ID"), words.of("NamePartType", group.attribute("NamePartTypeID"))
                group.finish(words.ignored)
            master.finish(words.ignored)
        holder.finish(words.ignored)


def _alias(one: Node, kinds: Mapping[str, str], found: Names, doubt: str, words: Words) -> None:
    kind = words.of("AliasType", one.attribute("AliasTypeID")).lower()
    own, weak = is_true(one, "Primary"), is_true(one, "LowQuality")
    written = [_written(name, kinds, words) for name in one.children("DocumentedName")]
    said = [doubt, one.leaf("Comment"), *(period(each, words).text for each in one.children("DatePeriod"))]
    one.finish(words.ignored)
    for name in sorted(written, key=lambda name: not name.is_main):
        found.notes += [f"{name.full}: {text}" for text in (*said, *name.notes) if text]
        if own and not found.primary:
            found.primary = name.full
            found.facts += list(_facts(name.parts))
        elif name.full:
            found.aliases.append(alias(name.full, "a.k.a." if own or kind == "name" else kind, weak=weak and not own))


def _written(node: Node, kinds: Mapping[str, str], words: Words) -> _Written:
    parts: dict[str, list[str]] = {}
    notes = [node.leaf("Comment")]
    script = ""
    for holder in node.children("DocumentedNamePart"):
        value = holder.child("NamePartValue")
        if value is not None:
            script = words.of("Script", value.attribute("ScriptID")) or script
            text = _text(holder, value)
            parts.setdefault(_kind(value, kinds), []).append(text)
            notes += [f"{text} is an acronym"] if is_true(value, "Acronym") else []
            value.finish(words.ignored)
        holder.finish(words.ignored)
    for country in node.children("DocumentedNameCountry"):
        notes += [f"used in {words.of('Country', country.attribute('CountryID'))}", country.leaf("Comment")]
        country.finish(words.ignored)
    is_main = words.of("DocNameStatus", node.attribute("DocNameStatusID")) == _MAIN
    node.finish(words.ignored)
    return _Written(composed(parts, script), is_main, parts, tuple(notes))


def _kind(value: Node, kinds: Mapping[str, str]) -> str:
    group = value.attribute("NamePartGroupID")
    if group and group not in kinds:
        what = f"a name part of group {group[:20]}, which its identity does not have"
        raise CribleError(what, where=value.where, do="fetch the file again; it is damaged")
    return kinds.get(group, "")


def _text(holder: Node, value: Node) -> str:
    """A part of a name with the characters that lead and trail it."""
    lead, trail = holder.attribute("LeadingChars"), holder.attribute("TrailingChars")
    return undirected(f"{lead}{value.text()}{trail}").strip()


def composed(parts: _Parts, script: str) -> str:
    """The parts as the one name that OFAC prints of them in its other formats.

    >>> composed({"First Name": ["Shibl Muhsin"], "Last Name": ["AL-ZAYDI"], "Middle Name": ["'Ubayd"]}, "Latin")
    "AL-ZAYDI, Shibl Muhsin 'Ubayd"
    >>> composed({"Last Name": ["WANG"], "First Name": ["Gang"]}, "Korean")
    'WANGGang'
    """
    family, given = _joined(parts, _FAMILY), _joined(parts, _GIVEN)
    rest = " ".join(text for kind, texts in parts.items() if kind not in _FAMILY + _GIVEN for text in texts)
    if script in _GIVEN_FIRST:
        person = f"{given} {family}".strip()
    else:
        person = f"{family}{given}" if script in _ONE_WORD else full_name(family, given)
    return " ".join(part for part in (person, rest) if part)


def _joined(parts: _Parts, kinds: tuple[str, ...]) -> str:
    return " ".join(text for kind in kinds for text in parts.get(kind, ()) if text)


def _facts(parts: _Parts) -> Iterator[Fact]:
    """The parts of the primary name that have a property of their own."""
    for kind, prop in _PROPERTIES.items():
        for text in parts.get(kind, ()):
            yield Fact(SUBJECT, "", prop, text)
