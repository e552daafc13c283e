"""Who bats where: as clubs showed it before each game, and before that as they batted last."""

from typing import Annotated

from boxline.catalog import (
    Column,
    EveryVersion,
    Flag,
    Instant,
    Int,
    Optional,
    Past,
    Rel,
    Same,
    Table,
    Text,
    transform,
)
from boxline.catalog.offers import changes, standing
from boxline.catalog.windows import with_newest_before
from boxline.mlb.columns import GAME, PLAYER_ID, SIDE
from boxline.mlb.core.games import GAMES
from boxline.mlb.orders import PLACES, as_batters, as_orders
from boxline.mlb.raw.mlbapi_game_feed import MLBAPI_GAME_FEED
from boxline.mlb.raw.mlbapi_schedule import MLBAPI_SCHEDULE

#: The order in which the side began its newest game before the day; as MLB shows it while the game
#: is not about to begin; as it was handed in.
PROJECTED, POSTED, CONFIRMED = "projected", "posted", "confirmed"
KINDS = (PROJECTED, POSTED, CONFIRMED)

SOURCES = ("mlbapi_game_feed", "mlbapi_schedule")

#: A projection is made of what was known at six in the morning, Eastern summer time.
MORNING_HOUR_UTC = 10

LINEUPS = Table(
    "mlb_core.lineups",
    grain="one batter in one order of one side in one game, from when on it was known",
    key=("game_id", "team_id", "known_at", "batting_order"),
    columns=(
        *GAME,
        *SIDE,
        Column(
            "lineup_kind",
            Text,
            one_of=KINDS,
            doc="`projected`: the order in which the side began its newest game on an earlier day; "
            "`posted`: shown by MLB, with the game not yet about to begin; `confirmed`: shown when "
            "it was about to begin, or later, so as it was handed in.",
        ),
        Column(
            "known_at",
            Instant,
            doc="From when on it was known, UTC, until the next one of the side: when it was first "
            "seen; of what was first seen after the start the start; of a projection "
            f"{MORNING_HOUR_UTC}:00 of the game's day.",
        ),
        Column("batting_order", Int, "place", 1, 9, doc="1 bats first."),
        PLAYER_ID,
        Column(
            "projected_from_game_id",
            Text,
            nullable=True,
            doc="Of a projection the game it is taken from; else NULL.",
        ),
        Column("is_confirmed", Flag, doc="Whether it is `confirmed`."),
    ),
)

_SERIES = ["game_id", "is_home"]


@transform(LINEUPS)
def lineups(
    feed: Annotated[Rel, Same(MLBAPI_GAME_FEED), Optional, EveryVersion],
    schedule: Annotated[Rel, Same(MLBAPI_SCHEDULE), Optional, EveryVersion],
    earlier: Annotated[Rel, Past(MLBAPI_GAME_FEED, seasons=1), Optional],
    earlier_games: Annotated[Rel, Past(GAMES, seasons=1), Optional],
    games: Annotated[Rel, Same(GAMES)],
) -> Rel:
    """What was shown as one history of whole orders, after the projection of the morning. An order
    of fewer than nine is none."""
    import ibis

    sides = _sides(games)
    shown = ibis.union(_shown(_of_feed(feed)), _shown(_of_schedule(schedule)))
    dated = sides.join(shown, _SERIES)
    dated = dated.mutate(
        known_at=ibis.least(dated.known_at, dated.starts_at.coalesce(dated.known_at)),
        lineup_kind=dated.is_confirmed.ifelse(CONFIRMED, POSTED),
        projected_from_game_id=ibis.null("string"),
    )
    every = [*sides.columns, "known_at", "lineup_kind", "projected_from_game_id", *PLACES]
    orders = ibis.union(
        _once(dated).select(*every), _projected(sides, earlier, earlier_games).select(*every)
    )
    told = changes(_once(orders), series=["game_id", "team_id"], stated=["lineup_kind", *PLACES])
    batters = as_batters(told)
    return batters.mutate(is_confirmed=batters.lineup_kind == CONFIRMED).select(
        *(c.name for c in LINEUPS.columns)
    )


def _sides(games: Rel) -> Rel:
    """Both sides of each game."""
    import ibis

    return ibis.union(
        *(
            games.select(
                *(c.name for c in GAME),
                "starts_at",
                team_id=f"{side}_team_id",
                opponent_team_id=f"{other}_team_id",
                is_home=ibis.literal(side == "home"),
            )
            for side, other in (("home", "away"), ("away", "home"))
        )
    )


_BATTER = ("game_id", "is_home", "batting_order", "player_id", "is_confirmed")


def _of_feed(feed: Rel) -> Rel:
    """Who began in each place, in every version."""
    begins = feed.filter(feed.row_kind == "batter", feed.substitute_number == 0)
    return begins.select(*_BATTER, "known_at", "is_retracted")


def _of_schedule(schedule: Rel) -> Rel:
    listed = schedule.filter(schedule.row_kind == "batter")
    return listed.select(*_BATTER, "known_at", "is_retracted")


def _shown(versions: Rel) -> Rel:
    """The whole orders that stood at each instant at which a place of one changed."""
    stood = standing(versions, series=_SERIES, item=["batting_order"])
    orders = as_orders(stood, by=[*_SERIES, "known_at"])
    # An order is handed in as a whole.
    confirmed = stood.group_by(*_SERIES, "known_at").agg(is_confirmed=stood.is_confirmed.all())
    return orders.join(confirmed, [*_SERIES, "known_at"])


def _projected(sides: Rel, earlier: Rel, earlier_games: Rel) -> Rel:
    """For each side the order in which it began its newest game on an earlier day."""
    import ibis

    begins = earlier.filter(
        earlier.row_kind == "batter", earlier.substitute_number == 0, earlier.is_confirmed
    )
    clubs = earlier_games.filter(earlier_games.is_final).select(
        "game_id", "home_team_id", "away_team_id"
    )
    told = begins.drop("home_team_id", "away_team_id").join(clubs, "game_id")
    of_team = told.mutate(team_id=told.is_home.ifelse(told.home_team_id, told.away_team_id))
    orders = as_orders(of_team, by=["team_id", "game_date", "game_id"])
    spine = with_newest_before(
        sides,
        orders,
        entity=["team_id"],
        columns={"projected_from_game_id": "game_id", **{name: name for name in PLACES}},
    )
    made = spine.filter(spine.projected_from_game_id.notnull())
    morning = made.game_date.cast("timestamp") + ibis.interval(hours=MORNING_HOUR_UTC)
    return made.mutate(known_at=morning, lineup_kind=ibis.literal(PROJECTED))


def _once(orders: Rel) -> Rel:
    """Of what was known of a side at one instant, what counts most: a confirmed order."""
    import ibis

    rank = ibis.cases(*((orders.lineup_kind == kind, n) for n, kind in enumerate(KINDS)))
    best = ibis.window(
        group_by=["game_id", "team_id", "known_at"], order_by=[ibis.desc(rank), *PLACES]
    )
    return (
        orders.mutate(place=ibis.row_number().over(best))
        .filter(lambda t: t.place == 0)
        .drop("place")
    )
