"""Files to take away: the whole graph, or a topic, in several formats, with their checksums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from babel.units import format_unit
from flask import Blueprint, Response, jsonify, render_template, request
from flask_babel import get_locale
from flask_babel import lazy_gettext as _  # the name by which messages are found

from oegyo.web.http import files
from oegyo.web.http.negotiate import prefers_json

if TYPE_CHECKING:
    from oegyo.release import Download, Release
    from oegyo.web.reading.site import Site

_UNITS = ("byte", "kilobyte", "megabyte", "gigabyte")
_TEN = 10
_ORDER = ("ttl.gz", "nq.gz", "ttl", "jsonld", "rdf")
_TITLES = {
    "whole": _("The whole graph"),
    "facts": _("Facts, by topic"),
    "passages": _("Passages that the facts rest on"),
    "sources": _("Sources"),
    "links": _("Links to other data"),
    "terms": _("What the graph is written in"),
}
_KINDS = {
    "oegyo": "whole",
    **dict.fromkeys(("ontology", "concepts", "shapes", "presentation", "alignments", "quality"), "terms"),
}


@dataclass(frozen=True)
class TopicGroup:
    """Files that belong together: by topic, and then by extension."""

    title: str
    topics: dict[str, dict[str, Download]]


def blueprint(site: Site) -> Blueprint:
    """``/download/`` and the files below it."""
    release = site.served
    bp = Blueprint("download", __name__)
    bp.add_app_template_filter(size)

    @bp.get("/download/")
    def index() -> Response | str:
        if prefers_json(request.accept_mimetypes):
            return jsonify(_listing(release))
        listed = _groups(release)
        return render_template("download/downloads.html", groups=listed, extensions=_extensions(release), sums=files.SUMS)

    @bp.get("/download/<name>")
    def file(name: str) -> Response:
        return files.send(release, name)

    return bp


def size(count: int) -> str:
    """``count`` bytes in the unit that suits them, as the reader's language writes it."""
    unit = min((len(str(count)) - 1) // 3, len(_UNITS) - 1)
    amount = count / 1000**unit
    digits = "#,##0.0" if unit and amount < _TEN else "#,##0"
    return str(format_unit(amount, f"digital-{_UNITS[unit]}", length="short", format=digits, locale=get_locale()))


def _groups(release: Release) -> list[TopicGroup]:
    """The files by group and topic."""
    topics: dict[str, dict[str, Download]] = {}
    for entry in release.downloads:
        topics.setdefault(entry.topic, {})[entry.name.partition(".")[2]] = entry
    groups: dict[str, dict[str, dict[str, Download]]] = {str(title): {} for title in _TITLES.values()}
    for topic, own in topics.items():
        groups[str(_TITLES[_kind(topic)])][topic] = own
    return [TopicGroup(title, listed) for title, listed in groups.items() if listed]


def _kind(topic: str) -> str:
    """The group that ``topic`` is in, by the way that the files of the data are named."""
    first = topic.partition("-")[0]
    return _KINDS.get(topic) or (first if first in _TITLES else "facts")


def _extensions(release: Release) -> list[str]:
    """Every extension that a file has, the smaller files first."""
    found = {entry.name.partition(".")[2] for entry in release.downloads}
    return sorted(found, key=lambda extension: (_ORDER.index(extension) if extension in _ORDER else len(_ORDER), extension))


def _listing(release: Release) -> dict[str, Any]:
    entries = [
        {
            "name": entry.name,
            "topic": entry.topic,
            "bytes": entry.bytes,
            "sha256": entry.sha256,
            "triples": entry.triples,
        }
        for entry in release.downloads
    ]
    return {"release": release.digest, "version": release.version, "files": entries}
