"""The command line as a user meets it: what it prints, where, and its exit status."""

from __future__ import annotations

import dataclasses
import shutil
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from miniature import MEMBERSHIP, TEXT, add, write_sources
from oegyo.cli import main
from oegyo.config import Settings, variable
from oegyo.release import Release

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from oegyo.paths import Sources


@dataclasses.dataclass(frozen=True)
class Desk:
    """A user's desk: the sources of a small graph, a folder of releases, and a terminal."""

    root: Path
    sources: Sources

    @property
    def releases(self) -> Path:
        """Where the releases go."""
        return self.root / "releases"

    def run(self, *arguments: str | Path, stdin: str | None = None) -> Result:
        """Run ``oegyo`` with ``arguments``."""
        environment = {
            "OEGYO_RELEASE": str(self.releases),
            "OEGYO_WORKER_MEMORY": str(1 << 29),
            "OEGYO_DEADLINE": "300",  # which no query meets here, however busy the machine is
        }
        return CliRunner(env=environment).invoke(main, [*map(str, arguments)], input=stdin, catch_exceptions=False)

    def ask(self, *arguments: str | Path, stdin: str | None = None) -> Result:
        """Run ``oegyo query`` over the small graph."""
        return self.run("query", *arguments, "--sources", self.root / "project", stdin=stdin)


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, write_sources(tmp_path / "project"))


def test_build_prints_progress_to_stderr_and_the_release_to_stdout(desk: Desk) -> None:
    """A script can take the folder from standard output."""
    result = desk.run("build", "--sources", desk.root / "project")
    release = Release.current(desk.releases)
    assert result.exit_code == 0
    assert release is not None
    assert result.stdout == f"{release.path}\n"
    assert result.stderr.startswith("parse: data/links/wikidata.ttl (1 triples)\n")
    assert desk.run("build", "--quiet", "--sources", desk.root / "project").stderr == ""


def test_a_failed_build_is_one_line_and_exit_status_1(desk: Desk) -> None:
    """No traceback; the stage, the file and line, the node, what is wrong."""
    add(desk.root / "project", "data/memberships.ttl", MEMBERSHIP.replace("org:member state:KOR ;", ""))
    result = desk.run("build", "--quiet", "--sources", desk.root / "project")
    assert result.exit_code == 1
    assert result.stderr == (
        "oegyo: shapes: data/memberships.ttl:19: membership:KOR-UN org:member: "
        "A membership has one member. [shape:Membership-member]\n"
    )
    assert not desk.releases.exists()


def test_a_build_says_in_words_what_changed_since_the_last_one(desk: Desk) -> None:
    """The second build names the record that came; --changes writes every one to a file; the first compares with nothing."""
    sources = ("--sources", desk.root / "project")
    assert "changes:" not in desk.run("build", *sources).stderr
    add(desk.root / "project", "data/more.ttl", 'state:PRK a oegyo:State ; skos:prefLabel "North Korea"@en .')
    result = desk.run("build", *sources, "--changes", desk.root / "changes.txt")
    assert "changes: oegyo:State: 1 added\nchanges:   added: North Korea (state:PRK)\n" in result.stderr
    listing = (desk.root / "changes.txt").read_text(encoding="utf-8")
    assert listing == "1 added\noegyo:State: 1 added\n  added: North Korea (state:PRK)\n"


def test_a_build_can_be_told_against_what_to_say_the_changes(desk: Desk) -> None:
    """--against takes a folder of sources, such as a checkout of the last release, and refuses another folder."""
    older = write_sources(desk.root / "older")
    add(older.data.parent, "data/more.ttl", 'state:PRK a oegyo:State ; skos:prefLabel "North Korea"@en .')
    sources = ("--sources", desk.root / "project")
    result = desk.run("build", *sources, "--against", older.data.parent)
    assert "changes:   removed: North Korea (state:PRK)\n" in result.stderr
    result = desk.run("build", *sources, "--against", desk.root, "--quiet")
    assert (result.exit_code, result.stderr) == (
        1,
        f"oegyo: changes: {desk.root}: is neither a release nor a folder with ontology/ and data/\n",
    )


