"""What happens to a name on its way from a passport to an order form. Each damage leaves the body the same.

A damage takes a name in Latin letters and gives it back damaged, or None where it does not apply. Which systems of
transliteration, legal forms, short forms and abbreviations there are stands in tables/.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from random import Random

from firms import abbreviated, number_otherwise, other_form, word_left_out
from near import plain
from written import Written, table

_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_MISREAD = (
    ("rn", "m"), ("m", "rn"), ("cl", "d"), ("d", "cl"), ("O", "0"), ("0", "O"), ("I", "l"), ("l", "1"), ("S", "5"),
    ("B", "8"), ("5", "S"), ("1", "I"), ("vv", "w"), ("w", "vv"), ("E", "F"), ("h", "b"), ("e", "c"), ("u", "ii"),
    ("G", "6"), ("Z", "2"), ("nn", "rm"), ("li", "h"), ("a", "o"), ("f", "t"), ("H", "N"), ("R", "P"),
)  # fmt: skip
_TITLES = ("Mr.", "Dr", "Eng.", "Prof.", "Haji", "Gen.", "Col.", "Mr", "Sheikh", "Hajji", "Brig. Gen.", "Ms")
_PARTICLES = frozenset(
    {"al", "el", "bin", "ibn", "ben", "abu", "abd", "abdul", "de", "da", "van", "von", "der", "la", "le", "di", "bint"}
    | {"umm", "ould", "uld", "of", "and", "the"}
)
_ARABIC_COUNTRIES = frozenset(
    {"ir", "af", "iq", "sy", "ye", "sa", "ae", "eg", "ly", "sd", "dz", "tn", "ma", "jo", "lb", "ps", "qa", "kw", "om"}
    | {"pk", "so", "ml"}
)
_LOOK_ALIKE = str.maketrans("AaBCcEeHIiKMOoPpTXxys", "АаВСсЕеНІіКМОоРрТХхуѕ")


Damage = Callable[[Written, Random], str | None]


def natural(name: str) -> list[str]:
    """The words of a person's name, given names first where a comma says which come first."""
    family, comma, given = name.partition(",")
    return [*given.split(), *family.split()] if comma and given.strip() else name.replace(",", " ").split()


def one_typo(written: Written, rng: Random) -> str | None:
    """One slip of the finger in a word of five letters or more."""
    return _typos(written.name, rng, [word for word in _words(written.name) if len(word[2]) > 4], 1)


def two_typos(written: Written, rng: Random) -> str | None:
    """A slip in each of two words."""
    return _typos(written.name, rng, [word for word in _words(written.name) if len(word[2]) > 4], 2)


def typo_in_a_short_word(written: Written, rng: Random) -> str | None:
    """One slip in a word of three or four letters."""
    return _typos(written.name, rng, [w for w in _words(written.name) if len(w[2]) in (3, 4)], 1)


def _words(name: str) -> list[tuple[int, int, str]]:
    return [(*word.span(), word.group()) for word in re.finditer(r"[^\W\d_]+", name)]


def _typos(name: str, rng: Random, words: Sequence[tuple[int, int, str]], many: int) -> str | None:
    if len(words) < many:
        return None
    for start, end, word in sorted(rng.sample(list(words), many), reverse=True):
        name = name[:start] + _slip(word, rng) + name[end:]
    return name


def _slip(word: str, rng: Random) -> str:
    at = rng.randrange(1, len(word)) if rng.random() < 0.85 else 0
    kind = rng.choice(("lost", "doubled", "swapped", "neighbour", "neighbour", "lost"))
    if kind == "lost":
        return word[:at] + word[at + 1 :]
    if kind == "doubled":
        return word[:at] + word[at] + word[at:]
    if kind == "swapped" and 0 < at < len(word) - 1 and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + _neighbour(word[at], rng) + word[at + 1 :]


