"""The games that schedules list, source beside source, in one shape."""

from __future__ import annotations

from boxline.catalog import Rel
from boxline.mlb.clubs import id_of_code
from boxline.mlb.season_types import counts, season_type
from boxline.mlb.statuses import CALLED_OFF, status_of

#: Whose word counts first, of one game on one day. Box scores come last: they say nothing of when.
SOURCES = ("mlbapi_schedule", "archive_games", "archive_starts", "archive_batter_games")

#: One game on one day that it is listed for. `listed_on` is that day; `rank` the place in SOURCES.
LISTING = (
    "game_id",
    "listed_on",
    "season_type",
    "starts_at",
    "home_team_id",
    "away_team_id",
    "game_number",
    "doubleheader",
    "status",
    "scheduled_innings",
    "innings",
    "home_runs",
    "away_runs",
    "venue_id",
    "venue",
    "day_night",
    "rank",
)

_RESULTS = ("innings", "home_runs", "away_runs")


def of_archive(archive_games: Rel) -> Rel:
    """The archive's listings of games that count, each with its result where that is known."""
    import ibis

    counted = archive_games.filter(counts(archive_games.game_type))
    listed = counted.filter(counted.told == "listing")
    result = counted.filter(counted.told == "result").select(
        "game_id", "game_date", *_RESULTS, said=lambda t: status_of(t.status)
    )
    both = listed.drop("status", *_RESULTS).left_join(result, ["game_id", "game_date"])
    return both.select(
        "game_id",
        listed_on="game_date",
        season_type=season_type(both.game_type),
        starts_at="starts_at",
        home_team_id="home_team_id",
        away_team_id="away_team_id",
        game_number="game_number",
        doubleheader="doubleheader",
        status=both.said.coalesce("scheduled"),
        scheduled_innings=ibis.null("int64"),
        innings="innings",
        home_runs="home_runs",
        away_runs="away_runs",
        venue_id="venue_id",
        venue="venue_name",
        day_night=ibis.null("string"),
        rank=ibis.literal(SOURCES.index("archive_games"), "int64"),
    ).select(*LISTING)


def of_schedules(days: Rel, seasons: Rel) -> Rel:
    """What MLB's own schedules list: of a game on a date, the word that was heard last.

    Args:
        days: rows of `mlb_raw.mlbapi_schedule`.
        seasons: rows of `mlb_raw.mlbapi_season_schedule`.
    """
    import ibis

    columns = [c for c in seasons.columns if c in days.columns]
    told = ibis.union(
        days.filter(days.row_kind == "game").select(*columns, of_day=ibis.literal(1, "int64")),
        seasons.select(*columns, of_day=ibis.literal(0, "int64")),
    )
    newest = ibis.window(
        group_by=["game_id", "listed_date"], order_by=[ibis.desc("known_at"), ibis.desc("of_day")]
    )
    heard = told.filter(counts(told.game_type)).mutate(place=ibis.row_number().over(newest))
    last = heard.filter(heard.place == 0)
    return last.select(
        "game_id",
        listed_on="listed_date",
        season_type=season_type(last.game_type),
        starts_at="starts_at",
        home_team_id="home_team_id",
        away_team_id="away_team_id",
        game_number=last.game_number.coalesce(1),
        doubleheader=last.doubleheader.coalesce("N"),
        status=status_of(last.status),
        scheduled_innings="scheduled_innings",
        innings="innings",
        home_runs="home_runs",
        away_runs="away_runs",
        venue_id="venue_id",
        venue="venue",
        day_night="day_night",
        rank=ibis.literal(SOURCES.index("mlbapi_schedule"), "int64"),
    ).select(*LISTING)


def of_archived_starts(starts: Rel) -> Rel:
    """The games of the starts in the archive: they were played."""
    import ibis

    sides = starts.select(
        "game_id",
        "game_date",
        "is_home",
        team_id=id_of_code(starts.team),
        opponent_team_id=id_of_code(starts.opponent_team),
        game_number=ibis.null("int64"),
        day_night=ibis.null("string"),
    )
    return _of_lines(sides, "archive_starts")


