"""The header of a query text: YAML behind ``#+`` at its top, as grlc writes it (https://grlc.io).

Saved queries, rules, checks, measures and descriptions have one; what must stand in it is for each of them to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from oegyo.terms.labels import LANGUAGES, keyed

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_header(text: str) -> dict[str, Any]:
    """The YAML behind ``#+`` at the top of a query text; empty when there is none.

    Raises yaml.YAMLError when it is not YAML.
    """
    header = "\n".join(line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+"))
    return read_yaml(header)


def read_yaml(text: str) -> dict[str, Any]:
    """The map that ``text`` writes in YAML, every value in it as text: YAML would take the parameter "on" for true.

    Empty when nothing is written. Raises yaml.YAMLError when it is not YAML.
    """
    return yaml.load(text, yaml.BaseLoader) or {}  # noqa: S506 - the base loader makes texts, lists and maps alone


def by_language(header: Mapping[str, Any], key: str) -> dict[str, str]:
    """The text of ``key`` in each language; English has the bare key.

    Raises KeyError, naming the key, when a language is missing.
    """
    return {tag: str(header[keyed(key, tag)]).strip() for tag in LANGUAGES}
