"""curl, as the README has it and as people type it."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from waiting import SECONDS

NAME = 'SELECT * { ?state <http://x/name> ?name FILTER(LANG(?name) = "ko") }'
ROWS = "state,name\r\nhttp://x/한국,대한민국\r\n"
CSV, QUERY = "Accept: text/csv", "Content-Type: application/sparql-query"


def curl(*arguments: str, given: str = "") -> subprocess.CompletedProcess[bytes]:
    """What curl prints for ``arguments``, with ``given`` at its standard input."""
    assert shutil.which("curl"), "curl is not on this machine: install it (apt-get install curl)"
    command = ["curl", "--silent", "--show-error", "--noproxy", "*", "--max-time", str(SECONDS), *arguments]
    return subprocess.run(command, input=given.encode(), capture_output=True, check=False)


@pytest.mark.parametrize(
    ("arguments", "given"),
    [
        (["-H", CSV, "--data-urlencode", f"query={NAME}"], ""),
        (["-H", CSV, "--get", "--data-urlencode", f"query={NAME}"], ""),
        (["-H", CSV, "-H", QUERY, "--data-binary", "@-"], NAME),
        (["-H", CSV, "-H", QUERY, "--data-binary", "@-", "-H", "Transfer-Encoding: chunked"], NAME),
        (["-H", CSV, "--http1.0", "--data-urlencode", f"query={NAME}"], ""),
        (["-H", CSV, "--compressed", "--data-urlencode", f"query={NAME}"], ""),
        (["--get", "--data-urlencode", f"query={NAME}", "--data", "format=csv"], ""),
        (["-H", CSV, "-H", "Expect: 100-continue", "-H", QUERY, "--data-binary", "@-"], NAME.ljust(40_000)),
        (
            ["-H", CSV, "--data-urlencode", f"query={NAME}", "--data-urlencode", "default-graph-uri=http://x/names"],
            "",
        ),
    ],
    ids=["form", "address", "body", "chunks", "HTTP 1.0", "compressed", "format", "large body", "graph"],
)
def test_a_query_is_answered(endpoint: str, arguments: list[str], given: str) -> None:
    """However curl was told to send it."""
    done = curl("--fail", endpoint, *arguments, given=given)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    assert done.stdout.decode() == ROWS


def test_the_head_says_how_long_the_answer_is(endpoint: str) -> None:
    """``curl --head``."""
    done = curl("--head", f"{endpoint}?query=ASK%7B%7D")
    head = done.stdout.decode().lower()
    assert head.startswith("http/1.1 200")
    assert f"content-length: {len(curl(f'{endpoint}?query=ASK%7B%7D').stdout)}\r\n" in head


def test_a_problem_is_json_and_an_exit_status(endpoint: str) -> None:
    """For the eye and for a script."""
    problem = json.loads(curl(endpoint, "--data-urlencode", "query=ASK { ?s ex:p ?o }").stdout)
    assert (problem["status"], problem["line"], problem["column"]) == (400, 1, 10)
    failed = curl("--fail", endpoint, "--data-urlencode", "query=ASK { ?s ex:p ?o }")
    assert failed.returncode == 22
    assert b"400" in failed.stderr


def test_another_origin_may_ask(endpoint: str) -> None:
    """The two requests of a browser: may I, and the query; the answer to a bad one can be read as well."""
    origin, asked = "Origin: https://example.org", "Access-Control-Request-Method: POST"
    wanted = "Access-Control-Request-Headers: content-type,queryid"
    head = curl("-i", "-X", "OPTIONS", endpoint, "-H", origin, "-H", asked, "-H", wanted).stdout.decode().lower()
    assert head.startswith("http/1.1 204")
    assert "access-control-allow-origin: *" in head
    assert "\r\naccess-control-allow-headers: content-type, queryid\r\n" in head
    for query, status in {"ASK {}": "200", "ASK {": "400", "DROP ALL": "403"}.items():
        head = curl("-i", endpoint, "-H", origin, "-H", QUERY, "--data-binary", query).stdout.decode().lower()
        assert head.startswith(f"http/1.1 {status}")
        assert "access-control-allow-origin: *" in head
