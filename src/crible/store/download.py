"""Download one file of a list: whole, checked, and politely."""

import hashlib
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from random import uniform
from time import gmtime, monotonic, sleep, strftime, time
from typing import TYPE_CHECKING

from crible.records.error import CribleError
from crible.records.version import VERSION
from crible.store.addresses import Unreachable, Url, parsed, redirected

if TYPE_CHECKING:
    from httpcore2 import Response

    from crible.store.connections import Terms

_STEP = 1 << 20
_SMALL = 1 << 16  # what a ratio says nothing about
_MOVED = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({408, 429})  # and all of 500 to 599: another try may succeed
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_DO = "look at the address in a browser; the last good copy stays"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much, how long, how often. The largest official file is about 120 MB, and packs 25 times smaller."""

    size: int = 256 << 20  # bytes of a file, as stored
    ratio: int = 100  # unpacked to packed
    total: float = 900.0  # seconds for a file, with all tries and waits
    silence: float = 30.0  # seconds to connect, and between two pieces of an answer
    tries: int = 4
    redirects: int = 5
    wait: float = 1.0  # seconds before the second try; twice as long each time
    longest_wait: float = 60.0  # also where a server asks for more


USUAL = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the server said of the copy we have, so that it need not send it again."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """What came of a download. Nothing new came when `not_modified`; then there is no file."""

    not_modified: bool
    path: Path | None
    sha256: str  # of the file as stored, that is without the packing of the transfer
    size: int
    url: str
    final_url: str  # after redirects, without its query
    etag: str  # "" where the server gave none, or one that could not be sent back
    last_modified: str
    fetched_at: str  # "2026-11-20T08:30:00Z"
    content_type: str


def download(
    url: str, into: Path, *, known: Known | None = None, limits: Limits = USUAL, open_to_private: bool = False
) -> Got:
    """Download a file of a list into a folder, where it is whole or not at all.

    Whatever may pass is tried again: a fault of the line, a cut body, 5xx, 429. Then, and for any other status but
    200 and 304, it raises `Unreachable`; what came but cannot be a list raises `CribleError`. Behind a proxy named
    in the environment it goes that way. `open_to_private` is for servers in tests.
    """
    from crible.store.connections import Terms  # httpcore2 takes a tenth of a second to load

    asked = parsed(url, open_to_private=open_to_private)
    terms = Terms(ends=monotonic() + limits.total, silence=limits.silence, open_to_private=open_to_private)
    tried = 1
    while True:
        try:
            return _attempt(asked, into, known or Known(), limits, terms)
        except Unreachable as fault:
            pause = _pause(tried, fault.after, limits)
            if not fault.passing or tried >= limits.tries or monotonic() + pause > terms.ends:
                raise
            sleep(pause)
        tried += 1


def _pause(tried: int, asked: float, limits: Limits) -> float:
    """Seconds until the next try: longer each time, and not the same for all who were turned away together."""
    ours = limits.wait * 2.0 ** (tried - 1) * uniform(0.5, 1.0)  # noqa: S311
    return min(max(ours, asked), limits.longest_wait)


def _attempt(asked: Url, into: Path, known: Known, limits: Limits, terms: "Terms") -> Got:
    headers = {"User-Agent": f"crible/{VERSION}", "Accept": "*/*", "Accept-Encoding": "gzip", **_conditions(known)}
    with _followed(asked, headers, limits.redirects, terms) as (url, response):
        said = _said(response)
        _check_status(response.status, said, url, known)
        path, sha256, size = None, "", 0
        if response.status == 200:
            path = into / _name(asked)
            sha256, size = _written(_body(response, limits, url), path, url)
    return Got(
        not_modified=path is None,
        path=path,
        sha256=sha256,
        size=size,
        url=f"{asked.scheme}://{asked.authority}{asked.target}",
        final_url=url.shown,
        etag=_sendable(said.get("etag", "")) or ("" if path else known.etag),
        last_modified=_sendable(said.get("last-modified", "")) or ("" if path else known.last_modified),
        fetched_at=strftime("%Y-%m-%dT%H:%M:%SZ", gmtime()),
        content_type=_content_type(said),
    )


def _conditions(known: Known) -> dict[str, str]:
    asked = {"If-None-Match": _sendable(known.etag), "If-Modified-Since": _sendable(known.last_modified)}
    return {name: value for name, value in asked.items() if value}


def _sendable(value: str) -> str:
    """A header's value if it may be sent back as it came, else nothing."""
    return value if re.fullmatch(r"[!-~][ -~]{0,255}", value) else ""


