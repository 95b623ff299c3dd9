"""The build, stage after stage; each says what it does, and the first that fails ends it with what, where and why."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox
from rdflib import Graph

from oegyo import __version__
from oegyo.errors import BuildError, OegyoError
from oegyo.paths import Sources
from oegyo.pipeline import changes, derive, links, lint, measure, passages, turtle, validate, write
from oegyo.pipeline.describe import describe_queries, describe_report
from oegyo.pipeline.places import Places
from oegyo.release import Release
from oegyo.saved.query import SavedQuery, read_all
from oegyo.terms.namespaces import QUERY, graph_iri, shorten
from oegyo.terms.vocabularies import SH, TYPE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from oegyo.pipeline.turtle import TurtleFile

Say: TypeAlias = "Callable[[str], None]"
"""Where a stage says what it is doing, a line at a time."""

EXECUTABLE = ox.NamedNode(SH + "SPARQLExecutable")

_DATA_GRAPHS = ("ontology", "concepts", "alignments", "facts", "sources", "links")
"""The graphs that the shapes look at."""


@dataclass(frozen=True)
class Checked:
    """Sources that passed every stage: the files, the derived triples, and the warnings of the checks that stand."""

    files: tuple[TurtleFile, ...]
    store: ox.Store
    derived: frozenset[ox.Triple]
    checks: tuple[validate.Check, ...]
    warnings: tuple[validate.Result, ...]
    prefixes: dict[str, str]


def build(sources: Sources, releases: Path, say: Say, texts: Path | None = None) -> Release:
    """Build a release of ``sources`` below ``releases``; ``say`` gets a line for each stage and file.

    With copies of the sources in the folder ``texts``, the digests of the passages are recomputed from them. Raises
    BuildError at the first stage that fails; what was the current release before stays it.
    """
    if texts:
        verified, _ = verify(sources, texts)
        say(f"passages: {verified} stand as they say")
    checked = check(sources, (), say)
    described = _describe(sources, checked, say)
    say("queries: reading the saved queries")
    queries = _saved_queries(sources)
    say(f"queries: {len(queries)} read")
    say("write: the release")
    written = write.write(_contents(sources, checked, described, queries), releases)
    total = sum(written.triples.values())
    say(f"write: {total:,} triples, {len(written.downloads)} files, digest {written.digest[:16]}")
    return written


def check(sources: Sources, extra: Iterable[Path], say: Say) -> Checked:
    """Run every stage that can find something wrong; ``extra`` Turtle files are checked as facts beside the sources.

    Raises BuildError at the first stage that fails.
    """
    prefixes = _prefixes(sources)
    files = parse(sources, extra, say)
    where = Places(files, prefixes)
    _lint(files, where, say)
    _links(files, where, say)
    warnings = _shapes(files, where, say)
    store = load(files)
    derived = _derive(store, sources, say)
    _presentation(store, sources, where, prefixes, say)
    checks = [validate.read_check(path) for path in _some(sources.ontology / "checks", "*.rq", "checks")]
    say(f"checks: {len(checks)} over {len(store):,} triples")
    warnings += _passed("checks", validate.validate_checks(store, checks, prefixes), where)
    for warning in warnings:
        say(f"warning: {where.line(warning)}")
    return Checked(tuple(files), store, frozenset(derived), tuple(checks), tuple(warnings), prefixes)


def what_changed(before: ox.Store, now: Release, say: Say) -> list[changes.Change]:
    """The records that the release ``now`` added to what was ``before``, removed from it or changed.

    ``say`` gets them in words, of each class the first.
    """
    found = changes.compare(before, earlier(now.path), now.prefixes)
    for line in changes.summary(found):
        say(f"changes: {line}")
    return found


def earlier(path: Path) -> ox.Store:
    """What a release holds, or what a folder of sources holds, to compare a new release with.

    ``path`` is the directory of a release, or a folder with ``ontology/`` and ``data/``; the latter is read but not checked.
    Raises BuildError when it is neither.
    """
    store = ox.Store()
    if (path / "manifest.json").is_file():
        store.bulk_load(path=str(Release.read(path).graph), format=ox.RdfFormat.N_QUADS)
        return store
    sources = Sources.under(path)
    if not (sources.ontology / "core.ttl").is_file():
        raise BuildError("changes", [f"{path}: is neither a release nor a folder with ontology/ and data/"])
    store = load(parse(sources, (), lambda _: None))
    _derive(store, sources, lambda _: None)
    return store


def verify(sources: Sources, texts: Path) -> tuple[int, tuple[str, ...]]:
    """Check the passages of ``sources`` against the copies of their texts in the folder ``texts``.

    Returns how many stand as they say, and the sources of which the folder has no copy. Raises BuildError for a passage
    that does not stand, and for a folder that holds the text of no source.
    """
    prefixes = _prefixes(sources)
    files = parse(sources, (), lambda _: None)
    result = passages.verify(load(files), texts)
    if result.failures:
        where = Places(files, prefixes)
        raise BuildError("passages", [f"{where(node)} {what}" for node, what in result.failures])
    if not result.verified:
        raise BuildError("passages", [f"{texts}: holds the text of no source, so no passage was looked at"])
    return result.verified, tuple(shorten(source, prefixes) for source in result.absent)


def fingerprint(sources: Sources) -> str:
    """A digest of everything a release is built from: to know whether the sources changed since."""
    total = hashlib.sha256(__version__.encode())
    for folder in (sources.ontology, sources.data, sources.queries):
        for path in sorted(path for path in folder.rglob("*") if path.suffix in {".ttl", ".rq"}):
            total.update(f"\0{sources.name(path)}\0".encode())
            total.update(path.read_bytes())
    return total.hexdigest()


def _prefixes(sources: Sources) -> dict[str, str]:
    path = sources.ontology / "prefixes.ttl"
    if not path.is_file():
        raise BuildError("parse", [f"{path}: there is no prefix table; is this a folder of Oegyo's sources?"])
    return turtle.read_prefixes(path)


def parse(sources: Sources, extra: Iterable[Path], say: Say) -> list[TurtleFile]:
    """Every Turtle file of ``sources``, and ``extra`` ones as facts; a file that is both counts as the extra one.

    Raises BuildError, with file and line, for a file that is not Turtle, and for a graph that no file goes to.
    """
    beside = [path.resolve() for path in extra]
    paths = [path for path in turtle.turtle_files(sources) if path.resolve() not in beside]
    files = []
    for path in [*paths, *beside]:
        name = sources.name(path)
        file = turtle.read_as(path, name, "facts") if path in beside else turtle.read(path, name)
        say(f"parse: {file.name} ({len(file.triples):,} triples)")
        files.append(file)
    empty = {*_DATA_GRAPHS, "shapes", "presentation"} - {file.graph for file in files}
    if empty:
        raise BuildError("parse", [f"no file was found for the graph {name}" for name in sorted(empty)])
    return files


def _lint(files: list[TurtleFile], where: Places, say: Say) -> None:
    say(f"lint: {len(files)} files")
    found = lint.findings(files)
    if found:
        raise BuildError("lint", [f"{where(node)} {what}" for node, what in found])


def _links(files: list[TurtleFile], where: Places, say: Say) -> None:
    sets = [file for file in files if file.graph == "links"]
    say(f"links: {sum(len(file.triples) for file in sets):,} in {len(sets)} link sets")
    found = [f"{where.in_file(file, node)} {what}" for file in sets for node, what in links.findings(file)]
    if found:
        raise BuildError("links", found)


def _shapes(files: list[TurtleFile], where: Places, say: Say) -> list[validate.Result]:
    data, shapes = _rdflib(files, _DATA_GRAPHS), _rdflib(files, ("shapes",))
    say(f"shapes: {len(shapes):,} triples of shapes over {len(data):,} of data")
    return _passed("shapes", validate.validate_shapes(data, shapes), where)


def _derive(store: ox.Store, sources: Sources, say: Say) -> set[ox.Triple]:
    rules = _some(sources.ontology / "rules", "*.rq", "derive")
    derived: set[ox.Triple] = set()
    for name, triples in derive.derive(store, rules).items():
        say(f"derive: {name} ({len(triples):,} triples)")
        derived |= triples
    derived -= {quad.triple for quad in store}  # a triple in two graphs would be counted twice in their union
    _extend(store, "derived", derived)
    return derived


def _presentation(store: ox.Store, sources: Sources, where: Places, prefixes: dict[str, str], say: Say) -> None:
    """Hold ``ontology/presentation/`` against what there is to be shown."""
    folder = sources.ontology / "presentation"
    checks = [validate.read_check(path) for path in _some(folder, "*.rq", "presentation")]
    say(f"presentation: {len(checks)} checks")
    _extend(store, "queries", (ox.Triple(query, TYPE, EXECUTABLE) for query in _queries(sources)))
    _passed("presentation", validate.validate_checks(store, checks, prefixes), where)


def _queries(sources: Sources) -> list[ox.NamedNode]:
    """The saved queries by name: what is shown may lead to one of them, and to no other."""
    return [ox.NamedNode(QUERY + path.stem) for path in sorted(sources.queries.glob("*.rq"))]


def _describe(sources: Sources, checked: Checked, say: Say) -> dict[str, set[ox.Triple]]:
    """What a release says of its own data, by graph; the store of ``checked`` holds it too from here on."""
    store = checked.store
    report = describe_report(checked.warnings, checked.checks)
    _extend(store, "report", report)
    described = links.describe(checked.files, store)
    _extend(store, "description", described)
    measures = [measure.read_measure(path) for path in _some(sources.ontology / "quality", "*.rq", "quality")]
    described |= measure.measure_all(store, measures, checked.prefixes)
    say(f"quality: {sum(triple.object == measure.MEASUREMENT for triple in described):,} measurements")
    return {"report": report, "description": described}


def _extend(store: ox.Store, name: str, triples: Iterable[ox.Triple]) -> None:
    """Put ``triples`` into the graph ``name`` of ``store``."""
    graph = ox.NamedNode(graph_iri(name))
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)


def _passed(stage: str, results: list[validate.Result], where: Places) -> list[validate.Result]:
    """The warnings among ``results``; raises BuildError when there is a violation."""
    violations = [where.line(result) for result in results if not result.warning]
    if violations:
        raise BuildError(stage, violations)
    return [result for result in results if result.warning]


def _some(folder: Path, pattern: str, stage: str) -> list[Path]:
    """The files of ``folder`` that match; a stage that would look at nothing fails."""
    paths = sorted(folder.glob(pattern))
    if not paths:
        raise BuildError(stage, [f"{folder.name}/{pattern}: no file was found"])
    return paths


def _rdflib(files: Iterable[TurtleFile], graphs: Iterable[str]) -> Graph:
    graph = Graph(bind_namespaces="none")
    for file in files:
        if file.graph in graphs:
            graph.parse(data=file.text, format="turtle")
    return graph


def load(files: Iterable[TurtleFile]) -> ox.Store:
    """A store in memory with the triples of ``files``, each in its graph."""
    store = ox.Store()
    for file in files:
        _extend(store, file.graph, file.triples)
    return store


def _saved_queries(sources: Sources) -> dict[str, SavedQuery]:
    _some(sources.queries, "*.rq", "queries")
    try:
        queries = read_all(sources.queries)
    except OegyoError as error:
        raise BuildError("queries", [f"queries/{error}"]) from error
    store = ox.Store()
    for query in queries.values():
        try:
            store.query(query.text)
        except SyntaxError as error:
            raise BuildError("queries", [f"queries/{query.slug}.rq: {error}"]) from error
    return queries


def _contents(
    sources: Sources, checked: Checked, described: dict[str, set[ox.Triple]], queries: dict[str, SavedQuery]
) -> write.Contents:
    graphs: dict[str, set[ox.Triple]] = {"derived": set(checked.derived), **described}
    topics: dict[str, set[ox.Triple]] = {name: set() for name in ("ontology", "concepts", "shapes", "presentation")}
    topics["quality"] = described["description"]
    texts: dict[str, str] = {}
    for file in checked.files:
        graphs.setdefault(file.graph, set()).update(file.triples)
        if file.name.startswith("data/"):
            topic = file.name.removeprefix("data/").removesuffix(".ttl").replace("/", "-")
            topics[topic], texts[topic] = set(file.triples), file.text
        elif file.graph in topics:
            topics[file.graph].update(file.triples)
    for name in ("shapes", "presentation"):
        graphs[name] = topics[name] = turtle.with_certain_names(graphs[name])
    graphs["queries"] = describe_queries(queries.values())
    return write.Contents(
        graphs=graphs,
        topics=topics,
        texts=texts,
        queries={slug: query.text for slug, query in queries.items()},
        prefixes=checked.prefixes,
        warnings=tuple(f"{warning.focus} {warning.message}" for warning in checked.warnings),
        version=__version__,
        fingerprint=fingerprint(sources),
    )
