"""The interface speaks three languages, whole: every sentence of a template or a view has its words in each catalogue."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

import oegyo
from oegyo.terms.labels import LANGUAGES

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

PACKAGE = Path(oegyo.__file__).parent
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {"**.html": {"trimmed": "true"}}
KEYWORDS = {**DEFAULT_KEYWORDS, "message": None}
TRANSLATED = [tag for tag in LANGUAGES if tag != "en"]
"""English is the language the sentences are written in."""

_NAMED = re.compile(r"%\((\w+)\)\w")


def written() -> set[str]:
    """Every message that a template or a module has, those of problems among them."""
    found = set()
    for _, _, message, _, _ in extract_from_dir(PACKAGE, METHODS, OPTIONS, KEYWORDS):
        found |= {message} if isinstance(message, str) else set(message[:1])
    return found


def catalogue(tag: str) -> Catalog:
    """The catalogue of a language."""
    with (PACKAGE / "web" / "translations" / tag / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=tag)


@pytest.mark.parametrize("tag", TRANSLATED)
def test_a_catalogue_has_every_message_and_no_other(tag: str) -> None:
    """Nothing falls back to English, and nothing is translated that nobody says any more."""
    messages = {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue(tag) if message.id}
    assert len(messages) > 5
    assert messages == written()


@pytest.mark.parametrize("tag", TRANSLATED)
def test_every_message_is_translated(tag: str) -> None:
    """No message is empty, marked as a guess, or without a place that the English has for a value."""
    for message in catalogue(tag):
        if not message.id:
            continue
        words = [message.string] if isinstance(message.string, str) else list(message.string or ())
        assert words, message.id
        assert all(words), message.id
        assert not message.fuzzy, message.id
        english = message.id if isinstance(message.id, str) else message.id[-1]
        assert all(set(_NAMED.findall(text)) == set(_NAMED.findall(english)) for text in words), message.id
