"""One text → one comparable form: lower-case Latin letters and digits, whatever the script."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

# Characters that print nothing yet make two names differ: soft hyphen, zero-width and bidi controls,
# variation selectors, the byte-order mark, Arabic tatweel and vowel marks.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\u0640\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]"
)
# Arabic-script letters that keyboards write differently, or that a letter-by-letter romanisation loses:
# alef and ayn are heard as a vowel, and za is z in Arabic and Persian alike.
_ARABIC = str.maketrans("كىيئةۀؤھہأإآٱاعظ", "کیییههوههaaaaaaz")
# Look-alikes inside an otherwise Latin word: Cyrillic and Greek letters that are drawn as Latin ones.
_HOMOGLYPHS = str.maketrans(
    "АВЕКМНОРСТУХІЈЅаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABEKMHOPCTYXIJSaeopcyxijsABEZHIKMNOPTYXo",
)
_APOSTROPHES = re.compile("['’‘ʼʻ`´ʹʿʾ′]")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
_WORD = re.compile(r"[a-z0-9]+")
_WORDS = re.compile(r"[^\W_]+(?:['’‘ʼʻ`´ʹʿʾ′][^\W_]+)*")
# NFKC can make one character into eighteen (U+FDFA); names longer than this are cut before it works.
LONGEST = 400


def visible(text: str) -> str:
    """The text without characters that print nothing, in composed form."""
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", text[: 4 * LONGEST]))[: 4 * LONGEST]


def has_invisible(text: str) -> bool:
    """Does the text hold characters that print nothing? In a party's name that is worth a remark."""
    return bool(_INVISIBLE.search(text.replace("\u200c", "").replace("\u0640", "")))


def latin(text: str) -> str:
    """The text in Latin letters, to be read by people; text that is Latin already is unchanged."""
    clean = visible(text)
    if clean.isascii():
        return clean
    return "".join(part if part.isascii() else _spaced(part) for part in re.split(r"(\s+)", clean))


def _spaced(word: str) -> str:
    return word if _is_latin(word) else anyascii(_unmask(word.translate(_ARABIC)))


@lru_cache(maxsize=1 << 16)
def _is_latin(word: str) -> bool:
    return all(not char.isalpha() or unicodedata.name(char, "").startswith("LATIN") for char in word)


def _unmask(word: str) -> str:
    """A word of Latin letters with look-alikes among them, all in Latin; other words unchanged.

    Only a word that holds a real Latin letter is mended: a Cyrillic word stays Cyrillic.
    """
    if word.isascii() or not any("a" <= char <= "z" for char in word.lower()):
        return word
    return word.translate(_HOMOGLYPHS)


@lru_cache(maxsize=1 << 16)
def tokens(text: str) -> tuple[str, ...]:
    """The comparable words of a name, in order.

    >>> tokens("GHA’ANI, Esma'il"), tokens("O.O.O. «Дрейк»"), tokens("Smith & Co.")
    (('ghaani', 'esmail'), ('ooo', 'dreyk'), ('smith', 'and', 'co'))
    """
    clean = visible(text.replace("\u200c", ""))[:LONGEST].replace("&", " and ")
    clean = _DOTTED.sub(lambda dotted: dotted.group().replace(".", "") + " ", clean)
    words = (_APOSTROPHES.sub("", word) for word in _WORDS.findall(clean))
    folded = (anyascii(_unmask(word.translate(_ARABIC))).lower() for word in words)
    return tuple(part for word in folded for part in _WORD.findall(_APOSTROPHES.sub("", word)))


def fold(text: str) -> str:
    """One text → one comparable form: its comparable words, one space between them."""
    return " ".join(tokens(text))


# Romanisations differ in the same few ways, whatever the language: vowels first, then letters that
# several systems choose between. Order matters: longer spellings are replaced before shorter ones.
_SPELLINGS = (
    ("shch", "s"), ("sch", "s"), ("tch", "c"), ("kh", "k"), ("gh", "g"), ("zh", "j"), ("dzh", "j"), ("dj", "j"),
    ("sh", "s"), ("ch", "c"), ("ts", "s"), ("tz", "s"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("ck", "k"),
    ("q", "k"), ("x", "ks"), ("w", "v"), ("z", "s"), ("ou", "u"), ("oo", "u"), ("ow", "u"), ("ee", "i"), ("ei", "i"),
    ("ey", "i"), ("ay", "i"), ("ai", "i"), ("iy", "i"), ("yi", "i"), ("y", "i"), ("o", "u"), ("e", "i"),
)  # fmt: skip


@lru_cache(maxsize=1 << 18)
def spelling(word: str) -> str:
    """A folded word with the letters that romanisations choose between made one.

    >>> spelling("mohammed") == spelling("muhammad"), spelling("yusuf") == spelling("yousef")
    (False, False)
    >>> spelling("heydari") == spelling("heidari"), spelling("tchemezov") == spelling("chemezov")
    (True, True)
    """
    if word.isdigit():
        return word
    for theirs, ours in _SPELLINGS:
        word = word.replace(theirs, ours)
    return re.sub(r"(.)\1+", r"\1", word)


@lru_cache(maxsize=1 << 18)
def skeleton(word: str) -> str:
    """The consonants of a spelling: what Arabic and Hebrew script write down; "" for fewer than two.

    >>> skeleton("mohammed") == skeleton("muhammad"), skeleton("shahed"), skeleton("ali")
    (True, 'shd', '')
    """
    if word.isdigit():
        return word
    bones = re.sub("[aiu]", "", spelling(word))
    return bones if len(bones) > 1 else ""
