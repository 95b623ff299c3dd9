"""The head of a request, read as RFC 9110 and RFC 9112 have it: what it asks for, and how its body comes.

llhttp (httptools) has taken the bytes apart, and refuses what is no HTTP. What the two RFCs ask of a server beyond that is
decided here, over plain data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
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
    from collections.abc import Iterable

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

    @cached_property
    def _joined(self) -> dict[bytes, bytes]:
        """The values of all headers, when all have come."""
        return joined(self.headers)

    def value(self, name: bytes) -> bytes:
        """The value of the header ``name``, of all its lines; empty when there is none."""
        return self._joined.get(name, b"")

    @property
    def length(self) -> int:
        """How many bytes of body are announced; 0 when that is not said."""
        return int(self.value(b"content-length") or 0)

    def tokens(self, name: bytes) -> list[bytes]:
        """What the list ``name`` holds, of all its lines, in small letters (RFC 9110 §5.6.1)."""
        if not (value := self.value(name)):
            return []
        return [own for part in value.lower().split(b",") if (own := part.strip(b" \t"))]

    @property
    def has_body(self) -> bool:
        """Whether a body is announced."""
        return self.is_coded or self.length > 0

    @property
    def is_coded(self) -> bool:
        """Whether there is a Transfer-Encoding, be it an empty one."""
        return b"transfer-encoding" in self._joined

    @property
    def waits(self) -> bool:
        """Whether the client waits to be told to go on before it sends the body."""
        return self.version != "1.0" and self.has_body and _CONTINUE in self.tokens(b"expect")

    @property
    def is_last(self) -> bool:
        """Whether the client will send nothing more on the connection."""
        return self.version == "1.0" or b"close" in self.tokens(b"connection")

    def without(self, name: bytes) -> bytes:
        """The head as it is sent, but for the header ``name``."""
        lines = [b"%b: %b" % pair for pair in self.headers if pair[0] != name]
        first = b"%b %b HTTP/%b" % (self.method.encode("latin-1"), self.target, self.version.encode("ascii"))
        return b"\r\n".join([first, *lines, b"", b""])


def joined(pairs: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """The headers by name; one that comes on several lines is one list (RFC 9110 §5.3)."""
    given: dict[bytes, bytes] = {}
    for name, value in pairs:
        given[name] = given[name] + b", " + value if name in given else value
    return given


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
        "http_version": "1.0" if head.version == "1.0" else "1.1",
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
    if not head.version.startswith("1."):  # a higher one than 1.1 is answered by 1.1 (RFC 9110 §2.5)
        raise version_problem(head.version)
    hosts = head.values(b"host")
    if len(hosts) > 1 or (not hosts and head.version != "1.0"):
        raise RequestProblem(
            message("The request has %(count)s Host fields.", count=len(hosts)),
            advice=message("Send exactly one, with the name of the server."),
        )
    if hosts and not _HOST.fullmatch(hosts[0]):
        raise RequestProblem(message("The Host field is not the name of a server."))
    _check_body(head)
    expected = head.tokens(b"expect")
    if head.version != "1.0" and any(one != _CONTINUE for one in expected):
        raise ExpectationProblem(message("Only 100-continue can be expected here."))


def _check_body(head: Head) -> None:
    """Raise the problem of a body that is not read here, or whose end cannot be told (RFC 9112 §6)."""
    if not head.has_body:
        return
    codings = head.tokens(b"transfer-encoding")
    if head.is_coded and head.version == "1.0":
        raise RequestProblem(message("HTTP/1.0 has no Transfer-Encoding."), advice=message("Send it with Content-Length."))
    if head.is_coded and codings != [b"chunked"]:
        kind = TransferCodingProblem if codings[-1:] == [b"chunked"] else RequestProblem  # whose end nobody could tell
        raise kind(
            message("The body comes as %(codings)s.", codings=head.value(b"transfer-encoding").decode("latin-1")),
            advice=message("Send it with Content-Length, or as chunked."),
        )
    coded = head.tokens(b"content-encoding")
    if any(one != b"identity" for one in coded):
        named = b", ".join(coded).decode("latin-1")
        raise ContentCodingProblem(message("The body comes as %(codings)s.", codings=named))


def version_problem(version: str) -> QueryProblem:
    """That HTTP is not spoken here in its ``version``."""
    return VersionProblem(message("HTTP/1.1 and HTTP/1.0 are spoken here, not HTTP/%(version)s.", version=version))


def _target(head: Head) -> tuple[bytes, bytes, bytes]:
    """Path, query and authority of the request's target, in each of its forms (RFC 9112 §3.2)."""
    target = head.target
    if head.method == "CONNECT":
        raise _no_target()
    if target.startswith(b"/"):  # the origin form, whose path may begin with two slashes
        path, _, query = target.partition(b"#")[0].partition(b"?")
        return path, query, b""
    if target == b"*" and head.method == "OPTIONS":
        return b"*", b"", b""
    try:
        parsed = httptools.parse_url(target)
    except httptools.HttpParserInvalidURLError as error:
        raise _no_target() from error
    if (parsed.schema or b"").lower() not in {b"http", b"https"} or not parsed.host or parsed.userinfo:
        raise _no_target()
    host = b"[%b]" % parsed.host if b":" in parsed.host else parsed.host
    port = b":%d" % parsed.port if parsed.port else b""
    return parsed.path or b"/", parsed.query or b"", host + port


def _no_target() -> QueryProblem:
    return RequestProblem(message("The first line of the request names no address of this server."))
