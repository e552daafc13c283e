"""A setting whose extra is not installed ends a command, at once and with the next step."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from boxline.engine.extras import BY_SCHEME
from tests.cli.answers import CommandLine, refused

SET = [
    ("BOXLINE_LANDING", "s3://ours/x"),
    ("BOXLINE_LANDING", "gs://ours/x"),
    ("BOXLINE_PUBLISHED", "s3://ours/x"),
    ("BOXLINE_PUBLISHED", "gs://ours/x"),
    ("BOXLINE_LEDGER", "postgresql://boxline:tell-nobody@127.0.0.1:1/ledger"),
    ("BOXLINE_WAREHOUSE", "bigquery://p-1/boxline"),
    ("BOXLINE_SPARK", "spark://127.0.0.1:1"),
]


@pytest.mark.parametrize(("setting", "url"), SET)
def test_a_missing_extra_is_named_with_how_to_install_it(
    boxline: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, setting: str, url: str
) -> None:
    extra = BY_SCHEME[url.partition("://")[0]]
    for module in extra.modules:  # as where it is not installed
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setenv(setting, url)
    answer = boxline("run", "--home", tmp_path / "home")
    refused(answer, 2, f"the extra '{extra.name}'", extra.install)
    assert "tell-nobody" not in answer.data + answer.talk


@pytest.mark.parametrize(
    ("setting", "url"), [one for one in SET if one[0] not in {"BOXLINE_PUBLISHED", "BOXLINE_SPARK"}]
)
def test_a_plan_for_an_empty_folder_asks_the_stores_that_are_elsewhere(
    boxline: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, setting: str, url: str
) -> None:
    extra = BY_SCHEME[url.partition("://")[0]]
    for module in extra.modules:
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setenv(setting, url)
    refused(boxline("plan", "--home", tmp_path / "home"), 2, extra.install)


@pytest.mark.parametrize(("setting", "url"), [one for one in SET if one[0] != "BOXLINE_SPARK"])
def test_doctor_finds_it_also_before_there_is_a_home_and_looks_at_the_rest(
    boxline: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, setting: str, url: str
) -> None:
    extra = BY_SCHEME[url.partition("://")[0]]
    for module in extra.modules:
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setenv(setting, url)
    answer = boxline("doctor", "--json", "--home", tmp_path / "home")
    assert answer.exit == 1
    (found,) = [row for row in answer.json if row["severity"] == "problem"]
    assert found["about"] == setting.removeprefix("BOXLINE_").lower()
    assert extra.install in found["next_step"]
    assert answer.json[-1]["about"] == "alerts"


def test_every_extra_that_a_setting_needs_is_tried_here() -> None:
    assert {url.partition("://")[0] for _, url in SET} == BY_SCHEME.keys()
