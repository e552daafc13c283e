"""Box scores of MLB's feed in the shapes of core: of games that are over, and no others."""

from __future__ import annotations

from boxline.catalog import Rel
from boxline.mlb.batting import COUNTS as BATTING
from boxline.mlb.pitching import COUNTS as PITCHING

SOURCE = "mlbapi_game_feed"


def pitching_lines(feed: Rel, games: Rel) -> Rel:
    """A line of each who pitched, with what only his pitches tell: his last inning, and how often
    the batter he faced most came up. Who reached base otherwise than by hit, walk or pitch is not
    told.

    Args:
        feed: rows of `mlb_raw.mlbapi_game_feed`.
        games: the calendar of the same days.
    """
    import ibis

    over = _of_games_over(feed, games)
    lines = over.filter(over.row_kind == "pitcher")
    thrown = over.filter(over.row_kind == "pitch")
    met = thrown.group_by("game_id", "player_id", "batter_id").agg(
        times=thrown.at_bat_index.nunique(), last_inning=thrown.inning.max()
    )
    seen = met.group_by("game_id", "player_id").agg(
        times_through_order=met.times.max(), last_inning=met.last_inning.max()
    )
    told = lines.left_join(seen, ["game_id", "player_id"]).select(
        lines, "times_through_order", seen_to="last_inning"
    )
    own = {name: told[name] for name in PITCHING if name in told.columns}
    return told.select(
        "game_id",
        "game_date",
        "player_id",
        "is_home",
        "is_starter",
        team_id=told.is_home.ifelse(told.home_team_id, told.away_team_id),
        source=ibis.literal(SOURCE),
        **{
            **own,
            "hit_batters": told.hit_by_pitch,
            "reached_base": ibis.null("int64"),
            "last_inning": told.seen_to,
        },
    )


def batting_lines(feed: Rel, games: Rel) -> Rel:
    """A line of each who was in the order, with the side he bats from and the pitches he saw.

    Args:
        feed, games: as for `pitching_lines`.
    """
    import ibis

    over = _of_games_over(feed, games)
    lines = over.filter(over.row_kind == "batter", over.batting_order.notnull())
    thrown = over.filter(over.row_kind == "pitch")
    saw = thrown.group_by("game_id", player_id="batter_id").agg(seen=thrown.count())
    people = over.filter(over.row_kind == "player").select("game_id", "player_id", bats_from="bats")
    key = ["game_id", "player_id"]
    told = lines.left_join(saw, key).select(lines, "seen")
    told = told.left_join(people, key).select(told, "bats_from")
    counted = {name: told[name] for name in BATTING if name != "pitches"}
    home, away = told.home_team_id, told.away_team_id
    return told.select(
        "game_id",
        "game_date",
        "player_id",
        "is_home",
        "batting_order",
        team_id=told.is_home.ifelse(home, away),
        opponent_team_id=told.is_home.ifelse(away, home),
        bats="bats_from",
        positions="position",
        source=ibis.literal(SOURCE),
        **counted,
        pitches=told.seen.coalesce(0),
    )


def _of_games_over(feed: Rel, games: Rel) -> Rel:
    """The rows of games that count and that the calendar says are over."""
    return feed.semi_join(games.filter(games.is_final), "game_id")