def of_archived_batters(lines: Rel) -> Rel:
    """The games of the batters in the archive: they were played."""
    return _of_lines(lines, "archive_batter_games")


def _of_lines(lines: Rel, source: str) -> Rel:
    """A game of each of which there are players' lines, in the common shape. They know no start,
    no score and no venue."""
    import ibis

    sided = lines.mutate(
        home_team_id=lines.is_home.ifelse(lines.team_id, lines.opponent_team_id),
        away_team_id=lines.is_home.ifelse(lines.opponent_team_id, lines.team_id),
    )
    games = sided.group_by("game_id", "game_date").agg(
        home_team_id=sided.home_team_id.max(),
        away_team_id=sided.away_team_id.max(),
        game_number=sided.game_number.max(),
        day_night=sided.day_night.max(),
    )
    nothing = {name: ibis.null("int64") for name in ("scheduled_innings", *_RESULTS, "venue_id")}
    return games.select(
        "game_id",
        listed_on="game_date",
        season_type=ibis.literal("regular"),
        starts_at=ibis.null("timestamp"),
        home_team_id="home_team_id",
        away_team_id="away_team_id",
        game_number="game_number",
        doubleheader=ibis.null("string"),
        status=ibis.literal("final"),
        venue=ibis.null("string"),
        day_night="day_night",
        rank=ibis.literal(SOURCES.index(source), "int64"),
        **nothing,
    ).select(*LISTING)


def played_once(listings: Rel) -> Rel:
    """One row per game: the listing of the day it began on, or is to be played.

    A game that was played has the first day on which a schedule says that it was: one that was
    suspended belongs to the day it began, however often it is listed after that. One that was not
    has the last day it is set for. A listing as postponed or cancelled is no day of a game.

    Args:
        listings: in the shape of LISTING, of all sources.
    Returns:
        `listings` without those that are no day of the game, with `postponed_from`, the newest day
        that it was moved from, and `resumed_on`, the last day it was played on where that is a
        later one.
    """
    import ibis

    one = _by_first_source(listings)
    is_moved = one.status == "postponed"
    is_begun = one.status.isin(["final", "suspended", "live"])
    of_game = ibis.window(group_by="game_id")
    told = one.mutate(
        is_begun=is_begun,
        last_begun_on=one.listed_on.max(where=is_begun).over(of_game),
        postponed_from=one.listed_on.max(where=is_moved).over(of_game),
        is_over=(one.status == "final").any().over(of_game),
    )
    days = told.filter(~told.status.isin(CALLED_OFF))
    order = ibis.window(
        group_by="game_id",
        order_by=[
            ibis.desc(days.is_begun),
            days.is_begun.ifelse(days.listed_on, ibis.null("date")).asc(),
            days.listed_on.desc(),
        ],
    )
    first = days.mutate(place=ibis.row_number().over(order)).filter(lambda t: t.place == 0)
    return first.mutate(
        status=first.is_over.ifelse("final", first.status),
        postponed_from=(first.postponed_from < first.listed_on).ifelse(
            first.postponed_from, ibis.null("date")
        ),
        resumed_on=(first.last_begun_on > first.listed_on).ifelse(
            first.last_begun_on, ibis.null("date")
        ),
    ).drop("place", "is_begun", "is_over", "last_begun_on")


def called_off(listings: Rel) -> Rel:
    """The listings of games on days on which they were not begun, in the shape of LISTING."""
    one = _by_first_source(listings)
    return one.filter(one.status.isin(CALLED_OFF))


def _by_first_source(listings: Rel) -> Rel:
    """One listing of each game on each day: of the first of SOURCES that has one."""
    import ibis

    by_source = ibis.row_number().over(
        ibis.window(group_by=["game_id", "listed_on"], order_by="rank")
    )
    return listings.mutate(place=by_source).filter(lambda t: t.place == 0).drop("place")
