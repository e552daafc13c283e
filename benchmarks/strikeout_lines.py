"""Bookmakers' strikeout lines of nine days of 2026 beside what two seasons before let one say.

No schedule, start or line-up of 2026 is among the data, so no day of it can be run: who pitched,
and what came, is taken from a public model's log, and starters' pasts end in September 2025. The
models are those of the pipeline, through the same functions.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
from measuring import shared_data, show

from boxline.domain.names import normalised_name
from boxline.forecasting.distribution import Distributions
from boxline.forecasting.market.devig import Devig, fair_probabilities
from boxline.forecasting.rows import Floats, Rows
from boxline.forecasting.scoring.intervals import ByDate, difference_by_date, mean_by_date
from boxline.forecasting.scoring.probabilities import brier
from boxline.forecasting.scoring.reliability import reliability
from boxline.mlb.clubs import team_id_of
from boxline.mlb.starters.distributions import spread
from boxline.mlb.starters.model import expect, learn
from boxline.mlb.starters.rows import DAY, both, day_numbers
from boxline.mlb.starters.standing import standing

LOG = "benchmarks/mlb_strikeout_model_log_2026-08-04_to_2026-08-12.parquet"
LINES = "mlb_prop_lines/strikeout_lines_2026-08-05_to_2026-08-12.parquet"

MADE = """
SELECT p.game_id, p.game_date, p.player_id, p.team_id, p.opponent_team_id, p.is_home,
    coalesce(g.venue_id, -1) AS venue_id, -1 AS umpire_id,
    p.strikeouts, p.batters_faced, p.outs, p.pitches,
    f.expected_batters_faced, f.expected_outs, f.is_by_model
FROM mlb_core.pitcher_games p JOIN mlb_core.games g USING (game_id)
LEFT JOIN mlb_predictions.starter_forecasts f ON f.game_id = p.game_id
    AND f.player_id = p.player_id
WHERE p.is_starter ORDER BY p.game_date, p.game_id, p.player_id
"""

#: The newest capture before each start, with the New York day of the start.
CAPTURED = """
SELECT pitcher_name, (start_time_utc::TIMESTAMPTZ AT TIME ZONE 'America/New_York')::DATE AS day,
    line, over_odds, under_odds
FROM '{path}' WHERE captured_at::TIMESTAMPTZ < start_time_utc::TIMESTAMPTZ
QUALIFY row_number() OVER (PARTITION BY pitcher_name, day ORDER BY captured_at DESC) = 1
ORDER BY day, pitcher_name
"""


def _columns(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, np.ndarray]:
    found = connection.execute(sql).fetchnumpy()
    return {
        name: values
        if np.ma.asarray(values).dtype == object
        else np.ma.filled(np.ma.asarray(values), np.nan)
        if np.ma.asarray(values).dtype.kind == "f"
        else np.ma.getdata(values)
        for name, values in found.items()
    }


def _made(connection: duckdb.DuckDBPyConnection) -> Rows:
    rows = Rows(_columns(connection, MADE))
    return rows.with_columns(**{DAY: day_numbers(rows["game_date"])})


def _to_come(log: dict[str, np.ndarray], made: Rows) -> Rows:
    """The log's starts, at the parks where their home clubs last played."""
    team, opponent = (
        np.array([team_id_of(str(code)) for code in log[column]], dtype=np.int64)
        for column in ("pitcher_team", "opponent_team")
    )
    is_home = log["is_home"].astype(np.float64)
    at_home = made.floats("is_home") > 0
    clubs, parks = made["team_id"][at_home], made["venue_id"][at_home]
    last = dict(zip(clubs.tolist(), parks.tolist(), strict=True))
    home = np.where(is_home > 0, team, opponent)
    return Rows(
        {
            "player_id": log["pitcher_id"].astype(np.int64),
            "team_id": team,
            "opponent_team_id": opponent,
            "venue_id": np.array([last[club] for club in home.tolist()], dtype=np.int64),
            "umpire_id": np.full(len(team), -1),
            "is_home": is_home,
            DAY: day_numbers(log["date"]),
        }
    )


