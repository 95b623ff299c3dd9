"""What the languages of the graph lack, as one complete list: who adds a language is told all there is to write.

The languages are those of ``shape:languages`` in the sources themselves (`labels.languages`). Four kinds of text are in all
of them: those of nodes, the headers of queries, the words that rules make names from, and the names of data sets linked to.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox
import yaml

from oegyo.terms import labels, targets
from oegyo.terms.namespaces import shorten
from oegyo.terms.targets import TARGETS
from oegyo.terms.vocabularies import DCTERMS, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from oegyo.paths import Sources
    from oegyo.pipeline.parse import TurtleFile
    from oegyo.pipeline.places import Places

_DATA = {"facts", "sources", "links"}
_OTHER_NAME, _TITLE = SKOS + "altLabel", DCTERMS + "title"
_WORDS = re.compile(r"VALUES\s*\(\s*\?language\b[^)]*\)\s*\{([^}]*)\}")
_ROW = re.compile(r'\(\s*"([\w-]+)"')


def of(files: Iterable[TurtleFile]) -> tuple[str, ...]:
    """The languages that ``files`` say the graph is kept in."""
    return labels.languages(triple for file in files if file.graph == "shapes" for triple in file.triples)


def lacking(sources: Sources, files: Sequence[TurtleFile], where: Places) -> list[str]:
    """What is said in some languages of the graph and not in all, a line for each text, with its place."""
    tags = of(files)
    if not tags:
        return [f"ontology/{labels.FILE}: names no language"]
    found = [line for file in files for line in _in_turtle(file, tags, where)]
    table = f"{targets.__name__.replace('.', '/')}.py"
    found += [f"{table}: {one.short} is not named in {tag}" for one in TARGETS for tag in tags if tag not in one.titles]
    for path in _queries(sources):
        found += [f"{sources.name(path)}:{line}: {what}" for line, what in _in_query(path, tags)]
    return found


def _in_turtle(file: TurtleFile, tags: Sequence[str], where: Places) -> Iterator[str]:
    """The texts of ``file`` that are there in two languages or more: one that is in one alone is in no need of others."""
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for triple in file.triples:
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.Literal) and triple.object.language:
            said[triple.subject.value, triple.predicate.value].add(triple.object.language)
    for (node, predicate), own in sorted(said.items()):
        # other names, and titles of publications, are what they are
        if len(own) < 2 or predicate == _OTHER_NAME or (predicate == _TITLE and file.graph in _DATA):
            continue
        for tag in tags:
            if tag not in own:
                yield f"{where.in_file(file, node)} {shorten(predicate, where.prefixes)}: is not said in {tag}"


def _queries(sources: Sources) -> list[Path]:
    return [path for folder in (sources.ontology, sources.queries) for path in sorted(folder.rglob("*.rq"))]


def _in_query(path: Path, tags: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The line and the fault of each text in the header of the query, and of each table of words in its text."""
    text = path.read_text(encoding="utf-8")
    header = [(number, line[2:].removeprefix(" ")) for number, line in enumerate(text.split("\n"), 1) if line[:2] == "#+"]
    try:
        document = yaml.compose("\n".join(line for _, line in header), yaml.BaseLoader)
    except yaml.YAMLError:
        document = None  # whoever reads the header says what is wrong with it
    for line, key in _in_header(document, tags):
        yield header[line][0], f"the header lacks {key}"
    for words in _WORDS.finditer(text):
        own = _ROW.findall(words[1])
        for tag in tags:
            if own and tag not in own:
                yield text.count("\n", 0, words.start()) + 1, f"has no words in {tag}"


def _in_header(node: yaml.Node | None, tags: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The line of each text that the header has in another language too, and the key that it lacks."""
    if not isinstance(node, yaml.MappingNode):
        return
    lines = {key.value: key.start_mark.line for key, _ in node.value}
    for key, line in lines.items():
        keys = {tag: labels.keyed(key, tag) for tag in tags}
        if sum(one in lines for one in keys.values()) > 1:
            yield from ((line, one) for one in keys.values() if one not in lines)
    for _, value in node.value:
        yield from _in_header(value, tags)
