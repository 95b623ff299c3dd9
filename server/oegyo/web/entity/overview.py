"""The page of Korea itself: what the graph holds of it, family by family, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _

from oegyo.terms.namespaces import TERM
from oegyo.terms.vocabularies import ORG
from oegyo.web.reading.local import when
from oegyo.web.reading.rows import value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from oegyo.saved.query import SavedQuery
    from oegyo.web.reading.graph import Graph
    from oegyo.web.reading.terms import Cell, Terms


@dataclass(frozen=True)
class _Plan:
    title: Any
    queries: tuple[str, ...]


_FAMILIES: Mapping[str, _Plan] = {
    "relations": _Plan(
        _("Diplomatic relations"),
        ("relations-opened-by-year-and-region", "relations-broken-off", "states-without-relations"),
    ),
    "missions-abroad": _Plan(_("Missions abroad"), ("missions-on-a-map", "missions-by-kind")),
    "missions-here": _Plan(_("Missions in Korea"), ("missions-by-kind", "embassies-in-one-direction")),
    "memberships": _Plan(_("Memberships and terms"), ("organizations-korea-joined", "council-terms")),
    "treaties": _Plan(_("Acts on treaties"), ("treaty-actions-by-year", "treaties-of-a-party")),
    "votes": _Plan(_("Votes in the Security Council"), ("votes-unlike-the-majority", "votes-by-agenda-item")),
    "deployments": _Plan(_("Peacekeepers and troops sent"), ("deployments-in-order", "peacekeepers-over-time")),
    "aid": _Plan(_("Development assistance"), ("aid-by-year", "koica-grants")),
    "events": _Plan(_("Events"), ("timeline-of-events",)),
    "policies": _Plan(_("Policies stated"), ("policy-by-aspect",)),
    "counts": _Plan(_("Numbers reported"), ("relations-reported-and-counted", "un-peacekeeping-numbers")),
}

COVERED = {ORG + "member"} | {
    TERM + name
    for name in (
        *("party", "sender", "host", "actor", "voter", "contributor", "subject", "provider", "participant"),
        *("organizer", "statedBy"),
    )
}
"""The properties by which the records of the families point to the state."""


@dataclass(frozen=True)
class Family:
    """The records of one family: how many, the newest with their dates, and the saved queries that go on from here."""

    name: str
    title: str
    total: int
    newest: list[tuple[Cell, str]]
    questions: list[tuple[str, Mapping[str, str]]]


@dataclass(frozen=True)
class Found:
    """What the queries answer, before the records have names."""

    totals: Mapping[str, int]
    newest: Sequence[tuple[str, Any, str]]

    @property
    def records(self) -> set[str]:
        """The records that are named."""
        return {value(record) for _family, record, _date in self.newest}


def find(graph: Graph, iri: str) -> Found:
    """The families of records of ``iri``."""
    _columns, totals = graph.about("entity/overview-totals", [iri])
    _columns, newest = graph.about("entity/overview-newest", [iri])
    return Found(
        {value(family): int(value(total)) for family, total in totals if family},
        [(value(family), record, value(date)) for family, record, date in newest],
    )


def read(found: Found, saved: Mapping[str, SavedQuery], terms: Terms) -> list[Family]:
    """The families that have records."""
    return [
        Family(
            name=name,
            title=str(plan.title),
            total=found.totals[name],
            newest=[(terms.cell(record), when(date)) for family, record, date in found.newest if family == name],
            questions=[(slug, saved[slug].summary) for slug in plan.queries if slug in saved],
        )
        for name, plan in _FAMILIES.items()
        if found.totals.get(name)
    ]
