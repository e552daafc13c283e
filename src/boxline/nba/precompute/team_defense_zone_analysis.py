"""Where each club has let its opponents score, before the games of each league day."""

import operator
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from boxline.catalog import (
    Column,
    Limits,
    Past,
    Rel,
    Same,
    Table,
    Text,
    before_start,
    per_scheduled_game,
    transform,
    watched,
)
from boxline.catalog.windows import with_newest_before, with_running_totals
from boxline.nba import early_season, formulas
from boxline.nba.analytics.team_defense_game_summary import TEAM_DEFENSE_GAME_SUMMARY
from boxline.nba.charted_shots import POINTS_FROM, SHOTS_FROM, ZONE_GROUPS
from boxline.nba.columns import GAME_DATE, SEASON, TEAM_ID
from boxline.nba.core.games import GAMES
from boxline.nba.core.shots import SHOTS
from boxline.nba.core.teams import TEAMS
from boxline.nba.daily_checks import OF_SHOTS_ALLOWED
from boxline.nba.starts import DAYS_AHEAD
from boxline.nba.team_minutes import OVERTIME_MINUTES, REGULATION_MINUTES
from boxline.nba.zones.league import LEAGUE_MISSING_REASON, league_share_column, league_shares
from boxline.nba.zones.samples import (
    DATA_QUALITY_TIER,
    LEAST_GAMES,
    SAMPLE_ENDS_ON,
    TOO_FEW_GAMES,
    UNLESS,
    conclusion,
    count_of,
    days_with_charts_before,
    quality_tier,
)

#: Games of a club's sample.
SAMPLE_GAMES = 15

#: Zone -> how the columns of the shots that a club allowed from there begin.
ALLOWED_FROM = {zone: f"opponent_{shots}" for zone, shots in SHOTS_FROM.items()}

WATCHED = ("allowed_share", "attempts_allowed_per_game", "points_allowed_per_game")


def _columns_of(zone: str) -> tuple[Column, ...]:
    shots, no_attempt = ALLOWED_FROM[zone], "and without an attempt from there"
    return (
        *(
            count_of(
                f"{shots}_{what}_last_{SAMPLE_GAMES}",
                "field goals",
                1500,
                f"Charted shots that opponents {what} from there in the sample's games.",
            )
            for what in ("made", "attempted")
        ),
        conclusion(
            f"{zone}_allowed_share",
            "share",
            1,
            f"Made by attempted, both summed over the sample. {UNLESS}, {no_attempt}.",
        ),
        conclusion(
            f"{zone}_attempts_allowed_per_game",
            "field goals a game",
            100,
            f"Attempted by games of the sample. {UNLESS}.",
        ),
        conclusion(
            f"{zone}_points_allowed_per_game",
            "points a game",
            150,
            f"Points of those shots by games of the sample. {UNLESS}.",
        ),
        conclusion(
            f"{zone}_blocks_per_game",
            "blocks a game",
            50,
            "Own blocks there, by those games of the sample whose shots name who blocked. "
            f"{UNLESS}, and where none does.",
        ),
        league_share_column(zone),
        conclusion(
            f"{zone}_allowed_vs_league_percent",
            "percentage points",
            100,
            "100 (the club's share - the league's); above 0 the defence is weaker than the "
            f"league's. {UNLESS}, and where either share is NULL.",
            low=-100,
        ),
    )


def _extreme(name: str, what: str) -> Column:
    return Column(
        name,
        Text,
        nullable=True,
        one_of=tuple(ZONE_GROUPS),
        doc=f"The zone with the {what} difference to the league, of equal ones the first in the "
        "order paint, mid_range, three. NULL where a difference is.",
    )


TEAM_DEFENSE_ZONE_ANALYSIS = Table(
    "nba_precompute.team_defense_zone_analysis",
    grain="one club before the games of one league day, in a season with charted shots",
    key=("game_date", "team_id"),
    expects=per_scheduled_game(at_least=2),
    due=before_start(hours=12),
    horizon_days=DAYS_AHEAD,
    columns=(
        GAME_DATE,
        SEASON,
        TEAM_ID,
        early_season.DAYS_INTO_SEASON,
        early_season.IS_EARLY_SEASON,
        count_of(
            "games_in_sample",
            "games",
            SAMPLE_GAMES,
            "The club's newest charted games before the day, of this season, at most "
            f"{SAMPLE_GAMES}: what everything here but the league's is taken over.",
        ),
        LEAST_GAMES,
        SAMPLE_ENDS_ON,
        *watched(
            (column for zone in ZONE_GROUPS for column in _columns_of(zone)),
            **{f"{zone}_{what}": OF_SHOTS_ALLOWED for zone in ZONE_GROUPS for what in WATCHED},
        ),
        conclusion(
            "points_allowed_per_game",
            "points a game",
            250,
            f"All points of opponents by games of the sample. {UNLESS}.",
        ),
        conclusion(
            "defensive_rating",
            "points per 100 possessions",
            300,
            f"100 points of opponents / their possessions, over the sample. {UNLESS}.",
        ),
        conclusion(
            "opponent_pace",
            "possessions per 48 min",
            200,
            "48 possessions of opponents / (game minutes / 5), over the sample, overtimes "
            f"counted. {UNLESS}.",
        ),
        _extreme("strongest_zone", "lowest"),
        _extreme("weakest_zone", "highest"),
        DATA_QUALITY_TIER,
        Column(
            "zones_missing_reason",
            Text,
            nullable=True,
            one_of=(TOO_FEW_GAMES,),
            doc="Why nothing is concluded from the sample; NULL where it is.",
        ),
        LEAGUE_MISSING_REASON,
    ),
)

