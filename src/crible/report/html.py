"""The screening record: one HTML file that needs nothing but itself, to read, to print and to sign.

Every value is escaped by the template engine and passes `_shown` on its way, so that a name cannot
become markup, hide a letter or turn the line around. Our own words come from tables/messages.csv.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from crible import names
from crible.records.decision import Decision, Verdict
from crible.records.entity import Refused
from crible.records.hit import Agreement, Citation, Hit, LawState, Message, Severity
from crible.records.transaction import Transaction
from crible.report import casefile, coverage, legible, sentences, table
from crible.report.coverage import Run
from crible.report.sentences import Lang, Piece

LINK = re.compile(r"https?://(?P<host>[A-Za-z0-9.-]+(:\d{1,5})?)(?:[/?#][!#-;=?-\[\]_a-z~]*)?", re.ASCII)
WORD = re.compile(r"[^\s«»„“”‚‘’…—–]+")  # what stands between is no matter of script
SIGNS = {Agreement.SAME: "=", Agreement.CLOSE: "≈", Agreement.DIFFERENT: "≠", Agreement.UNKNOWN: "?"}
PIPS = {s: "●" * (4 - place) + "○" * place for place, s in enumerate(Severity)}
SECTIONS = tuple(casefile.Effect)


@dataclass(frozen=True, slots=True)
class Words:
    """A text that is ours and not data: shown as it stands."""

    text: str


def page(
    decisions: Sequence[Decision],
    refused: Sequence[Refused],
    run: Run,
    lang: Lang,
    transactions: Mapping[str, Transaction] | None = None,
) -> str:
    """The whole record. `transactions`, by decision id, add the parties, goods and route to the decisions."""
    files = casefile.case_files(decisions, transactions or {})
    quiet = [d for d in decisions if d.decision is Verdict.CLEAR]
    cited = casefile.sources(hit for file in files for kind in SECTIONS for hit in file.findings[kind])
    return (
        _environment(lang)
        .get_template("page.html.j2")
        .render(
            decisions=decisions,
            refused=refused,
            run=run,
            rows=Words(table.rows_sentence(len(decisions), len(refused), run, lang)),
            adds_up=coverage.unaccounted(run, len(refused)) == 0,
            files=files,
            noted=[d for d in quiet if d.hits],
            nothing=_grouped(quiet, lang),
            outcomes=coverage.outcomes(decisions),
            days=coverage.days(decisions),
            searched=coverage.searched(decisions),
            not_searched=coverage.not_searched(decisions),
            warnings=coverage.warnings(decisions),
            numbers={source: number for number, source in enumerate(cited, 1)},
            style=_style(decisions, lang),
        )
    )


def _grouped(quiet: Sequence[Decision], lang: Lang) -> dict[str, list[str]]:
    """The ids of transactions without any hit, under the sentence that says where they were looked for."""
    groups: dict[str, list[str]] = {}
    for d in quiet:
        if not d.hits:
            groups.setdefault(table.nothing_found(d, lang), []).append(d.id)
    return groups


@cache
def _environment(lang: Lang) -> Environment:
    environment = Environment(
        loader=PackageLoader("crible.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.globals |= {
        "lang": lang,
        "t": partial(_sentence, lang),
        "counted": _ours(sentences.counted, lang),
        "colon": _sentence(lang, "report.colon"),
        "pips": PIPS,
        "signs": SIGNS,
        "sections": SECTIONS,
        "Unconfirmed": LawState.UNCONFIRMED,
    }
    environment.filters |= {
        "say": partial(_said, lang),
        "label": _labelled(lang),
        "day": partial(_day, lang),
        "count": lambda n: Words(sentences.count(str(n), lang)),
        "score": lambda value, places=2: Words(sentences.number(value, lang, places)),
        "weight": lambda value: Words(("+" if value > 0 else "") + sentences.number(value, lang, 1)),
        "fact": lambda what: sentences.fact(what, lang),
        "role": lambda text: sentences.role(text, lang),
        "document": lambda code: sentences.document(code, lang),
        "exemption": lambda code: sentences.exemption(code, lang),
        "name": _name,
        "latin": _latin,
        "link": _link,
        "host": _host,
        "sources": _sources,
        "weights": lambda hit: sum(evidence.weight for evidence in hit.evidence),
        "gravest_first": casefile.gravest_first,
        "lists": casefile.lists,
        "why": partial(_why, lang),
        "subjects": _subjects,
        "plain": lambda value: f"{value.normalize():f}",
    }
    return environment


def _ours(function: Callable[..., str], lang: Lang) -> Callable[..., Words]:
    return lambda code, number, **values: Words(function(code, number, lang, **values))


def _labelled(lang: Lang) -> Callable[[str, str], str]:
    return lambda value, family: sentences.label(family, str(value), lang)


def _shown(value: Any) -> Any:
    """What the template prints: our markup and words as they are, anything else made visible, then escaped."""
    if isinstance(value, Words):
        return value.text
    return value if isinstance(value, Markup) else _spelt(str(value))


def _spelt(text: str) -> Markup:
    parts = legible.spans(text, legible.LONGEST)
    return Markup("").join(Markup('<span class="unseen">{}</span>').format(p) if odd else escape(p) for p, odd in parts)


def _name(text: str) -> Markup:
    """A text that somebody else wrote, isolated from the direction of its neighbours."""
    return Markup("<bdi>{}</bdi>").format(_spelt(text))


def _latin(text: str) -> str:
    """The Latin form of a name in another script, "" when it would say nothing new."""
    if text.isascii():
        return ""
    form = WORD.sub(lambda word: names.latin(word[0]), text[: legible.LONGEST])
    return form if _letters(form) != _letters(text) else ""


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def _sentence(lang: Lang, code: str, **values: str) -> Markup:
    return _said(lang, Message(code, {key: str(value) for key, value in values.items()}))


def _said(lang: Lang, message: Message) -> Markup:
    return Markup("").join(map(_piece, sentences.pieces(message, lang)))


def _piece(piece: Piece) -> Markup:
    return _name(piece.text) if piece.value else escape(piece.text)


def _why(lang: Lang, d: Decision) -> Markup:
    if top := casefile.foremost(d.hits):
        return _said(lang, top.says)
    return _spelt(table.why(d, lang))


def _day(lang: Lang, text: str) -> Markup:
    return Markup('<span class="day">{}</span>').format(_spelt(sentences.day(str(text), lang)))


def _link(url: str) -> bool:
    """May this address be a link? Only http and https, to a plain host, without a user name to deceive by."""
    return bool(_host(url))


def _host(url: str) -> str:
    found = LINK.fullmatch(url) if len(url) <= legible.LONGEST else None
    return found["host"] if found else ""


def _sources(hit: Hit) -> list[Citation]:
    return casefile.sources([hit])


def _subjects(d: Decision) -> list[tuple[str, str]]:
    """What the findings name when the transaction is not at hand: role and text, once each."""
    return list(dict.fromkeys((hit.subject.role, hit.subject.text) for hit in d.hits))


def _style(decisions: Sequence[Decision], lang: Lang) -> Markup:
    """The style sheet with what runs at the head and foot of each printed page.

    HTML escapes mean nothing inside <style>, so these texts are escaped as CSS strings.
    """
    css = resources.files("crible").joinpath("report", "templates", "page.css").read_text("utf-8")
    first, last = coverage.days(decisions)
    said = sentences.day(first, lang)
    if first != last:
        said = sentences.say(Message("report.days", {"first": first, "last": last}), lang)
    words = {
        "--running-title": sentences.say(Message("page.title", {}), lang),
        "--running-day": f"{sentences.say(Message('page.as_of', {}), lang)} {said}" if first else "",
        "--running-page": sentences.say(Message("page.page", {}), lang),
    }
    for name, text in words.items():
        css = css.replace(f"var({name})", css_string(text))
    return Markup(css)  # noqa: S704 our own file; the texts in it are escaped above


def css_string(text: str) -> str:
    """A CSS string that cannot end early nor close the style element.

    >>> css_string('</style>"')
    '"\\\\3c \\\\2f style\\\\3e \\\\22 "'
    """
    return '"' + "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in text) + '"'
