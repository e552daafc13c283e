"""Which games there are, when and where and between whom, by all who list them."""

from __future__ import annotations

from boxline.catalog import Rel
from boxline.nba import identity
from boxline.nba.finished import is_too_short
from boxline.nba.scores import FINAL, ON

#: Whose word on sides and date counts first. The day of the box scores overrules all dates: a game
#: was played when it was played. Their sides come last: on a neutral floor both are "away".
SOURCES = (
    "nbac_schedule",
    "nbac_scoreboard",
    "archive_full_schedule",
    "archive_schedule",
    "box_scores",
)

#: What a listing says of whether a game is over.
_SAID = ("says_final", "says_on", "has_whole_box_scores")


def listed_games(
    *,
    nbac_schedule: Rel,
    nbac_scoreboard: Rel,
    archive_full_schedule: Rel,
    archive_schedule: Rel,
    archived: Rel,
    of_nbac: Rel,
) -> Rel:
    """One row per game: sides by the first source that lists it, the day by the archive's box
    scores (NBA.com's say no day), start and arena by the first source that lists it on that day.

    Args:
        archived, of_nbac: the box scores of the archive and of NBA.com, by `lines_by_game`.
    Returns:
        `game_id`, `game_date`, both sides, `tipped_off_at`, `arena`, whether a listing or box
        scores say that it `is_final`, and `rank`, the place in SOURCES of whose sides these are.
        NBA.com's box scores say so where they are of a whole game that its listings do not show
        as on.
    """
    import ibis

    played = _played(archived, are_of_archive=True)
    listings = ibis.union(
        _listed(nbac_schedule, "nbac_schedule"),
        _listed(nbac_scoreboard, "nbac_scoreboard"),
        _listed(archive_full_schedule, "archive_full_schedule"),
        _listed(archive_schedule, "archive_schedule"),
        played,
        _played(of_nbac, are_of_archive=False),
    )
    sided = listings.filter(listings.home_team_id.notnull(), listings.away_team_id.notnull())
    final = listings.group_by("game_id").agg(
        is_final=listings.says_final.any()
        | (listings.has_whole_box_scores.any() & ~listings.says_on.any())
    )
    first = (
        _first(sided, ["game_id"])
        .drop("tipped_off_at", "arena", *_SAID)
        .rename(listed_on="game_date")
        .left_join(played.select("game_id", played_on="game_date"), "game_id")
        .mutate(game_date=lambda t: t.played_on.coalesce(t.listed_on))
        .drop("game_id_right")
        .join(final, "game_id")
    )
    starts = _first(
        listings.filter(listings.tipped_off_at.notnull() | listings.arena.notnull()),
        ["game_id", "game_date"],
    ).select("game_id", "game_date", "tipped_off_at", "arena")
    located = first.left_join(starts, ["game_id", "game_date"])
    return located.select(*first.columns, "tipped_off_at", "arena")


def _listed(source: Rel, name: str) -> Rel:
    """A schedule's games that count, in the common shape."""
    import ibis

    is_nbac = name.startswith("nbac")
    nothing = ibis.literal(False)
    return source.filter(
        identity.counts(source.game_id),
        identity.is_club(source.home_team_id),
        identity.is_club(source.away_team_id),
    ).select(
        "game_id",
        "game_date",
        "home_team_id",
        "away_team_id",
        "tipped_off_at",
        arena=source.arena if "arena" in source.columns else ibis.null("string"),
        says_final=source.game_status == FINAL if is_nbac else nothing,
        says_on=(source.game_status == ON).fill_null(False) if is_nbac else nothing,
        has_whole_box_scores=nothing,
        rank=ibis.literal(SOURCES.index(name), "int64"),
    )


def lines_by_game(team_games: Rel) -> Rel:
    """One row per game and day of teams' lines: the sides where they are told, both teams in the
    order of their ids with their points, and whether the time they tell `is_whole`."""
    import ibis

    line = team_games.filter(
        identity.counts(team_games.game_id), identity.is_club(team_games.team_id)
    )
    is_sent = "seconds_played" in team_games.columns
    return line.group_by("game_id", "game_date").agg(
        home_team_id=line.team_id.max(where=line.is_home),
        away_team_id=line.team_id.max(where=~line.is_home),
        count=line.count(),
        one_team_id=line.team_id.min(),
        one_points=line.points.argmin(line.team_id),
        other_team_id=line.team_id.max(),
        other_points=line.points.argmax(line.team_id),
        is_whole=~is_too_short(line.seconds_played).any() if is_sent else ibis.literal(True),
    )


def _played(box_scores: Rel, *, are_of_archive: bool) -> Rel:
    """Games with the box scores of both sides, in the common shape; a side may be NULL. An archive
    has none but of games that are over."""
    import ibis

    both = box_scores.filter(box_scores["count"] == 2)
    nothing = ibis.literal(False)
    return both.select(
        "game_id",
        "game_date",
        "home_team_id",
        "away_team_id",
        tipped_off_at=ibis.null("timestamp"),
        arena=ibis.null("string"),
        says_final=ibis.literal(are_of_archive),
        says_on=nothing,
        has_whole_box_scores=both.is_whole & (both.one_points != both.other_points).fill_null(True),
        rank=ibis.literal(SOURCES.index("box_scores"), "int64"),
    )


def _first(listings: Rel, keys: list[str]) -> Rel:
    """Of the rows that share `keys`, the one whose source counts first."""
    import ibis

    place = ibis.row_number().over(ibis.window(group_by=keys, order_by="rank"))
    return listings.mutate(place=place).filter(lambda t: t.place == 0).drop("place")
