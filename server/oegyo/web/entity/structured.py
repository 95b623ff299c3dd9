"""An entity in the words of schema.org, which search engines read inside a page (https://schema.org/docs/gs.html)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from oegyo.terms.namespaces import TERM
from oegyo.terms.vocabularies import SKOS
from oegyo.web.reading.nodes import named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from oegyo.web.reading.nodes import Properties
    from oegyo.web.reading.presentation import NodeShape

_ANY = "Thing"


def describe(iri: str, own: Properties, names: Mapping[str, str], shape: NodeShape) -> dict[str, Any]:
    """The entity ``iri``, shown as ``shape`` says, as JSON-LD; what is not known of it is left out."""
    entity: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": shape.structured or _ANY,
        "@id": iri,
        "name": [{"@value": text, "@language": tag} for tag, text in sorted(names.items()) if tag],
        "alternateName": _texts(own.get(SKOS + "altLabel", ())),
        "identifier": [*_identifiers(own), iri],
        "sameAs": sorted(one for one in named(own, SKOS + "exactMatch") if one.startswith(("http://", "https://"))),
        "mainEntityOfPage": f"{iri}.html",
        "description": _texts(own.get(SKOS + "definition", ())),
    }
    for property_, name in shape.structured_properties.items():
        values = [value.value for value in own.get(property_, ()) if not isinstance(value, ox.Triple)]
        if values:
            entity[name] = values[0]
    return {name: value for name, value in entity.items() if value}


def _texts(values: Iterable[object]) -> list[dict[str, str]]:
    found = [value for value in values if isinstance(value, ox.Literal)]
    return [{"@value": one.value, **({"@language": one.language} if one.language else {})} for one in found]


def _identifiers(own: Properties) -> list[str]:
    values = [*own.get(SKOS + "notation", ()), *own.get(TERM + "symbol", ())]
    return sorted({value.value for value in values if isinstance(value, ox.Literal)})
