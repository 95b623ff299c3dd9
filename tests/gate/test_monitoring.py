"""What keeps a server running: whether it is ready, what it counts, what it logs, and how much it takes of a client."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from gate.front_client import ASK, ENDLESS, RUNAWAY, Client, run
from oegyo.errors import RateProblem
from oegyo.gate.rate import Rate, address
from waiting import comes_about
from web.said import beside_the_scripts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from oegyo.release import Release


def samples(text: bytes) -> dict[tuple[str, tuple[str, ...]], float]:
    """What a page of metrics says: the value of each name with its labels' values."""
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
    }


def test_the_process_says_that_it_is_alive_and_that_it_is_ready(release: Release) -> None:
    """To whoever asks and whatever he accepts, without a body for HEAD, and never to be kept."""

    async def story(client: Client) -> None:
        for path, word in (("/healthz", b"ok\n"), ("/readyz", b"ready\n")):
            for accept in ("*/*", "text/html", "image/png"):
                reply = await client.ask(path, {"Accept": accept})
                assert (reply.status, reply.body) == (200, word)
                assert reply.headers["content-type"] == "text/plain; charset=utf-8"
                assert reply.headers["cache-control"] == "no-store"
                assert "etag" not in reply.headers
            head = await client.ask(path, method="HEAD")
            assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(word)))

    run(release, story)


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_the_addresses_of_the_operator_only_tell(release: Release, path: str) -> None:
    """405, with what is allowed."""

    async def story(client: Client) -> None:
        reply = await client.ask(path, method="POST")
        assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD")
        assert json.loads(reply.body)["type"].endswith("/method-not-allowed")

    run(release, story)


@asynccontextmanager
async def busy(client: Client) -> AsyncIterator[None]:
    """While a worker is taken by a query that ends only when its client leaves."""
    leaves = asyncio.Event()
    asking = asyncio.ensure_future(client.ask(RUNAWAY, leaves=leaves))
    await comes_about(lambda: client.pool.running)
    try:
        yield
    finally:
        leaves.set()
        await asking


def test_a_server_whose_workers_are_all_taken_is_alive_but_not_ready(release: Release) -> None:
    """503, with the reason; ready again when one is free."""

    async def story(client: Client) -> None:
        async with busy(client):
            reply = await client.ask("/readyz")
            assert (reply.status, reply.headers["content-type"]) == (503, "application/problem+json")
            problem = json.loads(reply.body)
            assert problem["type"].endswith("/not-ready")
            assert problem["detail"] == "0 queries are waiting already."
            assert (await client.ask("/healthz")).status == 200
        await comes_about(lambda: not client.pool.running)
        assert (await client.ask("/readyz")).status == 200

    run(release, story, workers=1, slow_workers=0, queue_length=0, deadline=600.0)


