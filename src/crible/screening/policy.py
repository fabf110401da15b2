"""Hits → clear, review, hold. The policy is a table; the user may bring their own."""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from crible.records.decision import Verdict
from crible.records.error import CribleError
from crible.records.hit import Binds, Hit, Measure, Severity

_GRAVEST_FIRST = tuple(Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the user holds, reviews and clears, and whose law binds them."""

    home: tuple[str, ...]  # ISO 3166-1 alpha-2, upper case
    threshold: float
    mentioned: float
    strong: float
    decision: Mapping[Severity, Verdict]
    party: Mapping[Measure, Mapping[str, Severity]]
    digest: str  # of this policy, the weights, the tables and the rules

    def severity(self, measure: Measure, binds: Binds, *, nexus: bool, score: float) -> Severity:
        """How grave it is that a listed party appears here."""
        column = "nexus" if binds is Binds.IF_NEXUS and nexus else str(binds)
        severity = self.party[measure][column]
        return severity if score >= self.strong else one_step_less(severity)


def one_step_less(severity: Severity) -> Severity:
    """Critical → high → medium; a listed party never falls below medium, so that somebody looks."""
    return _GRAVEST_FIRST[min(_GRAVEST_FIRST.index(severity) + 1, _GRAVEST_FIRST.index(Severity.MEDIUM))]


def read_policy(text: str | None = None, *, where: str = "policy.toml", home: Iterable[str] = ()) -> Policy:
    """The packaged policy, with what the user's own TOML says in its place; `home` overrides both."""
    own = _parsed(text, where) if text is not None else {}
    raw = {**_packaged(), **own, **{table: _over(table, own) for table in ("decision", "party")}}
    if unknown := sorted(own.keys() - _packaged().keys()):
        raise CribleError(f"the policy has keys that mean nothing: {', '.join(unknown)}", where=where, do="mend them")
    try:
        return _policy(raw, tuple(home) or _homes(raw["home"]), _digest(repr(sorted(raw.items())), tuple(home)))
    except (KeyError, ValueError, TypeError) as fault:
        raise CribleError(
            f"the policy cannot be read: {fault}", where=where, do="compare it with the packaged one"
        ) from fault


def _over(table: str, own: Mapping[str, object]) -> object:
    """A table of the user's own on top of the packaged one, key by key."""
    packaged, mine = _packaged()[table], own.get(table, {})
    return {**packaged, **mine} if isinstance(packaged, dict) and isinstance(mine, dict) else mine


def _policy(raw: Mapping[str, object], home: tuple[str, ...], digest: str) -> Policy:
    decision, party = raw["decision"], raw["party"]
    if not isinstance(decision, dict) or not isinstance(party, dict):
        raise TypeError("[decision] and [party] are tables")
    return Policy(
        home=tuple(code.upper() for code in home),
        threshold=_share(raw["threshold"]),
        mentioned=_share(raw["mentioned"]),
        strong=_share(raw["strong"]),
        decision={severity: Verdict(decision[severity]) for severity in Severity},
        party={Measure(m): {k: Severity(v) for k, v in row.items()} for m, row in party.items()},
        digest=digest,
    )


def _share(value: object) -> float:
    if not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(f"{value!r} is not between 0 and 1")
    return float(value)


def _homes(home: object) -> tuple[str, ...]:
    homes = (home,) if isinstance(home, str) else home
    if not isinstance(homes, list | tuple) or not homes or not all(isinstance(c, str) and len(c) == 2 for c in homes):
        raise ValueError("home is one two-letter country code, or a list of them")
    return tuple(homes)


def _parsed(text: str, where: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise CribleError(f"this is no TOML: {fault}", where=where, do="mend the line it names") from fault


@cache
def _packaged() -> dict[str, object]:
    return tomllib.loads(resources.files("crible").joinpath("screening", "policy.toml").read_text("utf-8"))


def _digest(policy: str, home: tuple[str, ...]) -> str:
    """Policy, weights, tables and rules in one digest: what, beside lists and engine, makes an answer."""
    return hashlib.sha256(f"{policy}\n{home}\n{tables_digest()}".encode()).hexdigest()[:16]


@cache
def tables_digest() -> str:
    """One digest over every packaged table, weight and rule."""
    digest = hashlib.sha256()
    for path, content in sorted(_tables(resources.files("crible"), "")):
        digest.update(f"{path}\n".encode() + hashlib.sha256(content).digest())
    return digest.hexdigest()[:16]


def _tables(folder: Traversable, path: str) -> Iterable[tuple[str, bytes]]:
    for entry in folder.iterdir():
        here = f"{path}/{entry.name}"
        if entry.is_dir():
            yield from _tables(entry, here)
        elif entry.name.endswith((".toml", ".csv", ".json")) and not path.startswith("/report"):
            yield here, entry.read_bytes()


def verdict(hits: Iterable[Hit], policy: Policy) -> Verdict:
    """The gravest hit decides; no hit at all is `CLEAR`, which says only that nothing was found."""
    found = {policy.decision[hit.severity] for hit in hits}
    for grave in (Verdict.HOLD, Verdict.NOT_SCREENED, Verdict.REVIEW):
        if grave in found:
            return grave
    return Verdict.CLEAR
