"""The columns that the tables of its pages share, as HTML: the filters ``named``, ``day``, ``thing`` and ``place``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from oegyo.web.reading.cells import cell, escaped
from oegyo.web.reading.local import number, when

if TYPE_CHECKING:
    from flask import Blueprint

    from oegyo.web.explore.pages import SpanRow
    from oegyo.web.reading.terms import Cell

_NOTHING = "–"


def register(bp: Blueprint) -> None:
    """Give the filters to the templates."""
    for write in (named, day, thing, place):
        bp.add_app_template_filter(write)


def named(one: Cell) -> Markup:
    """The head of the row of a thing."""
    shown = cell(one, tag=False)
    return Markup(f'<th scope="row" data-value="{escaped(one.text)}">{shown}</th>')  # noqa: S704 - every part is escaped


def day(date: str, href: str | None = None) -> Markup:
    """The column of ``date``, linked to ``href``."""
    shown = escaped(when(date)) if date else _NOTHING
    if date and href:
        shown = f'<a href="{escaped(href)}">{shown}</a>'
    return Markup(f'<td class="when" data-value="{escaped(date)}">{shown}</td>')  # noqa: S704 - every part is escaped


def thing(one: Cell | None) -> Markup:
    """The column of a thing, which may not be known."""
    if one is None:
        return Markup(f'<td data-value="">{_NOTHING}</td>')  # noqa: S704 - nothing in it is given
    shown = cell(one, tag=False)
    return Markup(f'<td data-value="{escaped(one.text)}">{shown}</td>')  # noqa: S704 - every part is escaped


def place(row: SpanRow) -> Markup:
    """The columns of where something is, and of the coordinates of that."""
    first = escaped(row.places[0].text) if row.places else ""
    shown = ", ".join(cell(one, tag=False) for one in row.places) or _NOTHING
    point = row.span.point or ("", "")
    numbers = "".join(f'<td class="number" data-value="{escaped(one)}">{escaped(number(one))}</td>' for one in point)
    return Markup(f'<td data-value="{first}">{shown}</td>{numbers}')  # noqa: S704 - every part is escaped
