"""What makes the answers: with other software, the same data gives other pages, which browsers must not take for the old."""

from __future__ import annotations

import hashlib
from pathlib import Path

import oegyo

_ROOT = Path(oegyo.__file__).parent
_NEVER = {"__pycache__", "frontend", "graph", "pipeline"}
"""Folders that no answer depends on: what Python keeps, what scripts are built from, and what makes releases."""


def digest(root: Path = _ROOT) -> str:
    """The digest of the files below ``root`` that answers depend on: code, templates, styles, scripts, translations."""
    total = hashlib.blake2b(digest_size=16)
    for path in sorted(root.rglob("*")):
        if path.is_file() and _NEVER.isdisjoint(path.relative_to(root).parts):
            for part in (path.relative_to(root).as_posix().encode(), path.read_bytes()):
                total.update(len(part).to_bytes(8, "big") + part)
    return total.hexdigest()
