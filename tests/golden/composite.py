"""What rest, match-up, pace and absences are worth."""

from __future__ import annotations

from tests.golden.availability import standing
from tests.golden.daily_cache import RATES, zones_of
from tests.golden.form import team_ratios
from tests.golden.history import History, Row, identity
from tests.golden.player_context import known, load
from tests.golden.player_features import usage
from tests.golden.zones import ZONES, expected_team_defense_zone_analysis, is_charted_season


def within(value: float, most: float) -> float:
    """Not farther from 0 than that."""
    return max(-most, min(most, value))


def fatigue(history: History, game: str, player: int) -> Row:
    """100 is fresh."""
    told = load(history, game, player)
    rest, games, minutes = (
        told[name] for name in ("days_rest", "games_last_7_days", "minutes_last_7_days")
    )
    doubled = told["back_to_backs_last_14_days"]
    parts = {
        "freshness_of_rest": -15 if rest == 1 else 5 if rest is None or rest >= 3 else 0,
        "freshness_of_games": -10 if games >= 4 else 0,
        "freshness_of_minutes": -10 if minutes > 240 else 0,
        "freshness_of_long_games": -8 if games and minutes / games > 35 else 0,
        "freshness_of_back_to_backs": -12 if doubled > 1 else -5 * doubled,
    }
    score = min(100, 100 + sum(parts.values()))
    parts |= {"fatigue_score": score, "fatigue_adjustment": (score - 100) / 20}
    on_record = known(history, game, player)
    if on_record["known_games_last_14_days"] == on_record["calendar_games_last_14_days"]:
        return parts | {"fatigue_score_missing_reason": None}
    reason = "a game of his team on the 14 days before has no box score"
    return dict.fromkeys(parts) | {"fatigue_score_missing_reason": reason}


def pace(history: History, game: str, player: int) -> Row:
    """Whether the game will be faster than his team is used to."""
    line = history.line(game, player)
    own, other = (
        team_ratios(history, history.team_before(line[s], line["game_date"], line["season"])[-10:])[
            "pace"
        ]
        for s in ("team_id", "opponent_team_id")
    )
    reason = "no earlier game of his team this season" if own is None else None
    reason = "no earlier game of the opponent this season" if other is None else reason
    row: Row = dict.fromkeys(("pace_score", "expected_pace", "pace_difference"))
    if reason is None:
        expected = (own + other) / 2
        row = {"pace_score": within(expected - own, 3), "expected_pace": expected}
        row["pace_difference"] = own - other
    return row | {"pace_score_missing_reason": reason}


def zone_mismatch(history: History, game: str, player: int) -> Row:
    """What the opponent allows from where he shoots."""
    line = history.line(game, player)
    own = zones_of(history, game, player)
    names = {zone: f"{zone}_allowed_vs_league_percent" for zone in ZONES}
    allowed: Row = dict.fromkeys(names.values())
    if is_charted_season(history, game):
        found = expected_team_defense_zone_analysis(history, game, line["opponent_team_id"])
        allowed = {name: found[name] for name in names.values()}
    primary, rates = (
        own["primary_scoring_zone"],
        {z: own[f"{z}_rate_percent_last_10"] for z in ZONES},
    )
    difference: float | None = None
    if primary == "balanced" and None not in allowed.values():
        difference = sum(rates[z] * allowed[names[z]] for z in ZONES) / 100
    elif primary in names and allowed[names[primary]] is not None:
        difference = allowed[names[primary]] * min(rates[primary] / 50, 1)
    reason = "too few charted games of the opponent or the league" if difference is None else None
    if primary is None:
        reason = "too few charted games or shots of his"
    if not is_charted_season(history, game):
        reason = "no charted shots of this season"
    large = difference is not None and abs(difference) > 5
    score = None if difference is None else within(difference * (1.2 if large else 1), 10)
    return {
        "shot_zone_mismatch_score": score,
        "shot_zone_difference_percent": difference,
        "primary_scoring_zone": primary,
        **{name: own[name] for name in RATES},
        **allowed,
        "shot_zone_mismatch_score_missing_reason": reason,
    }


def usage_spike(history: History, game: str, player: int) -> Row:
    """What share of the plays he will have. Minutes count in whole thousandths, usage in whole
    millionths."""
    line = history.line(game, player)

    def lately(who: int) -> float | None:
        found = usage(history, history.before(who, line["game_date"], line["season"])[-10:])
        return None if found is None else round(found, 6)

    side = standing(history, game, line["team_id"])
    weights, plays = 0.0, 0.0
    for who, told in side.items():
        minutes, percent = told["means"]["minutes"], lately(who)
        if who != player and told["is_candidate"] and None not in (minutes, percent):
            weights += told["a"] * round(minutes, 3)
            plays += told["a"] * round(minutes, 3) * percent  # type: ignore[operator]
    own, minutes = lately(player), side[player]["means"]["minutes"]
    row: Row = {"usage_percent_last_10": own, "known_minutes": weights}
    reason = "usage of too few team-mates known" if weights < 120 else None
    reason = "no minutes to expect of him" if minutes is None else reason
    reason = "no minute of his this season" if own is None else reason
    names = ("usage_spike_score", "projected_usage_percent", "projected_play_share")
    row |= dict.fromkeys((*names, "mean_usage_percent"))
    if reason is None and own is not None:
        his = round(minutes, 3) * own
        mean = (plays + his) / (weights + round(minutes, 3))
        row |= {
            "mean_usage_percent": mean,
            "projected_usage_percent": own * 20 / mean,
            "projected_play_share": his / (plays + his),
            "usage_spike_score": within(0.3 * (own * 20 / mean - own), 3),
        }
    return row | {"usage_spike_score_missing_reason": reason}


def expected_player_composite_factors(history: History, game: str, player: int) -> Row:
    """Four factors and their sum."""
    line = history.line(game, player)
    row = identity(line, line) | {"player_id": player}
    for factor in (fatigue, zone_mismatch, pace, usage_spike):
        row |= factor(history, game, player)
    names = ("fatigue_adjustment", "usage_spike_score", "pace_score", "shot_zone_mismatch_score")
    missing = [name for name in names if row[name] is None]
    total = None if missing else sum(row[name] for name in names)
    reason = f"no {missing[0]}" if missing else None
    name = "total_composite_adjustment"
    return row | {name: total, f"{name}_missing_reason": reason}