def _neighbour(letter: str, rng: Random) -> str:
    row = next((keys for keys in _KEYS if letter.lower() in keys), _KEYS[0])
    at = row.find(letter.lower())
    near = rng.choice([key for key in row[max(at - 1, 0) : at + 2] if key != letter.lower()])
    return near.upper() if letter.isupper() else near


def misread(written: Written, rng: Random) -> str | None:
    """A scanner takes one or two letters for others."""
    name = written.name.upper() if rng.random() < 0.5 else written.name
    for _ in range(rng.choice((1, 1, 2))):
        spots = [(at.start(), old, new) for old, new in _MISREAD for at in re.finditer(re.escape(old), name)]
        if not spots:
            return None
        at, old, new = rng.choice(spots)
        name = name[:at] + new + name[at + len(old) :]
    return name


def reordered(written: Written, rng: Random) -> str | None:
    """Family name first or last, or the words of a firm turned around."""
    words = natural(written.name) if written.person else written.name.replace(",", " ").split()
    if len(words) < 2:
        return None
    turned = [words[-1], *words[:-1]] if written.person else [*words[1:], words[0]]
    if written.person and rng.random() < 0.4:
        return f"{turned[0].upper()}, {' '.join(turned[1:])}"
    return " ".join(turned)


def truncated(written: Written, rng: Random) -> str | None:
    """A field too short for the name."""
    length = len(written.name)
    if length < 16:
        return None
    cut = written.name[: max(12, int(length * rng.uniform(0.6, 0.88)))].strip(" ,.-(")
    return cut if len(cut.split()) > 1 else None


def middle_left_out(written: Written, rng: Random) -> str | None:
    """A patronymic or a middle name is left out."""
    words = natural(written.name)
    inner = [n for n in range(1, len(words) - 1) if words[n].lower().strip("-") not in _PARTICLES and len(words[n]) > 2]
    if not written.person or not 3 <= len(words) <= 6 or not inner:
        return None
    left_out = rng.choice(inner)
    if words[left_out - 1].lower() in _PARTICLES:
        return None
    return " ".join(words[:left_out] + words[left_out + 1 :])


def initials(written: Written, rng: Random) -> str | None:
    """Given names as initials."""
    words = natural(written.name)
    if not written.person or not 2 <= len(words) <= 4 or len(words[-1]) < 5 or any(len(w) < 3 for w in words):
        return None
    few = len(words) > 2 and rng.random() < 0.5
    short = [words[0] if few else f"{words[0][0]}.", *(f"{word[0]}." for word in words[1:-1])]
    return " ".join([*short, words[-1]] if rng.random() < 0.6 else [words[-1], *short])


def respelt(written: Written, rng: Random) -> str | None:
    """Another romanisation of the same name."""
    name, changed = written.name.lower(), 0
    rules = list(_spellings().get(written.culture, ()))
    rng.shuffle(rules)
    for pattern, becomes in rules:
        spots = list(pattern.finditer(name))
        if spots and changed < 3:
            spot = rng.choice(spots)
            name, changed = name[: spot.start()] + becomes + name[spot.end() :], changed + 1
    different = changed > 1 and plain(name) != plain(written.name)
    return name.title() if different else None


@cache
def _spellings() -> Mapping[str, list[tuple[re.Pattern[str], str]]]:
    rules: defaultdict[str, list[tuple[re.Pattern[str], str]]] = defaultdict(list)
    for row in table("spellings"):
        rules[row["culture"]].append((re.compile(row["pattern"]), row["becomes"]))
    return rules


SYSTEMS = ("passport", "bgn", "scholarly", "french", "german", "loose")


@cache
def _cyrillic(system: str) -> Mapping[int, str]:
    return {ord(row["letter"]): row[system] for row in table("cyrillic")}


def romanised(text: str, system: str) -> str:
    """A Cyrillic name in one system of transliteration."""
    return text.lower().translate(_cyrillic(system)).title()


