"""The order of names, and what a search takes for the same."""

from __future__ import annotations

import random
import unicodedata
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oegyo.terms.collation import fold, sort_key
from oegyo.terms.interface import TAGS


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
    [
        ("Đại Hàn Dân Quốc", "dai han dan quoc"),
        ("TÜRKIYE", "turkiye"),
        ("Straße", "strasse"),
        ("Tromsø, Łódź, Ħamrun, Diyarbakır", "tromso lodz hamrun diyarbakir"),
        ("n\u0303", "n"),
        ("S/RES/1718 (2006)", "s res 1718 2006"),
        ("대한민국", "대한민국"),
        (unicodedata.normalize("NFD", "대한민국 Việt"), "대한민국 viet"),
        ("ＫＯＲ", "kor"),
        ("ﾡ", "ᄀ"),
        ("—", ""),
    ],
)
def test_names_are_compared_without_what_people_leave_out(text: str, folded: str) -> None:
    """Case, accents, punctuation, and the ways to write the same letter; Hangul stays whole."""
    assert fold(text) == folded
    assert fold("대한") in fold("대한민국")


@given(st.text())
@example("ŉ ℌ ǰ ΐ ŀ ﷺ İ")
def test_what_was_folded_stays_as_it_is(text: str) -> None:
    """So it does not matter how often, and a text is found by itself."""
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
@example("대한민국 Đại Hàn", "NFD")
def test_how_a_text_is_encoded_does_not_matter(text: str, form: Literal["NFC", "NFD", "NFKC", "NFKD"]) -> None:
    """Unicode's four forms, Hangul in letters or in syllables, full width or half."""
    assert fold(unicodedata.normalize(form, text)) == fold(text)


@given(st.text(alphabet="aàảãáạăâbcdđeêghiklmnoôơøpqrstuưvwxyzłħ 대한민국", max_size=30))
def test_capitals_do_not_matter(text: str) -> None:
    """In the letters of the languages here and of the names that they write."""
    assert fold(text.upper()) == fold(text)


@given(st.lists(st.text(max_size=8)), st.sampled_from([*TAGS, "de"]))
def test_every_text_has_a_place_in_every_language(texts: list[str], tag: str) -> None:
    """Two different texts never share one, so a list has one order; a language that pages do not speak has one too."""
    keys = {text: sort_key(text, tag) for text in texts}
    assert len(set(keys.values())) == len(keys)
    assert [key[-1] for key in sorted(keys.values())] == sorted(keys, key=keys.__getitem__)
