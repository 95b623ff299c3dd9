"""SERVICE for endpoints that the operator allows, and for no others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oegyo.engine.tokens import open_services
from oegyo.errors import ForbiddenProblem

RELAYS = {"http://a.example/sparql": "http://relay/0", "http://b.example/sparql": "http://relay/1"}


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        (
            "SELECT * { SERVICE <http://a.example/sparql> { ?s ?p ?o } }",
            "SELECT * { SERVICE <http://relay/0> { ?s ?p ?o } }",
        ),
        ("SELECT * { service silent <http://a.example/sparql>{} }", "SELECT * { service silent <http://relay/0>{} }"),
        (
            "SELECT * { SERVICE <http://a.example/sparql> {} SERVICE <http://b.example/sparql> {} }",
            "SELECT * { SERVICE <http://relay/0> {} SERVICE <http://relay/1> {} }",
        ),
        (
            "SELECT * { SERVICE # or <http://b.example/sparql>\n <http://a.example/sparql> {} }",
            "SELECT * { SERVICE # or <http://b.example/sparql>\n <http://relay/0> {} }",
        ),
        (
            'SELECT * { SERVICE <http://a.example/sparql> { ?s <http://a.example/sparql> "SERVICE <http://a.example/>" } }',
            'SELECT * { SERVICE <http://relay/0> { ?s <http://a.example/sparql> "SERVICE <http://a.example/>" } }',
        ),
    ],
)
def test_a_listed_service_is_asked_by_its_relay(text: str, opened: str) -> None:
    """The IRI after SERVICE is exchanged, and nothing else in the query."""
    assert open_services(text, RELAYS) == (opened, True)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://c.example/sparql> {} }",
        "SELECT * { SERVICE <http://a.example/sparql/> {} }",
        "SELECT * { SERVICE <HTTP://A.EXAMPLE/sparql> {} }",
        "SELECT * { SERVICE ?x {} }",
        "SELECT * { VALUES ?x { <http://a.example/sparql> } SERVICE ?x {} }",
        "SELECT * { SERVICE?x{ ?a ?b <http://a.example/sparql> } }",
        "PREFIX a: <http://a.example/> SELECT * { SERVICE a:sparql {} }",
        "BASE <http://a.example/> SELECT * { SERVICE <sparql> {} }",
        "SELECT * { SERVICE <http://a.example/sparql> { SERVICE <http://c.example/> {} } }",
        "SELECT * { SERVICE <http://a.example/sparql> { SERVICE ?x {} } }",
        "SELECT * { SERVICE SILENT <http://c.example/sparql> {} SERVICE <http://a.example/sparql> {} }",
        "SELECT * { SERVICESILENT<http://a.example/sparql>{} }",
        "SELECT * { SERVICE ex:SERVICE <http://a.example/sparql> {} }",
        "LOAD <http://a.example/sparql>",
    ],
)
def test_any_other_service_is_refused(text: str) -> None:
    """By another IRI, a variable or a name; nested or silent; beside one that is listed."""
    with pytest.raises(ForbiddenProblem):
        open_services(text, RELAYS)


@given(st.text(st.sampled_from("SERVICE silent <http://a.example/sparql>{}?x:#\"'\\\n ")))
def test_what_is_left_over_names_no_service(text: str) -> None:
    """Whatever is let through asks the relays and nobody else."""
    try:
        opened, _ = open_services(text, RELAYS)
    except ForbiddenProblem:
        return
    for relay in RELAYS.values():
        opened = opened.replace(f"<{relay}>", "<http://a.example/sparql>")
    assert opened == text


def test_without_a_list_every_service_is_refused() -> None:
    """As it is by default."""
    with pytest.raises(ForbiddenProblem, match="SERVICE is switched off"):
        open_services("SELECT * { SERVICE <http://a.example/sparql> {} }", {})
    assert open_services("SELECT * { ?s ?p ?o }", {}) == ("SELECT * { ?s ?p ?o }", False)
