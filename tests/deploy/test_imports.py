"""`boxline doctor --imports`: what is missing or broken shows when an image is built."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from importlib.metadata import requires
from pathlib import Path

import pytest

from boxline.engine.extras import BY_NAME, EXTRAS, Extra, extras_needed
from boxline.errors import UnknownExtra
from boxline.health.examining.examined import Examined, Severity
from boxline.health.examining.importing import Import, import_each
from boxline.health.examining.imports import examine_imports, modules_of_package
from boxline.health.examining.machine import examine_java
from tests.cli.answers import CommandLine, refused

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
#: Needed by nobody, and installed nowhere.
DECLARED = ["msgspec", "no-such-driver>=3; extra == 'postgres'"]
ABSENT = Import(module="boxline.stores.pg", error="No module named 'psycopg'", missing="psycopg")


def told(
    *imports: Import, needed: dict[str, str] | None = None, declared: Sequence[str] = DECLARED
) -> dict[str, Examined]:
    """What is found where the package's modules import so: about -> finding."""

    def importer(names: Sequence[str]) -> Iterable[Import]:
        by_name = {one.module: one for one in imports}
        return [by_name.get(name, Import(module=name)) for name in names]

    names = ["boxline.fine", *(one.module for one in imports)]
    found = examine_imports(needed or {}, names, declared, importer=importer)
    return {one.about: one for one in found}


def test_a_module_whose_extra_nothing_needs_is_skipped_by_name() -> None:
    found = told(ABSENT)
    assert found["imports"].found == "all 1 modules can be imported"
    assert found["extra postgres"].severity is Severity.FINE
    assert found["extra postgres"].found.endswith("skipped: boxline.stores.pg")


def test_of_an_extra_what_cannot_be_found_is_absent() -> None:
    modules = ("json", "json.no_such_module", "no_such_module", "no_such_module.inner")
    extra = Extra(name="other", modules=modules, settings={})
    assert extra.absent == ["json.no_such_module", "no_such_module", "no_such_module.inner"]


def test_an_extra_that_is_needed_and_absent_is_a_problem_with_the_command_that_brings_it() -> None:
    found = told(ABSENT, needed={"postgres": "ledger is a postgresql:// URL"})
    for about in ("imports", "extra postgres"):
        assert found[about].is_problem
        assert found[about].next_step == "Install it: pip install 'boxline[postgres]'"
    assert "ledger is a postgresql:// URL, and no-such-driver" in found["extra postgres"].found


def test_an_extra_that_is_needed_is_looked_for_where_no_module_fails_without_it() -> None:
    assert told(needed={"postgres": "why"})["extra postgres"].is_problem


def test_an_extra_of_another_version_is_a_problem_where_it_is_needed() -> None:
    declared = ["msgspec", "pytest>=99; extra == 's3'"]
    found = told(needed={"s3": "landing is a s3:// URL"}, declared=declared)
    assert ">=99 is needed" in found["extra s3"].found


def test_what_lacks_something_that_no_extra_brings_is_a_problem() -> None:
    lacking = Import(module="boxline.x", error="No module named 'numpi'", missing="numpi")
    assert told(lacking)["imports"].found == "boxline.x cannot be imported: No module named 'numpi'"
    assert told(lacking)["imports"].is_problem


def test_an_extra_that_is_installed_and_broken_is_a_problem() -> None:
    declared = ["msgspec", "pytest; extra == 'gcs'"]
    broken = Import(module="gcsfs", error="libfoo.so: cannot open shared object file")
    found = {
        one.about: one
        for one in examine_imports(
            {}, ["boxline.x"], declared, importer=lambda names: [broken] if "gcsfs" in names else []
        )
    }
    assert "libfoo.so" in found["extra gcs"].found
    assert found["extra gcs"].is_problem


def test_a_library_that_everybody_needs_is_looked_for_too() -> None:
    assert told(declared=["no-such-library"])["libraries"].is_problem


