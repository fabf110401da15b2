"""Downloads: whole or not at all, checked at every step, polite to whoever publishes."""

import gzip
import hashlib
import re
import ssl
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from email.utils import formatdate
from ipaddress import IPv4Address, IPv6Address, IPv6Network
from pathlib import Path
from random import Random
from shutil import which
from time import time
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from _shared import SHARED, needs_shared
from _tables import table
from crible.records.error import CribleError
from crible.store import download as module
from crible.store.addresses import not_public, parsed, redirected
from crible.store.download import Got, Known, Limits, Unreachable, download
from store._server import (
    PUBLIC,
    Asked,
    Internet,
    Server,
    chunked,
    moved,
    packed,
    plug_in,
    read_request,
    reply,
    serving,
)

SDN = b'36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA"\r\n' * 200
QUICK = Limits(size=1 << 20, total=4.0, silence=0.3, wait=0.001, longest_wait=0.01, tries=3)
NAT64 = IPv6Network("64:ff9b::/96")  # public or not as the IPv4 address inside
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def _no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def internet(monkeypatch: pytest.MonkeyPatch) -> Internet:
    """One host at a public address; whatever goes anywhere else is seen."""
    found = Internet(names={"lists.example": [[PUBLIC]]})
    plug_in(found, monkeypatch)
    return found


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    found: list[float] = []
    monkeypatch.setattr(module, "sleep", found.append)
    return found


def fetched(server: Server, into: Path, path: str = "/sdn.csv", **more: object) -> Got:
    return download(server.url(path), into, **{"limits": QUICK, "open_to_private": True, **more})  # type: ignore[arg-type]


def refusal(server: Server, into: Path, **more: object) -> CribleError:
    """The error a download ends in; nothing is left behind by it."""
    with pytest.raises(CribleError) as caught:
        fetched(server, into, **more)
    assert list(into.iterdir()) == []
    return caught.value


def test_a_file_arrives_byte_for_byte_with_what_the_server_says_of_it(tmp_path: Path) -> None:
    modified = "Wed, 18 Nov 2026 10:00:00 GMT"
    with serving(reply(SDN, etag='"v1"', last_modified=modified, content_type="text/csv; charset=utf-8")) as server:
        got = fetched(server, tmp_path, "/exports/SDN.CSV?token=abc")
    assert got.path == tmp_path / "SDN.CSV"
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [SDN]
    assert (got.sha256, got.size) == (hashlib.sha256(SDN).hexdigest(), len(SDN))
    assert (got.not_modified, got.etag, got.last_modified) == (False, '"v1"', modified)
    assert got.content_type == "text/csv"
    assert got.url.endswith("/SDN.CSV?token=abc")
    assert got.final_url.endswith("/SDN.CSV")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", got.fetched_at)
    assert server.asked[0].line == "GET /exports/SDN.CSV?token=abc HTTP/1.1"
    assert server.asked[0].headers["user-agent"].startswith("crible/")
    assert "if-none-match" not in server.asked[0].headers


@pytest.mark.parametrize(
    "raw",
    [
        packed(SDN),
        reply(gzip.compress(SDN), content_encoding="X-GZIP"),
        chunked(SDN[:7], SDN[7:500], SDN[500:]),
        b"HTTP/1.1 103 Early Hints\r\n\r\n" + reply(SDN),
        b"HTTP/1.0 200 OK\r\n\r\n" + SDN,
    ],
)
def test_however_the_bytes_travel_the_file_is_the_same(raw: bytes, tmp_path: Path) -> None:
    with serving(raw) as server:
        got = fetched(server, tmp_path)
    assert got.path is not None
    assert got.path.read_bytes() == SDN


