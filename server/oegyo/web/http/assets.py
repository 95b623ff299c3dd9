"""The scripts of the pages, which ``frontend/`` builds into ``static/built/``. Without them every page still works."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

BUILT = Path(__file__).parents[1] / "static" / "built"
"""Where the build puts them, with a manifest that says what each is called."""

NONE = (
    "The scripts of the pages are not built: the pages have tables without pictures, and a plain form for SPARQL. "
    "To have them, install Node.js with npm, and install Oegyo again."
)
"""What the log says when there are none."""

FOREVER = "public, max-age=31536000, immutable"
"""How long what is built may be kept: each file is named by its content, so under one name it never changes."""

_ADDRESS = "/static/built/"
_NAMED_BY_CONTENT = re.compile(rf"{_ADDRESS}[\w.]+-[A-Z0-9]{{8}}\.[a-z]+")


def built_assets(folder: Path = BUILT) -> dict[str, str]:
    """The address of each script and style of ``folder`` by the name of its source; empty when nothing is built."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return {name: _ADDRESS + file for name, file in manifest.items()}


def init_app(app: Flask, folder: Path = BUILT) -> None:
    """Let templates ask ``asset("pictures.js")``: its address, or None when it is not built."""
    app.jinja_env.globals["asset"] = built_assets(folder).get


def is_immutable(path: str) -> bool:
    """Whether what is at the address ``path`` is named by its content."""
    return _NAMED_BY_CONTENT.fullmatch(path) is not None
