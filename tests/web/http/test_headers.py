"""What every answer carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from oegyo.release import Release

ADDRESSES = [
    "/",
    "/sparql",
    "/sparql?query=ASK%7B%7D",
    "/sparql?query=ASK%7B",
    "/sparql/terms.json",
    "/queries/",
    "/queries/member-since.csv",
    "/queries/none",
    "/id/state/KOR",
    "/id/state/KOR.html",
    "/id/state/none",
    "/concept/stance",
    "/ontology",
    "/ontology.ttl",
    "/download/",
    "/download/oegyo.ttl",
    "/download/none",
    "/static/style.css",
    "/none",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("accept", ["text/html", "*/*", "image/png"])
def test_every_answer_is_open_to_other_origins_and_names_its_data(
    client: FlaskClient, release: Release, address: str, accept: str
) -> None:
    """Errors and redirects too."""
    response = client.get(address, headers={"Accept": accept})
    assert response.status_code < 500
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Oegyo-Release"] == release.digest
    assert "Accept" in response.vary
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", ["/", "/sparql", "/id/state/KOR.html", "/queries/member-since", "/none"])
def test_a_page_allows_no_script_but_our_own_and_depends_on_the_language(client: FlaskClient, address: str) -> None:
    """Whatever a literal of the data looks like."""
    response = client.get(address, headers={"Accept": "text/html"})
    policy = dict(one.split(" ", 1) for one in response.headers["Content-Security-Policy"].split("; "))
    assert policy.pop("default-src") == "'none'"
    assert policy.pop("base-uri") == policy.pop("frame-ancestors") == "'none'"
    assert policy == dict.fromkeys(["script-src", "style-src", "img-src", "connect-src", "form-action"], "'self'")
    assert "Accept-Language" in response.vary


@pytest.mark.parametrize(
    ("address", "methods"), [("/sparql", {"GET", "HEAD", "OPTIONS", "POST"}), ("/queries/", {"GET", "HEAD", "OPTIONS"})]
)
def test_a_preflight_is_answered_with_what_is_allowed(client: FlaskClient, address: str, methods: set[str]) -> None:
    """204, for a browser that wants to send application/sparql-query from another origin."""
    headers = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    response = client.options(address, headers=headers)
    assert (response.status_code, response.data) == (204, b"")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert set(response.headers["Access-Control-Allow-Methods"].split(", ")) == methods
    assert set(response.headers["Allow"].split(", ")) == methods
    assert response.headers["Access-Control-Allow-Headers"] == "content-type"


def test_a_preflight_of_an_unknown_address_is_not_found(client: FlaskClient) -> None:
    """There is nothing to allow."""
    assert client.options("/none").status_code == 404


@pytest.mark.parametrize("address", [*ADDRESSES, "/static/style.css"])
def test_the_application_leaves_conditions_and_parts_to_the_gate(client: FlaskClient, address: str) -> None:
    """It makes no entity tag that would be thrown away, and answers whole whatever the client has."""
    plain = client.get(address)
    assert "ETag" not in plain.headers
    assert "Accept-Ranges" not in plain.headers
    for headers in ({"If-None-Match": "*"}, {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, {"Range": "bytes=0-3"}):
        response = client.get(address, headers=headers)
        assert (response.status_code, response.data) == (plain.status_code, plain.data)


def test_without_a_release_no_data_is_named(bare_client: FlaskClient) -> None:
    """There is no digest to name."""
    assert "Oegyo-Release" not in bare_client.get("/sparql?query=ASK%7B%7D").headers
