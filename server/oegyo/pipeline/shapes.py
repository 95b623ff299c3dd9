"""SHACL shapes by pySHACL: what is wrong with one node, where, and how badly.

pySHACL runs SPARQL constraints once per node, 200 times slower than one query over all of them, so shapes are Core only, and
what looks at more than one node is a check.
"""

from __future__ import annotations

import pyshacl
from rdflib import RDF, SH, Graph, Literal, URIRef

from oegyo.pipeline.results import ValidationResult


def validate_shapes(data: Graph, shapes: Graph) -> list[ValidationResult]:
    """What the SHACL ``shapes`` find in ``data``.

    ``data`` holds the class hierarchy too: a shape for a class holds for its subclasses. Nothing is inferred.
    """
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", allow_warnings=True)
    results = []
    for node in report.subjects(RDF.type, SH.ValidationResult):
        value = report.value(node, SH.value)
        said = f" ({value})" if isinstance(value, Literal | URIRef) else ""
        results.append(
            ValidationResult(
                focus=str(report.value(node, SH.focusNode)),
                source=str(report.value(node, SH.sourceShape)),
                path=str(report.value(node, SH.resultPath) or ""),
                message=f"{report.value(node, SH.resultMessage)}{said}",
                warning=report.value(node, SH.resultSeverity) != SH.Violation,
            )
        )
    return sorted(results)
