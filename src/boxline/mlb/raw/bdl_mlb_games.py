"""balldontlie's baseball games of a day (`/mlb/v1/games`): sides, start, state and score."""

from typing import Any

from boxline.catalog import (
    Column,
    Differ,
    EachDay,
    Int,
    Raw,
    Request,
    Text,
    after_start,
    at_hour,
    before_start,
    before_the_start,
    per_scheduled_game,
    rows,
)
from boxline.providers.balldontlie import PAGE_ROWS, Page
from boxline.providers.balldontlie_mlb import (
    BALLDONTLIE_MLB,
    BALLGAME,
    Ballgame,
    Score,
    ballgame_values,
)

BDL_MLB_GAMES = Raw(
    "mlb_raw.bdl_mlb_games",
    provider=BALLDONTLIE_MLB,
    grain="one game",
    landing="games/{date}",
    payload=Page,
    is_paged=True,
    request=Request(
        path="/mlb/v1/games",
        params={"dates[]": "{date}", "per_page": str(PAGE_ROWS)},
        about=EachDay(),
        moments=(at_hour(6), before_the_start(1), after_start(4), at_hour(6, days_later=1)),
        page_rows=PAGE_ROWS,
    ),
    key=("game_id_bdl",),
    complete_within=("game_date",),
    expects=per_scheduled_game(at_least=1),
    due=before_start(hours=1),
    unread="box scores are asked by its ids; the calendar is MLB's own",
    columns=(
        *BALLGAME,
        Column("home_runs", Int, "runs", 0, 100, True, doc="Scored; NULL where not sent."),
        Column("away_runs", Int, "runs", 0, 100, True, doc="Scored; NULL where not sent."),
        Column("innings", Int, "innings", 0, 40, True, doc="Innings with a score; NULL likewise."),
        Column("venue", Text, nullable=True, doc="The ballpark; NULL where not sent."),
        Column("attendance", Int, "people", 0, 150_000, True, doc="NULL where not sent."),
    ),
    rules=(Differ("home_team", "away_team"),),
)


@rows(BDL_MLB_GAMES)
def bdl_mlb_games(game: Ballgame) -> dict[str, Any]:
    """One row per game; both games of a doubleheader have ids of their own."""
    home, away = game.home_team_data or Score(), game.away_team_data or Score()
    innings = away.inning_scores or home.inning_scores
    return {
        **ballgame_values(game),
        "home_runs": home.runs,
        "away_runs": away.runs,
        "innings": len(innings) if innings else None,
        "venue": game.venue or None,
        "attendance": game.attendance,
    }
