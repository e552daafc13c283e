"""What could be bet on: the recommendations of the systems that speak first, with what came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from boxline.catalog import View
from boxline.domain.line_sides import OVER
from boxline.nba.core.games import GAMES
from boxline.nba.core.players import PLAYERS
from boxline.nba.core.teams import TEAMS
from boxline.nba.predictions.player_prop_predictions import PLAYER_PROP_PREDICTIONS
from boxline.nba.predictions.prediction_accuracy import PREDICTION_ACCURACY

#: The tables that the query reads.
READS = (PLAYER_PROP_PREDICTIONS, PREDICTION_ACCURACY, GAMES, PLAYERS, TEAMS)

#: The champions' newest word on each prop, live ones where a game has any, if it takes a side.
CANDIDATES = """\
WITH codes AS (
    SELECT team_id, max_by(team, game_date) AS team FROM nba_core.teams GROUP BY team_id
),
names AS (
    SELECT player_id, max_by(player_name, game_date) AS name
    FROM nba_core.players GROUP BY player_id
),
active AS (
    SELECT game_id, player_id, prop_type, system, origin, max(version) AS version
    FROM nba_predictions.player_prop_predictions
    WHERE is_champion AND population = 'everybody' AND game_date >= $begins
    GROUP BY ALL
),
of_origin AS (SELECT game_id, min(origin) AS origin FROM active GROUP BY game_id),
said AS (
    SELECT said.* FROM nba_predictions.player_prop_predictions AS said
    JOIN active USING (game_id, player_id, prop_type, system, origin, version)
    JOIN of_origin USING (game_id, origin)
    WHERE population = 'everybody' AND game_date >= $begins
        AND said.recommendation IN ('OVER', 'UNDER')
),
graded AS (
    SELECT * FROM nba_predictions.prediction_accuracy
    WHERE population = 'everybody' AND game_date >= $begins
        AND recommendation IN ('OVER', 'UNDER')
)
SELECT said.game_date, said.game_id, games.tipped_off_at, said.player_id, names.name,
    own.team, other.team AS opponent, games.home_team_id = said.team_id AS is_home,
    said.prop_type, said.system, said.origin, said.recommendation AS side, said.line,
    said.forecast, said.confidence, said.edge, said.stake_share, said.fair_chance_over,
    CASE said.recommendation WHEN 'OVER' THEN said.over_price_decimal
        ELSE said.under_price_decimal END AS price,
    CASE said.recommendation WHEN 'OVER' THEN said.over_bookmaker
        ELSE said.under_bookmaker END AS bookmaker,
    said.line_books, said.line_age_minutes, said.line_movement, said.injury_status,
    said.games_this_season, said.recommendation_reason, said.as_of,
    graded.game_id IS NOT NULL AS is_graded, graded.actual, graded.line_result,
    graded.void_reason, graded.closing_value, graded.closing_missing_reason
FROM said
LEFT JOIN graded USING (game_id, player_id, prop_type, system, origin, version)
LEFT JOIN nba_core.games AS games ON games.game_id = said.game_id
LEFT JOIN codes AS own ON own.team_id = said.team_id
LEFT JOIN codes AS other ON other.team_id = said.opponent_team_id
LEFT JOIN names ON names.player_id = said.player_id
ORDER BY said.game_date, said.game_id, said.player_id, said.prop_type
"""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A side of a line that a system which speaks first would take.

    Attributes:
        confidence: calibrated chance that the side wins, if no push comes.
        edge: expected gain per unit staked; stake_share: suggested share of the bankroll.
        price, bookmaker: the best price of the side, decimal odds, and whose it is; None where
            nobody has one. fair_chance_over: by all prices at the line; None without any.
        line_age_minutes: since the last bookmaker came to the line; None where not known.
        injury_status: of the newest report; None where none named him.
        is_graded: whether the game's box score is in: then `actual` and `line_result` say what
            came, or `void_reason` why it counts nothing.
        closing_value: chance gained until the start; None with `closing_missing_reason`.
    """

    game_date: date
    game_id: str
    player_id: int
    prop_type: str
    side: str
    line: float
    confidence: float
    edge: float
    origin: str = "replay"
    system: str = ""
    tipped_off_at: object = None
    name: str | None = None
    team: str | None = None
    opponent: str | None = None
    is_home: bool | None = None
    forecast: float | None = None
    stake_share: float | None = None
    fair_chance_over: float | None = None
    price: float | None = None
    bookmaker: str | None = None
    line_books: int = 0
    line_age_minutes: float | None = None
    line_movement: float | None = None
    injury_status: str | None = None
    games_this_season: int = 0
    recommendation_reason: str = ""
    as_of: object = None
    is_graded: bool = False
    actual: int | None = None
    line_result: str | None = None
    void_reason: str | None = None
    closing_value: float | None = None
    closing_missing_reason: str | None = None

    @property
    def fair_chance(self) -> float | None:
        """Of the side, what all prices at the line say, the margin removed."""
        over = self.fair_chance_over
        return over if over is None or self.side == OVER else 1 - over

    @property
    def result(self) -> str | None:
        """WON, LOST, PUSH or VOID; None while nobody knows."""
        if not self.is_graded:
            return None
        if self.line_result is None:
            return "VOID"
        if self.line_result == "PUSH":
            return "PUSH"
        return "WON" if self.line_result == self.side else "LOST"


def candidates(view: View) -> Iterable[Candidate]:
    """All of the season at hand, by day."""
    found = view.rows(CANDIDATES, begins=view.begins or date.min)
    return [Candidate(**row._asdict()) for row in found]


def rank_order(one: Candidate) -> tuple[float, float, int, str]:
    """The likeliest first; of two as likely, the one that gains more; ids settle the rest."""
    return (-one.confidence, -one.edge, one.player_id, one.prop_type)
