"""What records of the Commerce and State Departments say of an order: its citations and its days."""

import re

from crible.lists.drafts import Draft, one_line, put
from crible.lists.partial_dates import beside_dates, dates

_NEXT_CITATION = re.compile(r"\s*;\s*|(?:,|\band\b|\s)\s*(?=\d+\s+F\.?\s?R\.?(?:\s|$))")


def citations(text: str) -> list[str]:
    """The notices of the Federal Register that a text cites, in the words it cites them with.

    >>> citations("68 F.R. 38290 6/27/03 71 F.R. 38843 7/10/06"), citations("87 FR 12240; 87 FR 34136")
    (['68 F.R. 38290 6/27/03', '71 F.R. 38843 7/10/06'], ['87 FR 12240', '87 FR 34136'])
    """
    pieces = (one_line(piece).strip(" ,;") for piece in _NEXT_CITATION.split(text))
    return list(dict.fromkeys(piece.removesuffix(" and") for piece in pieces if piece))


def put_day(draft: Draft, prop: str, text: str, notes: Draft) -> None:
    """Put a day as precise as stated; one that is no day ("3033-01-17" stands in real copies) is a note.

    A text that says more than its day is that day, and a note.
    """
    put(draft, prop, *dates(text))
    if beside_dates(text):
        put(notes, "notes", f"{prop}: {text}")


def us_day(text: str) -> str:
    """An American day as ISO writes it; anything else as it stands.

    >>> us_day("06/29/2056"), us_day("")
    ('2056-06-29', '')
    """
    return re.sub(r"(?<!\S)(\d{1,2})/(\d{1,2})/(\d{4})(?!\S)", lambda m: f"{m[3]}-{m[1]:0>2}-{m[2]:0>2}", text.strip())
