"""What a page offers first, and where it stops: the chosen value, the sources most used, lists cut at their length."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oegyo.config import Settings
from small_release import client_of, write_quads, write_release
from web.entity.portal import QUERIES as PORTAL
from web.page import Page, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

_QUERIES = {
    "members-of": PORTAL["members-of"],
    "by-source": PORTAL["joined"],
}
_ROWS = {f"rows-{count}": PORTAL["many"].replace("ORDER BY ?n", f"ORDER BY ?n LIMIT {count}") for count in (500, 501)}
_FACTS = """
    state:VNM a oegyo:State ; skos:prefLabel "Viet Nam"@en .
    state:ALA a oegyo:State ; skos:prefLabel "Åland"@en .
    organization:OECD a oegyo:Organization ; skos:prefLabel "OECD"@en .
    organization:NATO a oegyo:Organization ; skos:prefLabel "Alliance without members here"@en .
    membership:VNM-UN a oegyo:Membership ; org:member state:VNM ; org:organization organization:UN ;
        oegyo:startDate "1977"^^xsd:gYear ; prov:wasDerivedFrom source:a, source:b, source:c .
    membership:ALA-OECD a oegyo:Membership ; org:member state:ALA ; org:organization organization:OECD ;
        oegyo:startDate "1996"^^xsd:gYear ; prov:wasDerivedFrom source:a, source:b, source:c, source:z .
    source:a a oegyo:Source ; skos:prefLabel "Zeitung"@en . source:b a oegyo:Source ; skos:prefLabel "gazette"@en .
    source:c a oegyo:Source ; skos:prefLabel "Hansard"@en . source:z a oegyo:Source ; skos:prefLabel "Almanac"@en .
    """


@pytest.fixture(name="client", scope="module")
def _client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the small release with a few memberships and their sources."""
    folder = tmp_path_factory.mktemp("limits")
    release = write_release(folder, queries={**_QUERIES, **_ROWS})
    file = write_quads(folder / "more.nq", {"facts": _FACTS}, {"prov": "http://www.w3.org/ns/prov#"})
    with client_of(Settings(release=folder, workers=1), release, file) as client:
        yield client


def page(client: FlaskClient, address: str) -> Page:
    """The page at ``address``."""
    response = client.get(address, headers={"Accept": "text/html", "Accept-Language": "en"})
    assert response.status_code == 200
    return read(response.text)


def options(found: Page) -> tuple[list[str], list[str]]:
    """What the first field offers, and what of it is chosen."""
    listed = found.all("option")
    return [one.text for one in listed], [one.text for one in listed if "selected" in one.attributes]


def test_a_chosen_value_that_has_no_answer_is_offered_first(client: FlaskClient) -> None:
    """By its name, or as it was given where it has none; the others follow in their order."""
    others = ["OECD", "United Nations"]
    known, unknown = (page(client, f"/queries/members-of?organization={name}") for name in ("NATO", "none"))
    assert options(known) == (["Alliance without members here", *others], ["Alliance without members here"])
    assert options(unknown) == (["none", *others], ["none"])


def test_a_chosen_value_that_has_an_answer_stays_where_it_is(client: FlaskClient) -> None:
    """And comes once."""
    assert options(page(client, "/queries/members-of")) == (["OECD", "United Nations"], ["United Nations"])
    assert options(page(client, "/queries/members-of?organization=OECD")) == (["OECD", "United Nations"], ["OECD"])


def test_sources_are_in_order_of_use_and_then_of_name(client: FlaskClient) -> None:
    """Whatever case a name begins with."""
    used = [text for text in page(client, "/queries/by-source").texts("li") if text.endswith((" row", " rows"))]
    assert used == ["gazette 2 rows", "Hansard 2 rows", "Zeitung 2 rows", "Almanac 1 row"]


@pytest.mark.parametrize(("count", "caption"), [(500, []), (501, ["500 of 501 rows"])])
def test_an_answer_is_cut_at_five_hundred_rows(client: FlaskClient, count: int, caption: list[str]) -> None:
    """And says so when it is, with where the whole is."""
    found = page(client, f"/queries/rows-{count}")
    assert (len(found.all("td")), [text for text in found.texts("caption") if " of " in text]) == (500, caption)
    assert ("The whole answer" in found.links()) == bool(caption)


@pytest.mark.parametrize(("count", "tag"), [(600, "select"), (601, "input")])
def test_of_more_than_six_hundred_things_none_is_listed(
    tmp_path_factory: pytest.TempPathFactory, count: int, tag: str
) -> None:
    """The field takes what is typed."""
    folder = tmp_path_factory.mktemp("many")
    release = write_release(folder, queries={"members-of": PORTAL["members-of"]})
    facts = "".join(
        f"organization:o{number} a oegyo:Organization ; skos:prefLabel 'O {number}'@en .\n"
        f"membership:o{number} org:organization organization:o{number} ; org:member state:KOR .\n"
        for number in range(count - 1)
    )
    file = write_quads(folder / "more.nq", {"facts": facts})
    with client_of(Settings(release=folder, workers=1), release, file) as client:
        field = [one for one in page(client, "/queries/members-of").elements if one.attributes.get("name") == "organization"]
    assert [one.tag for one in field] == [tag]
