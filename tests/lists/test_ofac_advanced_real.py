"""OFAC's real advanced XML: every party and every word comes out, as the other formats of the same list have it."""

import gzip
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from _ofac import CONS_FILES, claiming, everything
from lxml import etree

from _shared import SHARED, needs_shared
from crible.lists import ftm
from crible.lists.drafts import words
from crible.lists.listings import listings
from crible.lists.ofac import classic, legacy
from crible.lists.ofac.advanced import CONS, SDN
from crible.lists.ofac.values import place_code
from crible.records.entity import Subject
from crible.records.error import CribleError
from crible.records.table import rows

pytestmark = needs_shared

FOLDER = SHARED / "data" / "ofac"
NUMBERS = ("innCode", "taxNumber", "ogrnCode", "registrationNumber", "okpoCode", "licenseNumber", "vatCode", "bikCode")


@cache
def body() -> bytes:
    return gzip.decompress((FOLDER / "2020-03-17" / "cons_advanced.xml.gz").read_bytes())


@cache
def subjects() -> dict[str, Subject]:
    reading = CONS.read({"list": body()}, "cons")
    found = {one.entity.id: one for one in reading.subjects}
    assert (reading.day, reading.refused) == ("2020-03-17", [])
    return found


@cache
def others(which: str) -> dict[str, Subject]:
    if which == "csv":
        files = {key: (FOLDER / "2025-12-19" / f"{name}.csv").read_bytes() for key, name in CONS_FILES.items()}
        found = legacy.CONS.read(files, which).subjects
    else:
        file = gzip.decompress((FOLDER / "2024-05-06" / "consolidated.xml.gz").read_bytes())
        found = classic.CONS.read({"list": file}, which).subjects
    return {one.entity.id: one for one in found}


def test_as_many_come_out_as_the_publisher_put_in() -> None:
    assert len(subjects()) == body().count(b"<DistinctParty ") == 375


def test_every_entity_is_valid_followthemoney() -> None:
    found = [each for one in subjects().values() for each in everything(one)]
    assert [(each.id, fault) for each in found for fault in ftm.faults(each)] == []
    assert [id for id, n in Counter(each.id for each in found).items() if n > 1] == []


def test_every_listing_has_its_day_and_its_measures() -> None:
    found = [listing for one in subjects().values() for listing in listings(one)]
    assert len(found) == 384
    assert all(one.listed and one.measures for one in found)
    [council] = listings(subjects()["ofac-9639"])
    assert (council.programme, council.listed) == ("NS-PLC", "2006-04-12")
    assert all("Directive" in " ".join(one.notes) for one in found if one.programme == "UKRAINE-EO13662")


def test_every_relation_of_the_file_is_a_link_to_one_of_its_parties() -> None:
    links = [each for one in subjects().values() for each in one.around if each.schema == "UnknownLink"]
    assert len(links) == body().count(b"<ProfileRelationship ") == 276
    assert {each.first("object") for each in links} <= subjects().keys()


# How many of the common subjects differ, for the texts that OFAC never changes without a new designation:
# 9647 became an SDN too between 2020 and 2024, and one bank gave another code by 2025.
@pytest.mark.parametrize(
    ("which", "common", "differ"), [("classic", 367, {"birthPlace": 1}), ("csv", 365, {"birthPlace": 1, "swiftBic": 1})]
)
def test_the_other_formats_of_later_years_say_the_same_of_the_same_ids(
    which: str, common: int, differ: dict[str, int]
) -> None:
    ours, theirs = subjects(), others(which)
    both = ours.keys() & theirs.keys()
    assert len(both) == common
    props = ("birthDate", "birthPlace", "firstName", "lastName", "citizenship", "passportNumber", "jurisdiction")
    props += ("political", "vatCode", "licenseNumber", "topics", "swiftBic")
    changed = {prop: sum(texts(ours[id], prop) != texts(theirs[id], prop) for id in both) for prop in props}
    assert {prop: n for prop, n in changed.items() if n} == differ


def texts(subject: Subject, *props: str) -> set[str]:
    return {value.casefold() for prop in props for value in subject.entity.get(prop)}


def test_what_they_say_otherwise_was_rewritten_by_the_publisher() -> None:
    ours, theirs = subjects(), others("classic")
    both = ours.keys() & theirs.keys()
    names = ("name", "alias", "previousName", "weakAlias")
    assert sum(texts(ours[id], "name") <= texts(theirs[id], *names) for id in both) >= 0.9 * len(both)
    assert sum(texts(ours[id], *NUMBERS) <= texts(theirs[id], *NUMBERS) for id in both) >= 0.97 * len(both)
    assert sum(
        set(ours[id].entity.get("addressEntity")) <= set(theirs[id].entity.get("addressEntity")) for id in both
    ) >= (0.95 * len(both))
    assert sum(programmes(ours[id]) <= programmes(theirs[id]) for id in both) >= 0.98 * len(both)


def programmes(subject: Subject) -> set[str]:
    return {f"{each.id} {each.first('programId')}" for each in subject.sanctions}


def test_no_word_of_a_party_is_lost() -> None:
    file = File(etree.fromstring(body()))
    lost = {id: left for id, one in subjects().items() if (left := file.missing(one))}
    assert lost == {}


