"""Set checks: what a row becomes, and what is said of a file that is no check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from oegyo.errors import BuildError
from oegyo.pipeline.checks import read_check, validate_checks
from oegyo.pipeline.results import ValidationResult

if TYPE_CHECKING:
    from pathlib import Path

    from oegyo.pipeline.checks import Check

KOR = "https://w3id.org/oegyo/id/state/KOR"
PREFIXES = {"state": "https://w3id.org/oegyo/id/state/"}
HEADER = "#+ id: S1\n#+ title: One\n#+ severity: {severity}\n#+ message: {message}\n"


def check(tmp_path: Path, body: str, severity: str = "violation", message: str = '"{value} is odd"') -> Check:
    """A check with the query ``body``."""
    path = tmp_path / "checks/s01.rq"
    path.parent.mkdir(exist_ok=True)
    path.write_text(HEADER.format(severity=severity, message=message) + body, encoding="utf-8")
    return read_check(path)


@pytest.mark.parametrize(("severity", "warning"), [("violation", False), ("warning", True)])
def test_each_row_is_a_result(tmp_path: Path, severity: str, warning: bool) -> None:
    """In one order, each once; the message names what the row has, IRIs by their prefixes."""
    rows = f"(<{KOR}> <http://p/> <{KOR}>) (<{KOR}> UNDEF 7) (<{KOR}> UNDEF 7) (<http://a/> UNDEF UNDEF)"
    made = check(tmp_path, f"SELECT ?focusNode ?path ?value {{ VALUES (?focusNode ?path ?value) {{ {rows} }} }}", severity)
    assert made.title == "One"
    assert validate_checks(ox.Store(), [made], PREFIXES) == [
        ValidationResult("http://a/", "https://w3id.org/oegyo/check/S1", "", " is odd", warning),
        ValidationResult(KOR, "https://w3id.org/oegyo/check/S1", "", "7 is odd", warning),
        ValidationResult(KOR, "https://w3id.org/oegyo/check/S1", "http://p/", "state:KOR is odd", warning),
    ]


def test_a_check_may_say_nothing_of_a_path(tmp_path: Path) -> None:
    """Then the result is of the node as a whole."""
    made = check(tmp_path, f"SELECT ?focusNode {{ VALUES ?focusNode {{ <{KOR}> }} }}", message="It is odd.")
    assert [result.path for result in validate_checks(ox.Store(), [made], PREFIXES)] == [""]


@pytest.mark.parametrize(
    ("body", "failure"),
    [
        ("ASK {}", ": is not a SELECT"),
        ("SELECT ?value {", ":5: is not SPARQL: "),
        ("SELECT ?value { VALUES ?value { 1 } }", ": selects no ?focusNode"),
        ("SELECT ?node { VALUES ?node { 1 } }", ": selects no ?focusNode, ?value"),
    ],
)
def test_a_query_that_is_no_check_is_named(tmp_path: Path, body: str, failure: str) -> None:
    """With its file and what is wrong with it."""
    with pytest.raises(BuildError) as caught:
        validate_checks(ox.Store(), [check(tmp_path, body)], PREFIXES)
    assert caught.value.stage == "checks"
    assert caught.value.failures[0].startswith(f"ontology/checks/s01.rq{failure}")


def test_a_header_that_says_too_little_is_named(tmp_path: Path) -> None:
    """What it lacks, or what it may say."""
    path = tmp_path / "checks/s01.rq"
    with pytest.raises(BuildError) as caught:
        check(tmp_path, "SELECT ?x {}", severity="fatal")
    assert caught.value.failures == ["ontology/checks/s01.rq: severity is violation or warning"]
    path.write_text("#+ id: S1\nSELECT ?x {}", encoding="utf-8")
    with pytest.raises(BuildError) as caught:
        read_check(path)
    assert caught.value.failures == ["ontology/checks/s01.rq: the header lacks message, severity, title"]
