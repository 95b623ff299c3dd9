"""The list of saved queries: by family, each query once, and searched in every language at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _

from oegyo.terms.collation import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oegyo.saved.query import SavedQuery

FAMILIES = {
    "relations": _("Relations"),
    "missions": _("Missions"),
    "memberships": _("Memberships"),
    "treaties": _("Treaties"),
    "security-council": _("Security Council"),
    "peacekeeping": _("Peacekeeping"),
    "development": _("Development assistance"),
    "korean-peninsula": _("Korean Peninsula"),
    "sources": _("Sources"),
    "quality": _("Quality of the data"),
    "linking": _("Linking to other data"),
}
"""The families of questions by their tag, in the order a desk would look for them."""

PICTURES = {
    "bars": _("with bars"),
    "line": _("with a line"),
    "map": _("with a map"),
    "network": _("with a network"),
    "timeline": _("with a timeline"),
}
"""The kinds of picture, in words."""


@dataclass(frozen=True)
class Family:
    """The queries of one ``tag``, and what it is called."""

    tag: str
    name: str
    queries: list[SavedQuery]


def family_names(queries: Iterable[SavedQuery]) -> dict[str, str]:
    """The families of ``queries``, ours in their order and then those of others, with their names."""
    tags = {tag for query in queries for tag in query.tags}
    ours = [tag for tag in FAMILIES if tag in tags]
    return {tag: _name(tag) for tag in (*ours, *sorted(tags - set(ours)))}


def found_questions(queries: Iterable[SavedQuery], words: str, family: str) -> list[SavedQuery]:
    """Those of ``queries`` that have every one of ``words`` somewhere, and the tag ``family`` where one is given."""
    wanted = fold(words).split()
    return [
        query
        for query in queries
        if (not family or family in query.tags)
        and (not wanted or all(word in text for text in [_text(query)] for word in wanted))
    ]


def questions_by_family(queries: Iterable[SavedQuery], family: str = "") -> list[Family]:
    """``queries`` by ``family`` if one is given, else by the first tag of each."""
    listed = list(queries)
    families = family_names(listed)
    grouped = {tag: [query for query in listed if (family or query.tags[0]) == tag] for tag in families}
    return [Family(tag, families[tag], members) for tag, members in grouped.items() if members]


def _name(tag: str) -> str:
    return str(FAMILIES[tag]) if tag in FAMILIES else tag.replace("-", " ").capitalize()


def _text(query: SavedQuery) -> str:
    """All that can be searched of ``query``, as `fold` makes it."""
    texts = [*query.summary.values(), *query.description.values(), *query.tags, *map(_name, query.tags), query.slug]
    return fold("\n".join(texts))
