"""Which listed subject bears a name, as OFAC writes it: for links that give a name and no number."""


class Bearers:
    """The names of one list, gathered while its file is read; a name of two subjects stands for neither.

    Primary names come first, for OFAC links by them. Weak aliases are not asked.
    """

    __slots__ = ("_other", "_primary")

    def __init__(self) -> None:
        self._primary: dict[str, str | None] = {}  # None: two subjects bear it
        self._other: dict[str, str | None] = {}

    def add(self, name: str, number: str, *, primary: bool) -> None:
        """Remember that the subject of that number bears the name."""
        names, key = self._primary if primary else self._other, _key(name)
        names[key] = number if names.get(key, number) == number else None

    def resolve(self, name: str) -> str | None:
        """The id of the one subject of this list that bears the name."""
        key = _key(name)
        number = self._primary[key] if key in self._primary else self._other.get(key)
        return f"ofac-{number}" if number else None


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
