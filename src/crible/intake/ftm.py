"""FollowTheMoney entities → parties. https://followthemoney.tech, model 4."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, TypeGuard

from crible.intake.dates import read_day, some_year
from crible.intake.wrong import Wrong
from crible.names import numbers
from crible.names.places import country_code
from crible.records.hit import Message, message
from crible.records.table import rows
from crible.records.transaction import Identifier, Party, Role, Transaction

SCHEMAS = frozenset(("Person", "Company", "Organization", "LegalEntity", "PublicBody", "Vessel", "Airplane"))
_NAMES = ("name", "aliases")


def is_ftm(value: object) -> TypeGuard[dict[str, Any]]:
    """Is this an entity and not a transaction?"""
    return isinstance(value, dict) and "schema" in value and "properties" in value and "parties" not in value


def party_of_ftm(value: Mapping[str, Any], where: str) -> Transaction:
    """The entity as a transaction of one party; an address, a sanction or a link is none."""
    key, schema, properties = value.get("id"), value["schema"], value["properties"]
    if not (isinstance(key, str) and key.strip()):
        raise Wrong("an entity needs an id - at `$.id`")
    if schema not in SCHEMAS:
        raise Wrong(f"an entity of schema {str(schema)[:40]} is no party - at `$.schema`")
    if not isinstance(properties, dict):
        raise Wrong("the properties are no object - at `$.properties`")
    stated: dict[str, tuple[str, ...]] = {}
    for prop, texts in properties.items():
        stated[prop] = _texts(prop, texts)
    warnings: list[Message] = []
    party = _party(schema, stated, where.rpartition(":")[2], warnings)
    known = {prop for prop in stated if _table().get(prop) or numbers.kind_of(prop, schema)}
    carried = {prop: "; ".join(texts) for prop, texts in stated.items() if prop not in known}
    carried |= {key: str(part)[:500] for key, part in value.items() if key not in _READ}
    return Transaction(id=key, kind="party", parties=(party,), carried=carried, warnings=tuple(warnings), where=where)


_READ = frozenset(("id", "schema", "properties", "caption", "datasets"))


def _texts(prop: str, texts: object) -> tuple[str, ...]:
    several = texts if isinstance(texts, list) else [texts]
    if not all(isinstance(text, str) for text in several):
        raise Wrong(f"the values are no texts - at `$.properties.{prop[:60]}`")
    return tuple(dict.fromkeys(str(text).strip() for text in several if str(text).strip()))


def _party(schema: str, stated: Mapping[str, tuple[str, ...]], line: str, warnings: list[Message]) -> Party:
    by_column: dict[str, list[str]] = {}
    for prop, column in _table().items():
        by_column.setdefault(column, []).extend(stated.get(prop, ()))

    def first(column: str) -> str | None:
        return next(iter(by_column.get(column, ())), None)

    parts = " ".join(text for part in ("first_name", "middle_name", "last_name") if (text := first(part)))
    names = [name for column in _NAMES for name in by_column.get(column, ())]
    return Party(
        role=Role.PARTY,
        names=tuple(dict.fromkeys((*names, *([parts] if parts else [])))),
        schema=schema,
        country=next(iter(_codes(by_column.get("country", ()), line, warnings)), None),
        nationality=tuple(_codes(by_column.get("nationality", ()), line, warnings)),
        born=_day(first("birth_date"), "birthDate", line, warnings),
        birth_place=first("birth_place"),
        gender=first("gender") if first("gender") in ("male", "female") else None,
        address=first("address"),
        identifiers=tuple(_identifiers(schema, stated)),
        email=first("email"),
        phone=first("phone"),
        website=first("website"),
        founded=_day(first("founded"), "incorporationDate", line, warnings),
    )


def _codes(texts: list[str] | tuple[()], line: str, warnings: list[Message]) -> list[str]:
    codes: dict[str, None] = {}
    for text in texts:
        if code := country_code(text):
            codes[code] = None
        else:
            warnings.append(message("intake.country_unknown", column="country", value=text[:80], line=line))
    return list(codes)


def _day(text: str | None, column: str, line: str, warnings: list[Message]) -> str | None:
    if text is None:
        return None
    day = read_day(text)
    if day and not day.short and not day.unclear:
        return day.iso
    warnings.append(message("intake.day_unreadable", column=column, value=text[:80], line=line))
    return some_year(text)


def _identifiers(schema: str, stated: Mapping[str, tuple[str, ...]]) -> Iterator[Identifier]:
    for prop, texts in stated.items():
        for text in texts:
            kind = numbers.kind_of(prop, schema, text)
            if kind and kind not in ("email", "phone", "website"):
                yield Identifier(kind=kind, value=text)


@cache
def _table() -> Mapping[str, str]:
    return {row["property"]: row["column"] for row in rows("intake", "ftm", ("property", "column"))}
