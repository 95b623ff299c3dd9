"""What a release says of itself: triples that the descriptions (``ontology/description/*.rq``, CONSTRUCT) write.

A description reads the graph as a rule does, and what is not in the graph, such as the results of the checks, from tables
(see `oegyo.saved.inline_data`). Its header says which graph its triples go to. A new file there is a new description.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from oegyo.pipeline.query_file import read_query_file
from oegyo.saved.inline_data import wanted
from oegyo.terms.namespaces import QUERY

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from oegyo.pipeline.checks import Check
    from oegyo.pipeline.query_file import QueryFile
    from oegyo.pipeline.results import ValidationResult
    from oegyo.saved.inline_data import Tables, Variables
    from oegyo.saved.query import SavedQuery

GRAPHS = ("report", "queries", "description")
"""The graphs that a description may write to."""


@dataclass(frozen=True)
class Description:
    """One description, and the graph that its triples go to."""

    file: QueryFile
    graph: str

    @property
    def wanted(self) -> set[Variables]:
        """The tables it asks for."""
        return set(wanted(self.file.text))


def read_description(path: Path) -> Description:
    """The description in the file ``path``.

    Raises BuildError when its header is not as it should be.
    """
    file = read_query_file(path, "describe")
    if file.header.get("graph") not in GRAPHS:
        raise file.failure(f"the header says graph: {', '.join(GRAPHS[:-1])} or {GRAPHS[-1]}")
    return Description(file, file.header["graph"])


def report_tables(warnings: Iterable[ValidationResult], checks: Iterable[Check]) -> Tables:
    """The warnings that stand, numbered from 1 in their order; those of ``checks`` with the title of the check."""
    titles = {check.iri: ox.Literal(check.title, language="en") for check in checks}
    return {
        ("number", "focus", "source", "path", "message", "title"): [
            (
                ox.Literal(number),
                ox.NamedNode(warning.focus),
                ox.NamedNode(warning.source),
                ox.NamedNode(warning.path) if warning.path else None,
                ox.Literal(warning.message, language="en"),
                titles.get(warning.source),
            )
            for number, warning in enumerate(sorted(warnings), start=1)
        ]
    }


def query_tables(queries: Iterable[SavedQuery]) -> Tables:
    """The saved queries: the form and the text of each, its question in each language, and its tags."""
    named = [(ox.NamedNode(QUERY + query.slug), query) for query in queries]
    return {
        ("query", "form", "text"): [(node, ox.Literal(query.form), ox.Literal(query.text)) for node, query in named],
        ("query", "question"): [
            (node, ox.Literal(text, language=tag)) for node, query in named for tag, text in query.summary.items()
        ],
        ("query", "keyword"): [(node, ox.Literal(tag)) for node, query in named for tag in query.tags],
    }