@needs_shared
def test_a_real_list_arrives_whole(tmp_path: Path) -> None:
    real = max((p for p in (SHARED / "data" / "un").rglob("*.xml*") if p.is_file()), key=lambda p: p.stat().st_size)
    with serving(packed(real.read_bytes(), content_type="text/xml")) as server:
        got = fetched(server, tmp_path, limits=Limits())
    assert got.sha256 == hashlib.sha256(real.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("path", "name"),
    [("/x/..%2f..%2fetc%2fpasswd", "_2f.._2fetc_2fpasswd"), ("/", "download"), ("/.hidden", "hidden")],
)
def test_the_name_of_the_file_cannot_leave_the_folder(path: str, name: str, tmp_path: Path) -> None:
    with serving(reply(SDN, content_disposition='attachment; filename="../../evil"')) as server:
        got = fetched(server, tmp_path, path)
    assert got.path is not None
    assert got.path.parent == tmp_path
    assert got.path.name.endswith(name)


def test_what_is_known_is_said_and_a_304_brings_no_file(tmp_path: Path) -> None:
    known = Known(etag='W/"v1"', last_modified="Wed, 18 Nov 2026 10:00:00 GMT")
    with serving(reply(status="304 Not Modified")) as server:
        got = fetched(server, tmp_path, known=known)
    assert (got.not_modified, got.path, got.size) == (True, None, 0)
    assert (got.etag, got.last_modified) == (known.etag, known.last_modified)
    asked = server.asked[0].headers
    assert (asked["if-none-match"], asked["if-modified-since"]) == (known.etag, known.last_modified)
    assert list(tmp_path.iterdir()) == []


def test_a_304_nobody_asked_for_is_no_answer(tmp_path: Path) -> None:
    with serving(reply(status="304 Not Modified")) as server:
        assert isinstance(refusal(server, tmp_path), Unreachable)


def test_a_mark_that_would_break_a_request_is_neither_kept_nor_sent(tmp_path: Path) -> None:
    with serving(reply(SDN, etag="x" * 300)) as server:
        got = fetched(server, tmp_path, known=Known(etag='"a"\r\nX-Evil: yes'))
    assert got.etag == ""
    assert not {"if-none-match", "x-evil"} & server.asked[0].headers.keys()


CUT = {
    "shorter than announced": reply(SDN)[:-1],
    "nothing of what was announced": reply(SDN)[: -len(SDN)],
    "a chunk cut": chunked(SDN, end=b"ff\r\nabc"),
    "no last chunk": chunked(SDN, end=b""),
    "gzip cut, the length right": reply(gzip.compress(SDN)[:-9], content_encoding="gzip"),
    "gzip damaged": reply(gzip.compress(SDN)[:-8] + bytes(8), content_encoding="gzip"),
    "header cut": b"HTTP/1.1 200 OK\r\ncontent-le",
    "no answer": b"",
    "no HTTP": b"SSH-2.0-OpenSSH_9.7\r\n",
}
PASSING = {
    **CUT,
    "500": reply(b"<Error>500</Error>", "500 Internal Server Error", content_type="application/xml"),
    "503": reply(status="503 Service Unavailable"),
    "429": reply(status="429 Too Many Requests"),
    "408": reply(status="408 Request Timeout"),
    "silence": lambda asked: asked.over.wait(5),
}


@pytest.mark.parametrize("fault", PASSING)
def test_what_may_pass_is_tried_again(fault: str, tmp_path: Path) -> None:
    with serving(PASSING[fault], PASSING[fault], reply(SDN)) as server:  # type: ignore[arg-type]
        got = fetched(server, tmp_path)
    assert got.size == len(SDN)
    assert len(server.asked) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["sdn.csv"]


@pytest.mark.parametrize("fault", PASSING)
def test_what_does_not_pass_is_unreachable_and_leaves_nothing(fault: str, tmp_path: Path) -> None:
    with serving(PASSING[fault]) as server:  # type: ignore[arg-type]
        error = refusal(server, tmp_path)
    assert isinstance(error, Unreachable)
    assert len(server.asked) == QUICK.tries


