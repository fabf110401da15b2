"""One `sdnEntry` of OFAC's classic XML → an Entry."""

from collections.abc import Callable, Iterator, Set

from crible.lists.ofac import entry as words
from crible.lists.ofac.entry import Alias, Entry, Place
from crible.lists.ofac.wording import alias, city, clause, full_name, kind, paper, remarks
from crible.lists.xml_node import Node, says_yes

_VESSEL = {
    "callSign": words.CALL_SIGN,
    "vesselType": words.TYPE,
    "tonnage": words.TONNAGE,
    "grossRegisteredTonnage": words.GRT,
    "vesselFlag": words.FLAG,
    "vesselOwner": words.OWNER,
}
_QUALITIES = ("strong", "weak", "")
# Lists of one value each: the element of the list, of an item, of its value, and the remarks' word for it.
_FACTS = (
    ("dateOfBirthList", "dateOfBirthItem", "dateOfBirth", "DOB"),
    ("placeOfBirthList", "placeOfBirthItem", "placeOfBirth", "POB"),
    ("nationalityList", "nationality", "country", "nationality"),
    ("citizenshipList", "citizenship", "country", "citizen"),
)


def entry(node: Node, list_name: str, resolve: Callable[[str], str | None], ignored: Set[str]) -> Entry:
    """Everything one entry says; an element that nobody reads stops the load."""
    number = node.leaf("uid")
    found = Entry(
        list_name=list_name,
        number=number,
        name=full_name(node.leaf("lastName"), node.leaf("firstName")),
        kind=kind(node.leaf("sdnType")),
        programmes=_programmes(node),
        resolve=resolve,
        cells=list(_cells(node)),
        aliases=[_alias(aka, ignored) for aka in node.items("akaList", "aka")],
        places=[_place(address) for address in node.items("addressList", "address")],
        clauses=[*_facts(node, ignored), *_papers(node, ignored), *remarks(node.leaf("remarks"))],
    )
    node.finish()
    return found


def _programmes(node: Node) -> list[str]:
    found = [tag for holder in node.children("programList") for tag in _texts(holder, "program")]
    return list(dict.fromkeys(found))


def _texts(holder: Node, tag: str) -> list[str]:
    found = holder.leaves(tag)
    holder.finish()
    return found


def _cells(node: Node) -> Iterator[tuple[str, str]]:
    yield words.TITLE, node.leaf("title")
    for vessel in node.children("vesselInfo"):
        for tag, says in _VESSEL.items():
            yield says, vessel.leaf(tag)
        vessel.finish()


def _alias(aka: Node, ignored: Set[str]) -> Alias:
    kind, quality = aka.leaf("type"), aka.leaf("category")
    name = full_name(aka.leaf("lastName"), aka.leaf("firstName"))
    aka.finish(ignored)
    found = alias(name, kind.lower(), weak=quality == "weak")
    return found if quality in _QUALITIES else found._replace(notes=(*found.notes, f"{quality}: {name}"))


def _place(address: Node) -> Place:
    street = [address.leaf(f"address{n}") for n in (1, 2, 3)]
    parts = {tag: address.leaf(tag) for tag in ("city", "stateOrProvince", "postalCode", "country", "region")}
    number = address.leaf("uid")
    address.finish()
    return Place(
        number=number,
        street=", ".join(part for part in street if part),
        city=city(parts["city"], parts["stateOrProvince"], parts["postalCode"]),
        country=parts["country"] or (f"Region: {parts['region']}" if parts["region"] else ""),
        remarks=f"Region: {parts['region']}" if parts["country"] and parts["region"] else "",
    )


def _facts(node: Node, ignored: Set[str]) -> Iterator[str]:
    """Births and nationalities, the main one of each first."""
    for holder, item, tag, label in _FACTS:
        found = [
            (not says_yes(one.leaf("mainEntry"), one.where), one.leaf(tag), one) for one in node.items(holder, item)
        ]
        for _, text, one in sorted(found, key=lambda fact: fact[0]):
            one.finish(ignored)
            if text:
                yield clause(label, text)


def _papers(node: Node, ignored: Set[str]) -> Iterator[str]:
    for one in node.items("idList", "id"):
        label, number = one.leaf("idType"), one.leaf("idNumber")
        country, issued, expires = (one.leaf(tag) for tag in ("idCountry", "issueDate", "expirationDate"))
        one.finish(ignored)
        yield paper(label, number, country=country, issued=issued, expires=expires)
