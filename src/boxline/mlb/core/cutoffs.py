"""Until when facts count that are known before a game."""

from typing import Annotated

from boxline.catalog import Column, Instant, Rel, Same, Table, transform
from boxline.mlb.columns import GAME
from boxline.mlb.core.games import GAMES
from boxline.mlb.starts import CUTOFF_MINUTES, UNKNOWN_START_HOUR_UTC

CUTOFF_AT = Column(
    "cutoff_at",
    Instant,
    doc=f"Facts count that were known by then, in UTC: {CUTOFF_MINUTES} minutes before the start "
    f"of the game, of {UNKNOWN_START_HOUR_UTC}:00 UTC where no source knows that.",
)

CUTOFFS = Table(
    "mlb_core.cutoffs",
    grain="one game that counts, played or to come",
    key=("game_id",),
    columns=(*GAME, CUTOFF_AT),
)


@transform(CUTOFFS)
def cutoffs(games: Annotated[Rel, Same(GAMES)]) -> Rel:
    """A table of its own, so that the catalog tells what rests on the cut-off: whoever reads this,
    directly or not. Nor does a score that comes in change anything for them."""
    import ibis

    morning = games.game_date.cast("timestamp") + ibis.interval(hours=UNKNOWN_START_HOUR_UTC)
    starts_at = games.starts_at.coalesce(morning)
    return games.select(
        *(c.name for c in GAME), cutoff_at=starts_at - ibis.interval(minutes=CUTOFF_MINUTES)
    )
