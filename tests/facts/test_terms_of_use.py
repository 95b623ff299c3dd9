"""What may be done with each source is said in every language that the pages speak."""

from __future__ import annotations

import pyoxigraph as ox

from oegyo.terms.labels import LANGUAGES

_RIGHTS = ox.NamedNode("http://purl.org/dc/terms/rights")


def test_terms_in_words_are_in_every_language(graph: ox.Store) -> None:
    """Each of the hundreds of sources that has some has them once in each, and the same words are translated the same."""
    by_source: dict[object, dict[str, str]] = {}
    for quad in graph.quads_for_pattern(None, _RIGHTS, None):
        assert isinstance(quad.object, ox.Literal)
        own = by_source.setdefault(quad.subject, {})
        tag = quad.object.language or ""
        assert tag not in own, quad.subject
        own[tag] = quad.object.value
    assert len(by_source) > 500
    assert [source for source, texts in by_source.items() if set(texts) != set(LANGUAGES)] == []
    assert len({tuple(sorted(texts.items())) for texts in by_source.values()}) == len(
        {one["en"] for one in by_source.values()}
    )
