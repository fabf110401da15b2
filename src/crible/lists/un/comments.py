"""What can safely be read out of the Security Council's prose: numbers, and who else is named."""

import re
from collections.abc import Iterator

from crible.lists.drafts import one_line

_REFERENCE = re.compile(r"\b[A-Z]{2,3}[ie]\.\d{3}\b")
# Only what a label announces; everything else in the comments stays prose, in `notes`.
_ORGANISATION = (
    ("imoNumber", re.compile(r"\bIMO\)?\s*(?:number)?:?\s*(\d{7})\b", re.IGNORECASE)),
    ("swiftBic", re.compile(r"\bSWIFT(?:/BIC)?:\s*([A-Z0-9]{8}(?:[A-Z0-9]{3})?)\b")),
    ("email", re.compile(r"\b([\w.+-]+@[\w-]+(?:\.[\w-]+)+)\b")),
    ("phone", re.compile(r"\b(?:Tele)?phone(?: numbers?)?:\s*(\+?[\d][\d ()-]{6,}\d)", re.IGNORECASE)),
    ("website", re.compile(r"\bWebsite:\s*(?:www\.|https?://)?([\w-]+(?:\.[\w-]+)+)", re.IGNORECASE)),
)
_PERSON = (
    ("passportNumber", re.compile(r"\bpassport (?:no\.?|number):?\s*([A-Z]{0,3}\d[\dA-Z/]{4,})", re.IGNORECASE)),
    ("gender", re.compile(r"\bGender\s*[:\[]\s*(male|female)\b", re.IGNORECASE)),
    ("fatherName", re.compile(r"\bFather[’']s name(?: is|:)\s+([^.;,()]+)", re.IGNORECASE)),
    ("motherName", re.compile(r"\bMother[’']s name(?: is|:)\s+([^.;,()]+)", re.IGNORECASE)),
)


def from_comments(comments: str, *, person: bool) -> Iterator[tuple[str, str]]:
    """Labelled facts as property and value.

    >>> list(from_comments("Registered owner of AN SAN 1. IMO number: 5676084", person=False))
    [('imoNumber', '5676084')]
    """
    text = one_line(comments)
    for prop, pattern in _PERSON if person else _ORGANISATION:
        for value in pattern.findall(text):
            yield prop, value.lower() if prop == "gender" else value


def references(comments: str) -> list[str]:
    """The reference numbers of other entries, each once.

    >>> references("Member of Al-Qaida (QDe.004), later ISIL (QDe.115). Left QDe.004.")
    ['QDe.004', 'QDe.115']
    """
    return list(dict.fromkeys(_REFERENCE.findall(comments)))
