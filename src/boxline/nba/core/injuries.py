"""What the injury reports said of each player before and during each game, and how long."""

from dataclasses import replace
from typing import Annotated

from boxline.catalog import (
    Column,
    Either,
    EveryVersion,
    Flag,
    Instant,
    Int,
    Optional,
    Rel,
    Same,
    Table,
    Text,
    transform,
)
from boxline.nba.clubs import placed_on_games
from boxline.nba.columns import GAME_DATE, GAME_ID, PLAYER_ID, SEASON, SEASON_TYPE, TEAM_ID
from boxline.nba.core.games import GAMES
from boxline.nba.core.resolved_names import RESOLVED_NAMES
from boxline.nba.injury_reports import REASON_CATEGORIES, STATUSES, reason_category
from boxline.nba.injury_runs import SOURCE, listed_on_games, reported_runs
from boxline.nba.injury_sides import listing_club, with_sides
from boxline.nba.raw.archive_injury_status_history import ARCHIVE_INJURY_STATUS_HISTORY
from boxline.nba.raw.bdl_injuries import BDL_INJURIES
from boxline.nba.raw.nbac_injury_report import NBAC_INJURY_REPORT

INJURIES = Table(
    "nba_core.injuries",
    grain="one unbroken run of one status and reason of one player for one game",
    # One club lists a name once in a report, so this is unique as the reports are sent.
    key=("game_id", "listed_under_team_id", "name_sent", "known_at"),
    # No limit: in a history's first days nobody has appeared yet, so nobody is known. With earlier
    # seasons at hand 7 % of the archive are rejected, 58 % of its worst day: players who never
    # appeared before, and in 2022-23 lines that carry the day or the sides of another game.
    max_rejected_share=1.0,
    columns=(
        replace(GAME_ID, explained_by="unplaced_reason"),
        GAME_DATE,
        SEASON,
        SEASON_TYPE,
        Column(
            "listed_under_team_id",
            Int,
            low=1,
            explained_by="misplaced_reason",
            doc="NBA.com's id of the club that the report lists him under, one of the two sides.",
        ),
        replace(PLAYER_ID, explained_by="unresolved_reason"),
        replace(
            TEAM_ID,
            doc="The side he was expected on; the club that listed him where he was expected on "
            "neither. The archive has some lines of 2022-23 under the other side's club.",
        ),
        Column("name_sent", Text, doc="As the reports write it: `Hardaway Jr., Tim`."),
        Column("status", Text, one_of=STATUSES, doc="How likely he is to play, by his club."),
        Column("reason", Text, nullable=True, doc="As printed; NULL where none is given."),
        Column(
            "reason_category",
            Text,
            one_of=REASON_CATEGORIES,
            nullable=True,
            doc="What kind of reason; NULL where none is given, or its first words were lost.",
        ),
        Column(
            "known_at",
            Instant,
            doc="The instant printed on the first report with it, in UTC: the world knew it then, "
            "also where the report was fetched later. (A run as of an instant reads no report "
            "fetched after it.) Of balldontlie's list, which has no stamp, when it was fetched.",
        ),
        Column(
            "last_reported_at",
            Instant,
            doc="The last report with it, in UTC; of balldontlie's list `known_at`. Not known at "
            "`known_at`: what is said before a game may compare it only with instants up to its "
            "own cut-off, or leaves it unread.",
        ),
        Column(
            "is_after_start",
            Flag,
            nullable=True,
            doc="Whether it was first reported at or after the scheduled start; NULL where that is "
            "unknown.",
        ),
        SOURCE,
    ),
)


@transform(INJURIES)
def injuries(
    history: Annotated[Rel, Same(ARCHIVE_INJURY_STATUS_HISTORY), Either],
    reports: Annotated[Rel, Same(NBAC_INJURY_REPORT), Either],
    lists: Annotated[Rel, Same(BDL_INJURIES), Either, EveryVersion],
    games: Annotated[Rel, Same(GAMES), Optional],
    names: Annotated[Rel, Same(RESOLVED_NAMES), Optional],
) -> Rel:
    """Every run of a status as the reports have it. One of a game that is not on the calendar of
    its day, under a club that does not play in it, or of a name that is nobody's, is a reject."""
    import ibis

    reported = _reported(reported_runs(reports, history), games, names)
    unread = games.anti_join(reported, "game_id")
    return ibis.union(reported, _listed(listed_on_games(lists, unread), names))


def _reported(runs: Rel, games: Rel, names: Rel) -> Rel:
    """The league's reports on their games."""
    import ibis

    placed = placed_on_games(with_sides(runs), games)
    whose = names.select(
        "game_id", "player_id", "unresolved_reason", player_name="name_sent", side="team_id"
    )
    told = placed.left_join(whose, ["game_id", "player_name"])
    listed_under = listing_club(told)
    misplaced = told.team.concat(" is no side of ", told.matchup)
    return told.select(
        "game_id",
        "game_date",
        "season",
        "season_type",
        "player_id",
        "status",
        "last_reported_at",
        "unplaced_reason",
        "unresolved_reason",
        "source",
        name_sent="player_name",
        listed_under_team_id=listed_under,
        misplaced_reason=listed_under.isnull().ifelse(misplaced, ibis.null("string")),
        team_id=told.side.coalesce(listed_under),
        reason=told.reason.nullif("-"),
        reason_category=reason_category(told.reason),
        known_at=told.first_reported_at,
        is_after_start=told.first_reported_at >= told.tipped_off_at,
    )


def _listed(rows: Rel, names: Rel) -> Rel:
    """Who is on balldontlie's list, on his club's game."""
    import ibis

    whose = names.select(
        "game_id", "player_id", "unresolved_reason", player_name="name_sent", side="team_id"
    )
    told = rows.left_join(whose, ["game_id", "player_name"])
    nothing = ibis.null("string")
    return told.select(
        "game_id",
        "game_date",
        "season",
        "season_type",
        "player_id",
        "status",
        last_reported_at="known_at",
        unplaced_reason=nothing,
        unresolved_reason="unresolved_reason",
        source=ibis.literal("bdl_injuries"),
        name_sent="player_name",
        listed_under_team_id="team_id",
        misplaced_reason=nothing,
        team_id=told.side.coalesce(told.team_id),
        reason="reason",
        reason_category=nothing,
        known_at="known_at",
        is_after_start=told.known_at >= told.tipped_off_at,
    )
