"""Bytes → text: which encoding, how sure, and never mojibake in silence."""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from crible.records.error import CribleError
from crible.records.hit import Message, message

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_LINE = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
# A character of two to four bytes as UTF-8 writes it.
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# The bytes above 127 that western European texts in Windows-1252 use: its letters, quotes, dashes, euro, degree.
_WESTERN = re.compile("[ŠŒŽšœžŸ€‚„…‘’“”–—«»°º§·´¿¡\u00a0À-ÖØ-öø-ÿ]")
_LETTER = re.compile(r"[^\W\d_]")
_RARE = re.compile("[ÐÞðþ¤¦¬¯¶¸¹¼½¾×÷ƒˆ†‡‰‹›˜™]")
_MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00bf]|â€|Ð[\u0080-\u00bf]")
_SAMPLE = 40_000  # bytes shown to charset-normalizer, which takes about a second for a megabyte
_OTHERS = ["cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "iso8859_15", "koi8_r"]
_OTHERS += ["cp850", "cp866", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A file's text. `sure` is "certain" (it says so itself, or is valid UTF-8), "likely" or "guess"."""

    text: str
    encoding: str
    sure: str = "certain"
    warnings: tuple[Message, ...] = ()


def decode(data: bytes, where: str) -> Decoded:
    """The text of a file. Bytes that its encoding does not know refuse the file: half a name is no name."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data, encoding, "certain", where)
    if len(data) % 2 == 0 and (encoding := _bare_utf16(data[:400])):
        return _decoded(data, encoding, "likely", where)
    if not _HIGH.search(data):
        return _decoded(data, "ascii", "certain", where)
    try:
        return _decoded(data, "utf-8", "certain", where)
    except CribleError as not_utf8:
        sample = b"\n".join(_high_lines(data))
        if _is_broken_utf8(sample):
            raise not_utf8 from None
        return _decoded(data, *_legacy(sample, where), where)


def _decoded(data: bytes, encoding: str, sure: str, where: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CribleError(
            f"byte 0x{data[error.start]:02x} on line {line} is not {encoding}, as the rest is",
            where=f"{where}:{line}",
            do="export the file again as UTF-8; nothing of it was screened, for names would be garbled",
        ) from None
    return Decoded(text=text, encoding=encoding, sure=sure, warnings=tuple(_doubts(text, encoding, sure)))


def _doubts(text: str, encoding: str, sure: str) -> list[Message]:
    doubts = []
    if sure == "guess":
        doubts.append(message("intake.encoding_guess", encoding=encoding))
    if lost := text.count("\ufffd"):
        doubts.append(message("intake.characters_lost", count=str(lost)))
    if not text.isascii() and (garbled := sum(1 for _ in _MOJIBAKE.finditer(text))):
        doubts.append(message("intake.mojibake", count=str(garbled)))
    return doubts


def _bare_utf16(start: bytes) -> str:
    """UTF-16 without a mark: a header in Latin letters leaves a zero in every second byte; stray NULs do not."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    enough = max(len(start) // 5, 2)  # two characters in five
    if odd >= enough and even <= odd // 20:
        return "utf-16-le"
    return "utf-16-be" if even >= enough and odd <= even // 20 else ""


def _high_lines(data: bytes) -> list[bytes]:
    lines, size = [], 0
    for match in _HIGH_LINE.finditer(data):
        lines.append(match.group()[:2_000])
        size += len(lines[-1])
        if size > _SAMPLE:
            break
    return lines


def _is_broken_utf8(sample: bytes) -> bool:
    """Mostly UTF-8 with a few foreign bytes: another encoding would garble all the rest."""
    good = sum(len(match.group()) for match in _UTF8.finditer(sample))
    return 2 * good > len(_HIGH.findall(sample))


def _legacy(sample: bytes, where: str) -> tuple[str, str]:
    if _reads_as_western(sample):
        return "cp1252", "likely"
    best = from_bytes(sample, cp_isolation=_OTHERS).best()
    if best is None:
        raise CribleError(
            "no encoding gives readable text for it",
            where=where,
            do="export the file again as UTF-8; if it is not a text file, export it as CSV or XLSX",
        )
    return best.encoding, "guess"


def _reads_as_western(sample: bytes) -> bool:
    """Windows-1252 decodes nearly anything, so its accents must be few, usual, and among plain letters."""
    text = sample.decode("cp1252", errors="replace")
    high = [char for char in text if char > "\x7f"]
    usual = len(_WESTERN.findall(text)) - len(_RARE.findall(text))
    return "\ufffd" not in text and 20 * usual >= 19 * len(high) and 3 * len(high) <= len(_LETTER.findall(text))
