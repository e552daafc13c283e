"""When predictions are made, what they may know, and from when no live one is added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boxline.catalog.inputs import Rel

if TYPE_CHECKING:
    import ibis.expr.types as ir

SCHEDULED_START, NOON_OF_FINAL, END_OF_DAY = "scheduled start", "final", "end of day"

LIVE, REPLAY = "live", "replay"

FREEZING_RULES = (SCHEDULED_START, NOON_OF_FINAL, END_OF_DAY)

#: Midnight Eastern in winter, by UTC.
MIDNIGHT_HOUR_UTC = 5


def end_of_day(game_date: ir.DateValue) -> ir.TimestampValue:
    """Midnight Eastern (in winter) after a league day: by then every game of it has begun."""
    import ibis

    return game_date.cast("timestamp") + ibis.interval(hours=24 + MIDNIGHT_HOUR_UTC)


def freezing_moments(
    games: Rel, cutoffs: Rel, clock: Rel, *, starts: str, unknown_start_hour_utc: int
) -> Rel:
    """Per game: `origin`, `as_of`, `made_at`, `frozen_at`, `frozen_by`.

    Predictions freeze at the start, or, where no schedule knows that, once the game is final and no
    later than the end of its day.

    Args:
        games: a league's calendar.
        cutoffs: `game_id` and `cutoff_at`, until when facts count before each game.
        clock: the present instant.
        starts: the calendar's column of starts.
        unknown_start_hour_utc: when a final game is taken to have begun where nobody knows.
    """
    import ibis

    day = games.game_date.cast("timestamp")
    noon = day + ibis.interval(hours=unknown_start_hour_utc)
    frozen = games.select(
        "game_id",
        frozen_at=games[starts].coalesce(games.is_final.ifelse(noon, end_of_day(games.game_date))),
        frozen_by=games[starts]
        .notnull()
        .ifelse(SCHEDULED_START, games.is_final.ifelse(NOON_OF_FINAL, END_OF_DAY)),
    )
    known = frozen.join(cutoffs.select("game_id", "cutoff_at"), "game_id").cross_join(clock)
    # A run that is to know no more than at an earlier instant makes replays, whatever the clock.
    is_live = (known.now < known.frozen_at) & (known.known_until >= known.now)
    return known.select(
        "game_id",
        "frozen_at",
        "frozen_by",
        origin=is_live.ifelse(LIVE, REPLAY),
        as_of=is_live.ifelse(known.now, ibis.least(known.cutoff_at, known.known_until)),
        made_at=known.now,
    )
