"""A team's rest and travel, and the games behind and before it, by the calendar alone."""

from __future__ import annotations

from dataclasses import replace

from boxline.catalog import Column, Flag, Float, Int, Rel, Text
from boxline.catalog.windows import days_after, days_before, in_order, so_far
from boxline.nba.arenas import with_trip

#: Within these a team's calendar is one.
OWN = ["team_id", "season"]

#: Share of a team's regular season up to which it is early, and from which it is late.
EARLY_UNTIL, LATE_FROM = 1 / 3, 2 / 3

PHASES = ("early", "middle", "late", "play_in", "playoffs")

_AHEAD = (
    "By the schedule as it stood before the season (with postponements, which are not told when "
    "they happen): NULL of and before games that were set while it ran (the Cup's later rounds, "
    "the summer of 2020, play-in, playoffs), because they tell how earlier games ended"
)

DAYS_REST = Column(
    "days_rest",
    Int,
    "days",
    0,
    300,
    True,
    doc="Days since the team's last game on the calendar: 1 means that it played yesterday. NULL "
    "in its first game of a season.",
)
NEXT_GAME_DAYS_REST = Column(
    "next_game_days_rest",
    Int,
    "days",
    0,
    300,
    True,
    doc=f"Days to the team's next game: 1 means that it plays tomorrow. {_AHEAD}; and in its last "
    "game.",
)
GAMES_NEXT_7_DAYS = Column(
    "games_next_7_days",
    Int,
    "games",
    0,
    7,
    True,
    doc="Games on the 7 days after this one that were on the schedule before the season. NULL of "
    "games that were not.",
)


def _of_the_opponent(column: Column) -> Column:
    return replace(column, name=f"opponent_{column.name}", doc=f"Of the other side. {column.doc}")


OF_THE_OPPONENT = (DAYS_REST, NEXT_GAME_DAYS_REST, GAMES_NEXT_7_DAYS)

SCHEDULE_COLUMNS = (
    Column(
        "game_number_in_season",
        Int,
        "games",
        1,
        130,
        doc="Which of the team's games on the season's calendar this is, counting all types from "
        "1.",
    ),
    Column(
        "season_share",
        Float,
        "share",
        0,
        1,
        True,
        decimals=6,
        doc="Regular games before this one / regular games of the team on the season's calendar; "
        "1 in play-in and playoffs. By the calendar as it came to be: of 2019-20 without the games "
        "that were called off and with those of the summer, which nobody foresaw until March. NULL "
        "where the calendar has no regular game of it.",
    ),
    Column(
        "season_phase",
        Text,
        one_of=PHASES,
        doc="`play_in` and `playoffs` by the season type; before them by `season_share`: `early` "
        "below a third, `late` from two thirds on, else `middle` (also where it is NULL).",
    ),
    Column("is_playoffs", Flag, doc="Whether it is a game of the playoffs (play-in is not)."),
    DAYS_REST,
    Column("is_back_to_back", Flag, doc="Whether the team played yesterday: `days_rest` = 1."),
    Column("games_last_7_days", Int, "games", 0, 7, doc="Games on the 7 days before this one."),
    Column("games_last_14_days", Int, "games", 0, 14, doc="Games on the 14 days before this one."),
    Column(
        "back_to_backs_last_14_days",
        Int,
        "games",
        0,
        13,
        doc="Games on the 14 days before this one that were themselves a day after another.",
    ),
    Column(
        "travel_miles",
        Int,
        "miles",
        0,
        9000,
        doc="Great-circle miles from the place of the team's last game to this one's; from its own "
        "arena in its first game of a season. It may have gone home in between: nobody tells.",
    ),
    Column(
        "time_zones_crossed",
        Int,
        "hours",
        -12,
        12,
        doc="How far the clock here is ahead of the one there, on the day of the game: positive to "
        "the east.",
    ),
    Column(
        "miles_last_14_days",
        Int,
        "miles",
        0,
        60000,
        doc="`travel_miles` of the games on the 14 days before this one, added up.",
    ),
    Column(
        "road_games_in_a_row",
        Int,
        "games",
        0,
        41,
        doc="Games in a row as the visiting side, this one included; 0 at home.",
    ),
    NEXT_GAME_DAYS_REST,
    GAMES_NEXT_7_DAYS,
    *(_of_the_opponent(column) for column in OF_THE_OPPONENT),
    Column(
        "next_opponent_team_id",
        Int,
        low=1,
        nullable=True,
        doc=f"NBA.com's id of the side that the team meets next. {_AHEAD}; and in its last game.",
    ),
)


