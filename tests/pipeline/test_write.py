"""What a release holds, and how it takes the place of the one before."""

from __future__ import annotations

import gzip
import hashlib
import json
import stat
import subprocess
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from miniature import MEMBER_SINCE, write_sources
from oegyo.errors import OegyoError
from oegyo.pipeline import stages
from oegyo.pipeline.contents import Contents
from oegyo.pipeline.write import write_release
from oegyo.release import Release
from oegyo.terms.namespaces import GRAPHS, graph_iri

if TYPE_CHECKING:
    from pathlib import Path

    from oegyo.paths import Sources


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


def rebuilt(sources: Sources, year: int) -> Release:
    """A build of ``sources`` that is not the one of any other ``year``."""
    (sources.queries / "member-since.rq").write_text(f"{MEMBER_SINCE}# {year}\n", encoding="utf-8")
    return stages.build(sources, sources.data.parent.parent / "releases", lambda _: None)


def test_the_last_releases_stay_and_older_ones_go(tmp_path: Path) -> None:
    """A server that was started on one of the last four builds before the current one still has its files."""
    sources = write_sources(tmp_path / "project")
    built = [rebuilt(sources, year).path for year in range(1990, 1998)]
    assert {path for path in (tmp_path / "releases").iterdir() if path.is_dir()} == set(built[-5:])
    current = Release.current(tmp_path / "releases")
    assert current
    assert current.path == built[-1]


def test_a_release_that_is_built_again_is_current_and_stays(tmp_path: Path) -> None:
    """However long ago it was built first: the sources went back to what they were."""
    sources = write_sources(tmp_path / "project")
    first, *others = (rebuilt(sources, year).path for year in range(1990, 1995))
    assert rebuilt(sources, 1990).path == first
    assert rebuilt(sources, 1995).path.exists()
    again = rebuilt(sources, 1990)
    assert Release.current(tmp_path / "releases") == again
    assert (again.path / "graph.nq").exists()
    assert others[-1].exists()


def test_what_a_release_holds_may_be_read_by_the_user_that_serves_it(built: Release) -> None:
    """The folder is made under another name that nobody else may look into; the release is for everyone to read."""
    assert stat.S_IMODE(built.path.stat().st_mode) == 0o755


def test_nothing_is_left_of_how_a_release_was_written(built: Release, tmp_path: Path) -> None:
    """Beside the releases there is the pointer to one of them, also after a build that failed."""
    releases = built.path.parent
    assert {path.name for path in releases.iterdir()} == {built.path.name, "current"}
    assert (releases / "current").read_text() == f"{built.path.name}\n"
    broken = Contents({"facts": set()}, {}, {}, {"no/such/folder": ""}, {}, (), "", "")
    with pytest.raises(FileNotFoundError):
        write_release(broken, tmp_path / "releases")
    assert list((tmp_path / "releases").iterdir()) == []


def test_a_directory_that_is_no_release_is_said_to_be_none(tmp_path: Path) -> None:
    """A folder without a manifest, or with a broken one, is named."""
    with pytest.raises(OegyoError, match="is not a release"):
        Release.read(tmp_path)
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(OegyoError, match="is not a release"):
        Release.read(tmp_path)
    assert Release.current(tmp_path) is None


def test_the_manifest_says_what_the_release_is(built: Release) -> None:
    """Of every graph and every download how many triples it has; a download is known by its topic, size and digest."""
    manifest = json.loads((built.path / "manifest.json").read_text(encoding="utf-8"))
    held = list(ox.parse(path=built.graph))
    assert manifest["triples"] == {
        name: sum(quad.graph_name == ox.NamedNode(graph_iri(name)) for quad in held) for name in GRAPHS
    }
    assert list(manifest["prefixes"]) == sorted(manifest["prefixes"])
    assert {entry["name"] for entry in manifest["downloads"]} == {
        path.name for path in built.download.iterdir() if path.name != "SHA256SUMS"
    }
    for entry in manifest["downloads"]:
        body = (built.download / entry["name"]).read_bytes()
        assert (entry["bytes"], entry["sha256"]) == (len(body), hashlib.sha256(body).hexdigest())
        assert entry["topic"] == entry["name"].partition(".")[0]
        assert entry["triples"] == len(set(ox.parse(path=built.download / f"{entry['topic']}.ttl")))


def test_the_quads_of_a_topic_are_in_the_graphs_they_are_in(built: Release) -> None:
    """A file of part of the graph is part of the file of it all."""
    whole = set(ox.parse(path=built.graph))
    for entry in built.downloads:
        if entry.name.endswith(".nq.gz"):
            body = gzip.decompress((built.download / entry.name).read_bytes())
            assert set(ox.parse(body, format=ox.RdfFormat.N_QUADS)) <= whole


def test_the_saved_queries_are_beside_the_graph(built: Release) -> None:
    """As they are kept."""
    assert {path.name: path.read_text(encoding="utf-8") for path in built.queries.iterdir()} == {
        "member-since.rq": MEMBER_SINCE
    }


@pytest.mark.parametrize("topic", ["ontology", "concepts", "shapes"])
def test_a_part_of_the_ontology_is_a_download(built: Release, topic: str) -> None:
    """Its files together are a graph, and the graph is a topic."""
    held = {quad.triple for quad in ox.parse(path=built.graph) if quad.graph_name == ox.NamedNode(graph_iri(topic))}
    assert held
    body = gzip.decompress((built.download / f"{topic}.nq.gz").read_bytes())
    assert {quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_QUADS)} == held


def test_the_measurements_are_a_download(built: Release) -> None:
    """With what else the release says of its data."""
    held = {quad.triple for quad in ox.parse(path=built.graph) if str(quad.graph_name) == f"<{graph_iri('description')}>"}
    assert {quad.triple for quad in ox.parse(path=built.download / "quality.ttl")} == held


def test_what_is_written_by_the_build_is_in_one_order(built: Release) -> None:
    """So that two releases can be compared line by line, and a packed file does not know when it was packed."""
    for name in ("ontology.ttl", "concepts.rdf", "quality.ttl"):
        lines = [str(quad.triple) for quad in ox.parse(path=built.download / name)]
        assert lines == sorted(lines)
    assert {path.read_bytes()[4:8] for path in built.download.glob("*.gz")} == {bytes(4)}


def test_the_folder_of_releases_is_made(tmp_path: Path) -> None:
    """However deep it is."""
    release = stages.build(write_sources(tmp_path / "project"), tmp_path / "a/b/releases", lambda _: None)
    assert release.path.parent == tmp_path / "a/b/releases"
