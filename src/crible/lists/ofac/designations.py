"""What OFAC's newer XML formats say of a listing → facts of its Sanctions: days, lists, measures, law."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from crible.lists.ofac.clauses import SANCTIONS, Fact, note
from crible.lists.ofac.sublists import list_of, listed_on


def listed(list_name: str, programmes: Sequence[str], published: Mapping[str, str]) -> Iterator[Fact]:
    """The days on which a subject came on OFAC's lists, each with the programmes that are that list's own.

    `published` maps OFAC's names of its lists to days.
    """
    yield from (note(f"on OFAC's {name} since {day}") for name, day in published.items() if list_of(name) is None)
    own = {tag: listed_on(list_name, tag, published) for tag in programmes}
    for tag, found in own.items():
        for name, day in found:
            yield Fact(f"{SANCTIONS}{tag}", "Sanction", "listingDate", day)
            shared = sum((name, day) in other for other in own.values()) > 1
            doubt = f" since {day}; the file does not date its programmes" if shared else ""
            if doubt or list_name == "us_ofac_cons":
                yield Fact(f"{SANCTIONS}{tag}", "Sanction", "summary", f"on the {name}{doubt}")


def measures(list_name: str, kinds: Iterable[str], laws: Iterable[str]) -> Iterator[Fact]:
    """The kinds of sanction and the law behind them; that an SDN is blocked the list itself says."""
    for text in kinds:
        if (list_name, text) != ("us_ofac_sdn", "Block"):
            yield Fact(f"{SANCTIONS}{text}", "Sanction", "provisions", text)
    for text in laws:
        yield Fact(f"{SANCTIONS}{text}", "Sanction", "description", text)