def joined(written: Written, rng: Random) -> str | None:
    """Two words written as one, or a hyphen lost."""
    name = written.name
    if "-" in name and rng.random() < 0.5:
        return name.replace("-", rng.choice(("", " ")), 1)
    spaces = [
        n for n, char in enumerate(name) if char == " " and name[n - 1].isalpha() and name[n + 1 : n + 2].isalpha()
    ]
    if len(spaces) < 2:
        return None
    at = rng.choice(spaces)
    return name[:at] + name[at + 1 :]


def split(written: Written, rng: Random) -> str | None:
    """One word written as two."""
    long = [word for word in _words(written.name) if len(word[2]) > 6]
    if not long:
        return None
    start, end, _ = rng.choice(long)
    at = rng.randrange(start + 3, end - 2)
    return f"{written.name[:at]}{rng.choice((' ', '-'))}{written.name[at:]}"


def nickname(written: Written, rng: Random) -> str | None:
    """A given name in its short form."""
    words = natural(written.name)
    spots = [(n, short) for n, word in enumerate(words[:-1]) for short in _nicknames().get(word.lower(), ())]
    if not written.person or len(words) < 2 or not spots:
        return None
    n, short = spots[0]
    words[n] = short
    if len(words) > 2 and rng.random() < 0.5:
        words = [words[0], words[-1]]
    return " ".join(words) if short in words else None


@cache
def _nicknames() -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in table("nicknames"):
        found[row["name"]].append(row["short"])
    return found


def titled(written: Written, rng: Random) -> str | None:
    """A title before a person's name."""
    return f"{rng.choice(_TITLES)} {' '.join(natural(written.name))}" if written.person else None


def written_otherwise(written: Written, rng: Random) -> str | None:
    """The same letters in another case, without signs, with accents, in full-width letters."""
    name = " ".join(natural(written.name)) if written.person else written.name
    how = rng.choice(("lower", "upper", "bare", "accents", "wide"))
    if how == "accents":
        return name.replace("e", "é").replace("u", "ü") if "e" in name or "u" in name else name.lower()
    if how == "wide":
        return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in name)
    if how == "bare":
        return plain(name)
    return name.lower() if how == "lower" else name.upper()


def disguised(written: Written, rng: Random) -> str | None:
    """Letters of another alphabet that look alike, or characters that print nothing."""
    words = written.name.split()
    n = rng.randrange(len(words))
    if rng.random() < 0.4:
        at = rng.randrange(1, max(len(words[n]), 2))
        words[n] = words[n][:at] + rng.choice("\u200b\u00ad\u200d\u2060") + words[n][at:]
    else:
        masked = words[n].translate(_LOOK_ALIKE)
        if masked == words[n]:
            return None
        kept = rng.randrange(len(masked))
        words[n] = masked[:kept] + words[n][kept] + masked[kept + 1 :]
    return " ".join(words)


DAMAGES: Mapping[str, Damage] = {
    "typo": one_typo,
    "two_typos": two_typos,
    "typo_short_word": typo_in_a_short_word,
    "ocr": misread,
    "reordered": reordered,
    "truncated": truncated,
    "middle_left_out": middle_left_out,
    "initials": initials,
    "respelt": respelt,
    "joined": joined,
    "split": split,
    "legal_form": other_form,
    "abbreviated": abbreviated,
    "nickname": nickname,
    "titled": titled,
    "word_left_out": word_left_out,
    "written_otherwise": written_otherwise,
    "disguised": disguised,
    "number_written": number_otherwise,
}
# What is called mild when a listed name is searched for.
MILD = ("typo", "ocr", "reordered", "middle_left_out", "written_otherwise", "joined", "respelt", "legal_form", "titled")


def culture(name: str, countries: Sequence[str]) -> str:
    """Which romanisations a name can have."""
    if {"ru", "by", "ua", "kz", "suhh"} & set(countries) or re.search(r"(?i)(ovich|evich|ovna|evna)\b", name):
        return "russian"
    if _ARABIC_COUNTRIES & set(countries):
        return "arabic"
    return "korean" if "kp" in countries else "chinese" if {"cn", "hk", "tw"} & set(countries) else ""