def test_a_broken_download_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    (tmp_path / "sdn.csv").write_bytes(b"yesterday's")
    with serving(CUT["shorter than announced"]) as server, pytest.raises(Unreachable):
        fetched(server, tmp_path)
    assert (tmp_path / "sdn.csv").read_bytes() == b"yesterday's"


def test_pauses_grow_and_end(tmp_path: Path, pauses: list[float]) -> None:
    limits = replace(QUICK, tries=8, wait=1.0, longest_wait=20.0, total=1e6)
    with serving(reply(status="500 No")) as server:
        refusal(server, tmp_path, limits=limits)
    assert len(pauses) == 7
    for n, pause in enumerate(pauses):
        assert min(20.0, 0.5 * 2**n) <= pause <= min(20.0, 2**n)


@pytest.mark.parametrize(
    ("asked", "low", "high"),
    [("7", 7, 7), ("86400", 60, 60), ("in a minute", 20, 60), ("soon", 0, 1), ("-5", 0, 1)],
    ids=["seconds", "a day", "a date", "no number", "below nought"],
)
def test_a_server_may_ask_for_a_pause_and_not_for_an_endless_one(
    asked: str, low: float, high: float, tmp_path: Path, pauses: list[float]
) -> None:
    if asked == "in a minute":
        asked = formatdate(time() + 60, usegmt=True)
    with serving(reply(status="429 Too Many Requests", retry_after=asked), reply(SDN)) as server:
        fetched(server, tmp_path, limits=Limits())
    assert len(pauses) == 1
    assert low <= pauses[0] <= high


def test_no_pause_outlasts_the_time_for_the_file(tmp_path: Path, pauses: list[float]) -> None:
    with serving(reply(status="503 No", retry_after="50")) as server:
        refusal(server, tmp_path, limits=replace(QUICK, total=20.0, longest_wait=60.0))
    assert (pauses, len(server.asked)) == ([], 1)


@pytest.mark.parametrize("status", ["400 Bad", "401 No", "403 No", "404 Not Found", "410 Gone", "206 Part", "204 None"])
def test_any_other_status_is_told_and_not_tried_again(status: str, tmp_path: Path) -> None:
    with serving(reply(SDN if status[:3] != "204" else b"", status)) as server:
        error = refusal(server, tmp_path)
    assert isinstance(error, Unreachable)
    assert status[:3] in error.what
    assert len(server.asked) == 1


