"""`v1/mlb/players/{player_id}.json`: one starter's season, and what was said of each start."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import msgspec

from boxline.catalog import Feed, Made, View, feed
from boxline.catalog.worded import WordedDocument
from boxline.mlb.core.games import GAMES
from boxline.mlb.core.pitcher_games import PITCHER_GAMES
from boxline.mlb.core.players import PLAYERS
from boxline.mlb.core.teams import TEAMS
from boxline.mlb.predictions.pitcher_prop_predictions import PITCHER_PROP_PREDICTIONS
from boxline.mlb.predictions.prediction_accuracy import PREDICTION_ACCURACY
from boxline.mlb.props import PROPS
from boxline.mlb.spoken import SPOKEN
from boxline.mlb.words import WORDS

PATH = "v1/mlb/players/{player_id}.json"


class PlayedProp(msgspec.Struct):
    """One prop of one game: what came, null where he did not start; and, null where nothing was
    said, what the system that speaks first expected, its 80 % interval, and the line it saw.
    `void_reason` is set where that is not graded."""

    actual: int | None
    forecast: float | None
    low_80: float | None
    high_80: float | None
    line: float | None
    line_result: str | None
    void_reason: str | None


class PlayedGame(msgspec.Struct):
    """One game that he started, or was to start."""

    game_id: str
    date: date
    opponent: str | None
    is_home: bool | None
    props: dict[str, PlayedProp]


class PropAverage(msgspec.Struct):
    """One prop over the season: its mean over `games` starts, and the mean absolute error of the
    `graded` forecasts; null over none."""

    games: int
    mean: float | None
    graded: int
    mean_absolute_error: float | None


class MlbPlayer(WordedDocument, kw_only=True):
    """The document: the newest season, games oldest first. `team` is the code of the club for which
    he started last, or was to; `throws` his arm; null while nobody has told."""

    player_id: int
    name: str | None
    team: str | None
    throws: str | None
    season: str
    averages: dict[str, PropAverage]
    games: list[PlayedGame]


PLAYER = Feed(
    "mlb_exports.player",
    grain="one game of the newest season that one pitcher started, or was to start",
    documents={PATH: MlbPlayer},
    reads=(
        GAMES,
        PITCHER_GAMES,
        PLAYERS,
        TEAMS,
        PITCHER_PROP_PREDICTIONS,
        PREDICTION_ACCURACY,
    ),
    shrinks_because="another season has begun, or a day was graded anew",
)

#: It changes with a day, and never within one.
SEASON = """\
SELECT season, min(game_date) AS begins FROM mlb_core.games
WHERE season = (SELECT max_by(season, game_date) FROM mlb_core.games WHERE game_date <= $today)
GROUP BY season
"""

#: Whoever started, or was predicted, in the season.
STARTERS = """\
WITH starts AS (
    SELECT player_id, team_id, game_date FROM mlb_core.pitcher_games
    WHERE is_starter AND game_date >= $begins
    UNION ALL
    SELECT player_id, team_id, game_date FROM mlb_predictions.pitcher_prop_predictions
    WHERE game_date >= $begins
),
clubs AS (SELECT player_id, max_by(team_id, game_date) AS team_id FROM starts GROUP BY player_id),
codes AS (SELECT team_id, max_by(team, game_date) AS team FROM mlb_core.teams GROUP BY team_id),
known AS (
    SELECT player_id, max_by(player_name, game_date) AS name, max_by(throws, game_date) AS throws
    FROM mlb_core.players GROUP BY player_id
)
SELECT player_id, name, team, throws FROM clubs
LEFT JOIN codes USING (team_id) LEFT JOIN known USING (player_id) ORDER BY player_id
"""

_ACTUAL = " UNION ALL ".join(
    f"SELECT game_id, game_date, player_id, team_id, '{prop}' AS prop_type, {column} AS came "
    "FROM mlb_core.pitcher_games WHERE is_starter AND game_date >= $begins"
    for prop, column in PROPS.items()
)

#: Every prop of a start, with what was said of it, where anything was; and what was said besides.
PLAYED = f"""\
{SPOKEN},
came AS ({_ACTUAL}),
told AS (
    SELECT coalesce(came.team_id, graded.team_id) AS own_team_id,
        game_id, game_date, player_id, prop_type, came, forecast, error, low_80, high_80, line,
        line_result, void_reason
    FROM came FULL JOIN graded USING (game_id, game_date, player_id, prop_type)
),
codes AS (SELECT team_id, max_by(team, game_date) AS team FROM mlb_core.teams GROUP BY team_id)
SELECT told.*, own_team_id = home_team_id AS is_home, codes.team AS opponent
FROM told LEFT JOIN mlb_core.games AS games USING (game_id)
LEFT JOIN codes ON codes.team_id =
    CASE WHEN own_team_id = home_team_id THEN away_team_id ELSE home_team_id END
ORDER BY player_id, told.game_date, game_id
"""


@feed(PLAYER)
def player(view: View) -> Iterator[Made]:
    """Every starter of the newest season."""
    for season in view.rows(SEASON, today=view.today):
        games = _games(view, season.begins)
        for row in view.rows(STARTERS, begins=season.begins):
            own = games.get(row.player_id, [])
            document = MlbPlayer(
                words=WORDS,
                player_id=row.player_id,
                name=row.name,
                team=row.team,
                throws=row.throws,
                season=season.season,
                averages={
                    prop: _average([game.props[prop] for game in own if prop in game.props])
                    for prop in PROPS
                },
                games=own,
            )
            path = PATH.replace("{player_id}", str(row.player_id))
            yield Made(template=PATH, path=path, document=document, day=view.today, rows=len(own))


def _games(view: View, begins: date) -> dict[int, list[PlayedGame]]:
    """Games by player."""
    found: dict[int, list[PlayedGame]] = defaultdict(list)
    rows = view.rows(PLAYED, begins=begins)
    for (player_id, day, game_id), of_one in groupby(
        rows, lambda row: (row.player_id, row.game_date, row.game_id)
    ):
        props = {row.prop_type: row for row in of_one}
        first = next(iter(props.values()))
        found[player_id].append(
            PlayedGame(
                game_id=game_id,
                date=day,
                opponent=first.opponent,
                is_home=first.is_home,
                props={prop: _prop(props[prop]) for prop in PROPS if prop in props},
            )
        )
    return found


def _prop(row: Any) -> PlayedProp:
    return PlayedProp(
        actual=row.came,
        forecast=row.forecast,
        low_80=row.low_80,
        high_80=row.high_80,
        line=row.line,
        line_result=row.line_result,
        void_reason=row.void_reason,
    )


def _average(props: Sequence[PlayedProp]) -> PropAverage:
    came = [one.actual for one in props if one.actual is not None]
    errors = [
        abs(one.forecast - one.actual)
        for one in props
        if one.actual is not None and one.forecast is not None
    ]
    return PropAverage(
        games=len(came),
        mean=_mean(came),
        graded=len(errors),
        mean_absolute_error=_mean(errors),
    )


def _mean(numbers: Sequence[float]) -> float | None:
    return round(sum(numbers) / len(numbers), 4) if numbers else None
