"""A record of the Security Council's XML while it is being read; what is not asked for stays in it."""

import re
from dataclasses import dataclass

from crible.lists.drafts import Draft, one_line, put
from crible.lists.fields import finish
from crible.lists.partial_dates import beside_dates, dates
from crible.lists.xml_records import Element, children, leaves
from crible.names.places import country_code
from crible.records.entity import Entity
from crible.records.error import CribleError

LIST = "un_sc_sanctions"
# Exactly so, in lower case: the schema's own default, and a slip of its export. "Na" is a family name.
_PLACEHOLDERS = frozenset({"na", "null"})
_ZONE = re.compile(r"(?<=\d)(?:Z|[+-]\d\d:\d\d)$", re.ASCII)
_CHANGED = "the publisher changed the format: teach the reader the new one"


@dataclass(slots=True)
class Record:
    """Fields leave `left` as they are read; what they say gathers in `draft` and `around`."""

    id: str
    where: str
    left: dict[str, list[Element]]
    draft: Draft
    around: list[Entity]

    def groups(self, tag: str) -> list[dict[str, str]]:
        """Every element of this name, as its leaves; placeholders are empty."""
        found = [leaves(node, f"{self.where}, {tag}") for node in self.left.pop(tag, [])]
        return [{leaf: real(text) for leaf, text in fields.items()} for fields in found]

    def values(self, tag: str) -> list[str]:
        """The VALUEs of a list-like element; placeholders left out."""
        found: list[str] = []
        for node in self.left.pop(tag, []):
            parts = children(node, self.where)
            found += [text for value in parts.pop("VALUE", []) if (text := _text(value, self.where))]
            finish(parts, ignored=frozenset(), where=f"{self.where}, {tag}")
        return found

    def text(self, tag: str) -> str:
        """The text of an element that may come once, "" if it is not there."""
        nodes = self.left.pop(tag, [])
        if len(nodes) > 1:
            raise CribleError(f"{tag} comes twice", where=self.where, do=_CHANGED)
        return "".join(_text(node, self.where) for node in nodes)

    def note(self, text: str) -> None:
        """Keep something that fits no property."""
        put(self.draft, "notes", text)

    def days(self, label: str, text: str) -> list[str]:
        """The dates of a text, whose time zone says nothing; one of which they do not say every word is a note."""
        if beside_dates(_ZONE.sub("", text)):
            self.note(f"{label}: {text}")
        return dates(text)

    def country(self, prop: str, text: str) -> str | None:
        """The code of a country; a name that has none is a note, never lost."""
        code = country_code(text) if text else None
        put(self.draft, prop, code)
        if text and not code:
            self.note(f"{prop}: {text}")
        return code


def open_record(node: Element, where: str) -> Record:
    """A record with its id read and nothing else."""
    record = Record(id="", where=where, left=children(node, where), draft={"topics": ["sanction"]}, around=[])
    record.id = f"unsc-{record.text('DATAID')}"
    return record


def real(text: str) -> str:
    """The text, or "" for what the publisher puts where there is nothing."""
    return "" if one_line(text) in _PLACEHOLDERS else text


def _text(node: Element, where: str) -> str:
    if len(node) or node.attrib:
        raise CribleError(f"{node.tag} is more than text", where=where, do=_CHANGED)
    return real((node.text or "").strip())
