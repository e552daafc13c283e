"""Which leagues a home keeps is a setting: of others it takes, makes and shows nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from boxline.sandbox.baseball import simulate_baseball, write_baseball_archive
from tests.cli.answers import CommandLine, refused

PREDICTED = """\
SELECT (SELECT count(*) FROM nba_predictions.player_prop_predictions) AS nba,
    (SELECT count(*) FROM mlb_predictions.pitcher_prop_predictions) AS mlb
"""


@pytest.fixture
def of_settings(boxline: CommandLine) -> CommandLine:
    """Runs a command on a home whose catalog is that of its settings."""
    boxline.declared = None
    return boxline


@pytest.fixture(scope="module")
def baseball(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a small season of baseball."""
    folder = tmp_path_factory.mktemp("baseball")
    write_baseball_archive(simulate_baseball(seasons=(2024,), teams=4, games_per_team=12), folder)
    return folder


def test_a_league_that_is_none_is_refused_by_name(
    of_settings: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BOXLINE_LEAGUES", "nba,hockey")
    answer = of_settings("run", home=tmp_path / "home")
    refused(answer, 2, "'hockey'", "nba, mlb", "BOXLINE_LEAGUES")


def test_a_home_that_was_told_nothing_takes_no_baseball(
    of_settings: CommandLine, baseball: Path, tmp_path: Path
) -> None:
    answer = of_settings("import", baseball, home=tmp_path / "home")
    assert answer.exit != 0
    assert not answer.data


@pytest.mark.thorough  # both leagues are run
def test_a_home_that_keeps_both_leagues_predicts_publishes_and_links_both(
    of_settings: CommandLine,
    archive: Path,
    baseball: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("BOXLINE_LEAGUES", "nba,mlb")
    home = tmp_path / "home"
    assert of_settings("import", archive, baseball, home=home).exit in (0, 1)
    answer = of_settings("run", home=home)
    assert answer.exit in (0, 1), answer
    (rows,) = of_settings("sql", PREDICTED, "--json", home=home).json
    assert rows["nba"] > 0
    assert rows["mlb"] > 0
    site = home / "published" / "current" / "site"
    assert 'href="mlb/index.html"' in (site / "index.html").read_text()
    assert 'href="../index.html"' in (site / "mlb" / "index.html").read_text()
    assert not any(of_settings("plan", "--json", home=home).json.values())
