"""Where each player has shot from, and how well, before each game he could appear in."""

from typing import Annotated, Any

from boxline.catalog import (
    Column,
    Limits,
    Past,
    Rel,
    Same,
    Text,
    transform,
)
from boxline.catalog.windows import with_newest_before, with_running_totals
from boxline.nba import early_season
from boxline.nba.analytics.player_game_summary import PLAYER_GAME_SUMMARY
from boxline.nba.charted_shots import SHOTS_FROM, ZONE_GROUPS
from boxline.nba.columns import GAME, PLAYER_ID, SIDE
from boxline.nba.core.expected_players import EXPECTED_PLAYERS
from boxline.nba.core.games import GAMES
from boxline.nba.core.shots import SHOTS
from boxline.nba.daily_checks import OF_SHOTS, floats_watched
from boxline.nba.expected_player_table import expected_player_table
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

#: Games of the short and of the long sample, and the least games that the long one is used with.
SHORT, LONG, LEAST_OF_LONG = 10, 20, 15

NO_ATTEMPT = "no charted attempt in those games"

#: A zone is his if so many percent of his attempts are from there; asked in this order.
PRIMARY_PERCENT = {"paint": 40, "three": 40, "mid_range": 35}

BALANCED = "balanced"

_QUALITIES = ("excellent", "good", "limited", "insufficient")


def _columns_of(games: int) -> tuple[Column, ...]:
    """Of the sample of the last so many games."""
    few = "" if games == SHORT else f", and below {LEAST_OF_LONG} games"
    return (
        count_of(
            f"games_in_sample_{games}",
            "games",
            games,
            f"The newest charted games that he played in before the day, of this season, at most "
            f"{games}; games without an attempt of his count.",
        ),
        Column(
            f"sample_quality_{games}",
            Text,
            one_of=_QUALITIES,
            doc=f"excellent with {games} games, good from 70 % of them, limited from 50 %, else "
            "insufficient.",
        ),
        *(
            count_of(
                f"{shots}_{what}_last_{games}",
                "field goals",
                1000,
                f"Charted shots that he {what} from there in those games.",
            )
            for shots in SHOTS_FROM.values()
            for what in ("made", "attempted")
        ),
        *(
            conclusion(
                f"{zone}_rate_percent_last_{games}",
                "percent",
                100,
                "Of his charted attempts, those from there; with the other two zones 100. "
                f"{UNLESS}{few}.",
            )
            for zone in ZONE_GROUPS
        ),
        *(
            conclusion(
                f"{zone}_made_share_last_{games}",
                "share",
                1,
                f"Made by attempted, both summed over those games. {UNLESS}{few}, and without an "
                "attempt from there.",
            )
            for zone in ZONE_GROUPS
        ),
    )


PLAYER_SHOT_ZONE_ANALYSIS = expected_player_table(
    "nba_precompute.player_shot_zone_analysis",
    where="in a season with charted shots",
    due_hours=12,
    columns=(
        early_season.DAYS_INTO_SEASON,
        early_season.IS_EARLY_SEASON,
        LEAST_GAMES,
        SAMPLE_ENDS_ON,
        *floats_watched((*_columns_of(SHORT), *_columns_of(LONG)), OF_SHOTS),
        *(
            conclusion(
                f"{zone}_attempts_per_game_last_{SHORT}",
                "field goals a game",
                80,
                f"Charted attempts from there by those games. {UNLESS}.",
            )
            for zone in ZONE_GROUPS
        ),
        *(
            conclusion(
                f"{kind}_percent_last_{SHORT}",
                "percent",
                100,
                f"Of his charted shots that went in, those {kind}; with the other kind 100. "
                f"{UNLESS}, and where no shot of those games that went in says who passed.",
            )
            for kind in ("assisted", "unassisted")
        ),
        Column(
            "primary_scoring_zone",
            Text,
            nullable=True,
            one_of=(*PRIMARY_PERCENT, BALANCED),
            doc="paint from 40 % of his last 10 games' attempts, else three from 40 %, else "
            f"mid_range from 35 %, else balanced. {UNLESS}.",
        ),
        DATA_QUALITY_TIER,
        Column(
            "zones_missing_reason",
            Text,
            nullable=True,
            one_of=(TOO_FEW_GAMES, NO_ATTEMPT),
            doc="Why nothing is concluded from the last 10 games; NULL where it is.",
        ),
    ),
)

#: Columns of a player's charted game that are summed.
_SHOTS = tuple(f"{s}_{w}" for s in SHOTS_FROM.values() for w in ("made", "attempted"))
_PASSES = ("assisted_field_goals_made", "unassisted_field_goals_made")


