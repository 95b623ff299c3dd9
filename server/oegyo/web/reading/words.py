"""Messages in the reader's language, each looked up once; for templates (``_``, ``ngettext``, ``{% trans %}``) as HTML."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import flask_babel
from flask import request
from markupsafe import Markup, escape

from oegyo.web.http import language

if TYPE_CHECKING:
    from flask import Flask

_REMEMBERED = 10_000  # messages, and messages of a number: a page may have hundreds, and most of them often


def init_app(app: Flask) -> None:
    """Give the templates of ``app`` these in place of those of flask_babel, which look for the catalogue every time."""
    app.jinja_env.globals.update(_=_html, gettext=_html, ngettext=_html_of)


def gettext(text: str, /, **variables: object) -> str:
    """The message ``text`` with ``variables``."""
    message = _message(text, language.of(request).tag)
    return message % variables if variables else message


def ngettext(singular: str, plural: str, number: int, /, **variables: object) -> str:
    """The message for ``number`` things, which is one of the ``variables`` by the name of ``num``."""
    return _message_of(singular, plural, number, language.of(request).tag) % {"num": number, **variables}


def _html(text: str, /, **variables: object) -> Markup:
    """The message ``text`` as HTML, with ``variables``, which are escaped unless they are HTML."""
    tag = language.of(request).tag
    return _filled(_message(text, tag), variables) if variables else _whole(text, tag)


def _html_of(singular: str, plural: str, number: int, /, **variables: object) -> Markup:
    tag = language.of(request).tag
    if variables:
        return _filled(_message_of(singular, plural, number, tag), {"num": number, **variables})
    return _whole_of(singular, plural, number, tag)


def _filled(message: str, variables: dict[str, object]) -> Markup:
    return Markup(message % {name: escape(value) for name, value in variables.items()})  # noqa: S704 - the message is ours


# The tag is for remembering alone: it is what flask_babel looks at.
@lru_cache(_REMEMBERED)
def _message(text: str, _tag: str) -> str:
    return str(flask_babel.gettext(text))


@lru_cache(_REMEMBERED)
def _message_of(singular: str, plural: str, number: int, _tag: str) -> str:
    return str(flask_babel.get_translations().ungettext(singular, plural, number))


@lru_cache(_REMEMBERED)
def _whole(text: str, tag: str) -> Markup:
    return _filled(_message(text, tag), {})


@lru_cache(_REMEMBERED)
def _whole_of(singular: str, plural: str, number: int, tag: str) -> Markup:
    return _filled(_message_of(singular, plural, number, tag), {"num": number})