def _said(made: Rows, to_come: Rows) -> Distributions:
    """The distribution of strikeouts of each start to come."""
    every = both(made, to_come)
    stood = every.with_columns(**standing(every, made).columns)
    here, there = np.arange(len(made)), np.arange(len(made), len(every))
    models = learn(stood.where(here))
    forecast = ~np.isnan(made.floats("expected_outs"))
    earlier = made.where(forecast)
    return spread(expect(stood.where(there), models), earlier)["strikeouts"]


def beside_the_market(warehouse: Path, seed: int) -> None:
    """Print the figures."""
    data = shared_data()
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        made = _made(connection)
        log = _columns(connection, f"FROM '{data / LOG}' ORDER BY date, game_pk, is_home")
        lines = connection.execute(CAPTURED.format(path=data / LINES)).fetchall()
    to_come = _to_come(log, made)
    said = _said(made, to_come)
    whose = {
        (normalised_name(str(name)), int(day)): place
        for place, (name, day) in enumerate(zip(log["pitcher_name"], to_come[DAY], strict=True))
    }
    met = [
        (whose[key], line, over, under)
        for name, day, line, over, under in lines
        if (key := _key(name, day)) in whose
    ]
    place = np.array([row[0] for row in met])
    line, over, under = (np.array([row[n] for row in met], np.float64) for n in (1, 2, 3))
    fair, _ = fair_probabilities(_decimal(over), _decimal(under), method=Devig.MULTIPLICATIVE)
    came = log["actual_k"].astype(np.float64)[place]
    ours = Distributions(said.cdf[place])
    his_starts = _starts_of(made, to_come)[place]
    print(f"\nDraftKings, 5 to 12 August 2026: {len(lines)} pitchers' games with a line")
    print(f"  what came is known of {len(met)}; starts of 2026 before them: none are in the data")
    day = to_come[DAY].astype(np.int64)[place]
    for words, where in (
        ("all", np.ones(len(met), dtype=bool)),
        ("pitchers with 10 starts or more in 2025", his_starts >= 10),
    ):
        _print(words, line, fair, came, ours, where, ByDate(day=day, seed=seed))


def _key(name: str, day: object) -> tuple[str, int]:
    number = int(np.datetime64(str(day), "D").astype(np.int64))
    return normalised_name(name.split("(", maxsplit=1)[0]), number


def _decimal(american: Floats) -> Floats:
    return np.where(american > 0, american / 100 + 1, 100 / -american + 1)


def _starts_of(made: Rows, to_come: Rows) -> Floats:
    last_season = made["player_id"][made[DAY] >= day_numbers(np.array(["2025-01-01"]))[0]]
    return np.array([(last_season == one).sum() for one in to_come["player_id"]], np.float64)


def _print(
    words: str,
    line: Floats,
    fair: Floats,
    came: Floats,
    ours: Distributions,
    where: np.ndarray,
    by: ByDate,
) -> None:
    over = (came > line).astype(np.float64)
    chance = ours.over(line)
    print(f"\n  {words}: n = {where.sum()}, over {over[where].mean():.3f} of them")
    for who, value in (("the line", line), ("our median", ours.quantile(0.5))):
        show(f"    mean absolute error of {who}", f"{np.abs(value - came)[where].mean():.3f}", "-")
    for who, value in (("the de-vigged price", fair), ("ours", chance)):
        score = mean_by_date(brier(value, over), by, where)
        show(f"    Brier score of {who}", f"{score.value:.4f}", "-")
    less = difference_by_date(brier(chance, over), brier(fair, over), by, where)
    show("    ours less the price's", f"{less.value:+.4f} ({less.low:+.3f}..{less.high:+.3f})", "-")
    for who, value in (("the price", fair), ("ours", chance)):
        found = reliability(value, over, np.random.default_rng(by.seed), where)
        bins = " ".join(
            f"{one.mean_probability:.2f}>{one.observed.value:.2f}({one.observed.n})"
            for one in found.bins
            if one.mean_probability is not None
        )
        print(
            f"    calibration of {who}: error {found.error:.3f}, by luck {found.perfect.mean:.3f}"
        )
        print(f"      {bins}")
