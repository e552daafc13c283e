"""No model, champion, prediction or grade changes when all that comes after it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import ibis
import pytest

from boxline.catalog import Rel
from boxline.catalog.expressions import compile_materials
from boxline.home import Home
from boxline.nba.moments import moments_of
from boxline.nba.starts import CUTOFF_MINUTES
from tests.builders import commits_of, settled_league_home
from tests.contracts.cutoffs import AROUND
from tests.contracts.poisoned_predictions import (
    CHAMPIONS,
    PREDICTIONS,
    REFERENCE_MODELS,
    SAID_BEFORE,
    WEEKLY_MODELS,
    PoisonedPredictions,
    predicted_tables,
)
from tests.contracts.test_computed_datasets import PRE_GAME

pytestmark = pytest.mark.thorough  # two seasons are computed again for each day

STORE = "nba_precompute.ml_feature_store"

#: What nonsense of two days leaves as it is: the calendar itself, a season's reference in the midst
#: of it, and who speaks first, since in so short a season nobody is beaten beyond chance.
THE_SAME = {
    "nba_predictions.season_starts",
    "nba_predictions.week_starts",
    REFERENCE_MODELS,
    CHAMPIONS,
}


@pytest.fixture(scope="module")
def settled_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The small league with models of every week."""
    return settled_league_home(tmp_path_factory.mktemp("with-models"), with_old_models=True)


@pytest.fixture(scope="module")
def poisoning(settled_home: Home) -> Iterator[PoisonedPredictions]:
    made = PoisonedPredictions(settled_home, date(2020, 1, 1))
    yield made
    made.connection.close()


@pytest.fixture
def leaking(settled_home: Home) -> Iterator[PoisonedPredictions]:
    """One whose tables a test may spoil."""
    made = PoisonedPredictions(settled_home, date(2020, 1, 1))
    yield made
    made.connection.close()


def cutoff_of(kind: str, home: Home) -> date:
    """A day with games of the small league: of the season that has lines, or of the one before."""
    days = sorted(commits_of(home)["nba_core.player_games"])
    older = [day for day in days if day.year == days[0].year]
    newer = [day for day in days if day.year == days[-1].year]
    mondays = [day for day in newer if day.weekday() == 0]
    return {
        "a season's first day": newer[0],
        "a week's first day": mondays[-1],
        "the day before a week's first": max(day for day in newer if day < mondays[-1]),
        "a season without lines": older[-4],
    }[kind]


@pytest.mark.parametrize(
    "kind",
    [
        "a season's first day",
        "a season without lines",
        "a week's first day",
        "the day before a week's first",
    ],
)
def test_nonsense_from_a_day_on_changes_nothing_predicted_before_it(
    settled_home: Home, poisoning: PoisonedPredictions, kind: str
) -> None:
    cutoff = cutoff_of(kind, settled_home)
    assert list(poisoning.differences(cutoff, PRE_GAME | SAID_BEFORE)) == []


def test_the_nonsense_reaches_every_table_of_the_layer_on_its_first_day_or_the_next(
    settled_home: Home, poisoning: PoisonedPredictions
) -> None:
    cutoff = cutoff_of("the day before a week's first", settled_home)
    if poisoning.cutoff != cutoff:  # it stands from the test above, unless that was left out
        poisoning.poison(cutoff)
    reached = {
        name
        for name in predicted_tables(poisoning.catalog)
        if any(poisoning.changed(name, cutoff, cutoff + timedelta(days=AROUND)))
    }
    assert reached == {*predicted_tables(poisoning.catalog)} - THE_SAME


class TestALeak:
    def test_of_the_day_s_own_games_into_its_models_is_seen(
        self, settled_home: Home, leaking: PoisonedPredictions, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        given = leaking.given
        monkeypatch.setattr(
            leaking,
            "given",
            lambda name, first, last: {
                parameter: replace(rows, last=last)
                for parameter, rows in given(name, first, last).items()
            },
        )
        cutoff = cutoff_of("a week's first day", settled_home)
        leaking.targets = [WEEKLY_MODELS]
        leaking.stand_anew(leaking.targets, cutoff)
        assert list(leaking.differences(cutoff, SAID_BEFORE)) != []

    def test_of_a_line_that_came_too_late_is_seen(
        self, settled_home: Home, leaking: PoisonedPredictions, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def at_the_start(games: Rel, cutoffs: Rel, clock: Rel) -> Rel:
            later = cutoffs.cutoff_at + ibis.interval(minutes=CUTOFF_MINUTES)
            return moments_of(games, cutoffs.mutate(cutoff_at=later), clock)

        module = "boxline.nba.predictions.player_prop_predictions"
        monkeypatch.setattr(f"{module}.moments_of", at_the_start)
        transform = leaking.catalog.transforms[PREDICTIONS]
        leaking.materials[PREDICTIONS] = compile_materials(transform, "duckdb")
        cutoff = cutoff_of("a week's first day", settled_home)
        leaking.stand_anew([PREDICTIONS], cutoff)
        found = list(leaking.differences(cutoff, PRE_GAME | SAID_BEFORE))
        assert {line.split(":")[0] for line in found} == {PREDICTIONS}

    def test_of_what_came_of_the_game_into_its_features_is_seen(
        self, settled_home: Home, leaking: PoisonedPredictions
    ) -> None:
        leaking.sql[STORE] = (
            "SELECT s.* REPLACE (coalesce(g.points, 0.0) AS points_avg_season) "
            f"FROM ({leaking.sql[STORE]}) AS s LEFT JOIN nba_core.player_games AS g "
            "ON g.game_id = s.game_id AND g.player_id = s.player_id"
        )
        cutoff = cutoff_of("a week's first day", settled_home)
        leaking.stand_anew([STORE, *predicted_tables(leaking.catalog)], cutoff)
        found = list(leaking.differences(cutoff, PRE_GAME | SAID_BEFORE))
        assert {line.split(":")[0] for line in found} == {STORE, PREDICTIONS}
