"""What is known of each player before each game: rest and load, lines and streaks, absences."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Flag,
    Float,
    Int,
    MeanAsBefore,
    Optional,
    Past,
    Rel,
    Same,
    Text,
    Varies,
    transform,
    watched,
)
from boxline.catalog.joins import beside
from boxline.catalog.plausibility import Check
from boxline.catalog.windows import with_newest_before
from boxline.nba.analytics.expected_availability import EXPECTED_AVAILABILITY
from boxline.nba.analytics.player_form import PLAYER_FORM
from boxline.nba.analytics.player_game_summary import PLAYER_GAME_SUMMARY
from boxline.nba.analytics.team_form import TEAM_FORM
from boxline.nba.analytics.upcoming_team_game_context import UPCOMING_TEAM_GAME_CONTEXT
from boxline.nba.core.birth_dates import BIRTH_DATES
from boxline.nba.core.cutoffs import CUTOFFS
from boxline.nba.core.games import GAMES
from boxline.nba.core.injuries import INJURIES
from boxline.nba.core.player_prop_lines import PLAYER_PROP_LINES
from boxline.nba.daily_checks import (
    OF_A_SIDE,
    ON_A_FULL_EVENING,
    OVER_FULL_WEEKS,
)
from boxline.nba.expected_player_table import expected_player_table
from boxline.nba.injury_reports import STATUSES
from boxline.nba.placing import sides_of
from boxline.nba.pre_game.absent_teammates import (
    TEAMMATE_COLUMNS,
    teammates_absent,
)
from boxline.nba.pre_game.attendance import with_attendance
from boxline.nba.pre_game.known_windows import (
    BY_GAMES,
    KNOWN_COLUMNS,
    calendar_sides,
    known_windows,
)
from boxline.nba.pre_game.prop_lines import LINE_COLUMNS, lines_standing
from boxline.nba.pre_game.prop_streaks import STREAK_COLUMNS, streaks
from boxline.nba.pre_game.recent_load import (
    LOAD_COLUMNS,
    games_with_rest,
    recent_load,
)
from boxline.nba.props import PROP_TYPES

#: Of the team's trip: what the player, who makes it, is tired by.
TRAVEL = (
    "travel_miles",
    "time_zones_crossed",
    "miles_last_14_days",
    "road_games_in_a_row",
)

#: Who has played in the week before is not watched for being known: after a break nobody has. Of
#: travel, stars and shares of known games nothing, because they may well be alike for weeks: a
#: season's first weeks have no stars.
WATCHED: dict[str, tuple[Check, ...]] = {
    **dict.fromkeys(
        ("days_rest", "days_rest_before_last_game", "days_since_2_plus_days_rest"),
        ON_A_FULL_EVENING,
    ),
    **dict.fromkeys(
        ("average_minutes_last_7_days", "usage_percent_last_7_days"),
        (Varies(rows=200), MeanAsBefore(1.5, rows=200)),
    ),
    **dict.fromkeys(
        (
            *("is_back_to_back", "games_last_7_days", "games_last_14_days"),
            *("minutes_last_7_days", "minutes_last_14_days", "back_to_backs_last_14_days"),
            *("miles_last_14_days", "attended_games_last_5", "attended_games_last_10"),
            *("teammates_out", "teammates_out_role_share"),
            *("teammates_questionable", "teammates_questionable_role_share"),
            *(f"{prop}_{side}_streak" for prop in PROP_TYPES for side in ("over", "under")),
        ),
        OVER_FULL_WEEKS,
    ),
    "road_games_in_a_row": (Varies(rows=200),),  # of a lone game one side alone may be known
    **dict.fromkeys((f"{prop}_line" for prop in PROP_TYPES), (Varies(rows=40),)),
}

_COLUMNS = (
    *LOAD_COLUMNS,
    *(c for c in UPCOMING_TEAM_GAME_CONTEXT.columns if c.name in TRAVEL),
    Column(
        "opponent_pace_last_10",
        Float,
        "possessions per 48 min",
        30,
        200,
        True,
        checks=OF_A_SIDE,
        doc="The other side's mean pace over its last 10 games of the season. NULL before its "
        "first.",
    ),
    Column(
        "opponent_defensive_rating_last_10",
        Float,
        "points per 100 possessions",
        0,
        300,
        True,
        checks=OF_A_SIDE,
        doc="The other side's mean defensive rating over its last 10 games of the season, "
        "higher is weaker. NULL before its first.",
    ),
    Column(
        "pace_difference",
        Float,
        "possessions per 48 min",
        -170,
        170,
        True,
        checks=(*ON_A_FULL_EVENING, MeanAsBefore(1.5)),  # a lone game's sides may be as fast
        doc="His own side's pace over its last 10 games less the other side's, so positive: "
        "his plays faster. NULL before the first game of either.",
    ),
    Column(
        "injury_status",
        Text,
        nullable=True,
        one_of=STATUSES,
        doc="The last word of the reports on him by the cut-off; NULL where none named him.",
    ),
    Column(
        "is_listed",
        Flag,
        nullable=True,
        doc="Whether the reports on the game named him by the cut-off; NULL without a report.",
    ),
    Column(
        "age_years",
        Int,
        "years",
        15,
        60,
        True,
        doc="Whole years on the day of the game. NULL where no roster of an earlier day, this "
        "season or last, tells his day of birth: archive files never do.",
    ),
    *TEAMMATE_COLUMNS,
    *LINE_COLUMNS,
    *STREAK_COLUMNS,
    *KNOWN_COLUMNS,
)

UPCOMING_PLAYER_GAME_CONTEXT = expected_player_table(
    "nba_analytics.upcoming_player_game_context", columns=watched(_COLUMNS, **WATCHED)
)

_KEY = ["game_id", "player_id"]
_SIDE = ["game_id", "team_id"]
_DAY = ["player_id", "season", "game_date"]


@transform(UPCOMING_PLAYER_GAME_CONTEXT)
def upcoming_player_game_context(
    expected: Annotated[Rel, Same(EXPECTED_AVAILABILITY)],
    games: Annotated[Rel, Same(GAMES)],
    cutoffs: Annotated[Rel, Same(CUTOFFS)],
    earlier_games: Annotated[Rel, Past(GAMES, seasons=1)],
    form: Annotated[Rel, Past(PLAYER_FORM, seasons=1)],
    summaries: Annotated[Rel, Past(PLAYER_GAME_SUMMARY, seasons=1)],
    team_form: Annotated[Rel, Past(TEAM_FORM, seasons=1)],
    births: Annotated[Rel, Past(BIRTH_DATES, seasons=2), Optional],
    teams: Annotated[Rel, Same(UPCOMING_TEAM_GAME_CONTEXT)],
    injuries: Annotated[Rel, Same(INJURIES), Optional],
    lines: Annotated[Rel, Same(PLAYER_PROP_LINES), Optional],
) -> Rel:
    """Each player beside his own past of the season, his side's, and what was known by the
    cut-off."""
    played = summaries.filter(summaries.has_played)
    calendar = calendar_sides(earlier_games, played)
    past = _past(_aged(expected.select(*_DAY).distinct(), births), form, summaries)
    absent = teammates_absent(expected, injuries, form, cutoffs)
    attended = with_attendance(
        expected.select(*_KEY, "team_id", "game_date"),
        played.semi_join(expected, "team_id"),
        calendar,
        last=tuple(BY_GAMES.values()),
    )
    facts = _of_sides(games, calendar, team_form, teams)
    # Of whom nothing is known of his side, nothing is said.
    found = beside(expected.join(facts, _SIDE), past, _DAY)
    found = beside(found, absent, _KEY)
    found = beside(found, attended.drop("team_id", "game_date"), _KEY)
    found = beside(found, lines_standing(lines, cutoffs), _KEY)
    return found.mutate(
        is_listed=found.has_report.ifelse(found.injury_status.notnull(), None),
        **{f"attended_games_{w}": found[f"attended_last_{n}"] for w, n in BY_GAMES.items()},
    )


def _aged(asked: Rel, births: Rel) -> Rel:
    """Add `age_years`, by the newest roster of an earlier day."""
    told = births.select("player_id", "birth_date", game_date="stated_on")
    known = with_newest_before(asked, told, entity=["player_id"], columns={"born": "birth_date"})
    years = known.game_date.year() - known.born.year()
    this_year = known.game_date.month() * 100 + known.game_date.day()
    is_before_birthday = this_year < known.born.month() * 100 + known.born.day()
    return known.select(asked, age_years=years - is_before_birthday.ifelse(1, 0))


def _past(asked: Rel, form: Rel, summaries: Rel) -> Rel:
    """Load and streaks of each player and day: the sums over days, and what stood after his last
    game."""
    rested = games_with_rest(form.semi_join(asked, "player_id"))
    loaded = recent_load(asked, rested)
    runs = streaks(rested, summaries).rename(games_before="number")
    found = loaded.left_join(runs, ["player_id", "season", "games_before"])
    streak = [c.name for c in STREAK_COLUMNS]
    aged = asked.select(*_DAY, "age_years")
    return found.select(loaded, *streak).drop("games_before").join(aged, _DAY)


def _of_sides(games: Rel, calendar: Rel, team_form: Rel, teams: Rel) -> Rel:
    """What is known of a side's games, its trip, its pace against the other side's, and that one's
    defence."""
    sides = sides_of(games).select(*_SIDE, "opponent_team_id", "season", "game_date")
    known = known_windows(sides.drop("opponent_team_id"), calendar)
    paces = with_newest_before(
        sides,
        team_form,
        entity=["team_id", "season"],
        columns={"pace": "pace_last_10", "defensive_rating": "defensive_rating_last_10"},
    )
    other = paces.select(
        "game_id",
        opponent_team_id="team_id",
        opponent_pace_last_10="pace",
        opponent_defensive_rating_last_10="defensive_rating",
    )
    met = paces.join(other, ["game_id", "opponent_team_id"]).join(known, _SIDE)
    met = met.join(teams.select(*_SIDE, *TRAVEL), _SIDE)
    return met.select(
        known,
        *TRAVEL,
        "opponent_pace_last_10",
        "opponent_defensive_rating_last_10",
        pace_difference=met.pace - met.opponent_pace_last_10,
    )
