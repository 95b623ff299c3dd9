"""How good the data is, measured: one query per measure, one dqv:QualityMeasurement per row of its answer.

The vocabulary is W3C's (https://www.w3.org/TR/vocab-dqv/). A measure (``ontology/quality/*.rq``) is a SELECT of ``?value``
and of what it is the value of; its header says what is measured, in three languages. A new file there is a new measure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox
import yaml

from oegyo.errors import BuildError
from oegyo.saved.query import by_language, read_header
from oegyo.terms.namespaces import BASE, QUALITY, TERM, shorten
from oegyo.terms.vocabularies import DCTERMS, DQV, LABEL, LDQD, QUDT, SCHEMA, SDMX, SH, SKOS, TYPE, VOID, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_Term: TypeAlias = ox.NamedNode | ox.Literal

MEASUREMENT = ox.NamedNode(DQV + "QualityMeasurement")
"""The class of what is measured here."""

# https://www.w3.org/2016/05/ldqd
_DIMENSION = LDQD
_DIMENSIONS = {
    *("availability", "licensing", "interlinking", "security", "performance"),
    *("syntacticValidity", "semanticAccuracy", "consistency", "conciseness", "completeness"),
    *("relevancy", "trustworthiness", "understandability", "timeliness"),
    *("representationalConciseness", "interoperability", "interpretability", "versatility"),
}
# What a value is: its datatype, and the unit it is in.
_UNITS = {
    "count": ("integer", "NUM"),
    "mean": ("decimal", "NUM"),
    "share": ("decimal", "FRACTION"),
    "date": ("date", None),
}
# What a value is the value of: the variable of the query, and the property of the measurement. Without ?on, it is of all
# the data.
_KEYS = {
    "on": ox.NamedNode(DQV + "computedOn"),
    "property": ox.NamedNode(SCHEMA + "measuredProperty"),
    "datatype": ox.NamedNode(SH + "datatype"),
    "language": ox.NamedNode(DCTERMS + "language"),
    "target": ox.NamedNode(VOID + "objectsTarget"),
}
_PLACES = Decimal("0.0001")
_NAME = re.compile(r"[a-z]+(-[a-z]+)*")


@dataclass(frozen=True)
class Measure:
    """One measure; ``name`` is that of its file, ``unit`` is count, mean, share or date, ``text`` the query."""

    name: str
    titles: Mapping[str, str]
    definitions: Mapping[str, str]
    dimension: str
    unit: str
    text: str

    @property
    def iri(self) -> ox.NamedNode:
        """The dqv:Metric."""
        return ox.NamedNode(QUALITY + self.name)

    def failure(self, what: object) -> BuildError:
        """``what`` is wrong with the measure, as an error."""
        return BuildError("quality", [f"ontology/quality/{self.name}.rq: {what}"])


def read_measure(path: Path) -> Measure:
    """The measure in the file ``path``.

    Raises BuildError when its header is not as it should be.
    """
    text = path.read_text(encoding="utf-8")
    try:
        header = read_header(text)
        measure = Measure(
            name=path.stem,
            titles=by_language(header, "title"),
            definitions=by_language(header, "definition"),
            dimension=header["dimension"],
            unit=header["unit"],
            text=text,
        )
    except (KeyError, TypeError, yaml.YAMLError) as error:
        what = f"the header lacks {error}" if isinstance(error, KeyError) else error
        raise BuildError("quality", [f"ontology/quality/{path.name}: {what}"]) from error
    for wrong, what in (
        (not _NAME.fullmatch(measure.name), "a measure is called by words in small letters, joined by hyphens"),
        (measure.dimension not in _DIMENSIONS, f"there is no dimension {measure.dimension!r} in {_DIMENSION}"),
        (measure.unit not in _UNITS, f"unit is one of {', '.join(_UNITS)}, not {measure.unit!r}"),
    ):
        if wrong:
            raise measure.failure(what)
    return measure


def measure_all(store: ox.Store, measures: Iterable[Measure], prefixes: Mapping[str, str]) -> set[ox.Triple]:
    """The metrics, and a measurement for each row of each; the default graph of ``store`` is the union of all.

    Raises BuildError for a query that is not a measure, and for two measurements of one thing.
    """
    described: set[ox.Triple] = set()
    nodes: set[ox.NamedNode] = set()
    for measure in measures:
        described |= _metric(measure)
        for row in _rows(store, measure):
            keys = {name: row[name] for name in _KEYS if name in row}
            slugs = [_slug(term, prefixes) for term in keys.values()] or ["all"]
            node = ox.NamedNode("-".join([measure.iri.value, *slugs]))
            if node in nodes:
                raise measure.failure(f"measures {node.value} twice")
            nodes.add(node)
            described |= {
                ox.Triple(node, TYPE, MEASUREMENT),
                ox.Triple(node, ox.NamedNode(DQV + "isMeasurementOf"), measure.iri),
                ox.Triple(node, ox.NamedNode(DQV + "value"), _value(measure, row.get("value"))),
                *(ox.Triple(node, _KEYS[name], term) for name, term in {"on": ox.NamedNode(BASE), **keys}.items()),
            }
    return described


def _metric(measure: Measure) -> set[ox.Triple]:
    datatype, unit = _UNITS[measure.unit]
    described = {
        ox.Triple(measure.iri, TYPE, ox.NamedNode(DQV + "Metric")),
        ox.Triple(measure.iri, ox.NamedNode(DQV + "inDimension"), ox.NamedNode(_DIMENSION + measure.dimension)),
        ox.Triple(measure.iri, ox.NamedNode(DQV + "expectedDataType"), ox.NamedNode(XSD + datatype)),
    }
    for tag, title in measure.titles.items():
        described.add(ox.Triple(measure.iri, ox.NamedNode(SKOS + "prefLabel"), ox.Literal(title, language=tag)))
        described.add(ox.Triple(measure.iri, LABEL, ox.Literal(title, language=tag)))
    for tag, definition in measure.definitions.items():
        described.add(ox.Triple(measure.iri, ox.NamedNode(SKOS + "definition"), ox.Literal(definition, language=tag)))
    if unit:
        property_ = ox.NamedNode(SDMX + "unitMeasure")
        described.add(ox.Triple(measure.iri, property_, ox.NamedNode(QUDT + unit)))
    return described


def _rows(store: ox.Store, measure: Measure) -> list[dict[str, _Term]]:
    """The rows of the answer, each without what is unbound in it."""
    try:
        solutions = store.query(measure.text, use_default_graph_as_union=True)
    except SyntaxError as error:
        raise measure.failure(error) from error
    if not isinstance(solutions, ox.QuerySolutions):
        raise measure.failure("is not a SELECT")
    names = [variable.value for variable in solutions.variables]
    if "value" not in names or not set(names) <= {"value", *_KEYS}:
        raise measure.failure(f"selects ?value, and of ?{', ?'.join(_KEYS)} what it is the value of")
    rows = []
    for solution in solutions:
        row = {name: solution[name] for name in names}
        rows.append({name: term for name, term in row.items() if isinstance(term, ox.NamedNode | ox.Literal)})
    return rows


def _value(measure: Measure, term: _Term | None) -> ox.Literal:
    """``term`` as the value of a measurement.

    A share or a mean has four decimal places; a share that is not all or nothing is never rounded to it.
    """
    datatype, _ = _UNITS[measure.unit]
    accepted = {XSD + datatype, XSD + "integer"} if datatype == "decimal" else {XSD + datatype}
    if not isinstance(term, ox.Literal) or term.datatype.value not in accepted:
        raise measure.failure(f"gives the value {term}, which is not an xsd:{datatype}")
    if datatype != "decimal":
        return term
    exact = Decimal(term.value)
    rounded = exact.quantize(_PLACES)
    if measure.unit == "share":
        if not 0 <= exact <= 1:
            raise measure.failure(f"gives the share {term.value}, which is not between 0 and 1")
        if 0 < exact < 1:
            rounded = min(max(rounded, _PLACES), 1 - _PLACES)
    return ox.Literal(format(rounded.normalize(), "f"), datatype=ox.NamedNode(XSD + datatype))


def _slug(term: _Term, prefixes: Mapping[str, str]) -> str:
    """``term`` as a part of an IRI."""
    own = term.value.removeprefix(TERM).removeprefix(QUALITY)
    return re.sub(r"[^A-Za-z0-9]+", "-", shorten(own, prefixes)).strip("-")
