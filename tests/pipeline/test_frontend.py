"""The hook of the build that makes the scripts of the pages, and what they are made from."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from hatch_build import BUILT, FRONTEND, build_frontend, is_fresh

ROOT = Path(__file__).parent.parent.parent
NPM = """#!/bin/sh
echo "$@" >> calls
if [ "$1" = run ]; then mkdir -p ../web/static/built; echo '{}' > ../web/static/built/manifest.json; fi
"""
BROKEN = """#!/bin/sh
echo "the network is away" >&2
echo "more about it" >&2
exit 1
"""


@pytest.fixture(name="root")
def _root(tmp_path: Path) -> Path:
    """A checkout with one script, made a while ago."""
    folder = tmp_path / "checkout" / FRONTEND
    (folder / "src").mkdir(parents=True)
    (tmp_path / "checkout" / BUILT.parent).mkdir(parents=True)
    for name in ("package.json", "package-lock.json", "src/editor.js"):
        (folder / name).write_text("{}", encoding="utf-8")
        os.utime(folder / name, (0, 0))
    return tmp_path / "checkout"


def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, npm: str | None) -> None:
    """Let the machine have ``npm``, or none."""
    programs = tmp_path / "programs"
    shutil.rmtree(programs, ignore_errors=True)
    programs.mkdir()
    for name in ("sh", "mkdir"):
        (programs / name).symlink_to(str(shutil.which(name, path="/usr/bin:/bin")))
    if npm:
        (programs / "npm").write_text(npm, encoding="utf-8")
        (programs / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))


def test_the_scripts_are_built_once(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what the lock file says, and again only when a source is newer."""
    install(tmp_path, monkeypatch, NPM)
    assert build_frontend(root, "auto", pytest.fail) == [BUILT / "manifest.json"]
    calls = root / FRONTEND / "calls"
    assert [line.split()[0] for line in calls.read_text(encoding="utf-8").splitlines()] == ["ci", "run"]
    calls.unlink()
    assert is_fresh(root)
    assert build_frontend(root, "required", pytest.fail) == [BUILT / "manifest.json"]
    assert not calls.exists()
    (root / FRONTEND / "src" / "editor.js").touch()
    os.utime(root / BUILT / "manifest.json", (1, 1))
    assert not is_fresh(root)


@pytest.mark.parametrize(
    ("npm", "reason"),
    [(None, "because npm is not on this machine."), (BROKEN, "failed: the network is away.")],
)
def test_where_they_cannot_be_built_the_rest_is(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, npm: str, reason: str
) -> None:
    """One plain line says why, unless they are required."""
    install(tmp_path, monkeypatch, npm)
    said: list[str] = []
    assert build_frontend(root, "auto", said.append) == []
    (line,) = said
    assert line.startswith("The scripts of the pages are not built, because ")
    assert reason in line
    with pytest.raises(RuntimeError, match=re.escape(reason)):
        build_frontend(root, "required", pytest.fail)


def test_they_can_be_left_out(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is run then; a word that means nothing is refused."""
    install(tmp_path, monkeypatch, NPM)
    assert build_frontend(root, "off", pytest.fail) == []
    assert not (root / FRONTEND / "calls").exists()
    with pytest.raises(ValueError, match="not one of auto, off, required"):
        build_frontend(root, "sometimes", pytest.fail)


def test_versions_are_exact_and_no_registry_is_named() -> None:
    """What is built is the same everywhere, whatever registry a machine is set to."""
    package = json.loads((ROOT / FRONTEND / "package.json").read_text(encoding="utf-8"))
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert {name for name, version in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)} == set()
    packages = json.loads((ROOT / FRONTEND / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert len(packages) > len(versions)
    assert [name for name, one in packages.items() if "resolved" in one] == []
    assert [name for name, one in packages.items() if name and "integrity" not in one] == []
