"""Cells and texts as HTML: the functions ``cell`` and ``text_of`` of the templates.

A page may have thousands of cells, and a macro takes ten times as long for each.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import request
from markupsafe import Markup, escape

from oegyo.terms.labels import preferred
from oegyo.web.http import language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

    from oegyo.web.reading.terms import Cell

_SPECIAL = re.compile("[&<>'\"]").search


def init_app(app: Flask) -> None:
    """Give the templates of ``app`` the functions."""
    app.jinja_env.globals.update(cell=cell, text_of=text_of)
    app.add_template_filter(cell)  # the same for where there are many: Jinja is quicker to call a filter


def cell(one: Cell, tag: bool = True) -> Markup:
    """``one`` as HTML; with its ``tag`` when it is in another language than the reader's, and no link."""
    spoken, href = one.lang, one.href
    title = one.title if one.title != one.text else ""
    shown = f"<span{_attribute('lang', spoken)}{_attribute('title', title)}>{escaped(one.text)}</span>"
    if href:
        shown = f'<a href="{escaped(href)}">{shown}</a>'
    elif tag and spoken and spoken != language.of(request).tag:
        shown += f'<span class="lang">{escaped(spoken)}</span>'
    return Markup(shown)  # noqa: S704 - every part is escaped


def text_of(texts: Mapping[str, str]) -> Markup:
    """The one of ``texts`` that the reader gets, by their language tags."""
    text, tag = preferred(texts, language.of(request).tag)
    return Markup(f"<span{_attribute('lang', tag)}>{escaped(text)}</span>")  # noqa: S704 - every part is escaped


def escaped(text: str) -> str:
    """``text`` as HTML; most have nothing in them to escape, and need no call of `markupsafe.escape`."""
    return str(escape(text)) if _SPECIAL(text) else text


def _attribute(name: str, value: str) -> str:
    return f' {name}="{escaped(value)}"' if value else ""
