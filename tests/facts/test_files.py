"""The files of the data stay ones that a person can read, review and find."""

from __future__ import annotations

import re

from oegyo.paths import installed_sources
from oegyo.pipeline.parse import turtle_files

SOURCES = installed_sources()
LARGEST = 1_000_000
"""Bytes; a topic that outgrows it is split, so that a change of it can still be read as a diff."""


def test_no_file_is_too_large_to_review() -> None:
    """Every Turtle file is below a megabyte."""
    sizes = {SOURCES.name(path): path.stat().st_size for path in turtle_files(SOURCES)}
    assert len(sizes) > 90
    assert {name: size for name, size in sizes.items() if size >= LARGEST} == {}


def test_the_readme_says_what_every_file_holds() -> None:
    """The table of the data's README names each file, or the folder or the pattern it belongs to."""
    readme = (SOURCES.data / "README.md").read_text(encoding="utf-8")
    named = {
        name.replace("*", ".*")
        for row in re.findall(r"^\| (`[^|]*`) \|", readme, re.MULTILINE)
        for name in re.findall(r"`([^`]+)`", row)
    }
    files = [str(path.relative_to(SOURCES.data)) for path in turtle_files(SOURCES) if SOURCES.data in path.parents]
    assert len(files) > 50
    missing = [file for file in files if not any(re.match(pattern, file) for pattern in named)]
    assert missing == []
