"""The MLB Stats API's feed of one game, row by row: the game, its people, their lines, its pitches.

One reply holds them all, so one dataset does: `row_kind` tells them apart, and a column that is
about another kind is NULL.
"""

from typing import Any

from boxline.catalog import (
    Asked,
    AtMost,
    EachGame,
    Raw,
    Request,
    after_final,
    after_start,
    at_hour,
    before_the_start,
    per_final_game,
    rows,
)
from boxline.mlb.feed_columns import COLUMNS
from boxline.mlb.numbers import outs_of
from boxline.mlb.scheduled import probable_values
from boxline.providers.mlb_stats_api import MLB_STATS_API, code_in, degrees, place_in
from boxline.providers.mlb_stats_api_feed import (
    Feed,
    GameFacts,
    GameFeed,
    ListedPerson,
    Umpire,
)
from boxline.providers.mlb_stats_api_lines import (
    BattingLine,
    Pitching,
    PitchingLine,
    batting_values,
    pitching_values,
)
from boxline.providers.mlb_stats_api_pitches import Pitch

MLBAPI_GAME_FEED = Raw(
    "mlb_raw.mlbapi_game_feed",
    provider=MLB_STATS_API,
    grain="one part of one game's feed: the game, a person, a line, an umpire or a pitch",
    landing="game-feed/{date}/{game_id}",
    payload=GameFeed,
    request=Request(
        path="/api/v1.1/game/{game_id}/feed/live",
        about=EachGame(),
        # The line-up and the umpire before the start, the whole game after it, corrections later.
        moments=(
            before_the_start(2),
            before_the_start(0.75),
            after_start(4),
            at_hour(6, days_later=1),
            at_hour(10, days_later=3),
        ),
    ),
    key=("game_id", "row_kind", "row_id"),
    complete_within=("game_id", "row_kind"),
    # Some 250 pitches and 50 people; a game called after five innings has half the pitches.
    expects=per_final_game(at_least=100),
    due=after_final(hours=6),
    columns=COLUMNS,
    rules=(
        AtMost("hits", "at_bats"),
        AtMost("earned_runs", "runs"),
        AtMost("strikes", "pitches"),
        AtMost("strikeouts", "batters_faced"),
    ),
)

_NOTHING = dict.fromkeys(column.name for column in COLUMNS)

#: Places of a batting order are hundreds; who came in for somebody is counted from there.
_PLACE = 100


@rows(MLBAPI_GAME_FEED)
def mlbapi_game_feed(
    row: GameFacts | ListedPerson | BattingLine | PitchingLine | Umpire | Pitch,
    feed: Feed,
    asked: Asked,
) -> dict[str, Any]:
    """One row per part of the feed."""
    asked.insist("game_id", feed.game_id)
    match row:
        case GameFacts():
            kind, own = "game", _game(row, feed)
        case ListedPerson():
            kind, own = "player", _player(row)
        case BattingLine():
            kind, own = "batter", _batter(row, feed)
        case PitchingLine():
            kind, own = "pitcher", _pitcher(row, feed)
        case Umpire():
            kind, own = "official", _official(row)
        case Pitch():
            kind, own = "pitch", _pitch(row, feed)
    return {
        **_NOTHING,
        "game_id": feed.game_id,
        "row_kind": kind,
        "game_date": feed.datetime.official_date or asked.day,
        "season": feed.game.season,
        "game_type": feed.game.type,
        "home_team_id": feed.home_team_id,
        "away_team_id": feed.away_team_id,
        "starts_at": None if feed.status.start_time_tbd else feed.datetime.date_time,
        **own,
    }


def _game(facts: GameFacts, feed: Feed) -> dict[str, Any]:
    score, venue, info, weather = facts.linescore, facts.venue, facts.game_info, facts.weather
    probable, field = facts.probable_pitchers, venue.field_info if venue else None
    return {
        "row_id": "game",
        "state": feed.status.abstract_game_state,
        "status": feed.status.detailed_state,
        "status_code": feed.status.status_code,
        "game_number": feed.game.game_number,
        "doubleheader": feed.game.double_header,
        "original_date": feed.datetime.original_date,
        "day_night": feed.datetime.day_night,
        "scheduled_innings": score.scheduled_innings if score else None,
        "innings": score.current_inning if score else None,
        "home_runs_scored": score.teams.home.runs if score else None,
        "away_runs_scored": score.teams.away.runs if score else None,
        **probable_values(
            home=probable.home if probable else None, away=probable.away if probable else None
        ),
        "venue_id": venue.id if venue else None,
        "venue": venue.name if venue else None,
        "roof_type": field.roof_type if field else None,
        "turf_type": field.turf_type if field else None,
        "weather_condition": (weather.condition or None) if weather else None,
        "temperature": degrees(weather),
        "wind": (weather.wind or None) if weather else None,
        "first_pitch_at": info.first_pitch if info else None,
        "attendance": info.attendance if info else None,
        "game_minutes": info.game_duration_minutes if info else None,
    }


