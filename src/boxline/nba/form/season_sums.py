"""What a player's games of one season add up to, game by game."""

from __future__ import annotations

from typing import Any

from boxline.catalog import Rel
from boxline.catalog.windows import in_order, last_games, so_far, with_running_totals
from boxline.nba.form.stats import MAIN_STATS, STATS, USAGE
from boxline.nba.formulas import plays_hundredths

#: A layoff of more days than this counts as a change of a player's circumstances, as a trade does.
LAYOFF_DAYS = 14


def with_usage(season: Rel, team_games: Rel) -> Rel:
    """Beside a player's line the parts of usage; a line whose team has none is left out."""
    team = team_games.select(
        "game_id", "team_id", "game_minutes", team_plays=plays_hundredths(team_games)
    )
    line = season.join(team, ["game_id", "team_id"])
    return line.mutate(
        usage_plays=plays_hundredths(line) * line.game_minutes,
        usage_chances=line.team_plays * line.minutes * 5,
    ).drop("team_plays", "game_minutes")


def with_season_sums(season: Rel) -> Rel:
    """Sums of every window, and runs of games."""
    import ibis

    who = ["player_id", "season"]
    one_by_one, to_here = in_order(who), so_far(who)
    row = season.mutate(
        number=ibis.row_number().over(one_by_one) + 1,
        **{f"{stat}_squares": season[stat] * season[stat] for stat in MAIN_STATS},
        is_change=(
            (season.team_id != season.team_id.lag().over(one_by_one))
            | (
                season.game_date.epoch_days() - season.game_date.epoch_days().lag().over(one_by_one)
                > LAYOFF_DAYS
            )
        ).fill_null(True),
        points_before=season.points.sum().over(to_here) - season.points,
    )
    row = row.mutate(
        points_by_game=row.points * row.number,
        is_below=(row.points * (row.number - 1) < row.points_before) & (row.number > 1),
    )
    latest = row.mutate(
        changed_at=row.is_change.ifelse(row.number, 0).max().over(to_here),
        not_below_at=row.is_below.ifelse(0, row.number).max().over(to_here),
    )
    totals = with_running_totals(
        latest,
        entity=who,
        values=[*STATS, *USAGE, *(f"{stat}_squares" for stat in MAIN_STATS)],
        last=(10,),
    )

    def over_last(column: str, n: int) -> Any:
        return totals[column].sum().over(last_games(who, n))

    last_10 = last_games(who, 10)
    return totals.mutate(
        minutes_last_game=totals.minutes,
        minutes_least_last_10=totals.minutes.min().over(last_10),
        minutes_most_last_10=totals.minutes.max().over(last_10),
        **{f"points_last_{n}": over_last("points", n) for n in (2, 7)},
        games_since_change=totals.number - totals.changed_at + 1,
        games_below_average_in_a_row=totals.number - totals.not_below_at,
        **{f"points_by_game_last_{n}": over_last("points_by_game", n) for n in (7, 10)},
        **{
            f"{name}_last_{n}": over_last(name, n) for name in (*MAIN_STATS, *USAGE) for n in (3, 5)
        },
    )
