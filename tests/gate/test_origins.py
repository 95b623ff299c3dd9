"""What a page of another origin can read of an answer: https://fetch.spec.whatwg.org/#http-cors-protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gate.test_conditions import ask

if TYPE_CHECKING:
    from fuzz.driver import Driver

FILE = "/download/oegyo.nq.gz"
ANSWERS: dict[str, tuple[str, str, dict[str, str], int]] = {
    "rows": ("GET", "/sparql?query=ASK%7B%7D", {}, 200),
    "a page": ("GET", "/queries/member-since", {"accept": "text/html", "accept-encoding": "br"}, 200),
    "a file": ("GET", FILE, {}, 200),
    "a part": ("GET", FILE, {"range": "bytes=0-3"}, 206),
    "for Excel": ("GET", "/queries/member-since.excel.csv", {}, 200),
    "see other": ("GET", "/id/state/KOR", {}, 303),
    "moved": ("GET", "/queries", {}, 308),
    "not modified": ("GET", "/sparql?query=ASK%7B%7D", {"if-none-match": "*"}, 304),
    "wrong": ("GET", "/sparql?query=ASK%7B", {}, 400),
    "no such method": ("PUT", "/sparql", {}, 405),
    "no such part": ("GET", FILE, {"range": "bytes=99999999-"}, 416),
}
SAFELISTED = {
    b"cache-control",
    b"content-language",
    b"content-length",
    b"content-type",
    b"expires",
    b"last-modified",
    b"pragma",
}
OF_THE_BROWSER = {b"content-security-policy", b"x-content-type-options"}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_header_of_an_answer_can_be_read_from_another_origin(front: Driver, name: str) -> None:
    """But those that only tell the browser what to do."""
    method, address, headers, status = ANSWERS[name]
    reply = ask(front, address, method, **{key.replace("-", "_"): value for key, value in headers.items()})
    assert reply.status == status
    (exposed,) = reply.values(b"access-control-expose-headers")
    sent = {key for key, _ in reply.headers if not key.startswith(b"access-control-")}
    assert sent - SAFELISTED - OF_THE_BROWSER <= set(exposed.lower().split(b", "))
