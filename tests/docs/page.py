"""A page of the documents in the repository, as a test reads it."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

from test_architecture import BY_NAME, PACKAGE

ROOT = Path(__file__).parents[2]

NAME = re.compile(r"[a-z_]\w*(\.\w+)+")
"""What may be the name of a module or of something in one."""

FILE = re.compile(r"(?!/)[\w/.-]+\.(py|rq|html|ttl|md)")
"""What may be the name of a file."""

_CODE = re.compile(r"^[ ]*```.*?^[ ]*```$", re.MULTILINE | re.DOTALL)


def prose(path: Path) -> str:
    """The text of the page ``path`` without its blocks of code."""
    return _CODE.sub("", path.read_text(encoding="utf-8"))


def quoted(text: str) -> list[str]:
    """What stands between backticks in ``text``."""
    return re.findall(r"`([^`\n]+)`", text)


def section(text: str, title: str) -> str:
    """What stands below the heading ``title``, up to the next of its level or above."""
    found = re.search(rf"^(#+) {re.escape(title)}\n(.*?)(?=^#{{1,2}} |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[2]


def rows(text: str) -> list[list[str]]:
    """The cells of every row of the tables in ``text``, without their heads."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    heads = {number - 1 for number, line in enumerate(lines) if re.fullmatch(r"[|\s:-]+", line)}
    body = [line for number, line in enumerate(lines) if number not in heads and number - 1 not in heads]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in body]


def named(name: str) -> object:
    """What the dotted ``name`` stands for, a module of the package or something in one; raises LookupError when nothing."""
    parts = name.removeprefix("oegyo.").split(".")
    for count in range(len(parts), 0, -1):
        module = ".".join(["oegyo", *parts[:count]])
        if module not in BY_NAME:
            continue
        found: object = import_module(module)
        for part in parts[count:]:
            found = vars(found).get(part)
            if found is None:
                raise LookupError(name)
        return found
    raise LookupError(name)


def files(name: str) -> list[Path]:
    """The files of the repository that a page calls ``name``."""
    folders = (ROOT, ROOT / ".github", ROOT / "server", PACKAGE, ROOT / "tests" / "benchmarks")
    found = [folder / name for folder in folders if (folder / name).exists()]
    return found or ([] if "/" in name else [path for path in PACKAGE.rglob(name) if "node_modules" not in path.parts])
