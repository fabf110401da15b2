"""Ordinary names, which should find nobody: firms, officers, and people of many name cultures put together from parts.

Parts come from Wikidata (CC0), one line each with its spellings in several scripts, and from tables/surnames.csv. A
part belongs to the half of its line, so that no part serves both.
"""

import csv
import gzip
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from cache import half_of
from near import plain
from rapidfuzz import fuzz
from scripts import script
from written import table

# One syllable of Mandarin or Korean as it is romanised.
_PINYIN = r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:[iu]?[aeiou](?:ng|n|r|[iou])?|[iu]ao|i?ang|iong|uai|ü)"
_TWO_SYLLABLES = re.compile(f"{_PINYIN}[ '-]?{_PINYIN}")
_RUSSIAN_GIVEN = (
    "Александр", "Сергей", "Дмитрий", "Алексей", "Андрей", "Михаил", "Игорь", "Евгений", "Олег", "Николай", "Роман",
    "Владислав", "Артём", "Константин", "Виктор",
)  # fmt: skip
COMPOSED = ("korean", "chinese", "japanese", "persian", "arabic")


@dataclass(frozen=True, slots=True)
class Part:
    """One name part: its spellings in Latin letters, and in its own script."""

    latin: tuple[str, ...]
    native: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Composed:
    """A person put together: the parts of the name in its own script, and the whole in Latin letters."""

    culture: str
    family: str
    given: str
    latin: str

    @property
    def native(self) -> str:
        """The name in its own script."""
        if self.culture in ("korean", "chinese", "japanese"):
            return self.family + self.given
        return f"{self.given} {self.family}"


def companies(data: Path) -> dict[str, list[str]]:
    """Firms and officers by source, each name once."""
    tickers = json.loads(gzip.decompress((data / "names/sec_company_tickers_202507.json.gz").read_bytes()))
    registrants = _column(data / "names/sec_registrants_exhibit21.csv.gz")
    officers = _column(data / "names/icij_bahamas_officers.csv.gz")
    entities = _column(data / "names/icij_bahamas_entities_part3.csv.gz")
    found = {"sec": [*(row["title"] for row in tickers.values()), *registrants], "icij": [*officers, *entities]}
    return {source: sorted({_tidy(name) for name in names if len(plain(name)) > 5}) for source, names in found.items()}


def _column(path: Path) -> list[str]:
    text = gzip.decompress(path.read_bytes()).decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    column = next(name for name in rows[0] if name in ("name", "company_name", "company", "conformed_name"))
    return [row[column] for row in rows if row[column]]


def _tidy(name: str) -> str:
    return " ".join(name.split())


def congress(data: Path) -> list[str]:
    """Members of the United States Congress, from the last lines of a published export."""
    lines = gzip.decompress((data / "opensanctions/us_congress_senzing.json.gz").read_bytes()).splitlines()
    return sorted({json.loads(line)["NAMES"][0]["NAME_FULL"] for line in lines})


class Parts:
    """Name parts of one half, by culture; "world" are parts that only Latin letters are known of, or many scripts."""

    def __init__(self, data: Path, half: str) -> None:
        self.given: defaultdict[str, list[Part]] = defaultdict(list)
        raw = gzip.decompress((data / "names/wikidata_names_multiscript.txt.gz").read_bytes()).decode("utf-8")
        for line in raw.splitlines():
            spellings, _, number = line.partition(" => ")
            if half_of(number) == half:
                for culture, part in _parts([text.strip() for text in spellings.split(", ")]):
                    self.given[culture].append(part)
        self.family = {culture: list(_surnames(culture)) for culture in COMPOSED}

    def people(self, culture: str, rng: Random) -> Iterator[Composed]:
        """People of one culture, without end."""
        given, family = self.given[culture], self.family[culture]
        while True:
            yield _person(culture, rng.choice(given), rng.choice(family), rng)

    def world(self, rng: Random) -> Iterator[str]:
        """People in Latin letters, given name and family name of whatever culture."""
        while True:
            parts = [rng.choice(rng.choice(self.given["world"]).latin) for _ in range(rng.choice((2, 2, 2, 3)))]
            yield " ".join(parts).title()


