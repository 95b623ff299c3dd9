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

from oegyo.pipeline.query_file import read_query_file
from oegyo.saved.header import by_language
from oegyo.terms.namespaces import BASE, QUALITY, TERM, shorten
from oegyo.terms.vocabularies import LDQD, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from oegyo.pipeline.query_file import QueryFile
    from oegyo.saved.inline_data import Tables

_Term: TypeAlias = ox.NamedNode | ox.Literal

# https://www.w3.org/2016/05/ldqd
_DIMENSIONS = {
    *("availability", "licensing", "interlinking", "security", "performance"),
    *("syntacticValidity", "semanticAccuracy", "consistency", "conciseness", "completeness"),
    *("relevancy", "trustworthiness", "understandability", "timeliness"),
    *("representationalConciseness", "interoperability", "interpretability", "versatility"),
}
# What a value is, by the unit of the measure.
_DATATYPES = {"count": "integer", "mean": "decimal", "share": "decimal", "date": "date"}
# The variables of the query that say what a value is the value of. Without ?on, it is of all the data.
_KEYS = ("on", "property", "datatype", "language", "target")
_EVERYTHING = ox.NamedNode(BASE)
_PLACES = Decimal("0.0001")
_NAME = re.compile(r"[a-z]+(-[a-z]+)*")


@dataclass(frozen=True)
class Measure:
    """One measure; ``name`` is that of its file, ``unit`` is count, mean, share or date."""

    name: str
    titles: Mapping[str, str]
    definitions: Mapping[str, str]
    dimension: str
    unit: str
    file: QueryFile

    @property
    def iri(self) -> ox.NamedNode:
        """The dqv:Metric."""
        return ox.NamedNode(QUALITY + self.name)

    @property
    def datatype(self) -> ox.NamedNode:
        """What its values are literals of."""
        return ox.NamedNode(XSD + _DATATYPES[self.unit])


@dataclass(frozen=True)
class Measurement:
    """One value of a measure, and by variable what it is the value of."""

    iri: ox.NamedNode
    measure: Measure
    keys: Mapping[str, _Term]
    value: ox.Literal


def read_measure(path: Path) -> Measure:
    """The measure in the file ``path``.

    Raises BuildError when its header is not as it should be.
    """
    file = read_query_file(path, "measure")
    try:
        measure = Measure(
            name=path.stem,
            titles=by_language(file.header, "title"),
            definitions=by_language(file.header, "definition"),
            dimension=file.header["dimension"],
            unit=file.header["unit"],
            file=file,
        )
    except KeyError as error:
        raise file.failure(f"the header lacks {error}") from error
    for wrong, what in (
        (not _NAME.fullmatch(measure.name), "a measure is called by words in small letters, joined by hyphens"),
        (measure.dimension not in _DIMENSIONS, f"there is no dimension {measure.dimension!r} in {LDQD}"),
        (measure.unit not in _DATATYPES, f"unit is one of {', '.join(_DATATYPES)}, not {measure.unit!r}"),
    ):
        if wrong:
            raise file.failure(what)
    return measure


def measured(store: ox.Store, measure: Measure, prefixes: Mapping[str, str]) -> list[Measurement]:
    """A measurement for each row of ``measure``; the default graph of ``store`` is the union of all.

    Raises BuildError for a query that is not a measure, and for two measurements of one thing.
    """
    found: dict[ox.NamedNode, Measurement] = {}
    for row in _rows(store, measure):
        keys = {name: row[name] for name in _KEYS if name in row}
        slugs = [_slug(term, prefixes) for term in keys.values()] or ["all"]
        node = ox.NamedNode("-".join([measure.iri.value, *slugs]))
        if node in found:
            raise measure.file.failure(f"measures {node.value} twice")
        found[node] = Measurement(node, measure, {"on": _EVERYTHING, **keys}, _value(measure, row.get("value")))
    return list(found.values())


def tables(measures: Iterable[Measure], measurements: Iterable[Measurement]) -> Tables:
    """``measures`` and ``measurements``, for what a release says of them."""
    measures = list(measures)
    return {
        ("metric", "dimension", "datatype", "unit"): [
            (one.iri, ox.NamedNode(LDQD + one.dimension), one.datatype, ox.Literal(one.unit)) for one in measures
        ],
        ("metric", "title"): [
            (one.iri, ox.Literal(text, language=tag)) for one in measures for tag, text in one.titles.items()
        ],
        ("metric", "definition"): [
            (one.iri, ox.Literal(text, language=tag)) for one in measures for tag, text in one.definitions.items()
        ],
        ("measurement", "metric", *_KEYS, "value"): [
            (one.iri, one.measure.iri, *map(one.keys.get, _KEYS), one.value) for one in measurements
        ],
    }


def _rows(store: ox.Store, measure: Measure) -> list[dict[str, _Term]]:
    """The rows of the answer, each without what is unbound in it."""
    solutions = measure.file.select(store)
    names = [variable.value for variable in solutions.variables]
    if "value" not in names or not set(names) <= {"value", *_KEYS}:
        raise measure.file.failure(f"selects ?value, and of ?{', ?'.join(_KEYS)} what it is the value of")
    rows = []
    for solution in solutions:
        row = {name: solution[name] for name in names}
        rows.append({name: term for name, term in row.items() if isinstance(term, ox.NamedNode | ox.Literal)})
    return rows


def _value(measure: Measure, term: _Term | None) -> ox.Literal:
    """``term`` as the value of a measurement.

    A share or a mean has four decimal places; a share that is not all or nothing is never rounded to it.
    """
    datatype = _DATATYPES[measure.unit]
    accepted = {XSD + datatype, XSD + "integer"} if datatype == "decimal" else {XSD + datatype}
    if not isinstance(term, ox.Literal) or term.datatype.value not in accepted:
        raise measure.file.failure(f"gives the value {term}, which is not an xsd:{datatype}")
    if datatype != "decimal":
        return term
    exact = Decimal(term.value)
    rounded = exact.quantize(_PLACES)
    if measure.unit == "share":
        if not 0 <= exact <= 1:
            raise measure.file.failure(f"gives the share {term.value}, which is not between 0 and 1")
        if 0 < exact < 1:
            rounded = min(max(rounded, _PLACES), 1 - _PLACES)
    return ox.Literal(format(rounded.normalize(), "f"), datatype=measure.datatype)


def _slug(term: _Term, prefixes: Mapping[str, str]) -> str:
    """``term`` as a part of an IRI."""
    own = term.value.removeprefix(TERM).removeprefix(QUALITY)
    return re.sub(r"[^A-Za-z0-9]+", "-", shorten(own, prefixes)).strip("-")
