"""Servers on this machine that answer as they are told, to the byte, and an internet of their own around them."""

import gzip
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpcore2
import pytest

from crible.store import addresses

PUBLIC = "93.184.216.34"


@dataclass
class Asked:
    """One request, and the line it came on."""

    line: str
    headers: dict[str, str]
    wire: socket.socket
    over: threading.Event  # the test has ended: whoever still drips may stop

    def send(self, raw: bytes) -> None:
        self.wire.sendall(raw)

    def drip(self, raw: bytes) -> None:
        """One byte at a time: never silent for long, and never done in time."""
        for n in range(len(raw)):
            self.send(raw[n : n + 1])
            if self.over.wait(0.04):
                return


Answer = bytes | Callable[[Asked], None]


def reply(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer. `etag="…"` becomes `etag: …`, `content_type="…"` `content-type: …`."""
    lines = {"content-length": str(len(body)), **{name.replace("_", "-"): value for name, value in headers.items()}}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def moved(to: str, status: str = "302 Found") -> bytes:
    return reply(status=status, location=to)


def packed(body: bytes, **headers: str) -> bytes:
    return reply(gzip.compress(body), content_encoding="gzip", **headers)


def chunked(*pieces: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    body = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    return reply(content_length="", transfer_encoding="chunked") + body + end


@dataclass
class Server:
    """Gives its answers in order, the last one for ever, to whatever is asked."""

    answers: Sequence[Answer]
    tls: ssl.SSLContext | None = None
    asked: list[Asked] = field(default_factory=list)
    port: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str = "/sdn.csv") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def take(self, wire: socket.socket) -> None:
        with suppress(OSError):  # the other side may go at any time
            if self.tls:
                wire = self.tls.wrap_socket(wire, server_side=True)
            with wire:
                asked = read_request(wire, self.over)
                self.asked.append(asked)
                answer = self.answers[min(len(self.asked), len(self.answers)) - 1]
                asked.send(answer) if isinstance(answer, bytes) else answer(asked)


def read_request(wire: socket.socket, over: threading.Event) -> Asked:
    raw = b""
    while b"\r\n\r\n" not in raw:
        piece = wire.recv(4096)
        if not piece:
            raise ConnectionResetError
        raw += piece
    line, *lines = raw.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    headers = {name.lower(): value for name, _, value in (one.partition(": ") for one in lines)}
    return Asked(line, headers, wire, over)


@contextmanager
def serving(*answers: Answer, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    server = Server(answers, tls)

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            server.take(self.request)

    class Listener(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Listener(("127.0.0.1", 0), Handler) as listener:
        server.port = listener.server_address[1]
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            listener.shutdown()
            thread.join()


@dataclass
class Internet:
    """Names with their addresses, and what stands at them; a name may answer otherwise each time it is asked."""

    names: dict[str, list[list[str]]] = field(default_factory=dict)
    servers: dict[str, Server] = field(default_factory=dict)
    looked_up: list[str] = field(default_factory=list)
    went_to: list[str] = field(default_factory=list)

    def getaddrinfo(self, host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
        self.looked_up.append(host)
        answers = self.names.get(host)
        if answers is None:
            return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]


def plug_in(internet: Internet, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let crible ask this internet for names, and go where it says."""
    connect = httpcore2.SyncBackend.connect_tcp

    def connect_tcp(self: Any, host: str, port: int, *rest: Any, **more: Any) -> httpcore2.NetworkStream:
        internet.went_to.append(host)
        server = internet.servers.get(host)
        if server is None and host != "127.0.0.1":
            raise httpcore2.ConnectError("nobody is there")
        return connect(self, "127.0.0.1", server.port if server else port, *rest, **more)

    monkeypatch.setattr(addresses, "getaddrinfo", internet.getaddrinfo)
    monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", connect_tcp)
