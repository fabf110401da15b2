"""Numbers that come without their kind, or with it as a word before them."""

from crible.lists.drafts import Draft, put
from crible.lists.ftm import properties
from crible.names import numbers

# Asked for in this order; a kind counts only if length and check digit fit it, and it has a check digit.
_TELLING = (("imo", ""), ("lei", ""), ("inn", "ru"), ("ogrn", "ru"))
_LABEL_END = ":"


def put_number(draft: Draft, schema: str, text: str, *, country: str = "") -> None:
    """Put a number under the property of its kind: by its label, its shape, else as one nobody has named.

    >>> draft: Draft = {}
    >>> put_number(draft, "Vessel", "IMO9240914"); put_number(draft, "Person", "passport: A1234567")
    >>> draft
    {'imoNumber': ['9240914'], 'passportNumber': ['A1234567']}
    """
    label, found, value = text.partition(_LABEL_END)
    kind = numbers.kind_of_label(label) if found else None
    if kind is None:
        kind, value = _shape(text, country) or ("", text)
    prop = numbers.property_of(kind, schema) if kind else None
    if prop is None or prop not in properties(schema):
        prop = "idNumber" if "idNumber" in properties(schema) else "registrationNumber"
    put(draft, prop if prop in properties(schema) else "notes", value)


def _is_label(rest: str) -> bool:
    """Does what stands about a number say no more than what kind it is?"""
    return not any(map(str.isalnum, rest)) or numbers.kind_of_label(rest.strip(" :.#")) is not None


def _shape(text: str, country: str) -> tuple[str, str] | None:
    if found := numbers.find(text):
        alone = len(found) == 1 and _is_label(text.replace(found[0].value, " ", 1))
        return (found[0].kind, found[0].value) if alone else None
    for kind, only in _TELLING:
        if (not only or only in country.split(";")) and numbers.well_formed(kind, text):
            return kind, text
    return None
