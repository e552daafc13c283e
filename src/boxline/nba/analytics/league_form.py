"""What an average minute of the league has held: the mean that a player's rates shrink towards."""

from typing import Annotated

from boxline.catalog import Column, Int, Past, Rel, Same, Table, transform, windows
from boxline.nba.columns import GAME_DATE, SEASON
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.form.stats import LAST_SEASON, STATS

LEAGUE_FORM = Table(
    "nba_analytics.league_form",
    grain="the league after one day with final games, that day included",
    key=("game_date",),
    columns=(
        GAME_DATE,
        SEASON,
        *(
            Column(
                f"league_{stat}",
                Int,
                STATS[stat][0],
                0,
                doc="Sum over all players' games of this season and the one before, to this day.",
            )
            for stat in LAST_SEASON
        ),
    ),
)


@transform(LEAGUE_FORM)
def league_form(
    games: Annotated[Rel, Same(PLAYER_GAMES)],
    so_far: Annotated[Rel, Past(PLAYER_GAMES, seasons=2, with_today=True)],
) -> Rel:
    """Sums from day to day."""
    per_day = so_far.group_by("game_date", "season").agg(
        **{f"of_{stat}": so_far[STATS[stat][1][0]].sum() for stat in LAST_SEASON}
    )
    to_here = windows.so_far([], by=["game_date"])
    summed = per_day.mutate(
        **{
            f"league_{stat}": per_day[f"of_{stat}"].sum().over(to_here).cast("int64")
            for stat in LAST_SEASON
        }
    )
    return summed.semi_join(games, "game_date")
