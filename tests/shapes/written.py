"""What one rule writes of a few lines of Turtle."""

from __future__ import annotations

import pyoxigraph as ox

from oegyo.pipeline.derive import derive
from shapes import runner
from shapes.runner import compact, rules, store_of

_PREFIXES = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in runner.prefixes().items())
ACTION = "action:x a oegyo:TreatyAction ; oegyo:actor state:KOR ; oegyo:treaty treaty:NPT"


def _store_with(turtle: str) -> ox.Store:
    """The base with a few lines of Turtle more."""
    store = store_of()
    store.load((_PREFIXES + turtle).encode(), format=ox.RdfFormat.TURTLE)
    return store


def _show(term: object) -> str:
    """A term, short."""
    if isinstance(term, ox.NamedNode):
        return compact(term.value)
    assert isinstance(term, ox.Literal)
    return f"{term.value}@{term.language}" if term.language else term.value


def written_in(store: ox.Store, rule: str) -> set[ox.Triple]:
    """What one rule writes."""
    (triples,) = derive(store, [rules()[rule]]).values()
    return triples


def written(rule: str, turtle: str) -> set[tuple[str, str, str]]:
    """What one rule writes beside what it writes for the base alone."""
    before, after = (
        {(_show(triple.subject), _show(triple.predicate), _show(triple.object)) for triple in written_in(store, rule)}
        for store in (store_of(), _store_with(turtle))
    )
    return after - before
