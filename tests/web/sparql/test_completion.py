"""``/sparql/terms.json``: what the editor completes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from small_release import PREFIXES

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def test_the_editor_knows_the_prefixes_and_terms_of_the_graph(client: FlaskClient) -> None:
    """What is described here, in its languages, and what of other vocabularies is used."""
    found = client.get("/sparql/terms.json").get_json()
    assert found["prefixes"] == PREFIXES
    terms = {one["name"]: one for one in found["terms"]}
    labels = {"en": "State", "ko": "국가", "vi": "Quốc gia"}
    assert terms["oegyo:State"] == {"name": "oegyo:State", "kind": "class", "labels": labels}
    assert terms["oegyo:startDate"]["kind"] == "property"
    assert terms["scheme:stance"]["kind"] == "scheme"
    assert terms["stance:supports"]["kind"] == "concept"
    assert terms["org:member"] == {"name": "org:member", "kind": "property", "labels": {}}
    assert "state:KOR" not in terms
    assert list(terms) == sorted(terms)


def test_over_files_of_ones_own_there_is_nothing_to_complete(bare_client: FlaskClient) -> None:
    """No prefixes are known there, and nobody completes a whole IRI."""
    assert bare_client.get("/sparql/terms.json").get_json() == {"prefixes": {}, "terms": []}
