"""What makes the answers: with other software, the same data gives other pages, which browsers must not take for the old."""

from __future__ import annotations

import hashlib
from pathlib import Path

import oegyo

_ROOT = Path(oegyo.__file__).parent


def digest(root: Path = _ROOT) -> str:
    """The digest of the files below ``root`` that answers depend on: code, templates, styles, scripts, translations."""
    files = [*root.glob("*.py"), *(root / "engine").rglob("*"), *(root / "web").rglob("*")]
    total = hashlib.blake2b(digest_size=16)
    for path in sorted(files):
        if path.is_file() and path.parent.name != "__pycache__":
            for part in (path.relative_to(root).as_posix().encode(), path.read_bytes()):
                total.update(len(part).to_bytes(8, "big") + part)
    return total.hexdigest()
