"""A system beside the market, on the rows that have a line: errors, chances and their truth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

import numpy as np

from boxline.domain.line_sides import OVER, PUSH, UNDER
from boxline.forecasting.evaluation import names
from boxline.forecasting.evaluation.prop_rows import PropRows, Said
from boxline.forecasting.evaluation.row_slices import circumstances
from boxline.forecasting.rows import Flags, Floats
from boxline.forecasting.scoring.counted_rows import counted, mean
from boxline.forecasting.scoring.estimates import Estimate
from boxline.forecasting.scoring.intervals import ByDate, difference_by_date
from boxline.forecasting.scoring.probabilities import brier, log_loss
from boxline.forecasting.scoring.reliability import Reliability, reliability
from boxline.forecasting.scoring.slices import TIERS, tiers

#: Chances of the over that are judged beside the price's: column by name.
CHANCES = {
    "raw": "chance_over_alone",
    "shrunken": "chance_over_shrunken",
    "blended": "chance_over",
}

#: What they are compared with, where a price is and where none is.
PRICE, COIN = "price", "coin"

BAND_DRAWS = 300


@dataclass(frozen=True, kw_only=True)
class BesideLine:
    """Errors of a system and of the market on the same rows, in units of the prop.

    Attributes:
        market: what stands there, a `raw pick'em line` or `line and price`.
        is_closing: whether lines are known only as they closed: then they knew more.
        n: rows of p3 with a forecast of both.
        mae, market_mae: of the system, and of what line and price imply (the line itself where it
            has no price); line_mae: of the line as it stands.
        difference: mae less market_mae, by date: negative where the system is better.
    """

    system: str
    prop: str
    market: str
    is_closing: bool
    slice_kind: str
    slice_name: str
    n: int
    mae: float | None
    market_mae: float | None
    line_mae: float | None
    difference: Estimate


@dataclass(frozen=True, kw_only=True)
class ChanceScore:
    """Chances to be over the line, judged beside the price's on the same rows; pushes are apart.

    Attributes:
        source: `raw` (the model alone), `shrunken`, `blended` (what is believed), or what they are
            compared with: the de-vigged `price`, or a `coin` where the line has no price.
        n: rows of p3 where every source of the system says a chance.
        pushes: further rows where what came is the line.
        log_loss, brier: means, lower is better.
        log_loss_difference, brier_difference: less that of price or coin, by date.
        reliability: whether the chances come true.
    """

    system: str
    prop: str
    market: str
    source: str
    n: int
    pushes: int
    log_loss: float | None
    brier: float | None
    log_loss_difference: Estimate | None
    brier_difference: Estimate | None
    reliability: Reliability


def market_masks(rows: PropRows) -> Mapping[str, Flags]:
    """Rows with a line, by whether prices stand beside it."""
    has_line = ~np.isnan(rows.games.floats("line"))
    is_priced = ~np.isnan(rows.games.floats("fair_chance_over"))
    return {names.RAW_LINE: has_line & ~is_priced, names.LINE_AND_PRICE: has_line & is_priced}


def beside_line(rows: PropRows, by: ByDate) -> Iterator[BesideLine]:
    """Every system's errors beside the market's, over all rows of p3 and parts of them."""
    market = rows.of(names.MARKET)
    if market is None:
        return
    for kind, mask in market_masks(rows).items():
        lined = mask & rows.masks["p3"]
        for system in rows.systems:
            said = rows.of(system)
            if said is not None and system != names.MARKET and lined.any():
                yield from _line_slices(rows, said, market, kind, lined, by)


def _line_slices(
    rows: PropRows, said: Said, market: Said, kind: str, lined: Flags, by: ByDate
) -> Iterator[BesideLine]:
    size, of_market = (np.abs(each.forecast - rows.actual) for each in (said, market))
    of_line = np.abs(rows.games.floats("line") - rows.actual)
    whole = [(names.ALL, names.ALL, np.ones(len(rows), dtype=np.bool_))]
    # By the market's number: by the system's own, its boldest errors would gather in one tier.
    found = tiers(rows.prop, market.forecast) if rows.prop in TIERS else {}
    by_tier = ((names.TIER, name, where) for name, where in found.items())
    for slice_kind, name, where in chain(whole, by_tier, circumstances(rows)):
        both = counted(lined & where, size, of_market)
        if not both.any():
            continue
        yield BesideLine(
            system=said.system,
            prop=rows.prop,
            market=kind,
            is_closing=rows.prop == names.CLOSING_ONLY,
            slice_kind=slice_kind,
            slice_name=name,
            n=int(both.sum()),
            mae=mean(size[both]),
            market_mae=mean(of_market[both]),
            line_mae=mean(of_line[both]),
            difference=difference_by_date(size, of_market, by, both),
        )


def chance_scores(rows: PropRows, by: ByDate) -> Iterator[ChanceScore]:
    """Every system's chances beside the price's, or beside a coin's."""
    for kind, mask in market_masks(rows).items():
        lined = mask & rows.masks["p3"]
        for system in rows.systems:
            said = rows.of(system)
            if said is not None and system != names.MARKET and lined.any():
                yield from _sources(rows, said, kind, lined, by)


def without_push(chance: Floats, push: Floats) -> Floats:
    """Chances if no push comes, from those that count none in: what a price's chance is.

    On a line that is no whole number they are the same. A missing chance of a push is none.
    """
    return np.clip(chance / np.maximum(1 - np.nan_to_num(push), 1e-9), 0, 1)


def _sources(
    rows: PropRows, said: Said, kind: str, lined: Flags, by: ByDate
) -> Iterator[ChanceScore]:
    push = said.floats("chance_push")
    stated = {each: without_push(said.floats(name), push) for each, name in CHANCES.items()}
    is_priced = kind == names.LINE_AND_PRICE
    rival = PRICE if is_priced else COIN
    stated[rival] = said.floats("fair_chance_over") if is_priced else np.full(len(rows), 0.5)
    # A chance that is nowhere stated (a system that has none) must not empty the others.
    stated = {each: p for each, p in stated.items() if counted(lined, p).any()}
    if rival not in stated or len(stated) == 1:
        return
    result = said.texts("line_result")
    came = np.where(result == OVER, 1.0, np.where(result == UNDER, 0.0, np.nan))
    all_said = counted(lined, *stated.values())
    both = counted(all_said, came)
    losses, squares = ({s: f(p, came) for s, p in stated.items()} for f in (log_loss, brier))
    for source, chance in stated.items():
        is_rival = source == rival
        yield ChanceScore(
            system=said.system,
            prop=rows.prop,
            market=kind,
            source=source,
            n=int(both.sum()),
            pushes=int((all_said & (result == PUSH)).sum()),
            log_loss=mean(losses[source][both]),
            brier=mean(squares[source][both]),
            log_loss_difference=None
            if is_rival
            else difference_by_date(losses[source], losses[rival], by, both),
            brier_difference=None
            if is_rival
            else difference_by_date(squares[source], squares[rival], by, both),
            reliability=reliability(
                chance, came, np.random.default_rng([by.seed, 10]), both, draws=BAND_DRAWS
            ),
        )
