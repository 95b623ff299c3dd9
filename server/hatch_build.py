"""What the wheel holds beside the sources: the compiled catalogues of the interface.

hatchling calls this for a wheel and for an editable install (https://hatch.pypa.io/latest/plugins/build-hook/custom/).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TRANSLATIONS = Path("server/oegyo/web/translations")


class BuildHook(BuildHookInterface[Any]):
    """Compiles ``translations/*/LC_MESSAGES/messages.po``."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Write what was not written by hand, and name it to hatchling, which leaves out what git ignores."""
        build_data["artifacts"] += [str(path) for path in compile_catalogues(Path(self.root))]


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
