"""One `DistinctParty` of OFAC's advanced XML → an Entry for each of its profiles."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from crible.lists.ofac import advanced_relations, advanced_sanctions
from crible.lists.ofac.advanced_dates import period
from crible.lists.ofac.advanced_names import names
from crible.lists.ofac.advanced_papers import Paper, place_of
from crible.lists.ofac.advanced_places import Location, in_words
from crible.lists.ofac.advanced_relations import Relation
from crible.lists.ofac.advanced_sanctions import Designation
from crible.lists.ofac.advanced_words import Words
from crible.lists.ofac.entry import Entry
from crible.lists.ofac.features import Said, tell
from crible.lists.ofac.sublists import list_of
from crible.lists.ofac.wording import kind, remarks
from crible.lists.xml_node import Node

_ADDRESS = "Location"  # the kind of the features that are addresses


@dataclass(slots=True, kw_only=True)
class File:
    """What a file says of its parties outside of them: papers by identity, all else by profile number."""

    list_name: str
    words: Words
    resolve: Callable[[str], str | None]  # a name → the id of its one bearer
    places: dict[str, Location] = field(default_factory=dict)
    papers: dict[str, list[Paper]] = field(default_factory=dict)
    designations: dict[str, list[Designation]] = field(default_factory=dict)
    relations: dict[str, list[Relation]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # the primary name of each party
    notes: dict[str, list[str]] = field(default_factory=dict)

    def is_listed(self, number: str) -> bool:
        """Is a party on a list of OFAC's that this file is published for?"""
        return any(list_of(one.on) == self.list_name for one in self.designations.get(number, ()))

    def programmes(self, number: str) -> list[str]:
        """The programmes under which it is on them."""
        return advanced_sanctions.programmes(self.designations.get(number, ()), self.list_name)


def entries(party: Node, file: File) -> Iterator[Entry]:
    """Everything a party says, profile by profile; OFAC gives each party one."""
    comments = party.leaves("Comment")
    fixed = party.attribute("FixedRef")
    for profile in party.children("Profile"):
        number = profile.attribute("ID")
        notes = [f"OFAC's reference {fixed}"] if fixed != number else []
        yield _entry(profile, number, [*notes, *file.notes.get(number, ())], comments, file)
    party.finish(file.words.ignored)


def _entry(profile: Node, number: str, notes: Sequence[str], comments: Sequence[str], file: File) -> Entry:
    what = file.words.party(profile.attribute("PartySubTypeID"))
    named = names(profile.children("Identity"), file.words)
    papers = [paper for identity in named.identities for paper in file.papers.get(identity, ())]
    said, places = _features(profile, file)
    notes = [*named.notes, *said.notes, *_notes(places), *_notes(papers), *notes]
    notes += _references(profile, file.words)
    clauses = [part for text in (*comments, *profile.leaves("Comment")) for part in remarks(text)]
    profile.finish(file.words.ignored)
    found = file.designations.get(number, ())
    tags = file.programmes(number)
    return Entry(
        list_name=file.list_name,
        number=number,
        name=named.primary,
        kind=kind(what),
        programmes=tags,
        resolve=file.resolve,
        cells=said.cells,
        aliases=named.aliases,
        places=[one.place for one in places],
        clauses=[*said.clauses, *(paper.clause for paper in papers), *clauses],
        notes=notes,
        facts=[
            *named.facts,
            *advanced_sanctions.facts(found, file.list_name, tags),
            *advanced_relations.facts(number, file.relations.get(number, ()), file.names),
        ],
    )


def _notes(found: Iterable[Location] | Iterable[Paper]) -> list[str]:
    return [text for one in found for text in one.notes]


def _features(profile: Node, file: File) -> tuple[Said, list[Location]]:
    """What the features say, and the addresses among them, each once."""
    said, places = Said([], [], []), dict[str, Location]()
    for feature in profile.children("Feature"):
        label = file.words.of("FeatureType", feature.attribute("FeatureTypeID")) or "feature"
        for version in feature.children("FeatureVersion"):
            places |= _version(version, label, said, file)
        feature.finish(file.words.ignored)
    return said, list(places.values())


def _version(version: Node, label: str, said: Said, file: File) -> dict[str, Location]:
    """One version of a feature: the addresses in it; everything else is told."""
    words = file.words
    reliability, comment = words.of("Reliability", version.attribute("ReliabilityID")), version.leaf("Comment")
    found = [_place(holder, file) for holder in version.children("VersionLocation")]
    places = {one.place.number: one for one in found}
    values = [period(one, words).text for one in version.children("DatePeriod")]
    values += [text for one in version.children("VersionDetail") for text in _detail(one, words)]
    version.finish(words.ignored)
    sure = reliability in ("", "Confirmed") and not comment
    if label != _ADDRESS or not sure:
        values += [in_words(place) for place in places.values()]
    for value in filter(None, values):
        tell(said, label, value, reliability=reliability, comment=comment)
    if comment and not any(values):
        said.notes.append(f"{label}: {comment}")
    return places if label == _ADDRESS and reliability != "False" else {}


def _place(node: Node, file: File) -> Location:
    found = place_of(node.attribute("LocationID"), file.places, node)
    node.finish(file.words.ignored)
    return found


def _detail(node: Node, words: Words) -> list[str]:
    """The text of a detail, or the word it refers to."""
    found = [node.text(), words.of("DetailReference", node.attribute("DetailReferenceID"))]
    node.finish(words.ignored)
    return found


def _references(profile: Node, words: Words) -> Iterator[str]:
    """References to other publications, in words."""
    for one in profile.children("ExternalReference"):
        kind = words.of("ExRefType", one.attribute("ExRefTypeID")) or "reference"
        yield f"{kind}: {'; '.join(text.partition(': ')[2] for text in one.says())}"
