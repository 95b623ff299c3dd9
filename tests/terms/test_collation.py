"""The order of names, and what a search takes for the same."""

from __future__ import annotations

import random

import pytest

from oegyo.terms.collation import fold, sort_key


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Åland", "Albania", "Côte d'Ivoire", "Cuba", "Türkiye", "Tuvalu"]),
        ("ko", ["가나", "나이지리아", "대한민국", "덴마크", "한국"]),
        (
            "vi",
            [
                "Ả Rập",
                "An",
                "Ăng-gô-la",
                "Ấn Độ",
                "Ba Lan",
                "Cuba",
                "Dim",
                "Đan Mạch",
                "Đức",
                "Ma",
                "Mà",
                "Mạ",
                "Úc",
                "Ưu",
                "Việt Nam",
            ],
        ),
    ],
)
def test_names_stand_where_a_reader_looks_for_them(language: str, names: list[str]) -> None:
    """English passes over accents; in Vietnamese Đ comes after D, and a tone only decides between the same letters."""
    mixed = random.Random(1).sample(names, len(names))  # noqa: S311 - an order, no secret
    assert sorted(mixed, key=lambda name: sort_key(name, language)) == names


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Đại Hàn Dân Quốc", "dai han dan quoc"), ("TÜRKIYE", "turkiye"), ("Straße", "strasse"), ("n\u0303", "n")],
)
def test_accents_and_capitals_are_nothing_to_a_search(text: str, folded: str) -> None:
    """Nor how they are encoded; Hangul stays whole."""
    assert fold(text) == folded
    assert fold("대한") in fold("대한민국")
