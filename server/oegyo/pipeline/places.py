"""Where the sources say something, for messages: file, line and node."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from oegyo.terms.namespaces import shorten

if TYPE_CHECKING:
    from oegyo.pipeline.parse import TurtleFile
    from oegyo.pipeline.results import ValidationResult


class Places:
    """Where a node is written, for messages."""

    def __init__(self, files: list[TurtleFile], prefixes: dict[str, str]) -> None:
        self.prefixes = prefixes
        self._homes: dict[str, TurtleFile] = {}
        # A node is at home where its type is said; links only add to it.
        for file in sorted(files, key=lambda file: file.graph == "links"):
            for triple in file.triples:
                if isinstance(triple.subject, ox.NamedNode):
                    self._homes.setdefault(triple.subject.value, file)

    def __call__(self, node: str) -> str:
        """``data/memberships.ttl:12: membership:KOR-UN``; the node alone when no file holds it."""
        file = self._homes.get(node)
        return self.in_file(file, node) if file else shorten(node, self.prefixes)

    def in_file(self, file: TurtleFile, node: str) -> str:
        """Where ``file`` says something of ``node``."""
        line = file.line_of(node, self.prefixes)
        return (
            f"{file.name}:{line}: {shorten(node, self.prefixes)}" if line else f"{file.name}: {shorten(node, self.prefixes)}"
        )

    def line(self, result: ValidationResult) -> str:
        """One line that says a validation result."""
        path = f" {shorten(result.path, self.prefixes)}" if result.path else ""
        source = shorten(result.source, self.prefixes)
        return f"{self(result.focus)}{path}: {result.message} [{source}]"