@transform(PLAYER_SHOT_ZONE_ANALYSIS)
def player_shot_zone_analysis(
    expected: Annotated[Rel, Same(EXPECTED_PLAYERS)],
    games: Annotated[Rel, Same(GAMES)],
    earlier_games: Annotated[Rel, Past(GAMES, seasons=1)],
    summaries: Annotated[Rel, Past(PLAYER_GAME_SUMMARY, seasons=1)],
    shots: Annotated[Rel, Past(SHOTS, seasons=1), Limits],
) -> Rel:
    """Every player who could appear, once shots of the season are charted; his samples are the
    last 10 and 20 charted games that he played in before the day, for whichever team."""
    import ibis

    least = early_season.least_player_games
    days = days_with_charts_before(games, earlier_games, shots, least_games=least)
    names = [c.name for c in (*GAME, PLAYER_ID, *SIDE)]
    spine = expected.select(*names).join(days.drop("season"), "game_date")
    charted = _charted(summaries).semi_join(spine, "player_id")
    who = ["player_id", "season"]
    summed = (*_SHOTS, *_PASSES)
    states = with_running_totals(charted, entity=who, values=summed, last=[SHORT, LONG])
    counts = {
        f"games_{n}": ibis.least(states.games_to_date, ibis.literal(n)) for n in (SHORT, LONG)
    }
    sampled = with_newest_before(
        spine,
        states.mutate(**counts),
        entity=who,
        columns={
            **{f"{name}_last_{n}": f"{name}_last_{n}" for name in _SHOTS for n in (SHORT, LONG)},
            **{name: f"{name}_last_{SHORT}" for name in _PASSES},
            **{name: name for name in counts},
            "sample_ends_on": "game_date",
        },
    )
    return _measured(sampled)


def _charted(summaries: Rel) -> Rel:
    """Games with zones in which he played; passes as 0 where untold."""
    whole = summaries.filter(summaries[_SHOTS[0]].notnull())
    return whole.select(
        "game_id",
        "game_date",
        "season",
        "player_id",
        *_SHOTS,
        **{name: whole[name].coalesce(0) for name in _PASSES},
    )


def _measured(sampled: Rel) -> Rel:
    """What was counted in his samples, and what is concluded from those that are enough."""
    import ibis

    held = {n: sampled[f"games_{n}"].coalesce(0) for n in (SHORT, LONG)}
    enough = held[SHORT] >= sampled.least_games
    attempts = _attempts(sampled, SHORT)
    has_rates = enough & (attempts > 0)
    passes = {kind: sampled[f"{kind}_field_goals_made"] for kind in ("assisted", "unassisted")}
    told = (passes["assisted"] + passes["unassisted"]).nullif(0)
    return sampled.mutate(
        **{
            f"{name}_last_{n}": sampled[f"{name}_last_{n}"].coalesce(0)
            for name in _SHOTS
            for n in (SHORT, LONG)
        },
        **{f"games_in_sample_{n}": games for n, games in held.items()},
        **{f"sample_quality_{n}": _quality(games, of=n) for n, games in held.items()},
        **_rates(sampled, SHORT, enough),
        **_rates(sampled, LONG, enough & (held[LONG] >= LEAST_OF_LONG)),
        **{
            f"{zone}_attempts_per_game_last_{SHORT}": has_rates.ifelse(
                sampled[f"{shots}_attempted_last_{SHORT}"] / sampled[f"games_{SHORT}"],
                ibis.null("float64"),
            )
            for zone, shots in SHOTS_FROM.items()
        },
        **{
            f"{kind}_percent_last_{SHORT}": enough.ifelse(made * 100 / told, ibis.null("float64"))
            for kind, made in passes.items()
        },
        primary_scoring_zone=has_rates.ifelse(_primary(sampled, attempts), ibis.null("string")),
        data_quality_tier=quality_tier(held[SHORT], high=SHORT, medium=7),
        zones_missing_reason=ibis.cases((~enough, TOO_FEW_GAMES), (attempts == 0, NO_ATTEMPT)),
    )


def _attempts(sampled: Rel, games: int) -> Any:
    paint, mid_range, three = (sampled[f"{s}_attempted_last_{games}"] for s in SHOTS_FROM.values())
    return paint + mid_range + three


def _rates(sampled: Rel, games: int, enough: Any) -> dict[str, Any]:
    """Rates and shares of one sample. Without an attempt every rate is NULL: none of them is what
    the others leave of a hundred."""
    import ibis

    nothing = ibis.null("float64")
    attempts = _attempts(sampled, games).nullif(0)
    found: dict[str, Any] = {}
    for zone, shots in SHOTS_FROM.items():
        made = sampled[f"{shots}_made_last_{games}"]
        attempted = sampled[f"{shots}_attempted_last_{games}"]
        rate, share = attempted * 100 / attempts, made / attempted.nullif(0)
        found[f"{zone}_rate_percent_last_{games}"] = enough.ifelse(rate, nothing)
        found[f"{zone}_made_share_last_{games}"] = enough.ifelse(share, nothing)
    return found


def _quality(held: Any, *, of: int) -> Any:
    import ibis

    steps = zip((10, 7, 5), _QUALITIES, strict=False)
    return ibis.cases(
        *((held * 10 >= of * tenths, word) for tenths, word in steps), else_=_QUALITIES[-1]
    )


def _primary(sampled: Rel, attempts: Any) -> Any:
    """The first zone that has its share of the attempts; in whole numbers, so that 40 % is 40 %."""
    import ibis

    attempted = {z: sampled[f"{SHOTS_FROM[z]}_attempted_last_{SHORT}"] for z in PRIMARY_PERCENT}
    return ibis.cases(
        *((attempted[z] * 100 >= attempts * least, z) for z, least in PRIMARY_PERCENT.items()),
        else_=BALANCED,
    )
