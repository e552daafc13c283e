"""Real replies of MLB and The Odds API, from landing to core: what became of games and lines."""

from __future__ import annotations

import gzip
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from boxline.home import Home
from tests.builders import home_at, rows_of, run
from tests.mlb.homes import mlb_catalog

#: The payload, its dataset, what it was asked with, and when it came.
SENT = (
    ("schedule/3da8461f.json", "mlbapi_season_schedule", {}, "2026-08-07T19:46:12"),
    ("schedule/3da8461f.json", "mlbapi_schedule", {"date": "2026-08-07"}, "2026-08-07T19:46:12"),
    ("team_schedule/2956058d.json", "mlbapi_season_schedule", {}, "2026-08-06T11:48:47"),
    ("people/0669f1d1.json", "mlbapi_people", {}, "2026-08-06T17:01:38"),
    ("game_feed_live/485e4a33.json.gz", "mlbapi_game_feed", {}, "2026-08-06T14:25:58"),
    ("game_feed_live/1772a577.json", "mlbapi_game_feed", {}, "2026-08-07T20:25:22"),
)
FINAL, TO_COME = "824806", "824081"

#: Tables of core that these replies fill.
FILLED = (
    "batter_games",
    "game_lines",
    "games",
    "lineups",
    "pitcher_games",
    "pitcher_statcast",
    "pitches",
    "player_names",
    "players",
    "probable_pitchers",
    "teams",
    "umpires",
)
ONLY = frozenset(f"mlb_core.{name}" for name in FILLED)


