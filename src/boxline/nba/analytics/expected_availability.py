"""Who of each team is likely to play, and the minutes and shots of those who are not."""

from typing import Annotated, Any

from boxline.catalog import (
    Column,
    Flag,
    Float,
    Instant,
    Optional,
    Past,
    Rel,
    Same,
    Text,
    transform,
)
from boxline.catalog.windows import with_newest_before
from boxline.nba.analytics.player_form import PLAYER_FORM
from boxline.nba.core.cutoffs import CUTOFFS
from boxline.nba.core.expected_players import EXPECTED_PLAYERS
from boxline.nba.core.injuries import INJURIES
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.daily_checks import BEFORE_A_GAME, OF_ABSENCES, floats_watched
from boxline.nba.expected_player_table import expected_player_table
from boxline.nba.injury_reports import STATUSES
from boxline.nba.injury_status import with_status_known
from boxline.nba.pre_game.attendance import with_attendance
from boxline.nba.pre_game.play_probability import (
    LONG_ABSENT_AFTER_TEAM_GAMES,
    LONG_ABSENT_PERCENT,
    PLAY_PERCENT,
    STATUS_SOURCES,
    UNLISTED_PERCENT,
    play_percent,
    status_source,
)

#: Who appeared in none of his team's last games has no part in what his team has at hand.
CANDIDATE_WITHIN_TEAM_GAMES = 12

#: Who is expected to play this long is a regular: the eight or nine of a rotation.
REGULAR_MINUTES = 15

#: What of a player is summed over his team-mates -> the unit.
MEASURES = {
    "minutes": "minutes",
    "points": "points",
    "rebounds": "rebounds",
    "assists": "assists",
    "field_goals_attempted": "field goals",
}

#: The half-life of the means, in games.
HALF_LIFE = 8

_KEY = ["game_id", "player_id"]

#: Means are summed as whole millionths, which is what their columns hold.
MILLION = 1_000_000


def _team_columns() -> tuple[Column, ...]:
    sums = {
        "available": "the sum of a m",
        "vacated": "the sum of (1 - a) m f: what those who are likely to miss the game had of late",
        "returning": "the sum of a m (1 - f): what those who missed games of late bring back",
    }
    return tuple(
        Column(
            f"{kind}_{measure}",
            Float,
            unit,
            0,
            1000,
            True,
            decimals=6,
            doc=f"Over his team's other candidates: {formula}, where a is `play_probability`, m "
            f"their mean of {measure.replace('_', ' ')} and f `played_share`. NULL where none of "
            "them has played this season or last.",
        )
        for kind, formula in sums.items()
        for measure, unit in MEASURES.items()
    )


def _own_means() -> tuple[Column, ...]:
    return tuple(
        Column(
            "expected_minutes" if measure == "minutes" else f"{measure}_ewm_{HALF_LIFE}",
            Float,
            unit,
            0,
            120,
            True,
            decimals=6,
            doc=f"Exponential mean of his {measure.replace('_', ' ')} over games played, half-life "
            f"{HALF_LIFE} games, across summers, up to the day before; what he does if he plays. "
            "NULL where he has played neither this season nor last.",
        )
        for measure, unit in MEASURES.items()
    )


EXPECTED_AVAILABILITY = expected_player_table(
    "nba_analytics.expected_availability",
    columns=(
        Column(
            "is_candidate",
            Flag,
            doc=f"Whether he appeared in one of his team's last {CANDIDATE_WITHIN_TEAM_GAMES} "
            "games, or came to it since: only such players enter the sums of their team-mates.",
        ),
        Column(
            "injury_status",
            Text,
            nullable=True,
            one_of=STATUSES,
            doc="The last word of the reports on him by the cut-off, half an hour before the "
            "start; it stands where later reports leave him out, because of those who were Out "
            "and left out later 0.2 % played. NULL where none had named him.",
        ),
        Column(
            "has_report",
            Flag,
            doc="Whether any report on the game, of either side, was known by the cut-off.",
        ),
        Column(
            "report_known_at",
            Instant,
            nullable=True,
            doc="When the newest word of the reports on the game, on whomever, was known, by the "
            "cut-off, in UTC. NULL where `has_report` is false.",
        ),
        Column(
            "status_source",
            Text,
            one_of=STATUS_SOURCES,
            doc="What `play_probability` rests on: `listed` (`injury_status`), `unlisted` (the "
            "reports on the game leave him out), `long absent` (so too, and he missed more than "
            f"{LONG_ABSENT_AFTER_TEAM_GAMES} games of his team), `no report` (there is none on the "
            "game).",
        ),
        Column(
            "play_probability",
            Float,
            "share",
            0,
            1,
            checks=OF_ABSENCES,
            doc=", ".join(f"{status} {p / 100:g}" for status, p in PLAY_PERCENT.items())
            + f", unlisted {UNLISTED_PERCENT / 100:g}, long absent {LONG_ABSENT_PERCENT / 100:g}; "
            "without a report 1 if he missed no game of his team since he last played for it, or "
            "came to it, else 0.",
        ),
        Column(
            "played_share",
            Float,
            "share",
            0,
            1,
            True,
            checks=OF_ABSENCES,
            doc=f"Of his team's last {CANDIDATE_WITHIN_TEAM_GAMES} games (all, where it had fewer; "
            "across the summer), those in which he appeared for it. NULL where it had none.",
        ),
        Column(
            "is_regular",
            Flag,
            nullable=True,
            doc=f"Whether `expected_minutes` are {REGULAR_MINUTES} or more; NULL where they are.",
        ),
        *floats_watched(_own_means(), BEFORE_A_GAME),
        *floats_watched(_team_columns(), OF_ABSENCES),
        Column(
            "available_regulars",
            Float,
            "players",
            0,
            20,
            True,
            doc="Of his team's other candidates, the sum of `play_probability` over regulars. NULL "
            "where none of them has played this season or last.",
        ),
    ),
)


