"""How much of a team's last games is known: those with a box score among those of the calendar."""

from __future__ import annotations

from typing import Any

from boxline.catalog import Column, Float, Int, Rel, Text
from boxline.catalog.windows import sums_by_days, with_running_totals
from boxline.nba.placing import sides_of

#: Windows by the team's games, and by days.
BY_GAMES = {"last_5": 5, "last_10": 10}
BY_DAYS = {"last_7_days": 7, "last_14_days": 14}

NO_GAME_YET = "no earlier game of his team this season"
NO_GAME_IN_WINDOW = "no game of his team on these days"

_WORDS = {
    "last_5": "the team's last 5 games of the season",
    "last_10": "the team's last 10 games of the season",
    "last_7_days": "the team's games on the 7 days before",
    "last_14_days": "the team's games on the 14 days before",
}


def _columns(window: str) -> tuple[Column, ...]:
    reason = NO_GAME_YET if window in BY_GAMES else NO_GAME_IN_WINDOW
    most = (BY_GAMES | BY_DAYS)[window]
    words = _WORDS[window]
    return (
        Column(
            f"calendar_games_{window}",
            Int,
            "games",
            0,
            most,
            doc=f"How many the calendar has of {words}, with a box score or not.",
        ),
        Column(
            f"known_games_{window}", Int, "games", 0, most, doc="Those of them with a box score."
        ),
        Column(
            f"known_share_{window}",
            Float,
            "share",
            0,
            1,
            True,
            doc=f"`known_games_{window}` / `calendar_games_{window}`. NULL where the calendar has "
            "none, because of nothing one knows neither all nor nothing.",
        ),
        Column(
            f"known_share_{window}_missing_reason",
            Text,
            nullable=True,
            one_of=(reason,),
            doc="Why the share is NULL; NULL where it is not.",
        ),
    )


ATTENDANCE_COLUMNS = tuple(
    Column(
        f"attended_games_{window}",
        Int,
        "games",
        0,
        n,
        doc=f"In how many of {_WORDS[window]} he appeared for it.",
    )
    for window, n in BY_GAMES.items()
)

KNOWN_COLUMNS = (
    *(column for window in (*BY_GAMES, *BY_DAYS) for column in _columns(window)),
    *ATTENDANCE_COLUMNS,
)


def calendar_sides(earlier_games: Rel, box_scores: Rel) -> Rel:
    """Each side of each earlier game on the calendar, with `games`, 1, and `is_known`, 1 where it
    has a box score.

    Args:
        box_scores: rows with `game_id` and `team_id`, of every side that has one.
    """
    import ibis

    known = box_scores.select("game_id", "team_id").distinct()
    sides = sides_of(earlier_games).select("game_id", "game_date", "season", "team_id")
    marked = sides.left_join(known.mutate(is_known=1), ["game_id", "team_id"])
    return marked.select(
        sides,
        games=ibis.literal(1, "int64"),
        is_known=marked.is_known.fill_null(0).cast("int64"),
    )


def known_windows(sides: Rel, calendar: Rel) -> Rel:
    """KNOWN_COLUMNS but attendance, one row per side.

    Args:
        sides: `game_id`, `team_id`, `season` and `game_date`.
        calendar: as `calendar_sides` gives it.
    """
    import ibis

    entity = ["team_id", "season"]
    spans = {
        f"{kind}_games_{window}": (source, days)
        for window, days in BY_DAYS.items()
        for kind, source in (("calendar", "games"), ("known", "is_known"))
    }
    by_days = sums_by_days(
        sides, calendar, entity=entity, sums={"games_to_date": ("games", None), **spans}
    )
    running = with_running_totals(
        calendar.drop("games"), entity=entity, values=["is_known"], last=tuple(BY_GAMES.values())
    )
    last = running.select(
        *entity,
        "games_to_date",
        **{f"known_games_{window}": f"is_known_last_{n}" for window, n in BY_GAMES.items()},
    )
    found = sides.join(by_days, [*entity, "game_date"]).left_join(last, [*entity, "games_to_date"])
    games = {window: ibis.least(found.games_to_date, n) for window, n in BY_GAMES.items()}
    games |= {window: found[f"calendar_games_{window}"] for window in BY_DAYS}
    added: dict[str, Any] = {}
    for window, many in games.items():
        known = found[f"known_games_{window}"].coalesce(0)
        reason = NO_GAME_YET if window in BY_GAMES else NO_GAME_IN_WINDOW
        added[f"calendar_games_{window}"] = many
        added[f"known_games_{window}"] = known
        added[f"known_share_{window}"] = known / many.nullif(0)
        added[f"known_share_{window}_missing_reason"] = (many == 0).ifelse(
            reason, ibis.null("string")
        )
    return found.select("game_id", "team_id", **added)
