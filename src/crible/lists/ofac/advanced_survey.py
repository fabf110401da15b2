"""The first reading of OFAC's advanced XML: all that it says outside of its parties, and that nothing is missing."""

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field

from crible.lists.ofac.advanced_dates import DAY_PARTS, day_of
from crible.lists.ofac.advanced_names import names
from crible.lists.ofac.advanced_papers import document
from crible.lists.ofac.advanced_party import File
from crible.lists.ofac.advanced_places import location
from crible.lists.ofac.advanced_relations import relation
from crible.lists.ofac.advanced_sanctions import designation, entry_link
from crible.lists.ofac.advanced_words import Words
from crible.lists.ofac.bearers import Bearers
from crible.lists.ofac.documents import check_root
from crible.lists.xml_node import Node
from crible.lists.xml_records import Element, elements
from crible.records.error import CribleError

ROOT = "Sanctions"
_ISSUED, _WORDS = "DateOfIssue", "ReferenceValueSets"
_SECTIONS = (
    _ISSUED,
    _WORDS,
    "Locations",
    "IDRegDocuments",
    "DistinctParties",
    "ProfileRelationships",
    "SanctionsEntries",
)
_PARTY = "DistinctParty"
_CALENDAR = "CalendarTypeID"
_DELTA = "DeltaBaseVersion"  # on the root of a file that holds the changes since another
_AGAIN = "fetch the file again; it is cut, or damaged"
_TEACH = "teach the reader of it, or name it under `not_read` on the card"


@dataclass(slots=True, kw_only=True)
class _Survey:
    """What has been read so far."""

    file: File
    bearers: Bearers
    issued: dict[str, str] = field(default_factory=dict)
    sections: set[str] = field(default_factory=set)
    identities: set[str] = field(default_factory=set)
    profiles: dict[str, str] = field(default_factory=dict)  # of each sanctions entry
    links: list[tuple[str, str, str]] = field(default_factory=list)


def survey(body: bytes, list_name: str, ignored: Set[str], where: str) -> tuple[File, str]:
    """Read the whole file: what it says of its parties, and its day. A file of the other list raises."""
    bearers = Bearers()
    file = File(list_name=list_name, words=Words(ignored, where), resolve=bearers.resolve)
    so_far = _Survey(file=file, bearers=bearers)
    for path, element in elements(body, root=ROOT, depth=3, where=where, of_holders=of_holders(ignored)):
        if len(path) == 1:
            _check_root(element, ignored, where)
            continue
        if len(path) == 2 or path[1] not in so_far.sections:
            _open(path[1], element if len(path) == 2 else element.getparent(), so_far, where)
        if len(path) == 3 and not _take(path[1], path[2], element, so_far, where):
            raise CribleError(f"<{'/'.join(path)[:80]}> is unknown", where=where, do=_TEACH)
    if missing := [section for section in _SECTIONS if section not in so_far.sections]:
        raise CribleError(f"the file has no {', '.join(missing)}", where=where, do=_AGAIN)
    _check(so_far, where)
    return file, day_of(so_far.issued, file.words, where)


def of_holders(ignored: Set[str]) -> Set[str]:
    """The attributes that sections of the file may have."""
    return {*ignored, _CALENDAR}


def _check_root(element: Element, ignored: Set[str], where: str) -> None:
    if _DELTA in element.attrib:
        raise CribleError("a delta file: the changes since another", where=where, do="fetch the whole list")
    check_root(element, ignored, where)


def _open(section: str, holder: Element | None, so_far: _Survey, where: str) -> None:
    """A new section of the file. Only the day of issue has an attribute: which calendar it is of."""
    so_far.sections.add(section)
    if holder is None:
        return
    own = {_CALENDAR} if section == _ISSUED else set()
    check_root(holder, so_far.file.words.ignored | own, f"{where}: {section}")
    if (holder.text or "").strip():
        raise CribleError(f"{section} holds text", where=where, do=_TEACH)
    so_far.issued |= {name: str(holder.get(name, "")) for name in own}


