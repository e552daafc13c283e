"""Who a team goes without, as the injury reports had it by the cut-off."""

from __future__ import annotations

from boxline.catalog import Column, Int, Rel
from boxline.catalog.windows import with_games_before
from boxline.nba.injury_status import with_status_known

STARTERS = 5

#: Team games by which it is told who starts.
RECENT_TEAM_GAMES = 5

_NO_REPORT = "NULL where no report of the game was known by the cut-off."

MISSING_PLAYER_COLUMNS = (
    Column(
        "starters_out",
        Int,
        "players",
        0,
        STARTERS,
        True,
        doc="Of the team's five starters those who are Out. Starters are, of the players expected, "
        "the five with the most starts in the team's last 5 games of the season, by minutes where "
        "these do not tell (the archive names no starters of regular seasons). NULL before its "
        f"first game of a season. {_NO_REPORT}",
    ),
    Column(
        "players_out",
        Int,
        "players",
        0,
        25,
        True,
        doc=f"All of the team who are Out, whoever they are. {_NO_REPORT}",
    ),
    Column(
        "players_questionable",
        Int,
        "players",
        0,
        25,
        True,
        doc=f"All of the team who are Questionable or Doubtful. {_NO_REPORT}",
    ),
)


def players_missing(sides: Rel, *, expected: Rel, played: Rel, injuries: Rel) -> Rel:
    """MISSING_PLAYER_COLUMNS of every row of `sides`, by `game_id` and `team_id`.

    Args:
        sides: `game_id`, `game_date`, `season`, `team_id`, `is_home` and `cutoff_at`, one row per
            team and game.
        expected: rows of `nba_core.expected_players` of the same days.
        played: rows of `nba_core.player_games` of earlier days of the season.
        injuries: rows of `nba_core.injuries` of the same days.
    """
    cutoffs = sides.filter(sides.is_home).select("game_id", "cutoff_at")
    injuries = injuries.select("game_id", "team_id", "player_id", "status", "known_at")
    listed = injuries.select("game_id", "team_id", "player_id").distinct().join(cutoffs, "game_id")
    told = with_status_known(listed, injuries, at="cutoff_at")
    told = told.filter(told.injury_status.notnull())
    counts = told.group_by("game_id", "team_id").agg(
        out=told.count(where=told.injury_status == "Out"),
        doubted=told.count(where=told.injury_status.isin(["Questionable", "Doubtful"])),
    )
    reports = counts.group_by("game_id").agg(reported_sides=counts.count())
    out = told.filter(told.injury_status == "Out").select("game_id", "player_id", is_out="team_id")
    lineups = starters_before(sides, expected=expected, played=played)
    lineups = lineups.left_join(out, ["game_id", "player_id"])
    lineups = lineups.group_by("game_id", "team_id").agg(starting_out=lineups.is_out.count())
    met = (
        sides.left_join(reports, "game_id")
        .left_join(counts, ["game_id", "team_id"])
        .left_join(lineups, ["game_id", "team_id"])
    )
    is_told = reports.reported_sides.notnull()
    return met.select(
        sides.game_id,
        sides.team_id,
        starters_out=is_told.ifelse(lineups.starting_out, None),
        players_out=is_told.ifelse(counts.out.coalesce(0), None),
        players_questionable=is_told.ifelse(counts.doubted.coalesce(0), None),
    )


def starters_before(sides: Rel, *, expected: Rel, played: Rel) -> Rel:
    """`game_id`, `team_id`, `player_id` of each side's five starters, as its last games tell; of a
    side without an earlier game of the season none."""
    import ibis

    entity = ["team_id", "season"]
    appearances = played.filter(played.has_played).select(
        *entity,
        "game_id",
        "game_date",
        "player_id",
        "minutes_played",
        started=played.is_starter.fill_null(False).cast("int64"),
    )
    lines = appearances.semi_join(sides, "team_id")
    # Ranked densely, a team's games are numbered without a relation of their own.
    in_order = ibis.window(group_by=entity, order_by=["game_date", "game_id"])
    lines = lines.mutate(team_game=ibis.dense_rank().over(in_order) + 1)
    games = lines.select(*entity, "game_date", "game_id").distinct()
    counted = with_games_before(
        sides.select("game_id", "game_date", *entity), games, entity=entity, name="team_games"
    )
    recent = ibis.union(
        *(
            counted.select("game_id", *entity, team_game=counted.team_games - back)
            for back in range(RECENT_TEAM_GAMES)
        )
    )
    met = recent.join(lines.drop("game_id", "game_date"), [*entity, "team_game"])
    lately = met.group_by("game_id", "team_id", "player_id").agg(
        starts=met.started.sum(), minutes=met.minutes_played.sum()
    )
    among = lately.semi_join(expected, ["game_id", "team_id", "player_id"])
    most_first = ibis.window(
        group_by=["game_id", "team_id"],
        order_by=[among.starts.desc(), among.minutes.desc(), among.player_id],
    )
    ranked = among.mutate(rank=ibis.row_number().over(most_first))
    return ranked.filter(ranked["rank"] < STARTERS).select("game_id", "team_id", "player_id")
