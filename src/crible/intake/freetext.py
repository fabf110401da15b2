"""Free text → the parties it mentions, with the birth dates and numbers that stand beside their names.

It looks for all that may be a name; whether it is one that matters, matching decides.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from crible.intake.cues import Cue, all_never_names, cues_in, joins, never_names, splits, trimmed_after, trimmed_before
from crible.intake.dates import read_day, western_digits
from crible.intake.words import months, plain
from crible.names import numbers
from crible.names.name import WordKind, parse, too_weak
from crible.names.places import country_code
from crible.records.transaction import Identifier, Party, Role

LONGEST_TEXT = 20_000
MOST = 100  # mentions taken from one text
_MOST_WORDS = 10
_MOST_CHARACTERS = 150
_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_QUOTED = re.compile(r"[\"“„«]\s{0,2}([^\"“”„«»\n]{3,120}?)\s{0,2}[\"”“»]|‘([^‘’\n]{3,120})’")
_STOP = re.compile(r"[,;:.!?()\[\]\n\r|/\"“”«»]")
_NUMBERISH = re.compile(r"\d{3}")
_ID = re.compile(r"(?:(?:no|nr|number|n°|№)[\s.:#]{0,3})?([A-Z]{0,4}[ -]?\d[A-Z0-9-]{1,19})(?!\w)", re.IGNORECASE)
_CONTACTS = ("email", "phone", "website")


class Span(NamedTuple):
    """A name found in a text, and where it begins."""

    start: int
    name: str


def mentions(text: str, field: str) -> list[Party]:
    """The parties a free text mentions, at most `MOST`, in its order.

    One without a name is a number alone. Its length is read up to 20,000 characters.

    >>> [m.names[0] for m in mentions("Deliver to Mr. Hossein Akbari, on behalf of Paravar Pars Co.", "notes")]
    ['Hossein Akbari', 'Paravar Pars Co.']
    """
    return list(_mentions(text[:LONGEST_TEXT], field))


@lru_cache(maxsize=1 << 12)
def _mentions(text: str, field: str) -> tuple[Party, ...]:
    spans = name_spans(text)[:MOST]
    facts: list[tuple[int, str | Identifier]] = [*births(text), *identifiers(text)]
    starts = [span.start for span in spans]
    own: dict[int, list[str | Identifier]] = {}
    for at, fact in facts:
        # A fact belongs to the name before it, else to the one after it, else to nobody we have a name for.
        owner = starts[max(bisect_right(starts, at) - 1, 0)] if starts else -1
        own.setdefault(owner, []).append(fact)
    found = [_party(span.name, field, own.get(span.start, ())) for span in spans]
    if not spans and any(isinstance(fact, Identifier) for _, fact in facts):
        found = [_party("", field, own[-1])]
    return tuple(_without_echoes(found))


def name_spans(text: str) -> list[Span]:
    """What may be names in a text, in its order, each once."""
    found: dict[str, Span] = {}
    for span in (*_announced(text), *_quoted(text), *_runs(text)):
        name = _trimmed(span.name)
        if name and plain(name) not in found and _is_name(name):
            found[plain(name)] = Span(span.start, name)
    return sorted(found.values())


def births(text: str) -> Iterator[tuple[int, str]]:
    """The days of birth a text states after "born", "DOB", "né le"…, and where."""
    for cue in cues_in(text):
        if cue.kind == "born" and (match := _date_pattern().match(western_digits(text[cue.end : cue.end + 40]))):
            day = read_day(match[1])
            if day and not day.short:
                yield cue.start, day.iso


def identifiers(text: str) -> Iterator[tuple[int, Identifier]]:
    """The numbers a text names, and where: those whose shape tells, and those that a cue announces."""
    seen = set()
    for found in numbers.find(text):
        seen.add(numbers.normal(found.kind, found.value))
        yield max(text.find(found.value), 0), Identifier(kind=found.kind, value=found.value, country=found.country)
    for cue in cues_in(text):
        match = _ID.match(text, cue.end) if cue.kind in ("passport", "national_id") else None
        if match and numbers.normal(cue.kind, match[1]) not in seen:
            yield cue.start, Identifier(kind=cue.kind, value=match[1].strip())


def after_cue(text: str, cue: Cue) -> str:
    """What a cue announces: the words up to the next stop; in lower case only where the cue leaves no doubt."""
    words: list[str] = []
    end = cue.end
    for match in _WORD.finditer(text, cue.end, cue.end + 2 * _MOST_CHARACTERS):
        gap = text[end : match.start()]
        if len(words) >= _MOST_WORDS or _NUMBERISH.search(match.group()) or not _continues(words, gap, match.group()):
            break
        if not _begins(match.group()) and (plain(match.group()) in never_names("trade", "day", "code") and words):
            break
        words.append(gap + match.group() if words else match.group())
        end = match.end()
    said = "".join(words) + ("." if words and text[end : end + 1] == "." and _is_form(words[-1]) else "")
    sure = cue.kind == "behalf" or cue.colon
    return said if sure or _begins(said) else ""


def _announced(text: str) -> Iterator[Span]:
    for cue in cues_in(text):
        if cue.kind in ("behalf", "mention", "alias"):
            said = after_cue(text, cue)
            # "shipped by him for the account of Foo Ltd today": what follows the name in lower case is no part of it.
            runs = [run.name for run in _runs(said)] if said and _begins(said) else []
            yield Span(cue.end, runs[0] if runs else said)


def _quoted(text: str) -> Iterator[Span]:
    for match in _QUOTED.finditer(text):
        said = match[1] or match[2]
        if len(said.split()) <= _MOST_WORDS and any(_begins(word) for word in said.split()):
            yield Span(match.start(), said)


def _runs(text: str) -> Iterator[Span]:
    """Runs of capitalised words, or of words in a script without capitals."""
    shouting = _is_shouting(text)
    run: list[re.Match[str]] = []
    for match in _WORD.finditer(text):
        word = match.group()
        if run and not _goes_on(run, text[run[-1].end() : match.start()], word, shouting):
            yield from _spans(run, text, shouting)
            run = []
        begins = _begins(word) and not (shouting and plain(word) in _breaks())
        if begins or (run and (_is_small(word) or _is_number(word))):
            run.append(match)
    yield from _spans(run, text, shouting)


def _goes_on(run: list[re.Match[str]], gap: str, word: str, shouting: bool) -> bool:
    if len(run) >= 2 * _MOST_WORDS or (shouting and plain(word) in _breaks()):
        return False
    if not (_begins(word) or _is_small(word) or _is_number(word)):
        return False
    return _continues([match.group() for match in run[-2:]], gap, word, first=len(run) == 1)


def _continues(words: list[str], gap: str, word: str, *, first: bool = False) -> bool:
    """Does a word belong to the words before it, with this between them?"""
    between = gap.strip(" \t\u00a0")
    if not words or not between:
        return "\n" not in gap and len(gap) < 4
    last = words[-1]
    if between == "&":
        return True
    if between in (".", ".,", ","):
        # "H. Akbari", "Co., Ltd", "AKBARI, Hossein"
        initial = between == "." and (len(last) <= 2 or plain(last) in never_names("title"))
        surname = (
            between == "," and first and last.isupper() and len(last) > 2 and word[:1].isupper() and not word.isupper()
        )
        return initial or surname or _is_form(word)
    return False


def _spans(run: list[re.Match[str]], text: str, shouting: bool) -> Iterator[Span]:
    while run and _is_small(run[-1].group()):
        run = run[:-1]
    if not run:
        return
    for first, last in _pieces(run):
        end = last.end() + (text[last.end() : last.end() + 1] == "." and _is_form(last.group()))
        said = text[first.start() : end]
        if len(run) > 1 or _stands_alone(first, text, shouting):
            yield Span(first.start(), said)


def _pieces(run: list[re.Match[str]]) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """The whole run and its parts at "and"; of a run that is too long, windows that overlap."""
    parts = _parts(run)
    while len(parts) > 1 and all(plain(match.group()) in all_never_names() for match in parts[0]):
        # "Goods for Mahan Air": what stands before "for" is no name, so only what follows is.
        run = run[run.index(parts[1][0]) :]
        parts = parts[1:]
    if _is_caseless(run[0].group()) and len(run) > 5:
        yield from ((run[k], run[min(k + 3, len(run) - 1)]) for k in range(0, len(run), 2))
    elif len(run) > _MOST_WORDS:
        yield from ((run[k], run[min(k + _MOST_WORDS, len(run)) - 1]) for k in range(0, len(run), _MOST_WORDS // 2))
    else:
        yield run[0], run[-1]
    if len(parts) > 1:
        yield from ((part[0], part[-1]) for part in parts)


def _parts(run: list[re.Match[str]]) -> list[list[re.Match[str]]]:
    """The run cut at "and" and "for", nothing empty."""
    cuts = [k for k, match in enumerate(run) if match.group() in splits() and 0 < k < len(run) - 1]
    edges = [-1, *cuts, len(run)]
    return [run[a + 1 : b] for a, b in pairwise(edges) if b - a > 1]


def _stands_alone(match: re.Match[str], text: str, shouting: bool) -> bool:
    """Is one word enough? A capital at the start of a sentence says nothing, unless the word is all there is."""
    word = match.group()
    if _is_caseless(word):
        return len(word) >= 2
    before = text[max(match.start() - 4, 0) : match.start()].rstrip()[-1:]
    first = before in ("", ".", "!", "?", ":", "\n") and text.strip(" .") != word
    return len(word) >= 4 and (word.isupper() or not first or shouting)


def _trimmed(said: str) -> str:
    """The name without titles, trade words and small words at its ends."""
    words = said[:_MOST_CHARACTERS].split()
    while words and (_is_common(words[0]) or _goes_before(words[0])):
        words = words[1:]
    while words and (plain(words[-1]) in trimmed_after() or words[-1].isdigit() or _is_common(words[-1])):
        words = words[:-1]
    name = " ".join(words).strip(" ,;:–'’&\"-")
    # A full stop belongs to a short form ("Ltd.", "S.A."), not to a word that ends its sentence.
    last = name.rpartition(" ")[2]
    return name[:-1] if last.endswith(".") and len(last) > len("Ltda.") and last.count(".") == 1 else name


def _goes_before(word: str) -> bool:
    """Titles, cues and trade words stand before a name; an initial is part of it."""
    is_initial = word.isupper() and len(word.strip(".")) == 1
    return plain(word) in trimmed_before() and not is_initial


def _is_common(word: str) -> bool:
    return word.islower() and plain(word) in all_never_names()


def _is_name(name: str) -> bool:
    words = plain(name).replace(",", " ").replace("&", " ").split()
    if not words or all(word in all_never_names() or word in joins() or word.isdigit() for word in words):
        return False
    if plain(name) in never_names("place") or country_code(name):
        return False
    rest = [w for w in words if w not in all_never_names() and w not in joins()]
    return not all(country_code(word) for word in rest) and not too_weak(parse(name))


def _party(name: str, field: str, facts: Iterable[str | Identifier]) -> Party:
    party = Party(role=Role.MENTIONED, names=(name,) if name else (), found_in=field)
    for fact in facts:
        party = with_fact(party, fact)
    return party


def with_fact(party: Party, fact: str | Identifier) -> Party:
    """The party with a day of birth or a number added; what it already has, stays."""
    if isinstance(fact, str):
        return replace(party, born=party.born or fact)
    if fact.kind in _CONTACTS and getattr(party, fact.kind) is None:
        contact: dict[str, Any] = {fact.kind: fact.value}
        return replace(party, **contact)
    known = fact in party.identifiers
    return party if known else replace(party, identifiers=(*party.identifiers, fact))


def _without_echoes(parties: Sequence[Party]) -> Iterator[Party]:
    """Without single words that only repeat a part of a longer name of the same text."""
    names = [f" {plain(party.names[0])} " if party.names else "" for party in parties]
    for party, name in zip(parties, names, strict=True):
        single = name.count(" ") == 2 and party.born is None and not party.identifiers
        if not (single and any(name in other and name != other for other in names)):
            yield party


def _is_shouting(text: str) -> bool:
    """Is all of it in capitals, so that they tell nothing?"""
    upper, lower = sum(map(str.isupper, text)), sum(map(str.islower, text))
    return upper > 3 * lower and upper + lower > 24


@lru_cache(maxsize=1 << 14)
def _begins(word: str) -> bool:
    """Could a name begin with this word? A capital, or a letter of a script that has none; no number."""
    return (word[:1].isupper() or _is_caseless(word)) and not _NUMBERISH.search(word)


def _is_caseless(word: str) -> bool:
    first = word[:1]
    return first.isalpha() and not first.isupper() and not first.islower() and not first.istitle()


def _is_small(word: str) -> bool:
    return word in joins() or word in splits()


def _is_number(word: str) -> bool:
    return word.isdigit() and len(word) <= 4


@lru_cache(maxsize=1 << 12)
def _is_form(word: str) -> bool:
    words = parse(word).words
    return bool(words) and all(part.kind is WordKind.FORM for part in words)


def _breaks() -> frozenset[str]:
    return never_names("trade", "day", "code", "title")


@lru_cache(maxsize=1)
def _date_pattern() -> re.Pattern[str]:
    month = "(?:" + "|".join(map(re.escape, months())) + r")\w{0,4}\.?"
    shapes = (
        r"\d{4}-\d{1,2}(?:-\d{1,2})?",
        r"\d{1,2}[./-]\d{1,2}[./-]\d{4}",
        rf"\d{{1,2}}(?:st|nd|rd|th|er)?[ .-]{{1,2}}{month}[ ,.-]{{1,2}}\d{{4}}",
        rf"{month}[ .]{{1,2}}\d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}",
        rf"{month} \d{{4}}",
        r"\d{1,2}/\d{4}",
        r"\d{4}",
    )
    return re.compile(
        r"\s{0,2}(?:(?:on|le|en|the|circa|ca?\.|approximately|:)\s)?(" + "|".join(shapes) + r")(?!\d)", re.IGNORECASE
    )
