"""The language a visitor reads: ``?lang=`` when the address says it, else what the browser asks for, else English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import request
from flask_babel import Babel

from oegyo.terms.labels import LANGUAGES
from oegyo.web.http import parameters

if TYPE_CHECKING:
    from flask import Flask, Request

PARAMETER = "lang"
NAMES = {"en": "English", "ko": "한국어", "vi": "Tiếng Việt"}


@dataclass(frozen=True)
class Language:
    """A language by its ``tag``; ``suffix`` goes after an address on this host to keep the language once it was chosen."""

    tag: str
    suffix: str = ""


def init_app(app: Flask) -> None:
    """Let every page speak the reader's ``language``, and know the ``languages`` it can be had in."""
    # the catalogues of translations/, and dates and numbers as the language writes them
    Babel(app, default_translation_directories="translations", locale_selector=lambda: of(request).tag)

    @app.context_processor
    def add() -> dict[str, Any]:
        return {"language": of(request), "languages": addresses(request)}


def of(asked: Request) -> Language:
    """The language to answer the request in."""
    chosen = parameters.loosely(asked).get(PARAMETER)
    if chosen in LANGUAGES:
        return Language(chosen, f"?{PARAMETER}={chosen}")
    return Language(asked.accept_languages.best_match(LANGUAGES) or LANGUAGES[0])


def addresses(asked: Request) -> list[tuple[str, str, str]]:
    """Tag, name and address of the page asked for in each language, with all that was filled in."""
    given = parameters.loosely(asked)
    return [(tag, NAMES[tag], "?" + urlencode(given | {PARAMETER: tag})) for tag in LANGUAGES]
