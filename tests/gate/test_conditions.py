"""Conditional requests, as RFC 9110 §13 has them: of queries, of pages, and of what is only decided."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from werkzeug.http import http_date

from oegyo.gate import conditions
from oegyo.gate.conditions import Conditions, Decision, Validators

if TYPE_CHECKING:
    from fuzz.driver import Driver
    from http_client import Reply

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
BEFORE, SAME, AFTER = (http_date(NOON + timedelta(hours=hours)).encode() for hours in (-1, 0, 1))
PERFORM, NOT_MODIFIED, FAILED = Decision.PERFORM, Decision.NOT_MODIFIED, Decision.FAILED

DATED = Validators(("a",), NOON)
UNDATED = Validators(("a",))

ROWS: list[tuple[dict[str, bytes], Validators, Decision]] = [
    ({}, DATED, PERFORM),
    # If-None-Match: weak comparison (§13.1.2)
    ({"if-none-match": b'"a"'}, UNDATED, NOT_MODIFIED),
    ({"if-none-match": b'W/"a"'}, UNDATED, NOT_MODIFIED),
    ({"if-none-match": b"*"}, UNDATED, NOT_MODIFIED),
    ({"if-none-match": b'"b", W/"a"'}, UNDATED, NOT_MODIFIED),
    ({"if-none-match": b'"b","c,d", "a"'}, UNDATED, NOT_MODIFIED),
    ({"if-none-match": b'"b"'}, UNDATED, PERFORM),
    ({"if-none-match": b'"aa"'}, UNDATED, PERFORM),
    ({"if-none-match": b'"x\\"a\\""'}, UNDATED, PERFORM),
    ({"if-none-match": b""}, UNDATED, PERFORM),
    # If-Match: strong comparison (§13.1.1)
    ({"if-match": b'"a"'}, UNDATED, PERFORM),
    ({"if-match": b"*"}, UNDATED, PERFORM),
    ({"if-match": b'"b", "a"'}, UNDATED, PERFORM),
    ({"if-match": b'W/"a"'}, UNDATED, FAILED),
    ({"if-match": b'"b"'}, UNDATED, FAILED),
    ({"if-match": b""}, UNDATED, FAILED),
    # If-Modified-Since: only where there is a date, and one that can be read (§13.1.3)
    ({"if-modified-since": SAME}, DATED, NOT_MODIFIED),
    ({"if-modified-since": AFTER}, DATED, NOT_MODIFIED),
    ({"if-modified-since": BEFORE}, DATED, PERFORM),
    ({"if-modified-since": SAME}, UNDATED, PERFORM),
    ({"if-modified-since": b"yesterday"}, DATED, PERFORM),
    # If-Unmodified-Since, likewise (§13.1.4)
    ({"if-unmodified-since": SAME}, DATED, PERFORM),
    ({"if-unmodified-since": AFTER}, DATED, PERFORM),
    ({"if-unmodified-since": BEFORE}, DATED, FAILED),
    ({"if-unmodified-since": BEFORE}, UNDATED, PERFORM),
    ({"if-unmodified-since": b"yesterday"}, DATED, PERFORM),
    # which goes before which (§13.2.2)
    ({"if-match": b'"a"', "if-unmodified-since": BEFORE}, DATED, PERFORM),
    ({"if-match": b'"b"', "if-unmodified-since": AFTER}, DATED, FAILED),
    ({"if-match": b'"b"', "if-none-match": b'"a"'}, DATED, FAILED),
    ({"if-match": b'"a"', "if-none-match": b'"a"'}, DATED, NOT_MODIFIED),
    ({"if-unmodified-since": BEFORE, "if-none-match": b'"a"'}, DATED, FAILED),
    ({"if-none-match": b'"a"', "if-modified-since": BEFORE}, DATED, NOT_MODIFIED),
    ({"if-none-match": b'"b"', "if-modified-since": AFTER}, DATED, PERFORM),
    ({"if-match": b'"a"', "if-modified-since": SAME}, DATED, NOT_MODIFIED),
]


@pytest.mark.parametrize(("headers", "validators", "decision"), ROWS)
def test_what_becomes_of_a_conditional_request(
    headers: dict[str, bytes], validators: Validators, decision: Decision
) -> None:
    """By the validators of what would be sent, in the order of the standard."""
    given = Conditions.of({name.encode(): value for name, value in headers.items()})
    assert conditions.decide(given, validators) is decision


@pytest.mark.parametrize(
    ("headers", "named"),
    [
        ({b"if-none-match": b'"a-br"'}, "a-br"),
        ({b"if-none-match": b'"x", W/"a"'}, "a"),
        ({b"if-none-match": b'"x"'}, None),
        ({b"if-none-match": b"*"}, None),
        ({b"if-none-match": b'"a"', b"if-match": b"*"}, None),
        ({b"if-none-match": b'"a"', b"if-unmodified-since": SAME}, None),
        ({b"if-modified-since": SAME}, None),
        ({}, None),
    ],
)
def test_a_tag_that_is_named_decides_before_there_is_an_answer(headers: dict[bytes, bytes], named: str | None) -> None:
    """Nothing else does: whether there is anything at all is known from the answer alone."""
    assert conditions.named(Conditions.of(headers), ("a-br", "a-gzip", "a")) == named


QUERY = "/sparql?" + urlencode({"query": "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 3"})
ADDRESSES = [QUERY, "/id/state/KOR.ttl", "/id/state/KOR.html", "/download/", "/download/oegyo.ttl", "/static/style.css"]
NOT_FOUND = ["/id/state/none.ttl", "/download/none"]


def ask(front: Driver, address: str, method: str = "GET", **headers: str) -> Reply:
    """The reply to a request; an underscore in a header's name stands for a hyphen."""
    path, _, query = address.partition("?")
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return front.ask(method, path, query.encode(), [(b"host", b"localhost"), *pairs])


