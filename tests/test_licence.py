"""Who takes the package takes the text of every licence that it names."""

from __future__ import annotations

import tomllib
from importlib.metadata import files, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WORDS = {
    "Apache-2.0": (
        "Apache License Version 2.0, January 2004",
        "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION",
        "9. Accepting Warranty or Additional Liability.",
        "END OF TERMS AND CONDITIONS",
    ),
    "CC-BY-4.0": (
        "Creative Commons Attribution 4.0 International Public License",
        *(f"Section {number} -- " for number in range(1, 9)),
        "waiver of, any privileges and immunities that apply to the Licensor or You",
    ),
}
"""What the text of each licence begins with, has in the middle and ends with."""


def in_order(text: str, parts: tuple[str, ...]) -> bool:
    """Whether ``parts`` stand in ``text`` one after another."""
    place = 0
    for part in parts:
        place = text.find(part, place)
        if place < 0:
            return False
    return True


@pytest.mark.parametrize("licence", PROJECT["license"].split(" AND "))
def test_the_file_of_licences_has_the_text_of_each(licence: str) -> None:
    """The whole text, from its title to its last condition."""
    text = " ".join((ROOT / "LICENSE").read_text(encoding="utf-8").split())
    assert in_order(text, WORDS[licence])


def test_the_licence_of_the_code_comes_first_and_unchanged() -> None:
    """Programs that look for a licence know it by its first lines."""
    lines = (ROOT / "LICENSE").read_text(encoding="utf-8").split("\n")
    assert [line.strip() for line in lines[:4]] == [
        "",
        "Apache License",
        "Version 2.0, January 2004",
        "http://www.apache.org/licenses/",
    ]


def test_what_is_installed_carries_the_licences() -> None:
    """The metadata name them, and the file is beside them (https://peps.python.org/pep-0639/)."""
    assert metadata("oegyo")["License-Expression"] == PROJECT["license"]
    assert metadata("oegyo").get_all("License-File") == PROJECT["license-files"]
    (carried,) = (file for file in files("oegyo") or () if file.match("licenses/LICENSE"))
    assert carried.read_text(encoding="utf-8") == (ROOT / "LICENSE").read_text(encoding="utf-8")
