"""Every statement of the two source documents is held: the checklist says where, the graph is asked.

A row names a range of characters of a document, the record that holds what is said there, and, where a value is said, the
property and the value. The record's evidence must point at a passage that overlaps the range, and the value must be there.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest

from oegyo.paths import installed_sources
from oegyo.pipeline.parse import read_prefixes

ROWS = list(csv.DictReader(Path(__file__).with_name("checklist.csv").read_text(encoding="utf-8").splitlines()))
PREFIXES = read_prefixes(installed_sources().ontology / "prefixes.ttl")


class Claim(NamedTuple):
    """One piece of evidence of a record: where its passage stands, and the value it reports, if it reports one."""

    source: str
    start: int
    end: int
    reported: str | None


def expand(name: str) -> ox.NamedNode:
    """The IRI of a prefixed name."""
    prefix, _, local = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


def values(graph: ox.Store, subject: ox.NamedNode, predicate: str) -> list[ox.NamedNode | ox.Literal]:
    """The values of a property."""
    objects = [quad.object for quad in graph.quads_for_pattern(subject, expand(predicate), None, None)]
    return [term for term in objects if isinstance(term, ox.NamedNode | ox.Literal)]


def as_text(term: ox.NamedNode | ox.Literal) -> str:
    """A value as the checklist writes it: an IRI by its last part."""
    return term.value.rsplit("/", 1)[-1] if isinstance(term, ox.NamedNode) else term.value


def nodes(graph: ox.Store, subject: ox.NamedNode, predicate: str) -> list[ox.NamedNode]:
    """The IRIs among the values of a property."""
    return [term for term in values(graph, subject, predicate) if isinstance(term, ox.NamedNode)]


def claims(graph: ox.Store, record: ox.NamedNode) -> list[Claim]:
    """The evidence of ``record`` whose passage has a place in a text."""
    found = []
    for evidence in nodes(graph, record, "oegyo:evidence"):
        (passage,) = nodes(graph, evidence, "oegyo:passage")
        (source,) = nodes(graph, passage, "oegyo:inSource")
        position = "".join(map(as_text, values(graph, passage, "oegyo:position")))
        reported = [as_text(term) for term in values(graph, evidence, "oegyo:reportedValue")]
        place = re.fullmatch(r"char=(\d+),(\d+)", position)
        if place:
            found.append(Claim(as_text(source), int(place[1]), int(place[2]), next(iter(reported), None)))
    return found


def test_the_checklist_is_whole() -> None:
    """All 233 statements are on the list: 73 of the Vietnamese document, 160 of the English one."""
    numbers = {row["id"]: row["source"] for row in ROWS}
    assert sorted(numbers) == [f"SF{number:03d}" for number in range(1, 234)]
    assert sum(source == "kcc-vietnam" for source in numbers.values()) == 73


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['id']} {row['record']} {row['property']}")
def test_what_the_document_says_is_held_with_evidence(graph: ox.Store, row: dict[str, str]) -> None:
    """A record holds the statement, its evidence points at those words, and the value is the same."""
    record = expand(row["record"])
    start, end = int(row["start"]), int(row["end"])
    pointing = [c for c in claims(graph, record) if c.source == row["source"] and c.start < end and c.end > start]
    assert pointing, f"no evidence of {row['record']} points into {row['source']} char={start},{end}"
    if row["value"]:
        held = {as_text(term) for term in values(graph, record, row["property"])}
        assert row["value"] in held | {claim.reported for claim in pointing}