def test_a_build_gets_over_a_last_release_that_is_gone(desk: Desk) -> None:
    """When what the pointer names was deleted, there is nothing to compare with, and the build puts a release there."""
    sources = ("--quiet", "--sources", desk.root / "project")
    first = desk.run("build", *sources).stdout.strip()
    shutil.rmtree(first)
    again = desk.run("build", *sources)
    assert (again.exit_code, again.stdout.strip()) == (0, first)


def test_validate_looks_at_the_graph_or_at_a_file_beside_it(desk: Desk) -> None:
    """The answer names what was looked at, and a wrong file fails."""
    sources = ("--quiet", "--sources", desk.root / "project")
    assert desk.run("validate", *sources).stdout == "the graph: valid, 0 warning(s)\n"
    add(desk.root, "mine.ttl", 'state:PRK a oegyo:State ; skos:prefLabel "DPRK"@en .')
    result = desk.run("validate", desk.root / "mine.ttl", *sources)
    assert result.stdout == f"{desk.root / 'mine.ttl'}: valid, 0 warning(s)\n"
    add(desk.root, "mine.ttl", "state:PRK a oegyo:Sate .")
    result = desk.run("validate", desk.root / "mine.ttl", *sources)
    assert result.exit_code == 1
    assert result.stderr.endswith("state:PRK oegyo:Sate is not defined in ontology/\n")


def test_validate_of_a_file_that_is_not_there_says_so(desk: Desk) -> None:
    """The file is named."""
    result = desk.run("validate", desk.root / "none.ttl", "--quiet", "--sources", desk.root / "project")
    assert (result.exit_code, result.stderr) == (1, f"oegyo: parse: {desk.root / 'none.ttl'}: No such file or directory\n")


def test_format_check_names_the_command_that_fixes_and_the_command_does(desk: Desk) -> None:
    """Check changes nothing; format writes the layout; then the check passes."""
    sources = ("--sources", desk.root / "project")
    before = (desk.sources.data / "states.ttl").read_text(encoding="utf-8")
    result = desk.run("format", "--check", *sources)
    assert result.exit_code == 1
    assert "oegyo: format: data/states.ttl is not in the layout; run: oegyo format data/states.ttl\n" in result.stderr
    assert (desk.sources.data / "states.ttl").read_text(encoding="utf-8") == before
    assert desk.run("format", *sources).stdout == "12 files, 12 changed\n"
    assert desk.run("format", "--check", *sources).stdout == "12 files in the layout\n"


def test_query_prints_a_table_that_counts_its_rows(desk: Desk) -> None:
    """IRIs are short, columns line up, the number of rows is said; the release is built first."""
    result = desk.ask("member-since")
    assert result.exit_code == 0
    assert result.stdout == ("organization     since\n---------------  -------\norganization:UN  1991\n\n1 row\n")


