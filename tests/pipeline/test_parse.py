"""The sources, read: which graph a file goes to, and what is said of a file that cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from miniature import PREFIXES, write_sources
from oegyo.errors import BuildError
from oegyo.paths import Sources
from oegyo.pipeline.parse import graph_of, prefixes_of, read_prefixes, read_turtle, turtle_files

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("body", "failure"),
    [
        (b"@prefix a: <http://x/> .\na:b a:c a:d\na:x a:y a:z .\n", "data/x.ttl:3: "),
        (b"a:b a:c a:d .\n", "data/x.ttl:1: "),
        ('<http://x/가> <http://x/p> "가" .'.encode("euc-kr"), "data/x.ttl: not UTF-8 at byte 10"),
    ],
    ids=["syntax", "undeclared prefix", "encoding"],
)
def test_a_file_that_is_not_turtle_is_named_with_its_line(tmp_path: Path, body: bytes, failure: str) -> None:
    """The message begins with the file and, for a slip in the syntax, the line."""
    (tmp_path / "x.ttl").write_bytes(body)
    with pytest.raises(BuildError) as caught:
        read_turtle(tmp_path / "x.ttl", "data/x.ttl", "facts")
    assert caught.value.stage == "parse"
    assert caught.value.failures[0].startswith(failure)


def test_a_file_in_no_known_folder_is_refused() -> None:
    """A file that no graph takes would be left out of the release without a word, so it is an error."""
    with pytest.raises(BuildError, match=r"data/extra/x\.ttl: no graph takes a file of this folder"):
        graph_of("data/extra/x.ttl")


def test_the_prefix_table_holds_prefixes_only(tmp_path: Path) -> None:
    """A triple in the prefix table would go nowhere, so it is an error."""
    table = tmp_path / "prefixes.ttl"
    table.write_text(PREFIXES)
    assert read_prefixes(table)["state"] == "https://w3id.org/oegyo/id/state/"
    table.write_text(PREFIXES + "state:KOR a oegyo:State .")
    with pytest.raises(BuildError, match="holds @prefix lines only"):
        read_prefixes(table)


def test_a_folder_without_the_prefix_table_is_none_of_ours(tmp_path: Path) -> None:
    """The message says what was looked for, and what it would be a sign of."""
    with pytest.raises(BuildError, match=r"prefixes\.ttl: there is no prefix table; is this a folder of Oegyo's sources\?"):
        prefixes_of(Sources.under(tmp_path))


def test_files_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    """Those of the ontology and of the data, the prefix table left out."""
    sources = write_sources(tmp_path)
    names = [sources.name(path) for path in turtle_files(sources)]
    assert names == sorted(names)
    assert {"ontology/concepts/stance.ttl", "data/passages/note.ttl"} < set(names)
    assert "ontology/prefixes.ttl" not in names
