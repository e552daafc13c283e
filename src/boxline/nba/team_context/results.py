"""How a team's games of the season went so far: share of wins, streaks, the last margin."""

from __future__ import annotations

from boxline.catalog import Column, Float, Int, Rel
from boxline.catalog.windows import so_far, with_newest_before

_SHARES_OF_OTHERS = ("opponent_win_share", "next_opponent_win_share")

_FIRST = "NULL before its first game of a season."

WIN_SHARE = Column(
    "win_share",
    Float,
    "share",
    0,
    1,
    True,
    decimals=6,
    doc=f"Wins / games played of the season, all types together. {_FIRST}",
)

RESULT_COLUMNS = (
    WIN_SHARE,
    Column("win_streak", Int, "games", 0, 130, True, doc=f"Wins in a row, the newest. {_FIRST}"),
    Column("loss_streak", Int, "games", 0, 130, True, doc=f"Losses in a row. {_FIRST}"),
    Column(
        "last_margin_points",
        Int,
        "points",
        -150,
        150,
        True,
        doc="By how many points the team won its last game; negative is lost. NULL before its "
        "first game of a season, and where the other side's box score of that game is missing.",
    ),
    Column(
        "opponent_win_share",
        Float,
        "share",
        0,
        1,
        True,
        decimals=6,
        doc="`win_share` of the other side. NULL before that one's first game of a season.",
    ),
    Column(
        "next_opponent_win_share",
        Float,
        "share",
        0,
        1,
        True,
        decimals=6,
        doc="`win_share`, by the day of this game, of the side that the team meets next. NULL "
        "where that is not known, and before that one's first game of a season.",
    ),
)


def results_before(sides: Rel, played: Rel) -> Rel:
    """RESULT_COLUMNS of every row of `sides`, by `game_id` and `team_id`.

    Args:
        sides: `game_id`, `game_date`, `season`, `team_id`, `opponent_team_id` and
            `next_opponent_team_id`, one row per team and game.
        played: rows of `nba_core.team_games` of earlier days of the season.
    """
    import ibis

    who = ("team_id", "opponent_team_id", "next_opponent_team_id")
    asked = ibis.union(
        *(sides.select("game_date", "season", team_id=side) for side in who), distinct=True
    ).filter(lambda t: t.team_id.notnull())
    own = [c.name for c in RESULT_COLUMNS if "opponent" not in c.name]
    standings = with_newest_before(
        asked, _after_each(played), entity=["team_id", "season"], columns={c: c for c in own}
    )
    of_others = {
        side: standings.select("game_date", "season", **{side: "team_id", name: "win_share"})
        for side, name in zip(who[1:], _SHARES_OF_OTHERS, strict=True)
    }
    met = sides.left_join(standings, ["game_date", "season", "team_id"])
    for side, shares in of_others.items():
        met = met.left_join(shares, ["game_date", "season", side])
    return met.select("game_id", sides.team_id, *own, *_SHARES_OF_OTHERS)


def _after_each(played: Rel) -> Rel:
    """A team's standing after each of its games."""
    import ibis

    entity = ["team_id", "season"]
    to_here = so_far(entity)
    of_game = ibis.window(group_by="game_id")
    both = (played.count().over(of_game) == 2).ifelse(played.points.sum().over(of_game), None)
    is_win = played.is_win.cast("int64")
    numbered = played.select(
        "game_id",
        "game_date",
        "season",
        "team_id",
        "is_win",
        number=ibis.row_number().over(to_here) + 1,
        wins=is_win.sum().over(to_here),
        last_margin_points=played.points * 2 - both,
    )
    newest = {
        name: outcome.ifelse(numbered.number, ibis.null("int64")).max().over(to_here).coalesce(0)
        for name, outcome in (("win", numbered.is_win), ("loss", ~numbered.is_win))
    }
    return numbered.mutate(
        win_share=numbered.wins / numbered.number,
        win_streak=numbered.number - newest["loss"],
        loss_streak=numbered.number - newest["win"],
    )