def test_query_takes_parameters_files_and_standard_input(desk: Desk) -> None:
    """A saved query by slug with its parameters, a file, or a pipe."""
    assert desk.ask("member-since", "-p", "state=PRK", "--format", "csv").stdout == "organization,since\n"
    (desk.root / "all.rq").write_text("SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/oegyo/ontology#State> }")
    assert desk.ask(desk.root / "all.rq", "--format", "tsv").stdout == "?n\n1\n"
    for mark in ("", "\ufeff"):
        assert desk.ask("-", stdin=f"{mark}ASK {{ ?s a <https://w3id.org/oegyo/ontology#State> }}").stdout == "yes\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("no-such-query",), "There is no saved query called 'no-such-query'."),
        (("member-since", "-p", "state"), "'state' is not NAME=VALUE."),
        (("member-since", "-p", "country=KOR"), "This query has no parameter 'country'."),
        (("member-since", "-p", "state=a b"), "'a b' is not a value for the parameter state."),
        (("member-since", "--format", "xlsx"), "there is no format 'xlsx'; there are table, json, xml, csv, tsv"),
        (("-",), "The query ends too early."),
    ],
)
def test_a_query_that_cannot_be_asked_is_said_in_clear_lines(desk: Desk, arguments: tuple[str, ...], message: str) -> None:
    """The error says what, and exits with status 1."""
    result = desk.ask(*arguments, stdin="SELECT ?x {")
    assert result.exit_code == 1
    assert f"oegyo: {message}" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (
            ("member-since", "-p", "state=a b"),
            [
                "'a b' is not a value for the parameter state.",
                "Give the IRI or the last part of the IRI of one of id/state, such as KOR.",
            ],
        ),
        (("member-since", "-p", "country=KOR"), ["This query has no parameter 'country'.", "Its parameters: state."]),
        (("no-such-query",), ["There is no saved query called 'no-such-query'.", "See /queries/ for all of them."]),
        (("member-since", "-p", "state"), ["'state' is not NAME=VALUE."]),
        (
            ("-",),
            [
                "The query ends too early.",
                "At line 2, column 5 of the query.",
                "Correct the query at the place given. Every prefix must be declared in the query itself.",
            ],
        ),
    ],
)
def test_a_terminal_is_told_where_and_what_to_try_as_well(desk: Desk, arguments: tuple[str, ...], lines: list[str]) -> None:
    """A line each, and nothing else once there is a release."""
    desk.ask("member-since")
    result = desk.ask(*arguments, stdin="ASK\n{   ")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "".join(f"oegyo: {line}\n" for line in lines)


def test_sources_verify_recomputes_the_digests(desk: Desk) -> None:
    """It says how many passages stand, or which does not; with no text it fails instead of passing."""
    texts = desk.root / "texts"
    texts.mkdir()
    sources = ("--sources", desk.root / "project")
    assert desk.run("sources", "verify", texts, *sources).exit_code == 1
    (texts / "note.txt").write_text(TEXT, encoding="utf-8")
    assert desk.run("sources", "verify", texts, *sources).stdout == "1 passages stand as they say\n"
    passage = desk.sources.data / "passages/note.ttl"
    passage.write_text(passage.read_text(encoding="utf-8").replace("char=0,40", "char=0,39"), encoding="utf-8")
    result = desk.run("sources", "verify", texts, *sources)
    assert result.exit_code == 1
    failure = "oegyo: passages: data/passages/note.ttl:19: passage:note-0-40 its digest is "
    assert result.stderr.startswith(failure)
    result = desk.run("build", "--quiet", "--texts", texts, *sources)
    assert result.exit_code == 1
    assert result.stderr.startswith(failure)
    assert not desk.releases.exists()


def test_every_setting_is_a_line_of_the_help_of_serve(desk: Desk) -> None:
    """Option, environment variable and default of each."""
    text = " ".join(desk.run("serve", "--help").stdout.split())
    for entry in dataclasses.fields(Settings):
        assert f"--{entry.name.replace('_', '-')} " in text
        assert f"[{variable(entry.name)}]" in text


def test_a_setting_that_cannot_be_read_is_named(desk: Desk) -> None:
    """A slip in the environment is an error, not a default."""
    runner = CliRunner(env={"OEGYO_DEADLINE": "soon"})
    result = runner.invoke(main, ["query", "x", "--sources", str(desk.root / "project")])
    assert (result.exit_code, result.stderr) == (1, "oegyo: OEGYO_DEADLINE is 'soon', which is not a float\n")


def test_the_last_good_release_answers_when_the_sources_are_broken(desk: Desk) -> None:
    """The failure is said, and the answer still comes."""
    assert desk.ask("member-since", "--format", "csv").exit_code == 0
    add(desk.root / "project", "data/memberships.ttl", "membership:KOR-UN a oegyo:Membership .")
    result = desk.ask("member-since", "--format", "csv")
    assert result.exit_code == 0
    assert result.stdout == "organization,since\nhttps://w3id.org/oegyo/id/organization/UN,1991\n"
    assert "oegyo: the build failed; the last good release, " in result.stderr
