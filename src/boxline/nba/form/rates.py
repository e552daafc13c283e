"""Shrunken per-minute rates, and the role that they show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from boxline.catalog import Rel
from boxline.catalog.windows import weight_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: stat -> how many minutes of an average player each rate is shrunk by, as walk-forward errors on
#: the archive's seasons ask: the less a statistic tells of the player, the more.
PRIOR_MINUTES = {"points": 150, "rebounds": 120, "assists": 120, "threes": 250}

#: Half-life in games of the means that rates rest on.
RATE_HALF_LIFE = 35

ROLES = ("big", "wing", "guard")

#: Per minute: at least so many rebounds make a big, who passes less than a leading guard; at least
#: so many assists make a guard. Near the upper third of either.
BIG_REBOUNDS, LEAD_ASSISTS, GUARD_ASSISTS = 0.2, 0.16, 0.11

#: Columns of `nba_analytics.player_form` that a rate needs.
RATE_STATE = ("minutes_ewm_35", *(f"{stat}_ewm_35" for stat in PRIOR_MINUTES), "games_in_reach")

#: Columns of `nba_analytics.league_form` that a rate needs.
LEAGUE_STATE = ("league_minutes", *(f"league_{stat}" for stat in PRIOR_MINUTES))


def shrunken_rate(state: Rel, stat: str) -> ir.FloatingValue:
    """A player's expected amount of a statistic in one minute, by empirical Bayes:
    (n EWM(stat) + K league rate) / (n EWM(minutes) + K), where n is what his games weigh together
    at a half-life of 35 games and K are PRIOR_MINUTES.

    Args:
        state: rows with RATE_STATE and LEAGUE_STATE, as they stood before a game.
    Returns:
        Amount per minute; the league's for who has not played in reach; NULL before any game.
    """
    league = state[f"league_{stat}"] / state.league_minutes.nullif(0)
    n = weight_of(state.games_in_reach.fill_null(0), RATE_HALF_LIFE)
    done = n * state[f"{stat}_ewm_35"].fill_null(0.0)
    minutes = n * state.minutes_ewm_35.fill_null(0.0)
    prior = PRIOR_MINUTES[stat]
    return (done + league * prior) / (minutes + prior)


def role_of(rates: Mapping[str, Any]) -> ir.StringValue:
    """Which of ROLES a player's rates of rebounds and assists show."""
    import ibis

    rebounds, assists = rates["rebounds"], rates["assists"]
    is_big = (rebounds >= BIG_REBOUNDS) & (assists < LEAD_ASSISTS)
    return ibis.cases((is_big, "big"), (assists >= GUARD_ASSISTS, "guard"), else_="wing")
