"""The families of saved queries: what their tags are called, and which queries are of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _

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


@dataclass(frozen=True)
class Family:
    """The queries of one ``tag``, and what it is called."""

    tag: str
    name: str
    queries: list[SavedQuery]


def family_name(tag: str) -> str:
    """What the family ``tag`` is called: one that is not ours by its tag."""
    return str(FAMILIES[tag]) if tag in FAMILIES else tag.replace("-", " ").capitalize()


def family_names(queries: Iterable[SavedQuery]) -> dict[str, str]:
    """The families of ``queries``, ours in their order and then those of others, with their names."""
    tags = {tag for query in queries for tag in query.tags}
    ours = [tag for tag in FAMILIES if tag in tags]
    return {tag: family_name(tag) for tag in (*ours, *sorted(tags - set(ours)))}


def queries_by_family(queries: Iterable[SavedQuery], family: str = "") -> list[Family]:
    """``queries`` by ``family`` if one is given, else by the first tag of each."""
    listed = list(queries)
    families = family_names(listed)
    grouped = {tag: [query for query in listed if (family or query.tags[0]) == tag] for tag in families}
    return [Family(tag, families[tag], members) for tag, members in grouped.items() if members]
