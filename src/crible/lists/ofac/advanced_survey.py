"""The first reading of OFAC's advanced XML: all that it says outside of its parties, and that nothing is missing."""

from collections.abc import Callable, Mapping, Set

from crible.lists.ofac.advanced_dates import day
from crible.lists.ofac.advanced_names import names
from crible.lists.ofac.advanced_papers import document
from crible.lists.ofac.advanced_party import File
from crible.lists.ofac.advanced_places import location
from crible.lists.ofac.advanced_relations import relation
from crible.lists.ofac.advanced_sanctions import designation
from crible.lists.ofac.advanced_words import Words
from crible.lists.ofac.bearers import Bearers
from crible.lists.ofac.documents import check_root, refusal
from crible.lists.xml_node import Node
from crible.lists.xml_records import Element, elements
from crible.records.entity import Refused
from crible.records.error import CribleError

ROOT = "Sanctions"
_DATE = "DateOfIssue"
_SECTIONS = (
    _DATE,
    "ReferenceValueSets",
    "Locations",
    "IDRegDocuments",
    "DistinctParties",
    "ProfileRelationships",
    "SanctionsEntries",
)
_DELTA = "DeltaBaseVersion"  # on the root of a file that holds the changes since another
_AGAIN = "fetch the file again; it is cut, or damaged"


class _Survey:
    """What has been read of a file so far."""

    def __init__(self, list_name: str, ignored: Set[str], where: str) -> None:
        self.bearers = Bearers()
        self.file = File(list_name=list_name, words=Words(ignored, where), resolve=self.bearers.resolve)
        self.where = where
        self.ignored = ignored
        self.seen: set[str] = set()
        self.issued: Node | None = None
        self.identities: set[str] = set()
        self.profiles: dict[str, str] = {}  # by sanctions entry


def survey(
    body: bytes, list_name: str, ignored: Set[str], refused: list[Refused], where: str
) -> tuple[File, str]:
    """Read the whole file; what is in it, and its day. One that is of the other list raises."""
    so_far = _Survey(list_name, ignored, where)
    for path, element in elements(body, root=ROOT, depth=3, where=where):
        if len(path) == 1:
            _check_root(element, ignored, where)
        elif ...:
            pass
    return so_far.file, ""
