"""`v1/mlb/predictions/{date}.json`: every prediction of a day, by game and starter."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Annotated, Any

import msgspec

from boxline.catalog import (
    Column,
    Day,
    Export,
    Flag,
    Float,
    Instant,
    Int,
    Optional,
    Past,
    Rel,
    Same,
    Text,
    document,
    transform,
)
from boxline.catalog.windows import active_versions, with_newest_before
from boxline.catalog.worded import WordedDocument
from boxline.mlb.core.games import GAMES
from boxline.mlb.core.players import PLAYERS
from boxline.mlb.core.postponed_games import POSTPONED_GAMES
from boxline.mlb.core.teams import TEAMS
from boxline.mlb.prediction_columns import LINE_COLUMNS
from boxline.mlb.predictions.pitcher_prop_predictions import (
    ACTIVE_KEY,
    PITCHER_PROP_PREDICTIONS,
)
from boxline.mlb.starters.systems import MAIN, SYSTEMS
from boxline.mlb.statuses import CALLED_OFF
from boxline.mlb.words import WORDS

#: What the main system says beside its forecast.
_OF_MAIN = (
    Column("mean", Float, "of the prop", 0, 60, True, doc=f"Expected value by {MAIN}."),
    Column("low_80", Float, "of the prop", 0, 60, True, doc="One start in ten is as low."),
    Column("high_80", Float, "of the prop", 0, 60, True, doc="One start in ten is as high."),
    Column("chance_over", Float, "probability", 0, 1, True, doc="To be over the line."),
    Column("chance_under", Float, "probability", 0, 1, True, doc="To be under it."),
)

PREDICTIONS = Export(
    "mlb_exports.predictions",
    path="v1/mlb/predictions/{date}.json",
    latest="v1/mlb/predictions/latest.json",
    grain="one starter's prop in one game, the systems side by side",
    key=("game_id", "player_id", "prop_type", "origin"),
    is_forecast=True,
    columns=(
        Column("game_id", Text, doc="MLB's game id."),
        Column("game_date", Day, doc="The league day."),
        Column("starts_at", Instant, nullable=True, doc="Scheduled start in UTC."),
        Column("game_number", Int, doc="1, or 2 of the second game of a doubleheader."),
        Column(
            "called_off",
            Text,
            one_of=CALLED_OFF,
            nullable=True,
            doc="That it is not played on this day; NULL of one that was or is to be.",
        ),
        Column("home_team", Text, nullable=True, doc="The club's code; NULL while unknown."),
        Column("away_team", Text, nullable=True, doc="The club's code; NULL while unknown."),
        Column("player_id", Int, doc="MLB's person id."),
        Column("player_name", Text, nullable=True, doc="The newest name he is known under."),
        Column("team", Text, nullable=True, doc="His club's code."),
        Column("is_home", Flag, nullable=True, doc="Whether his team bats last."),
        Column("prop_type", Text, doc="What is predicted."),
        Column("origin", Text, doc="live or replay."),
        Column("starts_this_season", Int, doc="Earlier starts it rests on."),
        Column("is_stale", Flag, doc="Whether he has started in none of the last 60 days."),
        *(
            Column(system, Float, "of the prop", 0, 60, True, doc=f"What {system} expects.")
            for system in SYSTEMS
        ),
        *(
            Column(f"{system}_reason", Text, nullable=True, doc=f"Why {system} expects nothing.")
            for system in SYSTEMS
        ),
        *_OF_MAIN,
        *LINE_COLUMNS,
    ),
)


@transform(PREDICTIONS)
def predictions(
    predicted: Annotated[Rel, Same(PITCHER_PROP_PREDICTIONS)],
    games: Annotated[Rel, Same(GAMES)],
    postponed: Annotated[Rel, Same(POSTPONED_GAMES), Optional],
    players: Annotated[Rel, Past(PLAYERS)],
    teams: Annotated[Rel, Past(TEAMS)],
) -> Rel:
    """The active version of every prediction, the systems in columns, ids with their names. What
    was said of a game before it was postponed stays, and it is said that it was."""
    import ibis

    line = ["game_id", "game_date", "player_id", "team_id", "prop_type", "origin"]
    active = active_versions(predicted, key=("game_date", *ACTIVE_KEY))
    is_main = active.system == MAIN
    wide = active.group_by(line).agg(
        starts_this_season=active.starts_this_season.max(),
        is_stale=active.is_stale.any(),
        # The systems of one prop share its line.
        **{c.name: active[c.name].max() for c in LINE_COLUMNS},
        **{c.name: active[c.name].max(where=is_main) for c in _OF_MAIN},
        **{s: active.forecast.max(where=active.system == s) for s in SYSTEMS},
        **{f"{s}_reason": active.not_made_reason.max(where=active.system == s) for s in SYSTEMS},
    )
    # A game may have been predicted for several days.
    of_day = ["game_id", "game_date"]
    told = ("starts_at", "game_number", "home_team_id", "away_team_id")
    listed = ibis.union(
        games.select(*of_day, *told, called_off=ibis.null("string")),
        postponed.select(*of_day, *told, called_off="status"),
    )
    rows = wide.join(listed, of_day)
    for side in ("home", "away"):
        rows = with_newest_before(
            rows,
            teams,
            entity={"team_id": f"{side}_team_id"},
            columns={f"{side}_team": "team"},
        )
    rows = with_newest_before(
        rows, players, entity=["player_id"], columns={"player_name": "player_name"}
    )
    is_home = rows.team_id == rows.home_team_id
    return rows.mutate(is_home=is_home, team=is_home.ifelse(rows.home_team, rows.away_team))


class Prop(msgspec.Struct):
    """One prop: what each system expects if he starts, null where it expects nothing and
    `not_made_reason` may say why. Mean, interval and chances are the main system's; the line is
    that most bookmakers showed, null where `line_state` is not LINE, with the best decimal odds."""

    prop_type: str
    origin: str
    starts_this_season: int
    is_stale: bool
    forecast: dict[str, float | None]
    not_made_reason: dict[str, str]
    mean: float | None
    low_80: float | None
    high_80: float | None
    line_state: str
    line: float | None
    line_books: int
    chance_over: float | None
    chance_under: float | None
    fair_chance_over: float | None
    over_price_decimal: float | None
    over_bookmaker: str | None
    under_price_decimal: float | None
    under_bookmaker: str | None


class Player(msgspec.Struct):
    """One announced starter."""

    player_id: int
    name: str | None
    team: str | None
    is_home: bool
    props: list[Prop]


class Game(msgspec.Struct):
    """One game and its announced starters. `called_off` is postponed or cancelled where it is not
    played on this day: nothing comes of its predictions."""

    game_id: str
    starts_at: str | None
    game_number: int
    called_off: str | None
    home_team: str | None
    away_team: str | None
    players: list[Player]


class MlbPredictions(WordedDocument, kw_only=True):
    """The document. Lists are present and empty, never absent."""

    game_date: date
    total_games: int
    total_players: int
    games: list[Game]


_TAKEN = tuple(
    name for name in Prop.__struct_fields__ if name not in ("forecast", "not_made_reason")
)


def _prop(line: Any) -> Prop:
    return Prop(
        **{name: getattr(line, name) for name in _TAKEN},
        forecast={system: getattr(line, system) for system in SYSTEMS},
        not_made_reason={
            system: reason
            for system in SYSTEMS
            if (reason := getattr(line, f"{system}_reason")) is not None
        },
    )


def _player(lines: list[Any]) -> Player:
    one = lines[0]
    return Player(
        player_id=one.player_id,
        name=one.player_name,
        team=one.team,
        is_home=one.is_home,
        props=[_prop(line) for line in lines],
    )


def _game(lines: list[Any]) -> Game:
    one = lines[0]
    return Game(
        game_id=one.game_id,
        starts_at=None if one.starts_at is None else f"{one.starts_at.isoformat()}Z",
        game_number=one.game_number,
        called_off=one.called_off,
        home_team=one.home_team,
        away_team=one.away_team,
        players=[_player(list(of_one)) for _, of_one in groupby(lines, lambda r: r.player_id)],
    )


@document(PREDICTIONS)
def predictions_document(day: date, rows: Sequence[Any]) -> MlbPredictions:
    """Rows come in the order of the key."""
    games = [_game(list(of_one)) for _, of_one in groupby(rows, lambda r: r.game_id)]
    return MlbPredictions(
        words=WORDS,
        game_date=day,
        total_games=len(games),
        total_players=sum(len(game.players) for game in games),
        games=games,
    )