def _player(person: ListedPerson) -> dict[str, Any]:
    return {
        "row_id": str(person.id),
        "player_id": person.id,
        "player_name": person.full_name,
        "bats": code_in(person.bat_side),
        "throws": code_in(person.pitch_hand),
        "birth_date": person.birth_date,
        "position": place_in(person.primary_position),
    }


def _line(line: BattingLine | PitchingLine, feed: Feed) -> dict[str, Any]:
    place, number = (None, None)
    if line.batting_order:
        place, number = divmod(int(line.batting_order), _PLACE)
    return {
        "row_id": f"{'home' if feed.is_home else 'away'}-{line.person.id}",
        "player_id": line.person.id,
        "player_name": line.person.full_name,
        "position": place_in(line.position),
        "is_home": feed.is_home,
        "batting_order": place,
        "substitute_number": number,
        "is_confirmed": feed.status.has_gathered,
    }


def _batter(line: BattingLine, feed: Feed) -> dict[str, Any]:
    return {**_line(line, feed), **batting_values(line.stats)}


def _pitcher(line: PitchingLine, feed: Feed) -> dict[str, Any]:
    return {
        **_line(line, feed),
        "is_starter": bool(line.stats.games_started),
        "outs": _outs(line.stats),
        **pitching_values(line.stats),
    }


def _outs(sent: Pitching) -> int | None:
    """His outs, which are told twice: as innings with thirds, and as a number.

    Raises:
        ValueError: the two are not the same.
    """
    of_innings = outs_of(sent.innings_pitched)
    if None not in (of_innings, sent.outs) and of_innings != sent.outs:
        raise ValueError(f"{sent.innings_pitched} innings are not {sent.outs} outs")
    return sent.outs if of_innings is None else of_innings


def _official(umpire: Umpire) -> dict[str, Any]:
    return {
        "row_id": umpire.official_type,
        "official_id": umpire.official.id,
        "official_name": umpire.official.full_name,
        "official_place": umpire.official_type,
    }


def _pitch(pitch: Pitch, feed: Feed) -> dict[str, Any]:
    thrown, data, hit = feed.thrown, pitch.pitch_data, pitch.hit_data
    if thrown is None:
        raise ValueError("it is a pitch of no plate appearance")
    return {
        "row_id": f"{thrown.at_bat_index}-{pitch.index}",
        "player_id": thrown.pitcher_id,
        "at_bat_index": thrown.at_bat_index,
        "event_index": pitch.index,
        "pitch_number": pitch.pitch_number,
        "inning": thrown.inning,
        "is_top": thrown.is_top,
        "batter_id": thrown.batter_id,
        "bat_side": thrown.bat_side,
        "pitch_hand": thrown.pitch_hand,
        "balls_before": thrown.balls,
        "strikes_before": thrown.strikes,
        "outs_before": thrown.outs,
        "thrown_at": pitch.start_time,
        "call_code": pitch.details.call.code,
        "call": pitch.details.call.description,
        "is_ball": pitch.details.is_ball,
        "is_strike": pitch.details.is_strike,
        "is_in_play": pitch.details.is_in_play,
        "pitch_type": code_in(pitch.details.type),
        "start_speed": data.start_speed,
        "end_speed": data.end_speed,
        "spin_rate": data.breaks.spin_rate,
        "spin_direction": data.breaks.spin_direction,
        "induced_vertical_break": data.breaks.break_vertical_induced,
        "horizontal_break": data.breaks.break_horizontal,
        "zone": data.zone,
        "extension": data.extension,
        "plate_x": data.coordinates.plate_x,
        "plate_z": data.coordinates.plate_z,
        "strike_zone_top": data.strike_zone_top,
        "strike_zone_bottom": data.strike_zone_bottom,
        "launch_speed": hit.launch_speed if hit else None,
        "launch_angle": hit.launch_angle if hit else None,
        "trajectory": hit.trajectory if hit else None,
        "plate_appearance_event": thrown.event,
    }
