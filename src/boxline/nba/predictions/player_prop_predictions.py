"""What each system expects of each player in each game, frozen at the start of the game."""

from typing import Annotated, Any

from boxline.catalog import (
    Column,
    Float,
    Instant,
    Int,
    KnownAsBefore,
    MeanAsBefore,
    Now,
    Optional,
    Past,
    Rel,
    Same,
    Table,
    Text,
    Varies,
    before_start,
    per_scheduled_game,
    transform,
)
from boxline.catalog.windows import with_newest_before, with_running_totals
from boxline.forecasting import SYSTEMS, Form
from boxline.nba.columns import GAME_DATE, GAME_ID, OPPONENT_TEAM_ID, PLAYER_ID, TEAM_ID
from boxline.nba.core.expected_players import EXPECTED_PLAYERS
from boxline.nba.core.games import GAMES
from boxline.nba.core.injuries import INJURIES
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.core.player_prop_lines import PLAYER_PROP_LINES
from boxline.nba.injury_reports import STATUSES
from boxline.nba.injury_status import with_status_known
from boxline.nba.lines_carried import LINE_COLUMNS, carried, with_lines
from boxline.nba.props import PROP_TYPES, with_props
from boxline.nba.starts import CUTOFF_MINUTES, DAYS_AHEAD, UNKNOWN_START_HOUR_UTC, end_of_day

KEPT = (
    "game_id",
    "game_date",
    "player_id",
    "team_id",
    "opponent_team_id",
    "origin",
    "games_this_season",
    "injury_status",
    "as_of",
    "made_at",
    "frozen_at",
    "frozen_by",
)

#: What has one active version.
ACTIVE_KEY = ("game_id", "player_id", "prop_type", "system", "origin")

SCHEDULED_START, NOON_OF_FINAL, END_OF_DAY = "scheduled start", "final", "end of day"

NO_GAME_THIS_SEASON = "no earlier game this season"

PLAYER_PROP_PREDICTIONS = Table(
    "nba_predictions.player_prop_predictions",
    grain="one version of one system's prediction for one player's prop in one game",
    key=("game_date", *ACTIVE_KEY, "version"),
    is_history=True,
    horizon_days=DAYS_AHEAD,
    expects=per_scheduled_game(at_least=16 * len(PROP_TYPES) * len(SYSTEMS)),
    due=before_start(hours=1),
    columns=(
        GAME_ID,
        GAME_DATE,
        PLAYER_ID,
        TEAM_ID,
        OPPONENT_TEAM_ID,
        Column("prop_type", Text, one_of=PROP_TYPES, doc="What is predicted."),
        Column("system", Text, one_of=tuple(SYSTEMS), doc="Who predicts."),
        Column(
            "origin",
            Text,
            one_of=("live", "replay"),
            doc="`live` if made before the start, `replay` after; never mixed in one figure.",
        ),
        Column(
            "version",
            Int,
            low=1,
            doc="1, 2, ... in the order they were committed; the highest is the active one.",
        ),
        Column(
            "predicted_mean",
            Float,
            "of the prop",
            0,
            200,
            True,
            checks=(Varies(), KnownAsBefore(0.5), MeanAsBefore(0.5)),
            doc="Expected value if he plays; NULL where no prediction is made.",
        ),
        Column("games_this_season", Int, "games", 0, 120, doc="Earlier games it rests on."),
        Column(
            "not_made_reason",
            Text,
            nullable=True,
            one_of=(NO_GAME_THIS_SEASON,),
            doc="Why there is no prediction; NULL where there is one.",
        ),
        *LINE_COLUMNS,
        Column(
            "injury_status",
            Text,
            nullable=True,
            one_of=STATUSES,
            doc="The newest that an injury report had said of him by `as_of`; NULL where none had.",
        ),
        Column(
            "as_of",
            Instant,
            is_stamp=True,
            doc="The knowledge cut-off: for a replay 30 minutes before the start (17:00 UTC where "
            "that is unknown), for a live one the moment it was made.",
        ),
        Column("made_at", Instant, is_stamp=True, doc="When it was made, by the clock."),
        Column(
            "frozen_at",
            Instant,
            nullable=True,
            is_stamp=True,
            doc="From when no live version is added: the start, by the rule of `frozen_by`. NULL "
            "in rows of before this was recorded, and in no other.",
        ),
        Column(
            "frozen_by",
            Text,
            nullable=True,
            is_stamp=True,
            one_of=(SCHEDULED_START, NOON_OF_FINAL, END_OF_DAY),
            doc="Whose start that is: the schedule's; where none knows it, noon Eastern of a game "
            "that is final, else the end of its day.",
        ),
    ),
)


