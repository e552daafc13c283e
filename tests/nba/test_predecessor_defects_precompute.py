"""Defects of the predecessor's composite factors and daily cache, each as a test of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest

from boxline.catalog import Table
from boxline.config import Settings
from boxline.leagues import load_catalog
from boxline.nba import early_season, quality
from tests.nba.by_hand import computed
from tests.nba.factor_rows import factors_of
from tests.nba.pre_game_rows import DAY, calendar, every_other_day, form_after, player_row


def test_defect_1_a_rested_player_loses_nothing_and_a_tired_one_does() -> None:
    loads = [
        {"days_rest": 3, "games_last_7_days": 1, "minutes_last_7_days": 30},
        {"days_rest": 2, "games_last_7_days": 4, "minutes_last_7_days": 100},
        {"days_rest": 1, "games_last_7_days": 4, "minutes_last_7_days": 100},
        {"days_rest": 1, "games_last_7_days": 4, "minutes_last_7_days": 160},
    ]
    found = [factors_of(**load) for load in loads]
    assert [row["fatigue_score"] for row in found] == [100, 90, 75, 67]
    assert [row["fatigue_adjustment"] for row in found] == pytest.approx([0, -0.5, -1.25, -1.65])


def test_defect_5_a_balanced_scorer_is_compared_with_every_zone_and_not_with_the_paint() -> None:
    zones = {"paint": (35.0, 8.0), "mid_range": (30.0, -2.0), "three": (35.0, -4.0)}
    row = factors_of(primary_scoring_zone="balanced", **zones)
    # (35 x 8 - 30 x 2 - 35 x 4) / 100; the paint alone would be 8 x 35 / 50 x 1.2 = 6.72.
    assert row["shot_zone_mismatch_score"] == pytest.approx(0.8)


@pytest.mark.parametrize("usage", [10.0, 15.0, 35.0])
def test_defect_6_usage_is_projected_from_who_is_there_and_not_taken_as_25_percent(
    usage: float,
) -> None:
    everybody = factors_of(usage_percent_last_10=usage, star_plays=1.0)
    without_star = factors_of(usage_percent_last_10=usage, star_plays=0.0)
    # Beside three of 15 percent and a star of 40: their mean with him, and without him.
    mean, left = (3 * 15 + 40 + usage) / 5, (3 * 15 + usage) / 4
    assert everybody["projected_usage_percent"] == pytest.approx(usage * 20 / mean)
    assert without_star["projected_usage_percent"] == pytest.approx(usage * 20 / left)
    assert without_star["usage_spike_score"] > everybody["usage_spike_score"]


def test_defect_9_a_window_named_by_games_holds_games_and_one_named_by_season_the_season() -> None:
    # Ten games of 30 minutes over the last 20 days, before them ten of 10, the oldest of which is
    # 80 days ago.
    recent = [(day, {"minutes": 30}) for day, _ in every_other_day([0] * 10)]
    old = [(day, {"minutes": 10}) for day, _ in every_other_day([0] * 10, DAY - timedelta(days=62))]
    (row,) = computed(
        "nba_precompute.player_daily_cache",
        context=[player_row(7)],
        form=form_after(7, [*old, *recent]),
        **calendar(),
    )
    assert old[0][0] == DAY - timedelta(days=80)
    assert row["minutes_avg_last_10"] == 30
    assert row["minutes_std_last_10"] == 0
    assert row["minutes_avg_season"] == 20
    # Twenty values 10 away from their mean, those older than 60 days among them: 20 x 100 / 19.
    assert row["minutes_std_season"] == pytest.approx((2000 / 19) ** 0.5)


def test_defect_26_early_and_tier_are_one_column_and_one_scale_in_every_table() -> None:
    tables = [d for d in load_catalog().computed if isinstance(d, Table)]
    columns = [(table.name, c) for table in tables for c in table.columns]
    early = {name: c for name, c in columns if c.name == early_season.IS_EARLY_SEASON.name}
    tiers = {name: c for name, c in columns if c.name == "quality_tier"}
    assert "nba_precompute.player_daily_cache" in early.keys() & tiers.keys()
    assert {name for name, c in early.items() if c is not early_season.IS_EARLY_SEASON} == set()
    assert {name for name, c in tiers.items() if c.one_of != quality.TIERS} == set()


def _thresholds(tree: ast.Module) -> Iterator[object]:
    """The numbers that a module names as a whole, in a tuple or as values of a mapping, and those
    that it compares with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            value = node.value
            if isinstance(value, ast.Tuple):
                yield tuple(getattr(item, "value", None) for item in value.elts)
            found = value.values if isinstance(value, ast.Dict) else [value]
        elif isinstance(node, ast.Compare):
            found = [node.left, *node.comparators]
        else:
            continue
        yield from (item.value for item in found if isinstance(item, ast.Constant))


def test_defect_26_days_games_and_shares_that_decide_are_numbers_of_one_module_each() -> None:
    """The other number was in another module, not beside the first."""
    wanted = {
        early_season.EARLY_DAYS: "early_season",
        early_season.PLAYER_GAMES: "early_season",
        early_season.TEAM_GAMES: "early_season",
        **dict.fromkeys(quality.LEAST_SHARE.values(), "quality"),
    }
    assert 21 in wanted
    league = Path(early_season.__file__).parent
    stated: dict[object, set[str]] = {number: set() for number in wanted}
    for file in league.rglob("*.py"):
        for number in _thresholds(ast.parse(file.read_text())):
            if number in stated:
                stated[number].add(file.stem)
    assert stated == {number: {module} for number, module in wanted.items()}


@pytest.mark.parametrize(
    ("about", "names"),
    [
        ("lease", {"lease_seconds"}),
        ("entity", {"entity_failure_threshold", "entity_lockout_hours"}),
        ("provider", {"provider_failure_threshold", "provider_lockout_minutes"}),
        ("stale|stall|bootstrap|early", set()),
    ],
)
def test_defect_26_a_stall_and_each_breaker_has_one_number(about: str, names: set[str]) -> None:
    numbers = {each.name for each in fields(Settings) if each.type in ("int", "float")}
    assert {name for name in numbers if re.search(about, name)} == names