@pytest.fixture(scope="module")
def home(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home that heard all of them on the evening of 7 August 2026. Tests only read it."""
    now = datetime(2026, 8, 7, 21, tzinfo=UTC)
    made = home_at(tmp_path_factory.mktemp("mlb"), now=now, declared=mlb_catalog)
    payloads = shared / "payloads"
    for file, dataset, asked, at in SENT:
        _land(made, payloads / "mlb_stats_api" / file, dataset, asked, at)
    board = payloads / "odds_api_v4" / "mlb_odds" / "5651bd31.json"
    _land(made, board, "odds_api_mlb_game_lines", {}, "2026-08-07T20:25:25")
    run(made, only=ONLY)
    return made


def _land(home: Home, file: Path, dataset: str, asked: dict[str, str], at: str) -> None:
    body = file.read_bytes()
    page = gzip.decompress(body) if file.suffix == ".gz" else body
    home.land(
        home.catalog[f"mlb_raw.{dataset}"],
        [("reply.json", page)],
        fetched_at=datetime.fromisoformat(at).replace(tzinfo=UTC),
        asked=asked,
    )


def test_the_calendar_is_mlb_s_own(home: Home) -> None:
    games = {row["game_id"]: row for row in rows_of(home, "mlb_core.games")}
    assert len(games) == 16
    told = ("is_final", "status", "home_runs", "away_runs", "schedule_source")
    assert [games[FINAL][name] for name in told] == [True, "final", 5, 2, "mlbapi_schedule"]
    assert [games[TO_COME][name] for name in told] == [
        False,
        "scheduled",
        None,
        None,
        "mlbapi_schedule",
    ]


def test_every_pitch_of_a_game_that_is_over_is_there(home: Home) -> None:
    pitches = rows_of(home, "mlb_core.pitches")
    assert Counter(row["game_id"] for row in pitches) == {FINAL: 285}
    detmers = [row for row in pitches if row["pitcher_id"] == 672282]
    assert len(detmers) == 81
    assert sum(not row["is_ball"] for row in detmers) == 50
    # Of strikes and balls in play each is of one kind alone.
    for row in pitches:
        kinds = ("is_ball", "is_called_strike", "is_whiff", "is_foul", "is_in_play")
        assert sum(row[kind] for kind in kinds) == 1
    assert sum(row["event"] == "strikeout" for row in pitches) == 12 + 11


def test_an_umpire_who_was_first_seen_after_the_game_is_known_from_its_start(home: Home) -> None:
    plate = {
        row["game_id"]: row
        for row in rows_of(home, "mlb_core.umpires")
        if row["official_place"] == "Home Plate"
    }
    assert plate[FINAL]["official_name"] == "Dan Bellino"
    assert f"{plate[FINAL]['known_at']}" == "2026-08-05 22:35:00"
    assert f"{plate[TO_COME]['known_at']}" == "2026-08-07 20:25:22"


def test_a_line_up_is_known_from_when_it_was_shown(home: Home) -> None:
    shown = [row for row in rows_of(home, "mlb_core.lineups") if row["game_id"] == TO_COME]
    assert [row["batting_order"] for row in shown] == [*range(1, 10)]
    assert {(row["team_id"], row["lineup_kind"]) for row in shown} == {(118, "confirmed")}
    assert {f"{row['known_at']}" for row in shown} == {"2026-08-07 20:25:22"}


def test_until_a_line_up_is_shown_it_is_as_the_club_batted_last(home: Home) -> None:
    rows = rows_of(home, "mlb_core.lineups")
    began = {
        (row["team_id"], row["batting_order"]): row["player_id"]
        for row in rows
        if row["game_id"] == FINAL
    }
    assert len(began) == 18
    projected = [row for row in rows if row["lineup_kind"] == "projected"]
    # Both clubs of the game that is over play again, and no other has a game behind it here.
    assert {row["team_id"] for row in projected} == {108, 110}
    assert {row["projected_from_game_id"] for row in projected} == {FINAL}
    assert {(r["team_id"], r["batting_order"]): r["player_id"] for r in projected} == began


def test_lines_are_on_the_games_they_name_and_others_are_rejected(home: Home) -> None:
    lines = rows_of(home, "mlb_core.game_lines")
    assert {row["is_after_start"] for row in lines} == {False}
    today = [row for row in rows_of(home, "mlb_core.games") if row["game_id"] != FINAL]
    assert {row["game_id"] for row in lines} == {row["game_id"] for row in today}
    assert Counter(row["market"] for row in lines) == {"moneyline": 45, "total": 45, "spread": 43}
    # The other half of the board is of the next day, whose schedule nobody landed.
    reasons = [r["reason"] for r in home.ledger.rejects() if r["dataset"] == "mlb_core.game_lines"]
    assert len(lines) + len(reasons) == 261
    assert all(reason.endswith("has no game that counts on 2026-08-08") for reason in reasons)


def test_every_table_has_rows_and_nothing_else_was_rejected(home: Home) -> None:
    assert [name for name in FILLED if not rows_of(home, f"mlb_core.{name}")] == []
    assert {r["dataset"] for r in home.ledger.rejects()} == {"mlb_core.game_lines"}


def test_the_lines_of_pitchers_are_those_of_the_box_score(home: Home) -> None:
    lines = {row["player_id"]: row for row in rows_of(home, "mlb_core.pitcher_games")}
    assert len(lines) == 9
    told = ("is_starter", "outs", "batters_faced", "pitches", "strikes", "strikeouts", "walks")
    assert [lines[669432][name] for name in told] == [True, 18, 21, 93, 62, 9, 0]
    assert (lines[669432]["last_inning"], lines[669432]["times_through_order"]) == (7, 3)
    assert lines[669432]["reached_base"] is None


def test_the_lines_of_batters_are_those_of_the_box_score(home: Home) -> None:
    lines = {row["player_id"]: row for row in rows_of(home, "mlb_core.batter_games")}
    assert len(lines) == 23
    told = ("batting_order", "plate_appearances", "hits", "walks", "bats", "positions")
    assert [lines[683002][name] for name in told] == [3, 4, 1, 1, "L", "SS"]
    assert sum(line["pitches"] for line in lines.values()) == 285


def test_what_pitches_measure_is_told_of_starts(home: Home) -> None:
    starts = {row["player_id"]: row for row in rows_of(home, "mlb_core.pitcher_statcast")}
    assert starts.keys() == {669432, 672282}
    rogers = starts[669432]
    assert (rogers["throws"], rogers["pitches"]) == ("L", 93)
    # A left-hander's fastball runs to the catcher's right, in Statcast's files and so here.
    assert rogers["ff_run_inches"] > 0
    assert 90 < rogers["ff_velocity_mph"] < 97
    shares = sum(value for name, value in rogers.items() if name.endswith("_share_vs_right"))
    assert 0.9 < shares <= 1.0


def test_who_is_to_start_is_known_by_id_and_from_when_it_was_said(home: Home) -> None:
    said = [r for r in rows_of(home, "mlb_core.probable_pitchers") if r["game_id"] == TO_COME]
    assert [(row["player_id"], row["team_id"]) for row in said] == [(663738, 118)]
    assert f"{said[0]['said_at']}" == "2026-08-07 19:46:12"