REFUSED = {
    "HTML in place of a list": (reply(b"<html>Down for maintenance</html>", content_type="text/html"), "text/html"),
    "XHTML": (reply(b"<html/>", content_type="application/xhtml+xml; charset=x"), "application/xhtml"),
    "nothing at all": (reply(), "empty"),
    "too long, and it says so": (reply(b"x", content_length=str(1 << 40)), "larger than any list"),
    "too long": (chunked(b"x" * 600_000, b"x" * 600_000), "larger than any list"),
    "too long once unpacked": (packed(Random(1).randbytes(550_000).hex().encode()), "larger than any list"),
    "a bomb": (packed(bytes(900_000)), "far more"),
    "two bodies in one": (reply(gzip.compress(SDN) + gzip.compress(SDN), content_encoding="gzip"), "more follows"),
    "a packing nobody asked for": (reply(SDN, content_encoding="br"), "packed"),
    "packed twice": (reply(gzip.compress(SDN), content_encoding="gzip, gzip"), "packed"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_a_list_is_refused_at_once(case: str, tmp_path: Path) -> None:
    raw, told = REFUSED[case]
    with serving(raw) as server:
        error = refusal(server, tmp_path)
    assert told in error.what
    assert not isinstance(error, Unreachable)
    assert len(server.asked) == 1


def test_a_bomb_takes_little_memory(tmp_path: Path) -> None:
    bomb = packed(bytes(64 << 20))
    with serving(bomb) as server:
        tracemalloc.start()
        error = refusal(server, tmp_path, limits=replace(QUICK, size=256 << 20))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert "far more" in error.what
    assert peak < 16 << 20


@needs_shared
def test_the_error_page_once_saved_as_the_european_list_is_not_saved(tmp_path: Path) -> None:
    page = (SHARED / "data" / "failure-samples" / "eu_fsf_http500_saved_as_eu.xml").read_bytes()
    with serving(reply(page, "500 Internal Server Error", content_type="text/xml")) as server:
        assert "500" in refusal(server, tmp_path).what


SLOW = {
    "header": lambda asked: asked.drip(reply(b"x" * 200)),
    "body": lambda asked: (asked.send(reply(b"x" * 200)[:-200]), asked.drip(b"x" * 200)),
    "chunks": lambda asked: (asked.send(chunked(end=b"")), asked.drip(b"1\r\nx\r\n" * 40)),
    "trailers": lambda asked: (asked.send(chunked(b"x", end=b"0\r\n")), asked.drip(b"a: b\r\n" * 40)),
}


@pytest.mark.parametrize("part", SLOW)
def test_a_slow_drip_comes_to_an_end(part: str, tmp_path: Path) -> None:
    with serving(SLOW[part]) as server:
        error = refusal(server, tmp_path, limits=replace(QUICK, total=0.25))
    assert isinstance(error, Unreachable)
    assert "in time" in error.what
    assert len(server.asked) == 1


def test_without_time_nothing_is_asked(tmp_path: Path) -> None:
    with serving(reply(SDN)) as server:
        assert "in time" in refusal(server, tmp_path, limits=replace(QUICK, total=0.0)).what
    assert server.asked == []


def test_nobody_listening_is_unreachable(tmp_path: Path) -> None:
    with serving(reply(SDN)) as server:
        pass
    error = refusal(server, tmp_path)
    assert isinstance(error, Unreachable)
    assert server.asked == []


def test_a_redirect_is_followed_and_the_file_keeps_its_own_name(tmp_path: Path) -> None:
    with serving(moved("/else/where?signature=secret"), reply(SDN)) as server:
        got = fetched(server, tmp_path)
    assert got.path == tmp_path / "sdn.csv"
    assert got.final_url == server.url("/else/where")
    assert [asked.line.split()[1] for asked in server.asked] == ["/sdn.csv", "/else/where?signature=secret"]


def test_a_redirect_with_spaces_and_accents_is_followed(tmp_path: Path) -> None:
    with serving(moved("/liste gelées.csv"), reply(SDN)) as server:
        fetched(server, tmp_path)
    assert server.asked[1].line == "GET /liste%20gel%C3%A9es.csv HTTP/1.1"


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See", "307 Temporary", "308 Permanent"])
def test_redirects_do_not_go_round_for_ever(status: str, tmp_path: Path) -> None:
    with serving(moved("/sdn.csv", status)) as server:
        error = refusal(server, tmp_path)
    assert isinstance(error, Unreachable)
    assert "redirects" in error.what
    assert len(server.asked) == QUICK.redirects + 1


def test_a_redirect_to_nowhere_is_no_answer(tmp_path: Path) -> None:
    with serving(reply(status="302 Found")) as server:
        assert "302" in refusal(server, tmp_path).what


@pytest.mark.parametrize(
    ("to", "told"),
    [
        ("http://169.254.169.254/latest/meta-data/", "link-local"),
        ("http://127.0.0.1/", "loopback"),
        ("http://[::1]/", "not public"),
        ("http://[::ffff:10.0.0.1]/", "not public"),
        ("http://[64:ff9b::7f00:1]/", "loopback"),
        ("http://localhost/", "loopback"),
        ("//intranet.example/", "private"),
        ("http://both.example/", "private"),
        ("http://0x7f.1/", "odd form"),
        ("http://2130706433/", "odd form"),
        ("http://lists.example:6379/", "port 6379"),
        ("http://me:secret@lists.example/", "user name"),
        ("file:///etc/passwd", "not 'file'"),
        ("http://[", "no address"),
        ("http://lists.example\\@127.0.0.1/", "backslash"),
    ],
)
def test_a_redirect_into_the_network_we_stand_in_is_refused(
    to: str, told: str, tmp_path: Path, internet: Internet
) -> None:
    internet.names |= {
        "intranet.example": [["10.1.2.3"]],
        "both.example": [[PUBLIC, "192.168.0.9"]],
        "localhost": [["127.0.0.1"]],
    }
    with serving(moved(to)) as server:
        internet.servers[PUBLIC] = server
        with pytest.raises(CribleError) as caught:
            download("http://lists.example/sdn.csv", tmp_path, limits=QUICK)
    assert told in caught.value.what
    assert "secret" not in str(caught.value)
    assert not isinstance(caught.value, Unreachable)
    assert internet.went_to == [PUBLIC]
    assert len(server.asked) == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "169.254.169.254", "10.0.0.1", "intranet.example"])