def _surnames(culture: str) -> Iterator[Part]:
    for row in table("surnames"):
        if row["culture"] == culture:
            yield Part(tuple(row["latin"].split("|")), (row["native"],))


def _parts(spellings: list[str]) -> Iterator[tuple[str, Part]]:
    by_script: defaultdict[str, list[str]] = defaultdict(list)
    for text in spellings:
        by_script[script(text)].append(text.replace("\u200e", ""))
    latin = tuple(text for text in by_script["latin"] if len(text) > 1 and len(text.split()) < 3)
    if not latin:
        return
    if len(latin[0]) > 2 and len(latin) < 9:
        yield "world", Part(latin[:3], ())
    for culture, native in _native(by_script, latin).items():
        if native:
            yield culture, Part(latin[:4], tuple(native))


def _native(by_script: Mapping[str, list[str]], latin: tuple[str, ...]) -> dict[str, list[str]]:
    known = {name for name, texts in by_script.items() if texts}
    bare = [plain(text) for text in latin]
    mandarin = all(_TWO_SYLLABLES.fullmatch(text) for text in bare) and any(map(_TONE.search, latin))
    hiragana = any(map(_HIRAGANA.fullmatch, by_script["kana"]))
    arabic = _heard(by_script["arabic"], bare) if known == {"latin", "arabic"} else []
    persian = any(set("پچژگیک") & set(text) for text in arabic)
    korean = _heard(by_script["korean"], bare) if known == {"latin", "korean"} else []
    return {
        "korean": [t for t in korean if len(t) == 2],
        "chinese": [t for t in by_script["han"] if len(t) == 2 and "姓" not in t]
        if mandarin and known <= _CHINESE
        else [],
        "japanese": [t for t in by_script["han"] if len(t) == 2] if hiragana and known <= _JAPANESE else [],
        "persian": arabic if persian else [],
        "arabic": [] if persian else arabic,
    }


_CHINESE, _JAPANESE = {"latin", "han", "korean"}, {"latin", "han", "kana"}
# Mandarin is told by tone signs that no other language of the file has, Japanese by hiragana.
_TONE, _HIRAGANA = re.compile("[āēīōūǖǎěǐǒǔǚ]"), re.compile("[\u3041-\u309f]+")


def _heard(native: list[str], latin: list[str]) -> list[str]:
    """The native spellings that render any of the Latin ones: lines of the file hold errors."""
    return [text for text in native if any(_alike(plain(text).replace(" ", ""), spelt) for spelt in latin)]


def _alike(one: str, other: str) -> bool:
    return one[:1] == other[:1] and fuzz.ratio(*(text.translate(_VOWELS) for text in (one, other))) >= 75


_VOWELS = str.maketrans("", "", "aeiouyhw' ")


def _person(culture: str, given: Part, family: Part, rng: Random) -> Composed:
    first, last = rng.choice(given.latin).title(), rng.choice(family.latin)
    own, family_own = rng.choice(given.native), family.native[0]
    if culture in ("korean", "chinese", "japanese"):
        latin = f"{last} {first}" if rng.random() < 0.7 else f"{first} {last}"
        return Composed(culture, family_own, own, latin)
    return Composed(culture, family_own, own, f"{first} {last}")


def russians(rng: Random) -> Iterator[str]:
    """Ordinary Russian names in Cyrillic, put together from common family and given names."""
    families = [row["native"] for row in table("surnames") if row["culture"] == "russian"]
    while True:
        given, father = rng.choice(_RUSSIAN_GIVEN), rng.choice(_RUSSIAN_GIVEN)
        ending = "евич" if father[-1] in "йь" else "ович"
        patronymic = (father[:-1] if father[-1] in "йь" else father) + ending
        yield f"{rng.choice(families)} {given} {patronymic}"
