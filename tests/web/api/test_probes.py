"""What is told to whoever watches: alive, ready, figures, box scores, runs."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from boxline.engine.conditions import Condition
from boxline.engine.ports import Reject
from boxline.home import Home
from boxline.stores.reading import open_snapshot
from tests.builders import NOON, rewrite
from tests.health.alerting.receivers import alert_of
from tests.web.api.asking import DAY, NOW, Asker, app_over, document, fresh_home


def figures(ask: Asker) -> dict[str, float]:
    """Every figure by its name and labels."""
    return {
        " ".join(
            [sample.name, *(value for _, value in sorted(sample.labels.items()))]
        ): sample.value
        for family in text_string_to_metric_families(ask("/metrics").text)
        for sample in family.samples
    }


def test_a_server_over_an_empty_home_lives_and_is_not_ready(tmp_path: Path) -> None:
    ask = Asker(app_over(fresh_home(tmp_path)))
    assert ask("/health").json() == {"status": "alive", "version": "1.2.3", "commit": None}
    answer = ask("/ready")
    assert answer.status_code == 503
    for missing in ("no documents are published", "there is no snapshot", "there was no run yet"):
        assert missing in answer.json()["detail"]


def test_a_server_tells_the_commit_that_runs(tmp_path: Path) -> None:
    ask = Asker(app_over(fresh_home(tmp_path), commit="c" * 40))
    assert ask("/health").json()["commit"] == "c" * 40


def test_a_server_over_a_home_that_was_run_is_ready(settled_home: Home) -> None:
    answer = Asker(app_over(settled_home))("/ready")
    assert answer.status_code == 200
    assert answer.json()["last_run_state"] == "done"


def test_a_last_run_that_is_too_old_is_named(settled_home: Home) -> None:
    later = replace(settled_home, clock=lambda: NOON + timedelta(hours=27))
    answer = Asker(app_over(later))("/ready")
    assert answer.status_code == 503
    assert "over 26 h ago" in answer.json()["detail"]


def test_what_is_damaged_is_named_without_its_place(tmp_path: Path) -> None:
    home = fresh_home(tmp_path, document())
    (home.published.current / "manifest.json").write_text("{")
    home.snapshot.root.mkdir()
    (home.snapshot.root / "current.json").write_text("{")
    answer = Asker(app_over(home))("/ready")
    assert "the published set cannot be read" in answer.json()["detail"]
    assert "the snapshot cannot be read" in answer.json()["detail"]
    assert str(tmp_path) not in answer.text
    assert "boxline_snapshot_age_seconds" not in figures(Asker(app_over(home)))


def test_requests_are_counted_by_route_and_status(small: Asker) -> None:
    small("/v1/none.json")
    small(f"/v1/results/{DAY}.json")
    small("/nothing/of/mine")
    small("/health", host="elsewhere.example")
    found = figures(small)
    assert found["boxline_requests_total GET /v1/{path:path} 404"] == 1
    assert found["boxline_requests_total GET /v1/{path:path} 200"] == 1
    assert found["boxline_requests_total GET unmatched 404"] == 1
    assert found["boxline_requests_total GET unmatched 421"] == 1
    assert found["boxline_request_seconds_count /v1/{path:path}"] == 2


def test_figures_of_the_home_are_told(tmp_path: Path) -> None:
    home = fresh_home(tmp_path, document())
    home.ledger.start("r1", "run", NOW - timedelta(minutes=5))
    home.ledger.finish("r1", "failed", NOW, [], "why")
    reject = Reject(
        dataset="nba_raw.x",
        day=DAY,
        landed_id="",
        file="f",
        row=1,
        field="a",
        value="b",
        reason="c",
        content="d",
    )
    home.ledger.reject("nba_raw.x", [DAY.isoformat()], [reject, reject])
    home = replace(home, clock=lambda: NOW + timedelta(hours=1))
    found = figures(Asker(app_over(home)))
    assert found["boxline_published_set_age_seconds"] == 3600
    assert found["boxline_last_run_age_seconds"] == 3900
    assert (found["boxline_last_run_state failed"], found["boxline_last_run_state done"]) == (1, 0)
    assert found["boxline_last_run_rows_rejected"] == 0
    assert found["boxline_rejects nba_raw.x"] == 2
    assert found["boxline_info 1.2.3"] == 1


def test_the_age_of_the_snapshot_is_told(settled_home: Home) -> None:
    later = replace(settled_home, clock=lambda: NOON + timedelta(minutes=1))
    assert figures(Asker(app_over(later)))["boxline_snapshot_age_seconds"] == 60


def test_the_box_scores_of_a_day_are_judged_team_by_team(ask: Asker, settled_home: Home) -> None:
    with open_snapshot(settled_home.snapshot) as connection:
        day, games = connection.execute(
            "SELECT game_date, count(*) FROM nba_core.games WHERE is_final "
            "GROUP BY ALL ORDER BY ALL DESC LIMIT 1"
        ).fetchall()[0]
    told = ask(f"/monitoring/boxscore-completeness?date={day}").json()
    assert (told["level"], told["coverage"], told["games"]) == ("fine", 1.0, games)
    assert len(told["teams"]) == 2 * games
    assert all(team["missing_games"] == [] and len(team["team"]) == 3 for team in told["teams"])


def test_a_game_whose_box_score_is_lost_is_named(settled_home: Home, tmp_path: Path) -> None:
    newest = (
        "SELECT game_id, game_date, home_team_id FROM nba_core.games WHERE is_final "
        "ORDER BY game_date DESC, game_id LIMIT 1"
    )
    with open_snapshot(settled_home.snapshot) as connection:
        game, day, team = connection.execute(newest).fetchall()[0]
    home = fresh_home(tmp_path)
    shutil.copytree(settled_home.snapshot.root, home.snapshot.root)
    for file in (home.snapshot.root / "nba_core.player_games").iterdir():
        rewrite(file, lambda row: None if (row["game_id"], row["team_id"]) == (game, team) else row)
    told = Asker(app_over(home))(f"/monitoring/boxscore-completeness?date={day}").json()
    assert told["level"] == "critical"
    worst, *others = told["teams"]
    assert (worst["team_id"], worst["coverage"], worst["level"]) == (team, 0.0, "critical")
    (missing,) = worst["missing_games"]
    assert (missing["game_id"], missing["home_team"]) == (game, worst["team"])
    assert {one["level"] for one in others} == {"fine"}


def test_without_a_date_yesterday_is_judged(ask: Asker) -> None:
    told = ask("/monitoring/boxscore-completeness").json()
    yesterday = (NOON - timedelta(days=1)).date().isoformat()
    assert (told["first"], told["last"], told["games"]) == (yesterday, yesterday, 0)
    assert (told["level"], told["coverage"]) == ("fine", None)


def test_runs_are_listed_and_told_with_their_steps(ask: Asker, settled_home: Home) -> None:
    runs = ask("/runs?limit=1").json()["runs"]
    (newest,) = settled_home.ledger.runs(1)
    assert [run["run_id"] for run in runs] == [newest["run_id"]]
    told = ask(f"/runs/{newest['run_id']}").json()
    assert told["state"] == "done"
    assert len(told["steps"]) == len(settled_home.ledger.steps(newest["run_id"])) > 0


def test_a_run_does_not_tell_where_its_home_is(tmp_path: Path) -> None:
    home = fresh_home(tmp_path)
    home.ledger.start("r1", "run", NOW)
    home.ledger.finish("r1", "failed", NOW, [], f"{tmp_path}/warehouse.duckdb is damaged")
    ask = Asker(app_over(home))
    told = ask("/runs/r1").json()
    assert told["message"] == "HOME/warehouse.duckdb is damaged"
    assert str(tmp_path) not in ask("/runs").text


@pytest.mark.parametrize("run_id", ["none", "%27%20OR%201=1", "x" * 100])
def test_a_run_that_is_none_is_not_there(ask: Asker, run_id: str) -> None:
    assert ask(f"/runs/{run_id}").status_code == 404


def test_what_fires_and_who_took_it_is_told_without_the_place_of_the_home(tmp_path: Path) -> None:
    home = fresh_home(tmp_path)
    ask = Asker(app_over(home))
    assert ask("/monitoring/alerts").json() == {"checked_at": None, "alerts": [], "channels": []}
    fires = replace(alert_of(), alert_id=None, found=f"{tmp_path}/ledger.sqlite is damaged")
    home.ledger.alerts.keep([fires])
    home.ledger.alerts.note_check(NOW, rules=14, unjudged=1)
    home.ledger.conditions.note({Condition.UNFORESEEN: 2}, NOW)
    home.ledger.conditions.note({Condition.UNFORESEEN: 1}, NOW)
    (told,) = ask("/monitoring/alerts").json()["alerts"]
    assert (told["rule"], told["state"], told["next_step"]) == (
        "late-cells",
        "firing",
        "boxline run",
    )
    assert told["found"] == "HOME/ledger.sqlite is damaged"
    found = figures(ask)
    assert found["boxline_alerts_firing late-cells warning"] == 1
    assert (found["boxline_alerts critical"], found["boxline_alerts warning"]) == (0, 1)
    assert found["boxline_alert_rules_unjudged"] == 1
    assert found["boxline_conditions_total unforeseen_error"] == 3
    assert found["boxline_conditions_total batch_refused"] == 0
