"""One `entity` of OFAC's enhanced XML → an Entry."""

from collections.abc import Callable, Iterator, Sequence, Set
from typing import NamedTuple

from crible.lists.ofac import entry as words
from crible.lists.ofac.clauses import SUBJECT, Fact, link, note, slug
from crible.lists.ofac.designations import listed, measures
from crible.lists.ofac.enhanced_dates import iso_day, stated
from crible.lists.ofac.enhanced_facts import documents, features
from crible.lists.ofac.entry import Alias, Entry, Place
from crible.lists.ofac.wording import alias, city, kind, remarks, undirected
from crible.lists.xml_node import Node, says_yes
from crible.records.error import CribleError

_PARTS = {"Middle Name": "middleName", "Patronymic": "fatherName", "Matronymic": "motherName"}
_STREET = ("ADDRESS1", "ADDRESS2", "ADDRESS3")
_INFO = {"livingStatus": "living status", "isUsCitizen": "United States citizen", "isUsPerson": "United States person"}


class Known(NamedTuple):
    """What the whole file tells of the others in it: who bears a name, and whose numbers are there."""

    resolve: Callable[[str], str | None]
    numbers: Set[str]


class _Names(NamedTuple):
    primary: str
    aliases: list[Alias]
    parts: list[Fact]  # of the primary name


def entry(node: Node, list_name: str, known: Known, ignored: Set[str]) -> Entry:
    """Everything one entity says; an element that nobody reads stops the load."""
    number = node.attribute("id")
    info = _info(node, ignored)
    notes = [f"{says}: {info[tag]}" for tag, says in _INFO.items() if info[tag] not in ("", "false")]
    names = _names(node, ignored)
    has = features(node.items("features", "feature"), ignored)
    papers = documents(node.items("identityDocuments", "identityDocument"), ignored)
    programmes = list(dict.fromkeys(_texts(node, "sanctionsPrograms", "sanctionsProgram", ignored)))
    places = [_place(one, ignored) for one in node.items("addresses", "address")]
    found = Entry(
        list_name=list_name,
        number=number,
        name=names.primary,
        kind=kind(info["entityType"]),
        programmes=programmes,
        resolve=known.resolve,
        cells=[(words.TITLE, info["title"]), *has.cells],
        aliases=names.aliases,
        places=[place for place, _ in places],
        clauses=[*has.clauses, *papers.clauses, *remarks(info["remarks"])],
        notes=[*notes, *has.notes, *papers.notes],
        facts=[
            *names.parts,
            *(fact for _, more in places for fact in more),
            *_listed(node, list_name, programmes, ignored),
            *_relations(node, f"ofac-{number}", known.numbers, ignored),
        ],
    )
    node.finish()
    return found


def _info(node: Node, ignored: Set[str]) -> dict[str, str]:
    info = node.child("generalInfo")
    if info is None:
        raise CribleError("the entity has no generalInfo", where=node.where, do="fetch the file again")
    found = {tag: info.leaf(tag, ignored) for tag in ("entityType", "title", "remarks", *_INFO)}
    info.finish(ignored)
    return found


def _texts(node: Node, holder: str, item: str, ignored: Set[str]) -> list[str]:
    return [one.leaf_text(ignored) for one in node.items(holder, item)]


def _names(node: Node, ignored: Set[str]) -> _Names:
    """The primary name, every other one under the property of its class, in all its scripts."""
    primary, aliases, parts = "", list[Alias](), list[Fact]()
    for name in node.items("names", "name"):
        own, weak = (says_yes(name.leaf(tag), name.where) for tag in ("isPrimary", "isLowQuality"))
        kind = name.leaf("aliasType", ignored).lower() or "a.k.a."
        written = [_translation(one, ignored) for one in name.items("translations", "translation")]
        name.finish(ignored)
        for full, _, said in sorted(written, key=lambda one: not one[1]):
            if own and not primary:
                primary, parts = full, said
            else:
                aliases.append(alias(full, kind, weak=weak and not own))
    return _Names(primary, aliases, parts)


