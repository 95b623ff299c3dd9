"""What changed between two releases, in words: the records that were added, removed and changed, class by class.

A record is compared by what is said of it by hand: its own triples, its links, and its evidence. What the build derives
follows from these and would only say everything twice.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from oegyo.terms.namespaces import ID, TERM, graph_iri, shorten
from oegyo.terms.vocabularies import LABEL, PREF_LABEL, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_GRAPHS = ("facts", "links", "sources")
_EVIDENCE = TERM + "evidence"
_UNDER_A_RECORD = {TERM + "Evidence", TERM + "Passage"}
"""Classes that are told as a part of what they belong to, or not at all."""

SHOWN = 20
"""Records of one class that a summary names before it only counts them."""


@dataclass
class _Record:
    kind: str = ""
    values: set[tuple[str, _Term]] = field(default_factory=set)
    evidence: dict[str, frozenset[object]] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """One record that differs: ``verb`` is added, removed or changed; ``details`` says what changed, in words."""

    verb: str
    kind: str
    record: str
    name: str
    details: tuple[str, ...] = ()

    def __str__(self) -> str:
        told = "".join(f"; {detail}" for detail in self.details)
        return f"{self.verb}: {self.name} ({self.record}){told}"


def compare(before: ox.Store, after: ox.Store, prefixes: Mapping[str, str]) -> list[Change]:
    """Every record that ``after`` has and ``before`` has not, the other way round, or that both say differently.

    In order of class, then of what happened, then of IRI.
    """
    old, new = _records(before), _records(after)
    found = [_whole("added", iri, new[iri], after, prefixes) for iri in new.keys() - old.keys()]
    found += [_whole("removed", iri, old[iri], before, prefixes) for iri in old.keys() - new.keys()]
    for iri in old.keys() & new.keys():
        details = tuple(_details(old[iri], new[iri], before, after, prefixes))
        if details:
            found.append(_whole("changed", iri, new[iri], after, prefixes, details))
    return sorted(found, key=lambda change: (change.kind, change.verb, change.record))


def summary(changes: list[Change], shown: int | None = SHOWN) -> list[str]:
    """``changes`` as lines: how many there are, then class by class, ``shown`` records of each (None for all of them)."""
    lines = [f"{_count(changes)}" if changes else "no record was added, removed or changed"]
    by_kind: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_kind[change.kind].append(change)
    for kind, some in by_kind.items():
        lines.append(f"{kind}: {_count(some)}")
        lines += [f"  {change}" for change in some[:shown]]
        if shown is not None and len(some) > shown:
            lines.append(f"  … and {len(some) - shown:,} more")
    return lines


def _count(changes: list[Change]) -> str:
    verbs = [change.verb for change in changes]
    return ", ".join(f"{verbs.count(verb):,} {verb}" for verb in ("added", "removed", "changed") if verb in verbs)


def _records(store: ox.Store) -> dict[str, _Record]:
    """What is said by hand of every record, by its IRI."""
    said: dict[str, _Record] = defaultdict(_Record)
    for name in _GRAPHS:
        for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(graph_iri(name))):
            if not isinstance(quad.subject, ox.NamedNode) or not quad.subject.value.startswith(ID):
                continue
            record = said[quad.subject.value]
            if quad.predicate == TYPE and isinstance(quad.object, ox.NamedNode):
                record.kind = quad.object.value
            record.values.add((quad.predicate.value, quad.object))
    records = {iri: record for iri, record in said.items() if record.kind not in _UNDER_A_RECORD}
    for record in records.values():
        for predicate, value in [pair for pair in record.values if pair[0] == _EVIDENCE]:
            record.values.discard((predicate, value))
            if isinstance(value, ox.NamedNode):
                record.evidence[value.value] = frozenset(said[value.value].values) if value.value in said else frozenset()
    return records


def _whole(
    verb: str, iri: str, record: _Record, store: ox.Store, prefixes: Mapping[str, str], details: tuple[str, ...] = ()
) -> Change:
    kind = _in_words(ox.NamedNode(record.kind), store, prefixes) if record.kind else "without a class"
    return Change(verb, kind, shorten(iri, prefixes), _in_words(ox.NamedNode(iri), store, prefixes), details)


def _details(old: _Record, new: _Record, before: ox.Store, after: ox.Store, prefixes: Mapping[str, str]) -> Iterator[str]:
    """What is not the same of one record, a phrase for each property and one for its evidence."""
    for predicate in sorted({pair[0] for pair in old.values ^ new.values}):
        gone = _listed({value for name, value in old.values - new.values if name == predicate}, before, prefixes)
        come = _listed({value for name, value in new.values - old.values if name == predicate}, after, prefixes)
        name = _in_words(ox.NamedNode(predicate), after, prefixes)
        if gone and come:
            yield f"{name} was {gone}, is {come}"
        else:
            yield f"{name} is now {come}" if come else f"{name} is no longer {gone}"
    more, fewer = len(new.evidence.keys() - old.evidence.keys()), len(old.evidence.keys() - new.evidence.keys())
    other = sum(old.evidence[iri] != new.evidence[iri] for iri in old.evidence.keys() & new.evidence.keys())
    counted = [f"{number} {verb}" for number, verb in ((more, "added"), (fewer, "removed"), (other, "changed")) if number]
    if counted:
        yield f"evidence: {', '.join(counted)}"


def _listed(values: set[_Term], store: ox.Store, prefixes: Mapping[str, str]) -> str:
    return ", ".join(sorted(_in_words(value, store, prefixes) for value in values))


def _in_words(term: _Term, store: ox.Store, prefixes: Mapping[str, str]) -> str:
    """A term as a reader knows it: the English name of a node, the text of a literal."""
    if isinstance(term, ox.Literal):
        return f"“{term.value}” ({term.language})" if term.language else term.value
    if not isinstance(term, ox.NamedNode):
        return str(term)
    for predicate in (LABEL, PREF_LABEL):
        for quad in store.quads_for_pattern(term, predicate, None, None):
            if isinstance(quad.object, ox.Literal) and quad.object.language == "en":
                return quad.object.value
    return shorten(term.value, prefixes)
