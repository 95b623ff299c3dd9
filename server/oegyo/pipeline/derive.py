"""The derived graph: plain triples that the rules (``ontology/rules/*.rq``, CONSTRUCT) write from the hand-kept ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oegyo.pipeline.query_file import read_query_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pyoxigraph as ox


def derive(store: ox.Store, rules: Iterable[Path]) -> dict[str, set[ox.Triple]]:
    """The triples that each rule writes from what ``store`` holds, by file name.

    Rules do not see each other's triples, so their order does not matter. Raises BuildError for a rule that is not a
    CONSTRUCT.
    """
    return {path.name: read_query_file(path, "derive").construct(store) for path in rules}