def test_a_private_host_is_not_even_called(host: str, tmp_path: Path, internet: Internet) -> None:
    internet.names["intranet.example"] = [["fd00::1"]]
    with pytest.raises(CribleError, match="not public"):
        download(f"https://{host}/sdn.csv", tmp_path, limits=QUICK)
    assert internet.went_to == []


def test_a_name_that_changes_its_mind_gains_nothing_by_it(tmp_path: Path, internet: Internet) -> None:
    """Whoever answers with a public address first, and with ours when we connect, is asked only once."""
    internet.names["lists.example"] = [[PUBLIC], ["127.0.0.1"]]
    with serving(reply(SDN)) as server:
        internet.servers[PUBLIC] = server
        got = download("http://lists.example/sdn.csv", tmp_path, limits=QUICK)
    assert got.size == len(SDN)
    assert (internet.looked_up, internet.went_to) == (["lists.example"], [PUBLIC])
    assert server.asked[0].headers["host"] == "lists.example"


def test_a_name_that_changes_its_mind_between_tries_is_checked_each_time(tmp_path: Path, internet: Internet) -> None:
    internet.names["lists.example"] = [[PUBLIC], ["127.0.0.1"]]
    with serving(reply(status="503 No")) as server:
        internet.servers[PUBLIC] = server
        with pytest.raises(CribleError, match="loopback"):
            download("http://lists.example/sdn.csv", tmp_path, limits=QUICK)
    assert internet.went_to == [PUBLIC]


def test_every_address_of_a_host_is_tried(tmp_path: Path, internet: Internet) -> None:
    internet.names["lists.example"] = [["9.9.9.9", "2606:2800::1", PUBLIC]]
    with serving(reply(SDN)) as server:
        internet.servers[PUBLIC] = server
        download("http://lists.example/sdn.csv", tmp_path, limits=QUICK)
    assert internet.went_to == ["9.9.9.9", "2606:2800::1", PUBLIC]


def test_an_unknown_name_is_unreachable(tmp_path: Path, internet: Internet) -> None:
    with pytest.raises(Unreachable, match="name of the host is not known"):
        download("https://nowhere.example/sdn.csv", tmp_path, limits=QUICK)


@pytest.mark.parametrize("row", table("store/tables/network_addresses.csv"), ids=lambda row: row["address"])
def test_only_public_addresses_are_public(row: dict[str, str]) -> None:
    assert (not_public(row["address"]) == "") == (row["public"] == "yes")


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_what_python_holds_private_is_never_public(ip: IPv4Address | IPv6Address) -> None:
    if ip in NAT64:
        return
    if not ip.is_global or ip.is_multicast or ip.is_reserved:
        assert not_public(str(ip))


