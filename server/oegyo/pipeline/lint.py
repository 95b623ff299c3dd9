"""What neither Turtle's grammar nor SHACL sees: one function per rule, each yielding the node and what is wrong with it.

Every rule looks at one file, or at all of them where the rule is about the whole. Nothing here warns: what is found fails.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import SH, URIRef

from oegyo.pipeline import languages
from oegyo.terms.namespaces import BASE, ID, TERM
from oegyo.terms.vocabularies import CSVW, DASH, TYPE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from oegyo.pipeline.parse import TurtleFile

Finding = tuple[str, str]
"""The IRI of a subject, and what is wrong with it."""

_SHACL = str(SH)
_DISPLAY_TERMS = {
    *(DASH + name for name in ("IDRole", "LabelRole", "ValueTableViewer", "abstract", "hidden", "propertyRole", "viewer")),
    *(CSVW + name for name in ("Column", "name", "title")),
}
_INSTANCE = re.compile(re.escape(ID) + r"[a-z]+/[A-Za-z][A-Za-z0-9-]*")


def blank_nodes(file: TurtleFile) -> Iterator[Finding]:
    """Published facts have no blank nodes; only the lists and the paths inside shapes do, as SHACL has them."""
    if file.graph in {"shapes", "presentation"}:
        return
    objects = {triple.object for triple in file.triples}
    for triple in file.triples:
        if isinstance(triple.object, ox.BlankNode) or (
            isinstance(triple.subject, ox.BlankNode) and triple.subject not in objects
        ):
            yield _iri(triple.subject), "has a blank node; give it an IRI"


def literals(file: TurtleFile) -> Iterator[Finding]:
    """A literal is in the canonical form of its type, or the engine would answer with another one than is written."""
    store = ox.Store()
    for triple in file.triples:
        literal = triple.object
        if not isinstance(literal, ox.Literal) or literal.language or not literal.datatype:
            continue
        store.clear()
        store.add(ox.Quad(triple.subject, triple.predicate, literal))
        (kept,) = store
        if kept.object != literal:
            yield _iri(triple.subject), f"{literal} is not in canonical form; write {kept.object}"


def text(file: TurtleFile) -> Iterator[Finding]:
    """Text is normalised (Unicode NFC) and trimmed."""
    for triple in file.triples:
        literal = triple.object
        if not isinstance(literal, ox.Literal):
            continue
        if unicodedata.normalize("NFC", literal.value) != literal.value:
            yield _iri(triple.subject), f"{literal.value!r} is not in Unicode NFC"
        if literal.value != literal.value.strip():
            yield _iri(triple.subject), f"{literal.value!r} begins or ends with a space"


def shacl_terms(file: TurtleFile) -> Iterator[Finding]:
    """Every ``sh:`` term exists: pySHACL passes over one it does not know, such as ``sh:minConut``."""
    for triple in file.triples:
        for term in (triple.predicate, triple.object):
            if isinstance(term, ox.NamedNode) and term.value.startswith(_SHACL) and URIRef(term.value) not in SH:
                yield _iri(triple.subject), f"sh:{term.value.removeprefix(_SHACL)} is not a term of SHACL"


def display_terms(file: TurtleFile) -> Iterator[Finding]:
    """Every ``dash:`` and ``csvw:`` term is one that pages read: any other would say nothing, in silence."""
    for triple in file.triples:
        for term in (triple.predicate, triple.object):
            if isinstance(term, ox.NamedNode) and term.value.startswith((DASH, CSVW)) and term.value not in _DISPLAY_TERMS:
                yield _iri(triple.subject), f"{term} is not a term that pages read"


def identifiers(file: TurtleFile) -> Iterator[Finding]:
    """An instance is called ``id/{type}/{slug}``, in ASCII letters, digits and hyphens, a letter first."""
    for subject in {_iri(triple.subject) for triple in file.triples}:
        if subject.startswith(ID) and not _INSTANCE.fullmatch(subject):
            yield (
                subject,
                "is not id/{type}/{slug} with a slug of ASCII letters, digits and hyphens that begins with a letter",
            )


def language_tags(files: Iterable[TurtleFile]) -> Iterator[Finding]:
    """Every text is tagged with a language that the graph is kept in."""
    files = list(files)
    known = languages.of(files)
    for file in files:
        for triple in file.triples:
            tag = triple.object.language if isinstance(triple.object, ox.Literal) else None
            if tag and tag not in known:
                yield _iri(triple.subject), f"@{tag} is not one of {', '.join(known)}"


def own_terms(files: Iterable[TurtleFile]) -> Iterator[Finding]:
    """Every property and class of ours that is used is defined."""
    files = list(files)
    defined = {_iri(triple.subject) for file in files if file.graph == "ontology" for triple in file.triples}
    for file in files:
        for triple in file.triples:
            used = triple.object if triple.predicate == TYPE else triple.predicate
            if isinstance(used, ox.NamedNode) and used.value.startswith(TERM) and used.value not in defined:
                yield _iri(triple.subject), f"oegyo:{used.value.removeprefix(TERM)} is not defined in ontology/"


def written_once(files: Iterable[TurtleFile]) -> Iterator[Finding]:
    """A node is described in one file; a second description is a duplicate. Links may add to it."""
    homes: dict[str, set[str]] = defaultdict(set)
    for file in files:
        for triple in file.triples:
            if triple.predicate == TYPE and _iri(triple.subject).startswith(BASE):
                homes[_iri(triple.subject)].add(file.name)
    for subject, names in sorted(homes.items()):
        if len(names) > 1:
            yield subject, f"is described in {' and in '.join(sorted(names))}"


def said_once(files: Iterable[TurtleFile]) -> Iterator[Finding]:
    """A triple stands in one file: in two graphs, the union that is asked would count it twice."""
    files = list(files)
    described_twice = {subject for subject, _ in written_once(files)}
    homes: dict[ox.Triple, str] = {}
    for file in files:
        for triple in file.triples:
            if _iri(triple.subject) in described_twice:
                continue
            home = homes.setdefault(triple, file.name)
            if home != file.name:
                yield _iri(triple.subject), f"{triple.predicate} {triple.object} stands in {home} and in {file.name}"


FILE_RULES: tuple[Callable[[TurtleFile], Iterator[Finding]], ...] = (
    blank_nodes,
    literals,
    text,
    shacl_terms,
    display_terms,
    identifiers,
)
GRAPH_RULES: tuple[Callable[[Iterable[TurtleFile]], Iterator[Finding]], ...] = (
    language_tags,
    own_terms,
    written_once,
    said_once,
)


def findings(files: list[TurtleFile]) -> list[Finding]:
    """What every rule finds in ``files``, each finding once."""
    found = [finding for file in files for rule in FILE_RULES for finding in rule(file)]
    found += [finding for rule in GRAPH_RULES for finding in rule(files)]
    return sorted(set(found))


def _iri(node: ox.NamedNode | ox.BlankNode | ox.Triple) -> str:
    return node.value if isinstance(node, ox.NamedNode) else str(node)
