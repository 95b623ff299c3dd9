"""A check that is switched off for a line says there why, in words."""

from __future__ import annotations

import io
import re
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = [
    path
    for folder in ("server", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "node_modules" not in path.parts
]
_IGNORE = re.compile(
    r"""\#\s*(?: (?:(?:ruff|flake8):\s*)? noqa (?: :\s*[A-Z]+\d+ (?: [,\s]\s*[A-Z]+\d+ )* )?
               | type:\s*ignore (?: \[[^]]*\] )?
               | mypy:\s*[\w-]+
               | pragma:\s*no\s+\w+ )""",
    re.VERBOSE | re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")


def bare(text: str) -> list[int]:
    """The numbers of the lines of ``text``, a Python file, where something is ignored and no word behind it says why."""
    comments = [token for token in tokenize.generate_tokens(io.StringIO(text).readline) if token.type == tokenize.COMMENT]
    return [
        comment.start[0]
        for comment in comments
        if (ignores := list(_IGNORE.finditer(comment.string))) and not _WORD.search(comment.string[ignores[-1].end() :])
    ]


def test_each_ignore_has_its_reason_in_words() -> None:
    """On the same line, so that who reads the line need not guess, and who changes it knows when the ignore may go."""
    found = [f"{path.relative_to(ROOT)}:{line}" for path in FILES for line in bare(path.read_text(encoding="utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa",
        "# noqa: S506",
        "# noqa: S506, S301 -",
        "# type: ignore",
        "# type: ignore[misc]  # noqa: S301",
        "# pragma: no cover",
    ],
)
def test_an_ignore_without_words_is_found(comment: str) -> None:
    """Codes are no words; a reason behind it is."""
    assert bare(f"a = 1\nb = 2  {comment}\n") == [2]
    assert bare(f"a = 1\nb = 2  {comment} - it is our own\n") == []
    assert bare(f'b = "{comment}"\n') == []
