"""`make test` and `make thorough` are halves of one whole, which is checked for every change."""

from __future__ import annotations

import re
import tomllib

from tests.docs.conftest import ROOT, read

#: A recipe that runs tests: its target, and which of them it picks.
PICKS = re.compile(r"^([a-z]+): .*\n\t@\$\(PYTEST\) -m (\w+|\"[^\"]*\") \$\(ARGS\)", re.MULTILINE)


def test_what_make_test_leaves_out_make_thorough_runs_and_nothing_else() -> None:
    assert dict(PICKS.findall(read("Makefile"))) == {
        "test": '"not thorough"',
        "thorough": "thorough",
    }


def test_a_change_is_held_to_both_and_to_what_lies_past_one_machine() -> None:
    commands = [line.split()[:2] for line in read(".ci/run").splitlines()]
    assert ["make", "test"] in commands
    assert ["make", "thorough"] in commands
    assert ["make", "test-scale"] in commands


def test_pytest_alone_leaves_nothing_out_but_what_needs_an_extra() -> None:
    options = tomllib.loads(read("pyproject.toml"))["tool"]["pytest"]["ini_options"]["addopts"]
    narrowing = ("-m", "-k", "--deselect", "--ignore")
    left_out = [option for option in options if option.startswith(narrowing)]
    assert left_out == ["--ignore=src/boxline/dagster"]


def test_examples_that_need_an_extra_are_run_where_it_is() -> None:
    modules = (ROOT / "src" / "boxline" / "dagster").rglob("*.py")
    shown = {path.stem for path in modules if ">>>" in path.read_text()}
    run = re.findall(r"doctest\.testmod\((\w+)\)", read("tests/scale/dagster/test_schedules.py"))
    assert set(run) == shown
