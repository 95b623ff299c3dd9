"""The graph as pages read it."""

from __future__ import annotations

from pathlib import Path

import pytest

import oegyo.web
from oegyo.engine import tokens
from oegyo.engine.projection import in_order

FIXED = sorted(Path(oegyo.web.__file__).parent.glob("*/*.rq"))


@pytest.mark.parametrize("path", FIXED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_fixed_query_asks_for_what_any_engine_finds(path: Path) -> None:
    """It names no graphs to ask over, asks no service and says its columns: nothing has to be put right in it."""
    text = path.read_text(encoding="utf-8").replace("UNDEF", "<https://example.org/>")
    assert tokens.graphs(text) == ([], [])
    assert tokens.open_services(text, {}) == (text, False)
    assert in_order(text) == text
