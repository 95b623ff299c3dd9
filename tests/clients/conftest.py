"""One endpoint for all the clients, over a graph of a few triples in two named graphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clients.serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = """\
@prefix x: <http://x/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
x:names {
    x:한국 x:name "대한민국"@ko, "Korea, \\"Republic of\\""@en .
}
x:facts {
    x:한국 x:since "1991-09-17"^^xsd:date ; x:members 0 ; x:free false ; x:motto "" ; x:seat [ x:in x:서울 ] .
}
"""
TRIPLES = 8


@pytest.fixture(name="endpoint", scope="session")
def _endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its address."""
    path = tmp_path_factory.mktemp("clients") / "graph.trig"
    path.write_text(DATA, encoding="utf-8")
    with serving(path) as address:
        yield address


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is on this machine is asked directly."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
