"""The `SanctionsEntry` of OFAC's advanced XML: on which list a party is, since when, under which programmes and law."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from crible.lists.ofac import designations
from crible.lists.ofac.advanced_dates import day, period
from crible.lists.ofac.advanced_words import Words
from crible.lists.ofac.clauses import SANCTIONS, Fact, note
from crible.lists.ofac.sublists import list_of
from crible.lists.xml_node import Node

_PROGRAMME, _CREATED = "Program", "Created"


class Measure(NamedTuple):
    """One measure: a programme by its tag, or a kind of sanction; the days, if it has any of its own."""

    kind: str
    tag: str  # "" where this is no programme
    since: str
    until: str


class Designation(NamedTuple):
    """One entry: a party on one of OFAC's lists. `says` is what has no property, in words."""

    on: str  # the list, as OFAC calls it
    days: tuple[str, ...]
    laws: tuple[str, ...]
    measures: tuple[Measure, ...]
    says: tuple[str, ...]

    @property
    def programmes(self) -> list[str]:
        """The tags of its programmes."""
        return [measure.tag for measure in self.measures if measure.tag]


def designation(node: Node, words: Words) -> tuple[str, Designation]:
    """The number of the profile that an entry is of, and what it says."""
    profile, list_name = node.attribute("ProfileID"), words.of("List", node.attribute("ListID"))
    days, laws, said = _events(node, words)
    measures = [_measure(one, words, said) for one in node.children("SanctionsMeasure")]
    said += [f"{tag}: {text}" for tag in ("LimitationsToListing", "Comment") for text in node.leaves(tag)]
    said += list(_support(node, words))
    if reference := node.attribute("EntryProfileRef"):
        said.append(f"reference {reference}")
    node.finish(words.ignored)
    return profile, Designation(list_name or "unnamed list", days, laws, tuple(measures), tuple(said))


def _events(node: Node, words: Words) -> tuple[tuple[str, ...], tuple[str, ...], list[str]]:
    """The days on which it was made, the law it was made under, and all other events in words."""
    days, laws, said = list[str](), list[str](), list[str]()
    for event in node.children("EntryEvent"):
        kind, comment = words.of("EntryEventType", event.attribute("EntryEventTypeID")), event.leaf("Comment")
        law = words.of("LegalBasis", event.attribute("LegalBasisID"))
        stated = [day(one, words) for one in event.children("Date")]
        event.finish(words.ignored)
        laws += [law] * bool(law)
        days += stated if kind == _CREATED else []
        said += [f"{kind or 'event'} {one}" for one in stated if kind != _CREATED]
        said += [comment] * bool(comment)
    return tuple(dict.fromkeys(days)), tuple(dict.fromkeys(laws)), said


def _measure(node: Node, words: Words, said: list[str]) -> Measure:
    """A programme has its tag for a comment."""
    kind, comment = words.of("SanctionsType", node.attribute("SanctionsTypeID")), node.leaf("Comment")
    stated = [period(one, words) for one in node.children("DatePeriod")]
    node.finish(words.ignored)
    said += [f"{comment or kind}: {lasts.text}" for lasts in stated if lasts.text]
    if kind == _PROGRAMME:
        since, until = (stated[0].first, stated[0].last) if stated else ("", "")
        return Measure(kind, comment, since, until)
    said += [f"{kind}: {comment}"] * bool(comment)
    return Measure(kind, "", "", "")


def _support(node: Node, words: Words) -> Iterator[str]:
    for one in node.children("SupportingInfo"):
        parts = (words.of("SupInfoType", one.attribute("SupInfoTypeID")), one.leaf("Text"), one.leaf("DirectURL"))
        one.finish(words.ignored)
        yield ": ".join(part for part in parts if part)


def programmes(found: Iterable[Designation], list_name: str) -> list[str]:
    """The programmes under which a party is on a list of ours."""
    return list(dict.fromkeys(tag for one in found if list_of(one.on) == list_name for tag in one.programmes))


def facts(found: Sequence[Designation], list_name: str, tags: Sequence[str]) -> Iterator[Fact]:
    """What the entries say of the Sanctions of a party; an entry on another list of OFAC is a note."""
    own = [one for one in found if list_of(one.on) == list_name]
    yield from designations.listed(list_name, tags, {one.on: min(one.days) for one in own if one.days})
    kinds = [measure.kind for one in own for measure in one.measures if not measure.tag and measure.kind]
    yield from designations.measures(list_name, kinds, [law for one in own for law in one.laws])
    for one in own:
        yield from _rest(one)
    for one in found:
        if one not in own:
            yield note(f"on OFAC's {' since '.join((one.on, *one.days[:1]))}: {', '.join(one.programmes)}")
            yield from (note(f"{one.on}: {text}") for text in one.says)


def entry_link(node: Node, words: Words) -> tuple[str, str, str]:
    """A `SanctionsEntryLink`: the numbers of two entries, and what ties them."""
    ends = node.attribute("EntryA-SanctionsEntryID"), node.attribute("EntryB-SanctionsEntryID")
    kind = words.of("EntryLinkType", node.attribute("EntryLinkTypeID")) or "linked entry"
    says = [kind, *(day(one, words) for one in node.children("Date")), *node.leaves("Comment")]
    node.finish(words.ignored)
    return *ends, " ".join(says)


def _rest(one: Designation) -> Iterator[Fact]:
    """Days of single programmes, and what has no property."""
    for measure in one.measures:
        for prop, days in (("startDate", measure.since), ("endDate", measure.until)):
            if measure.tag and days:
                yield Fact(f"{SANCTIONS}{measure.tag}", "Sanction", prop, days)
    for text in (*(f"also dated {later}" for later in sorted(one.days)[1:]), *one.says):
        yield Fact(f"{SANCTIONS}{text}", "Sanction", "summary", f"{one.on}: {text}")
