"""Totals of many games, as the MLB Stats API's statistics send them."""

from __future__ import annotations

from typing import Any

from boxline.catalog import Column, Float, Int
from boxline.mlb.counts import BATTING_COUNTS, nullable, over_season
from boxline.mlb.numbers import number_of, outs_of
from boxline.providers.mlb_stats_api_lines import batting_values, pitching_values
from boxline.providers.mlb_stats_api_stats import BattingTotals, PitchingTotals

_NOTHING_TO_DIVIDE = "NULL where there is nothing to divide by, or it is not sent."


def _rate(name: str, high: float, doc: str) -> Column:
    return Column(name, Float, "per denominator", 0, high, True, doc=f"{doc} {_NOTHING_TO_DIVIDE}")


GAMES_PLAYED = Column("games_played", Int, "games", 0, 5000, True, doc="NULL where not sent.")

BATTING_RATES = (
    _rate("batting_average", 1, "Hits per at-bat."),
    _rate("on_base_percentage", 1, "Times on base per plate appearance that counts for it."),
    _rate("slugging_percentage", 4, "Bases per at-bat."),
    _rate("average_on_balls_in_play", 1, "Hits per ball put in play, home runs left out."),
)

PITCHING_RATES = (_rate("walks_and_hits_per_inning", 100, "Walks and hits allowed per inning."),)

BATTING_TOTALS = nullable(over_season(BATTING_COUNTS), "NULL where not sent.")


def batting_totals(sent: BattingTotals) -> dict[str, Any]:
    """A batter's totals and rates.

    Raises:
        ValueError: a rate is neither a number nor a placeholder.
    """
    return {
        "games_played": sent.games_played,
        **batting_values(sent),
        "batting_average": number_of(sent.avg),
        "on_base_percentage": number_of(sent.obp),
        "slugging_percentage": number_of(sent.slg),
        "average_on_balls_in_play": number_of(sent.babip),
    }


def pitching_totals(sent: PitchingTotals) -> dict[str, Any]:
    """A pitcher's totals and rates; the rates of batters are those against him.

    Raises:
        ValueError: a rate is neither a number nor a placeholder.
    """
    return {
        "games_played": sent.games_played,
        **pitching_values(sent),
        "outs": outs_of(sent.innings_pitched),
        "batting_average": number_of(sent.avg),
        "on_base_percentage": number_of(sent.obp),
        "slugging_percentage": number_of(sent.slg),
        "walks_and_hits_per_inning": number_of(sent.whip),
    }
