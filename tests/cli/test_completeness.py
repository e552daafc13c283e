"""`completeness`: yesterday's box scores, team by team, and how bad it is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from boxline.domain.days import league_day
from boxline.engine.calendar import Game
from boxline.health.box_scores import BoxScores
from boxline.health.completeness import completeness
from tests.builders import NOON, next_game_day
from tests.cli.answers import CommandLine, refused

YESTERDAY = league_day(NOON) - timedelta(days=1)


def test_of_the_day_that_is_over_all_are_in(boxline: CommandLine, settled_copy: Path) -> None:
    boxline.now = next_game_day()
    told = boxline("completeness", "--json", home=settled_copy)
    assert told.exit == 0
    assert (told.json["level"], told.json["coverage"]) == ("fine", 1.0)
    assert told.json["games"] == len(told.json["teams"]) / 2 > 0
    assert told.talk.startswith(f"Box scores of {told.json['last']}: 100% of ")


def test_a_window_of_days_ends_with_the_one_that_is_named(
    boxline: CommandLine, settled_copy: Path
) -> None:
    words = ("completeness", "--date", "2024-11-12", "--days", 3, "--json")
    told = boxline(*words, home=settled_copy).json
    assert (told["first"], told["last"]) == ("2024-11-10", "2024-11-12")


def test_a_team_without_a_box_score_ends_it_with_1_and_is_named(
    boxline: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = Game("nba", "0022400001", YESTERDAY, "2024-25", "regular", None, True, (1, 2))

    def judged(*_: object) -> BoxScores:
        held = {("nba", game.game_id, 1)}
        found = completeness([game], held, first=YESTERDAY, last=YESTERDAY)
        return BoxScores(found=found, games={}, codes={"nba": {1: "ATL", 2: "BOS"}})

    monkeypatch.setattr("boxline.home.box_scores.box_scores", judged)
    told = boxline("completeness", home=tmp_path / "home")
    assert told.exit == 1
    assert [(row["team"], row["level"]) for row in told.table] == [
        ("BOS", "critical"),
        ("ATL", "fine"),
    ]
    assert "50% of 1 games, critical; missing: BOS; unfinished: 0." in told.talk


def test_before_the_first_snapshot_there_is_nothing_to_judge(
    boxline: CommandLine, tmp_path: Path
) -> None:
    refused(boxline("completeness", home=tmp_path / "home"), 2, "Nothing is published")
