"""A feature of OFAC's newer XML formats → the words of the legacy remarks, and the columns of the legacy files."""

from typing import NamedTuple

from crible.lists.ofac import entry as words
from crible.lists.ofac.wording import clause

# How the legacy remarks call what the features call otherwise, and what they have columns for.
LABELS = {
    "Birthdate": "DOB",
    "Place of Birth": "POB",
    "Nationality Country": "nationality",
    "Citizenship Country": "citizen",
}
CELLS = {
    "Title": words.TITLE,
    "Vessel Call Sign": words.CALL_SIGN,
    "VESSEL TYPE": words.TYPE,
    "Vessel Tonnage": words.TONNAGE,
    "Vessel Gross Registered Tonnage": words.GRT,
    "Vessel Flag": words.FLAG,
    "Vessel Owner": words.OWNER,
}


class Said(NamedTuple):
    """What features or documents say, sorted as an Entry takes it."""

    cells: list[tuple[str, str]]
    clauses: list[str]
    notes: list[str]


def tell(said: Said, label: str, value: str, *, reliability: str, comment: str) -> None:
    """Sort a feature in. One marked false is a note and nothing else; one that is not confirmed is read, and noted."""
    text = clause(LABELS.get(label, label), value)
    if reliability == "False":
        said.notes.append(f"marked false: {text}")
    elif label in CELLS:
        said.cells.append((CELLS[label], value))
    else:
        said.clauses.append(text)
    if reliability not in ("", "Confirmed", "False"):
        said.notes.append(f"{reliability.lower()}, not confirmed: {text}")
    if comment:
        said.notes.append(f"{text}: {comment}")