@transform(EXPECTED_AVAILABILITY)
def expected_availability(
    expected: Annotated[Rel, Same(EXPECTED_PLAYERS)],
    cutoffs: Annotated[Rel, Same(CUTOFFS)],
    played: Annotated[Rel, Past(PLAYER_GAMES, seasons=2)],
    form: Annotated[Rel, Past(PLAYER_FORM, seasons=2)],
    injuries: Annotated[Rel, Same(INJURIES), Optional],
) -> Rel:
    """What each player's team-mates are likely to bring, by the last report before the cut-off: the
    team's sums without his own part."""
    spine = _with_probability(expected, cutoffs, injuries)
    ours = played.filter(played.has_played).semi_join(expected, "team_id")
    team_games = ours.select("team_id", "game_id", "game_date").distinct()
    asked = spine.select(*_KEY, "team_id", "game_date")
    attended = with_attendance(asked, ours, team_games, last=[CANDIDATE_WITHIN_TEAM_GAMES])
    means = _means(asked, form)
    return _with_team_sums(
        spine.join(attended.drop("team_id", "game_date"), _KEY).join(means, _KEY)
    )


def _with_probability(expected: Rel, cutoffs: Rel, injuries: Rel) -> Rel:
    """Each player with the last word on him and on his game, and the probability that follows."""
    moments = cutoffs.select("game_id", "cutoff_at")
    known = injuries.join(moments, "game_id")
    known = known.filter(known.known_at <= known.cutoff_at)
    told = known.group_by("game_id").agg(report_known_at=known.known_at.max())
    spine = expected.join(moments, "game_id").left_join(told, "game_id")
    spine = with_status_known(
        spine.select(*expected.columns, "cutoff_at", "report_known_at"), injuries, at="cutoff_at"
    )
    spine = spine.mutate(
        has_report=spine.report_known_at.notnull(),
        is_candidate=spine.team_games_since < CANDIDATE_WITHIN_TEAM_GAMES,
    )
    spine = spine.mutate(status_source=status_source(spine))
    return spine.mutate(play_percent=play_percent(spine))


def _means(asked: Rel, form: Rel) -> Rel:
    """Each measure's exponential mean in whole millionths, up to the day before."""
    columns = {measure: f"{measure}_ewm_{HALF_LIFE}" for measure in MEASURES}
    his = form.semi_join(asked, "player_id")
    found = with_newest_before(asked, his, entity=["player_id"], columns=columns)
    return found.select(*_KEY, **{m: (found[m] * MILLION).round().cast("int64") for m in MEASURES})


def _with_team_sums(spine: Rel) -> Rel:
    """The declared columns: sums over the candidates of a side, less the player's own part."""
    import ibis

    counts = spine.is_candidate & spine.minutes.notnull()
    row = spine.mutate(
        plays=counts.ifelse(spine.play_percent, 0),
        misses=counts.ifelse(100 - spine.play_percent, 0),
        others=counts.cast("int64"),
        of_games=ibis.least(spine.team_games, CANDIDATE_WITHIN_TEAM_GAMES),
        attended=spine[f"attended_last_{CANDIDATE_WITHIN_TEAM_GAMES}"],
        is_regular=spine.minutes >= REGULAR_MINUTES * MILLION,
    )
    parts = {"others": row.others, "available_regulars": row.is_regular.ifelse(row.plays, 0)}
    for name in MEASURES:
        parts[f"available_{name}"] = row.plays * row[name]
        parts[f"vacated_{name}"] = row.misses * row[name] * row.attended
        parts[f"returning_{name}"] = row.plays * row[name] * (row.of_games - row.attended)
    own = row.mutate(**parts)
    side = ["game_id", "team_id"]
    teams = own.group_by(side).agg(**{f"all_{name}": own[name].sum() for name in parts})
    both = own.join(teams, side).select(own, *(f"all_{name}" for name in parts))
    # With nobody else a sum is NULL, because its divisor is.
    percent = (both.all_others != both.others).ifelse(100, None)
    millionths = percent * MILLION
    games = both.of_games.nullif(0)

    def of_others(name: str) -> Any:
        return both[f"all_{name}"] - both[name].coalesce(0)

    added = {"available_regulars": of_others("available_regulars") / percent}
    for name in MEASURES:
        added[f"available_{name}"] = of_others(f"available_{name}") / millionths
        added[f"vacated_{name}"] = of_others(f"vacated_{name}") / (millionths * games)
        added[f"returning_{name}"] = of_others(f"returning_{name}") / (millionths * games)
        mean = "expected_minutes" if name == "minutes" else f"{name}_ewm_{HALF_LIFE}"
        added[mean] = both[name] / MILLION
    return both.mutate(
        **added, play_probability=both.play_percent / 100, played_share=both.attended / games
    )
