"""What the rules write, and what they must not write."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest

from oegyo.saved.header import read_header
from shapes.runner import HERE, add_derived, rules, store_of
from shapes.written import ACTION, written, written_in

EVERYTHING = (*sorted(HERE.glob("valid/*.ttl")), *sorted(HERE.glob("invalid/*.ttl")))


@pytest.mark.parametrize("rule", rules(), ids=str)
def test_a_rule_has_a_title_and_constructs(rule: str) -> None:
    """A rule says in its header what it writes, and is a CONSTRUCT that needs no named graph."""
    text = rules()[rule].read_text(encoding="utf-8")
    assert read_header(text)["title"]
    assert isinstance(store_of().query(text), ox.QueryTriples)
    assert "GRAPH" not in text


def test_rules_do_not_depend_on_the_order_of_the_data() -> None:
    """The same data in another order gives the same triples."""
    quads = list(store_of(*EVERYTHING))
    expected = None
    for shuffle in range(3):
        random.Random(shuffle).shuffle(quads)  # noqa: S311 - an order, not a secret
        store = ox.Store()
        store.extend(quads)
        found = {rule: written_in(store, rule) for rule in rules()}
        expected = expected or found
        assert found == expected


def test_rules_do_not_read_what_rules_write() -> None:
    """A rule writes the same when the output of all the others is already there, so they may run in any order."""
    store = store_of(*EVERYTHING)
    before = {rule: written_in(store, rule) for rule in rules()}
    add_derived(store)
    after = {rule: written_in(store, rule) for rule in rules()}
    assert after == before


@pytest.mark.parametrize(
    ("turtle", "earliest", "latest"),
    [
        ('a oegyo:Membership ; oegyo:startDate "1991"^^xsd:gYear', "1991-01-01", None),
        (
            'a oegyo:Membership ; oegyo:startDate "1991-09-17"^^xsd:date ; oegyo:endDate "1993"^^xsd:gYear',
            "1991-09-17",
            "1993-12-31",
        ),
        (
            'a oegyo:CouncilTerm ; oegyo:startDate "1996"^^xsd:gYear ; oegyo:endDate "1997"^^xsd:gYear',
            "1996-01-01",
            "1997-12-31",
        ),
        ('a oegyo:Event ; oegyo:startDate "2011-11"^^xsd:gYearMonth', "2011-11-01", "2011-11-30"),
        ('a oegyo:Event ; dcterms:type eventType:war ; oegyo:startDate "2011-11"^^xsd:gYearMonth', "2011-11-01", None),
        (
            'a oegyo:Event ; oegyo:startDate "2011-11-29"^^xsd:date ; oegyo:endDate "2011-12-01"^^xsd:date',
            "2011-11-29",
            "2011-12-01",
        ),
        ('a oegyo:Event ; oegyo:endDate "1953-07-27"^^xsd:date', None, "1953-07-27"),
        ('a oegyo:Presidency ; oegyo:month "1997-05"^^xsd:gYearMonth', "1997-05-01", "1997-05-31"),
        ('a oegyo:Count ; oegyo:asOf "2021-06"^^xsd:gYearMonth', "2021-06-01", "2021-06-30"),
        ('a oegyo:Count ; oegyo:asOf "2020-02"^^xsd:gYearMonth', "2020-02-01", "2020-02-29"),
        ('a oegyo:Count ; oegyo:asOf "2021-02"^^xsd:gYearMonth', "2021-02-01", "2021-02-28"),
        ('a oegyo:Count ; oegyo:asOf "1900-02"^^xsd:gYearMonth', "1900-02-01", "1900-02-28"),
        ('a oegyo:Count ; oegyo:asOf "2000-02"^^xsd:gYearMonth', "2000-02-01", "2000-02-29"),
        ('a oegyo:TreatyAction ; oegyo:date "1975-04-23"^^xsd:date', "1975-04-23", "1975-04-23"),
        ('a oegyo:Vote ; oegyo:date "1997"^^xsd:gYear', "1997-01-01", "1997-12-31"),
        ('a oegyo:Document ; oegyo:adoptedOn "2010"^^xsd:gYear', "2010-01-01", "2010-12-31"),
        ("a oegyo:Deployment", None, None),
    ],
)
def test_bounds(turtle: str, earliest: str | None, latest: str | None) -> None:
    """A date gives the first and the last day it can mean; what has not ended has no latest day, unless it is an event."""
    expected = {("membership:x", f"oegyo:{name}", day) for name, day in (("earliest", earliest), ("latest", latest)) if day}
    assert written("bounds", f"membership:x {turtle} .") == expected


def test_bounds_are_dates() -> None:
    """Bounds have the one datatype that every engine compares."""
    triples = written_in(store_of(), "bounds")
    assert triples
    assert all(str(triple.object).endswith("^^<http://www.w3.org/2001/XMLSchema#date>") for triple in triples)


def test_diplomatic_relations_hold_both_ways_until_they_end() -> None:
    """A relation without an end gives two shortcuts, an ended one none."""
    relation = "relation:x a oegyo:DiplomaticRelation ; oegyo:party state:KOR , state:GHA"
    path = "oegyo:hasDiplomaticRelationsWith"
    both = {("state:KOR", path, "state:GHA"), ("state:GHA", path, "state:KOR")}
    assert written("has-diplomatic-relations-with", f"{relation} .") == both
    assert written("has-diplomatic-relations-with", f'{relation} ; oegyo:endDate "1975"^^xsd:gYear .') == set()


@pytest.mark.parametrize("kind", ["oegyo:Membership", "oegyo:CouncilTerm"])
def test_membership_holds_until_it_ends(kind: str) -> None:
    """A membership or a term without an end gives a shortcut, an ended one none."""
    record = f"membership:x a {kind} ; org:member state:GHA ; org:organization organization:UN"
    assert written("member-of", f"{record} .") == {("state:GHA", "oegyo:memberOf", "organization:UN")}
    assert written("member-of", f'{record} ; oegyo:endDate "1997"^^xsd:gYear .') == set()


@pytest.mark.parametrize(
    ("action", "party"),
    [
        ("ratification", True),
        ("accession", True),
        ("acceptance", True),
        ("approval", True),
        ("succession", True),
        ("signature", False),
        ("signedOrRatified", False),
    ],
)
def test_party_to_a_treaty(action: str, party: bool) -> None:
    """Only an act that binds makes a party: never a signature, and not "signed or ratified" either."""
    record = f"{ACTION} ; oegyo:action treatyAction:{action} ."
    assert written("party-to", record) == ({("state:KOR", "oegyo:partyTo", "treaty:NPT")} if party else set())


def test_contribution_holds_until_it_ends() -> None:
    """A deployment without an end gives a shortcut, an ended one none."""
    record = "deployment:x a oegyo:Deployment ; oegyo:contributor state:KOR ; oegyo:operation operation:UNMISS"
    assert written("contributes-to", f"{record} .") == {("state:KOR", "oegyo:contributesTo", "operation:UNMISS")}
    assert written("contributes-to", f'{record} ; oegyo:endDate "2020"^^xsd:gYear .') == set()


def test_a_record_is_derived_from_its_sources() -> None:
    """Evidence leads through its passage to the source."""
    turtle = "membership:x oegyo:evidence evidence:x . evidence:x oegyo:passage passage:page-10-20 ."
    assert written("was-derived-from", turtle) == {("membership:x", "prov:wasDerivedFrom", "source:page")}


def test_names_become_labels() -> None:
    """What has a preferred name gets it as its label, in each language."""
    turtle = 'state:TCD skos:prefLabel "Chad"@en , "차드"@ko .'
    assert written("labels", turtle) == {("state:TCD", "rdfs:label", "Chad@en"), ("state:TCD", "rdfs:label", "차드@ko")}