# The words of labels that the property a value stands under says in their place.
LABELS = words(
    "\n".join(
        row["starts"] for row in rows("lists", "ofac_clauses", ("starts", "of", "reads", "to", "country", "shape"))
    )
)


class File:
    """The words of the file by party, found without the reader."""

    def __init__(self, root: etree._Element) -> None:
        refs = (value for values in root.find("{*}ReferenceValueSets") for value in values)
        self.refs = {(etree.QName(value).localname, value.get("ID")): value.text or "" for value in refs}
        self.places = {place.get("ID"): place for place in root.iterfind("{*}Locations/{*}Location")}
        self.papers = self._by(root.iterfind("{*}IDRegDocuments/{*}IDRegDocument"), "IdentityID")
        self.entries = self._by(root.iterfind("{*}SanctionsEntries/{*}SanctionsEntry"), "ProfileID")
        self.parties = {
            f"ofac-{one.get('FixedRef')}": one for one in root.iterfind("{*}DistinctParties/{*}DistinctParty")
        }

    def _by(self, found: Iterator[etree._Element], key: str) -> dict[str, list[etree._Element]]:
        by: dict[str, list[etree._Element]] = {}
        for one in found:
            by.setdefault(str(one.get(key)), []).append(one)
        return by

    def missing(self, subject: Subject) -> set[str]:
        party, values = self.parties[subject.entity.id], list(told(subject))
        said = words("\n".join(values)) | LABELS
        texts = [*self._texts(party), *(text for one in self._around(party) for text in self._texts(one))]
        return {word for text in texts if place_code(text) not in values for word in words(text) - said}

    def _around(self, party: etree._Element) -> Iterator[etree._Element]:
        yield from (self.places[one.get("LocationID")] for one in party.iter("{*}VersionLocation"))
        yield from (each for one in party.iter("{*}Identity") for each in self.papers.get(str(one.get("ID")), ()))
        yield from self.entries[str(party.get("FixedRef"))]

    def _texts(self, element: etree._Element) -> Iterator[str]:
        """Texts that are no part of a day, and the words that numbers stand for."""
        for each in element.iter():
            if (each.text or "").strip() and etree.QName(each).localname not in ("Year", "Month", "Day"):
                yield str(each.text)
            for kind, key in (
                ("DetailReference", "DetailReferenceID"),
                ("LegalBasis", "LegalBasisID"),
                ("List", "ListID"),
                ("Country", "CountryID"),
                ("Country", "IssuedBy-CountryID"),
            ):
                word = self.refs.get((kind, each.get(key)), "")
                if word != "Consolidated List":  # not read, says the card, beside the list a party came from
                    yield word


def told(subject: Subject) -> Iterator[str]:
    for each in everything(subject):
        for values in each.properties.values():
            yield from values


def test_a_real_file_cut_at_any_of_fifty_places_is_refused() -> None:
    whole = body().rstrip()
    for at in random.Random(7).sample(range(len(whole) - 1), 50):
        with pytest.raises(CribleError):
            CONS.read({"list": whole[:at]}, "cut")


def test_a_real_file_is_claimed_by_its_own_list_alone() -> None:
    head = body()[: 1 << 16]
    assert claiming(head) == [CONS]
    assert CONS.recognises("list", head) == ""
    assert SDN.recognises("list", head)
    with pytest.raises(CribleError, match="not on the lists of us_ofac_sdn"):
        SDN.read({"list": body()}, "cons")


SERIAL = re.compile(
    r"(\b(?:ID|FixedRef|IssuedIn-LocationID|(?:|From-|To-)ProfileID|LocationID|IdentityID|SanctionsEntryID|"
    r'FeatureVersionID|IDRegDocumentID|DocumentedNameID|NamePartGroupID)=")(\d+)"'
)
SECTIONS = ("Locations", "IDRegDocuments", "DistinctParties", "ProfileRelationships", "SanctionsEntries")
MEASURED = """
import resource, sys, time
from pathlib import Path
from crible.lists.ofac.advanced import CONS

body = Path(sys.argv[1]).read_bytes()
began = time.monotonic()
reading = CONS.read({"list": body}, "big")
found = sum(1 for one in reading.subjects)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(len(body) // 10**6, found, len(reading.refused), peak, time.monotonic() - began)
"""


def repeated(times: int) -> Iterator[str]:
    """The real file with its records that often, each time under other numbers."""
    whole, at = body().decode(), 0
    for section in SECTIONS:
        start, end = whole.index(f"<{section}>") + len(section) + 2, whole.index(f"</{section}>")
        yield whole[at:start]
        for turn in range(times):
            yield SERIAL.sub(lambda found, turn=turn: f'{found[1]}{turn + 10}{found[2]}"', whole[start:end])
        at = end
    yield whole[at:]


@pytest.mark.nightly
@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss has other units elsewhere")
def test_a_file_as_long_as_the_sdn_list_is_read_in_300_mib(tmp_path: Path) -> None:
    path = tmp_path / "cons_advanced.xml"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(repeated(45))
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, check=True, timeout=300
    )
    size, found, refused, peak, seconds = done.stdout.split()
    assert int(size) >= 120
    assert (int(found), int(refused)) == (45 * 375, 0)
    assert int(peak) <= 300
    assert float(seconds) <= 90
