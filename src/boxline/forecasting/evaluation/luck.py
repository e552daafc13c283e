"""How many systems and props were looked at, and what luck makes of so many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boxline.forecasting.evaluation.bet_records import BetRecord
from boxline.forecasting.scoring.tries import BestOfTries, best_of_tries

#: Fewer settled bets are no try: three hits of three are not the best record there is.
LEAST_BETS = 50


@dataclass(frozen=True, kw_only=True)
class Luck:
    """The best of all betting records, beside the best of as many that know nothing.

    Attributes:
        tried: records with any bet (a system on a prop against a market). judged: of them, those
            with at least LEAST_BETS settled bets.
        system, prop, market: whose record is furthest beyond luck, in standard errors; "" where
            none is judged.
        hit_rate, implied: of that record; implied is the mean de-vigged chance of its
            sides, or how often such sides come where there is no price.
        best: what the best of as many tries shows by luck; None where none is judged.
    """

    tried: int
    judged: int
    system: str
    prop: str
    market: str
    hit_rate: float | None
    implied: float | None
    best: BestOfTries | None


def luck_of(records: Sequence[BetRecord]) -> Luck:
    """Count the tries, and ask how surprising the best one is."""
    found = [(beyond, n) for n, each in enumerate(records) if (beyond := _beyond_luck(each))]
    if not found:
        return Luck(
            tried=len(records), judged=0, system="", prop="", market="",
            hit_rate=None, implied=None, best=None,
        )  # fmt: skip
    (_, rate, share, bets), number = max(found)
    best = records[number]
    return Luck(
        tried=len(records),
        judged=len(found),
        system=best.system,
        prop=best.prop,
        market=best.market,
        hit_rate=rate,
        implied=share,
        best=best_of_tries(len(found), bets, share, seen=rate),
    )


def _beyond_luck(record: BetRecord) -> tuple[float, float, float, int] | None:
    """Standard errors beyond luck, hit rate, share by luck and settled bets; None of too few."""
    hit = record.every.hit_rate
    share = record.side_rate if record.fair is None else record.fair
    if hit.value is None or share is None or hit.n < LEAST_BETS or not 0 < share < 1:
        return None
    error = (share * (1 - share) / hit.n) ** 0.5
    return (hit.value - share) / error, hit.value, share, hit.n
