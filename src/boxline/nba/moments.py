"""When predictions are made, what they may know, and from when no live one is added."""

from __future__ import annotations

from boxline.catalog import Rel
from boxline.nba.starts import UNKNOWN_START_HOUR_UTC, end_of_day

SCHEDULED_START, NOON_OF_FINAL, END_OF_DAY = "scheduled start", "final", "end of day"

LIVE, REPLAY = "live", "replay"

FREEZING_RULES = (SCHEDULED_START, NOON_OF_FINAL, END_OF_DAY)


def moments_of(games: Rel, cutoffs: Rel, clock: Rel) -> Rel:
    """Per game: `origin`, `as_of`, `made_at`, `frozen_at`, `frozen_by`.

    Predictions freeze at the start, or, where no schedule knows that, once the game is final and no
    later than the end of its day.

    Args:
        games: rows of `nba_core.games`.
        cutoffs: rows of `nba_core.cutoffs`.
        clock: the present instant.
    """
    import ibis

    day = games.game_date.cast("timestamp")
    noon = day + ibis.interval(hours=UNKNOWN_START_HOUR_UTC)
    starts = games.select(
        "game_id",
        frozen_at=games.tipped_off_at.coalesce(
            games.is_final.ifelse(noon, end_of_day(games.game_date))
        ),
        frozen_by=games.tipped_off_at.notnull().ifelse(
            SCHEDULED_START, games.is_final.ifelse(NOON_OF_FINAL, END_OF_DAY)
        ),
    )
    starts = starts.join(cutoffs.select("game_id", "cutoff_at"), "game_id").cross_join(clock)
    # A run that is to know no more than at an earlier instant makes replays, whatever the clock.
    is_live = (starts.now < starts.frozen_at) & (starts.known_until >= starts.now)
    return starts.select(
        "game_id",
        "frozen_at",
        "frozen_by",
        origin=is_live.ifelse(LIVE, REPLAY),
        as_of=is_live.ifelse(starts.now, ibis.least(starts.cutoff_at, starts.known_until)),
        made_at=starts.now,
    )
