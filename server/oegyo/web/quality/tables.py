"""Measurements as tables: a row for each thing, a column for each measure or for each value of a key that goes across."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import pyoxigraph as ox
from flask_babel import format_decimal
from markupsafe import Markup

from oegyo.terms import interface, labels
from oegyo.terms.labels import LANGUAGES
from oegyo.terms.namespaces import BASE, CHECK, QUALITY
from oegyo.terms.vocabularies import DCTERMS, DQV, QUDT, SCHEMA, SDMX, SH, SKOS, TYPE, VOID, XSD
from oegyo.web.reading.cells import escaped
from oegyo.web.reading.local import number, when
from oegyo.web.reading.nodes import named
from oegyo.web.reading.terms import Cell

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from oegyo.web.reading.nodes import Nodes, Properties
    from oegyo.web.reading.terms import Terms

_Term: TypeAlias = ox.NamedNode | ox.Literal | None
_Details: TypeAlias = tuple[_Term, ...]
_Column: TypeAlias = tuple[str, _Term]

_DEFINITION = SKOS + "definition"
_UNIT = SDMX + "unitMeasure"
_FRACTION = QUDT + "FRACTION"
_MEASUREMENT = DQV + "QualityMeasurement"
# What a measurement is of, by name.
_KEYS = {
    "on": DQV + "computedOn",
    "property": SCHEMA + "measuredProperty",
    "datatype": SH + "datatype",
    "language": DCTERMS + "language",
    "target": VOID + "objectsTarget",
}
_ORDER = (XSD + "date", XSD + "gYearMonth", XSD + "gYear", *LANGUAGES)  # of columns; any other goes by its IRI


@dataclass(frozen=True)
class Measurement:
    """One dqv:QualityMeasurement; ``anchor`` is what its IRI ends with, ``keys`` what it is of (nothing: all the data)."""

    anchor: str
    measure: str
    keys: Mapping[str, ox.NamedNode | ox.Literal]
    value: ox.Literal


@dataclass(frozen=True)
class Gathered:
    """Measurements by what they are of, in the places of ``columns``: the same for every reader."""

    measures: tuple[str, ...]
    across: str
    columns: list[_Column]
    groups: Mapping[_Term, Mapping[_Details, Sequence[Measurement | None]]]


class MeasuredValue(NamedTuple):
    """A measured value to show; ``share`` is the value again where it is one, from 0 to 1."""

    anchor: str
    text: str
    share: str = ""


@dataclass(frozen=True)
class Row:
    """The values of one thing, or of what is said of it in ``details``; None where nothing was measured."""

    details: list[Cell]
    values: list[MeasuredValue | None]


@dataclass(frozen=True)
class MeasuredThing:
    """The rows of one thing; without a name, of all the data."""

    name: Cell | None
    rows: list[Row]


@dataclass(frozen=True)
class MeasureTable:
    """``columns`` without a name hold what is so of any value that goes across; ``notes`` say what each measure means."""

    detailed: bool
    columns: list[Cell | None]
    groups: list[MeasuredThing]
    notes: list[tuple[Cell, Cell]]


def measurements(nodes: Nodes) -> list[Measurement]:
    """The measurements among ``nodes``."""
    return [_measurement(iri, own) for iri, own in nodes.items() if _MEASUREMENT in named(own, TYPE.value)]


def gather(measures: Sequence[str], across: str, found: Sequence[Measurement]) -> Gathered:
    """What of ``found`` stands where in the table of ``measures``, the key ``across`` making columns."""
    found = [one for one in found if one.measure in measures]
    columns = sorted({(one.measure, one.keys.get(across)) for one in found}, key=lambda column: _rank(column, measures))
    groups: dict[_Term, dict[_Details, dict[_Column, Measurement]]] = defaultdict(lambda: defaultdict(dict))
    for one in found:
        details = tuple(term for name, term in one.keys.items() if name not in {"on", across})
        groups[one.keys.get("on")][details][one.measure, one.keys.get(across)] = one
    placed = {
        on: {details: [values.get(column) for column in columns] for details, values in rows.items()}
        for on, rows in groups.items()
    }
    return Gathered(tuple(measures), across, columns, placed)


def table(gathered: Gathered, nodes: Nodes, terms: Terms) -> MeasureTable | None:
    """What was ``gathered`` as a table; None when nothing was measured."""
    shares = {name for name in gathered.measures if _FRACTION in named(nodes.get(QUALITY + name, {}), _UNIT)}
    shown = [_group(on, rows, shares, terms) for on, rows in gathered.groups.items()]
    shown.sort(key=lambda group: (group.name is None, terms.order(group.name.text if group.name else "")))
    if not shown:
        return None
    return MeasureTable(
        detailed=any(row.details for group in shown for row in group.rows),
        columns=[_heading(column, gathered.across, terms) for column in gathered.columns],
        groups=shown,
        notes=[_note(name, nodes, terms) for name in gathered.measures if QUALITY + name in nodes],
    )


def measured(values: Iterable[MeasuredValue | None]) -> Markup:
    """The columns of ``values``."""
    return Markup("".join(map(_column, values)))  # noqa: S704 - every part is escaped


def _column(value: MeasuredValue | None) -> str:
    if value is None:
        return '<td class="number">–</td>'
    meter = f' <meter value="{escaped(value.share)}" aria-hidden="true"></meter>' if value.share else ""
    return f'<td class="number" id="{escaped(value.anchor)}">{escaped(value.text)}{meter}</td>'


def _measurement(iri: str, own: Properties) -> Measurement:
    keys = {
        name: term
        for name, key in _KEYS.items()
        for term in own.get(key, ())
        if isinstance(term, ox.NamedNode | ox.Literal) and term != ox.NamedNode(BASE)
    }
    (measure,) = named(own, DQV + "isMeasurementOf")
    (value,) = (term for term in own[DQV + "value"] if isinstance(term, ox.Literal))
    return Measurement(iri.removeprefix(QUALITY), measure.removeprefix(QUALITY), keys, value)


def _group(
    on: _Term, rows: Mapping[_Details, Sequence[Measurement | None]], shares: Container[str], terms: Terms
) -> MeasuredThing:
    listed = [
        Row(
            [_cell(term, terms) for term in details],
            [_number(one, share=one.measure in shares) if one else None for one in values],
        )
        for details, values in rows.items()
    ]
    listed.sort(key=lambda row: [terms.order(cell.text) for cell in row.details])
    return MeasuredThing(_cell(on, terms) if on else None, listed)


def _rank(column: _Column, measures: Sequence[str]) -> tuple[int, int, str]:
    """The place of a column: by measure, then those of any value last."""
    measure, term = column
    value = term.value if term else "\U0010ffff"
    return measures.index(measure), _ORDER.index(value) if value in _ORDER else len(_ORDER), value


def _heading(column: _Column, across: str, terms: Terms) -> Cell | None:
    measure, term = column
    if not across:
        return terms.name(QUALITY + measure)
    return _cell(term, terms)._replace(href=None) if term else None


def _cell(term: object, terms: Terms) -> Cell:
    """``term`` by its name; a check has a code and no page, a language is called what its speakers call it."""
    if isinstance(term, ox.Literal) and term.value in labels.LANGUAGES:
        return Cell(interface.of(term.value).name, lang=term.value)
    cell = terms.cell(term)
    if isinstance(term, ox.NamedNode) and term.value.startswith(CHECK):
        return cell._replace(href=None, text=f"{term.value.removeprefix(CHECK)}: {cell.text}")
    return cell


def _number(one: Measurement, *, share: bool) -> MeasuredValue:
    value, datatype = one.value.value, one.value.datatype.value
    if share:
        return MeasuredValue(one.anchor, f"{number(str(Decimal(value) * 100))}%", value)
    if datatype == XSD + "decimal":
        return MeasuredValue(one.anchor, str(format_decimal(Decimal(value), "#,##0.00")))
    return MeasuredValue(one.anchor, number(value) if datatype == XSD + "integer" else when(value))


def _note(name: str, nodes: Nodes, terms: Terms) -> tuple[Cell, Cell]:
    """The name of a measure and its definition."""
    iri = QUALITY + name
    texts = {one.language or "": one.value for one in nodes[iri].get(_DEFINITION, ()) if isinstance(one, ox.Literal)}
    text, tag = labels.preferred(texts, terms.language.tag, iri)
    return terms.name(iri), Cell(text, lang=tag)
