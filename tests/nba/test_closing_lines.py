"""Closing-line value from files to the report: sandbox lines that are moved before a start."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from boxline.forecasting.evaluation.evaluating import Evaluation, evaluate
from boxline.forecasting.market.recommendation import recommend
from boxline.forecasting.populations import EVERYBODY
from boxline.home import Home
from boxline.home.backtests import Backtest, graded_rows
from boxline.nba.grading import LINE_MOVED
from boxline.nba.starts import CUTOFF_MINUTES
from boxline.web.backtest.about import About
from boxline.web.backtest_report import report
from tests.builders import bring_in, every_dataset, rows_of, run, settled_league_home

GRADES = "nba_predictions.prediction_accuracy"
PRA = "points_rebounds_assists"
DAY = date(2024, 11, 24)

#: American odds of over and under: of all bookmakers, and of one whose over, or under, pays more.
EVEN, OVER_PAYS, UNDER_PAYS = (-110.0, -110.0), (100.0, -120.0), (-120.0, 100.0)
OVER_LIKELIER = (-150.0, 130.0)
PAYS_MORE = "FanDuel"
EARLY_LINE, RISEN_LINE = 20.5, 22.5


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The small league, of which every PRA line of a day was moved. The better side is taken
    however little it promises: its models beside prices have learnt from too few games."""
    folder = tmp_path_factory.mktemp("moved")
    home = settled_league_home(folder, with_old_models=True)
    (file,) = (folder / "archive").rglob("pra_lines_2024-25.parquet")
    lines = pq.read_table(file)
    starts = {
        row["tipped_off_at"] for row in rows_of(home, "nba_core.games") if row["game_date"] == DAY
    }
    moved = [line for row in lines.to_pylist() for line in in_two_states(row, starts)]
    pq.write_table(pa.Table.from_pylist(lines.to_pylist() + moved, schema=lines.schema), file)
    assert not bring_in(home, [file]).failures
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(recommend.__kwdefaults__, "least_edge", -1.0)
        run(home, first=DAY, last=DAY, only=every_dataset(home), remake=True)
    return home


def in_two_states(row: dict[str, Any], starts: set[datetime]) -> list[dict[str, Any]]:
    """The states before the start of a line that stood right after it."""
    stood = datetime.fromisoformat(row["last_update"]).replace(tzinfo=None)
    starts = {start for start in starts if start <= stood <= start + timedelta(minutes=20)}
    if not starts:
        return []
    (start,) = starts
    # By the first name, which every bookmaker spells alike but for accents.
    kind = len(row["player"].split(maxsplit=1)[0])
    early = OVER_PAYS if kind % 4 < 2 else UNDER_PAYS
    late = (RISEN_LINE, EVEN) if kind % 2 else (EARLY_LINE, OVER_LIKELIER)

    def state(minutes: int, line: float, prices: tuple[float, float]) -> dict[str, Any]:
        shown = {"over_price_american": prices[0], "under_price_american": prices[1]}
        at = f"{start - timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%SZ}"
        return row | {"line": line, "last_update": at, **shown}

    return [
        state(60, EARLY_LINE, early if row["bookmaker"] == PAYS_MORE else EVEN),
        state(10, *late),
    ]


@pytest.fixture(scope="module")
def bets(home: Home) -> list[dict[str, Any]]:
    """The graded bets of the day on PRA."""
    return [
        row
        for row in rows_of(home, GRADES)
        if (row["game_date"], row["prop_type"]) == (DAY, PRA)
        and row["recommendation"] in ("OVER", "UNDER")
    ]


@pytest.mark.parametrize(("pick", "sign"), [("OVER", 1), ("UNDER", -1)])
def test_where_the_over_became_likelier_its_bets_gain_chance_and_those_on_the_under_lose_it(
    bets: list[dict[str, Any]], pick: str, sign: int
) -> None:
    rows = [
        row
        for row in bets
        if (row["line"], row["closing_line"], row["recommendation"])
        == (EARLY_LINE, EARLY_LINE, pick)
    ]
    assert rows
    for row in rows:  # from even to 150 against 130, of which the margin is taken
        assert row["closing_value"] == pytest.approx(sign * 0.08, abs=0.02)
        assert row["closing_missing_reason"] is None
        assert row["closing_line_gain"] == 0


@pytest.mark.parametrize(("pick", "gain"), [("OVER", 2.0), ("UNDER", -2.0)])
def test_where_the_line_rose_bets_on_the_over_beat_it_and_no_chance_is_compared(
    bets: list[dict[str, Any]], pick: str, gain: float
) -> None:
    rows = [
        row for row in bets if (row["closing_line"], row["recommendation"]) == (RISEN_LINE, pick)
    ]
    assert rows
    for row in rows:
        assert row["closing_line_gain"] == gain
        assert row["closing_value"] is None
        assert row["closing_missing_reason"] == LINE_MOVED


@pytest.fixture(scope="module")
def evaluation(home: Home) -> Evaluation:
    """The day as a backtest judges it."""
    tried = Backtest(name="a day", first=DAY, last=DAY, scratch=home, cutoff_minutes=CUTOFF_MINUTES)
    return evaluate(graded_rows(tried, GRADES, [], [PRA]), draws=50)


def test_a_backtest_tells_how_many_bets_have_a_closing_value_their_mean_and_why_others_have_none(
    bets: list[dict[str, Any]], evaluation: Evaluation
) -> None:
    assert evaluation.bets
    for record in evaluation.bets:
        own = [
            row
            for row in bets
            if (row["system"], row["population"]) == (record.system, EVERYBODY)
            and row["void_reason"] is None
        ]
        values = [row["closing_value"] for row in own if row["closing_value"] is not None]
        moved = sum(row["closing_missing_reason"] == LINE_MOVED for row in own)
        assert record.closing.value.n == len(values) > 0
        assert record.closing.value.value == pytest.approx(np.mean(values))
        assert record.closing.missing == {LINE_MOVED: moved}


def test_its_page_shows_them(evaluation: Evaluation) -> None:
    about = About(title="A day", cutoff="", made_at=datetime(2024, 11, 25, tzinfo=UTC))
    _, _, told = report(evaluation, about).partition("Closing-line value")
    assert LINE_MOVED in told
