"""What tests and CI install is locked, and every lower bound is a version that the tests were run with."""

from __future__ import annotations

import re
import tomllib
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PYTHONS = ("3.11", "3.12", "3.13")
LOCKS = ("newest", "lowest")


def asked_for() -> Iterator[Requirement]:
    """What pyproject.toml asks for: to run, to test and to build; a mutation run is neither the tests' nor CI's."""
    project = PYPROJECT["project"]
    extras = [requirements for name, requirements in project["optional-dependencies"].items() if name != "mutation"]
    return map(Requirement, chain(project["dependencies"], *extras, PYPROJECT["build-system"]["requires"]))


LINE = re.compile(r"[a-z0-9-]+==[0-9a-z.]+( ; [a-z_]+ [<>=!]+ '[\w.]+'( (and|or) [a-z_]+ [<>=!]+ '[\w.]+')*)?")
"""One package in a lock, with the environments that it is for."""


def lines(lock: str) -> list[str]:
    """What a lock says beside its comments."""
    text = (ROOT / "tests" / "lock" / f"{lock}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def versions(lock: str, python: str) -> dict[str, Version]:
    """The version of each package that a lock gives to a Python on Linux."""
    here = {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": "linux", "os_name": "posix"}
    found = [Requirement(line) for line in lines(lock)]
    mine = [one for one in found if one.marker is None or one.marker.evaluate(here)]
    table: dict[str, Version] = {canonicalize_name(one.name): Version(str(one.specifier).removeprefix("==")) for one in mine}
    assert len(table) == len(mine)
    return table


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_exact_versions_and_no_place(lock: str) -> None:
    """A name, a version, and for which Python: no address, no digest, no option, and no folder of anyone's machine."""
    assert len(lines(lock)) > 50
    for line in lines(lock):
        assert LINE.fullmatch(line), line
    text = (ROOT / "tests" / "lock" / f"{lock}.txt").read_text(encoding="utf-8")
    assert re.findall(r"^#.*", text, re.MULTILINE)[1:] == ["#    tests/lock/renew"]


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_what_is_asked_for(lock: str, python: str) -> None:
    """On every Python that the package says it runs on; whoever changes a requirement renews the lock: tests/lock/renew."""
    locked = versions(lock, python)
    for requirement in asked_for():
        assert locked[canonicalize_name(requirement.name)] in requirement.specifier, requirement


def test_a_lower_bound_is_the_version_that_the_lowest_run_has() -> None:
    """A bound that no test was run with is a guess."""
    locked = versions("lowest", PYTHONS[0])
    for requirement in asked_for():
        assert str(requirement.specifier).startswith(">=")
        bound = Version(str(requirement.specifier).removeprefix(">="))
        assert locked[canonicalize_name(requirement.name)] == bound, requirement


def test_every_python_that_is_named_is_locked_for() -> None:
    """The classifiers name those that the tests are run with, and the first is the oldest that is allowed."""
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(PYPROJECT["project"]["classifiers"]))
    assert tuple(named) == PYTHONS
    assert PYPROJECT["project"]["requires-python"] == f">={PYTHONS[0]}"