#: Columns of a club's charted game that are summed.
_SHOTS = tuple(f"{s}_{w}" for s in ALLOWED_FROM.values() for w in ("made", "attempted"))
_POINTS = tuple(f"opponent_{name}" for name in POINTS_FROM.values())
_BLOCKS = tuple(f"blocks_{zone}" for zone in ZONE_GROUPS)
_SUMMED = (
    *_SHOTS,
    *_POINTS,
    *_BLOCKS,
    "block_games",
    "points_allowed",
    "possessions_hundredths",
    "game_minutes",
)


@transform(TEAM_DEFENSE_ZONE_ANALYSIS)
def team_defense_zone_analysis(
    games: Annotated[Rel, Same(GAMES)],
    earlier_games: Annotated[Rel, Past(GAMES, seasons=1)],
    clubs: Annotated[Rel, Past(TEAMS)],
    summaries: Annotated[Rel, Past(TEAM_DEFENSE_GAME_SUMMARY, seasons=1)],
    shots: Annotated[Rel, Past(SHOTS, seasons=1), Limits],
) -> Rel:
    """Every club that has a name by then, on every league day with games once shots of the season
    are charted; its sample is its last 15 charted games before the day. Sums are taken over whole
    games and divided last, the league's too."""
    import ibis

    charted = _charted(summaries)
    least = early_season.least_team_games
    days = days_with_charts_before(games, earlier_games, shots, least_games=least)
    known = clubs.group_by("team_id").agg(known_on=clubs.game_date.min())
    spine = days.cross_join(known)
    spine = spine.filter(spine.known_on < spine.game_date).drop("known_on")
    club = ["team_id", "season"]
    states = with_running_totals(charted, entity=club, values=_SUMMED, last=[SAMPLE_GAMES])
    states = states.mutate(games=ibis.least(states.games_to_date, ibis.literal(SAMPLE_GAMES)))
    sampled = with_newest_before(
        spine,
        states,
        entity=club,
        columns={
            **{name: f"{name}_last_{SAMPLE_GAMES}" for name in _SUMMED},
            "games": "games",
            "sample_ends_on": "game_date",
        },
    )
    league = league_shares(spine, charted, club=club, shots=ALLOWED_FROM)
    return _compared(_measured(sampled).left_join(league, "game_date"))


def _charted(summaries: Rel) -> Rel:
    """Charted games with every sum as whole numbers: possessions in hundredths, which they have no
    finer, and blocks as 0 where untold."""
    whole = summaries.filter(summaries[_SHOTS[0]].notnull())
    return whole.select(
        "game_id",
        "game_date",
        "season",
        "team_id",
        "points_allowed",
        *_SHOTS,
        *_POINTS,
        **{name: whole[name].coalesce(0) for name in _BLOCKS},
        block_games=whole[_BLOCKS[0]].notnull().cast("int64"),
        possessions_hundredths=(whole.opponent_possessions * 100).round().cast("int64"),
        game_minutes=whole.overtime_periods * OVERTIME_MINUTES + REGULATION_MINUTES,
    )


def _measured(found: Rel) -> Rel:
    """What was counted in a club's sample, and what is concluded from one that is enough."""
    import ibis

    held = found.games.coalesce(0)
    enough = held >= found.least_games

    def if_enough(value: Any) -> Any:
        return enough.ifelse(value, ibis.null("float64"))

    added: dict[str, Any] = {}
    for zone, shots in ALLOWED_FROM.items():
        made, attempted = found[f"{shots}_made"], found[f"{shots}_attempted"]
        points, blocks = found[f"opponent_{POINTS_FROM[zone]}"], found[f"blocks_{zone}"]
        added |= {
            f"{shots}_made_last_{SAMPLE_GAMES}": made.coalesce(0),
            f"{shots}_attempted_last_{SAMPLE_GAMES}": attempted.coalesce(0),
            f"{zone}_allowed_share": if_enough(made / attempted.nullif(0)),
            f"{zone}_attempts_allowed_per_game": if_enough(attempted / found.games),
            f"{zone}_points_allowed_per_game": if_enough(points / found.games),
            f"{zone}_blocks_per_game": if_enough(blocks / found.block_games.nullif(0)),
        }
    hundredths = found.possessions_hundredths
    return found.mutate(
        **added,
        games_in_sample=held,
        points_allowed_per_game=if_enough(found.points_allowed / found.games),
        defensive_rating=if_enough(formulas.rating_of(found.points_allowed, hundredths)),
        opponent_pace=if_enough(formulas.pace_of(hundredths, found.game_minutes)),
        data_quality_tier=quality_tier(held, high=SAMPLE_GAMES, medium=10),
        zones_missing_reason=enough.ifelse(ibis.null("string"), TOO_FEW_GAMES),
    )


def _compared(both: Rel) -> Rel:
    """A club's shares beside the league's."""
    differences = {
        zone: (both[f"{zone}_allowed_share"] - both[f"league_{zone}_allowed_share"]) * 100
        for zone in ZONE_GROUPS
    }
    return both.mutate(
        **{f"{zone}_allowed_vs_league_percent": value for zone, value in differences.items()},
        strongest_zone=_first_of(differences, operator.le),
        weakest_zone=_first_of(differences, operator.ge),
    )


def _first_of(differences: Mapping[str, Any], is_before: Callable[[Any, Any], Any]) -> Any:
    """The zone whose difference comes before those of both others; NULL where one is NULL."""
    import ibis

    is_first = {
        zone: ibis.and_(*(is_before(own, other) for other in differences.values()))
        for zone, own in differences.items()
    }
    return ibis.cases(*((first, zone) for zone, first in is_first.items()))
