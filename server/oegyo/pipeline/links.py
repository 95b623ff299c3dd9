"""Link sets: each file of ``data/links/`` says which of our things are the same as things of one other data set.

A release describes each of them (``ontology/description/link-*.rq``), with what it links and how much.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

import pyoxigraph as ox

from oegyo.terms import targets
from oegyo.terms.namespaces import QUALITY
from oegyo.terms.targets import TARGETS, Target
from oegyo.terms.vocabularies import SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from oegyo.pipeline.parse import TurtleFile
    from oegyo.saved.inline_data import Tables

_EXACT_MATCH = ox.NamedNode(SKOS + "exactMatch")


def findings(file: TurtleFile) -> Iterator[tuple[str, str]]:
    """What is wrong with a file of links, by node: it holds skos:exactMatch only, and to one of `TARGETS`."""
    first: Target | None = None
    for triple in sorted(file.triples, key=str):
        node = getattr(triple.subject, "value", str(triple.subject))
        if triple.predicate != _EXACT_MATCH:
            yield node, f"has {triple.predicate}, but a file of links holds skos:exactMatch only"
            continue
        target = _target(triple)
        if target is None:
            spaces = ", ".join(one.space for one in TARGETS)
            yield node, f"is linked to {triple.object}, which is of no data set that is known here ({spaces})"
        elif target != (first := first or target):
            yield node, f"is linked to {target.titles['en']}, but the file to {first.titles['en']}; keep one file for each"


def tables(files: Iterable[TurtleFile]) -> Tables:
    """The link sets in ``files`` and the data sets they link with, for what a release says of them."""
    sets = {_name(file): file.triples for file in files if file.graph == "links" and file.triples}
    targets = {node: next(filter(None, map(_target, triples))) for node, triples in sets.items()}
    return {
        ("set", "subject", "object"): [
            (node, triple.subject, triple.object)
            for node, triples in sets.items()
            for triple in triples
            if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode)
        ],
        ("set", "target"): [(node, target.iri) for node, target in targets.items()],
        ("target", "space", "homepage", "licence"): [
            (target.iri, ox.Literal(target.space), ox.NamedNode(target.homepage), ox.NamedNode(target.licence))
            for target in TARGETS
        ],
        ("target", "name"): [
            (target.iri, ox.Literal(title, language=tag)) for target in TARGETS for tag, title in target.titles.items()
        ],
    }


def _name(file: TurtleFile) -> ox.NamedNode:
    """What the link set in ``file`` is called, as its download is."""
    return ox.NamedNode(f"{QUALITY}links-{PurePath(file.name).stem}")


def _target(triple: ox.Triple) -> Target | None:
    """The data set that the object of ``triple`` is of."""
    return targets.of(triple.object.value) if isinstance(triple.object, ox.NamedNode) else None
