"""The how-tos of ``.github/CONTRIBUTING.md``, read as steps and followed in a copy of the checkout.

A step is a block of code below a sentence that says, by the one path it has in backticks, where the block goes: into ``A new
file``, ``before`` a line, ``in the place of the empty`` translations, or else to the end. A block in ``sh`` is run, one in
``diff`` is applied.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import oegyo

if TYPE_CHECKING:
    from oegyo.release import Release

ROOT = Path(__file__).parents[2]
PACKAGE = Path(oegyo.__file__).parent
CONTRIBUTING = ROOT / ".github" / "CONTRIBUTING.md"

_BLOCK = re.compile(r"^(?P<said>(?:\S[^\n]*\n)+)\n```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_PATH = re.compile(r"`([\w.-]+(?:/[\w.-]+)+\.\w+)`")
_BEFORE = re.compile(r"before `([^`]+)`:$")


_ASK = """
import asyncio, json, sys
from pathlib import Path
from gate.front_client import run
from oegyo.config import from_environment
from oegyo.release import Release

async def story(client):
    for target, headers in json.loads(sys.argv[2]):
        reply = await client.ask(target, headers)
        print(json.dumps([reply.status, reply.headers, reply.body.decode("utf-8", "replace")]))

run(Release.read(Path(sys.argv[1])), story, **from_environment())
"""
"""A client that prints what it is answered."""


class Kind(Enum):
    """What is done with a block."""

    RUN = "run"
    PATCH = "patch"
    CREATE = "create"
    INSERT = "insert"
    TRANSLATE = "translate"
    APPEND = "append"


@dataclass(frozen=True)
class Step:
    """A block of code, what is done with it, to which file if to one, and before the line that begins how."""

    kind: Kind
    text: str
    path: str = ""
    before: str = ""


def sections() -> dict[str, str]:
    """The how-tos by their headings."""
    chapter = CONTRIBUTING.read_text(encoding="utf-8").partition("\n## Add something\n")[2].partition("\n## ")[0]
    parts = re.split(r"^### (.+)\n", chapter, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def steps(title: str) -> list[Step]:
    """The steps of the how-to ``title``; raises ValueError when a block does not say where it goes."""
    text = sections()[title]
    found = [_step(block) for block in _BLOCK.finditer(text)]
    if len(found) != len(re.findall(r"^```\w", text, re.MULTILINE)):
        msg = f"{title}: a block has no sentence above it"
        raise ValueError(msg)
    return found


def _step(block: re.Match[str]) -> Step:
    said, language, text = " ".join(block["said"].split()), block["language"], block["text"]
    if language in {"sh", "diff"}:
        return Step(Kind.RUN if language == "sh" else Kind.PATCH, text)
    paths = set(_PATH.findall(said))
    if len(paths) != 1:
        msg = f"nobody can tell where this goes: {said}"
        raise ValueError(msg)
    (path,) = paths
    if before := _BEFORE.search(said):
        return Step(Kind.INSERT, text, path, before[1])
    if "new file" in said:
        return Step(Kind.CREATE, text, path)
    return Step(Kind.TRANSLATE if "in the place of the empty" in said else Kind.APPEND, text, path)


def copy(place: Path) -> Path:
    """A copy at ``place`` of the package alone, with the tools of this environment in the place where how-tos call them."""
    shutil.copytree(PACKAGE, place / "server" / "oegyo", ignore=shutil.ignore_patterns("frontend", "__pycache__", "graph"))
    (place / ".venv").mkdir()
    (place / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    return place


def environment(checkout: Path, **settings: str) -> dict[str, str]:
    """The environment in which Python finds the package of ``checkout``."""
    found = os.pathsep.join([str(checkout / "server"), str(ROOT / "tests")])
    return {**os.environ, "OEGYO_RELEASE": str(checkout / "releases"), **settings, "PYTHONPATH": found}


def follow(title: str, checkout: Path) -> None:
    """Do what the how-to ``title`` says, step by step, in ``checkout``."""
    for step in steps(title):
        do(step, checkout)


def do(step: Step, checkout: Path) -> None:
    """Do one ``step`` in ``checkout``."""
    if step.kind is Kind.RUN:
        _run(["bash", "-euo", "pipefail", "-c", step.text], checkout)
    elif step.kind is Kind.PATCH:
        _run(["git", "apply", "-"], checkout, step.text)
    else:
        path = checkout / step.path
        path.parent.mkdir(exist_ok=True)
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(_written(step, before), encoding="utf-8")


def _run(command: list[str], checkout: Path, given: str = "") -> None:
    done = subprocess.run(
        command, cwd=checkout, env=environment(checkout), input=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _written(step: Step, text: str) -> str:
    """The file ``text`` after ``step``."""
    if step.kind is Kind.CREATE:
        assert not text, f"{step.path} is there already"
        return step.text
    if step.kind is Kind.TRANSLATE:
        for entry in step.text.strip().split("\n\n"):
            empty = entry.partition("\nmsgstr")[0] + '\nmsgstr ""\n'
            assert text.count(empty) == 1, f"{step.path} has not one {empty}"
            text = text.replace(empty, f"{entry}\n")
        return text
    if step.kind is Kind.INSERT:
        lines = text.splitlines(keepends=True)
        places = [at for at, line in enumerate(lines) if line.lstrip().startswith(step.before)]
        assert len(places) == 1, f"{step.path} has {len(places)} lines that begin with {step.before}"
        return "".join([*lines[: places[0]], step.text, *lines[places[0] :]])
    return text + step.text


def run_in(checkout: Path, *arguments: str, **settings: str) -> str:
    """What Python prints that finds the package of ``checkout``, with ``settings`` in its environment."""
    command = [sys.executable, *arguments]
    given = environment(checkout, **settings)
    done = subprocess.run(command, env=given, cwd=checkout, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def answers(
    checkout: Path, release: Release, *asked: tuple[str, dict[str, str]], **settings: str
) -> list[tuple[int, dict[str, str], str]]:
    """The status, the headers and the text with which the package of ``checkout`` answers over ``release``."""
    said = run_in(checkout, "-c", _ASK, str(release.path), json.dumps(asked), **settings)
    found: list[Any] = [json.loads(line) for line in said.splitlines() if line.startswith("[")]
    return [(status, headers, text) for status, headers, text in found]
