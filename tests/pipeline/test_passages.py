"""Passages against a copy of the text they point at."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from miniature import TEXT, add, write_sources
from oegyo.pipeline import passages
from oegyo.pipeline.parse import load, parse

if TYPE_CHECKING:
    from pathlib import Path

    from oegyo.paths import Sources


@pytest.fixture(name="sources")
def _sources(tmp_path: Path) -> Sources:
    return write_sources(tmp_path / "project")


@pytest.fixture(name="texts")
def _texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "of-one-publisher").mkdir()
    (folder / "of-one-publisher/any-name.txt").write_text(TEXT, encoding="utf-8")
    return folder


def verify(sources: Sources, texts: Path) -> passages.Verification:
    """The verification of the passages of ``sources``."""
    return passages.verify(load(parse(sources, (), lambda _: None)), texts)


def test_a_passage_that_stands_as_it_says_is_counted(sources: Sources, texts: Path) -> None:
    """The file is found by its digest, whatever it is called and however deep it lies."""
    assert verify(sources, texts) == passages.Verification(1, (), ())


def test_a_source_without_a_file_is_listed_and_no_failure(sources: Sources, tmp_path: Path) -> None:
    """Who has no copy of a source can still check the others."""
    (tmp_path / "empty").mkdir()
    result = verify(sources, tmp_path / "empty")
    assert result == passages.Verification(0, ("https://w3id.org/oegyo/id/source/note",), ())


@pytest.mark.parametrize(
    ("position", "what"),
    [
        ("char=0,39", "its digest is "),
        ("char=0,4000", "its position char=0,4000 lies outside the text, which has 57 characters"),
        ("char=5,5", "its position char=5,5 lies outside the text"),
        ("line=1", "its position is 'line=1', not char=START,END"),
    ],
)
def test_a_wrong_passage_is_named_with_what_is_wrong(sources: Sources, texts: Path, position: str, what: str) -> None:
    """A digest that does not fit, or a position that the text does not have."""
    passage = (sources.data / "passages/note.ttl").read_text(encoding="utf-8")
    (sources.data / "passages/note.ttl").write_text(passage.replace("char=0,40", position), encoding="utf-8")
    result = verify(sources, texts)
    assert result.verified == 0
    ((node, wrong),) = result.failures
    assert node == "https://w3id.org/oegyo/id/passage/note-0-40"
    assert wrong.startswith(what)


def test_positions_count_unicode_characters(sources: Sources, texts: Path) -> None:
    """A Hangul syllable is one position, whatever its bytes."""
    digest = hashlib.sha256("대한민국".encode()).hexdigest()
    add(
        sources.data.parent,
        "data/passages/korean.ttl",
        "passage:note-41-45 a oegyo:Passage ; oegyo:inSource source:note ; "
        f'oegyo:position "char=41,45" ; oegyo:digest "{digest}" .',
    )
    assert verify(sources, texts) == passages.Verification(2, (), ())
