"""Features and identity documents of OFAC's enhanced XML, in the words of the legacy remarks."""

from collections.abc import Iterable, Iterator, Set

from crible.lists.ofac.enhanced_dates import stated
from crible.lists.ofac.features import Said, tell
from crible.lists.ofac.wording import clause, paper
from crible.lists.xml_node import Node, says_yes
from crible.records.error import CribleError


def features(nodes: Iterable[Node], ignored: Set[str]) -> Said:
    """What the features say, the primary ones first."""
    said = Said([], [], [])
    found = [(not says_yes(one.leaf("isPrimary"), one.where), one) for one in nodes]
    for _, one in sorted(found, key=lambda pair: pair[0]):
        _feature(one, said, ignored)
    return said


def _feature(node: Node, said: Said, ignored: Set[str]) -> None:
    label, value = node.leaf("type", ignored), node.leaf("value")
    if not value:
        raise CribleError(f"a feature says nothing: {label[:40]}", where=node.where, do="teach the reader of it")
    reliability, comments = node.leaf("reliability", ignored), node.leaf("comments")
    node.finish(ignored)
    tell(said, label, value, reliability=reliability, comment=comments)


def documents(nodes: Iterable[Node], ignored: Set[str]) -> Said:
    """What the identity documents say."""
    said = Said([], [], [])
    for node in nodes:
        _document(node, said, ignored)
    return said


def _document(node: Node, said: Said, ignored: Set[str]) -> None:
    label, number = node.leaf("type", ignored), node.leaf("documentNumber")
    country = node.leaf("issuingCountry", ignored)
    issued, issued_vaguely = stated(node.child("issueDate"), ignored)
    expires, expires_vaguely = stated(node.child("expirationDate"), ignored)
    said.clauses.append(paper(label, number, country=country, issued=issued, expires=expires))
    node.leaf("name", ignored)  # not read: one of the subject's names, again
    more = {"issued": issued_vaguely, "expires": expires_vaguely} | dict(_rest(node, country, ignored))
    node.finish(ignored)
    said.notes.extend(f"{clause(label, number)}: {says} {text}".strip() for says, text in more.items() if text)


def _rest(node: Node, country: str, ignored: Set[str]) -> Iterator[tuple[str, str]]:
    """What a document says besides, each under the words to keep it with."""
    valid, place = node.leaf("isValid") or "true", node.leaf("issuingLocation")
    yield "not", "" if says_yes(valid, node.where) else "valid"
    yield "issued by", node.leaf("issuingAuthority")
    yield "issued in", "" if place == country else place
    yield "comment:", node.leaf("comments")
    for holder in node.children("idFeatures"):
        yield "with", "; ".join(one.leaf_text(ignored) for one in holder.children("idFeature"))
        holder.finish()