@given(st.ip_addresses(v=4))
def test_an_address_in_nat64_is_as_public_as_itself(ip: IPv4Address) -> None:
    assert not_public(str(IPv6Address(int(NAT64.network_address) + int(ip)))) == not_public(str(ip))


@pytest.mark.parametrize("row", table("store/tables/web_addresses.csv"), ids=lambda row: row["url"])
def test_an_address_that_may_mislead_is_refused(row: dict[str, str]) -> None:
    with pytest.raises(CribleError, match=row["refused"]) as caught:
        parsed(row["url"])
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://LISTS.example/a b/é?q=é&t=1", "https://lists.example/a%20b/%C3%A9"),
        ("https://lists.example.", "https://lists.example/"),
        ("https://lists.example:443/x#part", "https://lists.example/x"),
        ("https://[2606:2800::1]/x", "https://[2606:2800::1]/x"),
        ("http://xn--listes-geles-meb.example/%7Ex", "http://xn--listes-geles-meb.example/%7Ex"),
    ],
)
def test_an_address_is_read_as_it_will_be_asked_for(text: str, shown: str) -> None:
    assert parsed(text).shown == shown
    assert parsed(parsed(text).shown) == replace(parsed(text), target=parsed(text).target.partition("?")[0])


def test_what_began_encrypted_stays_so() -> None:
    start = parsed("https://lists.example/sdn.csv")
    with pytest.raises(CribleError, match="from https to http"):
        redirected(start, "http://lists.example/sdn.csv")
    assert redirected(parsed("http://lists.example/"), "https://lists.example/x").scheme == "https"


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """A certificate for lists.example that signs itself, and a server's context with it."""
    if not which("openssl"):
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    made += ["-keyout", str(key), "-out", str(certificate), "-days", "2", "-subj", "/CN=crible test"]
    subprocess.run([*made, "-addext", "subjectAltName=DNS:lists.example"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    said: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: said.append(name)
    return SimpleNamespace(context=context, file=str(certificate), said=said)


@pytest.fixture
def secure(certified: SimpleNamespace, internet: Internet, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    certified.said.clear()
    monkeypatch.setenv("SSL_CERT_FILE", certified.file)
    with serving(reply(SDN), tls=certified.context) as server:
        internet.servers[PUBLIC] = server
        yield server


def test_the_certificate_is_that_of_the_name_though_the_line_goes_to_an_address(
    secure: Server, internet: Internet, certified: SimpleNamespace, tmp_path: Path
) -> None:
    got = download("https://lists.example/sdn.csv", tmp_path, limits=QUICK)
    assert got.size == len(SDN)
    assert certified.said == ["lists.example"]
    assert internet.went_to == [PUBLIC]


def test_a_slow_drip_through_tls_comes_to_an_end(
    certified: SimpleNamespace, internet: Internet, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", certified.file)
    with serving(SLOW["body"], tls=certified.context) as server:
        internet.servers[PUBLIC] = server
        with pytest.raises(Unreachable, match="in time"):
            download("https://lists.example/sdn.csv", tmp_path, limits=replace(QUICK, total=0.4))
    assert len(server.asked) == 1


def test_whoever_speaks_no_tls_is_unreachable(internet: Internet, tmp_path: Path) -> None:
    with serving(reply(SDN)) as server:
        internet.servers[PUBLIC] = server
        with pytest.raises(Unreachable):
            download("https://lists.example/sdn.csv", tmp_path, limits=replace(QUICK, silence=0.05))
    assert server.asked == []


def test_the_certificate_of_another_name_is_refused_and_not_tried_again(
    secure: Server, internet: Internet, tmp_path: Path
) -> None:
    internet.names["other.example"] = [[PUBLIC]]
    with pytest.raises(Unreachable, match=r"certificate is not trusted here: .*other\.example"):
        download("https://other.example/sdn.csv", tmp_path, limits=QUICK)
    assert internet.went_to == [PUBLIC]
    assert secure.asked == []


def test_a_certificate_nobody_vouches_for_is_refused(
    secure: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(Unreachable, match="certificate is not trusted"):
        download("https://lists.example/sdn.csv", tmp_path, limits=QUICK)
    assert secure.asked == []


def tunnel(asked: Asked, tls: ssl.SSLContext, seen: list[Asked]) -> None:
    asked.send(b"HTTP/1.1 200 Connected\r\n\r\n")
    with tls.wrap_socket(asked.wire, server_side=True) as wire:
        seen.append(read_request(wire, asked.over))
        wire.sendall(reply(SDN))


@pytest.mark.parametrize("known", [True, False])
def test_behind_a_proxy_the_name_is_the_proxys_to_find_and_the_certificate_ours_to_check(
    known: bool, certified: SimpleNamespace, internet: Internet, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", certified.file)
    if not known:
        del internet.names["lists.example"]
    seen: list[Asked] = []
    with serving(lambda asked: tunnel(asked, certified.context, seen)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://m%C3%A9:pa%20ss@127.0.0.1:{proxy.port}")
        got = download("https://lists.example/sdn.csv", tmp_path, limits=QUICK)
    assert got.size == len(SDN)
    assert proxy.asked[0].line == "CONNECT lists.example:443 HTTP/1.1"
    assert proxy.asked[0].headers["proxy-authorization"] == "Basic bcOpOnBhIHNz"
    assert seen[0].line == "GET /sdn.csv HTTP/1.1"
    assert "proxy-authorization" not in seen[0].headers
    assert internet.went_to == ["127.0.0.1"]


@pytest.mark.parametrize("host", ["127.0.0.1", "169.254.169.254", "intranet.example"])
def test_a_proxy_is_not_asked_for_a_private_host(
    host: str, internet: Internet, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    internet.names["intranet.example"] = [["10.0.0.7"]]
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    with pytest.raises(CribleError, match="not public"):
        download(f"https://{host}/sdn.csv", tmp_path, limits=QUICK)
    assert internet.went_to == []


def test_a_proxy_that_refuses_is_named_as_such(
    internet: Internet, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with serving(reply(status="407 Proxy Authentication Required")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://me:secret@127.0.0.1:{proxy.port}")
        with pytest.raises(Unreachable, match="proxy refused to go there: 407") as caught:
            download("https://lists.example/sdn.csv", tmp_path, limits=QUICK)
    assert "HTTPS_PROXY" in caught.value.do
    assert "secret" not in str(caught.value)
    assert len(proxy.asked) == 1


def test_a_plain_address_goes_by_its_proxy_too_and_no_proxy_is_heeded(
    internet: Internet, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with serving(reply(SDN)) as proxy, serving(reply(SDN)) as server:
        internet.servers[PUBLIC] = server
        monkeypatch.setenv("http_proxy", f"127.0.0.1:{proxy.port}")
        download("http://lists.example/sdn.csv", tmp_path, limits=QUICK)
        monkeypatch.setenv("no_proxy", "lists.example")
        download("http://lists.example/sdn.csv", tmp_path, limits=QUICK)
    assert [asked.line for asked in proxy.asked] == ["GET http://lists.example:80/sdn.csv HTTP/1.1"]
    assert [asked.line for asked in server.asked] == ["GET /sdn.csv HTTP/1.1"]


@pytest.mark.parametrize(
    "proxy", ["socks5://me:secret@127.0.0.1:1080", "http://me:secret@host:port", "http://[", "http://é"]
)
def test_a_proxy_of_another_kind_is_refused_aloud(
    proxy: str, internet: Internet, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    with pytest.raises(CribleError, match="proxy") as caught:
        download("https://lists.example/sdn.csv", tmp_path, limits=QUICK)
    assert "secret" not in str(caught.value)
    assert internet.went_to == []


def test_the_library_is_loaded_only_where_something_is_fetched() -> None:
    code = "import sys, crible.store.download; print('httpcore2' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