def _means(form: Rel, prop: str, games: Any) -> Form[Any]:
    import ibis

    def over(n: int) -> Any:
        return ibis.least(games, n)

    name = f"prop_{prop}"
    return Form(
        season=form[f"{name}_to_date"] / games,
        last_10=form[f"{name}_last_10"] / over(10),
        last_5=form[f"{name}_last_5"] / over(5),
    )


def _starts(games: Rel) -> Rel:
    """When each game starts, and when its predictions freeze: at the start, or, where no schedule
    knows that, once it is final and no later than the end of its day."""
    import ibis

    day = games.game_date.cast("timestamp")
    noon = day + ibis.interval(hours=UNKNOWN_START_HOUR_UTC)
    return games.select(
        "game_id",
        starts_at=games.tipped_off_at.coalesce(noon),
        frozen_at=games.tipped_off_at.coalesce(
            games.is_final.ifelse(noon, end_of_day(games.game_date))
        ),
        frozen_by=games.tipped_off_at.notnull().ifelse(
            SCHEDULED_START, games.is_final.ifelse(NOON_OF_FINAL, END_OF_DAY)
        ),
    )


def _long(form: Rel) -> Rel:
    """From one row per player and game to one per prop and system."""
    import ibis

    games = form.games_this_season.nullif(0)
    reason = games.isnull().ifelse(NO_GAME_THIS_SEASON, ibis.null("string"))
    parts = []
    for prop in PROP_TYPES:
        means = _means(form, prop, games)
        parts += [
            form.select(
                *KEPT,
                prop_type=ibis.literal(prop),
                system=ibis.literal(system),
                version=ibis.literal(1, "int64"),
                predicted_mean=predict(means),
                not_made_reason=reason,
                **carried(form, prop),
            )
            for system, predict in SYSTEMS.items()
        ]
    return ibis.union(*parts)


@transform(PLAYER_PROP_PREDICTIONS)
def player_prop_predictions(
    expected: Annotated[Rel, Same(EXPECTED_PLAYERS)],
    games: Annotated[Rel, Same(GAMES)],
    played: Annotated[Rel, Past(PLAYER_GAMES, seasons=1)],
    injuries: Annotated[Rel, Same(INJURIES), Optional],
    lines: Annotated[Rel, Same(PLAYER_PROP_LINES), Optional],
    clock: Annotated[Rel, Now()],
) -> Rel:
    """Baseline systems over games played earlier this season: the player's totals after his last
    game on an earlier day."""
    import ibis

    entity = ["player_id", "season"]
    box_scores = with_props(played.filter(played.has_played))
    props = [f"prop_{prop}" for prop in PROP_TYPES]
    totals = with_running_totals(box_scores, entity=entity, values=props, last=(5, 10))
    sums = [f"{prop}_{window}" for prop in props for window in ("to_date", "last_5", "last_10")]
    form = with_newest_before(
        expected, totals, entity=entity, columns={name: name for name in ("games_to_date", *sums)}
    )
    form = form.mutate(games_this_season=form.games_to_date.fill_null(0))
    starts = _starts(games).cross_join(clock)
    # A run that is to know no more than at an earlier instant makes replays, whatever the clock.
    is_live = (starts.now < starts.frozen_at) & (starts.known_until >= starts.now)
    cutoff = starts.starts_at - ibis.interval(minutes=CUTOFF_MINUTES)
    moments = starts.select(
        "game_id",
        "frozen_at",
        "frozen_by",
        origin=is_live.ifelse("live", "replay"),
        as_of=is_live.ifelse(starts.now, ibis.least(cutoff, starts.known_until)),
        made_at=starts.now,
    )
    told = with_status_known(form.join(moments, "game_id"), injuries, at="as_of")
    return _long(with_lines(told, lines, moments))
