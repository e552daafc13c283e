"""`v1/morning-report/{date}.json`: what the last day with games brought, and what today has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from boxline.catalog import Feed, Made, View, feed
from boxline.catalog.feeds import Document
from boxline.nba.core.games import GAMES
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.predictions.player_prop_predictions import PLAYER_PROP_PREDICTIONS
from boxline.nba.predictions.prediction_accuracy import PREDICTION_ACCURACY
from boxline.nba.spoken import PROPS_OF_DAY

PATH = "v1/morning-report/{date}.json"


class PropOfMorning(msgspec.Struct):
    """One prop: graded predictions of who speaks first, their mean absolute error, and bets. Errors
    and units are null over none; units are at a flat stake of 1."""

    prop_type: str
    graded: int
    void: int
    mean_absolute_error: float | None
    bets: int
    hits: int
    pushes: int
    units: float | None


class MorningReport(Document, kw_only=True):
    """The document. `last_game_date` is null before the first game, and what is told of it then is
    0 and empty; `missing_then` is what that day lacks."""

    game_date: date
    games_today: int
    last_game_date: date | None
    games: int
    games_final: int
    games_with_box_scores: int
    state_then: str | None
    missing_then: list[str]
    props: list[PropOfMorning]


MORNING_REPORT = Feed(
    "nba_exports.morning_report",
    grain="one prop of the last day with games",
    documents={PATH: MorningReport},
    reads=(GAMES, PLAYER_GAMES, PLAYER_PROP_PREDICTIONS, PREDICTION_ACCURACY),
    shrinks_because="it is told anew as results come in",
    is_kept=True,
)

GAMES_OF_DAY = """\
SELECT count(*) AS games, count(*) FILTER (is_final) AS final,
    count(*) FILTER (game_id IN (
        SELECT game_id FROM nba_core.player_games WHERE game_date = $day
    )) AS with_box_scores
FROM nba_core.games WHERE game_date = $day
"""

LAST_DAY = "SELECT max(game_date) AS day FROM nba_core.games WHERE game_date < $today"


@feed(MORNING_REPORT)
def morning_report(view: View) -> Iterator[Made]:
    """The report of today's morning."""
    today = view.today
    (before,) = view.rows(LAST_DAY, today=today)
    (of_today,) = view.rows(GAMES_OF_DAY, day=today)
    last = before.day
    (then,) = view.rows(GAMES_OF_DAY, day=last or today)
    standing = view.standing(last) if last in view.days else None
    props = [] if last is None else [_prop(row) for row in view.rows(PROPS_OF_DAY, begins=last)]
    document = MorningReport(
        game_date=today,
        games_today=of_today.games,
        last_game_date=last,
        games=then.games if last else 0,
        games_final=then.final if last else 0,
        games_with_box_scores=then.with_box_scores if last else 0,
        state_then=standing.state.value if standing else None,
        missing_then=list(standing.missing) if standing else [],
        props=props,
    )
    path = PATH.replace("{date}", today.isoformat())
    yield Made(template=PATH, path=path, document=document, day=today, rows=len(props))


def _prop(row: object) -> PropOfMorning:
    told = row._asdict()  # type: ignore[attr-defined]
    for name, places in (("mean_absolute_error", 4), ("units", 3)):
        told[name] = None if told[name] is None else round(float(told[name]), places)
    return PropOfMorning(**told)
