"""How good each system's numbers, bets and chances were, as documents tell it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from boxline.catalog import View
from boxline.forecasting.evaluation.names import MARKET, MARKETS
from boxline.forecasting.rows import Flags, Floats
from boxline.forecasting.scoring.estimates import Estimate
from boxline.forecasting.scoring.intervals import ByDate, ratio_by_date
from boxline.forecasting.scoring.reliability import reliability
from boxline.nba.bets.tallies import SEED, Figure, Tally, bets_of, figure, rounded, tally
from boxline.nba.record.days import GRADED, RIVALS, DaySums, tier_names
from boxline.nba.record.spans import SEASON, Span

#: Figures of these spans have intervals beside others; months and tiers are too many.
_WIDE = (SEASON, "30 days", "7 days")

BAND_DRAWS = 200


class Beside(msgspec.Struct):
    """Another system on the rows that both speak of: mean absolute errors there, and the first
    less the second; negative where this one is better."""

    rival: str
    n: int
    mae: float | None
    rival_mae: float | None
    difference: Figure


class ErrorRecord(msgspec.Struct, kw_only=True):
    """How far one system's numbers lay from what came on one prop, in units of the prop.

    `span` is `season`, `7 days`, `30 days` or a month; `tier` what was expected, null for all.
    `bias` is the mean of forecast less actual. `system` may be `champion`: whoever spoke first.
    """

    system: str
    prop_type: str
    span: str
    tier: str | None
    mae: Figure
    bias: float | None
    beside: list[Beside]


class BetsRecord(msgspec.Struct, kw_only=True):
    """What one system's recommendations came to, against lines with prices or raw pick'em lines;
    of one prop, or of all where `prop_type` is null."""

    system: str
    prop_type: str | None
    market: str
    span: str
    tally: Tally


class CalibrationBin(msgspec.Struct, kw_only=True):
    """Chances between `low` and `high`: their mean, and how many came true, with a Wilson interval;
    null where none lies here."""

    low: float
    high: float
    mean_chance: float | None
    observed: Figure


class CalibrationRecord(msgspec.Struct, kw_only=True):
    """Believed chances of the over against what came, pushes left out; of one prop, or of all.

    `error` is the mean distance of chance and share; somebody whose chances are true shows
    `perfect_mean`, and more than `perfect_95` once in twenty times. Null without a row.
    """

    system: str
    prop_type: str | None
    n: int
    error: float | None
    perfect_mean: float | None
    perfect_95: float | None
    bins: list[CalibrationBin]


def error_records(found: DaySums, spans: Sequence[Span]) -> Iterator[ErrorRecord]:
    """By span, and by tier over the season."""
    for span in spans:
        yield _errors(found, span.name, None, span.holds(found.day))
    for number, name in enumerate(tier_names(found.prop_type)):
        yield _errors(found, SEASON, name, found.tier == number)


def _errors(found: DaySums, span: str, tier: str | None, where: Flags) -> ErrorRecord:
    day, sums = found.by_day(where)
    is_wide = span in _WIDE and tier is None
    n = int(sums["n"].sum())
    return ErrorRecord(
        system=found.system,
        prop_type=found.prop_type,
        span=span,
        tier=tier,
        mae=_ratio(sums["size"], sums["n"], day, n),
        bias=rounded(sums["error"].sum() / n if n else None),
        beside=[
            _beside(rival, sums, day, is_wide=is_wide) for rival in RIVALS if rival != found.system
        ],
    )


def _beside(
    rival: str, sums: dict[str, Floats], day: NDArray[np.int64], *, is_wide: bool
) -> Beside:
    both, own, of_rival = (sums[f"{kind}_{rival}"] for kind in ("n", "own", "of"))
    n = int(both.sum())
    mae, rival_mae = (each.sum() / n if n else None for each in (own, of_rival))
    if is_wide:
        difference = _ratio(own - of_rival, both, day, n)
    else:
        gap = None if mae is None or rival_mae is None else mae - rival_mae
        difference = Figure(rounded(gap), None, None, n)
    return Beside(rival, n, rounded(mae), rounded(rival_mae), difference)


def _ratio(top: Floats, bottom: Floats, day: NDArray[np.int64], n: int) -> Figure:
    """The mean over rows that were summed by day; its interval by date, of days with any row."""
    found = ratio_by_date(top, bottom, ByDate(day=day, seed=SEED), bottom > 0)
    return figure(Estimate(value=found.value, low=found.low, high=found.high, n=n))


#: Every system's recommendations, with the attributes that `bets_of` asks for.
BETS = f"""\
{GRADED}
SELECT origin, system, prop_type, game_date, recommendation AS side, line, actual,
    price_decimal AS price, stake_share, confidence, closing_value, true AS is_graded,
    fair_chance_over IS NOT NULL AS is_priced
