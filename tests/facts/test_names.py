"""The names of states and regions are those of CLDR, but for the few in the reviewed list of overrides."""

from __future__ import annotations

import csv
from typing import NamedTuple

import pyoxigraph as ox
import pytest
from babel import Locale

from oegyo.paths import installed_sources
from oegyo.pipeline.parse import read_prefixes
from oegyo.terms.labels import LANGUAGES
from oegyo.terms.namespaces import shorten

DATA = installed_sources().data
PREFIXES = read_prefixes(installed_sources().ontology / "prefixes.ttl")
NAMES_OF_CLDR = {tag: Locale(tag).territories for tag in LANGUAGES}
WITHOUT_A_CODE = {"state:XKX": "XK"}
"""What ISO 3166 has no code for and CLDR names by a code of its own."""

_CODED = """
PREFIX codeType: <https://w3id.org/oegyo/concept/code-type/>
PREFIX oegyo: <https://w3id.org/oegyo/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?entity ?code ?name
WHERE {
  VALUES ?class { oegyo:State oegyo:Place }
  ?entity a ?class ; skos:prefLabel ?name .
  OPTIONAL { ?entity skos:notation ?alpha2 . FILTER(DATATYPE(?alpha2) = codeType:iso3166alpha2) }
  OPTIONAL { ?entity skos:notation ?m49 . FILTER(DATATYPE(?m49) = codeType:m49) }
  BIND(COALESCE(STR(?alpha2), STR(?m49)) AS ?code)
}
"""


class Override(NamedTuple):
    """One row of the list: where the name differs from CLDR's, and why."""

    entity: str
    language: str
    cldr: str
    name: str
    reason: str


def overrides() -> list[Override]:
    """The reviewed list."""
    with (DATA / "name-overrides.csv").open(encoding="utf-8", newline="") as file:
        return [Override(**row) for row in csv.DictReader(file)]


@pytest.fixture(name="names", scope="session")
def _names(graph: ox.Store) -> dict[tuple[str, str], tuple[str, str]]:
    """Our name and CLDR's of every state and region that CLDR names, by entity and language."""
    found = {}
    solutions = graph.query(_CODED, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    for row in solutions:
        entity = shorten(row["entity"].value, PREFIXES)
        code = row["code"].value if row["code"] else WITHOUT_A_CODE.get(entity)
        name = row["name"]
        if code and code in NAMES_OF_CLDR[name.language]:
            found[entity, name.language] = (name.value, NAMES_OF_CLDR[name.language][code])
    return found


def test_every_state_and_region_has_a_name_in_cldr(names: dict[tuple[str, str], tuple[str, str]]) -> None:
    """All 199 states and areas written as states are compared in all three languages, and regions beside them."""
    states = {entity for entity, _ in names if entity.startswith("state:")}
    assert len(states) == 199
    assert len(names) >= 3 * (199 + 20)


def test_a_name_is_that_of_cldr_or_stands_in_the_list(names: dict[tuple[str, str], tuple[str, str]]) -> None:
    """No name differs from CLDR's without a row that says what CLDR has, what we have, and why."""
    listed = {(row.entity, row.language): (row.name, row.cldr) for row in overrides()}
    assert {key: pair for key, pair in names.items() if pair[0] != pair[1]} == listed


def test_every_row_of_the_list_has_a_reason() -> None:
    """A reviewer sees why, and no entity is listed twice in a language."""
    rows = overrides()
    assert all(row.reason.strip() for row in rows)
    assert len({(row.entity, row.language) for row in rows}) == len(rows)
