"""The language a visitor reads: ``?lang=`` when the address says it, else what the browser asks for, else English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import request
from flask_babel import Babel

from oegyo.terms import labels
from oegyo.terms.interface import TAGS
from oegyo.web.http import parameters

if TYPE_CHECKING:
    from flask import Flask, Request

PARAMETER = "lang"
_KNOWN = "oegyo.language"  # where a request keeps what was found


@dataclass(frozen=True)
class Language:
    """A language by its ``tag``; one that was ``chosen`` is kept from page to page."""

    tag: str
    chosen: bool = False

    def keep(self, address: str) -> str:
        """``address``, which is on this host, in this language if it was chosen."""
        if not self.chosen:
            return address
        path, mark, fragment = address.partition("#")
        return f"{path}{'&' if '?' in path else '?'}{PARAMETER}={self.tag}{mark}{fragment}"


def init_app(app: Flask) -> None:
    """Let every page speak the reader's ``language``, and choose among texts by the one rule, `labels.preferred`."""
    # the catalogues of translations/, and dates and numbers as the language writes them
    Babel(app, default_translation_directories="translations", locale_selector=lambda: of(request).tag)

    app.jinja_env.globals["preferred"] = labels.preferred

    @app.context_processor
    def add() -> dict[str, Any]:
        return {"language": of(request)}


def of(asked: Request) -> Language:
    """The language to answer the request in."""
    known: Language | None = asked.environ.get(_KNOWN)
    if known is None:
        known = asked.environ[_KNOWN] = _of(asked)
    return known


def _of(asked: Request) -> Language:
    chosen = parameters.loosely(asked).get(PARAMETER)
    if chosen in TAGS:
        return Language(chosen, chosen=True)
    return Language(asked.accept_languages.best_match(TAGS) or TAGS[0])