def tag_of(reply: Reply) -> str:
    """The entity tag of a reply."""
    (tag,) = reply.values(b"etag")
    return tag.decode()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_what_a_client_has_is_not_sent_again(front: Driver, address: str, method: str) -> None:
    """304 to the ETag of the answer, alone, in a list, weakened or by a star; and the answer to any other."""
    first = ask(front, address)
    tag = tag_of(first)
    assert first.status == 200
    for given in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = ask(front, address, method, if_none_match=given)
        assert (again.status, again.body, tag_of(again)) == (304, b"", tag)
        assert again.values(b"content-length") == again.values(b"content-encoding") == []
        assert again.values(b"access-control-allow-origin") == [b"*"]
        assert again.values(b"cache-control") == first.values(b"cache-control")
        assert again.values(b"vary") == first.values(b"vary")
    other = ask(front, address, method, if_none_match='"other"')
    assert (other.status, tag_of(other)) == (200, tag)
    assert other.body == (first.body if method == "GET" else b"")


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_another_than_the_client_wants_is_refused(front: Driver, address: str) -> None:
    """412, which nobody may keep; what it wants is sent."""
    first = ask(front, address)
    for given in (tag_of(first), f'"other", {tag_of(first)}', "*"):
        reply = ask(front, address, if_match=given)
        assert (reply.status, reply.body) == (200, first.body)
    for given in ('"other"', f"W/{tag_of(first)}"):
        reply = ask(front, address, if_match=given)
        assert (reply.status, reply.values(b"content-type")) == (412, [b"application/problem+json"])
        assert reply.values(b"cache-control") == [b"no-store"]
        assert reply.values(b"access-control-allow-origin") == [b"*"]
        assert json.loads(reply.body) == {
            "type": "https://w3id.org/oegyo/problem/precondition-failed",
            "title": "Precondition Failed",
            "status": 412,
            "detail": "The answer is not the one that the request makes its condition.",
        }
        assert ask(front, address, "HEAD", if_match=given).status == 412


@pytest.mark.parametrize("address", NOT_FOUND)
def test_conditions_of_what_is_not_there_are_passed_over(front: Driver, address: str) -> None:
    """It is not found, as it would be without them (§13.2.1)."""
    for name in ("if_match", "if_none_match"):
        assert ask(front, address, **{name: "*"}).status == 404
        assert ask(front, address, **{name: '"other"'}).status == 404


@pytest.mark.parametrize("address", [QUERY, "/id/state/KOR.ttl", "/id/state/KOR.html"])
def test_what_has_no_date_has_no_condition_by_one(front: Driver, address: str) -> None:
    """It is sent."""
    assert ask(front, address).values(b"last-modified") == []
    assert ask(front, address, if_modified_since="Fri, 01 Jan 2100 00:00:00 GMT").status == 200
    assert ask(front, address, if_unmodified_since="Thu, 01 Jan 1970 00:00:00 GMT").status == 200


@pytest.mark.parametrize("address", ["/download/oegyo.ttl", "/static/style.css"])
def test_what_has_a_date_is_not_sent_again_to_who_has_it_since(front: Driver, address: str) -> None:
    """Nor is it sent to who wants an older one; and the next who asks without a condition has it whole."""
    first = ask(front, address)
    (date,) = first.values(b"last-modified")
    assert ask(front, address, if_modified_since=date.decode()).status == 304
    assert ask(front, address, if_modified_since="Thu, 01 Jan 1970 00:00:00 GMT").status == 200
    assert ask(front, address, if_unmodified_since="Thu, 01 Jan 1970 00:00:00 GMT").status == 412
    assert ask(front, address, if_unmodified_since=date.decode()).status == 200
    assert ask(front, address, if_none_match='"other"', if_modified_since=date.decode()).status == 200
    assert ask(front, address).body == first.body


def test_the_first_to_ask_for_a_dated_file_may_have_it_already(front: Driver) -> None:
    """What is stored then is the file, and not that it was not sent."""
    address = "/static/style.css?first"
    assert ask(front, address, if_modified_since="Fri, 01 Jan 2100 00:00:00 GMT").status == 304
    assert ask(front, address).status == 200


def test_a_query_by_post_is_answered_whatever_the_client_has(front: Driver) -> None:
    """It asks for nothing that could be had from its address."""
    headers = [(b"host", b"localhost"), (b"content-type", b"application/sparql-query")]
    first = front.ask("POST", "/sparql", b"", headers, b"ASK {}")
    for name in (b"if-none-match", b"if-match"):
        reply = front.ask("POST", "/sparql", b"", [*headers, (name, b'"other"'), (name, b"*")], b"ASK {}")
        assert (reply.status, reply.body) == (200, first.body)


def test_formats_of_one_answer_have_different_tags(front: Driver) -> None:
    """A cache must not mix them up."""
    tags = {tag_of(ask(front, "/sparql?query=ASK%7B%7D", accept=one)) for one in ("text/csv", "*/*", "text/html")}
    assert len(tags) == 3


def test_every_page_of_the_same_answer_has_one_tag(front: Driver) -> None:
    """However often it is asked for, and by whichever method."""
    for address in ADDRESSES:
        assert tag_of(ask(front, address)) == tag_of(ask(front, address)) == tag_of(ask(front, address, "HEAD"))
