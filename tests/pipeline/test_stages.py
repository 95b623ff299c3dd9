"""The build as a whole: every kind of broken source is one clear line, and what was good before stays."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

import pytest

from miniature import MEMBERSHIP, add, write_sources
from oegyo.errors import BuildError
from oegyo.pipeline import stages as pipeline
from oegyo.release import Release

if TYPE_CHECKING:
    from pathlib import Path

    from oegyo.paths import Sources

TWO_MEMBERS = MEMBERSHIP.replace("org:member state:KOR", "org:member state:KOR, organization:UN")


@pytest.fixture(name="sources")
def _sources(tmp_path: Path) -> Sources:
    return write_sources(tmp_path / "project")


def quiet(_line: str) -> None:
    """Say nothing."""


def tree(folder: Path) -> dict[str, str]:
    """The digest of every file below ``folder``."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_build_says_each_stage_and_each_file(sources: Sources, tmp_path: Path) -> None:
    """The lines say what is being done, in the order it is done."""
    lines: list[str] = []
    pipeline.build(sources, tmp_path / "releases", lines.append)
    stages = list(dict.fromkeys(line.partition(":")[0] for line in lines))
    assert stages == [
        *("parse", "languages", "lint", "links", "shapes", "derive", "presentation", "checks"),
        *("queries", "describe", "measure", "write"),
    ]
    assert sum(line.startswith("parse: ") for line in lines) == 12
    assert "links: 1 in 1 link sets" in lines
    assert "derive: member-of.rq (1 triples)" in lines
    assert "measure: 4 measurements by 1 measures" in lines


def test_two_builds_of_the_same_tree_are_the_same_bytes(sources: Sources, tmp_path: Path) -> None:
    """A copy of the sources elsewhere, built elsewhere, gives the same directory, byte for byte."""
    shutil.copytree(sources.data.parent, tmp_path / "copy")
    one = pipeline.build(sources, tmp_path / "one", quiet)
    two = pipeline.build(type(sources).under(tmp_path / "copy"), tmp_path / "two", quiet)
    assert one.path.name == two.path.name
    assert tree(one.path) == tree(two.path)


def test_the_derived_triples_are_in_their_own_graph(sources: Sources, tmp_path: Path) -> None:
    """The simple question has a simple triple to find."""
    release = pipeline.build(sources, tmp_path / "releases", quiet)
    assert (
        "<https://w3id.org/oegyo/id/state/KOR> <https://w3id.org/oegyo/ontology#memberOf> "
        "<https://w3id.org/oegyo/id/organization/UN> <https://w3id.org/oegyo/graph/derived> .\n"
    ) in release.graph.read_text(encoding="utf-8")


def test_a_warning_passes_and_is_published(sources: Sources, tmp_path: Path) -> None:
    """A membership before the state is odd, not wrong: it is said at build time and kept in the release."""
    add(sources.data.parent, "data/memberships.ttl", MEMBERSHIP.replace('"1991"', '"1947"'))
    lines: list[str] = []
    release = pipeline.build(sources, tmp_path / "releases", lines.append)
    warning = "membership:KOR-UN oegyo:startDate: 1947 is before the state [check:S20]"
    assert [line for line in lines if line.startswith("warning: ")] == [f"warning: data/memberships.ttl:19: {warning}"]
    assert release.warnings == ("https://w3id.org/oegyo/id/membership/KOR-UN 1947 is before the state",)
    assert "http://www.w3.org/ns/shacl#ValidationResult" in release.graph.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "turtle", "stage", "failures"),
    [
        pytest.param(
            "data/memberships.ttl",
            "membership:KOR-UN a oegyo:Membership\nmembership:KOR-IMF a oegyo:Membership .",
            "parse",
            [
                "data/memberships.ttl:20: Parser error at line 20 between columns 1 and 19: "
                "A dot is expected at the end of statements"
            ],
            id="broken Turtle",
        ),
        pytest.param(
            "data/memberships.ttl",
            TWO_MEMBERS,
            "shapes",
            [
                "data/memberships.ttl:19: membership:KOR-UN org:member: "
                "A membership has one member. [shape:Membership-member]"
            ],
            id="invalid fact",
        ),
        pytest.param(
            "data/memberships.ttl",
            MEMBERSHIP.replace("organization:UN", "organization:UNO"),
            "checks",
            [
                "data/memberships.ttl:19: membership:KOR-UN org:organization: "
                "nothing is known of organization:UNO [check:S27]",
                "data/states.ttl:19: state:KOR oegyo:memberOf: nothing is known of organization:UNO [check:S27]",
            ],
            id="dangling reference",
        ),
        pytest.param(
            "data/more.ttl",
            MEMBERSHIP,
            "lint",
            [
                "data/memberships.ttl:27: evidence:membership-KOR-UN--note-0-40 "
                "is described in data/memberships.ttl and in data/more.ttl",
                "data/memberships.ttl:19: membership:KOR-UN is described in data/memberships.ttl and in data/more.ttl",
            ],
            id="duplicate record",
        ),
        pytest.param(
            "data/memberships.ttl",
            MEMBERSHIP.replace("oegyo:startDate", "oegyo:startdate"),
            "lint",
            ["data/memberships.ttl:19: membership:KOR-UN oegyo:startdate is not defined in ontology/"],
            id="unknown property",
        ),
        pytest.param(
            "data/links/wikidata.ttl",
            "state:KOR skos:exactMatch wd:Q884 .\n\norganization:UN\n    skos:exactMatch <https://example.org/UN> .",
            "links",
            [
                "data/links/wikidata.ttl:21: organization:UN is linked to <https://example.org/UN>, "
                "which is of no data set that is known here (http://www.wikidata.org/entity/, https://sws.geonames.org/, "
                "https://www.openstreetmap.org/, http://publications.europa.eu/resource/authority/)"
            ],
            id="link to an unknown data set",
        ),
        pytest.param(
            "ontology/shapes/records.ttl",
            "shape:Membership a sh:NodeShape ; sh:targetClass oegyo:Membership ; sh:minConut 1 .",
            "lint",
            ["ontology/shapes/records.ttl:19: shape:Membership sh:minConut is not a term of SHACL"],
            id="unknown shape term",
        ),
    ],
)
def test_a_broken_source_is_one_line_with_its_place(
    sources: Sources, tmp_path: Path, name: str, turtle: str, stage: str, failures: list[str]
) -> None:
    """File and line, node, what is wrong, and which shape or check says so; the last good release stays current."""
    good = pipeline.build(sources, tmp_path / "releases", quiet)
    before = tree(tmp_path / "releases")
    add(sources.data.parent, name, turtle)
    with pytest.raises(BuildError) as caught:
        pipeline.build(sources, tmp_path / "releases", quiet)
    assert caught.value.stage == stage
    assert caught.value.failures == failures
    assert tree(tmp_path / "releases") == before
    assert Release.current(tmp_path / "releases") == good


