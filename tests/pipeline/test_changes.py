"""What changed is said in words: which records came, went and are not the same, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from miniature import MEMBERSHIP, add, write_sources
from oegyo.errors import BuildError
from oegyo.pipeline import changes, stages

if TYPE_CHECKING:
    from pathlib import Path

    from oegyo.paths import Sources

PRK = 'state:PRK a oegyo:State ; skos:prefLabel "North Korea"@en .'
KOR = 'state:KOR a oegyo:State ; skos:prefLabel "Republic of Korea"@en, "대한민국"@ko, "Hàn Quốc"@vi ; '
KOR += 'oegyo:startDate "1948"^^xsd:gYear .'


@pytest.fixture(name="sources")
def _sources(tmp_path: Path) -> Sources:
    return write_sources(tmp_path / "project")


def told(sources: Sources, tmp_path: Path, file: str, text: str) -> list[str]:
    """What a build says when ``file`` is ``text``, against a build of the sources before."""
    before = stages.earlier(stages.build(sources, tmp_path / "releases", lambda _: None).path)
    add(sources.data.parent, file, text)
    lines: list[str] = []
    after = stages.build(sources, tmp_path / "releases", lambda _: None)
    stages.what_changed(before, after, lines.append)
    return [line.removeprefix("changes: ") for line in lines]


def test_a_record_that_came_is_named(sources: Sources, tmp_path: Path) -> None:
    """A new record is told by its name and its identifier, under its class."""
    assert told(sources, tmp_path, "data/more.ttl", PRK) == [
        "1 added",
        "oegyo:State: 1 added",
        "  added: North Korea (state:PRK)",
    ]


def test_a_value_that_is_another_one_is_told_as_it_was_and_as_it_is(sources: Sources, tmp_path: Path) -> None:
    """A changed property says both values; a name that is gone says so; languages are told apart."""
    text = 'state:KOR a oegyo:State ; skos:prefLabel "Republic of Korea"@en ; oegyo:startDate "1948-08-15"^^xsd:date .'
    assert told(sources, tmp_path, "data/states.ttl", text) == [
        "1 changed",
        "oegyo:State: 1 changed",
        "  changed: Republic of Korea (state:KOR); skos:prefLabel is no longer “Hàn Quốc” (vi), “대한민국” (ko); "
        "oegyo:startDate was 1948, is 1948-08-15",
    ]


def test_evidence_is_told_with_its_record(sources: Sources, tmp_path: Path) -> None:
    """Another piece of evidence is a change of the record that it is for, not a record of its own."""
    more = MEMBERSHIP.replace("note-0-40 ;\n    oegyo:start", "note-0-40, evidence:more ;\n    oegyo:start")
    more += "evidence:more a oegyo:Evidence ; oegyo:passage passage:note-0-40 ; oegyo:stance stance:supports ."
    assert told(sources, tmp_path, "data/memberships.ttl", more)[1:] == [
        "oegyo:Membership: 1 changed",
        "  changed: membership:KOR-UN (membership:KOR-UN); evidence: 1 added",
    ]


def test_a_link_is_told_with_what_is_linked(sources: Sources, tmp_path: Path) -> None:
    """A link to another data set that is another one is a change of the entity."""
    said = told(sources, tmp_path, "data/links/wikidata.ttl", "state:KOR skos:exactMatch wd:Q423 .")
    assert said[-1] == "  changed: Republic of Korea (state:KOR); skos:exactMatch was wd:Q884, is wd:Q423"


def test_the_same_sources_changed_nothing(sources: Sources, tmp_path: Path) -> None:
    """A build of what was built says that no record changed."""
    assert told(sources, tmp_path, "data/states.ttl", KOR) == ["no record was added, removed or changed"]


def test_a_folder_of_sources_can_be_compared_with(sources: Sources, tmp_path: Path) -> None:
    """What a checkout of another day holds is compared as well as a release, the other way round too."""
    older = write_sources(tmp_path / "older")
    add(older.data.parent, "data/more.ttl", PRK)
    release = stages.build(sources, tmp_path / "releases", lambda _: None)
    (gone,) = stages.what_changed(stages.earlier(older.data.parent), release, lambda _: None)
    assert gone == changes.Change("removed", "oegyo:State", "state:PRK", "North Korea")


def test_what_is_neither_a_release_nor_sources_is_refused(tmp_path: Path) -> None:
    """A folder of something else is an error that says what was expected."""
    with pytest.raises(BuildError, match="is neither a release nor a folder with ontology/ and data/"):
        stages.earlier(tmp_path)


def test_a_summary_counts_what_it_does_not_name() -> None:
    """Of one class only the first records are named, the rest is counted; a whole listing names all."""
    many = [changes.Change("added", "State", f"state:{number}", f"State {number}") for number in range(30)]
    assert changes.summary(many, shown=2) == [
        "30 added",
        "State: 30 added",
        "  added: State 0 (state:0)",
        "  added: State 1 (state:1)",
        "  … and 28 more",
    ]
    assert len(changes.summary(many, shown=None)) == 32


def test_what_came_and_went_is_told_in_one_order(sources: Sources, tmp_path: Path) -> None:
    """Class by class, what was added before what was removed, each by its identifier; values in their order too."""
    more = "".join(f'state:{code} a oegyo:State ; skos:prefLabel "{code}"@en . ' for code in ("PRK", "CHN", "JPN"))
    more += 'state:KOR a oegyo:State ; skos:prefLabel "Korea"@en ; skos:altLabel "B"@en, "A"@en, "C"@en .'
    (sources.data / "organizations.ttl").unlink()
    add(sources.data.parent, "data/organizations.ttl", 'organization:UNO a oegyo:Organization ; skos:prefLabel "UNO"@en .')
    membership = MEMBERSHIP.replace("organization:UN", "organization:UNO")
    add(sources.data.parent, "data/memberships.ttl", membership)
    before = stages.earlier(write_sources(tmp_path / "older").data.parent)
    add(sources.data.parent, "data/states.ttl", more)
    after = stages.build(sources, tmp_path / "releases", lambda _: None)
    found = stages.what_changed(before, after, lambda _: None)
    assert [(change.kind, change.verb, change.record) for change in found] == [
        ("oegyo:Membership", "changed", "membership:KOR-UN"),
        ("oegyo:Organization", "added", "organization:UNO"),
        ("oegyo:Organization", "removed", "organization:UN"),
        ("oegyo:State", "added", "state:CHN"),
        ("oegyo:State", "added", "state:JPN"),
        ("oegyo:State", "added", "state:PRK"),
        ("oegyo:State", "changed", "state:KOR"),
    ]
    assert found[-1].details == (
        "skos:altLabel is now “A” (en), “B” (en), “C” (en)",
        "skos:prefLabel was “Hàn Quốc” (vi), “Republic of Korea” (en), “대한민국” (ko), is “Korea” (en)",
        "oegyo:startDate is no longer 1948",
    )
    assert changes.summary(found)[0] == "4 added, 1 removed, 2 changed"


def test_a_passage_is_no_record(sources: Sources, tmp_path: Path) -> None:
    """It is told with the evidence that points at it, or not at all."""
    text = 'passage:note-0-40 a oegyo:Passage ; oegyo:inSource source:note ; oegyo:position "char=0,30" .'
    assert told(sources, tmp_path, "data/passages/note.ttl", text) == ["no record was added, removed or changed"]


def test_evidence_that_went_or_is_another_is_counted(sources: Sources, tmp_path: Path) -> None:
    """Each of the three ways in which the evidence of a record differs."""
    two = MEMBERSHIP.replace("note-0-40 ;\n    oegyo:start", "note-0-40, evidence:more ;\n    oegyo:start")
    more = "evidence:more a oegyo:Evidence ; oegyo:passage passage:note-0-40 ; oegyo:stance stance:supports ."
    add(sources.data.parent, "data/memberships.ttl", two + more)
    other = MEMBERSHIP.replace("oegyo:stance stance:supports", 'rdfs:comment "as they say"@en')
    (line,) = [line for line in told(sources, tmp_path, "data/memberships.ttl", other) if "membership:KOR" in line]
    assert line.endswith("; evidence: 1 removed, 1 changed")


def test_as_many_as_are_shown_are_not_counted_again() -> None:
    """There are no more when all are named; of each class twenty are."""
    many = [changes.Change("added", "State", f"state:{number}", f"State {number}") for number in range(21)]
    assert len(changes.summary(many[:20])) == 22
    assert changes.summary(many)[-1] == "  … and 1 more"
