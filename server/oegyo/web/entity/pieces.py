"""The pieces that a page has by the hundred, as HTML: rows of records, and evidence. They are filters of its templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from oegyo.web.reading.cells import cell, escaped
from oegyo.web.reading.words import gettext, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask import Blueprint

    from oegyo.web.entity.facts import Evidence
    from oegyo.web.entity.sections import Item, RecordRow, RecordTable
    from oegyo.web.reading.terms import Cell

_CHOICE, _KOREAS_CHOICE = "choice", "koreaChoice"
_WARNING = '<span aria-hidden="true">⚠ </span>'
_UNLIKE = '<span aria-hidden="true">≠ </span>'


def register(bp: Blueprint) -> None:
    """Give the filters to the templates."""
    bp.add_app_template_filter(record_row)
    bp.add_app_template_filter(sources)


def record_row(row: RecordRow, table: RecordTable, status_names: Mapping[str, Cell]) -> Markup:
    """The ``row`` of ``table``: a value under each heading, the first being the head of the row, and its sources."""
    values = "".join(
        _column(row.values[name], "td" if place else "th", unlike=name == _KOREAS_CHOICE and _is_unlike(row))
        for place, name in enumerate(table.headings)
    )
    return Markup(f"<tr>{values}{_standing(row, status_names)}</tr>")  # noqa: S704 - every part is escaped


def sources(pieces: Sequence[Evidence]) -> Markup:
    """All of ``pieces``, folded up below how many sources they are from."""
    if not pieces:
        return Markup()
    disputing = {one.source for one in pieces if one.against}
    summary = _tally(len({one.source for one in pieces}), len(disputing))
    folded = "".join(map(_piece, pieces))
    written = f'\n<details class="sources"><summary>{summary}</summary>\n{folded}</details>'
    return Markup(written)  # noqa: S704 - every part is escaped


def _is_unlike(row: RecordRow) -> bool:
    """Whether Korea is known to have chosen otherwise."""
    return row.raw(_KOREAS_CHOICE) not in {"", row.raw(_CHOICE)}


def _column(items: Sequence[Item], tag: str, *, unlike: bool) -> str:
    attributes = ' scope="row"' if tag == "th" else ""
    if items:
        first = items[0]
        attributes += ' class="number"' if first.cell.number else ""
        attributes += f' data-value="{escaped(first.raw)}"' if first.raw != first.cell.text else ""
    shown = ", ".join(cell(item.cell) for item in items)
    return f"<{tag}{attributes}>{_UNLIKE if unlike else ''}{shown}</{tag}>\n"


def _standing(row: RecordRow, status_names: Mapping[str, Cell]) -> str:
    """The sources of the record of ``row``, and its status."""
    if not row.link:
        return ""
    standing = row.standing
    words = _tally(len(standing.sources), len(standing.against)) if standing.sources else escaped(gettext("record"))
    status = f" <em>{cell(status_names[standing.status], tag=False)}</em>" if standing.status else ""
    return f'<td><a href="{escaped(row.link.href or row.record)}">{words}</a>{status}</td>'


def _tally(number: int, against: int) -> str:
    """How many sources there are, and how many of them disagree."""
    counted = escaped(ngettext("%(num)s source", "%(num)s sources", number))
    if not against:
        return counted
    disagreeing = escaped(ngettext("%(num)s disagrees", "%(num)s disagree", against))
    return f'{counted}<span class="against">, {_WARNING}{disagreeing}</span>'


def _piece(one: Evidence) -> str:
    """What the passage says, how that bears on the value, and where it stands."""
    says = "".join(f"<p>{cell(text)}</p>\n" for text in one.paraphrase)
    bears = _WARNING if one.against else ""
    bears += f"<strong>{cell(one.stance, tag=False)}</strong>" if one.stance else ""
    if one.reported:
        gives = escaped(gettext("the source gives:"))  # not in the f-string, which Babel does not look into on Python 3.11
        bears += f"; {gives} {', '.join(map(cell, one.reported))}"
    notes = "".join(f'<p class="soft">{cell(note)}</p>\n' for note in one.notes)
    stands = str(cell(one.source, tag=False)) if one.source else ""
    stands += "".join(f", {cell(part, tag=False)}" for part in one.place)
    if one.web:
        on_the_web = escaped(gettext("on the web"))
        stands += f' · <a href="{escaped(one.web)}" rel="external">{on_the_web}</a>'
    if one.passage and one.passage.href:
        passage = escaped(gettext("passage"))
        stands += f' · <a href="{escaped(one.passage.href)}">{passage}</a>'
    kind = "voice against" if one.against else "voice"
    return f'<div class="{kind}">\n{says}<p>{bears}</p>\n{notes}<p>{stands}</p>\n</div>\n'
