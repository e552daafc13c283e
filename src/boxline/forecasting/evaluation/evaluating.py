"""From graded predictions to a result: everything that is told of a backtest, worked out once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from boxline.forecasting.evaluation import names
from boxline.forecasting.evaluation.beside_market import (
    BesideLine,
    ChanceScore,
    beside_line,
    chance_scores,
    market_masks,
)
from boxline.forecasting.evaluation.bet_records import BetRecord, bet_records
from boxline.forecasting.evaluation.figures import Figures
from boxline.forecasting.evaluation.luck import Luck, luck_of
from boxline.forecasting.evaluation.prop_rows import PropRows, by_prop
from boxline.forecasting.evaluation.raised import (
    SystemAlarm,
    alarms_of,
    drift_alarms,
    raised_first,
)
from boxline.forecasting.evaluation.scores import Score, scores_of
from boxline.forecasting.evaluation.verdict import Verdict, verdict_of
from boxline.forecasting.rows import Rows
from boxline.forecasting.scoring.alarms import Alarm
from boxline.forecasting.scoring.intervals import DRAWS, ByDate

SEED = 2024


@dataclass(frozen=True, kw_only=True)
class Judged:
    """Which rows were judged.

    Attributes:
        graded: graded predictions of regular season games; elsewhere: of other games, left out.
        player_games: by prop, players and games with any prediction.
        populations: by prop, rows of p1, p2 and p3.
        void: by prop, why predictions count nothing, with how many player-games.
        lined: by prop, rows of p3 against each market.
        games: games; first_day, last_day: their first and last, as `2024-10-22`, "" without any.
    """

    graded: int
    elsewhere: int
    player_games: Mapping[str, int]
    populations: Mapping[str, Mapping[str, int]]
    void: Mapping[str, Mapping[str, int]]
    lined: Mapping[str, Mapping[str, int]]
    games: int
    first_day: str
    last_day: str


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """All that graded predictions say. Plain values: `dataclasses.asdict` makes it JSON.

    Attributes:
        judged: which rows.
        verdict: whether to trust the headline system.
        scores: forecasts by system, prop, population and slice.
        beside_line, chances: beside the market, on the rows that have a line.
        bets: by system, prop and market.
        luck: what so many tries make of the best record.
        alarms: raised ones first.
    """

    judged: Judged
    verdict: Verdict
    scores: tuple[Score, ...]
    beside_line: tuple[BesideLine, ...]
    chances: tuple[ChanceScore, ...]
    bets: tuple[BetRecord, ...]
    luck: Luck
    alarms: tuple[SystemAlarm, ...]


def evaluate(
    graded: Rows,
    *,
    headline: str | None = None,
    leaks: Sequence[Alarm] = (),
    seed: int = SEED,
    draws: int = DRAWS,
) -> Evaluation:
    """Judge graded predictions.

    Args:
        graded: one row per graded prediction, with the columns of `prediction_accuracy`: game_id,
            game_day (days since 1970), season_type, player_id, prop_type, system, population,
            forecast, median_rounded, low_80, high_80, actual (NaN where void), void_reason,
            minutes_played, games_this_season (earlier ones), chance_at_most, chance_below, line,
            line_result, chance_over_alone, chance_over_shrunken, chance_over (to be over the line
            outright: a push is not in them), chance_push, fair_chance_over (if no push comes),
            recommendation, edge, price_decimal, stake_share, closing_value,
            closing_missing_reason. Optional: not_made_reason (of rows without a forecast),
            is_new_team (1 or 0), days_since_last_game.
        headline: the system that the verdict is about; None: the first of `names.HEADLINES`.
        leaks: alarms that say, if raised, that an input knows the game: the caller has the
            features that `alarms.correlation_alarms` asks for.
        seed, draws: of the bootstrap by date, and of the randomised PIT.
    Raises:
        MissingFeature: a column that is needed is missing.
        ValueError: a prediction is graded twice, or none is of the headline.
    """
    is_regular = np.asarray(graded["season_type"] == names.REGULAR, dtype=np.bool_)
    props = tuple(by_prop(graded.where(np.flatnonzero(is_regular))))
    scores: list[Score] = []
    lines: list[BesideLine] = []
    chances: list[ChanceScore] = []
    bets: list[BetRecord] = []
    drifts: list[SystemAlarm] = []
    for rows in props:
        by = ByDate(day=rows.day, seed=seed, draws=draws)
        scores += scores_of(rows, by)
        lines += beside_line(rows, by)
        chances += chance_scores(rows, by)
        bets += bet_records(rows, by)
        drifts += drift_alarms(rows, by)
    found = Figures(
        scores=tuple(scores), lines=tuple(lines), chances=tuple(chances), bets=tuple(bets)
    )
    told = (SystemAlarm(system="", prop="", is_too_good=True, alarm=each) for each in leaks)
    alarms = raised_first([*told, *alarms_of(scores, chances, bets), *drifts])
    luck = luck_of(bets)
    system = _headline(props, headline)
    return Evaluation(
        judged=_judged(graded, is_regular.sum(), props),
        verdict=verdict_of(found, system, alarms, luck),
        scores=found.scores,
        beside_line=found.lines,
        chances=found.chances,
        bets=found.bets,
        luck=luck,
        alarms=alarms,
    )


def _headline(props: Sequence[PropRows], asked: str | None) -> str:
    told = {system for rows in props for system in rows.systems}
    if asked is not None and told and asked not in told:
        raise ValueError(f"no graded prediction is of {asked!r}; there are {sorted(told)}")
    if asked is not None:
        return asked
    return next((each for each in names.HEADLINES if each in told), next(iter(sorted(told)), ""))


def _judged(graded: Rows, regular: int, props: Sequence[PropRows]) -> Judged:
    days = [rows.day for rows in props]
    first, last = ("", "")
    if days:
        ends = min(int(d.min()) for d in days), max(int(d.max()) for d in days)
        first, last = (str(np.datetime64(day, "D")) for day in ends)
    games = {game for rows in props for game in rows.games["game_id"].tolist()}
    return Judged(
        graded=int(regular),
        elsewhere=len(graded) - int(regular),
        player_games={rows.prop: len(rows) for rows in props},
        populations={r.prop: {n: int(m.sum()) for n, m in r.masks.items()} for r in props},
        void={rows.prop: _void(rows) for rows in props},
        lined={rows.prop: _lined(rows) for rows in props},
        games=len(games),
        first_day=first,
        last_day=last,
    )


def _void(rows: PropRows) -> Mapping[str, int]:
    why = rows.games["void_reason"][np.isnan(rows.actual)]
    told = Counter(str(each or "no reason was given") for each in why.tolist())
    return dict(told.most_common())


def _lined(rows: PropRows) -> Mapping[str, int]:
    found = market_masks(rows).items()
    return {market: int((mask & rows.masks["p3"]).sum()) for market, mask in found}
