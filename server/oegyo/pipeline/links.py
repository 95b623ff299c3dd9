"""Link sets: each file of ``data/links/`` says which of our things are the same as things of one other data set.

A release describes each of them as a void:Linkset (https://www.w3.org/TR/void/#linkset), with what it links and how much.
"""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING

import pyoxigraph as ox

from oegyo.terms import targets
from oegyo.terms.labels import LANGUAGES, local_name
from oegyo.terms.namespaces import BASE, QUALITY
from oegyo.terms.targets import TARGETS, Target
from oegyo.terms.vocabularies import DCTERMS, FOAF, LABEL, SKOS, TYPE, VOID, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from oegyo.pipeline.turtle import TurtleFile

_EXACT_MATCH = ox.NamedNode(SKOS + "exactMatch")
_PREF_LABEL = ox.NamedNode(SKOS + "prefLabel")
_TITLE = ox.NamedNode(DCTERMS + "title")
_INTEGER = ox.NamedNode(XSD + "integer")

_LINKS_TO = {"en": "Links to {}: {}", "ko": "{} 연결: {}", "vi": "Liên kết tới {}: {}"}


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


def describe(files: Iterable[TurtleFile], store: ox.Store) -> set[ox.Triple]:
    """The link sets in ``files`` and the data sets they link to; ``store`` knows what each thing is."""
    described = set()
    for file in files:
        if file.graph == "links" and file.triples:
            described |= _link_set(file, store)
    return described


def _link_set(file: TurtleFile, store: ox.Store) -> set[ox.Triple]:
    target = next(target for target in map(_target, file.triples) if target)
    name = f"links-{PurePath(file.name).stem}"
    node = ox.NamedNode(QUALITY + name)
    subjects = {triple.subject for triple in file.triples}
    classes = Counter(
        quad.object
        for subject in subjects
        for quad in store.quads_for_pattern(subject, TYPE, None)
        if isinstance(quad.object, ox.NamedNode)
    )
    titles = {tag: _LINKS_TO[tag].format(target.titles[tag], _names(classes, store, tag)) for tag in LANGUAGES}
    described = _data_set(target) | {
        ox.Triple(ox.NamedNode(BASE), TYPE, _void("Dataset")),
        ox.Triple(ox.NamedNode(BASE), _void("subset"), node),
        ox.Triple(node, TYPE, _void("Linkset")),
        *_named(node, titles),
        ox.Triple(node, _void("subjectsTarget"), ox.NamedNode(BASE)),
        ox.Triple(node, _void("objectsTarget"), target.iri),
        ox.Triple(node, _void("linkPredicate"), _EXACT_MATCH),
        ox.Triple(node, _void("dataDump"), ox.NamedNode(f"{BASE}download/{name}.ttl")),
        ox.Triple(node, _void("triples"), _integer(len(file.triples))),
        ox.Triple(node, _void("distinctSubjects"), _integer(len(subjects))),
        ox.Triple(node, _void("distinctObjects"), _integer(len({triple.object for triple in file.triples}))),
    }
    for class_, count in classes.items():
        part = ox.NamedNode(f"{node.value}-{local_name(class_.value)}")
        described |= {
            ox.Triple(node, _void("classPartition"), part),
            ox.Triple(part, TYPE, _void("Dataset")),
            ox.Triple(part, _void("class"), class_),
            ox.Triple(part, _void("entities"), _integer(count)),
        }
    return described


def _data_set(target: Target) -> set[ox.Triple]:
    return {
        ox.Triple(target.iri, TYPE, _void("Dataset")),
        *_named(target.iri, target.titles),
        ox.Triple(target.iri, ox.NamedNode(FOAF + "homepage"), ox.NamedNode(target.homepage)),
        ox.Triple(target.iri, ox.NamedNode(DCTERMS + "license"), ox.NamedNode(target.licence)),
        ox.Triple(target.iri, _void("uriSpace"), ox.Literal(target.space)),
    }


def _target(triple: ox.Triple) -> Target | None:
    """The data set that the object of ``triple`` is of."""
    return targets.of(triple.object.value) if isinstance(triple.object, ox.NamedNode) else None


def _names(classes: Iterable[ox.NamedNode], store: ox.Store, tag: str) -> str:
    """What ``classes`` are called in the language ``tag``, in one order."""
    names = []
    for class_ in classes:
        labels = (quad.object for quad in store.quads_for_pattern(class_, _PREF_LABEL, None))
        texts = {label.language: label.value for label in labels if isinstance(label, ox.Literal)}
        names.append(texts.get(tag, local_name(class_.value)))
    return ", ".join(sorted(names))


def _named(node: ox.NamedNode, titles: Mapping[str, str]) -> Iterator[ox.Triple]:
    for tag, title in titles.items():
        yield ox.Triple(node, _TITLE, ox.Literal(title, language=tag))
        yield ox.Triple(node, LABEL, ox.Literal(title, language=tag))


def _void(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{VOID}{name}")


def _integer(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=_INTEGER)
