"""The build, stage after stage; each says what it does, and the first that fails ends it with what, where and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from oegyo.errors import BuildError, OegyoError
from oegyo.paths import Sources
from oegyo.pipeline import changes, derive, describe, languages, links, lint, measure, passages
from oegyo.pipeline.checks import Check, read_check, validate_checks
from oegyo.pipeline.contents import contents_of
from oegyo.pipeline.parse import DATA_GRAPHS, as_rdflib, extend, load, parse, prefixes_of
from oegyo.pipeline.places import Places
from oegyo.pipeline.query_file import explained, said
from oegyo.pipeline.shapes import validate_shapes
from oegyo.pipeline.write import write_release
from oegyo.release import Release
from oegyo.saved.query import SavedQuery, read_queries
from oegyo.terms.namespaces import QUERY, shorten
from oegyo.terms.vocabularies import SH, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from oegyo.pipeline.describe import Description
    from oegyo.pipeline.parse import Say, TurtleFile
    from oegyo.pipeline.results import ValidationResult
    from oegyo.saved.inline_data import Tables


_EXECUTABLE = ox.NamedNode(SH + "SPARQLExecutable")


@dataclass(frozen=True)
class Checked:
    """Sources that passed every stage: the files, the derived triples, and the warnings of the checks that stand."""

    files: tuple[TurtleFile, ...]
    store: ox.Store
    derived: frozenset[ox.Triple]
    checks: tuple[Check, ...]
    warnings: tuple[ValidationResult, ...]
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
    say("queries: reading the saved queries")
    queries = _saved_queries(sources)
    say(f"queries: {len(queries)} read")
    described = _describe(sources, checked, queries, say)
    say("write: the release")
    written = {"derived": set(checked.derived), **described}
    contents = contents_of(checked.files, written, queries, checked.prefixes, checked.warnings, sources.fingerprint)
    release = write_release(contents, releases)
    total = sum(release.triples.values())
    say(f"write: {total:,} triples, {len(release.downloads)} files, digest {release.digest[:16]}")
    return release


def check(sources: Sources, extra: Iterable[Path], say: Say, lacking: Sequence[str] = ()) -> Checked:
    """Run every stage that can find something wrong; ``extra`` Turtle files are checked as facts beside the sources.

    What other parts are ``lacking`` in some language, a line each, is told with what the sources lack, as one list.
    Raises BuildError at the first stage that fails.
    """
    prefixes = prefixes_of(sources)
    files = parse(sources, extra, say)
    where = Places(files, prefixes)
    _languages(sources, files, where, lacking, say)
    _lint(files, where, say)
    _links(files, where, say)
    warnings = _shapes(files, where, say)
    store = load(files)
    derived = _derive(store, sources, say)
    _presentation(store, sources, where, prefixes, say)
    checks = [read_check(path) for path in _some(sources.ontology / "checks", "*.rq", "checks")]
    say(f"checks: {len(checks)} over {len(store):,} triples")
    warnings += _passed("checks", validate_checks(store, checks, prefixes), where)
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
    prefixes = prefixes_of(sources)
    files = parse(sources, (), lambda _: None)
    result = passages.verify(load(files), texts)
    if result.failures:
        where = Places(files, prefixes)
        raise BuildError("passages", [f"{where(node)} {what}" for node, what in result.failures])
    if not result.verified:
        raise BuildError("passages", [f"{texts}: holds the text of no source, so no passage was looked at"])
    return result.verified, tuple(shorten(source, prefixes) for source in result.absent)


def _languages(sources: Sources, files: list[TurtleFile], where: Places, others: Sequence[str], say: Say) -> None:
    say(f"languages: {', '.join(languages.of(files)) or 'none'}")
    if found := [*languages.lacking(sources, files, where), *others]:
        raise BuildError("languages", found)


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


def _shapes(files: list[TurtleFile], where: Places, say: Say) -> list[ValidationResult]:
    data, shapes = as_rdflib(files, DATA_GRAPHS), as_rdflib(files, ("shapes",))
    say(f"shapes: {len(shapes):,} triples of shapes over {len(data):,} of data")
    return _passed("shapes", validate_shapes(data, shapes), where)


def _derive(store: ox.Store, sources: Sources, say: Say) -> set[ox.Triple]:
    rules = _some(sources.ontology / "rules", "*.rq", "derive")
    derived: set[ox.Triple] = set()
    for name, triples in derive.derive(store, rules).items():
        say(f"derive: {name} ({len(triples):,} triples)")
        derived |= triples
    derived -= {quad.triple for quad in store}  # a triple in two graphs would be counted twice in their union
    extend(store, "derived", derived)
    return derived


def _presentation(store: ox.Store, sources: Sources, where: Places, prefixes: dict[str, str], say: Say) -> None:
    """Hold ``ontology/presentation/`` against what there is to be shown; it may lead to a saved query, by its name."""
    checks = [read_check(path) for path in _some(sources.ontology / "presentation", "*.rq", "presentation")]
    say(f"presentation: {len(checks)} checks")
    queries = (ox.NamedNode(QUERY + path.stem) for path in sources.queries.glob("*.rq"))
    extend(store, "queries", (ox.Triple(query, TYPE, _EXECUTABLE) for query in queries))
    _passed("presentation", validate_checks(store, checks, prefixes), where)


def _describe(sources: Sources, checked: Checked, queries: Mapping[str, SavedQuery], say: Say) -> dict[str, set[ox.Triple]]:
    """What a release says of itself, by graph.

    Measures look at what is said before them, such as the report, so the store of ``checked`` holds it from here on; then
    the measures are described too.
    """
    paths = _some(sources.ontology / "description", "*.rq", "describe")
    descriptions = [describe.read_description(path) for path in paths]
    tables = {
        **describe.report_tables(checked.warnings, checked.checks),
        **describe.query_tables(queries.values()),
        **links.tables(checked.files),
    }
    first = [one for one in descriptions if one.wanted <= tables.keys()]
    written = _written(first, checked.store, tables, say)
    for graph, triples in written.items():
        extend(checked.store, graph, triples)
    tables |= _measure(sources, checked, say)
    later = [one for one in descriptions if one not in first]
    for graph, triples in _written(later, checked.store, tables, say).items():
        written[graph] |= triples
    return written


def _written(descriptions: Iterable[Description], store: ox.Store, tables: Tables, say: Say) -> dict[str, set[ox.Triple]]:
    """The triples that ``descriptions`` write, by graph."""
    written: dict[str, set[ox.Triple]] = {graph: set() for graph in describe.GRAPHS}
    for one in descriptions:
        triples = one.file.construct(store, tables)
        say(f"describe: {one.file.path.name} ({len(triples):,} triples)")
        written[one.graph] |= triples
    return written


def _measure(sources: Sources, checked: Checked, say: Say) -> Tables:
    measures = [measure.read_measure(path) for path in _some(sources.ontology / "quality", "*.rq", "measure")]
    measurements = [one for kind in measures for one in measure.measured(checked.store, kind, checked.prefixes)]
    say(f"measure: {len(measurements):,} measurements by {len(measures)} measures")
    return measure.tables(measures, measurements)


def _passed(stage: str, results: list[ValidationResult], where: Places) -> list[ValidationResult]:
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


def _saved_queries(sources: Sources) -> dict[str, SavedQuery]:
    _some(sources.queries, "*.rq", "queries")
    try:
        queries = read_queries(sources.queries)
    except OegyoError as error:
        raise BuildError("queries", [f"queries/{error}"]) from error
    store = ox.Store()
    for query in queries.values():
        try:
            store.query(query.text)
        except SyntaxError as error:
            raise BuildError("queries", [said(f"queries/{query.slug}.rq", *explained(error))]) from error
    return queries
