"""The list of saved queries, searched in every language at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _

from oegyo.terms.collation import fold
from oegyo.web.reading.families import family_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oegyo.saved.query import SavedQuery

PICTURES = {
    "bars": _("with bars"),
    "line": _("with a line"),
    "map": _("with a map"),
    "network": _("with a network"),
    "timeline": _("with a timeline"),
}
"""The kinds of picture, in words."""


def found_questions(queries: Iterable[SavedQuery], words: str, family: str) -> list[SavedQuery]:
    """Those of ``queries`` that have every one of ``words`` somewhere, and the tag ``family`` where one is given."""
    wanted = fold(words).split()
    return [
        query
        for query in queries
        if (not family or family in query.tags)
        and (not wanted or all(word in text for text in [_text(query)] for word in wanted))
    ]


def _text(query: SavedQuery) -> str:
    """All that can be searched of ``query``, as `fold` makes it."""
    texts = [*query.summary.values(), *query.description.values(), *query.tags, *map(family_name, query.tags), query.slug]
    return fold("\n".join(texts))
