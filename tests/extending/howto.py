"""The how-tos of ``.github/CONTRIBUTING.md``, read as steps and followed in a checkout.

A step is a block of code below a sentence that says where it goes: ``A new file, `path`:``, ``In `path`, before `line`:`` or
``In `path`, at the end:``, each with more words around it where they help the reader. A block in ``sh`` is a command.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

CONTRIBUTING = Path(__file__).parents[2] / ".github" / "CONTRIBUTING.md"

_BLOCK = re.compile(r"^(?P<said>(?:\S[^\n]*\n)+)\n```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_NEW = re.compile(r"A new file, `([^`]+)`")
_BEFORE = re.compile(r"In `([^`]+)`, before `([^`]+)`:$")
_END = re.compile(r"In `([^`]+)`, at the end:$")


@dataclass(frozen=True)
class Step:
    """A block of code: a new file ``path``, lines of it that go before the line that begins so, or a command without a path.

    Lines go to the end of the file when ``before`` is None, and make it when it is empty.
    """

    text: str
    path: str = ""
    before: str | None = ""


def sections() -> dict[str, str]:
    """The how-tos by their headings."""
    parts = re.split(r"^### (.+)\n", CONTRIBUTING.read_text(encoding="utf-8"), flags=re.MULTILINE)
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
    said, text = " ".join(block["said"].split("\n")).strip(), block["text"]
    if block["language"] == "sh":
        return Step(text)
    if new := _NEW.search(said):
        return Step(text, new[1])
    if before := _BEFORE.search(said):
        return Step(text, *before.groups())
    if end := _END.search(said):
        return Step(text, end[1], None)
    msg = f"nobody can tell where this goes: {said}"
    raise ValueError(msg)


def follow(title: str, checkout: Path) -> list[str]:
    """Do what the how-to ``title`` says to the files of ``checkout``; the commands that it has are returned."""
    done = steps(title)
    for step in done:
        if step.path:
            _write(checkout / step.path, step)
    return [step.text for step in done if not step.path]


def _write(path: Path, step: Step) -> None:
    """Write a step into ``path``; lines go before the one line that begins as it says."""
    if step.before == "":
        path.parent.mkdir(exist_ok=True)
        assert not path.exists(), path
        path.write_text(step.text, encoding="utf-8")
        return
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    places = [len(lines)] if step.before is None else [at for at, line in enumerate(lines) if line.startswith(step.before)]
    assert len(places) == 1, f"{path} has {len(places)} lines that begin with {step.before}"
    path.write_text("".join([*lines[: places[0]], step.text, *lines[places[0] :]]), encoding="utf-8")
