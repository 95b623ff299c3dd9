"""The table of formats."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from oegyo.terms.formats import FORMATS, SYNONYMS, Format, Kind, by_extension, by_media_type, by_name, called, of_kind

IDS = [entry.name for entry in FORMATS]
NAMES = sorted({name for entry in FORMATS for name in (entry.name, entry.extension, *entry.aliases)})


@pytest.mark.parametrize("entry", FORMATS, ids=IDS)
def test_a_format_is_found_by_each_of_its_names(entry: Format) -> None:
    """Name, media type and extension each lead to the one format."""
    assert by_name(entry.name) is by_media_type(entry.media_type) is by_extension(entry.extension) is entry


@pytest.mark.parametrize("name", NAMES)
def test_what_clients_call_formats_means_one_of_a_kind_at_most(name: str) -> None:
    """In small letters, and none of a dataset: no answer to a query is one."""
    kinds = [entry.kind for entry in called(name)]
    assert name == name.lower()
    assert len(kinds) == len(set(kinds))
    assert (kinds == []) is (name in {"nquads", "nq"})


@pytest.mark.parametrize("lookup", [by_name, by_media_type, by_extension])
def test_an_unknown_name_raises(lookup: object) -> None:
    """Nothing is guessed."""
    assert callable(lookup)
    with pytest.raises(KeyError, match="nothing"):
        lookup("nothing")


@pytest.mark.parametrize("entry", FORMATS, ids=IDS)
def test_the_engine_writes_every_format(entry: Format) -> None:
    """The media type of each format is one that pyoxigraph knows, by the same extension."""
    kind = ox.QueryResultsFormat if entry.kind is Kind.SOLUTIONS else ox.RdfFormat
    written = kind.from_media_type(entry.media_type)
    assert written is not None
    # pyoxigraph's own extension of XML results is srx, that of JSON results srj
    assert written.file_extension in {entry.extension, "srx", "srj"}


@pytest.mark.parametrize(
    ("kind", "first"),
    [(Kind.SOLUTIONS, "json"), (Kind.GRAPH, "turtle"), (Kind.DATASET, "nquads")],
)
def test_each_kind_has_a_preferred_format(kind: Kind, first: str) -> None:
    """It is the one for a client that states no preference."""
    assert of_kind(kind)[0].name == first


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("turtle", "text/turtle; charset=utf-8"),
        ("json", "application/sparql-results+json"),
        ("jsonld", "application/ld+json"),
    ],
)
def test_only_text_formats_name_their_encoding(name: str, content_type: str) -> None:
    """The others are UTF-8 by definition."""
    assert by_name(name).content_type == content_type


def test_a_synonym_is_no_format_of_its_own_and_stands_for_one() -> None:
    """It is another name that clients use."""
    own = {entry.media_type for entry in FORMATS}
    assert not own & SYNONYMS.keys()
    assert set(SYNONYMS.values()) <= own
