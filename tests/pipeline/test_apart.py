"""A build in a process of its own: what it finds comes back whole, and nothing else of it stays."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from miniature import add, write_sources
from oegyo.errors import BuildError, OegyoError
from oegyo.pipeline import apart
from oegyo.release import Release

if TYPE_CHECKING:
    from pathlib import Path

    from oegyo.paths import Sources

ASKED = """
import sys
from oegyo.cli import main
from oegyo.gate import server
main([*sys.argv[1:], "--format", "csv"], standalone_mode=False)
assert not {"rdflib", "pyshacl"} & {*sys.modules}
"""


@pytest.fixture(name="sources")
def _sources(tmp_path: Path) -> Sources:
    return write_sources(tmp_path / "project")


def test_what_is_built_apart_is_a_release(sources: Sources, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """It is the current one, and how far it is is said on standard error."""
    apart.build(sources, tmp_path / "releases")
    release = Release.current(tmp_path / "releases")
    assert release is not None
    assert release.fingerprint == sources.fingerprint
    said = capfd.readouterr()
    assert said.out == ""
    assert "shapes" in said.err


def test_what_a_build_apart_has_found_is_told(sources: Sources, tmp_path: Path) -> None:
    """The stage, and each failure in its words; nothing is written."""
    add(sources.data.parent, "data/memberships.ttl", "membership:KOR-UN a oegyo:Membership .")
    with pytest.raises(BuildError) as found:
        apart.build(sources, tmp_path / "releases")
    assert found.value.stage
    assert any("membership:KOR-UN" in failure for failure in found.value.failures)
    assert not (tmp_path / "releases").exists()


def test_a_folder_that_cannot_be_written_to_is_named(sources: Sources, tmp_path: Path) -> None:
    """In one line, and with no traceback."""
    (tmp_path / "releases").write_text("")
    with pytest.raises(BuildError) as found:
        apart.build(sources, tmp_path / "releases")
    (failure,) = found.value.failures
    assert failure.startswith(f"{tmp_path / 'releases'}")


def test_a_build_that_ends_without_a_word_is_said(sources: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when the system ends it, for want of memory."""
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(OegyoError, match="the process that built the release has ended"):
        apart.build(sources, tmp_path / "releases")


def test_who_answers_has_loaded_nothing_that_builds(sources: Sources, tmp_path: Path) -> None:
    """Not even when it had to build first."""
    given = ["query", "member-since", "--sources", str(sources.data.parent), "--release", str(tmp_path / "releases")]
    subprocess.run([sys.executable, "-c", ASKED, *given], check=True, capture_output=True)
