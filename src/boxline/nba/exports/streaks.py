"""`v1/streaks/{date}.json`: who goes into a day's games on a run over, under, or as forecast."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import msgspec

from boxline.catalog import Feed, Made, View, feed
from boxline.catalog.feeds import Document
from boxline.nba.core.players import PLAYERS
from boxline.nba.core.teams import TEAMS
from boxline.nba.predictions.player_prop_predictions import PLAYER_PROP_PREDICTIONS
from boxline.nba.predictions.prediction_accuracy import PREDICTION_ACCURACY

PATH = "v1/streaks/{date}.json"

#: Shorter runs are no streak: one of three in a row is had by every fourth coin.
LEAST_GAMES = 4


class Streak(msgspec.Struct, kw_only=True):
    """One run of one player's prop, up to his newest game before the day.

    `kind` is OVER or UNDER by the lines that stood when predictions were made, or HIT: the side on
    which the number of the system that spoke first lay came. Games without a line, and pushes,
    neither end a run nor count. `since` and `through` are its first and newest game.
    """

    player_id: int
    name: str | None
    team: str | None
    opponent: str | None
    prop_type: str
    kind: str
    games: int
    since: date
    through: date


class Streaks(Document, kw_only=True):
    """The document: runs of this season of at least `least_games`, the longest first."""

    game_date: date
    least_games: int
    streaks: list[Streak]


STREAKS = Feed(
    "nba_exports.streaks",
    grain="one run of one player's prop before one day",
    documents={PATH: Streaks},
    reads=(PLAYER_PROP_PREDICTIONS, PREDICTION_ACCURACY, PLAYERS, TEAMS),
    shrinks_because="games of the day before ended runs, and who could appear is told anew",
)

#: Runs are numbered by how far a game's place among all lies from its place among those alike.
RUNS = """\
WITH codes AS (
    SELECT team_id, max_by(team, game_date) AS team FROM nba_core.teams GROUP BY team_id
),
names AS (
    SELECT player_id, max_by(player_name, game_date) AS name
    FROM nba_core.players GROUP BY player_id
),
said AS (
    SELECT game_date, game_id, player_id, team_id, opponent_team_id, prop_type, system, origin,
        version, is_champion
    FROM nba_predictions.player_prop_predictions
    WHERE population = 'everybody' AND game_date >= $begins
),
graded AS (
    SELECT game_date, game_id, player_id, prop_type, system, origin, version, forecast, line,
        line_result
    FROM nba_predictions.prediction_accuracy
    WHERE population = 'everybody' AND game_date >= $begins AND line_result IN ('OVER', 'UNDER')
),
outcomes AS (
    SELECT 'line' AS of, game_date, game_id, player_id, prop_type,
        min_by(line_result, origin) AS came
    FROM graded GROUP BY ALL
    UNION ALL
    SELECT 'forecast', game_date, game_id, player_id, prop_type,
        min_by(CASE WHEN (forecast > line) = (line_result = 'OVER') THEN 'HIT' ELSE 'MISS' END,
            origin)
    FROM graded
    JOIN (SELECT * FROM said WHERE is_champion)
        USING (game_date, game_id, player_id, prop_type, system, origin, version)
    WHERE forecast <> line GROUP BY ALL
),
numbered AS (
    SELECT *, row_number() OVER (
            PARTITION BY of, player_id, prop_type ORDER BY game_date, game_id
        ) - row_number() OVER (
            PARTITION BY of, player_id, prop_type, came ORDER BY game_date, game_id
        ) AS run
    FROM outcomes
),
runs AS (
    SELECT of, player_id, prop_type, game_date, came,
        row_number() OVER one_run AS games, first_value(game_date) OVER one_run AS since
    FROM numbered WINDOW one_run AS (
        PARTITION BY of, player_id, prop_type, came, run ORDER BY game_date, game_id
    )
),
playing AS (
    SELECT game_date AS day, player_id, prop_type, unnest(['line', 'forecast']) AS of,
        min(team_id) AS team_id, min(opponent_team_id) AS opponent_team_id
    FROM said GROUP BY game_date, player_id, prop_type
)
SELECT playing.day, playing.player_id, names.name, own.team, other.team AS opponent,
    playing.prop_type, runs.came AS kind, runs.games, runs.since, runs.game_date AS through
FROM playing ASOF JOIN runs
    ON playing.of = runs.of AND playing.player_id = runs.player_id
    AND playing.prop_type = runs.prop_type AND playing.day > runs.game_date
LEFT JOIN names ON names.player_id = playing.player_id
LEFT JOIN codes AS own ON own.team_id = playing.team_id
LEFT JOIN codes AS other ON other.team_id = playing.opponent_team_id
WHERE runs.games >= $least AND runs.came <> 'MISS'
ORDER BY playing.day, runs.games DESC, playing.player_id, playing.prop_type, kind
"""


@feed(STREAKS)
def streaks(view: View) -> Iterator[Made]:
    """Every day's, of those who could appear on it."""
    by_day: dict[date, list[Streak]] = defaultdict(list)
    for row in view.rows(RUNS, begins=view.begins or date.min, least=LEAST_GAMES):
        told = row._asdict()
        by_day[told.pop("day")].append(Streak(**told))
    for day in view.days:
        document = Streaks(game_date=day, least_games=LEAST_GAMES, streaks=by_day[day])
        path = PATH.replace("{date}", day.isoformat())
        yield Made(template=PATH, path=path, document=document, day=day, rows=len(by_day[day]))
