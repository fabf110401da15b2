"""Where lists may be fetched from: public hosts only, over https, on its usual port.

The address of a list comes from its card, but a redirect comes from whoever answers, and the addresses of a
host from whoever runs its names. None of them may lead into the network we stand in.
"""

import re
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from socket import SOCK_STREAM, getaddrinfo
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from crible.records.error import CribleError
from crible.records.table import rows

_PORTS = {"https": 443, "http": 80}
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*")
# `socket` would read 0x7f.1, 0177.0.0.1 and 2130706433 as 127.0.0.1; people write none of them.
_NUMBER_LAST = re.compile(r"(.*\.)?(\d+|0x[0-9a-f]*)")
# RFC 6052: where only IPv6 is spoken, resolvers put the IPv4 address of a host in here.
_NAT64 = IPv6Network("64:ff9b::/96")
_KEPT = "/%:@!$&'()*+,;=~"  # what a path may hold beside letters and digits; the rest is percent-encoded
_DO = "check the address on the card of the list; fetch the file by hand and give its folder with --from DIR"


class Unreachable(CribleError):
    """A source from which nothing came. `passing`: another try may succeed, but not before `after` seconds."""

    def __init__(self, what: str, *, where: str, do: str, passing: bool = False, after: float = 0.0) -> None:
        super().__init__(what, where=where, do=do)
        self.passing, self.after = passing, after


@dataclass(frozen=True, slots=True, kw_only=True)
class Url:
    """An address that was checked for its form. Its host is lower case, and ASCII."""

    scheme: str
    host: str  # an IPv6 address without brackets
    port: int
    target: str  # path and query, in ASCII

    @property
    def authority(self) -> str:
        """The host as a request names it: with brackets and port where they are needed."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def shown(self) -> str:
        """The address as records and messages may hold it: without the query, where keys and signatures stand."""
        return f"{self.scheme}://{self.authority}{self.target.partition('?')[0]}"


def parsed(text: str, *, open_to_private: bool = False) -> Url:
    """Read the address of a list, as its card gives it."""
    parts = _split(text)
    if parts.scheme not in _PORTS:
        raise CribleError(f"lists are fetched over https, not {parts.scheme[:20]!r}", do=_DO)
    host, usual = _host(parts.hostname or ""), _PORTS[parts.scheme]
    if "@" in parts.netloc:
        raise CribleError("an address with a user name in it", where=host, do=_DO)
    port = usual if parts.port is None else parts.port
    if port != usual and not open_to_private:
        raise CribleError(f"port {port} is not the usual one of {parts.scheme}", where=host, do=_DO)
    query = "?" + quote(parts.query, safe=_KEPT + "?") if parts.query else ""
    return Url(scheme=parts.scheme, host=host, port=port, target=quote(parts.path or "/", safe=_KEPT) + query)


def redirected(url: Url, location: str, *, open_to_private: bool = False) -> Url:
    """Where an answer from `url` sends us. What began encrypted stays so."""
    _refuse_odd_characters(location)
    base = f"{url.scheme}://{url.authority}{url.target}"
    try:
        joined = urljoin(base, location)
    except ValueError as fault:
        raise CribleError("it redirects to what is no address", where=url.shown, do=_DO) from fault
    to = parsed(joined, open_to_private=open_to_private)
    if url.scheme == "https" and to.scheme == "http" and not open_to_private:
        raise CribleError("it redirects from https to http", where=url.shown, do=_DO)
    return to


def _split(text: str) -> SplitResult:
    _refuse_odd_characters(text)
    try:
        parts = urlsplit(text)
        _ = parts.port  # read here, for it raises where it is no number
    except ValueError as fault:
        raise CribleError("this is no web address", do=_DO) from fault
    return parts


def _refuse_odd_characters(text: str) -> None:
    # Browsers, servers and Python disagree on what these mean, and that is how checks are passed by.
    if re.search(r"[\x00-\x1f\x7f\\]", text):
        raise CribleError("an address with a backslash or a control character in it", do=_DO)


def _host(written: str) -> str:
    host = written.removesuffix(".")
    if not host.isascii():
        raise CribleError("a host name that is not ASCII", where=host[:80], do="write it in its xn-- form")
    if _NUMBER_LAST.fullmatch(host) or ":" in host:
        return _literal(host)
    if not _HOST.fullmatch(host) or len(host) > 253:
        raise CribleError("this is no host name", where=host[:80], do=_DO)
    return host


def _literal(host: str) -> str:
    try:
        ip = ip_address(host)
    except ValueError as fault:
        raise CribleError("a network address in an odd form", where=host[:80], do=_DO) from fault
    if isinstance(ip, IPv6Address) and ip.scope_id:  # of this machine alone, as in fe80::1%eth0
        raise CribleError("a network address with a zone", where=host[:80], do=_DO)
    return str(ip)


def addresses(host: str, port: int, *, open_to_private: bool = False) -> list[str]:
    """The network addresses of a host, each of them public; raises `OSError` where it has none.

    One that is not public refuses them all: a host that answers with both is not a publisher's.
    `open_to_private` is for servers on this machine, in tests.
    """
    found = list(dict.fromkeys(str(entry[4][0]) for entry in getaddrinfo(host, port, type=SOCK_STREAM)))
    private = [kind for one in found if (kind := not_public(one))]
    if private and not open_to_private:
        raise CribleError(f"this host has an address that is not public: {private[0]}", where=host, do=_DO)
    return found


def not_public(address: str) -> str:
    """Why lists cannot be fetched from this network address; "" when it is public.

    >>> not_public("10.1.2.3"), not_public("::ffff:10.1.2.3")[:18], not_public("9.9.9.9")
    ('private', 'not global unicast', '')
    """
    ip = ip_address(address)
    inside = IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else ip
    return next((what for network, what in _special() if inside in network), "")


@cache
def _special() -> tuple[tuple[IPv4Network | IPv6Network, str], ...]:
    """Networks that are not the public internet, by the IANA registries of special-purpose addresses.

    Not from `ipaddress`: its `is_global` differs between versions of Python, and lets multicast, 6to4
    and NAT64 pass.
    """
    found = rows("store", "special_addresses", ("network", "what", "source"))
    return tuple((ip_network(row["network"]), row["what"]) for row in found)
