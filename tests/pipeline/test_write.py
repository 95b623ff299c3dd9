"""What a release holds, and how it takes the place of the one before."""

from __future__ import annotations

import gzip
import hashlib
import subprocess
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from miniature import write_sources
from oegyo.errors import OegyoError
from oegyo.pipeline import stages, write
from oegyo.release import Release

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(name="built", scope="module")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Release:
    root = tmp_path_factory.mktemp("release")
    return stages.build(write_sources(root / "project"), root / "releases", lambda _: None)


def test_a_release_is_named_by_its_digest(built: Release) -> None:
    """The name is the beginning of the digest, and the digest is of every file but the manifest."""
    assert built.path.name == built.digest[:16]
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}"
        for path in sorted(path for path in built.path.rglob("*") if path.is_file() and path.name != "manifest.json")
    ]
    names = sorted(str(path.relative_to(built.path)) for path in built.path.rglob("*") if path.is_file())
    names.remove("manifest.json")
    text = "".join(f"{digest}  {name}\n" for digest, name in zip(lines, names, strict=True))
    assert hashlib.sha256(text.encode()).hexdigest() == built.digest


def test_the_quads_are_all_there_and_sorted(built: Release) -> None:
    """The engine's file holds as many quads as the manifest counts."""
    quads = list(ox.parse(path=built.graph))
    assert len(quads) == sum(built.triples.values()) == len(set(quads))
    assert [str(quad) for quad in quads] == sorted(str(quad) for quad in quads)


def test_downloads_hold_the_same_triples_in_every_format(built: Release) -> None:
    """A topic in Turtle, N-Quads, JSON-LD and RDF/XML is the same set of triples; the packed files are their plain ones."""
    topics = {entry.topic for entry in built.downloads}
    assert {"oegyo", "states", "memberships", "ontology", "shapes", "concepts", "links-wikidata", "quality"} <= topics
    for topic in topics:
        turtle = set(ox.parse(path=built.download / f"{topic}.ttl"))
        quads = ox.parse(gzip.decompress((built.download / f"{topic}.nq.gz").read_bytes()), format=ox.RdfFormat.N_QUADS)
        assert {quad.triple for quad in quads} == {quad.triple for quad in turtle}
        packed = gzip.decompress((built.download / f"{topic}.ttl.gz").read_bytes())
        assert packed == (built.download / f"{topic}.ttl").read_bytes()
        for extension in ("jsonld", "rdf"):
            assert len(set(ox.parse(path=built.download / f"{topic}.{extension}"))) == len(turtle)


def test_the_sums_are_those_that_sha256sum_checks(built: Release) -> None:
    """Whoever downloads can check with the tool they have."""
    checked = subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=built.download, capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stdout) == (0, "")
    assert len((built.download / "SHA256SUMS").read_text().splitlines()) == len(built.downloads)


def test_a_topic_is_its_hand_kept_file(built: Release) -> None:
    """What people download as Turtle is what people keep, comments and order included."""
    sources = built.path.parent.parent / "project"
    assert (built.download / "states.ttl").read_bytes() == (sources / "data/states.ttl").read_bytes()


def test_old_releases_go_and_the_current_one_stays(tmp_path: Path) -> None:
    """A few releases are kept for servers that still run on them."""
    sources = write_sources(tmp_path / "project")
    for year in range(1990, 1998):
        query = sources.queries / "member-since.rq"
        query.write_text(query.read_text(encoding="utf-8").replace("?since .", f"?since . # {year}", 1), encoding="utf-8")
        newest = stages.build(sources, tmp_path / "releases", lambda _: None)
    kept = [path for path in (tmp_path / "releases").iterdir() if path.is_dir()]
    assert newest.path in kept
    assert len(kept) == write._KEPT
    assert Release.current(tmp_path / "releases") == newest


def test_a_directory_that_is_no_release_is_said_to_be_none(tmp_path: Path) -> None:
    """A folder without a manifest, or with a broken one, is named."""
    with pytest.raises(OegyoError, match="is not a release"):
        Release.read(tmp_path)
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(OegyoError, match="is not a release"):
        Release.read(tmp_path)
    assert Release.current(tmp_path) is None
