"""What the wheel holds beside the sources: the compiled catalogues of the interface, and the scripts of the pages.

hatchling calls this for a wheel and for an editable install (https://hatch.pypa.io/latest/plugins/build-hook/custom/).
The environment variable ``OEGYO_FRONTEND`` says what to do about the scripts, which npm builds: ``auto`` builds them where
that is possible, ``off`` leaves them out, and with ``required`` there is no wheel without them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from collections.abc import Callable

TRANSLATIONS = Path("server/oegyo/web/translations")
FRONTEND = Path("server/oegyo/frontend")
BUILT = Path("server/oegyo/web/static/built")
CHOICES = ("auto", "off", "required")

_COMMANDS = (
    # one attempt: a machine without a network should not wait for one
    ("npm", "ci", "--fetch-retries=0", "--fetch-timeout=30000", "--loglevel=error"),
    ("npm", "run", "--silent", "build"),
)
_SECONDS = 300


class BuildHook(BuildHookInterface[Any]):
    """Compiles ``translations/*/LC_MESSAGES/messages.po``, and builds ``frontend/``."""

    def initialize(self, _version: str, build_data: dict[str, Any]) -> None:
        """Write what was not written by hand, and name it to hatchling, which leaves out what git ignores."""
        root = Path(self.root)
        made = compile_catalogues(root)
        if self.target_name == "wheel":
            made += build_frontend(root, os.environ.get("OEGYO_FRONTEND", "auto"), self.app.display_warning)
        build_data["artifacts"] += [str(path) for path in made]


def compile_catalogues(root: Path) -> list[Path]:
    """Compile every catalogue below ``root`` and return the files written, relative to it."""
    written = []
    for catalogue in sorted((root / TRANSLATIONS).glob("*/LC_MESSAGES/messages.po")):
        with catalogue.open("rb") as source:
            messages = read_po(source)
        compiled = catalogue.with_suffix(".mo")
        with compiled.open("wb") as target:
            write_mo(target, messages)
        written.append(compiled.relative_to(root))
    return written


def build_frontend(root: Path, choice: str, warn: Callable[[str], None]) -> list[Path]:
    """Build the scripts of the pages below ``root`` and return the files, relative to it; none where it cannot be done.

    ``warn`` is told why it cannot.

    Raises RuntimeError when it cannot and ``choice`` is ``required``, and ValueError when that is none of `CHOICES`.
    """
    if choice not in CHOICES:
        msg = f"OEGYO_FRONTEND is {choice!r}, and not one of {', '.join(CHOICES)}"
        raise ValueError(msg)
    if choice == "off":
        return []
    if not is_fresh(root) and (reason := _run(root / FRONTEND)):
        msg = f"The scripts of the pages are not built, because {reason}."
        if choice == "required":
            raise RuntimeError(msg)
        warn(f"{msg} The pages work without them.")
        return []
    return sorted(path.relative_to(root) for path in (root / BUILT).iterdir())


def is_fresh(root: Path) -> bool:
    """Whether what is built is newer than everything that it is built from."""
    manifest = root / BUILT / "manifest.json"
    sources = [*(root / FRONTEND).glob("*.*"), root / FRONTEND / "src", *(root / FRONTEND / "src").rglob("*")]
    return manifest.is_file() and all(path.stat().st_mtime <= manifest.stat().st_mtime for path in sources)


def _run(folder: Path) -> str:
    """Install and build in ``folder``; why that failed, or nothing."""
    if not shutil.which("npm"):
        return "npm is not on this machine"
    for command in _COMMANDS:
        try:
            done = subprocess.run(  # noqa: S603 - the commands are the two constants above, and no shell reads them
                command, cwd=folder, capture_output=True, text=True, timeout=_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return f"{' '.join(command)}: {error}"
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines()
            return f"{' '.join(command)} failed: {said[0] if said else done.returncode}"
    return ""
