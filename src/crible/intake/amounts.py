"""Numbers as documents write them. "1,234" has two meanings: the file's other rows decide, or nobody does."""

import re
from collections.abc import Iterable
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?\d[\d.,' \u00a0\u202f\u2009’]*$|[+-]?[.,]\d+$", re.ASCII)
_PLAIN = re.compile(r"[+-]?\d+$", re.ASCII)
_EXPONENT = re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d{1,2}$", re.ASCII)
_GROUPS = re.compile(r"[ '\u00a0\u202f\u2009’]")
_THREE = re.compile(r"[+-]?[1-9]\d{0,2}([.,])\d{3}$", re.ASCII)
_BRACKETS = re.compile(r"\((.*)\)$")
_MARKS = re.compile(r"^([^\d+\-.,()]{1,12}?)\s*(?=[\d+\-.,(])|(?<=[\d.,)])\s*([^\d.,()\s][^\d]{0,11})$")
LONGEST = 60


def decimal_mark(texts: Iterable[str]) -> str:
    """The decimal mark these numbers show: "." or ",", or "" where nothing or everything speaks for both.

    >>> decimal_mark(["1,234", "7,5"]), decimal_mark(["1,234.50"]), decimal_mark(["1,234"])
    (',', '.', '')
    """
    marks = {mark for text in texts if (mark := _mark(bare(text)[0]))}
    return marks.pop() if len(marks) == 1 else ""


def read_number(text: str, mark: str = "") -> tuple[Decimal | None, bool]:
    """The number of a text without its currency, and whether it could be read in two ways.

    >>> read_number("1 234,50"), read_number("1,234"), read_number("1,234", ".")
    ((Decimal('1234.50'), False), (None, True), (Decimal('1234'), False))
    """
    digits = bare(text)[0]
    if _EXPONENT.match(digits):
        return Decimal(digits), False
    if not _NUMBER.match(digits):
        return None, False
    if _PLAIN.match(digits):
        return Decimal(digits), False
    digits = _GROUPS.sub("", digits)
    decimal = _mark(digits) or mark
    if not decimal and _THREE.match(digits):
        return None, True
    return _whole(digits, decimal or "."), False


def bare(text: str) -> tuple[str, str]:
    """A number without what stands beside it, and that: "1 234 EUR" → ("1 234", "EUR"); "(5)" is minus five."""
    text = text[:LONGEST].strip()
    beside = ""
    if match := _MARKS.search(text):
        beside = (match[1] or match[2] or "").strip()
        text = (text[: match.start()] + text[match.end() :]).strip()
    if match := _BRACKETS.match(text):
        text = "-" + match[1].strip()
    return text, beside


def _mark(digits: str) -> str:
    """The decimal mark a number shows by itself, "" if it shows none."""
    digits = _GROUPS.sub("", digits)
    if not _NUMBER.match(digits) or _PLAIN.match(digits) or _THREE.match(digits):
        return ""
    last = max(digits.rfind("."), digits.rfind(","))
    mark, other = digits[last], "," if digits[last] == "." else "."
    # 1.234.567: a mark that comes twice groups, so the other one is decimal.
    return mark if other in digits or digits.count(mark) == 1 else other


def _whole(digits: str, decimal: str) -> Decimal | None:
    whole, _, part = digits.partition(decimal)
    first, *groups = whole.lstrip("+-").split("," if decimal == "." else ".")
    if not (part or "0").isdigit() or (groups and not (_grouped(groups) and 1 <= len(first) <= 3)):
        return None
    sign = "-" if whole.startswith("-") else ""
    return Decimal(sign + (first or "0") + "".join(groups) + ("." + part if part else ""))


def _grouped(groups: list[str]) -> bool:
    """Three digits each; India groups by two before the last three."""
    return len(groups[-1]) == 3 and all(len(group) in (2, 3) for group in groups)