def test_of_what_runs_from_its_sources_extras_are_looked_for_by_their_modules() -> None:
    for declared in ([], ["msgspec"]):  # or it was installed before the extra came
        found = told(needed={"postgres": "why"}, declared=declared)["extra postgres"]
        assert found.is_problem == bool(BY_NAME["postgres"].absent)


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which a further process looks for modules."""
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{ROOT / 'src'}")
    for name, text in {
        "good": "print('imported: as it seems')",
        "lacks": "import no_such_module_here",
        "wrong": "from json import no_such_name",
        "raises": "raise RuntimeError('not at all')",
        "slips": "def (:",
        "dies": "import os; os._exit(7)",
        "last": "",
    }.items():
        (tmp_path / f"of_mine_{name}.py").write_text(text)
    return tmp_path


def test_modules_are_really_imported_and_what_ends_the_process_ends_nothing_else(
    modules: Path,
) -> None:
    names = [f"of_mine_{n}" for n in ("lacks", "wrong", "raises", "slips", "dies", "last")]
    found = {one.module.removeprefix("of_mine_"): one for one in import_each(names)}
    assert list(found) == ["lacks", "wrong", "raises", "slips", "dies", "last"]
    assert found["lacks"].missing == "no_such_module_here"
    assert "no_such_name" in found["wrong"].error
    assert found["raises"].error == "RuntimeError: not at all"
    assert found["slips"].error.startswith("SyntaxError")
    assert found["dies"].error == "the process ended with 7"
    assert found["last"] == Import(module="of_mine_last")


def test_what_a_module_prints_is_not_taken_for_an_answer(modules: Path) -> None:
    (one,) = import_each(["of_mine_good"])
    assert one.error == ""


def test_every_module_of_the_package_is_looked_at_and_none_that_is_a_command() -> None:
    found = modules_of_package()
    files = list((ROOT / "src" / "boxline").rglob("*.py"))
    commands = [path for path in files if path.name == "__main__.py"]
    assert len(found) == len(set(found)) == len(files) - len(commands)
    assert "boxline.cli.doctor" in found


def test_the_extras_are_those_that_the_project_declares() -> None:
    declared = set(PROJECT["optional-dependencies"]) - {"dev", "scale"}
    assert {extra.name for extra in EXTRAS} == declared


def test_the_page_on_deploying_tells_which_setting_needs_which() -> None:
    page = (ROOT / "docs" / "deploying.md").read_text()
    told = {
        (setting, scheme, extra)
        for settings, scheme, extra in re.findall(
            r"^\| (`\w+`(?:, `\w+`)*) \| `(\w+)://` \| `(\w+)` \|$", page, re.MULTILINE
        )
        for setting in re.findall(r"\w+", settings)
    }
    assert told == {
        (setting, scheme, extra.name)
        for extra in EXTRAS
        for setting, scheme in extra.settings.items()
    }


@pytest.mark.parametrize(
    ("settings", "needed"),
    [
        ({}, []),
        ({"ledger": "", "warehouse": None, "halt": "postgresql://"}, []),
        ({"ledger": "postgresql://b:secret@db/l"}, ["postgres"]),
        ({"warehouse": "bigquery://p/d"}, ["bigquery"]),
        ({"landing": "s3://a", "published": "gs://b"}, ["gcs", "s3"]),
        ({"spark": "spark://127.0.0.1:7077"}, ["spark"]),
    ],
)
def test_an_url_of_a_setting_needs_its_extra(settings: dict[str, str], needed: list[str]) -> None:
    found = extras_needed(settings)
    assert sorted(found) == needed
    assert "secret" not in str(found)


def test_one_that_is_asked_for_is_needed_and_one_that_is_none_is_refused() -> None:
    assert extras_needed({}, ["s3"]) == {"s3": "it is asked for"}
    with pytest.raises(UnknownExtra, match="Did you mean 'postgres'"):
        extras_needed({}, ["postgre"])


def test_the_command_says_of_this_environment_what_it_can_import(boxline: CommandLine) -> None:
    answer = boxline("doctor", "--imports", "--json")
    by_about = {row["about"]: row for row in answer.json}
    assert by_about["imports"]["severity"] == "fine"
    assert list(by_about)[2:] == [f"extra {extra.name}" for extra in EXTRAS]
    assert answer.exit == int(any(row["severity"] == "problem" for row in answer.json))


@pytest.fixture
def java_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where JAVA_HOME says that Java is; nothing is there."""
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "java"))
    (tmp_path / "java" / "bin").mkdir(parents=True)
    return tmp_path / "java"


def test_where_spark_is_needed_java_is_looked_for_where_spark_looks(java_home: Path) -> None:
    lacking = examine_java("it is asked for", str(java_home))
    assert lacking.is_problem
    assert str(java_home) in lacking.found
    assert "Java 17 or newer" in lacking.next_step
    (java_home / "bin" / "java").touch(mode=0o755)
    assert not examine_java("it is asked for", str(java_home)).is_problem


def test_of_java_in_the_path_none_is_named_but_what_runs(
    java_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(java_home / "bin"))
    (java_home / "bin" / "java").touch(mode=0o644)
    assert "no java in the path" in examine_java("it is asked for", "").found
    (java_home / "bin" / "java").chmod(0o755)
    assert not examine_java("it is asked for", "").is_problem


def test_the_command_looks_for_java_where_spark_is_asked_for(
    boxline: CommandLine, java_home: Path
) -> None:
    answer = boxline("doctor", "--imports", "--extra", "spark", "--json")
    (java,) = [row for row in answer.json if row["about"] == "java"]
    assert (answer.exit, java["severity"]) == (1, "problem")


def test_the_command_ends_with_1_where_an_extra_that_is_asked_for_is_absent(
    boxline: CommandLine,
) -> None:
    refused(boxline("doctor", "--extra", "postgre"), 2, "'postgres'")
    answer = boxline("doctor", "--extra", "dagster", "--json")
    (row,) = [row for row in answer.json if row["about"] == "extra dagster"]
    has_it = row["severity"] == "fine"
    assert has_it or (answer.exit, row["next_step"]) == (
        1,
        "Install it: pip install 'boxline[dagster]'",
    )
    assert requires("boxline")
