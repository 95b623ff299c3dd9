"""Writing a release: the quads an engine loads, the files people take away, and the manifest, all in one directory.

The directory is written beside its place under another name and renamed last, so a release is whole or not there. Its name
is the digest of its content, nothing in it knows the time or the machine, and two builds of the same sources are the same
bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from oegyo.release import CURRENT, Release
from oegyo.terms.namespaces import GRAPHS, graph_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from oegyo.pipeline.contents import Contents

_KEPT = 5
"""Releases that stay: a server may still run on an older one."""

WHOLE = "oegyo"
"""The name of the files that hold every graph."""

_RDF_FILES = {
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}


def write_release(contents: Contents, releases: Path) -> Release:
    """Write ``contents`` as a release below the folder ``releases`` and make it the current one."""
    releases.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".building-", dir=releases))
    try:
        digest = _write_files(contents, scratch)
        place = releases / digest[:16]
        if not place.exists():
            scratch.chmod(0o755)
            scratch.rename(place)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    _make_current(place)
    _remove_old(releases, place)
    return Release.read(place)


def _write_files(contents: Contents, folder: Path) -> str:
    """Write every file of the release below ``folder`` and return the digest of them all."""
    quads = _quads(contents.graphs)
    (folder / "graph.nq").write_bytes(_serialize(quads, ox.RdfFormat.N_QUADS, {}))
    _write_queries(contents, folder / "queries")
    downloads = _write_downloads(contents, quads, folder / "download")
    sums = _sha256_lines(path for path in folder.rglob("*") if path.is_file())
    digest = hashlib.sha256("".join(f"{total}  {path.relative_to(folder)}\n" for path, total in sums).encode()).hexdigest()
    manifest = {
        "digest": digest,
        "version": contents.version,
        "fingerprint": contents.fingerprint,
        "triples": {name: len(contents.graphs.get(name, ())) for name in GRAPHS},
        "prefixes": dict(sorted(contents.prefixes.items())),
        "downloads": downloads,
        "warnings": list(contents.warnings),
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return digest


def _write_queries(contents: Contents, folder: Path) -> None:
    folder.mkdir()
    for slug, text in contents.queries.items():
        (folder / f"{slug}.rq").write_text(text, encoding="utf-8")


def _write_downloads(contents: Contents, quads: list[ox.Quad], folder: Path) -> list[dict[str, object]]:
    """Write the distributions and ``SHA256SUMS``; returns what the manifest says of each."""
    folder.mkdir()
    topics = {WHOLE: {quad.triple for quad in quads}, **contents.topics}
    homes = {triple: graph for graph, triples in contents.graphs.items() for triple in triples}
    for topic, triples in topics.items():
        ordered = sorted(triples, key=str)
        for extension, rdf_format in _RDF_FILES.items():
            (folder / f"{topic}.{extension}").write_bytes(_serialize(ordered, rdf_format, contents.prefixes))
        if topic in contents.texts:
            (folder / f"{topic}.ttl").write_text(contents.texts[topic], encoding="utf-8")
        own = quads if topic == WHOLE else _quads({g: {t for t in triples if homes[t] == g} for g in GRAPHS})
        _gzip(folder / f"{topic}.ttl.gz", (folder / f"{topic}.ttl").read_bytes())
        _gzip(folder / f"{topic}.nq.gz", _serialize(own, ox.RdfFormat.N_QUADS, {}))
    sums = _sha256_lines(folder.iterdir())
    (folder / "SHA256SUMS").write_text("".join(f"{total}  {path.name}\n" for path, total in sums), encoding="ascii")
    return [_described(path, total, len(topics[path.name.partition(".")[0]])) for path, total in sums]


def _described(path: Path, total: str, triples: int) -> dict[str, object]:
    topic = path.name.partition(".")[0]
    return {"name": path.name, "topic": topic, "bytes": path.stat().st_size, "sha256": total, "triples": triples}


def _quads(graphs: Mapping[str, set[ox.Triple]]) -> list[ox.Quad]:
    quads = [
        ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(graph_iri(name)))
        for name, triples in graphs.items()
        for triple in triples
    ]
    return sorted(quads, key=str)


def _serialize(
    items: Iterable[ox.Triple] | Iterable[ox.Quad], rdf_format: ox.RdfFormat, prefixes: Mapping[str, str]
) -> bytes:
    body = ox.serialize(items, format=rdf_format, prefixes=dict(prefixes) or None)
    return body or b""


def _gzip(path: Path, body: bytes) -> None:
    path.write_bytes(gzip.compress(body, mtime=0))


def _sha256_lines(paths: Iterable[Path]) -> list[tuple[Path, str]]:
    return [(path, hashlib.sha256(path.read_bytes()).hexdigest()) for path in sorted(paths)]


def _make_current(release: Path) -> None:
    """Point to ``release`` in one step, so a reader sees the old one or the new one."""
    pointer = release.parent / f".{CURRENT}"
    pointer.write_text(release.name + "\n", encoding="ascii")
    pointer.replace(release.parent / CURRENT)


def _remove_old(releases: Path, current: Path) -> None:
    built = sorted((path.parent for path in releases.glob("*/manifest.json")), key=lambda path: path.stat().st_mtime)
    for path in built[:-_KEPT]:
        if path != current:
            shutil.rmtree(path)
