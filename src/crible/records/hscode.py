"""Codes that several rooms must type alike."""

import re
from typing import NewType

from crible.records.error import CribleError

HsCode = NewType("HsCode", str)  # digits only, 2 to 10, always an even number of them


def hs_code(text: str) -> HsCode:
    """Read an HS, CN or HTS code as people print it.

    >>> hs_code("8542.31"), hs_code("8542 31 00")
    ('854231', '85423100')
    """
    digits = re.sub(r"[\s.]", "", text)
    if not re.fullmatch(r"(\d\d){1,5}", digits, re.ASCII):
        raise CribleError(f"{text[:40]!r} is no HS code", do="write 2, 4, 6, 8 or 10 digits")
    return HsCode(digits)
