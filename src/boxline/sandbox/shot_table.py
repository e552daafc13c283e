"""Shots as the archive's files have them, a row for each field-goal attempt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from boxline.sandbox.parquet_schema import Row, schema_of
from boxline.sandbox.shots import Shot

SHOTS = schema_of("""
    game_id str, game_date date, team_id i64, team_name str, player_id i64, player_name str,
    position_group str, position str, home_team str, away_team str, event_type str,
    shot_made bool, action_type str, shot_type str, basic_zone str, zone_name str, zone_abb str,
    zone_range str, loc_x f32, loc_y f32, shot_distance i16, quarter i16, mins_left i16,
    secs_left i16, season str
""")


def shot_rows(shots: Iterable[Shot]) -> Iterator[Row]:
    """A row for each shot, in the order given."""
    for shot in shots:
        yield _of_game(shot) | _of_attempt(shot)


def _of_game(shot: Shot) -> dict[str, object]:
    fixture, player = shot.fixture, shot.player
    return {
        "game_id": fixture.game_id,
        "game_date": fixture.game_date,
        "season": fixture.season,
        "home_team": fixture.home.team,
        "away_team": fixture.away.team,
        "team_id": shot.club.team_id,
        "team_name": shot.club.team_name,
        "player_id": player.player_id,
        "player_name": player.player_name,
        "position_group": player.position_group,
        "position": player.position,
    }


def _of_attempt(shot: Shot) -> dict[str, object]:
    spot = shot.spot
    return {
        "event_type": "Made Shot" if shot.is_made else "Missed Shot",
        "shot_made": shot.is_made,
        "action_type": shot.action,
        "shot_type": f"{shot.value}PT Field Goal",
        "basic_zone": spot.basic_zone,
        "zone_name": spot.zone_name,
        "zone_abb": spot.zone_abb,
        "zone_range": spot.zone_range,
        "loc_x": spot.loc_x,
        "loc_y": spot.loc_y,
        "shot_distance": spot.feet,
        "quarter": shot.quarter,
        "mins_left": shot.seconds_left // 60,
        "secs_left": shot.seconds_left % 60,
    }
