"""JSON → transactions, strict on types; keys nobody knows are carried and reported."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal, InvalidOperation
from inspect import cleandoc
from typing import Any

import msgspec

from crible.intake.ftm import is_ftm, party_of_ftm
from crible.intake.lines import LONGEST_CELL
from crible.intake.report import Column, Intake, Report
from crible.intake.tidy import tidied
from crible.intake.wrong import Wrong
from crible.records.entity import Refused
from crible.records.error import CribleError
from crible.records.hit import Message, message
from crible.records.transaction import GoodsLine, Identifier, Money, Party, Place, Terms, Transaction

DEEPEST = 64
_LINES = (".jsonl", ".ndjson", ".ijson", ".ftm.json")
_PARTS: dict[type, dict[str, type]] = {
    Transaction: {
        "parties": Party,
        "goods": GoodsLine,
        "route": Place,
        "money": Money,
        "terms": Terms,
        "warnings": Message,
    },
    Party: {"identifiers": Identifier},
}
_SEE = "docs/reference/transaction.schema.json says what a transaction looks like"


@dataclass(frozen=True, slots=True)
class _Fault:
    """Stands where the text holds what JSON readers disagree on."""

    what: str


def transaction_schema() -> dict[str, Any]:
    """The JSON Schema of a transaction, as `docs/reference/transaction.schema.json` publishes it."""
    schema = msgspec.json.schema(Transaction)
    for part in schema["$defs"].values():
        if "description" in part:  # a docstring, which Python hands on with its indentation before 3.13
            part["description"] = cleandoc(part["description"])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A transaction to screen", **schema}


def read_json(text: str, report: Report) -> Intake:
    """One transaction, a list of them, `{"transactions": […]}`, or one transaction or FollowTheMoney party a line."""
    if _is_lines(text, report.name):
        return _intake(_parsed_lines(text, report.name), replace(report, format="jsonl"))
    try:
        whole = _loads(text)
    except Wrong as error:
        raise CribleError(f"the file is no JSON: {error}", where=report.name, do=f"mend it; {_SEE}") from None
    if isinstance(whole, dict) and set(whole) == {"transactions"} and isinstance(whole["transactions"], list):
        whole = whole["transactions"]
    if isinstance(whole, _Fault):
        raise CribleError(f"the file holds {whole.what}", where=report.name, do="write it once")
    several = isinstance(whole, list)
    items = [(f"{report.name}:{number}", value) for number, value in enumerate(whole if several else [whole], 1)]
    return _intake(((where, value, json.dumps(value, default=str)[:500]) for where, value in items), report)


def _is_lines(text: str, name: str) -> bool:
    first, _, rest = text.lstrip().partition("\n")
    return name.lower().endswith(_LINES) or (first.rstrip().endswith("}") and rest.lstrip()[:1] == "{")


def _parsed_lines(text: str, name: str) -> Iterator[tuple[str, object, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                value = _loads(line)
            except Wrong as error:
                value = _Fault(f"no JSON: {error}")
            yield f"{name}:{number}", value, line[:500]


def _intake(items: Iterator[tuple[str, object, str]], report: Report) -> Intake:
    transactions: list[Transaction] = []
    refused: list[Refused] = []
    kinds: set[str] = set()
    seen: set[str] = set()
    for where, value, raw in items:
        try:
            transaction = _read(value, where)
        except Wrong as error:
            refused.append(Refused(where=where, what=str(error), do=f"mend it; {_SEE}", raw=raw))
            continue
        if transaction.id in seen:
            said = message("intake.id_twice", id=transaction.id[:80], line=where.rpartition(":")[2])
            transaction = replace(transaction, warnings=(*transaction.warnings, said))
        seen.add(transaction.id)
        kinds.add("ftm" if is_ftm(value) else "")
        transactions.append(transaction)
    if not transactions and not refused:
        raise CribleError(
            "the file holds no transaction", where=report.name, do="export it again; nothing was screened"
        )
    return Intake(
        transactions=tuple(transactions),
        refused=tuple(refused),
        rows=len(transactions) + len(refused),
        rows_used=len(transactions),
        report=_reported(report, transactions, ftm=kinds == {"ftm"}),
    )


def _reported(report: Report, transactions: list[Transaction], *, ftm: bool) -> Report:
    unknown = sorted({key for transaction in transactions for key in transaction.carried})
    said = [message("intake.columns_carried", columns=", ".join(unknown[:50]))] if unknown else []
    kinds = {transaction.kind for transaction in transactions}
    return replace(
        report,
        format="ftm" if ftm else report.format,
        kind=kinds.pop() if len(kinds) == 1 else "",
        columns=tuple(Column(ours="", theirs=key) for key in unknown),
        warnings=(*report.warnings, *said),
    )


def _read(value: object, where: str) -> Transaction:
    _check(value, "$", 1)
    if is_ftm(value):
        return party_of_ftm(value, where)
    if not isinstance(value, dict):
        raise Wrong(f"a transaction is an object, this is {_kind(value)}")
    carried: dict[str, str] = {}
    known = _known(value, Transaction, "", carried)
    try:
        read = msgspec.convert(known, Transaction, strict=True)
    except msgspec.ValidationError as error:
        raise Wrong(str(error)) from None
    read = replace(read, carried={**carried, **read.carried}, where=read.where or where)
    if not read.id.strip():
        raise Wrong("the id is empty - at `$.id`")
    if not read.parties and not read.goods:
        raise Wrong("it has neither a party nor a goods line - at `$.parties`")
    return tidied(read)


def _known(value: object, shape: type, path: str, carried: dict[str, str]) -> object:
    """The value without the keys its record has no field for; those go to `carried` under their path."""
    if isinstance(value, list):
        return [_known(part, shape, f"{path}[{number}]", carried) for number, part in enumerate(value)]
    if not isinstance(value, dict) or not is_dataclass(shape):
        return value
    names = {field.name for field in fields(shape)}
    kept = {}
    for key, part in value.items():
        at = f"{path}.{key}" if path else key
        if key in names:
            inner = _PARTS.get(shape, {}).get(key)
            kept[key] = _known(part, inner, at, carried) if inner else part
        else:
            carried[at] = part if isinstance(part, str) else json.dumps(part, default=str, ensure_ascii=False)
    return kept


def _check(value: object, path: str, depth: int) -> None:
    """Nothing in it that readers disagree on, nothing too deep, too long, or not text."""
    if depth > DEEPEST:
        raise Wrong(f"it is nested more than {DEEPEST} deep - at `{path[:200]}`")
    if isinstance(value, _Fault):
        raise Wrong(f"{value.what} - at `{path[:200]}`")
    if isinstance(value, str):
        if len(value) > LONGEST_CELL:
            raise Wrong(f"a text is longer than {LONGEST_CELL:,} characters - at `{path[:200]}`")
        if any("\ud800" <= char <= "\udfff" for char in value):
            raise Wrong(f"half a character (a lone surrogate) - at `{path[:200]}`")
    elif isinstance(value, list):
        for number, part in enumerate(value):
            _check(part, f"{path}[{number}]", depth + 1)
    elif isinstance(value, dict):
        for key, part in value.items():
            _check(key, path, depth)
            _check(part, f"{path}.{key}", depth + 1)


def _loads(text: str) -> Any:
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_float=_decimal, parse_int=_whole
        )
    except json.JSONDecodeError as error:
        raise Wrong(f"{error.msg} at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise Wrong(f"it is nested more than {DEEPEST} deep") from None


def _object(pairs: list[tuple[str, Any]]) -> Any:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for number, key in enumerate(keys) if key in keys[:number])
        return _Fault(f"the key {twice[:40]!r} twice in one object")
    return found


def _constant(name: str) -> _Fault:
    return _Fault(f"{name}, which is no number in JSON")


def _decimal(text: str) -> Decimal | _Fault:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return _Fault("a number that is too large")
    return (
        number if len(text) <= 60 and abs(number.adjusted()) < 60 else _Fault("a number that is too long or too large")
    )


def _whole(text: str) -> int | _Fault:
    return int(text) if len(text) <= 60 else _Fault("a number that is too long")


def _kind(value: object) -> str:
    return {list: "a list", str: "a text", type(None): "null", bool: "a truth value"}.get(type(value), "a number")
