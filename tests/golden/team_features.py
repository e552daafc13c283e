"""The features of the store that rest on the two teams' games."""

from __future__ import annotations

from tests.golden.form import TEAM_MEASURES, team_measure, team_ratios
from tests.golden.history import History, Row, ewm
from tests.golden.player_features import rates_before
from tests.golden.roles import PRIORS, residuals, role_of


def team_features(history: History, game: str, player: int) -> Row:
    """How both sides have played, and what the opponent allows to his role."""
    line = history.line(game, player)
    day, season = line["game_date"], line["season"]
    sides = {"team": line["team_id"], "opponent": line["opponent_team_id"]}
    row: Row = {}
    for side, team in sides.items():
        games = history.team_before(team, day)
        for name in TEAM_MEASURES:
            others = [team_measure(history.other(each), name) for each in games]
            own = [team_measure(each, name) for each in games]
            row[f"{side}_{name}_ewm_12"] = ewm(own, 12)
            row[f"{side}_allowed_{name}_ewm_12"] = ewm(others, 12)
    mine = history.team_before(sides["team"], day, season)
    theirs = history.team_before(sides["opponent"], day, season)
    last_10, last_15 = team_ratios(history, mine[-10:]), team_ratios(history, theirs[-15:])
    other = team_ratios(history, theirs[-10:])
    known = last_10["pace"] is not None and other["pace"] is not None
    margins = [each["points"] - history.other(each)["points"] for each in mine[-10:]]
    blowouts = sum(abs(margin) >= 15 for margin in margins)
    wins = sum(each["is_win"] for each in mine)
    row |= {
        "team_pace_last_10": last_10["pace"],
        "team_offensive_rating_last_10": last_10["offensive_rating"],
        "opponent_defensive_rating_last_15": last_15["defensive_rating"],
        "opponent_pace_last_15": last_15["pace"],
        "pace_mismatch": last_10["pace"] - other["pace"] if known else None,
        "team_win_share": wins / len(mine) if len(mine) >= 5 else None,
        "blowout_share_last_10": blowouts / len(margins) if margins else None,
        "team_games_this_season": len(mine),
    }
    role = role_of(rates_before(history, game, player))
    against = residuals(history, sides["opponent"], role, day)
    return row | {f"opponent_{name}_to_role": against[name] for name in PRIORS} | {"role": role}
