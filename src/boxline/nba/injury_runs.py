"""Injury reports and lists as the runs of a status that `nba_core.injuries` holds."""

from __future__ import annotations

from boxline.catalog import Column, Rel, Text
from boxline.nba.clubs import team_id_of_bdl
from boxline.nba.placing import sides_of

#: Whose word counts first: the league's own report as fetched, the archive's history of the same
#: reports, and balldontlie's list for the games of which neither says anything.
SOURCES = ("nbac_injury_report", "archive_injury_status_history", "bdl_injuries")

SOURCE = Column(
    "source",
    Text,
    one_of=SOURCES,
    doc="Whose word it is. At the instant of a report that was fetched that report's, else the "
    "archive's; balldontlie's only in games of which neither of them says anything.",
)

#: What balldontlie's list writes -> the league's word. Day-to-day is said of whoever may play and
#: may not. Other words are left as they are, and rejected.
BDL_STATUSES = {
    "Out": "Out",
    "Out For Season": "Out",
    "Doubtful": "Doubtful",
    "Questionable": "Questionable",
    "Day-To-Day": "Questionable",
    "Probable": "Probable",
}

#: A run, before it is placed on its game.
RUN = (
    "game_date",
    "matchup",
    "team",
    "player_name",
    "status",
    "reason",
    "first_reported_at",
    "last_reported_at",
    "source",
)

_LISTED = ["game_date", "matchup", "team", "player_name"]


def reported_runs(reports: Rel, history: Rel) -> Rel:
    """The runs of all reports of the league, each told once.

    The archive's run is left out where the report of its first instant was fetched, which tells it
    too; a fetched one where the archive's covers its first instant. `RUN`.

    Args:
        reports: lines of `nba_raw.nbac_injury_report`.
        history: rows of `nba_raw.archive_injury_status_history`.
    """
    import ibis

    told = reports.filter(reports.is_submitted)
    instants = told.select("game_date", "matchup", first_reported_at="reported_at").distinct()
    kept = history.anti_join(instants, ["game_date", "matchup", "first_reported_at"])
    fetched = _runs(told)
    covering = kept.select(
        *_LISTED,
        "status",
        "reason",
        since="first_reported_at",
        until="last_reported_at",
    )
    news = fetched.anti_join(
        covering,
        [
            *_LISTED,
            "status",
            fetched.reason.identical_to(covering.reason),
            covering.since <= fetched.first_reported_at,
            covering.until >= fetched.first_reported_at,
        ],
    )
    return ibis.union(
        kept.mutate(source=ibis.literal(SOURCES[1])).select(*RUN),
        news.mutate(source=ibis.literal(SOURCES[0])).select(*RUN),
    )


def _runs(lines: Rel) -> Rel:
    """From report lines to runs: a run ends where the next report on the game says something else
    of the player, or nothing. A line that a report prints twice counts as printed first."""
    import ibis

    twice = ibis.window(group_by=[*_LISTED, "reported_at"], order_by="line_number")
    once = lines.mutate(place=ibis.row_number().over(twice)).filter(lambda t: t.place == 0)
    of_game = ibis.window(group_by=["game_date", "matchup"], order_by="reported_at")
    numbered = once.mutate(report=ibis.dense_rank().over(of_game))
    his = ibis.window(group_by=_LISTED, order_by="reported_at")
    before = numbered.mutate(
        report_before=numbered.report.lag().over(his),
        status_before=numbered.status.lag().over(his),
        reason_before=numbered.reason.lag().over(his),
    )
    goes_on = (
        (before.report == before.report_before + 1)
        & (before.status == before.status_before)
        & before.reason.identical_to(before.reason_before)
    )
    begun = before.mutate(begins=(~goes_on.fill_null(False)).cast("int64"))
    run = begun.mutate(
        run=begun.begins.sum().over(
            ibis.cumulative_window(group_by=_LISTED, order_by="reported_at")
        )
    )
    return run.group_by(*_LISTED, "run", "status", "reason").agg(
        first_reported_at=run.reported_at.min(), last_reported_at=run.reported_at.max()
    )


def listed_on_games(lists: Rel, games: Rel) -> Rel:
    """What balldontlie's list of a day says of players whose club plays that day: one row per
    player and change, with `game_id` and its like, `team_id` and what `nba_core.injuries` tells.

    Args:
        lists: every version of `nba_raw.bdl_injuries`.
        games: the calendar of the same days.
    """
    clubs = lists.filter(~lists.is_retracted).mutate(
        game_date=lists.snapshot_date, team_id=team_id_of_bdl(lists.team_id_bdl)
    )
    sides = sides_of(games).join(games.select("game_id", "tipped_off_at"), "game_id")
    placed = clubs.join(sides, ["game_date", "team_id"])
    return placed.select(
        "game_id",
        "game_date",
        "season",
        "season_type",
        "tipped_off_at",
        "team_id",
        "player_name",
        "known_at",
        status=placed.status.cases(*BDL_STATUSES.items(), else_=placed.status),
        reason="description",
    )
