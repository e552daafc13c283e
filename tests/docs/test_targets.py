"""`make test` and `make thorough` are halves of one whole, which is checked for every change."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator

import pytest

from boxline.engine.extras import extra_that_brings
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


def test_every_program_of_the_project_is_linted() -> None:
    (sources,) = re.findall(r"^SOURCES := (.*?)(?: \$.*)?$", read("Makefile"), re.MULTILINE)
    linted = [ROOT / name for name in (*sources.split(), "benchmarks")]
    folders = ("benchmarks", "deploy", "docs", "src", "tests")
    programs = [path for name in folders for path in (ROOT / name).rglob("*.py")]
    assert ROOT / "docs" / "images" / "take.py" in programs
    assert [path for path in programs if not any(map(path.is_relative_to, linted))] == []


def imported(text: str) -> Iterator[str]:
    """The modules that a program imports wherever in it, or looks for by `find_spec`."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Import():
                yield from (one.name for one in node.names)
            case ast.ImportFrom(module=str(module)):
                yield module
            case ast.Call(func=ast.Name(id="find_spec"), args=[ast.Constant(value=str(name))]):
                yield name


def needs_an_extra(text: str) -> bool:
    """Whether a program does: by itself, or by what it shares with `make test-scale`."""
    return any(
        name.startswith(("tests.scale.", "boxline.dagster")) or extra_that_brings(name)
        for name in imported(text)
    )


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("import httpx\nfrom tests.chaos.course import Storm", False),
        ("def at_need():\n    from tests.scale.spark.standalone import standalone", True),
        ("import psycopg.rows", True),
        ("if find_spec('dagster') is None: ...", True),
        ("if find_spec('lightgbm') is None: ...", False),
    ],
)
def test_a_program_that_needs_an_extra_is_found(text: str, needs: bool) -> None:
    assert needs_an_extra(text) is needs


def test_a_benchmark_that_needs_an_extra_is_run_where_extras_are() -> None:
    listed = r"^OF_SCALE := .*benchmarks/bench_%\.py,(.*)\)$"
    (named,) = re.findall(listed, read("Makefile"), re.MULTILINE)
    needing = [
        path.stem.removeprefix("bench_")
        for path in sorted((ROOT / "benchmarks").glob("bench_*.py"))
        if needs_an_extra(path.read_text())
    ]
    assert named.split() == needing
