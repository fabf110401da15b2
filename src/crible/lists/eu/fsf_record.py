"""An entity of the Financial Sanctions Files while it is being put together."""

from dataclasses import dataclass, field

from crible.lists.drafts import Draft, one_line, put
from crible.lists.eu.fsf_entry import Fields
from crible.names.places import country_code
from crible.records.entity import Entity

LIST = "eu_fsf"
# What stands where the list knows no country; both are on the card.
_NO_COUNTRY = frozenset({"", "00", "UNKNOWN"})


@dataclass(slots=True)
class Record:
    """What is read gathers in `draft` and `around`."""

    id: str
    person: bool
    where: str
    draft: Draft = field(default_factory=lambda: {"topics": ["sanction"]})
    around: list[Entity] = field(default_factory=list)

    def note(self, text: str) -> None:
        """Keep something that fits no property."""
        put(self.draft, "notes", text)

    def beside(self, what: str, fields: Fields, *names: str) -> None:
        """Keep fields that fit no property as one note."""
        told = [text for name in names if (text := one_line(fields.get(name)))]
        if told:
            self.note(f"{what}: {'; '.join(told)}")

    def add(self, one: Entity) -> None:
        """An entity beside the subject, once."""
        if all(known.id != one.id for known in self.around):
            self.around.append(one)

    def countries(self, what: str, fields: Fields) -> list[str]:
        """The country a detail names by code and by name; one that is neither's is a note."""
        stated = [one_line(fields.get(name)) for name in ("countryIso2Code", "countryDescription")]
        said = [text for text in stated if text.upper() not in _NO_COUNTRY]
        codes = list(dict.fromkeys(code for text in said if (code := country_code(text))))
        if not all(map(country_code, said)):
            self.note(f"{what}: {' '.join(said)}")
        return codes


def country_name(fields: Fields) -> str:
    """A country as the list writes it, "" if it is silent."""
    text = one_line(fields.get("countryDescription"))
    return "" if text.upper() in _NO_COUNTRY else text
