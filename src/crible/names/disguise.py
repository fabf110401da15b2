"""What in a written name imitates or hides: look-alikes of another script, dressed-up letters, characters unseen."""

import unicodedata
from functools import lru_cache

from crible.names.fold import has_invisible, words

# Alphabets whose letters are drawn alike. Japanese and Korean mix theirs lawfully, and are not among them.
_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "LISU", "COPTIC")
# How Unicode marks letters that are others in another dress: full-width, mathematical, circled, squared.
_DRESSES = ("<wide>", "<font>", "<circle>", "<square>")


@lru_cache(maxsize=1 << 16)
def odd_characters(text: str) -> bool:
    """Does the name hold characters that print nothing, letters in fancy dress, or a word in two alphabets?

    >>> [odd_characters(name) for name in ("SHA\\u200bHED", "ＳＨＡＨＥＤ", "SНАНED", "ООО Drake", "Mª José")]
    [True, True, True, False, False]
    """
    if text.isascii() and text.isprintable():
        return False
    return has_invisible(text) or any(map(_dressed_up, text)) or any(map(_in_two_alphabets, words(text)))


def _dressed_up(char: str) -> bool:
    dressed = unicodedata.decomposition(char).startswith(_DRESSES) and unicodedata.normalize("NFKC", char).isalpha()
    return dressed or "SMALL CAPITAL" in unicodedata.name(char, "")


def _in_two_alphabets(word: str) -> bool:
    names = [unicodedata.name(char, "") for char in word if not char.isascii() or char.isalpha()]
    return len({script for name in names for script in _ALPHABETS if name.startswith(script)}) > 1
