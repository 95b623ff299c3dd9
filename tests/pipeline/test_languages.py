"""What the languages of the graph lack: which texts are in all of them, and where a missing one is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from miniature import add, write_sources
from oegyo.errors import BuildError
from oegyo.pipeline import stages
from oegyo.terms.vocabularies import DCTERMS

if TYPE_CHECKING:
    from pathlib import Path

    from oegyo.paths import Sources

QUERY = """\
#+ summary: What?
#+ summary-ko: 무엇?
#+ parameters:
#+   one:
#+     label: One
#+     label-vi: Một
ASK {}
"""
RULE = """\
#+ title: A rule has a title in English alone
CONSTRUCT { ?s ?p ?words } WHERE {
  VALUES (?language ?words) {
    ("en" "a")
    ("vi" "b")
  }
  ?s ?p ?o .
}
"""


@pytest.fixture(name="sources")
def _sources(tmp_path: Path) -> Sources:
    """The sources of a small graph."""
    return write_sources(tmp_path)


def lacking(sources: Sources, *others: str) -> list[str]:
    """What the stage finds."""
    with pytest.raises(BuildError) as failed:
        stages.check(sources, (), lambda _: None, others)
    assert failed.value.stage == "languages"
    return failed.value.failures


def test_one_list_names_each_text_with_its_place(sources: Sources) -> None:
    """Of nodes, of headers at any depth, and of the words of rules; what other parts lack stands in it too."""
    add(sources.data.parent, "data/more.ttl", 'state:PRK a oegyo:State ; skos:prefLabel "North Korea"@en, "조선"@ko .')
    (sources.queries / "what.rq").write_text(QUERY, encoding="utf-8")
    (sources.ontology / "rules" / "words.rq").write_text(RULE, encoding="utf-8")
    text = (sources.data / "more.ttl").read_text(encoding="utf-8").split("\n")
    (line,) = (number for number, one in enumerate(text, 1) if one.startswith("state:PRK"))
    assert lacking(sources, "elsewhere: lacks something") == [
        f"data/more.ttl:{line}: state:PRK skos:prefLabel: is not said in vi",
        "ontology/rules/words.rq:3: has no words in ko",
        "queries/what.rq:1: the header lacks summary-vi",
        "queries/what.rq:5: the header lacks label-ko",
        "elsewhere: lacks something",
    ]


def test_other_names_and_titles_are_in_whatever_language_they_are(sources: Sources) -> None:
    """Nor has a text in one language alone to be in the others."""
    names = 'skos:altLabel "DPRK"@en, "북한"@ko ; skos:prefLabel "North Korea"@en'
    add(sources.data.parent, "data/more.ttl", f'state:PRK a oegyo:State ; {names} ; <{DCTERMS}title> "A"@en, "가"@ko .')
    assert stages.check(sources, (), lambda _: None).warnings == ()


def test_sources_that_name_no_language_say_where_to(sources: Sources) -> None:
    """Without the list, nothing could be asked of any text."""
    (sources.ontology / "shapes" / "languages.ttl").unlink()
    assert lacking(sources) == ["ontology/shapes/languages.ttl: names no language"]
