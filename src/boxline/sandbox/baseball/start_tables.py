"""Starts, season totals of pitchers, and batters' games, as the archive's files have them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from statistics import fmean, median, quantiles
from typing import Any
from zoneinfo import ZoneInfo

from boxline.sandbox.baseball.ball_views import BallView
from boxline.sandbox.baseball.box_lines import BatterLine, PitcherLine
from boxline.sandbox.baseball.fixtures import NIGHT_FROM_HOUR
from boxline.sandbox.parquet_schema import Row, schema_of

STARTS = schema_of("""
    game_pk i64, game_date date, game_year i64, pitcher i64, pitcher_team str, opponent_team str,
    is_home bool, outs i16, bf i32, pitches i32, runs_allowed f32, hits i32, walks i32,
    strikeouts i32, reached_base i32, max_inning i32, tto_max i32, days_since_prev_game i32,
    game_max_inning i32, inning_topbot str
""")
SEASON_TOTALS = schema_of("""
    pitcher i64, prior_bf i64, prior_ks i64, prior_games i64, prior_starts i64, prior_bf_mean f64,
    prior_bf_median f64, prior_bf_p25 f64, prior_bf_p10 f64, prior_k_pct f64, season i64
""")
BATTER_GAMES = schema_of("""
    game_pk i64, game_number i64, day_night str, game_date date, season i64, player_id i64,
    player_name str, bats str, throws str, team_id i64, team str, opponent_id i64, opponent str,
    is_home bool, is_win bool, positions str, games_played i64, fly_outs i64, ground_outs i64,
    air_outs i64, runs i64, doubles i64, triples i64, home_runs i64, strike_outs i64,
    base_on_balls i64, intentional_walks i64, hits i64, hit_by_pitch i64, at_bats i64,
    caught_stealing i64, stolen_bases i64, ground_into_double_play i64,
    ground_into_triple_play i64, number_of_pitches i64, plate_appearances i64, total_bases i64,
    rbi i64, left_on_base i64, sac_bunts i64, sac_flies i64, catchers_interference i64
""")


def start_rows(finals: Sequence[BallView]) -> Iterator[Row]:
    """A row for each starting pitcher of each game, visitors first."""
    pitched: dict[int, date] = {}
    for view in finals:
        box = view.box
        assert box is not None
        for side in (1, 0):
            yield _start(view, side, box.pitchers[side][0], pitched)
        for line in (line for pitchers in box.pitchers for line in pitchers):
            pitched[line.player.player_id] = view.slot.game_date


def _start(
    view: BallView, side: int, line: PitcherLine, pitched: dict[int, date]
) -> dict[str, Any]:
    clubs = view.fixture.home, view.fixture.away
    counts, day = line.counts, view.slot.game_date
    mine = [play for play in view.plays if play.pitcher is line.player]
    before = pitched.get(line.player.player_id)
    is_same_season = before is not None and before.year == day.year
    return {
        "game_pk": int(view.game_id),
        "game_date": day,
        "game_year": view.fixture.season,
        "pitcher": line.player.player_id,
        "pitcher_team": clubs[side].code,
        "opponent_team": clubs[1 - side].code,
        "is_home": side == 0,
        "outs": line.outs,
        "bf": counts.appearances,
        "pitches": counts.pitches,
        "runs_allowed": float(line.runs),
        "hits": counts.hits,
        "walks": counts.walks,
        "strikeouts": counts.strikeouts,
        "reached_base": counts.hits + counts.walks + counts.hit_by_pitch,
        "max_inning": max(play.inning for play in mine),
        "tto_max": (len(mine) - 1) // 9 + 1,
        "days_since_prev_game": (day - before).days if before and is_same_season else None,
        "game_max_inning": view.plays[-1].inning,
        "inning_topbot": "Top" if side == 0 else "Bot",
    }


def season_total_rows(finals: Sequence[BallView], season: int) -> Iterator[Row]:
    """A row for each pitcher of a season, by id; of one who never started, no means of starts."""
    games: dict[int, list[PitcherLine]] = {}
    for view in finals:
        for line in (line for side in view.box.pitchers for line in side) if view.box else ():
            games.setdefault(line.player.player_id, []).append(line)
    for pitcher, lines in sorted(games.items()):
        faced = [line.counts.appearances for line in lines if line.is_starter]
        total = sum(line.counts.appearances for line in lines)
        struck_out = sum(line.counts.strikeouts for line in lines)
        cuts = quantiles(faced, n=20, method="inclusive") if len(faced) > 1 else None
        yield {
            "pitcher": pitcher,
            "prior_bf": total,
            "prior_ks": struck_out,
            "prior_games": len(lines),
            "prior_starts": len(faced),
            "prior_bf_mean": fmean(faced) if faced else None,
            "prior_bf_median": float(median(faced)) if faced else None,
            "prior_bf_p25": cuts[4] if cuts else (float(faced[0]) if faced else None),
            "prior_bf_p10": cuts[1] if cuts else (float(faced[0]) if faced else None),
            "prior_k_pct": struck_out / total if total else None,
            "season": season,
        }


def batter_rows(finals: Sequence[BallView]) -> Iterator[Row]:
    """A row for each batter of each game, home side first."""
    for view in finals:
        box = view.box
        assert box is not None
        for side in (0, 1):
            for line in box.batters[side]:
                yield _batter(view, side, line)


def _batter(view: BallView, side: int, line: BatterLine) -> dict[str, Any]:
    clubs = view.fixture.home, view.fixture.away
    counts, player = line.counts, line.player
    local = view.slot.starts_at.astimezone(ZoneInfo(view.fixture.home.park.zone))
    return {
        "game_pk": int(view.game_id),
        "game_number": view.slot.game_number,
        "day_night": "day" if local.hour < NIGHT_FROM_HOUR else "night",
        "game_date": view.slot.game_date,
        "season": view.fixture.season,
        "player_id": player.player_id,
        "player_name": player.player_name,
        "bats": player.bats,
        "throws": player.throws,
        "team_id": clubs[side].team_id,
        "team": clubs[side].team_name,
        "opponent_id": clubs[1 - side].team_id,
        "opponent": clubs[1 - side].team_name,
        "is_home": side == 0,
        "is_win": view.score[side] > view.score[1 - side],
        "positions": f"PH,{line.position}" if line.came_in else line.position,
        "games_played": 1,
        "fly_outs": counts.flies,
        "ground_outs": counts.grounders,
        "air_outs": counts.flies + counts.liners + counts.pops,
        "runs": counts.runs,
        "doubles": counts.doubles,
        "triples": counts.triples,
        "home_runs": counts.home_runs,
        "strike_outs": counts.strikeouts,
        "base_on_balls": counts.walks,
        "intentional_walks": 0,
        "hits": counts.hits,
        "hit_by_pitch": counts.hit_by_pitch,
        "at_bats": counts.at_bats,
        "caught_stealing": 0,
        "stolen_bases": 0,
        "ground_into_double_play": counts.double_plays,
        "ground_into_triple_play": 0,
        "number_of_pitches": counts.pitches,
        "plate_appearances": counts.appearances,
        "total_bases": counts.total_bases,
        "rbi": counts.runs_batted_in,
        "left_on_base": line.left_on,
        "sac_bunts": 0,
        "sac_flies": counts.sac_flies,
        "catchers_interference": 0,
    }