@pytest.mark.parametrize(
    ("folder", "stage", "failure"),
    [
        ("ontology/concepts", "parse", "no file was found for the graph concepts"),
        ("ontology/shapes", "parse", "no file was found for the graph shapes"),
        ("data/links", "parse", "no file was found for the graph links"),
        ("ontology/rules", "derive", "rules/*.rq: no file was found"),
        ("ontology/presentation", "parse", "no file was found for the graph presentation"),
        ("ontology/checks", "checks", "checks/*.rq: no file was found"),
        ("ontology/quality", "measure", "quality/*.rq: no file was found"),
        ("queries", "queries", "queries/*.rq: no file was found"),
    ],
)
def test_a_stage_that_would_look_at_nothing_fails(
    sources: Sources, tmp_path: Path, folder: str, stage: str, failure: str
) -> None:
    """A check that found no files has checked nothing, and says so instead of passing."""
    shutil.rmtree(sources.data.parent / folder)
    with pytest.raises(BuildError) as caught:
        pipeline.build(sources, tmp_path / "releases", quiet)
    assert (caught.value.stage, caught.value.failures) == (stage, [failure])


@pytest.mark.parametrize(
    ("name", "text", "stage", "failure"),
    [
        ("ontology/rules/member-of.rq", "SELECT ?x {}", "derive", "ontology/rules/member-of.rq: is not a CONSTRUCT"),
        ("ontology/rules/member-of.rq", "CONSTRUCT {", "derive", "ontology/rules/member-of.rq:1: is not SPARQL:"),
        ("ontology/checks/s27-dangling.rq", "SELECT ?x {}", "checks", "ontology/checks/s27-dangling.rq: the header lacks"),
        ("ontology/quality/records.rq", "SELECT ?x {}", "measure", "ontology/quality/records.rq: the header lacks"),
        ("queries/member-since.rq", "SELECT ?x {}", "queries", "queries/member-since.rq: the header lacks"),
    ],
)
def test_a_broken_rule_check_or_query_is_named(
    sources: Sources, tmp_path: Path, name: str, text: str, stage: str, failure: str
) -> None:
    """Queries among the sources are held to their form as facts are."""
    (sources.data.parent / name).write_text(text, encoding="utf-8")
    with pytest.raises(BuildError) as caught:
        pipeline.build(sources, tmp_path / "releases", quiet)
    assert caught.value.stage == stage
    assert caught.value.failures[0].startswith(failure)


def test_a_file_of_facts_is_checked_beside_the_graph(sources: Sources, tmp_path: Path) -> None:
    """What a user wrote may refer to the graph, and a copy of a file of the graph takes its place."""
    extra = tmp_path / "mine.ttl"
    add(tmp_path, "mine.ttl", 'state:PRK a oegyo:State ; skos:prefLabel "DPRK"@en .')
    assert any(file.path == extra for file in pipeline.check(sources, [extra], quiet).files)
    add(tmp_path, "mine.ttl", "membership:X a oegyo:Membership ; org:member state:KOR ; org:organization organization:UN .")
    with pytest.raises(BuildError, match=r"membership:X oegyo:evidence: A membership needs evidence"):
        pipeline.check(sources, [extra], quiet)


def test_the_fingerprint_changes_with_any_source(sources: Sources) -> None:
    """So that `serve` knows when to build again."""
    before = sources.fingerprint
    assert sources.fingerprint == before
    add(sources.data.parent, "data/links/more.ttl", "state:KOR skos:exactMatch wd:Q1 .")
    assert sources.fingerprint != before
