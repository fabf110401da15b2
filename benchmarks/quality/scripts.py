"""Which script is a name written in, and, where the script does not say, in which language?"""

import unicodedata
from collections import Counter
from collections.abc import Collection
from functools import lru_cache

_SCRIPTS = {
    "LATIN": "latin", "CYRILLIC": "cyrillic", "ARABIC": "arabic", "HEBREW": "hebrew", "CJK": "han", "HANGUL": "korean",
    "HIRAGANA": "kana", "KATAKANA": "kana", "GREEK": "greek", "THAI": "thai", "ARMENIAN": "armenian",
    "GEORGIAN": "georgian", "DEVANAGARI": "devanagari",
}  # fmt: skip
_PERSIAN_LETTERS = frozenset("پچژگ")
_UKRAINIAN_LETTERS = frozenset("іїєґІЇЄҐ")


@lru_cache(maxsize=1 << 18)
def script(text: str) -> str:
    """The script most letters of a text are in; "" for a text without letters."""
    found = Counter(_SCRIPTS.get(unicodedata.name(char, "?").split()[0], "other") for char in text if char.isalpha())
    if found["kana"]:
        return "kana"
    return max(sorted(found), key=found.__getitem__) if found else ""


def language(text: str, countries: Collection[str] = ()) -> str:
    """The slice that a name is reported in: its script, or a language where one script serves several."""
    known = script(text)
    if known == "arabic":
        return _of_arabic_script(text, countries)
    if known == "cyrillic":
        return "ukrainian" if _UKRAINIAN_LETTERS & set(text) else "russian"
    if known == "kana" or (known == "han" and "jp" in countries):
        return "japanese"
    return "chinese" if known == "han" else known


def _of_arabic_script(text: str, countries: Collection[str]) -> str:
    if "ir" in countries or "af" in countries:  # Dari is Persian
        return "persian"
    if "pk" in countries or "in" in countries:
        return "urdu"
    return "persian" if _PERSIAN_LETTERS & set(text) else "arabic"