def _take(section: str, tag: str, element: Element, so_far: _Survey, where: str) -> bool:
    """Read one element of a section; `False` when nobody knows it."""
    if section == _WORDS and tag not in so_far.file.words.ignored:
        so_far.file.words.add(Node(element, f"{where}: {tag}"))
    elif section == _ISSUED:
        so_far.issued[tag] = Node(element, f"{where}: {tag}").leaf_text()
        return tag in DAY_PARTS
    elif section != _WORDS:
        place = f"{where}: {tag} {element.get('ID', '')}"
        if tag == _PARTY:
            _party(element, so_far, place)
        elif tag in _READERS:
            _READERS[tag](Node(element, place), so_far)
        else:
            return False
    return True


def _location(node: Node, so_far: _Survey) -> None:
    found = location(node, so_far.file.words)
    _once(node.tag, found.place.number, so_far.file.places, node.where)
    so_far.file.places[found.place.number] = found


def _document(node: Node, so_far: _Survey) -> None:
    identity, paper = document(node, so_far.file.words, so_far.file.places)
    so_far.file.papers.setdefault(identity, []).append(paper)


def _party(element: Element, so_far: _Survey, where: str) -> None:
    """The names and numbers of a party; the rest of it is read when its turn comes."""
    for profile in element.iterfind("{*}Profile"):
        number = str(profile.get("ID", ""))
        named = names((Node(one, where) for one in profile.iterfind("{*}Identity")), so_far.file.words)
        _once("Profile", number, so_far.file.names, where)
        so_far.file.names[number] = named.primary
        so_far.identities.update(named.identities)
        so_far.bearers.add(named.primary, number, primary=True)
        for alias in named.aliases:
            if alias.prop != "weakAlias":
                so_far.bearers.add(alias.name, number, primary=False)


def _relation(node: Node, so_far: _Survey) -> None:
    found = relation(node, so_far.file.words)
    for number in {found.source, found.target}:
        so_far.file.relations.setdefault(number, []).append(found)


def _entry(node: Node, so_far: _Survey) -> None:
    number = node.attribute("ID")
    profile, found = designation(node, so_far.file.words)
    _once(node.tag, number, so_far.profiles, node.where)
    so_far.profiles[number] = profile
    so_far.file.designations.setdefault(profile, []).append(found)


def _link(node: Node, so_far: _Survey) -> None:
    so_far.links.append(entry_link(node, so_far.file.words))


_READERS: Mapping[str, Callable[[Node, _Survey], None]] = {
    "Location": _location,
    "IDRegDocument": _document,
    "ProfileRelationship": _relation,
    "SanctionsEntry": _entry,
    "SanctionsEntryLink": _link,
}


def _once(tag: str, number: str, known: Mapping[str, object], where: str) -> None:
    if number in known:
        raise CribleError(f"{tag} {number[:20]} is there twice", where=where, do=_AGAIN)


def _check(so_far: _Survey, where: str) -> None:
    """What belongs to somebody who is not there shows that something was lost; so does a file of another list."""
    file = so_far.file
    if not file.names:
        raise CribleError("the file lists nobody", where=where, do=_AGAIN)
    if orphans := list(_orphans(so_far)):
        what = f"{len(orphans)} things belong to parties that are not there, first {orphans[0][:60]}"
        raise CribleError(what, where=where, do=_AGAIN)
    if sum(map(file.is_listed, file.names)) * 2 < len(file.names):
        what = f"most of its parties are not on the lists of {file.list_name}"
        raise CribleError(what, where=where, do="give it the name it has at OFAC: it is the other of the two lists")
    for number, text in _links(so_far):
        file.notes.setdefault(number, []).append(text)


def _orphans(so_far: _Survey) -> Iterator[str]:
    file, there = so_far.file, so_far.file.names.keys()
    yield from (f"an entry of profile {number}" for number in file.designations if number not in there)
    yield from (f"a paper of identity {number}" for number in file.papers if number not in so_far.identities)
    for number, found in file.relations.items():
        yield from (f"a relation of profile {number}" for one in found if not {one.source, one.target} & there)
    for first, second, _ in so_far.links:
        if not {first, second} & so_far.profiles.keys():
            yield f"a link of entry {first}"


def _links(so_far: _Survey) -> Iterator[tuple[str, str]]:
    """Links between entries, as notes of the parties at both ends."""
    for first, second, says in so_far.links:
        ends = [so_far.profiles.get(number, "") for number in (first, second)]
        for own, other in (ends, ends[::-1]):
            if own:
                yield own, f"{says}: {f'ofac-{other}' if other else 'an entry that is not in the file'}"
