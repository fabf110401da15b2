"""Goods lines against the goods lists → hits, weighed by where the goods go on the day.

A hit of a goods list asks for papers. That a line makes none means only that nothing was found: EAR99, a
short code or a silent description never clears anything.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from crible.goods.bound_for import bound_for
from crible.goods.controls import Control, Controls, Reach
from crible.goods.words import parts_found, words_found
from crible.names.places import territory_name
from crible.records.hit import (
    Agreement,
    Asked,
    Binds,
    Citation,
    Evidence,
    Hit,
    Kind,
    LawState,
    Measure,
    Message,
    Severity,
    message,
)
from crible.records.transaction import GoodsLine, Transaction

Binding = Callable[[str], tuple[Binds, Message]]  # an authority → does it bind the user's home, and why?

RULES = {"chpl": "high_priority", "ear_746_supp7": "supplement_7", "iran_uav_guidance": "drone_guidance"}
_ECCN = re.compile(r"[0-9][A-E][0-9]{3}", re.ASCII)
_GRAVITY = tuple(Severity)
_SHOWN = 5  # words or parts shown as evidence of one note


def _not_asked(authority: str) -> tuple[Binds, Message]:
    return Binds.UNKNOWN, message("binds.unknown", authority=authority)


@dataclass(frozen=True, slots=True)
class Case:
    """What every line of a transaction is judged in."""

    controls: Controls
    bound_for: Mapping[str, str]
    as_of: date
    binding: Binding

    def concern(self) -> list[str]:
        """Places of transshipment on the way, as known on the day."""
        since = self.controls.concern
        return sorted(code for code in self.bound_for if code in since and (since[code] or self.as_of) <= self.as_of)

    def sensitive(self) -> list[str]:
        """Places of the way for which a list means more than a note, those barred first."""
        barred = {code for row in self.controls.reach for code in row.to if not code.startswith("@")}
        return [*sorted(self.bound_for.keys() & barred), *self.concern()]

    def place(self, row: Reach) -> str | None:
        """The place for which a row applies: a code, "" where it needs none, `None` where it does not apply."""
        if named := [code for code in row.to if code in self.bound_for]:
            return named[0]
        if "@concern" in row.to and self.concern():
            return self.concern()[0]
        anywhere = "@other" in row.to or ("@unknown" in row.to and not self.bound_for)
        return "" if anywhere else None


def hits(
    goods: Sequence[GoodsLine], tx: Transaction, controls: Controls, as_of: date, binding: Binding = _not_asked
) -> list[Hit]:
    """What the goods lists say of each line on that day, in the order of the lines.

    `binding` says of an authority whether its law binds the user's home (`route.binds` with home and
    transaction filled in).
    """
    case = Case(controls, bound_for(tx), as_of, binding)
    return [hit for line in goods for hit in _line(line, case)]


def _line(line: GoodsLine, case: Case) -> Iterator[Hit]:
    digits = re.sub(r"[^0-9]", "", line.hs_code or "")
    listed = case.controls.by_hs6.get(digits[:6], ()) if len(digits) >= 6 else ()
    yield from _told_once(
        hit
        for name in RULES
        if (of_list := [control for control in listed if control.list == name])
        for hit in _listed(line, of_list, case)
    )
    if digits and len(digits) < 6:
        yield from _too_short(line, digits, case)
    if not digits and line.kind == "goods" and case.sensitive():
        yield _note("goods.no_hs_code", line, Severity.LOW, settle=("goods_classification",))
    yield from _by_words(line, listed, case)
    yield from _eccn(line, case)


def _told_once(of_line: Iterable[Hit]) -> list[Hit]:
    """The hits of one line, a lesser warning folded into the graver one as evidence: one chip, one warning."""
    told: list[Hit] = []
    for hit in of_line:
        graver = told and _GRAVITY.index(told[0].severity) <= _GRAVITY.index(hit.severity)
        if graver and hit.measure is Measure.ADVISORY:
            told[0] = replace(told[0], evidence=(*told[0].evidence, *hit.evidence))
        else:
            told.append(hit)
    return told


def _listed(line: GoodsLine, of_list: Sequence[Control], case: Case) -> Iterator[Hit]:
    """One hit for a list: the gravest row that applies to a tier of it, a place of the way and the day."""
    tiers = {control.tier for control in of_list}
    for row in case.controls.reach:
        place = case.place(row)
        if place is not None and of_list[0].list in row.lists and _applies(row, tiers, case.as_of):
            yield _hit(line, of_list, row, place, case)
            return


def _applies(row: Reach, tiers: set[str], as_of: date) -> bool:
    dated = (row.since is None or row.since <= as_of) and (row.until is None or as_of < row.until)
    return dated and (not row.tiers or bool(tiers & set(row.tiers)))


def _hit(line: GoodsLine, of_list: Sequence[Control], row: Reach, place: str, case: Case) -> Hit:
    rule = RULES[of_list[0].list]
    bound, because = case.binding(row.authority)
    return Hit(
        kind=Kind.GOODS,
        rule=f"goods.{rule}",
        # Only law that binds for sure may make a machine hold; the rest goes to a person.
        severity=Severity.HIGH if row.severity is Severity.CRITICAL and bound is Binds.IF_NEXUS else row.severity,
        subject=_subject(line),
        regime=row.regime,
        measure=row.measure,
        binds=bound,
        because=because,
        exemptions_to_check=row.exemptions,
        law_state=_state(of_list, row, case.as_of),
        says=message(
            f"goods.{rule}.{_manner(row, place, case)}",
            line=str(line.number),
            hs=line.hs_code or "",
            tier=of_list[0].tier,
            regime=row.regime,
            **_called(place, case.controls),
        ),
        evidence=(*(_by_code(line, control) for control in of_list[:_SHOWN]), *_by_place(place, row, case)),
        to_settle=row.settle,
    )


def _state(of_list: Iterable[Control], row: Reach, as_of: date) -> LawState:
    """A note about goods that were put on the list later says so; a row that is not sure says that."""
    of_list = list(of_list)
    if row.measure is Measure.ADVISORY and all(control.since and control.since > as_of for control in of_list):
        return LawState.NOT_YET
    sure = row.confirmed and all(control.confirmed for control in of_list)
    return LawState.IN_FORCE if sure else LawState.UNCONFIRMED


def _manner(row: Reach, place: str, case: Case) -> str:
    if place:
        return str(row.measure)
    return "noted" if case.bound_for else "unknown"


def _called(place: str, controls: Controls) -> dict[str, str]:
    if not place:
        return {}
    names = controls.areas.get(place) or (territory_name(place, "en"), territory_name(place, "fr"))
    return {"place_en": names[0], "place_fr": names[1]}


def _by_code(line: GoodsLine, control: Control) -> Evidence:
    return Evidence(
        what="hs_code",
        ours=line.hs_code or "",
        theirs=f"{control.hs6}: {control.description}",
        agreement=Agreement.SAME,
        source=control.source,
    )


def _by_place(place: str, row: Reach, case: Case) -> Iterator[Evidence]:
    if place:
        yield Evidence(
            what="destination", ours=case.bound_for[place], theirs=place, agreement=Agreement.SAME, source=row.source
        )


def _too_short(line: GoodsLine, digits: str, case: Case) -> Iterator[Hit]:
    """A heading or chapter that holds listed codes cannot tell; it says which digits are missing."""
    holds = [control for code, rows in case.controls.by_hs6.items() if code.startswith(digits) for control in rows]
    if holds:
        severity = Severity.LOW if case.sensitive() else Severity.INFO
        evidence = tuple(
            Evidence(
                what="hs_code", ours=digits, theirs=control.hs6, agreement=Agreement.UNKNOWN, source=control.source
            )
            for control in holds[:_SHOWN]
        )
        codes = ", ".join(dict.fromkeys(control.hs6 for control in holds))
        yield _note(
            "goods.hs_too_short", line, severity, evidence, settle=("goods_classification",), hs=digits, codes=codes
        )


def _by_words(line: GoodsLine, listed: Sequence[Control], case: Case) -> Iterator[Hit]:
    """Notes for goods that words or part numbers name and their code does not."""
    known = {control.id for control in listed} | {control.hs6 for control in listed}
    rest = [control for control in case.controls.every if not {control.id, control.hs6} & known]
    if found := list(words_found(line, rest)):
        words = ", ".join(dict.fromkeys(word for _, word in found))
        evidence = _unlike("description", line.description[:200], found)
        yield _note("goods.words", line, Severity.INFO, evidence, settle=("goods_classification",), words=words)
    if parts := list(parts_found(line, case.controls.every)):
        evidence = _unlike("part_number", line.part_number or line.description[:200], parts)
        named = ", ".join(dict.fromkeys(part for _, part in parts))
        yield _note("goods.part", line, Severity.INFO, evidence, settle=("datasheet",), parts=named)


def _unlike(what: str, ours: str, found: Sequence[tuple[Control, str]]) -> tuple[Evidence, ...]:
    """A word or the start of a number is close, never the same."""
    return tuple(
        Evidence(
            what=what,
            ours=ours,
            theirs=f"{word}: {control.description}",
            agreement=Agreement.CLOSE,
            source=control.source,
        )
        for control, word in found[:_SHOWN]
    )


def _eccn(line: GoodsLine, case: Case) -> Iterator[Hit]:
    """An ECCN other than EAR99 is a licence question under US law; EAR99 answers none."""
    if line.eccn and (found := _ECCN.search(line.eccn.upper())):
        bound, because = case.binding("us-bis")
        yield Hit(
            kind=Kind.GOODS,
            rule="goods.eccn",
            severity=Severity.LOW if case.sensitive() else Severity.INFO,
            subject=_subject(line),
            regime="US-EAR",
            measure=Measure.LICENCE,
            binds=bound,
            because=because,
            exemptions_to_check=("ear_licence_exceptions",),
            law_state=LawState.UNCONFIRMED,
            says=message("goods.eccn", line=str(line.number), eccn=found[0]),
            evidence=(
                Evidence(
                    what="eccn",
                    ours=line.eccn,
                    theirs="",
                    agreement=Agreement.UNKNOWN,
                    source=Citation(list="us-bis", url="https://www.ecfr.gov/current/title-15/part-774"),
                ),
            ),
            to_settle=("goods_classification", "licence"),
        )


def _note(
    rule: str,
    line: GoodsLine,
    severity: Severity,
    evidence: tuple[Evidence, ...] = (),
    *,
    settle: tuple[str, ...],
    **values: str,
) -> Hit:
    """A hit that asks for a paper and is no law."""
    return Hit(
        kind=Kind.GOODS,
        rule=rule,
        severity=severity,
        subject=_subject(line),
        binds=Binds.NO,
        because=message("binds.advisory", authority="advisory"),
        law_state=LawState.UNCONFIRMED,
        says=message(rule, line=str(line.number), **values),
        evidence=evidence,
        to_settle=settle,
    )


def _subject(line: GoodsLine) -> Asked:
    return Asked(role=f"goods line {line.number}", text=line.description[:200] or line.hs_code or "")
