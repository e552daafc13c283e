"""Teams' lines of finished games: as sources send them, or added up from their players'."""

from boxline.catalog import Rel
from boxline.nba import identity
from boxline.nba.box_score import COUNTS
from boxline.nba.clubs import code_of_club, name_of_club
from boxline.nba.finished import finished_box_scores
from boxline.nba.placing import placed_in_games, sides_of
from boxline.nba.sources import SOURCES, named, whole_minutes
from boxline.nba.team_minutes import MINUTES_ASTRAY, REGULATION_MINUTES, game_minutes

#: The order in which teams' lines count. NBA.com's box score sends them; of the other sources that
#: are fetched they are added up.
TEAM_SOURCES = ("nbac_team_boxscore", *(s for s in SOURCES if s != "nbac_team_boxscore"))

LINE = (
    "game_id",
    "game_date",
    "season",
    "season_type",
    "team_id",
    "opponent_team_id",
    "is_home",
    "source",
    "team",
    "team_name",
    "team_minutes",
    "is_win",
    *COUNTS,
    "known_at",
)


def archived_lines(archive: Rel, games: Rel) -> Rel:
    """The archive's lines; one that names no game of its day has NULLs there. `LINE`."""
    placed = placed_in_games(archive, games)
    return placed.select(
        **{c: placed[c] for c in LINE if c in placed.columns},
        source=named("archive"),
        is_win=placed.wl == "W",
    )


def fetched_lines(team_boxscore: Rel, player_lines: Rel, games: Rel) -> Rel:
    """The lines of every fetched source, those of both sides of a game or none. `LINE`."""
    import ibis

    sides = sides_of(games)
    over = finished_box_scores(team_boxscore, games)
    own = over.filter(over.line_of == "team", identity.counts(over.game_id))
    sent = own.select(
        "game_id",
        "team_id",
        *COUNTS,
        "known_at",
        source=named("nbac_team_boxscore"),
        team_minutes=whole_minutes(own.seconds_played),
    )
    lines = ibis.union(sent, added_up(player_lines).filter(lambda t: t.is_whole).drop("is_whole"))
    placed = sides.join(lines, ["game_id", "team_id"])
    both = ibis.window(group_by=["game_id", "source"])
    met = placed.mutate(
        sides=placed.count().over(both), other_points=placed.points.sum().over(both) - placed.points
    )
    met = met.filter(met.sides == 2)
    return met.select(
        **{c: met[c] for c in LINE if c in met.columns},
        team=code_of_club(met.team_id),
        team_name=name_of_club(met.team_id),
        is_win=met.points > met.other_points,
    )


def added_up(player_lines: Rel) -> Rel:
    """`game_id`, `team_id`, `source`, `team_minutes` and counts of each source that sends no line
    of the team; `is_whole` says whether its minutes are those of a whole game, so that no player
    is lacking."""
    has_teams = player_lines.source.isin(["nbac_team_boxscore", "archive"])
    played = player_lines.filter(player_lines.has_played, ~has_teams)
    sums = played.group_by("game_id", "team_id", "source").agg(
        **{c: played[c].sum() for c in COUNTS},
        team_minutes=played.minutes_played.sum(),
        known_at=played.known_at.max(),
    )
    astray = (sums.team_minutes - game_minutes(sums.team_minutes)).abs()
    is_whole = (sums.team_minutes >= REGULATION_MINUTES - MINUTES_ASTRAY) & (
        astray <= MINUTES_ASTRAY
    )
    return sums.select(
        "game_id", "team_id", *COUNTS, "known_at", "source", "team_minutes", is_whole=is_whole
    )
