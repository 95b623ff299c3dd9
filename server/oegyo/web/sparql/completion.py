"""What the editor completes, from this graph alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oegyo.web.reading.terms import Terms

if TYPE_CHECKING:
    from oegyo.web.reading.site import Site


def completions(site: Site) -> list[dict[str, Any]]:
    """The classes, properties and concepts that are described or used here, by prefixed name, with their labels."""
    shown = Terms(site.prefixes)
    found: dict[str, dict[str, Any]] = {}
    for term, kind, label in site.graph.listed("sparql/completion"):
        name = shown.short(term.value)
        if name == term.value:
            continue  # nobody completes a whole IRI
        entry = found.setdefault(name, {"name": name, "kind": kind.value, "labels": {}})
        if label:
            entry["labels"].setdefault(label.language, label.value)
    return [found[name] for name in sorted(found)]