@contextmanager
def _followed(url: Url, headers: Mapping[str, str], redirects: int, terms: "Terms") -> "Iterator[tuple[Url, Response]]":
    """The last answer of a chain of redirects, and where it came from; every link of it is checked."""
    from crible.store.connections import answer

    for _ in range(redirects + 1):
        with answer(url, list(headers.items()), terms) as response:
            location = _said(response).get("location", "")
            if response.status not in _MOVED or not location:
                yield url, response
                return
        url = redirected(url, location, open_to_private=terms.open_to_private)
    raise Unreachable(f"it redirects more than {redirects} times", where=url.shown, do=_DO)


def _said(response: "Response") -> dict[str, str]:
    """The headers of an answer by their names in lower case; those given twice as one, as HTTP has it."""
    said: dict[str, str] = {}
    for raw_name, raw_value in response.headers:
        name, value = raw_name.decode("ascii", "replace").lower(), raw_value.decode("utf-8", "replace").strip()
        said[name] = f"{said[name]}, {value}" if name in said else value
    return said


def _check_status(status: int, said: Mapping[str, str], url: Url, known: Known) -> None:
    if status != 200 and not (status == 304 and _conditions(known)):
        passing = status in _BUSY or 500 <= status < 600
        after = _retry_after(said.get("retry-after", ""))
        raise Unreachable(f"the server answers {status}", where=url.shown, do=_DO, passing=passing, after=after)
    if status == 200 and _content_type(said) in _PAGES:
        raise CribleError(f"{_content_type(said)} came, where a list was asked for", where=url.shown, do=_DO)


def _content_type(said: Mapping[str, str]) -> str:
    found = re.match(r"[\w.+-]{1,60}/[\w.+-]{1,60}", said.get("content-type", ""), re.ASCII)
    return found[0].lower() if found else ""


def _retry_after(text: str) -> float:
    """Seconds from now, given as such or as a date; 0 where it is neither."""
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time())
    except (ValueError, TypeError, OverflowError):
        return 0.0


def _name(url: Url) -> str:
    """A name for the file: the last part of its own address, whatever the server would have us call it."""
    last = url.target.partition("?")[0].rpartition("/")[2]
    return re.sub(r"[^A-Za-z0-9._-]", "_", last)[-80:].lstrip(".") or "download"


def _written(pieces: Iterable[bytes], path: Path, url: Url) -> tuple[str, int]:
    """Write a file whole or not at all; its SHA-256 and size."""
    digest, size, draft = hashlib.sha256(), 0, path.with_name(f".{path.name}.part")
    try:
        with draft.open("wb") as out:
            for piece in pieces:
                size += out.write(piece)
                digest.update(piece)
            out.flush()
            os.fsync(out.fileno())
        if not size:
            raise CribleError("the answer is empty", where=url.shown, do=_DO)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return digest.hexdigest(), size


def _body(response: "Response", limits: Limits, url: Url) -> Iterator[bytes]:
    """The pieces of the body, unpacked, within limits."""
    packing = _said(response).get("content-encoding", "identity").lower()
    if int(_said(response).get("content-length", 0)) > limits.size:
        raise CribleError("it is larger than any list", where=url.shown, do=_DO)
    pieces = _at_most(limits.size, response.iter_stream(), url)
    if packing in ("gzip", "x-gzip"):
        pieces = _at_most(limits.size, _unpacked(pieces, limits.ratio, url), url)
    elif packing not in ("", "identity"):
        raise CribleError(f"it is packed in a way nobody asked for: {packing[:40]}", where=url.shown, do=_DO)
    return pieces


def _at_most(size: int, pieces: Iterable[bytes], url: Url) -> Iterator[bytes]:
    for piece in pieces:
        size -= len(piece)
        if size < 0:
            raise CribleError("it is larger than any list", where=url.shown, do=_DO)
        yield piece


def _unpacked(pieces: Iterable[bytes], ratio: int, url: Url) -> Iterator[bytes]:
    """In small steps, so that a bomb is seen before it has gone off."""
    stream, packed, plain = zlib.decompressobj(wbits=31), 0, 0
    try:
        for piece in pieces:
            packed += len(piece)
            rest = piece
            while rest and not stream.eof:
                step = stream.decompress(rest, _STEP)
                rest, plain = stream.unconsumed_tail, plain + len(step)
                if plain > max(packed * ratio, _SMALL):
                    raise CribleError("it unpacks to far more than a list does", where=url.shown, do=_DO)
                yield step
            if stream.eof and (stream.unused_data or rest):
                raise CribleError("more follows on the end of the packed body", where=url.shown, do=_DO)
    except zlib.error as fault:
        raise Unreachable("the packed body is damaged", where=url.shown, do=_DO, passing=True) from fault
    if not stream.eof:
        raise Unreachable("the packed body is cut", where=url.shown, do=_DO, passing=True)
