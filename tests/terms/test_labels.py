"""The one language rule."""

from __future__ import annotations

import pytest

from oegyo.terms.labels import local_name, preferred

ALL = {"en": "Korea", "ko": "한국", "vi": "Hàn Quốc"}
IRI = "https://w3id.org/oegyo/id/state/KOR"


@pytest.mark.parametrize(
    ("labels", "language", "expected"),
    [
        (ALL, "vi", ("Hàn Quốc", "vi")),
        (ALL, "ko", ("한국", "ko")),
        (ALL, "fr", ("Korea", "en")),
        ({"ko": "한국", "vi": "Hàn Quốc"}, "en", ("한국", "ko")),
        ({"vi": "Hàn Quốc"}, "ko", ("Hàn Quốc", "vi")),
        ({"fr": "Corée"}, "fr", ("Corée", "fr")),
        ({"fr": "Corée"}, "en", ("KOR", "")),
        ({}, "en", ("KOR", "")),
    ],
)
def test_the_asked_language_comes_first_and_the_local_name_last(
    labels: dict[str, str], language: str, expected: tuple[str, str]
) -> None:
    """Asked language, English, Korean, Vietnamese, local name, in this order and no other."""
    assert preferred(labels, language, IRI) == expected


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        (IRI, "KOR"),
        ("https://w3id.org/oegyo/ontology#State", "State"),
        ("https://example.org/", "example.org"),
        ("https://example.org/a/", "a"),
        ("urn:x", "urn:x"),
        ("#", "#"),
    ],
)
def test_the_local_name_is_what_follows_the_last_mark(iri: str, name: str) -> None:
    """It is never empty."""
    assert local_name(iri) == name
