"""Make any text safe to look at: what cannot be seen is shown, what runs the other way stays in its place.

Names come from lists and papers that nobody here wrote. A zero-width space evades a screen, a
right-to-left override makes a reviewer read another name, an escape sequence repaints a terminal.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from crible.records.table import rows

LONGEST = 600  # characters of one value that are shown; the JSON has them all
MARKS = 6  # combining marks on one letter; pointed Hebrew and Tibetan need five
SPACES = {"\n": " ⏎ ", "\r": " ⏎ ", "\t": " ⇥ ", "\v": " ⏎ ", "\f": " ⏎ ", "\x85": " ⏎ "}
# U+200C and U+200D shape letters in these scripts (Persian spells with U+200C); elsewhere they only hide.
JOINING = (
    *("ARABIC", "SYRIAC", "DEVANAGARI", "BENGALI", "GUJARATI", "GURMUKHI", "KANNADA", "MALAYALAM", "ORIYA"),
    *("SINHALA", "TAMIL", "TELUGU", "KHMER", "MYANMAR", "MONGOLIAN"),
)
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


def visible(text: str, longest: int | None = None) -> str:
    """The text with every invisible character spelt out, and its tail counted when it is too long.

    >>> visible("HESA\\u202e\\x00")
    'HESA⟨U+202E⟩⟨U+0000⟩'
    """
    if text.isascii() and text.isprintable() and (longest is None or len(text) <= longest):
        return text
    return "".join(f"⟨{part}⟩" if odd else part for part, odd in spans(text, longest))


def spans(text: str, longest: int | None = None) -> Iterator[tuple[str, bool]]:
    """The text in runs; a run that is `True` names what could not be shown ("U+202E")."""
    shown = re.sub(r"\r\n", "\n", text if longest is None else text[:longest])
    run: list[str] = []
    marks = 0
    for place, char in enumerate(shown):
        marks = marks + 1 if unicodedata.category(char)[0] == "M" else 0
        if char in SPACES:
            run.append(SPACES[char])
        elif marks > MARKS or _unseen(char, shown[place - 1 : place], shown[place + 1 : place + 2]):
            yield from _flush(run)
            yield f"U+{ord(char):04X}", True
        else:
            run.append(char)
    yield from _flush(run)
    if longest is not None and len(text) > longest:
        yield f"+{len(text) - longest}", True


def _flush(run: list[str]) -> Iterator[tuple[str, bool]]:
    if run:
        yield "".join(run), False
        run.clear()


def _unseen(char: str, before: str, after: str) -> bool:
    if char in "\u200c\u200d":
        return not (_joins(before) and _joins(after))
    return char in _invisible() or unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _joins(char: str) -> bool:
    return bool(char) and unicodedata.name(char, "").startswith(JOINING)


@cache
def _invisible() -> frozenset[str]:
    """Characters of no width whose category would pass them off as letters or marks."""
    found: set[str] = set()
    for row in rows("report", "invisible", ("first", "last", "name", "source")):
        found.update(map(chr, range(int(row["first"], 16), int(row["last"], 16) + 1)))
    return frozenset(found)


def runs_leftward(text: str) -> bool:
    """Does any of it read from right to left?"""
    return not text.isascii() and any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text)


def isolated(text: str) -> str:
    """Text that reads from right to left, fenced so that it cannot reorder its neighbours."""
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}" if runs_leftward(text) else text


def width(text: str) -> int:
    """Columns the text takes on a terminal.

    >>> width("HESA"), width("大疆"), width("ماهان")
    (4, 4, 5)
    """
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf", "Cc"} or "\u1160" <= char <= "\u11ff":
        return 0  # the second range: vowels and finals that join the Hangul syllable before them
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def clipped(text: str, columns: int) -> str:
    """The text in at most so many columns, with an ellipsis where it was cut.

    >>> clipped("RUSSIAN AEROSPACE FORCES", 10)
    'RUSSIAN A…'
    """
    if width(text) <= columns:
        return text
    kept, room = [], columns - 1
    for char in text:
        room -= _columns(char)
        if room < 0:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"


def wrapped(text: str, columns: int, lines: int) -> list[str]:
    """The text in so many lines at most; what does not fit is cut from the last."""
    out: list[str] = []
    rest = " ".join(text.split())
    while width(rest) > columns and len(out) < lines - 1:
        cut = _break(rest, columns)
        out.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*out, clipped(rest, columns)]


def _break(text: str, columns: int) -> int:
    """Where to end a line: after the last word or hyphen that fits, else inside the word."""
    used = 0
    for place, char in enumerate(text):
        used += _columns(char)
        if used > columns:
            end = max(text.rfind(" ", 0, place + 1), text.rfind("-", 0, place) + 1)
            return end if end > columns // 3 else max(place, 1)
    return len(text)


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """The text filled with spaces to a width as terminals count it."""
    fill = " " * (columns - width(text))
    return fill + isolated(text) if right else isolated(text) + fill
