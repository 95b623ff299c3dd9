"""Set checks (``ontology/checks/*.rq``): each looks at the whole graph, and each of its rows is a failure."""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from oegyo.pipeline.query_file import read_query_file
from oegyo.pipeline.results import ValidationResult
from oegyo.terms.namespaces import CHECK, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from oegyo.pipeline.query_file import QueryFile


@dataclass(frozen=True)
class Check:
    """One set check: ``file`` holds a SELECT whose every row, with at least ``?focusNode``, is a failure."""

    iri: str
    title: str
    message: str
    warning: bool
    file: QueryFile


def read_check(path: Path) -> Check:
    """The check in the file ``path``.

    Raises BuildError when its header is not as it should be.
    """
    file = read_query_file(path, "checks")
    if missing := {"id", "title", "severity", "message"} - file.header.keys():
        raise file.failure(f"the header lacks {', '.join(sorted(missing))}")
    if file.header["severity"] not in {"violation", "warning"}:
        raise file.failure("severity is violation or warning")
    iri, warning = CHECK + file.header["id"], file.header["severity"] == "warning"
    return Check(iri, file.header["title"], file.header["message"], warning, file)


def validate_checks(store: ox.Store, checks: Iterable[Check], prefixes: Mapping[str, str]) -> list[ValidationResult]:
    """What ``checks`` find in ``store``, the default graph being the union of all; messages say IRIs by ``prefixes``.

    Raises BuildError for a check that does not say of what a row is, or whose message needs what the row does not have.
    """
    results = []
    for check in checks:
        solutions = check.file.select(store)
        names = [variable.value for variable in solutions.variables]
        if missing := {"focusNode", *_placeholders(check.message)} - set(names):
            raise check.file.failure(f"selects no ?{', ?'.join(sorted(missing))}")
        for solution in solutions:
            row = {name: _value(solution[name]) for name in names}
            message = check.message.format_map({name: shorten(value, prefixes) for name, value in row.items()})
            results.append(ValidationResult(row["focusNode"], check.iri, row.get("path", ""), message, check.warning))
    return sorted(set(results))


def _placeholders(message: str) -> set[str]:
    """The variables that ``message`` has in braces."""
    return {name for _, name, _, _ in Formatter().parse(message) if name}


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term or "")
