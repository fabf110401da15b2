"""The names that Commerce and State write into one cell, and what they write there that is no name."""

import re
from functools import cache

from crible.lists.drafts import Draft, one_line, put, untold
from crible.lists.written_names import Commas, names
from crible.names.places import country_code
from crible.records.table import rows

_LONGEST = 384  # FollowTheMoney's limit
_OF_COUNTRY = re.compile(r"\s*\(([^()]{2,40}) (?:individual|national|entity|company|person)\)", re.IGNORECASE)


def put_names(draft: Draft, cell: str, prop: str) -> None:
    """Put the names of a cell, the first under `prop`; a cell whose words are not all in them is a note, too.

    >>> draft = {}
    >>> put_names(draft, "LTS Holding Limited (f.k.a. IPP Ltd.)", "name")
    >>> draft["name"], draft["previousName"]
    (['LTS Holding Limited'], ['IPP Ltd.'])
    """
    text = _without_country(draft, one_line(cell))
    for mark, becomes in _marks():
        text = mark.sub(becomes, text)
    found = [
        (what, name) for what, name in names(text, prop, person=False, commas=Commas.NEVER) if _is_name(what, name)
    ]
    for what, name in found:
        put(draft, what, name[:_LONGEST])
    if not draft.get(prop):
        put(draft, prop, cell[:_LONGEST])
    if untold(cell, (name[:_LONGEST] for _, name in found)):
        put(draft, "notes", f"{prop}: {cell}")


def _without_country(draft: Draft, text: str) -> str:
    """The text without "(PRC individual)"; the country goes into the draft."""
    for said in _OF_COUNTRY.finditer(text):
        if code := country_code(said[1]):
            put(draft, "country", code)
            text = text.replace(said[0], "")
    return text


def _is_name(prop: str, name: str) -> bool:
    """Short names in brackets are acronyms, unless they are a legal form: "Moselectronproekt (JSC)"."""
    return prop != "weakAlias" or name.strip(".").casefold() not in _forms()


@cache
def _marks() -> list[tuple[re.Pattern[str], str]]:
    table = rows("lists", "us_name_marks", ("pattern", "becomes", "because"))
    return [(re.compile(row["pattern"], re.IGNORECASE), row["becomes"]) for row in table]


@cache
def _forms() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("lists", "ofac_company_forms", ("word",)))
