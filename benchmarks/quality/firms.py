"""What happens to a firm's name: its legal form, its trade words, its numbers written otherwise."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from random import Random

from near import plain
from written import Written, table


def other_form(written: Written, rng: Random) -> str | None:
    """The legal form written otherwise, or left out."""
    for pattern, forms in _forms():
        if not written.person and (found := pattern.search(written.name)):
            others = [form for form in (*forms, "") if plain(form) != plain(found.group())]
            name = written.name[: found.start()] + " " + rng.choice(others) + " " + written.name[found.end() :]
            name = re.sub(r"[\s,]+$|^[\s,]+", "", re.sub(r"\s+", " ", name).replace(" ,", ","))
            return name if len(plain(name)) > 4 else None
    return None


@cache
def _forms() -> list[tuple[re.Pattern[str], tuple[str, ...]]]:
    found = []
    for row in table("legal_forms"):
        forms = tuple(row["written"].split("|"))
        longest = sorted(forms, key=len, reverse=True)
        either = "|".join(re.escape(form) for form in longest)
        found.append((re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE), forms))
    return sorted(found, key=lambda pair: -max(map(len, pair[1])))


@lru_cache(maxsize=1 << 19)
def without_form(name: str) -> str:
    """A firm's name without any legal form."""
    return " ".join(_any_form().sub(" ", name).split())


@cache
def _any_form() -> re.Pattern[str]:
    every = sorted({form for _, forms in _forms() for form in forms}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, every))})(?!\w)", re.IGNORECASE)


def abbreviated(written: Written, rng: Random) -> str | None:
    """A word of a firm's name in its short form, or written out."""
    words = written.name.split()
    spots = [(n, short) for n, word in enumerate(words) for short in _short().get(word.lower().strip(".,"), ())]
    if written.person or len(words) < 3 or not spots:
        return None
    for n, short in rng.sample(spots, min(len(spots), 2)):
        words[n] = short + rng.choice(("", "."))
    return " ".join(words)


@cache
def _short() -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in table("abbreviations"):
        found[row["long"]].append(row["short"])
    return found


def word_left_out(written: Written, rng: Random) -> str | None:
    """A word that says little is left out of a firm's long name."""
    words = written.name.split()
    spots = [n for n, word in enumerate(words) if n and word.lower().strip(".,") in _generic()]
    if written.person or len(words) < 4 or not spots:
        return None
    left_out = rng.choice(spots)
    return " ".join(words[:left_out] + words[left_out + 1 :])


@cache
def _generic() -> frozenset[str]:
    return frozenset(row["long"] for row in table("abbreviations"))


def number_otherwise(written: Written, rng: Random) -> str | None:
    """A number with or without its sign or ending."""
    found = re.search(r"(?i)\b(?:no\.?|number|nr\.?|n°)?\s*(\d{1,4})(st|nd|rd|th)?\b", written.name)
    if written.person or not found or len(plain(written.name)) < 8:
        return None
    number = int(found[1])
    forms = [f" No. {number}", f" #{number}", f" {number}", f" N° {number}"]
    if 1 <= number <= 20:
        forms.append(f" {roman(number)}")
    name = written.name[: found.start()] + rng.choice(forms) + written.name[found.end() :]
    return " ".join(name.split())


def roman(number: int) -> str:
    """A small number in Roman numerals."""
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
