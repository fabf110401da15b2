"""What OFAC's XML formats have in common as files: their first bytes, and the day they say."""

import re
from collections.abc import Set

from crible.lists.xml_records import Element
from crible.records.entity import Refused
from crible.records.error import CribleError

_ROOT = re.compile(rb"<(?![?!])(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")


def root(head: bytes) -> str:
    """The name of the root element, without its prefix; "" when this is no XML."""
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return ""
    found = _ROOT.search(re.sub(rb"<!--.*?-->", b"", head[:8192], flags=re.DOTALL))
    return found[1].decode() if found else ""


def why_not(head: bytes, wanted: str) -> str:
    """Why a file with these first bytes has not that root; "" when it has."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        return "the file is empty"
    if start[:1] in b"{[":
        return "it is JSON, not XML"
    if start[:1] != b"<":
        return "it is not XML"
    found = root(head)
    if found.lower() == "html" or b"<html" in start[:2000].lower():
        return "it is HTML"
    return "" if found == wanted else f"its root is {found[:40] or 'missing'}, not {wanted}"


def check_root(element: Element, ignored: Set[str], where: str) -> None:
    """Attributes of the root would be lost, so those that the card does not name stop the load."""
    names = {str(name).rpartition("}")[2] for name in element.attrib}
    if strange := sorted(names - ignored):
        do = "teach the reader of them, or name them under `not_read` on the card"
        raise CribleError(f"attributes nobody knows: {', '.join(strange)[:200]}", where=where, do=do)


def refusal(element: Element, fault: str, place: str) -> Refused:
    """An entry that cannot be read, as it stood."""
    raw = " | ".join(text for text in map(str.strip, map(str, element.itertext())) if text)
    do = "look it up on OFAC's sanctions search and report it to them; the rest of the file was read"
    return Refused(where=place, what=fault, do=do, raw=raw[:500])
