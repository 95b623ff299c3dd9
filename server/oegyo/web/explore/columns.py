"""The columns that the tables of its pages share, as HTML: the filters ``day``, ``thing`` and ``place``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from oegyo.web.reading.cells import cell
from oegyo.web.reading.local import number, when

if TYPE_CHECKING:
    from flask import Blueprint

    from oegyo.web.explore.pages import SpanRow
    from oegyo.web.reading.terms import Cell

_NOTHING = "–"


def register(bp: Blueprint) -> None:
    """Give the filters to the templates."""
    for write in (day, thing, place):
        bp.add_app_template_filter(write)


def day(date: str, href: str | None = None) -> Markup:
    """The column of ``date``, linked to ``href``."""
    shown = escape(when(date)) if date else _NOTHING
    if date and href:
        shown = f'<a href="{escape(href)}">{shown}</a>'
    return Markup(f'<td class="when" data-value="{escape(date)}">{shown}</td>')  # noqa: S704 - every part is escaped


def thing(one: Cell | None) -> Markup:
    """The column of a thing, which may not be known."""
    if one is None:
        return Markup(f'<td data-value="">{_NOTHING}</td>')  # noqa: S704 - nothing in it is given
    shown = cell(one, tag=False)
    return Markup(f'<td data-value="{escape(one.text)}">{shown}</td>')  # noqa: S704 - every part is escaped


def place(row: SpanRow) -> Markup:
    """The columns of where something is, and of the coordinates of that."""
    first = escape(row.places[0].text) if row.places else ""
    shown = ", ".join(cell(one, tag=False) for one in row.places) or _NOTHING
    point = "".join(
        f'<td class="number" data-value="{escape(value)}">{escape(number(value))}</td>'
        for value in row.span.point or ("", "")
    )
    return Markup(f'<td data-value="{first}">{shown}</td>{point}')  # noqa: S704 - every part is escaped
