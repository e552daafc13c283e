"""The schedule with results, as the archive has it: a row for each date that lists a game."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from boxline.sandbox.baseball.ball_views import RAIN, BallView, Stage
from boxline.sandbox.baseball.plays import AWAY, HOME
from boxline.sandbox.baseball.world import BaseballWorld, Listed
from boxline.sandbox.parquet_schema import Row, schema_of

GAMES = schema_of("""
    game_id i64, game_datetime str, game_date date, game_type str, status str, away_name str,
    home_name str, away_id i64, home_id i64, doubleheader str, game_num i64,
    home_probable_pitcher str, away_probable_pitcher str, home_pitcher_note str,
    away_pitcher_note str, away_score i64, home_score i64, current_inning i64, inning_state str,
    venue_id i64, venue_name str, series_status str, winning_team str, losing_team str,
    winning_pitcher str, losing_pitcher str, save_pitcher str, losing_Team str
""")


def game_rows(world: BaseballWorld, at: datetime) -> Iterator[Row]:
    """A row for each game and date that lists it, as the list stands at an instant."""
    days = {
        day
        for season in world.league.seasons
        for contest in season.contests
        for slot in contest.fixture.slots
        for day in (slot.game_date, contest.fixture.resumes_on)
        if day
    }
    for day in sorted(days):
        for listed in world.listed(day, at):
            yield _row(listed)


def _row(listed: Listed) -> dict[str, Any]:
    view, fixture = listed.view, listed.view.fixture
    is_left = listed.stage is Stage.POSTPONED
    slot = fixture.first if is_left else view.slot
    starts_at = fixture.resumes_at if listed.is_resumption else slot.starts_at
    home, away = view.probables
    is_played = listed.stage.is_final
    last = view.plays[-1] if view.plays and not is_left else None
    status = listed.stage.value[2]
    return {
        "game_id": int(view.game_id),
        "game_datetime": f"{starts_at:%Y-%m-%dT%H:%M:%SZ}",
        "game_date": listed.day,
        "game_type": "R",
        "status": f"{status}: {RAIN}" if listed.stage is Stage.CALLED else status,
        "away_name": fixture.away.team_name,
        "home_name": fixture.home.team_name,
        "away_id": fixture.away.team_id,
        "home_id": fixture.home.team_id,
        "doubleheader": slot.doubleheader,
        "game_num": slot.game_number,
        "home_probable_pitcher": home.player_name if home and not is_left else "",
        "away_probable_pitcher": away.player_name if away and not is_left else "",
        "home_pitcher_note": None,
        "away_pitcher_note": None,
        "away_score": 0 if is_left else view.score[AWAY],
        "home_score": 0 if is_left else view.score[HOME],
        "current_inning": last.inning if last else None,
        "inning_state": ("Top" if last.side == AWAY else "Bottom") if last else None,
        "venue_id": fixture.home.park.venue_id,
        "venue_name": fixture.home.park.venue,
        "series_status": None,
        **_decided(view, is_played=is_played),
    }


def _decided(view: BallView, *, is_played: bool) -> dict[str, str | None]:
    names: dict[str, str | None] = dict.fromkeys(
        (
            "winning_team",
            "losing_team",
            "winning_pitcher",
            "losing_pitcher",
            "save_pitcher",
            "losing_Team",
        )
    )
    box = view.box
    if not is_played or box is None:
        return names
    teams = view.fixture.home.team_name, view.fixture.away.team_name
    winner, loser = teams if view.score[HOME] > view.score[AWAY] else teams[::-1]
    names |= {"winning_team": winner, "losing_team": loser}
    for line in (line for side in box.pitchers for line in side):
        name = line.player.player_name
        if line.has_won:
            names["winning_pitcher"] = name
        if line.has_lost:
            names["losing_pitcher"] = name
        if line.has_saved:
            names["save_pitcher"] = name
    return names
