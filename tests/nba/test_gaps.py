"""What is truly absent from two real seasons, as the grid finds it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from boxline.engine.work import Window
from boxline.health.grid.cells import State
from boxline.health.grid.gaps import Gaps, find_gaps
from boxline.health.grid.reading import Look
from boxline.home import Home
from boxline.home.looking import looked_at
from tests.builders import NOON

pytestmark = pytest.mark.thorough  # two real seasons are run

SEASON_2023 = date(2023, 8, 1)
RAW = "nba_raw.archive_player_games"

#: What has a row of each player who is expected; what shots limit is not to be had.
OF_WHO_IS_EXPECTED = (
    "nba_core.expected_players",
    "nba_analytics.expected_availability",
    "nba_analytics.upcoming_player_game_context",
    "nba_precompute.player_daily_cache",
    "nba_precompute.player_composite_factors",
    "nba_precompute.ml_feature_store",
    "nba_predictions.reference_forecasts",
    "nba_predictions.player_prop_predictions",
    "nba_predictions.prediction_accuracy",
)

#: Those of them that owe no number of rows.
OF_ANYBODY = ("nba_predictions.reference_forecasts", "nba_predictions.prediction_accuracy")


@pytest.fixture(scope="module")
def looked(real_home: Home) -> Iterator[Look]:
    with looked_at(real_home, now=NOON) as found:
        yield found


def gaps_of(looked: Look, *, unfold: bool = False, **window: date) -> Gaps:
    return find_gaps(looked.grid, Window(**window), unfold=unfold)  # type: ignore[arg-type]


def test_the_two_seasons_that_were_brought_in_lack_no_box_score(looked: Look) -> None:
    """On the second day of 2023-24 ten games had sides of which nobody had been seen: their games
    of 2022-23 are not in. So too few were expected, looked at before their game, predicted and
    graded; nothing else lacks."""
    shown = gaps_of(looked, first=SEASON_2023).shown
    found = Counter((g.cell.dataset, g.cell.day, g.cell.state) for g in shown)
    few = dict.fromkeys(OF_WHO_IS_EXPECTED, 10)
    few |= dict.fromkeys(OF_ANYBODY, 4)  # in the other six somebody had been seen who then played
    day = date(2023, 10, 25)
    assert found == {(name, day, State.BLOCKED): games for name, games in few.items()}
    roots = {looked.grid.root(g.cell) for g in shown}
    assert {root.dataset for root in roots} == {RAW}
    assert {looked.facts.by_id["nba"][root.place[0]].season for root in roots} == {"2022-23"}


def test_every_root_is_a_game_whose_box_scores_were_not_brought_in(looked: Look) -> None:
    """The playoffs are one file that begins in May 2021; of the regular seasons 2021-22 and
    2022-23, 1,230 games each, the calendar knows every game and no player's line is in."""
    roots = gaps_of(looked).shown
    by_id = looked.facts.by_id["nba"]
    seasons = Counter((by_id[g.cell.game_id].season, g.cell.dataset, g.cell.state) for g in roots)
    assert seasons == {
        ("2021-22", RAW, State.LATE): 1230,
        ("2022-23", RAW, State.LATE): 1230,
    }
    assert {by_id[g.cell.game_id].season_type for g in roots} == {"regular"}


def test_what_follows_waits_for_those_games_alone(looked: Look) -> None:
    """The lines, summaries and grades of those games; and who was expected, and so predictions,
    where too few of their sides' players had been seen before."""
    roots = {g.cell.key for g in gaps_of(looked).shown}
    gaps = list(looked.grid.gaps())
    assert {looked.grid.root(gap) for gap in gaps} == roots
    blocked = Counter(gap.dataset for gap in gaps if gap.state is State.BLOCKED)
    assert blocked["nba_core.player_games"] == 2460
    assert blocked["nba_analytics.player_game_summary"] == 2460


def test_what_no_source_has_is_not_missing(looked: Look) -> None:
    """The archive has no play-in game and no Cup final of any player, and no playoffs before 2021;
    shots were never brought in."""
    for name in (RAW, "nba_core.player_games"):
        cells = [looked.grid.of(name, game) for game in looked.facts.by_league["nba"]]
        found = Counter(
            (game.season_type, cell.state)
            for game, cell in zip(looked.facts.by_league["nba"], cells, strict=True)
            if cell is not None and game.day >= SEASON_2023
        )
        assert found == {
            ("regular", State.PRESENT): 2460,
            ("playoffs", State.PRESENT): 82 + 84,
            ("play_in", State.NOT_AVAILABLE): 12,
            ("nba_cup_final", State.NOT_AVAILABLE): 2,
        }
    shots = looked.grid.columns["nba_core.shots"].odd()
    assert {cell.state for cell in shots} == {State.NOT_AVAILABLE}


def test_on_the_eve_of_a_game_nothing_of_it_is_late(real_home: Home) -> None:
    """Looked at in the afternoon before the games of 2025-06-22, their box scores are not owed."""
    with looked_at(real_home, now=datetime(2025, 6, 22, 18, tzinfo=UTC)) as found:
        assert gaps_of(found, first=date(2025, 6, 22)).shown == ()
