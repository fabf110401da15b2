"""One text → one comparable form: lower-case Latin letters and digits, whatever the script."""

import re
import unicodedata
from functools import cache, lru_cache
from html import unescape

from anyascii import anyascii

from crible.records.table import rows

# Characters that print nothing yet make two names differ: control characters, soft hyphen, zero-width and bidi
# controls, fillers, variation selectors, tags, private ones, and the byte-order mark.
_HIDDEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ue000-\uf8ff"
    "\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# Marks that Arabic script may leave out: tatweel and vowel signs.
_POINTS = "\u0640\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
# What a broken export leaves of a letter: the replacement character, half a surrogate pair.
_LOST = "\ufffd\ud800-\udfff"
_UNREAD = re.compile(f"[{_HIDDEN}{_POINTS}{_LOST}]")
_INVISIBLE = re.compile(f"[{_HIDDEN}]")
_LETTER_LOST = re.compile(f"[{_LOST}]")
# Accents piled upon accents: no alphabet needs more than the first to tell one name from another.
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_PILED = re.compile(f"([{_MARKS}])[{_MARKS}]+")
_LOOSE = re.compile(f"[{_MARKS}]")  # an accent that no letter bears, once composed, would cut its word in two
# Text between U+202E and the end of the override is drawn from right to left.
_OVERRIDDEN = re.compile("\u202e([^\u202c-\u202e\u2066-\u2069\n]*)")
# A character as HTML escapes it, which exports from web pages leave: "Smith &amp; Co", "&#32;".
_ESCAPED = re.compile("&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")
# Arabic-script letters that keyboards write differently, or that a letter-by-letter romanisation loses:
# alef and ayn are heard as a vowel, and za is z in Arabic and Persian alike.
_ARABIC = str.maketrans("كىيئةۀؤھہأإآٱاعظ", "کیییههوههaaaaaaz")
_APOSTROPHES = re.compile("['’‘ʼʻ`´ʹʿʾ′]")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
_WORD = re.compile(r"[a-z0-9]+")
_WORDS = re.compile(r"[^\W_]+(?:['’‘ʼʻ`´ʹʿʾ′][^\W_]+)*")
# NFKC can make one character into eighteen (U+FDFA); names longer than this are cut, and `is_cut` says so.
LONGEST = 400
# Of a text longer than this, the rest is not even looked at for characters that print.
_FARTHEST = 20_000


def visible(text: str) -> str:
    """The text without what prints nothing, its escapes read, in composed form."""
    said = _ESCAPED.sub(lambda char: unescape(char.group()), text[:_FARTHEST])
    if said.isascii() and said.isprintable():
        return said[: 4 * LONGEST]
    seen = _PILED.sub(r"\1", _UNREAD.sub("", said))
    return _LOOSE.sub("", unicodedata.normalize("NFKC", seen[: 4 * LONGEST]))[: 4 * LONGEST]


def is_cut(text: str) -> bool:
    """Is there more of this name than is read of it?"""
    return len(text) > _FARTHEST or len(visible(text)) > LONGEST


def words(text: str) -> list[str]:
    """The words as they are written, without what stands between them."""
    return _WORDS.findall(text[:_FARTHEST])


def has_invisible(text: str) -> bool:
    """Does the text hold characters that print nothing? In a party's name that is worth a remark."""
    return bool(_INVISIBLE.search(text.replace("\u200c", "")))


def letters_lost(text: str) -> bool:
    """Does the text hold places where a letter was lost before it came here?"""
    return bool(_LETTER_LOST.search(text))


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


@cache
def _look_alikes() -> dict[int, str]:
    table = rows("names", "look_alikes", ("letter", "latin", "name", "source"))
    return {ord(row["letter"]): row["latin"] for row in table}


def _unmask(word: str) -> str:
    """A word of Latin letters with look-alikes among them, all in Latin; other words unchanged.

    Only a word that holds a real Latin letter is mended: a Cyrillic word stays Cyrillic.
    """
    if word.isascii() or not any("a" <= char <= "z" for char in word.lower()):
        return word
    return word.translate(_look_alikes())


@lru_cache(maxsize=1 << 16)
def readings(text: str) -> tuple[str, ...]:
    """The ways a name can be read: as written, as drawn where it turns the direction around, and, if words of it
    are drawn wholly like Latin ones, as those.

    >>> readings("НЕЅА Aircraft"), readings("Дрейк")
    (('НЕЅА Aircraft', 'HESA Aircraft'), ('Дрейк',))
    """
    if text.isascii():
        return (text,)
    drawn = _OVERRIDDEN.sub(lambda run: run[1][::-1], text[:_FARTHEST])
    alike = _WORDS.sub(lambda word: _as_drawn(word.group()), visible(drawn))
    found = {tokens(reading): reading for reading in (alike, drawn, text)}
    return tuple(found[words] for words in dict.fromkeys(map(tokens, (text, drawn, alike))))


def _as_drawn(word: str) -> str:
    latin_word = word.translate(_look_alikes())
    return latin_word if len(word) > 1 and latin_word.isascii() else word


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
