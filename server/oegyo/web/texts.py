"""The words of a page in each language, from ``translations/``: one YAML file for each page that speaks all of them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml


@cache
def read(page: str) -> dict[str, dict[str, str]]:
    """The texts of ``page``, by key and by language tag."""
    text = files("oegyo.web").joinpath("translations", f"{page}.yaml").read_text(encoding="utf-8")
    texts: dict[str, dict[str, str]] = yaml.safe_load(text)
    return texts