FROM graded WHERE recommendation IN ('OVER', 'UNDER') AND system <> '{MARKET}'
ORDER BY origin, system, is_priced, prop_type, game_date, game_id, player_id
"""


def bets_by_system(view: View) -> dict[tuple[str, str, str], list[Any]]:
    """Rows by origin, system and market; nobody bets on his own price."""
    found: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
    for row in view.rows(BETS, begins=view.begins or date.min):
        found[row.origin, row.system, MARKETS[row.is_priced]].append(row)
    return found


def bets_records(
    system: str, market: str, rows: Sequence[Any], spans: Sequence[Span]
) -> Iterator[BetsRecord]:
    """By span, of all props and of each."""
    bets = bets_of(rows)
    props = np.array([row.prop_type for row in rows])
    parts: dict[str | None, Flags] = {None: np.ones(len(bets), dtype=np.bool_)}
    parts |= {str(prop): props == prop for prop in dict.fromkeys(props.tolist())}
    for prop, of_prop in parts.items():
        for span in spans:
            where = of_prop & span.holds(bets.day)
            yield BetsRecord(
                system=system,
                prop_type=prop,
                market=market,
                span=span.name,
                tally=tally(bets.where(where)),
            )


#: Chances if no push comes, and whether the over came; a list each per system and prop.
CHANCES = f"""\
{GRADED}
SELECT origin, system, prop_type, list(least(chance_over / greatest(1 - coalesce(chance_push, 0),
        1e-9), 1) ORDER BY game_date, game_id, player_id) AS chance,
    list((line_result = 'OVER')::INTEGER ORDER BY game_date, game_id, player_id) AS came
FROM graded
WHERE chance_over IS NOT NULL AND line_result IN ('OVER', 'UNDER') AND system <> '{MARKET}'
GROUP BY ALL ORDER BY origin, system, prop_type
"""


def calibration_records(view: View) -> Iterator[tuple[str, CalibrationRecord]]:
    """The origin with each record: of every system over all props, then by prop."""
    of_system: dict[tuple[str, str], dict[str, tuple[Floats, Floats]]] = defaultdict(dict)
    for row in view.rows(CHANCES, begins=view.begins or date.min):
        arrays = (np.array(row.chance, dtype=np.float64), np.array(row.came, dtype=np.float64))
        of_system[row.origin, row.system][row.prop_type] = arrays
    for (origin, system), props in of_system.items():
        chances, came = (np.concatenate(each) for each in zip(*props.values(), strict=True))
        yield origin, _calibration(system, None, chances, came)
        for prop, arrays in props.items():
            yield origin, _calibration(system, prop, *arrays)


def _calibration(system: str, prop: str | None, chance: Floats, came: Floats) -> CalibrationRecord:
    found = reliability(chance, came, np.random.default_rng([SEED, 10]), draws=BAND_DRAWS)
    return CalibrationRecord(
        system=system,
        prop_type=prop,
        n=found.n,
        error=rounded(found.error),
        perfect_mean=rounded(found.perfect.mean),
        perfect_95=rounded(found.perfect.percentile_95),
        bins=[
            CalibrationBin(
                low=one.low,
                high=one.high,
                mean_chance=rounded(one.mean_probability),
                observed=figure(one.observed),
            )
            for one in found.bins
        ],
    )
