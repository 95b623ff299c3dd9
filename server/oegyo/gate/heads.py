"""The head of a request, read as RFC 9110 and RFC 9112 have it: what it asks for, and how its body comes.

llhttp (httptools) has taken the bytes apart, and refuses what is no HTTP. What the two RFCs ask of a server beyond that is
decided here, over plain data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

import httptools

from oegyo.errors import (
    ContentCodingProblem,
    ExpectationProblem,
    QueryProblem,
    RequestProblem,
    TransferCodingProblem,
    VersionProblem,
    message,
)

if TYPE_CHECKING:
    from oegyo.gate.asgi import Message
    from oegyo.gate.response import Headers

_HOST = re.compile(rb"(?:[!$&'()*+,;=\w.~%-]*|\[[0-9A-Fa-f:.]+(?:%25[\w.~%-]+)?\])(?::[0-9]*)?", re.ASCII)
"""What a Host field may hold (RFC 9110 §7.2, RFC 3986 §3.2.2)."""

_CONTINUE = b"100-continue"


@dataclass
class Head:
    """The head of a request: method, target and version as they came, and the header fields by name in small letters."""

    method: str = ""
    target: bytes = b""
    version: str = "1.1"
    headers: Headers = field(default_factory=list)

    def values(self, name: bytes) -> list[bytes]:
        """The values of the header ``name``, each line for itself."""
        return [value for own, value in self.headers if own == name]

    def value(self, name: bytes) -> bytes:
        """The value of the header ``name``, of all its lines; empty when there is none."""
        return b", ".join(self.values(name))

    @property
    def length(self) -> int:
        """How many bytes of body are announced; 0 when that is not said."""
        return int(self.value(b"content-length") or 0)

    @property
    def waits(self) -> bool:
        """Whether the client waits to be told to go on before it sends the body."""
        return self.version != "1.0" and self.value(b"expect").lower() == _CONTINUE

    @property
    def is_last(self) -> bool:
        """Whether the client will send nothing more on the connection."""
        if self.version == "1.0":
            return True
        return any(b"close" in value.lower() for value in self.values(b"connection"))


def scope(head: Head, client: tuple[str, int], server: tuple[str, int]) -> Message:
    """What an ASGI application is told of a request.

    Raises the QueryProblem with which the request is to be refused.
    """
    _check(head)
    path, query, authority = _target(head)
    headers = head.headers
    if authority:  # it goes before the Host field (RFC 9112 §3.2.2)
        headers = [(b"host", authority), *(pair for pair in headers if pair[0] != b"host")]
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.5"},
        "http_version": head.version,
        "method": head.method,
        "scheme": "http",
        "path": unquote_to_bytes(path).decode("utf-8", "replace") if b"%" in path else path.decode("utf-8", "replace"),
        "raw_path": path,
        "root_path": "",
        "query_string": query,
        "headers": headers,
        "client": client,
        "server": server,
        "extensions": {"http.response.zerocopysend": {}},
    }


def _check(head: Head) -> None:
    """Raise the problem of a head that the RFCs would have a server refuse."""
    if head.version not in {"1.0", "1.1"}:
        raise VersionProblem(message("HTTP/1.1 and HTTP/1.0 are spoken here, not HTTP/%(version)s.", version=head.version))
    hosts = head.values(b"host")
    if len(hosts) > 1 or (not hosts and head.version == "1.1"):
        raise RequestProblem(
            message("The request has %(count)s Host fields.", count=len(hosts)),
            advice=message("Send exactly one, with the name of the server."),
        )
    if hosts and not _HOST.fullmatch(hosts[0]):
        raise RequestProblem(message("The Host field is not the name of a server."))
    codings = head.value(b"transfer-encoding").lower()
    if codings and (codings != b"chunked" or head.version == "1.0"):
        raise TransferCodingProblem(
            message("The body comes as %(codings)s.", codings=codings.decode("latin-1")),
            advice=message("Send it with Content-Length, or as chunked."),
        )
    coded = head.value(b"content-encoding").lower()
    if coded not in {b"", b"identity"} and (codings or head.length):
        raise ContentCodingProblem(message("The body comes as %(codings)s.", codings=coded.decode("latin-1")))
    expected = head.value(b"expect").lower()
    if expected and expected != _CONTINUE and head.version != "1.0":
        raise ExpectationProblem(message("Only 100-continue can be expected here."))


def _target(head: Head) -> tuple[bytes, bytes, bytes]:
    """Path, query and authority of the request's target, in each of its forms (RFC 9112 §3.2)."""
    target = head.target
    if target.startswith(b"/"):  # the origin form, whose path may begin with two slashes
        path, _, query = target.partition(b"#")[0].partition(b"?")
        return path, query, b""
    if target == b"*" and head.method == "OPTIONS":
        return b"*", b"", b""
    try:
        parsed = httptools.parse_url(target)
    except httptools.HttpParserInvalidURLError as error:
        raise _no_target() from error
    if parsed.schema not in {b"http", b"https"} or not parsed.host:
        raise _no_target()
    port = b":%d" % parsed.port if parsed.port else b""
    return parsed.path or b"/", parsed.query or b"", parsed.host + port


def _no_target() -> QueryProblem:
    return RequestProblem(message("The first line of the request names no address of this server."))
