"""``/sparql/terms.json``: what the editor completes, from this graph alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify

from oegyo.web.terms import Terms

if TYPE_CHECKING:
    from oegyo.web.site import Site


def blueprint(site: Site) -> Blueprint:
    """``/sparql/terms.json``."""
    bp = Blueprint("completion", __name__)

    @bp.get("/sparql/terms.json")
    def terms() -> Response:
        return jsonify(prefixes=site.prefixes, terms=read(site) if site.prefixes else [])

    return bp


def read(site: Site) -> list[dict[str, Any]]:
    """The classes, properties and concepts that are described or used here, by prefixed name, with their labels."""
    shown = Terms(site.prefixes)
    found: dict[str, dict[str, Any]] = {}
    for term, kind, label in site.graph.vocabulary():
        name = shown.short(term.value)
        if name == term.value:
            continue  # nobody completes a whole IRI
        entry = found.setdefault(name, {"name": name, "kind": kind.value, "labels": {}})
        if label:
            entry["labels"].setdefault(label.language, label.value)
    return [found[name] for name in sorted(found)]
