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

_COLUMNS = ("yes", "nexus", "if_nexus", "unknown", "no")  # does it bind; `nexus`: if_nexus, and one is to be seen
_ONE_STEP_LESS = {Severity.CRITICAL: Severity.HIGH, Severity.HIGH: Severity.MEDIUM}


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
    """Critical → high → medium, and no further, so that somebody looks; what weighs less stays as it is.

    >>> [str(one_step_less(severity)) for severity in Severity]
    ['high', 'medium', 'medium', 'low', 'info']
    """
    return _ONE_STEP_LESS.get(severity, severity)


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
    """A table of the user's own on top of the packaged one, key by key, and so are the tables in it."""
    return _laid_over(_packaged()[table], own.get(table, {}))


def _laid_over(packaged: object, mine: object) -> object:
    if not isinstance(packaged, dict) or not isinstance(mine, dict):
        return mine
    return {**packaged, **{key: _laid_over(packaged.get(key), value) for key, value in mine.items()}}


def _policy(raw: Mapping[str, object], home: tuple[str, ...], digest: str) -> Policy:
    decision = _only(raw["decision"], tuple(Severity), "[decision]")
    party = _only(raw["party"], tuple(Measure), "[party]")
    return Policy(
        home=tuple(code.upper() for code in home),
        threshold=_share(raw["threshold"]),
        mentioned=_share(raw["mentioned"]),
        strong=_share(raw["strong"]),
        decision={Severity(severity): Verdict(word) for severity, word in decision.items()},
        party={Measure(measure): _weighed(row, measure) for measure, row in party.items()},
        digest=digest,
    )


def _only(table: object, keys: Iterable[str], what: str) -> dict[str, str]:
    """A table that has no other keys: a misspelt one must not leave the packaged answer in force."""
    if not isinstance(table, dict):
        raise TypeError(f"{what} is a table")
    if unknown := sorted(table.keys() - set(keys)):
        raise ValueError(f"{what} has no key {', '.join(unknown)}; it has {', '.join(keys)}")
    return table


def _weighed(row: object, measure: str) -> dict[str, Severity]:
    return {column: Severity(word) for column, word in _only(row, _COLUMNS, f"[party.{measure}]").items()}


def _share(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
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
        elif entry.name.endswith((".toml", ".csv", ".json")) and not path.startswith(("/report", "/store")):
            yield here, entry.read_bytes()


def verdict(hits: Iterable[Hit], policy: Policy) -> Verdict:
    """The gravest hit decides; no hit at all is `CLEAR`, which says only that nothing was found."""
    found = {policy.decision[hit.severity] for hit in hits}
    for grave in (Verdict.HOLD, Verdict.NOT_SCREENED, Verdict.REVIEW):
        if grave in found:
            return grave
    return Verdict.CLEAR
