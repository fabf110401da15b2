"""The reference values of OFAC's advanced XML: what the numbers that fill the rest of the file stand for."""

from collections.abc import Set

from crible.lists.xml_node import Node
from crible.records.error import CribleError

# Where not the text but an attribute is the word: the text of an area code is its code.
_WORD = {"AreaCode": "Description"}
_NOTHING = ("Unknown", "undetermined")  # OFAC's words for what it does not know, or does not use of the model


class Words:
    """The words of one file, by their kind ("Country", "FeatureType") and number.

    `ignored` are the names that the card says nobody reads: whoever reads an element closes it with them.
    """

    __slots__ = ("_party_types", "_words", "ignored", "where")

    def __init__(self, ignored: Set[str], where: str) -> None:
        self.ignored = ignored
        self.where = where
        self._words: dict[tuple[str, str], str] = {}
        self._party_types: dict[str, str] = {}

    def add(self, holder: Node) -> None:
        """Take in one set of values: `holder` is FeatureTypeValues, its children are FeatureType."""
        kind = holder.tag.removesuffix("Values")
        for value in holder.children(kind):
            number, text = value.attribute("ID"), value.text()
            word = value.attribute(_WORD[kind]) if kind in _WORD else text
            if self._words.setdefault((kind, number), word) != word:
                what = f"{kind} {number[:20]} stands for two things"
                raise CribleError(what, where=self.where, do="fetch the file again; it is damaged")
            if kind == "PartySubType":
                self._party_types[number] = value.attribute("PartyTypeID")
            value.finish(self.ignored)
        holder.finish()

    def of(self, kind: str, number: str) -> str:
        """The word of that number; "" for no number, and for OFAC's words for nothing."""
        if not number:
            return ""
        if (kind, number) not in self._words:
            do = "fetch the file again; it is damaged, or of a layout this reader does not know"
            raise CribleError(f"{kind} {number[:20]} is not among its reference values", where=self.where, do=do)
        word = self._words[kind, number]
        return "" if word in _NOTHING else word

    def party(self, number: str) -> str:
        """What a party is: its sub-type ("Vessel") where it says something, else its type ("Individual")."""
        return self.of("PartySubType", number) or self.of("PartyType", self._party_types.get(number, ""))
