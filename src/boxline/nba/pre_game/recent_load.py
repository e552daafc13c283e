"""How much a player has played of late, by days, and how long he rested."""

from __future__ import annotations

from typing import Any

from boxline.catalog import Column, Flag, Float, Int, Rel
from boxline.catalog.windows import in_order, so_far, sums_by_days

#: Who rested this many days or more before a game came to it rested: no second night of two.
RESTED_DAYS = 2

_FIRST = "NULL before his first game of a season."

LOAD_COLUMNS = (
    Column(
        "days_rest",
        Int,
        "days",
        1,
        300,
        True,
        doc=f"Days since he last played: 1 means that he played yesterday. {_FIRST}",
    ),
    Column(
        "is_back_to_back",
        Flag,
        doc="Whether he played yesterday: `days_rest` = 1. His team may have, without him.",
    ),
    Column(
        "days_rest_before_last_game",
        Int,
        "days",
        0,
        300,
        True,
        doc="`days_rest` of the last game he played; 0 where he had played on the same day. NULL "
        "before his third game of a season.",
    ),
    Column(
        "days_since_2_plus_days_rest",
        Int,
        "days",
        1,
        300,
        True,
        doc=f"Days since the last game he played after {RESTED_DAYS} or more days of rest, the "
        f"first of a season counted as one. {_FIRST}",
    ),
    Column("games_last_7_days", Int, "games", 0, 7, doc="Games he played on the 7 days before."),
    Column("games_last_14_days", Int, "games", 0, 14, doc="Games he played on the 14 days before."),
    Column(
        "minutes_last_7_days",
        Int,
        "minutes",
        0,
        500,
        doc="Minutes he played on the 7 days before, together; 0 where he played in no game.",
    ),
    Column(
        "minutes_last_14_days",
        Int,
        "minutes",
        0,
        900,
        doc="Minutes he played on the 14 days before, together; 0 where he played in no game.",
    ),
    Column(
        "average_minutes_last_7_days",
        Float,
        "minutes per game",
        0,
        80,
        True,
        doc="`minutes_last_7_days` / `games_last_7_days`: by days, not by games. NULL without a "
        "game in them.",
    ),
    Column(
        "usage_percent_last_7_days",
        Float,
        "percent",
        0,
        2000,
        True,
        doc="His usage over the games of the 7 days before, a ratio of sums: by days, not by "
        "games. NULL without a minute in them.",
    ),
    Column(
        "back_to_backs_last_14_days",
        Int,
        "games",
        0,
        13,
        doc="Games he played on the 14 days before that came a day after another of his.",
    ),
)

_WHO = ["player_id", "season"]

#: Sum over days -> the column of a game that is summed, and how many days back.
_SUMS = {
    "games_before": ("games", None),
    "games_last_7_days": ("games", 7),
    "games_last_14_days": ("games", 14),
    "minutes_last_7_days": ("minutes", 7),
    "minutes_last_14_days": ("minutes", 14),
    "back_to_backs_last_14_days": ("back_to_backs", 14),
    "usage_plays_last_7_days": ("usage_plays", 7),
    "usage_chances_last_7_days": ("usage_chances", 7),
}


def games_with_rest(form: Rel) -> Rel:
    """Each game a player played this season with `number`, `game_day`, `days_rest`, `rested_day`
    (the day of the newest game to which he came rested) and its own parts of usage.

    Args:
        form: rows of `nba_analytics.player_form`.
    """
    import ibis

    one_by_one = in_order(_WHO)

    def own(total: str) -> Any:
        return form[total] - form[total].lag().over(one_by_one).coalesce(0)

    day = form.game_date.epoch_days()
    games = form.select(
        "game_id",
        "game_date",
        *_WHO,
        number=ibis.row_number().over(one_by_one) + 1,
        game_day=day,
        days_rest=day - day.lag().over(one_by_one),
        minutes="minutes_last_game",
        usage_plays=own("usage_plays_to_date"),
        usage_chances=own("usage_chances_to_date"),
    )
    is_rested = games.days_rest.isnull() | (games.days_rest >= RESTED_DAYS)
    return games.mutate(
        rested_day=is_rested.ifelse(games.game_day, None).max().over(so_far(_WHO)),
        back_to_backs=(games.days_rest == 1).fill_null(False).cast("int64"),
        games=ibis.literal(1, "int64"),
    )


def recent_load(asked: Rel, games: Rel) -> Rel:
    """LOAD_COLUMNS of each player and day asked for, one row each.

    Args:
        asked: distinct `player_id`, `season` and `game_date`.
        games: as `games_with_rest` gives them.
    """
    loads = sums_by_days(asked, games, entity=_WHO, sums=_SUMS)
    newest = games.select(*_WHO, "game_day", "days_rest", "rested_day", games_before="number")
    found = asked.join(loads, [*_WHO, "game_date"]).left_join(newest, [*_WHO, "games_before"])
    day = found.game_date.epoch_days()
    rest = day - found.game_day
    return found.select(
        *_WHO,
        "game_date",
        "games_before",
        "games_last_7_days",
        "games_last_14_days",
        "minutes_last_7_days",
        "minutes_last_14_days",
        "back_to_backs_last_14_days",
        days_rest=rest,
        is_back_to_back=(rest == 1).fill_null(False),
        days_rest_before_last_game=found.days_rest,
        days_since_2_plus_days_rest=day - found.rested_day,
        average_minutes_last_7_days=found.minutes_last_7_days / found.games_last_7_days.nullif(0),
        usage_percent_last_7_days=found.usage_plays_last_7_days
        * 100
        / found.usage_chances_last_7_days.nullif(0),
    )
