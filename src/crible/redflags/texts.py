"""Words of our tables in names and free text."""

import re
from collections.abc import Iterable, Iterator, Sequence

from crible.names.fold import fold

LONGEST = 20_000  # characters of one free text that are read
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|[\n\r]+")
_PIECE, _STEP = 300, 250  # folding reads a name's length, so long sentences are read in parts that overlap


def says_word(texts: Iterable[str], words: Sequence[str]) -> str:
    """The first of the folded words that one of the texts holds as whole words, "" if none does."""
    for text in texts:
        padded = f" {fold(text)} "
        for word in words:
            if f" {word} " in padded:
                return word
    return ""


def mentions(text: str, words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each sentence, or part of a long one, that holds one of the words: the word and the sentence."""
    for sentence in _SENTENCE.split(text[:LONGEST]):
        for start in range(0, max(len(sentence), 1), _STEP):
            piece = sentence[start : start + _PIECE].strip()
            if word := says_word((piece,), words):
                yield word, piece
