"""Connections that go to checked addresses only, and that come to an end.

httpcore2 speaks HTTP and TLS; for its connections it asks a backend of ours, so that the address that was checked
is the very one it talks to, while the certificate must still be that of the host's name.
"""

import ssl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore2

from crible.records.error import CribleError
from crible.store.addresses import Unreachable, Url, addresses

_FAULTS = (httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.RemoteProtocolError, httpcore2.ProxyError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a connection must keep to."""

    ends: float  # by the monotonic clock: then it is over, however far it came
    silence: float  # seconds that a connection, or the next piece of an answer, may take
    open_to_private: bool

    def patience(self) -> float:
        """Seconds to wait for what comes next."""
        left = self.ends - monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the time for the whole file is over")
        return min(left, self.silence)


@contextmanager
def answer(url: Url, headers: Sequence[tuple[str, str]], terms: Terms) -> Iterator[httpcore2.Response]:
    """The answer to one GET, its body still to be read; any fault of the line is `Unreachable`, then too."""
    asked = httpcore2.URL(scheme=url.scheme, host=url.host, port=url.port, target=url.target)
    try:
        with _pool(url, terms) as pool, pool.stream("GET", asked, headers=[("Host", url.authority), *headers]) as found:
            yield found
    except _FAULTS as fault:
        raise _unreachable(fault, url) from fault


def _unreachable(fault: Exception, url: Url) -> Unreachable:
    if isinstance(fault, httpcore2.ProxyError):
        what, do = f"the proxy refused to go there: {str(fault)[:80]}", "check HTTPS_PROXY and what the proxy allows"
        return Unreachable(what, where=url.shown, do=do, passing=str(fault).startswith("5"))
    what = "no answer in time" if isinstance(fault, httpcore2.TimeoutException) else f"the line broke: {fault}"[:160]
    return Unreachable(what, where=url.shown, do="check the connection, or try again later", passing=True)


def _untrusted(fault: ssl.SSLCertVerificationError, host: str) -> Unreachable:
    return Unreachable(
        f"its certificate is not trusted here: {fault.verify_message}",
        where=host,
        do="do not go round it; if your firm's own authority signs what you fetch, name its file in SSL_CERT_FILE",
    )


def _pool(url: Url, terms: Terms) -> httpcore2.ConnectionPool:
    proxies = getproxies()
    proxy = "" if proxy_bypass(url.host) else proxies.get(url.scheme) or proxies.get("all") or ""
    if not proxy:
        return httpcore2.ConnectionPool(network_backend=_Backend(terms))
    with suppress(OSError):  # behind a proxy outside names are often unknown: then they are the proxy's to check
        addresses(url.host, url.port, open_to_private=terms.open_to_private)
    return _through(proxy, terms)


def _through(proxy: str, terms: Terms) -> httpcore2.HTTPProxy:
    """By way of the firm's own proxy, which may well have a private address."""
    try:
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        usual = {"http": 80, "https": 443}[parts.scheme]
        host, port = (parts.hostname or "").encode("ascii"), parts.port or usual
    except (ValueError, KeyError) as fault:  # not shown: there may be a password in it
        raise CribleError(
            "the proxy that the environment names is none that crible can speak to",
            do="let HTTPS_PROXY be http://host:port, or fetch by hand and give the folder with --from DIR",
        ) from fault
    name, password = unquote_to_bytes(parts.username or ""), unquote_to_bytes(parts.password or "")
    return httpcore2.HTTPProxy(
        httpcore2.URL(scheme=parts.scheme, host=host, port=port, target="/"),
        proxy_auth=(name, password) if name else None,
        network_backend=_Backend(replace(terms, open_to_private=True)),
    )


class _Backend(httpcore2.NetworkBackend):
    """Connects to no address but those it has just checked."""

    def __init__(self, terms: Terms) -> None:
        self._terms, self._plain = terms, httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        failed: Exception | None = None
        for address in self._addresses(host, port):
            try:
                stream = self._plain.connect_tcp(address, port, self._terms.patience(), local_address, socket_options)
                return _Stream(stream, self._terms)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as fault:
                failed = fault
        raise failed or httpcore2.ConnectError("the host has no address")

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            return addresses(host, port, open_to_private=self._terms.open_to_private)
        except (OSError, UnicodeError) as fault:
            raise httpcore2.ConnectError("the name of the host is not known") from fault


class _Stream(httpcore2.NetworkStream):
    """A connection under terms: they hold for every single step, so that no slow drip outlasts them."""

    def __init__(self, stream: httpcore2.NetworkStream, terms: Terms) -> None:
        self._stream, self._terms = stream, terms

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, self._terms.patience())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, self._terms.patience())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore2.NetworkStream:
        try:
            return _Stream(self._stream.start_tls(ssl_context, server_hostname, self._terms.patience()), self._terms)
        except httpcore2.ConnectError as fault:
            if isinstance(fault.__cause__, ssl.SSLCertVerificationError):
                raise _untrusted(fault.__cause__, server_hostname or "") from fault
            raise

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
