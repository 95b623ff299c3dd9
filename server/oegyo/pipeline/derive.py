"""The derived graph: plain triples that the rules (``ontology/rules/*.rq``, CONSTRUCT) write from the hand-kept ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from oegyo.errors import BuildError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def derive(store: ox.Store, rules: Iterable[Path]) -> dict[str, set[ox.Triple]]:
    """The triples that each rule writes from what ``store`` holds, by file name.

    Rules do not see each other's triples, so their order does not matter. Raises BuildError for a rule that is not a
    CONSTRUCT.
    """
    written = {}
    for path in rules:
        try:
            result = store.query(path.read_text(encoding="utf-8"), use_default_graph_as_union=True)
        except SyntaxError as error:
            raise BuildError("derive", [f"ontology/rules/{path.name}: {error}"]) from error
        if not isinstance(result, ox.QueryTriples):
            raise BuildError("derive", [f"ontology/rules/{path.name}: is not a CONSTRUCT"])
        written[path.name] = set(result)
    return written
