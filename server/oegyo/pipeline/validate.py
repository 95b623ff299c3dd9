"""SHACL shapes by pySHACL, set checks by pyoxigraph: what is wrong, where, and how badly.

A shape looks at one node; a check (``ontology/checks/*.rq``) looks at the whole graph, and each of its rows is a failure.
pySHACL runs SPARQL constraints once per node, 200 times slower than one query over all of them, so shapes are Core only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pyshacl
from rdflib import RDF, SH, Graph, Literal, URIRef

from oegyo.errors import BuildError
from oegyo.saved.query import read_header
from oegyo.terms.namespaces import CHECK, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


@dataclass(frozen=True, order=True)
class Result:
    """One result: ``source`` is the shape or check that ``focus`` fails on ``path`` (IRIs; the path may be empty)."""

    focus: str
    source: str
    path: str
    message: str
    warning: bool = False


@dataclass(frozen=True)
class Check:
    """One set check: ``text`` is a SELECT whose every row, with at least ``?focusNode``, is a failure."""

    iri: str
    title: str
    message: str
    warning: bool
    text: str


def read_check(path: Path) -> Check:
    """The check in the file ``path``.

    Raises BuildError when its header is not as it should be.
    """
    text = path.read_text(encoding="utf-8")
    header = read_header(text)
    missing = {"id", "title", "severity", "message"} - header.keys()
    if missing or header["severity"] not in {"violation", "warning"}:
        wrong = f"the header lacks {', '.join(sorted(missing))}" if missing else "severity is violation or warning"
        raise BuildError("checks", [f"ontology/{path.parent.name}/{path.name}: {wrong}"])
    return Check(CHECK + header["id"], header["title"], header["message"], header["severity"] == "warning", text)


def validate_shapes(data: Graph, shapes: Graph) -> list[Result]:
    """What the SHACL ``shapes`` find in ``data``.

    ``data`` holds the class hierarchy too: a shape for a class holds for its subclasses. Nothing is inferred.
    """
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", allow_warnings=True)
    results = []
    for node in report.subjects(RDF.type, SH.ValidationResult):
        value = report.value(node, SH.value)
        said = f" ({value})" if isinstance(value, Literal | URIRef) else ""
        results.append(
            Result(
                focus=str(report.value(node, SH.focusNode)),
                source=str(report.value(node, SH.sourceShape)),
                path=str(report.value(node, SH.resultPath) or ""),
                message=f"{report.value(node, SH.resultMessage)}{said}",
                warning=report.value(node, SH.resultSeverity) != SH.Violation,
            )
        )
    return sorted(results)


def validate_checks(store: ox.Store, checks: Iterable[Check], prefixes: Mapping[str, str]) -> list[Result]:
    """What ``checks`` find in ``store``, the default graph being the union of all; messages say IRIs by ``prefixes``."""
    results = []
    for check in checks:
        solutions = store.query(check.text, use_default_graph_as_union=True)
        if not isinstance(solutions, ox.QuerySolutions):
            raise BuildError("checks", [f"{check.iri}: is not a SELECT"])
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            row = {name: _value(solution[name]) for name in names}
            message = check.message.format_map({name: shorten(value, prefixes) for name, value in row.items()})
            results.append(Result(row["focusNode"], check.iri, row.get("path", ""), message, check.warning))
    return sorted(set(results))


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term or "")
