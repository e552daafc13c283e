"""Secrets in files: the variable with `_FILE` after it names the file, and nobody is shown what is
in it."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from boxline.config import Settings, explain_settings, read_settings
from tests.cli.answers import CommandLine, refused

SECRETS = [each.name for each in fields(Settings) if each.metadata["kind"].is_secret]
VARIABLE = "BOXLINE_ODDS_API_KEY_FILE"
SECRET = "tell-nobody"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for read in explain_settings(Path("somewhere")):
        for variable in read.variables:
            monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A secret's file, and the variable that names it."""
    path = tmp_path / "odds-api-key"
    path.write_text(f"{SECRET}\n")
    monkeypatch.setenv(VARIABLE, str(path))
    return path


def test_a_secret_is_read_from_the_file_that_is_named(mounted: Path) -> None:
    assert read_settings(None).odds_api_key == SECRET


@pytest.mark.parametrize("name", SECRETS)
def test_every_secret_may_stand_in_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.setenv(f"BOXLINE_{name.upper()}_FILE", str(tmp_path / "none"))
    with pytest.raises(LookupError) as refusal:
        read_settings(None)
    assert f"BOXLINE_{name.upper()}_FILE names" in str(refusal.value)


def test_the_source_is_shown_and_the_secret_is_not(boxline: CommandLine, mounted: Path) -> None:
    (row,) = [
        row for row in boxline("config", "show", "--json").json if row["name"] == "odds_api_key"
    ]
    assert (row["value"], row["source"]) == ("set", f"file of {VARIABLE}")
    assert SECRET not in boxline("config", "show").data


@pytest.mark.parametrize("other", ["BOXLINE_ODDS_API_KEY", "ODDS_API_KEY"])
@pytest.mark.parametrize("value", [SECRET, "another"])
def test_a_secret_that_is_given_twice_is_refused_even_where_both_agree(
    boxline: CommandLine, monkeypatch: pytest.MonkeyPatch, mounted: Path, other: str, value: str
) -> None:
    monkeypatch.setenv(other, value)
    answer = boxline("config", "show")
    refused(answer, 2, other, VARIABLE, "Unset one")
    assert value not in answer.talk


def test_a_file_that_is_not_there_is_one_clear_error(boxline: CommandLine, mounted: Path) -> None:
    mounted.unlink()
    refused(boxline("config", "show"), 2, VARIABLE, str(mounted), "No such file", "Mount")


def test_a_folder_is_no_file(boxline: CommandLine, mounted: Path) -> None:
    mounted.unlink()
    mounted.mkdir()
    refused(boxline("config", "show"), 2, VARIABLE, "directory")


@pytest.mark.parametrize(
    ("body", "why"),
    [(b"", "it is empty"), (b" \n", "it is empty"), (b"tell-\xff", "it is no text")],
)
def test_what_holds_no_secret_is_refused(
    boxline: CommandLine, mounted: Path, body: bytes, why: str
) -> None:
    mounted.write_bytes(body)
    refused(boxline("config", "show"), 2, VARIABLE, why)


def test_a_secret_that_is_not_allowed_is_hidden_where_it_is_refused(
    boxline: CommandLine, mounted: Path
) -> None:
    mounted.write_text(f"{SECRET} and more")
    answer = boxline("config", "show")
    refused(answer, 2, VARIABLE, "(hidden)", "letters, digits and signs without spaces")
    assert SECRET not in answer.talk


def test_what_is_no_secret_has_no_file(
    boxline: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BOXLINE_FETCH_DAYS_FILE", str(tmp_path))
    refused(boxline("config", "show"), 2, "BOXLINE_FETCH_DAYS_FILE")
