"""A query that is kept in ``ontology/``: its header, its text, and asking it; what is wrong is said with file and line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import yaml

from oegyo.errors import BuildError
from oegyo.saved.header import read_header
from oegyo.saved.inline_data import filled, wanted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from oegyo.saved.inline_data import Tables

_MESSAGE = re.compile(r"error at (\d+):\d+: (.*)", re.DOTALL)


@dataclass(frozen=True)
class QueryFile:
    """One such file; ``stage`` is the part of the build that fails when it is wrong."""

    path: Path
    stage: str
    header: Mapping[str, Any]
    text: str

    @property
    def name(self) -> str:
        """The file as the user knows it: ``ontology/rules/labels.rq``."""
        return f"ontology/{self.path.parent.name}/{self.path.name}"

    def select(self, store: ox.Store) -> ox.QuerySolutions:
        """Its solutions over ``store``, the default graph being the union of all; raises BuildError if it is no SELECT."""
        solutions = self._ask(store, self.text)
        if not isinstance(solutions, ox.QuerySolutions):
            raise self.failure("is not a SELECT")
        return solutions

    def construct(self, store: ox.Store, tables: Tables | None = None) -> set[ox.Triple]:
        """The triples it writes from ``store`` and ``tables``; raises BuildError if it is no CONSTRUCT of these."""
        given = tables or {}
        for variables, line in wanted(self.text).items():
            if variables not in given:
                raise self.failure(f"there is no table of {_listed(variables)}; there is {_known(given)}", line)
        triples = self._ask(store, filled(self.text, given))
        if not isinstance(triples, ox.QueryTriples):
            raise self.failure("is not a CONSTRUCT")
        return set(triples)

    def failure(self, what: object, line: int | None = None) -> BuildError:
        """``what`` is wrong with the file, on ``line`` where that is known, as an error."""
        return BuildError(self.stage, [said(self.name, line, what)])

    def _ask(self, store: ox.Store, text: str) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
        try:
            return store.query(text, use_default_graph_as_union=True)
        except SyntaxError as error:
            line, what = explained(error)
            raise self.failure(what, line) from error


def read_query_file(path: Path, stage: str) -> QueryFile:
    """The query in the file ``path`` of a folder of ``ontology/``.

    Raises BuildError when its header cannot be read.
    """
    text = path.read_text(encoding="utf-8")
    file = QueryFile(path, stage, {}, text)
    try:
        header = read_header(text)
    except yaml.MarkedYAMLError as error:
        # the header is the top of the file, so its lines are the lines of the file
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise file.failure(f"the header cannot be read: {error.problem}", line) from error
    if not isinstance(header, dict):
        raise file.failure("the header is not lines of 'name: value'")
    return QueryFile(path, stage, header, text)


def explained(error: SyntaxError) -> tuple[int | None, str]:
    """The line, from 1, at which the parser of queries gave up, and what it says.

    It tells the column too, but of where it looked ahead to, not of where the slip is.
    """
    found = _MESSAGE.fullmatch(str(error))
    return (int(found[1]), f"is not SPARQL: {found[2]}") if found else (None, str(error))


def said(name: str, line: int | None, what: object) -> str:
    """``what`` is wrong with the file ``name``, on ``line`` where that is known, in one line."""
    return f"{name}:{line}: {what}" if line else f"{name}: {what}"


def _listed(variables: tuple[str, ...]) -> str:
    return " ".join(f"?{name}" for name in variables)


def _known(tables: Tables) -> str:
    return ", ".join(f"({_listed(variables)})" for variables in tables) or "none"
