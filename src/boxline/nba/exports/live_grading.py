"""`v1/live-grading/{date}.json` and `latest.json`: tonight's bets against the scores so far."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from boxline.catalog import Feed, Made, View, feed
from boxline.catalog.feeds import Document
from boxline.nba.core.games import GAMES
from boxline.nba.core.live_scores import LIVE_SCORES
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.core.players import PLAYERS
from boxline.nba.core.teams import TEAMS
from boxline.nba.live.lines import LIVE_LINES_READ, live_lines
from boxline.nba.predictions.player_prop_predictions import PLAYER_PROP_PREDICTIONS

DATED, LATEST = "v1/live-grading/{date}.json", "v1/live-grading/latest.json"


class LiveGrade(msgspec.Struct):
    """One recommended bet. `so_far` is null while he has no line in a box score; `is_decided` once
    the game is over, or an over has been reached; `is_correct` is null before, and of a push."""

    game_id: str
    player_id: int
    name: str | None
    prop_type: str
    forecast: float
    side: str
    line: float
    so_far: int | None
    game_status: str
    is_decided: bool
    is_correct: bool | None


class LiveGrading(Document, kw_only=True):
    """The document. `win_rate` is correct of decided, 0 to 1, `average_error` the mean of |forecast
    less actual| over players of games that are over; both null while there are none."""

    game_date: date
    total_predictions: int
    graded: int
    pending: int
    correct: int
    incorrect: int
    pushes: int
    win_rate: float | None
    average_error: float | None
    predictions: list[LiveGrade]


LIVE_GRADING = Feed(
    "nba_exports.live_grading",
    grain="one recommended bet of today",
    documents={DATED: LiveGrading, LATEST: LiveGrading},
    reads=(
        GAMES,
        LIVE_SCORES,
        PLAYER_GAMES,
        PLAYERS,
        TEAMS,
        PLAYER_PROP_PREDICTIONS,
        *LIVE_LINES_READ,
    ),
    shrinks_because="what is recommended is told anew until each game begins",
    is_kept=True,
)

BETS_OF_THE_DAY = """\
WITH names AS (
    SELECT player_id, max_by(player_name, game_date) AS name
    FROM nba_core.players GROUP BY player_id
)
SELECT said.game_id, player_id, names.name, prop_type, forecast, recommendation AS side, line,
    CASE WHEN is_final THEN 'final' ELSE coalesce(live.status, 'scheduled') END AS game_status
FROM nba_predictions.player_prop_predictions AS said
JOIN nba_core.games AS games USING (game_id)
LEFT JOIN nba_core.live_scores AS live USING (game_id)
LEFT JOIN names USING (player_id)
WHERE said.game_date = $day AND is_champion AND population = 'everybody'
QUALIFY row_number() OVER (
    PARTITION BY said.game_id, player_id, prop_type ORDER BY origin, version DESC
) = 1 AND recommendation IN ('OVER', 'UNDER')
ORDER BY said.game_id, name, player_id, prop_type
"""


@feed(LIVE_GRADING)
def live_grading(view: View) -> Iterator[Made]:
    """Today's bets, and yesterday's as they ended; none of a day on which none was recommended."""
    before = max((day for day in view.days if day < view.today), default=None)
    for day in filter(None, (before, view.today)):
        document = _document(view, day)
        path = DATED.replace("{date}", day.isoformat())
        yield Made(
            template=DATED, path=path, document=document, day=day, rows=document.total_predictions
        )
    document = _document(view, view.today)
    yield Made(
        template=LATEST,
        path=LATEST,
        document=document,
        day=view.today,
        rows=document.total_predictions,
    )


def _document(view: View, day: date) -> LiveGrading:
    lines = {(game_id, line.player_id): line for game_id, line in live_lines(view, day)}
    bets = view.rows(BETS_OF_THE_DAY, day=day) if view.standing(day).is_betting else []
    grades = []
    for row in bets:
        line = lines.get((row.game_id, row.player_id))
        so_far = None if line is None else _so_far(line, row.prop_type)
        grades.append(_grade(row, so_far))
    decided = [grade for grade in grades if grade.is_correct is not None]
    correct = sum(bool(grade.is_correct) for grade in decided)
    errors = [
        abs(grade.forecast - grade.so_far)
        for grade in grades
        if grade.game_status == "final" and grade.so_far is not None
    ]
    return LiveGrading(
        game_date=day,
        total_predictions=len(grades),
        graded=sum(grade.is_decided for grade in grades),
        pending=sum(not grade.is_decided for grade in grades),
        correct=correct,
        incorrect=len(decided) - correct,
        pushes=sum(grade.is_decided and grade.so_far == grade.line for grade in grades),
        win_rate=round(correct / len(decided), 4) if decided else None,
        average_error=round(sum(errors) / len(errors), 3) if errors else None,
        predictions=grades,
    )


def _so_far(line: object, prop_type: str) -> int | None:
    parts = ("points", "rebounds", "assists")
    wanted = parts if prop_type == "points_rebounds_assists" else (prop_type,)
    values = [getattr(line, name) for name in wanted]
    return None if None in values else sum(values)


def _grade(row: object, so_far: int | None) -> LiveGrade:
    told = row._asdict()  # type: ignore[attr-defined]
    is_over = told["game_status"] == "final" and so_far is not None
    has_passed = so_far is not None and so_far > told["line"]
    is_decided = is_over or has_passed
    is_correct = None
    if is_decided and so_far != told["line"]:
        is_correct = has_passed == (told["side"] == "OVER")
    return LiveGrade(**told, so_far=so_far, is_decided=is_decided, is_correct=is_correct)