def test_a_server_that_waits_for_a_worker_is_not_ready(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """A place in the queue is no answer."""
    monkeypatch.setattr("oegyo.gate.origin._READY_SECONDS", 0.1)

    async def story(client: Client) -> None:
        async with busy(client):
            reply = await client.ask("/readyz")
            assert (reply.status, json.loads(reply.body)["detail"]) == (503, "No worker came free in 0.1 seconds.")

    run(release, story, workers=1, slow_workers=0, queue=60.0, deadline=600.0)


def test_the_metrics_say_what_happened_and_how_things_stand(release: Release) -> None:
    """Requests by family and status, kept answers, queries by how they ended, workers and their memory."""

    async def story(client: Client) -> None:
        for target in (
            ASK,
            ASK,
            "/sparql?query=SELECT",
            "/id/state/KOR.html",
            "/id/nothing",
            "/download/oegyo.ttl",
            "/.env",
            "/",
        ):
            await client.ask(target)
        leaves = asyncio.Event()
        asking = asyncio.ensure_future(client.ask(RUNAWAY, leaves=leaves))
        await comes_about(lambda: client.pool.running)
        busy = samples((await client.ask("/metrics")).body)
        assert busy["oegyo_queries_running", ()] == 1
        leaves.set()
        await asking
        await comes_about(lambda: not client.pool.running)
        reply = await client.ask("/metrics")
        assert reply.headers["content-type"].startswith("text/plain; version=0.0.4")
        found = samples(reply.body)
        assert found["oegyo_requests_total", ("sparql", "200")] == 2
        assert found["oegyo_requests_total", ("sparql", "400")] == 1
        assert found["oegyo_requests_total", ("sparql", "499")] == 1
        assert found["oegyo_requests_total", ("id", "200")] == 1
        assert found["oegyo_requests_total", ("id", "404")] == 1
        assert found["oegyo_requests_total", ("download", "200")] == 1
        assert found["oegyo_requests_total", ("home", "200")] == 1
        assert found["oegyo_requests_total", ("other", "404")] == 1
        assert found["oegyo_requests_total", ("metrics", "200")] == 1
        assert found["oegyo_kept_lookups_total", ("hit",)] == 1
        assert found["oegyo_kept_lookups_total", ("miss",)] == 7
        assert found["oegyo_kept_bytes", ()] == client.front.origin.cache.size + client.front.origin.repeats.size > 0
        assert found["oegyo_queries_total", ("syntax",)] == 1
        assert found["oegyo_queries_total", ("left",)] == 1
        assert found["oegyo_queries_total", ("answered",)] >= 2
        ended = sum(value for (name, _), value in found.items() if name == "oegyo_queries_total")
        assert found["oegyo_query_seconds_count", ()] == ended
        assert (
            found["oegyo_queries_running", ()] == found["oegyo_queries_waiting", ()] == found["oegyo_queries_slow", ()] == 0
        )
        assert found["oegyo_workers_killed_total", ()] == 1
        assert found["oegyo_workers", ()] == len(client.pool.pids())
        assert found["oegyo_workers_resident_bytes", ()] > 1_000_000
        assert found["oegyo_release_info", (release.digest,)] == 1

    run(release, story)


def test_two_servers_in_a_process_count_for_themselves(release: Release) -> None:
    """There is nothing global about what is counted."""

    async def ask_once(client: Client) -> None:
        await client.ask(ASK)
        assert samples((await client.ask("/metrics")).body)["oegyo_requests_total", ("sparql", "200")] == 1

    run(release, ask_once)
    run(release, ask_once)


def test_the_access_log_has_a_line_for_each_request(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a digest for the query, and neither its text, its parameters nor the client's address."""
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)

    async def story(client: Client) -> None:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        await client.ask(ASK)
        await client.ask(ASK)
        await client.ask("/sparql", form, method="POST", body=b"query=ASK%7B%7D")
        await client.ask("/queries/member-since.csv?state=PRK")
        await client.ask("/download/oegyo.ttl")
        await client.ask("/sparql?query=a&query=b")

    run(release, story, access_log=True)
    text = out.getvalue()
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    name = hashlib.blake2b(b"ASK{}", digest_size=8).hexdigest()
    assert [(line["method"], line["path"], line["status"], line["kept"], line.get("query")) for line in lines] == [
        ("GET", "/sparql", 200, False, name),
        ("GET", "/sparql", 200, True, name),
        ("POST", "/sparql", 200, False, name),
        ("GET", "/queries/member-since.csv", 200, False, None),
        ("GET", "/download/oegyo.ttl", 200, False, None),
        ("GET", "/sparql", 400, False, None),
    ]
    assert [line["bytes"] for line in lines[:2]] == [26, 26]
    assert all(line["time"].endswith("+00:00") and line["seconds"] > 0 for line in lines)
    assert "127.0.0.1" not in text.partition("\n")[2]
    assert "ASK" not in text
    assert "PRK" not in text


def test_nothing_is_logged_unless_asked_for(release: Release, capsys: pytest.CaptureFixture[str]) -> None:
    """A front prints nothing; where the server is, that says."""

    async def story(client: Client) -> None:
        await client.ask(ASK)

    run(release, story)
    out, err = capsys.readouterr()
    assert (out, beside_the_scripts(err)) == ("", "")


def test_a_slow_query_is_logged_with_its_text(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """On standard error, by the digest that the access log has."""
    err = io.StringIO()
    monkeypatch.setattr(sys, "stderr", err)

    async def story(client: Client) -> None:
        assert (await client.ask(RUNAWAY)).status == 504

    run(release, story, deadline=0.2, slow_query_log=0.1)
    (line,) = map(json.loads, beside_the_scripts(err.getvalue()).splitlines())
    assert (line["text"], line["outcome"], line["seconds"] >= 0.2) == (ENDLESS, "deadline", True)
    assert line["query"] == hashlib.blake2b(ENDLESS.encode(), digest_size=8).hexdigest()


def test_a_query_quicker_than_the_limit_is_not_logged(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine is: the limit is one that no query meets here."""
    err = io.StringIO()
    monkeypatch.setattr(sys, "stderr", err)

    async def story(client: Client) -> None:
        assert (await client.ask(ASK)).status == 200

    run(release, story, slow_query_log=300.0)
    assert beside_the_scripts(err.getvalue()) == ""


def test_a_client_over_its_rate_is_told_when_to_come_back(release: Release) -> None:
    """429, for what is kept as for anything else; the operator's addresses do not count."""

    async def story(client: Client) -> None:
        for _ in range(3):
            assert (await client.ask(ASK)).status == 200
            assert (await client.ask("/healthz")).status == 200
        reply = await client.ask(ASK, {"X-Forwarded-For": "192.0.2.1"})
        assert (reply.status, reply.headers["content-type"]) == (429, "application/problem+json")
        assert 1 <= int(reply.headers["retry-after"]) <= 60
        assert reply.headers["access-control-allow-origin"] == "*"
        assert reply.headers["cache-control"] == "no-store"
        problem = json.loads(reply.body)
        assert problem["type"].endswith("/rate")
        assert problem["detail"] == "A client may send 3 requests a minute."
        assert (await client.ask("/readyz")).status == 200

    run(release, story, rate_limit=3)


def test_behind_a_trusted_proxy_each_client_has_a_rate_of_its_own(release: Release) -> None:
    """What a client claims before the proxy's own entry changes nothing."""

    async def story(client: Client) -> None:
        assert (await client.ask(ASK, {"X-Forwarded-For": "192.0.2.1"})).status == 200
        assert (await client.ask(ASK, {"X-Forwarded-For": "192.0.2.2"})).status == 200
        assert (await client.ask(ASK, {"X-Forwarded-For": "192.0.2.9, 192.0.2.1"})).status == 429

    run(release, story, rate_limit=1, trusted_proxies=1)


@pytest.mark.parametrize(
    ("fields", "proxies", "client"),
    [
        (["192.0.2.1"], 0, "198.51.100.7"),
        (["192.0.2.1"], 1, "192.0.2.1"),
        (["192.0.2.9, 192.0.2.1"], 1, "192.0.2.1"),
        (["192.0.2.9,192.0.2.1", "203.0.113.5"], 2, "192.0.2.1"),
        (["192.0.2.1"], 2, "198.51.100.7"),
        ([""], 1, "198.51.100.7"),
        ([], 1, "198.51.100.7"),
        (["2001:db8:1:2:3::1"], 1, "2001:db8:1:2::/64"),
        (["::ffff:192.0.2.1"], 1, "192.0.2.1"),
        (["unknown"], 1, "unknown"),
    ],
)
def test_the_client_is_whom_the_outermost_trusted_proxy_saw(fields: list[str], proxies: int, client: str) -> None:
    """Without trusted proxies it is the connection; a network that is given to one customer counts as one."""
    scope: dict[str, Any] = {
        "client": ("198.51.100.7", 4711),
        "headers": [(b"host", b"x"), *((b"x-forwarded-for", field.encode()) for field in fields)],
    }
    assert address(scope, proxies) == client


def test_each_client_is_counted_for_itself() -> None:
    """One that asks too much takes nothing from another."""
    rate = Rate(2, 0)
    scopes = [{"client": (f"192.0.2.{number}", 1), "headers": []} for number in (1, 2)]
    for scope in scopes:
        rate.check(scope)
        rate.check(scope)
    for scope in scopes:
        with pytest.raises(RateProblem):
            rate.check(scope)


def test_only_behind_a_trusted_proxy_is_its_word_on_the_host_taken(release: Release) -> None:
    """The service description names the endpoint as its client knows it, and one client's name is not kept for another."""
    forwarded = {"Accept": "text/turtle", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "data.example"}

    async def direct(client: Client) -> None:
        assert b"<http://localhost/sparql>" in (await client.ask("/sparql", forwarded)).body

    async def proxied(client: Client) -> None:
        assert b"<https://data.example/sparql>" in (await client.ask("/sparql", forwarded)).body
        other = {**forwarded, "X-Forwarded-Host": "other.example"}
        assert b"<https://other.example/sparql>" in (await client.ask("/sparql", other)).body

    run(release, direct)
    run(release, proxied, trusted_proxies=1)
