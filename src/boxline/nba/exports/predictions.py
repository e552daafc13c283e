"""`v1/predictions/{date}.json`: every prediction of a day, by game and player."""

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
    Past,
    Rel,
    Same,
    Text,
    document,
    transform,
)
from boxline.catalog.feeds import Document
from boxline.catalog.windows import active_versions, with_newest_before
from boxline.forecasting.populations import EVERYBODY
from boxline.forecasting.systems import SYSTEMS
from boxline.nba.core.games import GAMES
from boxline.nba.core.players import PLAYERS
from boxline.nba.core.teams import TEAMS
from boxline.nba.prediction_columns import LINE_COLUMNS
from boxline.nba.predictions.player_prop_predictions import (
    ACTIVE_KEY,
    PLAYER_PROP_PREDICTIONS,
)

PREDICTIONS = Export(
    "nba_exports.predictions",
    path="v1/predictions/{date}.json",
    grain="one player's prop in one game, the systems side by side",
    key=("game_id", "player_id", "prop_type", "origin"),
    is_forecast=True,
    columns=(
        Column("game_id", Text, doc="NBA.com's game id."),
        Column("game_date", Day, doc="The league day."),
        Column("tipped_off_at", Instant, nullable=True, doc="Scheduled start in UTC."),
        Column("home_team", Text, nullable=True, doc="Three-letter code; NULL while unknown."),
        Column("away_team", Text, nullable=True, doc="Three-letter code; NULL while unknown."),
        Column("player_id", Int, doc="NBA.com's player id."),
        Column("player_name", Text, nullable=True, doc="The newest name he appeared under."),
        Column("team", Text, nullable=True, doc="His team's three-letter code."),
        Column("is_home", Flag, nullable=True, doc="Whether his team plays at home."),
        Column("prop_type", Text, doc="What is predicted."),
        Column("origin", Text, doc="live or replay."),
        Column("games_this_season", Int, doc="Earlier games it rests on."),
        *(
            Column(system, Float, "of the prop", 0, 250, True, doc=f"What {system} expects.")
            for system in SYSTEMS
        ),
        *(
            Column(f"{system}_reason", Text, nullable=True, doc=f"Why {system} expects nothing.")
            for system in SYSTEMS
        ),
        *(c for c in LINE_COLUMNS if not c.is_stamp),
    ),
)


@transform(PREDICTIONS)
def predictions(
    predicted: Annotated[Rel, Same(PLAYER_PROP_PREDICTIONS)],
    games: Annotated[Rel, Same(GAMES)],
    players: Annotated[Rel, Past(PLAYERS)],
    teams: Annotated[Rel, Past(TEAMS)],
) -> Rel:
    """The active version of every prediction, the systems in columns, ids with their names."""
    line = ["game_id", "game_date", "player_id", "team_id", "prop_type", "origin"]
    active = active_versions(predicted, key=ACTIVE_KEY)
    active = active.filter(active.population == EVERYBODY)
    wide = active.group_by(line).agg(
        games_this_season=active.games_this_season.max(),
        # The systems of one prop share its line.
        **{c.name: active[c.name].max() for c in LINE_COLUMNS if not c.is_stamp},
        **{s: active.forecast.max(where=active.system == s) for s in SYSTEMS},
        **{f"{s}_reason": active.not_made_reason.max(where=active.system == s) for s in SYSTEMS},
    )
    rows = wide.join(
        games.select("game_id", "tipped_off_at", "home_team_id", "away_team_id"), "game_id"
    )
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
    """One prop: what each system expects if he plays, null where it expects nothing and
    `not_made_reason` may say why; and the line that most bookmakers showed, null where `line_state`
    is not LINE, with the best decimal odds."""

    prop_type: str
    origin: str
    games_this_season: int
    forecast: dict[str, float | None]
    not_made_reason: dict[str, str]
    line_state: str
    line: float | None
    line_books: int
    fair_chance_over: float | None
    over_price_decimal: float | None
    over_bookmaker: str | None
    under_price_decimal: float | None
    under_bookmaker: str | None
    line_movement: float | None


class Player(msgspec.Struct):
    """One player who could appear."""

    player_id: int
    name: str | None
    team: str | None
    is_home: bool
    props: list[Prop]


class Game(msgspec.Struct):
    """One game and the players who could appear in it."""

    game_id: str
    tipped_off_at: str | None
    home_team: str | None
    away_team: str | None
    players: list[Player]


class Predictions(Document, kw_only=True):
    """The document. Lists are present and empty, never absent."""

    game_date: date
    total_games: int
    total_players: int
    games: list[Game]


def _instant(value: Any) -> str | None:
    return None if value is None else f"{value.isoformat()}Z"


def _player(lines: list[Any]) -> Player:
    one = lines[0]
    props = [
        Prop(
            prop_type=line.prop_type,
            origin=line.origin,
            games_this_season=line.games_this_season,
            forecast={system: getattr(line, system) for system in SYSTEMS},
            not_made_reason={
                system: reason
                for system in SYSTEMS
                if (reason := getattr(line, f"{system}_reason")) is not None
            },
            line_state=line.line_state,
            line=line.line,
            line_books=line.line_books,
            fair_chance_over=line.fair_chance_over,
            over_price_decimal=line.over_price_decimal,
            over_bookmaker=line.over_bookmaker,
            under_price_decimal=line.under_price_decimal,
            under_bookmaker=line.under_bookmaker,
            line_movement=line.line_movement,
        )
        for line in lines
    ]
    return Player(
        player_id=one.player_id,
        name=one.player_name,
        team=one.team,
        is_home=one.is_home,
        props=props,
    )


def _game(lines: list[Any]) -> Game:
    one = lines[0]
    players = [_player(list(of_one)) for _, of_one in groupby(lines, lambda r: r.player_id)]
    return Game(
        game_id=one.game_id,
        tipped_off_at=_instant(one.tipped_off_at),
        home_team=one.home_team,
        away_team=one.away_team,
        players=players,
    )


@document(PREDICTIONS)
def predictions_document(day: date, rows: Sequence[Any]) -> Predictions:
    """Rows come in the order of the key."""
    games = [_game(list(of_one)) for _, of_one in groupby(rows, lambda r: r.game_id)]
    return Predictions(
        game_date=day,
        total_games=len(games),
        total_players=sum(len(game.players) for game in games),
        games=games,
    )
