"""A name → the keys under which it is looked up. The index and big-batch engines share them."""

from collections.abc import Iterator
from hashlib import blake2b
from itertools import pairwise

from crible.names.name import Name, Word, WordKind

# A key of each family, most telling first. The letter keeps the families apart.
#   w  a word's spelling          "w:heidari"
#   j  two neighbours joined      "j:iusifnijad"      (YUSUF NEZHAD = YUSUFNEZHAD)
#   b  a word's consonants        "b:hdr"             (what Arabic script leaves)
#   t  three letters of a word    "t:hei"             (typing errors)


def keys(name: Name) -> set[str]:
    """Every key of a name. Legal forms and particles give keys only when there is nothing else."""
    words = [word for word in name.words if word.kind not in (WordKind.FORM, WordKind.PARTICLE)] or list(name.words)
    return {key for word in words for key in _word_keys(word)} | set(_joined(name.words))


def _word_keys(word: Word) -> Iterator[str]:
    yield f"w:{word.spelling}"
    yield f"j:{word.spelling}"
    if word.bones:
        yield f"b:{loose(word.bones)}"
    padded = f"^{word.spelling}$"
    for start in range(len(padded) - 2):
        yield f"t:{padded[start : start + 3]}"


def _joined(words: tuple[Word, ...]) -> Iterator[str]:
    for left, right in pairwise(words):
        yield f"j:{left.spelling}{right.spelling}"


def loose(bones: str) -> str:
    """Consonants without those that are vowels in other spellings: v (Arabic waw) and h.

    >>> loose("shvrn"), loose("shrn")
    ('srn', 'srn')
    """
    return bones.replace("v", "").replace("h", "") or bones


def number(key: str) -> int:
    """A key as 64 bits that are the same on every machine and in every process."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little")
