"""With other software, the same data gives other answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oegyo.gate.software import digest

if TYPE_CHECKING:
    from pathlib import Path


def test_what_an_answer_depends_on_is_in_the_digest(tmp_path: Path) -> None:
    """A template, a script or a module that is changed, added, or called otherwise; not what Python keeps beside it."""
    page = tmp_path / "web" / "entity" / "page.html"
    page.parent.mkdir(parents=True)
    page.write_text("old", encoding="utf-8")
    seen = [digest(tmp_path)]
    page.write_text("new", encoding="utf-8")
    seen.append(digest(tmp_path))
    page.rename(page.with_name("other.html"))
    seen.append(digest(tmp_path))
    (tmp_path / "formats.py").write_text("", encoding="utf-8")
    seen.append(digest(tmp_path))
    for folder in ("engine", "gate", "saved", "terms"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "module.py").write_text("", encoding="utf-8")
        seen.append(digest(tmp_path))
    assert len(set(seen)) == len(seen)
    cache = tmp_path / "web" / "__pycache__"
    cache.mkdir()
    (cache / "page.pyc").write_bytes(b"x")
    assert digest(tmp_path) == seen[-1]


def test_the_installed_software_has_one() -> None:
    """It is found, and is the same each time."""
    assert digest() == digest()
