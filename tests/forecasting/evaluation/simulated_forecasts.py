"""A league of forecasts whose truth is known: counts drawn from stated distributions.

What comes is Poisson around a rate of the player's night. A forecaster states the Poisson of the
rate that he believes in; one who believes the true rate is perfect.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting.market.recommendation import recommend
from boxline.forecasting.rows import Floats, Rows

#: 2024-10-22 in days since 1970.
FIRST_DAY = 20_018

RATES = {
    "points": 12.0,
    "rebounds": 4.5,
    "assists": 2.8,
    "threes": 1.3,
    "points_rebounds_assists": 19.0,
}

#: How far beliefs lie from the true rate, in shares of it: nobody in this league is perfect but
#: who has 0.
BLUR = {
    "season_average": 0.25,
    "last_10": 0.28,
    "moving_average": 0.24,
    "empirical_bayes": 0.15,
    "similarity": 0.22,
    "zone_matchup": 0.30,
    "gradient_boosting": 0.08,
    "ensemble": 0.06,
    "market": 0.04,
}


def at_most(rate: Floats, count: Floats) -> Floats:
    """P(value <= count) of Poisson distributions; 0 below 0."""
    total = term = np.exp(-rate)
    found = np.where(count >= 0, term, 0.0)
    for k in range(1, int(np.nanmax(count, initial=0)) + 1):
        term = term * rate / k
        total = total + term
        found = np.where(count >= k, total, found)
    return found


def quantile(rate: Floats, level: float) -> Floats:
    """The least count that is reached with this chance."""
    found = np.zeros(len(rate))
    for k in range(int(3 * rate.max(initial=1)) + 20):
        found += at_most(rate, np.full(len(rate), float(k))) < level
    return found


def simulated(
    *,
    days: int = 40,
    per_day: int = 40,
    props: Sequence[str] = ("points", "threes"),
    blur: Mapping[str, float] = BLUR,
    sureness: float = 1.0,
    priced: Sequence[str] = ("threes", "points_rebounds_assists"),
    seed: int = 3,
) -> Rows:
    """Graded predictions of every system.

    Args:
        per_day: players of each day, 20 to a game.
        blur: systems and how far their beliefs lie from the truth.
        sureness: what log odds of stated chances and widths are multiplied by: over 1, a forecaster
            is surer than he may be.
        priced: props whose lines have prices; the others have pick'em lines.
    """
    rng = np.random.default_rng(seed)
    n = days * per_day
    night = {
        "game_id": np.array([f"00224{i // 20:05d}" for i in range(n)], dtype=object),
        "game_day": FIRST_DAY + np.arange(n) // per_day,
        "player_id": np.arange(n) % per_day + 1000,
        "games_this_season": np.minimum(np.arange(n) // per_day, 82).astype(float),
        "minutes_played": np.where(rng.random(n) < 0.06, np.nan, rng.uniform(2, 38, n)),
        "is_new_team": (rng.random(n) < 0.03).astype(float),
        "days_since_last_game": np.where(rng.random(n) < 0.05, 14.0, 2.0),
    }
    share = rng.gamma(4, 1 / 4, n)
    parts = [
        said
        for prop in props
        for said in _prop_rows(prop, night, share, rng, blur, sureness, is_priced=prop in priced)
    ]
    return Rows({name: np.concatenate([part[name] for part in parts]) for name in parts[0]})


def _prop_rows(
    prop: str,
    night: Mapping[str, NDArray[np.generic]],
    share: Floats,
    rng: np.random.Generator,
    blur: Mapping[str, float],
    sureness: float,
    *,
    is_priced: bool,
) -> list[dict[str, NDArray[np.generic]]]:
    n = len(share)
    rate = np.maximum(RATES[prop] * share, 0.05)
    appeared = ~np.isnan(night["minutes_played"].astype(float))
    actual = np.where(appeared, rng.poisson(rate), np.nan)
    market = rate * np.exp(rng.normal(0, blur.get("market", 0.04), n))
    has_line = rng.random(n) < 0.4
    line = np.where(has_line, np.floor(market) + 0.5, np.nan)
    fair = np.clip(1 - at_most(market, np.nan_to_num(line)), 0.02, 0.98)
    fair = np.where(has_line & is_priced, fair, np.nan)
    prices = tuple(np.maximum(0.955 / p, 1.01) for p in (fair, 1 - fair))
    result = np.where(actual > line, "OVER", "UNDER").astype(object)
    result[np.isnan(actual) | ~has_line] = None
    found = []
    for system, size in blur.items():
        believed = market if system == "market" else rate * np.exp(rng.normal(0, size, n))
        for population in _populations(system):
            over = _sure(1 - at_most(believed, np.nan_to_num(line)), sureness)
            over = np.where(has_line, over, np.nan)
            drawn_in = np.where(has_line, _sure(over, 0.6), np.nan)
            blended = np.where(np.isnan(fair), drawn_in, fair + 0.3 * (over - fair))
            advice = recommend(blended, np.zeros(n), line, *prices)
            takes_over = advice.pick == "OVER"
            is_bet = takes_over | (advice.pick == "UNDER")
            reached = _sure(at_most(believed, np.nan_to_num(actual)), sureness)
            below = _sure(at_most(believed, np.nan_to_num(actual) - 1), sureness)
            closing = np.where(is_bet & is_priced, rng.normal(0.004, 0.02, n), np.nan)
            found.append(
                {
                    **night,
                    "season_type": np.full(n, "regular", dtype=object),
                    "prop_type": np.full(n, prop, dtype=object),
                    "system": np.full(n, system, dtype=object),
                    "population": np.full(n, population, dtype=object),
                    "origin": np.full(n, "backtest", dtype=object),
                    "forecast": believed + 0.0,
                    "median_rounded": np.round(believed),
                    "low_80": quantile(believed, 0.1),
                    "high_80": quantile(believed, 0.9),
                    "actual": actual,
                    "void_reason": np.where(appeared, None, "did not play").astype(object),
                    "chance_at_most": np.where(appeared, reached, np.nan),
                    "chance_below": np.where(appeared, below, np.nan),
                    "line": line,
                    "line_result": result,
                    "chance_over_alone": over,
                    "chance_over_shrunken": drawn_in,
                    "chance_over": blended,
                    "chance_push": np.zeros(n),
                    "fair_chance_over": fair,
                    "recommendation": advice.pick,
                    "edge": np.fmax(advice.edge_over, advice.edge_under),
                    "price_decimal": np.where(
                        is_bet, np.where(takes_over, prices[0], prices[1]), np.nan
                    ),
                    "confidence": np.maximum(blended, 1 - blended),
                    "stake_share": np.where(is_bet, 0.01, 0.0),
                    "closing_value": closing,
                    "closing_missing_reason": np.where(
                        is_bet & np.isnan(closing), "the line has no price", None
                    ).astype(object),
                }
            )
    return found


def _populations(system: str) -> tuple[str, ...]:
    both = system in {"gradient_boosting", "ensemble"}
    return ("everybody", "rotation") if both else ("everybody",)


def _sure(chance: Floats, sureness: float) -> Floats:
    """Chances with their log odds multiplied; 0 and 1 stay."""
    odds = np.divide(chance, 1 - chance, out=np.full_like(chance, np.inf), where=chance < 1)
    raised = odds**sureness
    return np.where(np.isinf(raised), 1.0, raised / (1 + np.where(np.isinf(raised), 0, raised)))
