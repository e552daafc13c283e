"""What `make test-scale` sets up has everything that the extras bring."""

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
EXTRAS = sorted(set(PROJECT["optional-dependencies"]) - {"dev", "scale"})


@pytest.mark.parametrize("extra", EXTRAS)
def test_what_an_extra_brings_is_there_in_a_version_it_allows(extra: str) -> None:
    found = [Requirement(one) for one in PROJECT["optional-dependencies"][extra]]
    try:
        lacking = [str(one) for one in found if not one.specifier.contains(version(one.name))]
    except PackageNotFoundError as absent:
        lacking = [str(absent)]
    assert lacking == []
