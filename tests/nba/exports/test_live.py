"""Live documents: games that are on, and bets against the lines of players so far."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import pytest

from boxline.home import Home
from boxline.nba.exports.live import live
from boxline.nba.exports.live_grading import live_grading
from tests.builders import days_between, next_game_day
from tests.nba.exports.feed_views import made_by

NOW = next_game_day() + timedelta(hours=9)
TODAY = next_game_day().date()
BARE = NOW.replace(tzinfo=None)  # as tables hold instants
DAYS = days_between(TODAY - timedelta(days=3), TODAY)

FIRST = "SELECT min(game_id) FROM nba_core.games WHERE game_date = $today"


def begin(connection: duckdb.DuckDBPyConnection, *, status: str = "live", points: int = 21) -> None:
    """Put today's first game on, with one player of it who has so many points."""
    today = {"today": TODAY}
    (game,) = connection.execute(FIRST, today).fetchone() or ("",)
    home, away, player = connection.execute(
        "SELECT h.team, a.team, (SELECT player_name FROM nba_core.players AS p JOIN "
        "nba_core.expected_players AS e USING (player_id) WHERE e.game_id = $game "
        "ORDER BY player_id LIMIT 1) FROM nba_core.games "
        "JOIN nba_core.teams AS h ON h.team_id = home_team_id "
        "JOIN nba_core.teams AS a ON a.team_id = away_team_id WHERE game_id = $game LIMIT 1",
        {"game": game},
    ).fetchone() or ("", "", "")
    insert(
        connection,
        "nba_core.live_scores",
        {
            "game_id": game, "game_date": TODAY, "season": "2024-25", "season_type": "regular",
            "status": status, "period": 3, "seconds_left": 120.0, "home_points": 61,
            "away_points": 58, "source": "bdl_live_box_scores", "known_at": BARE,
        },
    )  # fmt: skip
    for number, name in enumerate([player.upper(), "Nobody Of This Name"]):
        insert(
            connection,
            "nba_raw.bdl_live_box_scores",
            {
                "game_date": TODAY, "season": "2024-25", "is_postseason": False, "home_team": home,
                "away_team": away, "game_status": "3rd Qtr", "player_id_bdl": number,
                "player_name": name, "team": home, "is_home": True, "minutes_played": 25,
                "points": points - number, "rebounds": 5, "assists": 3, "threes_made": 2,
                "known_at": BARE, "is_retracted": False,
            },
        )  # fmt: skip


def insert(connection: duckdb.DuckDBPyConnection, table: str, row: dict[str, Any]) -> None:
    names = ", ".join(row)
    values = ", ".join(f"${name}" for name in row)
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({values})", row)


def first_game(home: Home, **given: Any) -> Any:
    made = made_by(home, live, NOW, days=DAYS, change=lambda c: begin(c, **given))
    return made["v1/live/latest.json"].document, made


class TestLive:
    def test_a_game_that_is_on_says_how_it_stands(self, settled_home: Home) -> None:
        document, _ = first_game(settled_home)
        assert (document.games_in_progress, document.games_final) == (1, 0)
        (game,) = [each for each in document.games if each.status == "live"]
        assert (game.period, game.home_points, game.away_points) == (3, 61, 58)
        assert game.known_at == NOW

    def test_players_are_named_by_whoever_could_appear_and_others_by_nobody(
        self, settled_home: Home
    ) -> None:
        document, _ = first_game(settled_home)
        (game,) = [each for each in document.games if each.players]
        known, unknown = game.players
        assert known.player_id is not None
        assert (known.points, known.rebounds, known.assists, known.threes) == (21, 5, 3, 2)
        assert (unknown.player_id, unknown.name) == (None, "Nobody Of This Name")

    def test_a_game_that_is_over_tells_its_box_score(self, settled_home: Home) -> None:
        now = datetime(2024, 11, 25, 23, tzinfo=UTC)
        days = days_between(now.date() - timedelta(days=2), now.date())
        document = made_by(settled_home, live, now, days=days)["v1/live/2024-11-25.json"].document
        assert document.games_final == document.total_games > 0  # type: ignore[attr-defined]
        assert all(len(game.players) > 10 for game in document.games)  # type: ignore[attr-defined]

    def test_latest_is_today_and_yesterday_has_its_own(self, settled_home: Home) -> None:
        _, made = first_game(settled_home)
        before = TODAY - timedelta(days=1)
        assert set(made) == {
            "v1/live/latest.json", f"v1/live/{TODAY}.json", f"v1/live/{before}.json"
        }  # fmt: skip


def with_bet(connection: duckdb.DuckDBPyConnection, side: str, points: int, status: str) -> None:
    """One bet on over or under 20.5 points of the player whose game is on."""
    begin(connection, status=status, points=points)
    connection.execute("DELETE FROM nba_predictions.player_prop_predictions")
    game, player, team = connection.execute(
        "SELECT game_id, player_id, team_id FROM nba_core.expected_players "
        f"WHERE game_id = ({FIRST}) ORDER BY player_id LIMIT 1",
        {"today": TODAY},
    ).fetchone() or ("", 0, 0)
    insert(
        connection,
        "nba_predictions.player_prop_predictions",
        {
            "game_id": game, "game_date": TODAY, "player_id": player, "team_id": team,
            "prop_type": "points", "system": "ensemble", "population": "everybody",
            "is_champion": True, "origin": "live", "version": 1, "forecast": 18.0,
            "recommendation": side, "line": 20.5,
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    ("side", "points", "status", "is_decided", "is_correct"),
    [
        ("OVER", 20, "live", False, None),
        ("OVER", 21, "live", True, True),
        ("UNDER", 21, "live", True, False),
        ("UNDER", 20, "live", False, None),
        ("UNDER", 20, "final", True, True),
        ("OVER", 20, "final", True, False),
    ],
)
def test_a_bet_is_decided_once_its_line_is_passed_or_its_game_over(
    settled_home: Home, side: str, points: int, status: str, is_decided: bool, is_correct: bool
) -> None:
    made = made_by(
        settled_home,
        live_grading,
        NOW,
        days=DAYS,
        change=lambda c: with_bet(c, side, points, status),
    )
    document: Any = made["v1/live-grading/latest.json"].document
    (grade,) = document.predictions
    assert (grade.so_far, grade.is_decided, grade.is_correct) == (points, is_decided, is_correct)
    assert (document.graded, document.pending) == (int(is_decided), int(not is_decided))
    assert document.win_rate == (None if is_correct is None else float(is_correct))
