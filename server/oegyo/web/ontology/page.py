"""What the pages of the ontology show: terms with their definitions, how often they are used, and their shapes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox
from flask_babel import lazy_gettext as _  # the name by which messages are found

from oegyo.terms import labels
from oegyo.terms.vocabularies import OWL, RDFS, SCHEMA, SH, SKOS, TYPE
from oegyo.web.reading.nodes import cells, mentioned, named
from oegyo.web.reading.rows import value
from oegyo.web.reading.terms import Cell, Terms
from oegyo.web.reading.words import gettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from oegyo.web.http.language import Language
    from oegyo.web.reading.graph import Graph
    from oegyo.web.reading.nodes import Properties
    from oegyo.web.reading.site import Site

_RANGE = SCHEMA + "rangeIncludes"
_DETAILS = {
    RDFS + "subClassOf": _("kind of"),
    RDFS + "subPropertyOf": _("kind of"),
    SCHEMA + "domainIncludes": _("said of"),
    _RANGE: _("value"),
    SKOS + "scopeNote": _("note"),
    SKOS + "example": _("example"),
    SKOS + "exactMatch": _("the same elsewhere"),
    OWL + "equivalentClass": _("the same elsewhere"),
    OWL + "equivalentProperty": _("the same elsewhere"),
    SKOS + "closeMatch": _("nearly the same elsewhere"),
    SKOS + "broadMatch": _("broader elsewhere"),
    SKOS + "narrowMatch": _("narrower elsewhere"),
    SKOS + "relatedMatch": _("related elsewhere"),
    RDFS + "seeAlso": _("see also"),
}
_CLASSES = {OWL + "Class"}
_PROPERTIES = {OWL + "ObjectProperty", OWL + "DatatypeProperty", OWL + "AnnotationProperty"}
_SCHEMES = {SKOS + "ConceptScheme"}


@dataclass(frozen=True)
class ShapeRow:
    """What a shape says of one property: how many values, and of which kind."""

    property: Cell
    many: str
    kinds: list[Cell]


@dataclass(frozen=True)
class TermView:
    """One class, property, scheme or concept, used so often; ``anchor`` is what its IRI ends with."""

    iri: str
    anchor: str
    link: Cell
    definition: list[Cell]
    details: list[tuple[str, list[Cell]]]
    uses: int
    shape: list[ShapeRow] = field(default_factory=list)
    concepts: int = 0


@dataclass(frozen=True)
class OntologyPage:
    """The terms of the ontology, each kind in the order of their names."""

    classes: list[TermView]
    properties: list[TermView]
    schemes: list[TermView]


@dataclass(frozen=True)
class SchemePage:
    """A concept scheme and its concepts."""

    scheme: TermView
    concepts: list[TermView]


@dataclass(frozen=True)
class Vocabulary:
    """The terms, the rows of their shapes, how often each is used, and the names in every language."""

    nodes: Mapping[str, Properties]
    shapes: list[tuple[object, ...]]
    uses: Mapping[str, int]
    concepts: Mapping[str, Mapping[str, int]]
    """How often each concept is used, by scheme."""
    names: Mapping[str, Mapping[str, str]]


def read_vocabulary(graph: Graph) -> Vocabulary:
    """All that the page of the ontology says in any language, asked of ``graph``."""
    nodes, shapes = graph.nodes("ontology/terms"), graph.listed("ontology/shapes")
    concepts: dict[str, dict[str, int]] = defaultdict(dict)
    for scheme, concept, count in graph.listed("ontology/concept-uses"):
        concepts[value(scheme)][value(concept)] = int(value(count))
    uses = {value(term): int(value(count)) for term, count in graph.listed("ontology/term-uses")}
    uses |= {scheme: sum(own.values()) for scheme, own in concepts.items()}
    named_ = mentioned(nodes) | {term.value for row in shapes for term in row if isinstance(term, ox.NamedNode)}
    return Vocabulary(nodes, shapes, uses, concepts, graph.labels(named_))


def read_ontology(known: Vocabulary, site: Site, language: Language) -> OntologyPage:
    """The page of the ontology for a reader of ``language``."""
    terms = site.terms(language, known.names)
    rows = _shapes(known.shapes, known.nodes, terms)

    def views(kinds: set[str]) -> list[TermView]:
        found = [iri for iri, own in known.nodes.items() if kinds & set(named(own, TYPE.value))]
        listed = _views(found, known.nodes, terms, known.uses)
        return [replace(one, shape=rows.get(one.iri, []), concepts=len(known.concepts.get(one.iri, ()))) for one in listed]

    return OntologyPage(views(_CLASSES), views(_PROPERTIES), views(_SCHEMES))


def read_scheme(iri: str, site: Site, language: Language) -> SchemePage | None:
    """The page of the concept scheme ``iri`` for a reader of ``language``; None when there is no such scheme."""
    nodes = site.graph.nodes("ontology/scheme", [iri])
    if not _SCHEMES & set(named(nodes.get(iri, {}), TYPE.value)):
        return None
    terms = site.terms(language, site.graph.labels(mentioned(nodes)))
    used = site.once(read_vocabulary).concepts.get(iri, {})
    uses = {iri: sum(used.values()), **used}
    (own,) = _views([iri], nodes, terms, uses)
    return SchemePage(own, _views(nodes.keys() - {iri}, nodes, terms, uses))


def _views(iris: Iterable[str], nodes: Mapping[str, Properties], terms: Terms, uses: Mapping[str, int]) -> list[TermView]:
    titles = {key: str(name) for key, name in _DETAILS.items()}
    return [
        TermView(
            iri=iri,
            anchor=labels.local_name(iri),
            link=terms.linked(iri),
            definition=_read_first(cells(nodes[iri].get(SKOS + "definition", ()), terms)),
            details=[(name, _details(nodes[iri][key], terms)) for key, name in titles.items() if key in nodes[iri]],
            uses=uses.get(iri, 0),
        )
        for iri in sorted(iris, key=lambda iri: (terms.order(terms.name(iri).text), iri))
    ]


def _details(values: Sequence[object], terms: Terms) -> list[Cell]:
    return _read_first(cells(values, terms))


def _shapes(rows: Iterable[tuple[object, ...]], nodes: Mapping[str, Properties], terms: Terms) -> dict[str, list[ShapeRow]]:
    """The rows of each class, in the order of the names of the properties."""
    found: dict[str, dict[str, ShapeRow]] = defaultdict(dict)
    for class_, path, least, most, of, datatype, kind in rows:
        if not (isinstance(class_, ox.NamedNode) and isinstance(path, ox.NamedNode)):
            continue
        row = ShapeRow(terms.cell(path), _many(least, most), _kinds((of, datatype), kind, nodes.get(path.value, {}), terms))
        before = found[class_.value].get(path.value)
        kinds = [*before.kinds, *(cell for cell in row.kinds if cell not in before.kinds)] if before else row.kinds
        found[class_.value][path.value] = replace(row, many=row.many or (before.many if before else ""), kinds=kinds)
    return {
        class_: sorted(by_path.values(), key=lambda row: terms.order(row.property.text)) for class_, by_path in found.items()
    }


def _many(least: object, most: object) -> str:
    """How many values there are, in words."""
    low = int(least.value) if isinstance(least, ox.Literal) else 0
    high = int(most.value) if isinstance(most, ox.Literal) else None
    if high is None:
        return str(gettext("at least %(low)s", low=low) if low else gettext("any number"))
    if low == high:
        return str(gettext("exactly %(low)s", low=low))
    if low:
        return str(gettext("%(low)s to %(high)s", low=low, high=high))
    return str(gettext("at most %(high)s", high=high))


def _kinds(named_: Iterable[object], kind: object, own: Properties, terms: Terms) -> list[Cell]:
    """The kinds of value: those that the shape names, else those that the property says, else what can be told in words."""
    found = [terms.cell(term) for term in named_ if isinstance(term, ox.NamedNode)]
    if found:
        return found
    if own.get(_RANGE):
        return cells(own[_RANGE], terms)
    words = {SH + "IRI": gettext("a thing"), SH + "Literal": gettext("a text, a number or a date")}
    return [Cell(words[value(kind)])] if value(kind) in words else []


def _read_first(values: list[Cell]) -> list[Cell]:
    """Of texts in several languages, those in the language that comes first for the reader."""
    return [value for value in values if value.href or value.lang == values[0].lang]