def _translation(node: Node, ignored: Set[str]) -> tuple[str, bool, list[Fact]]:
    """A name in one script, whether it is the main one, and those of its parts that have a property of their own."""
    is_main = says_yes(node.leaf("isPrimary"), node.where)
    full = undirected(node.leaf("formattedFullName"))
    pairs = list(_pairs(node, "nameParts", "namePart", ignored))
    node.finish(ignored)
    return full, is_main, [Fact(SUBJECT, "", _PARTS[says], value) for says, value in pairs if says in _PARTS]


def _pairs(node: Node, holder: str, item: str, ignored: Set[str]) -> Iterator[tuple[str, str]]:
    """The parts of a name or an address, each with what it is."""
    for part in node.items(holder, item):
        yield part.leaf("type", ignored), part.leaf("value")
        part.finish(ignored)


def _place(node: Node, ignored: Set[str]) -> tuple[Place, list[Fact]]:
    """An address in its main script, and the same one in others."""
    number, country = node.attribute("id"), node.leaf("country", ignored)
    written: list[tuple[bool, dict[str, str]]] = []
    for holder in node.children("translations"):
        country = holder.leaf("country", ignored) or country
        written += [_address(one, ignored) for one in holder.children("translation")]
        holder.finish()
    node.finish(ignored)
    parts, *others = [parts for _, parts in sorted(written, key=lambda one: not one[0])] or [{}]
    region = parts.pop("REGION", "")
    place = Place(
        number=number,
        street=", ".join(parts.pop(part) for part in _STREET if part in parts),
        city=city(parts.pop("CITY", ""), parts.pop("STATE/PROVINCE", ""), parts.pop("POSTAL CODE", "")),
        country=country or (f"Region: {region}" if region else ""),
        remarks="; ".join([f"Region: {region}"] * bool(country and region) + [f"{k}: {v}" for k, v in parts.items()]),
    )
    return place, [note(f"address: {', '.join(other.values())}") for other in others if other]


def _address(node: Node, ignored: Set[str]) -> tuple[bool, dict[str, str]]:
    is_main = says_yes(node.leaf("isPrimary"), node.where)
    found: dict[str, str] = {}
    for says, value in _pairs(node, "addressParts", "addressPart", ignored):
        found[says] = ", ".join(text for text in (found.get(says, ""), undirected(value)) if text)
    node.finish(ignored)
    return is_main, found


def _listed(node: Node, list_name: str, programmes: Sequence[str], ignored: Set[str]) -> Iterator[Fact]:
    dated = [
        (one.attribute("datePublished"), one.leaf_text(ignored), one.where)
        for one in node.items("sanctionsLists", "sanctionsList")
    ]
    yield from listed(list_name, programmes, {name: iso_day(where, day) for day, name, where in dated if day})
    kinds = _texts(node, "sanctionsTypes", "sanctionsType", ignored)
    yield from measures(list_name, kinds, _texts(node, "legalAuthorities", "legalAuthority", ignored))


def _relations(node: Node, id: str, numbers: Set[str], ignored: Set[str]) -> Iterator[Fact]:
    """A link to each related subject of the file; one that is not in it is a note with its number."""
    for one in node.items("relationships", "relationship"):
        role, other = one.leaf("type", ignored), one.child("relatedEntity")
        number, name = (other.attribute("entityId"), other.leaf_text(ignored)) if other else ("", "")
        more = [one.leaf("quality", ignored), *stated(one.child("dateRange"), ignored), one.leaf("comments")]
        one.finish(ignored)
        target, about = f"ofac-{number}", f"{slug(role)}-ofac-{number}"
        if number not in numbers or target == id:
            yield note(": ".join([role, f"{name} ({target})", *filter(None, more)]))
            continue
        yield from link(about, role, (id, target), name)
        yield from (Fact(about, "UnknownLink", "description", text) for text in more if text)