def rest_and_travel(schedule: Rel) -> Rel:
    """SCHEDULE_COLUMNS of every team and game, by `game_id` and `team_id`.

    Args:
        schedule: every side of every game of one or more seasons, with `place`, `home_place` and
            `is_set_before_season`.
    """
    facts = _by_days(_by_neighbours(schedule))
    other = facts.select(
        "game_id",
        opponent_team_id="team_id",
        **{f"opponent_{c.name}": facts[c.name] for c in OF_THE_OPPONENT},
    )
    both = facts.join(other, ["game_id", "opponent_team_id"])
    return both.select("game_id", "team_id", *(c.name for c in SCHEDULE_COLUMNS))


def _by_neighbours(schedule: Rel) -> Rel:
    """What the game before and the one after say."""
    import ibis

    one_by_one, to_here = in_order(OWN), so_far(OWN)
    whole = ibis.window(group_by=OWN)
    day = schedule.game_date.epoch_days()
    number = schedule.count().over(to_here)
    is_set, nothing = schedule.is_set_before_season, ibis.null("int64")
    is_next_set = is_set & is_set.lead().over(one_by_one)
    is_regular = (schedule.season_type == "regular").cast("int64")
    numbered = schedule.select(
        "game_id",
        "game_date",
        "season",
        "season_type",
        "team_id",
        "opponent_team_id",
        "is_home",
        "is_set_before_season",
        "place",
        game_day=day,
        game_number_in_season=number,
        season_share=(is_regular.sum().over(to_here) - is_regular)
        / is_regular.sum().over(whole).nullif(0),
        is_playoffs=schedule.season_type == "playoffs",
        days_rest=day - day.lag().over(one_by_one),
        last_place=schedule.place.lag().over(one_by_one).coalesce(schedule.home_place),
        home_number=schedule.is_home.ifelse(number, nothing),
        next_game_days_rest=is_next_set.ifelse(day.lead().over(one_by_one) - day, nothing),
        next_opponent_team_id=is_next_set.ifelse(
            schedule.opponent_team_id.lead().over(one_by_one), nothing
        ),
    )
    last_home = numbered.home_number.max().over(to_here).coalesce(0)
    run = numbered.mutate(road_games_in_a_row=numbered.game_number_in_season - last_home)
    return with_trip(run.drop("home_number"), origin="last_place", destination="place")


def _by_days(games: Rel) -> Rel:
    """What the days before and after say; the phase of the season."""
    import ibis

    last_7, last_14, next_7 = days_before(OWN, 7), days_before(OWN, 14), days_after(OWN, 7)
    is_second = (games.days_rest == 1).fill_null(False)
    is_set = games.is_set_before_season
    return games.mutate(
        is_back_to_back=is_second,
        games_last_7_days=games.count().over(last_7),
        games_last_14_days=games.count().over(last_14),
        back_to_backs_last_14_days=is_second.cast("int64").sum().over(last_14).coalesce(0),
        miles_last_14_days=games.travel_miles.sum().over(last_14).coalesce(0),
        games_next_7_days=is_set.ifelse(
            is_set.cast("int64").sum().over(next_7).coalesce(0), ibis.null("int64")
        ),
        season_phase=ibis.cases(
            (games.season_type.isin(["play_in", "playoffs"]), games.season_type),
            (games.season_share < EARLY_UNTIL, "early"),
            (games.season_share >= LATE_FROM, "late"),
            else_="middle",
        ),
    )
