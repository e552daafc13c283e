"""Batters' and pitchers' counts, as the MLB Stats API sends them of a game or of many."""

from __future__ import annotations

from typing import Any

import msgspec

from boxline.providers.mlb_stats_api import Coded, Person


class Batting(msgspec.Struct, rename="camel", kw_only=True):
    """What somebody did at the plate."""

    games_played: int | None = None
    plate_appearances: int | None = None
    at_bats: int | None = None
    runs: int | None = None
    hits: int | None = None
    doubles: int | None = None
    triples: int | None = None
    home_runs: int | None = None
    rbi: int | None = None
    base_on_balls: int | None = None
    intentional_walks: int | None = None
    strike_outs: int | None = None
    hit_by_pitch: int | None = None
    sac_bunts: int | None = None
    sac_flies: int | None = None
    stolen_bases: int | None = None
    caught_stealing: int | None = None
    total_bases: int | None = None
    left_on_base: int | None = None
    catchers_interference: int | None = None
    fly_outs: int | None = None
    ground_into_double_play: int | None = None
    ground_into_triple_play: int | None = None
    ground_outs: int | None = None
    air_outs: int | None = None


class Pitching(msgspec.Struct, rename="camel", kw_only=True):
    """What somebody did on the mound, or allowed."""

    games_played: int | None = None
    games_started: int | None = None
    innings_pitched: str | None = None
    outs: int | None = None
    batters_faced: int | None = None
    number_of_pitches: int | None = None
    balls: int | None = None
    strikes: int | None = None
    strike_outs: int | None = None
    base_on_balls: int | None = None
    intentional_walks: int | None = None
    hits: int | None = None
    doubles: int | None = None
    triples: int | None = None
    home_runs: int | None = None
    runs: int | None = None
    earned_runs: int | None = None
    hit_batsmen: int | None = None
    at_bats: int | None = None
    ground_outs: int | None = None
    air_outs: int | None = None
    wins: int | None = None
    losses: int | None = None
    saves: int | None = None
    holds: int | None = None


class _Line(msgspec.Struct, rename="camel", kw_only=True):
    person: Person
    batting_order: str | None = None
    position: Coded | None = None


class BattingLine(_Line, kw_only=True, tag_field="kind", tag="batter"):
    """The line of one who batted, or is in the line-up."""

    stats: Batting


class PitchingLine(_Line, kw_only=True, tag_field="kind", tag="pitcher"):
    """The line of one who pitched, or is to start."""

    stats: Pitching


def batting_values(sent: Batting) -> dict[str, Any]:
    """The counts of a batter by our names."""
    return {
        "plate_appearances": sent.plate_appearances,
        "at_bats": sent.at_bats,
        "runs": sent.runs,
        "hits": sent.hits,
        "doubles": sent.doubles,
        "triples": sent.triples,
        "home_runs": sent.home_runs,
        "runs_batted_in": sent.rbi,
        "walks": sent.base_on_balls,
        "intentional_walks": sent.intentional_walks,
        "strikeouts": sent.strike_outs,
        "hit_by_pitch": sent.hit_by_pitch,
        "sacrifice_bunts": sent.sac_bunts,
        "sacrifice_flies": sent.sac_flies,
        "stolen_bases": sent.stolen_bases,
        "caught_stealing": sent.caught_stealing,
        "total_bases": sent.total_bases,
        "left_on_base": sent.left_on_base,
        "catcher_interferences": sent.catchers_interference,
        "fly_outs": sent.fly_outs,
        "double_plays": sent.ground_into_double_play,
        "triple_plays": sent.ground_into_triple_play,
        "ground_outs": sent.ground_outs,
        "air_outs": sent.air_outs,
    }


def pitching_values(sent: Pitching) -> dict[str, Any]:
    """The counts of a pitcher by our names, but for his outs: of those there are two words."""
    return {
        "batters_faced": sent.batters_faced,
        "pitches": sent.number_of_pitches,
        "balls": sent.balls,
        "strikes": sent.strikes,
        "strikeouts": sent.strike_outs,
        "walks": sent.base_on_balls,
        "intentional_walks": sent.intentional_walks,
        "hits": sent.hits,
        "doubles": sent.doubles,
        "triples": sent.triples,
        "home_runs": sent.home_runs,
        "runs": sent.runs,
        "earned_runs": sent.earned_runs,
        "hit_by_pitch": sent.hit_batsmen,
        "at_bats": sent.at_bats,
        "ground_outs": sent.ground_outs,
        "air_outs": sent.air_outs,
        "wins": sent.wins,
        "losses": sent.losses,
        "saves": sent.saves,
        "holds": sent.holds,
    }
