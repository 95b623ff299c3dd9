"""What a release says of itself in RDF: the warnings that stand, and its saved queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from oegyo.terms.namespaces import BASE, QUERY, graph_iri
from oegyo.terms.vocabularies import LABEL, RDFS, SCHEMA, SH, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oegyo.pipeline.validate import Check, Result
    from oegyo.saved.query import SavedQuery

_COMMENT = ox.NamedNode(RDFS + "comment")
_KEYWORDS = ox.NamedNode(SCHEMA + "keywords")
_TARGET = ox.NamedNode(SCHEMA + "target")


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{SH}{name}")


def describe_report(warnings: Iterable[Result], checks: Iterable[Check]) -> set[ox.Triple]:
    """The warnings as SHACL validation results (https://www.w3.org/TR/shacl/#validation-report), each with an IRI.

    Those of ``checks`` that warn are named by their titles.
    """
    warnings = list(warnings)
    sources = {warning.source for warning in warnings}
    report = {
        ox.Triple(ox.NamedNode(check.iri), LABEL, ox.Literal(check.title, language="en"))
        for check in checks
        if check.iri in sources
    }
    for number, warning in enumerate(sorted(warnings), start=1):
        node = ox.NamedNode(f"{graph_iri('report')}#{number}")
        values: dict[ox.NamedNode, ox.NamedNode | ox.Literal] = {
            TYPE: _sh("ValidationResult"),
            _sh("focusNode"): ox.NamedNode(warning.focus),
            _sh("sourceShape"): ox.NamedNode(warning.source),
            _sh("resultSeverity"): _sh("Warning"),
            _sh("resultMessage"): ox.Literal(warning.message, language="en"),
        }
        if warning.path:
            values[_sh("resultPath")] = ox.NamedNode(warning.path)
        report |= {ox.Triple(node, predicate, value) for predicate, value in values.items()}
    return report


def describe_queries(queries: Iterable[SavedQuery]) -> set[ox.Triple]:
    """The saved queries by the convention that editors and language models read.

    See https://github.com/sib-swiss/sparql-examples: an executable with its text, its question and its keywords.
    """
    described = set()
    for query in queries:
        node = ox.NamedNode(QUERY + query.slug)
        described |= {
            ox.Triple(node, TYPE, _sh("SPARQLExecutable")),
            ox.Triple(node, TYPE, _sh(f"SPARQL{query.form.capitalize()}Executable")),
            ox.Triple(node, _sh(query.form.lower()), ox.Literal(query.text)),
            ox.Triple(node, _TARGET, ox.NamedNode(BASE + "sparql")),
        }
        described |= {ox.Triple(node, _COMMENT, ox.Literal(text, language=tag)) for tag, text in query.summary.items()}
        described |= {ox.Triple(node, _KEYWORDS, ox.Literal(tag)) for tag in query.tags}
    return described
