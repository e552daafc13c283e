"""A player's averages, spread, usage and shooting of late, read off his form."""

from __future__ import annotations

from typing import Any

from boxline.catalog import (
    Column,
    Float,
    Int,
    KnownAsBefore,
    Rel,
    Text,
    Varies,
)
from boxline.nba import formulas
from boxline.nba.form.stats import MAIN_STATS, STATS

#: Window -> how many games it holds at most; None are all of the season's. Never by days.
AVERAGED = {"last_3": 3, "last_5": 5, "last_10": 10, "season": None}
SPREAD = {"last_10": 10, "season": None}

NO_GAME_THIS_SEASON = "no earlier game of his this season"


def _over(games: int | None) -> str:
    many = "all" if games is None else f"the last {games}"
    fewer = "" if games is None else ", or those there are where he played fewer"
    return f"Over {many} games that he played this season{fewer}"


FORM_COLUMNS = (
    Column("games_this_season", Int, "games", 0, 120, doc="Games he played, on earlier days."),
    Column(
        "form_missing_reason",
        Text,
        nullable=True,
        one_of=(NO_GAME_THIS_SEASON,),
        doc="Why averages, spread, usage and shooting are NULL; NULL where he has played.",
    ),
    *(
        Column(
            f"{stat}_avg_{window}",
            Float,
            STATS[stat][0],
            0,
            200,
            True,
            checks=(Varies(), KnownAsBefore()) if window == "last_10" else (),
            doc=f"Mean per game. {_over(games)}; NULL before the first.",
        )
        for stat in MAIN_STATS
        for window, games in AVERAGED.items()
    ),
    *(
        Column(
            f"{stat}_std_{window}",
            Float,
            STATS[stat][0],
            0,
            200,
            True,
            doc=f"Sample standard deviation. {_over(games)}; NULL before the second.",
        )
        for stat in MAIN_STATS
        for window, games in SPREAD.items()
    ),
    *(
        Column(
            f"usage_percent_{window}",
            Float,
            "percent",
            0,
            2000,
            True,
            doc="The share of his team's plays that he ended while on the floor, a ratio of sums. "
            f"{_over(games)}; NULL before his first minute.",
        )
        for window, games in SPREAD.items()
    ),
    *(
        Column(
            f"true_shooting_share_{window}",
            Float,
            "share",
            0,
            1.5,
            True,
            doc=f"points / (2 (FGA + 0.44 FTA)), a ratio of sums. {_over(games)}; NULL before his "
            "first attempt.",
        )
        for window, games in SPREAD.items()
    ),
)


def form_sums() -> list[str]:
    """What is read of a player's form."""
    averaged = [f"{stat}_{_of_form(window)}" for stat in MAIN_STATS for window in AVERAGED]
    parts = [f"{stat}_squares" for stat in MAIN_STATS]
    parts += ["usage_plays", "usage_chances", "field_goals_attempted", "free_throws_attempted"]
    return averaged + [f"{part}_{_of_form(window)}" for part in parts for window in SPREAD]


def form_averages(form: Rel) -> dict[str, Any]:
    """FORM_COLUMNS of rows with `games_to_date` and `form_sums()`: NULL before a first game."""
    import ibis

    games = form.games_to_date.fill_null(0)
    shooting = {w: formulas.true_shooting(form, f"_{_of_form(w)}") for w in SPREAD}
    return {
        "games_this_season": games,
        "form_missing_reason": (games == 0).ifelse(NO_GAME_THIS_SEASON, ibis.null("string")),
        **{f"{s}_avg_{w}": _average(form, s, w) for s in MAIN_STATS for w in AVERAGED},
        **{f"{s}_std_{w}": _deviation(form, s, w) for s in MAIN_STATS for w in SPREAD},
        **{f"usage_percent_{w}": _usage(form, w) for w in SPREAD},
        **{f"true_shooting_share_{w}": share for w, share in shooting.items()},
    }


def _of_form(window: str) -> str:
    """The window's name in a player's form."""
    return "to_date" if window == "season" else window


def _games(form: Rel, window: str) -> Any:
    """How many games a window holds."""
    import ibis

    most = AVERAGED[window]
    return form.games_to_date if most is None else ibis.least(form.games_to_date, most)


def _average(form: Rel, stat: str, window: str) -> Any:
    return form[f"{stat}_{_of_form(window)}"] / _games(form, window)


def _deviation(form: Rel, stat: str, window: str) -> Any:
    """Of integers, so exactly 0 where all games are the same."""
    games = _games(form, window)
    total = form[f"{stat}_{_of_form(window)}"]
    squares = form[f"{stat}_squares_{_of_form(window)}"]
    return ((games * squares - total * total) / (games * (games - 1)).nullif(0)).sqrt()


def _usage(form: Rel, window: str) -> Any:
    plays, chances = (form[f"usage_{part}_{_of_form(window)}"] for part in ("plays", "chances"))
    return plays * 100 / chances.nullif(0)
