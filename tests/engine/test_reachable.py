"""What a dataset can ever have: the seasons that its sources cover, through what it reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from boxline.catalog import Catalog, Coverage, Table, covers, per_scheduled_game
from boxline.catalog.expectations import ANY_TYPE, GameState
from boxline.catalog.inputs import Input, Past, Same
from boxline.engine.calendar import Calendar, GamesOfDay
from boxline.engine.plan import Planner
from boxline.engine.reachable import Reachable
from boxline.engine.versions import Commit, Settled
from boxline.engine.work import Window
from tests.catalog.toy_league import LEAGUE, build, computes, raw, reads, table, toy_modules

CHARTED, UNCHARTED = date(2024, 4, 2), date(2025, 4, 2)
CHARTS = raw("toy_raw.charts", covers=covers(["2024"], "regular", missing_games=["g9"]))
SHOTS = table("toy_core.shots")
ZONES = table("toy_precompute.zones", expects=per_scheduled_game(1))


def catalog(shots: Input, *, scores_need_zones: bool) -> Catalog:
    """The toy league with charts, zones made of the shots before a day, and scores that read the
    zones, whether they need them or not."""
    modules = toy_modules()
    scores, games = modules["toy.exports.scores"]["SCORES"], modules["toy.core.games"]["GAMES"]
    own = computes(ZONES, games=Same(games))
    given = {"games": Input(reach=Same(games), is_optional=False), "shots": shots}
    read = computes(scores, games=Same(games))
    zones = Input(reach=Same(ZONES), is_optional=not scores_need_zones)
    modules["toy.exports.scores"]["scores"] = replace(read, inputs={**read.inputs, "zones": zones})
    modules["toy.exports.scores"]["ZONES"] = ZONES
    return build(
        {
            **modules,
            "toy.raw.charts": {"CHARTS": CHARTS, "charts": reads(CHARTS)},
            "toy.core.shots": {"SHOTS": SHOTS, "shots": computes(SHOTS, charts=Same(CHARTS))},
            "toy.precompute.zones": {"ZONES": ZONES, "zones": replace(own, inputs=given)},
        }
    )


LIMIT = Input(reach=Past(SHOTS, seasons=1), is_optional=False, is_limit=True)


def covered(found: Catalog, name: str) -> Coverage | None:
    return Reachable(found, lambda _: CHARTED).coverage(name)


def test_a_past_that_limits_covers_its_seasons_whole() -> None:
    """The playoffs have the regular season before them; and a game that the charts lack lies
    behind others that they have."""
    found = covered(catalog(LIMIT, scores_need_zones=True), ZONES.name)
    assert found == Coverage(frozenset({("2024", ANY_TYPE)}))
    assert found.holds("2024", "playoffs", "g9")
    assert not found.holds("2025", "regular", "g1")


def test_any_other_past_limits_nothing() -> None:
    plain = replace(LIMIT, is_limit=False)
    assert covered(catalog(plain, scores_need_zones=True), ZONES.name) is None


def test_a_limit_reaches_those_who_need_the_table_and_no_others() -> None:
    name = "toy_exports.scores"
    needing, using = (catalog(LIMIT, scores_need_zones=needed) for needed in (True, False))
    assert covered(needing, name) == covered(needing, ZONES.name)
    assert covered(using, name) is None


def test_a_whole_season_and_a_type_of_it_have_that_type_in_common() -> None:
    whole = Coverage(frozenset({("2023", ANY_TYPE), ("2024", ANY_TYPE)}))
    one = covers(["2024", "2025"], "regular", missing_games=["g1"])
    assert whole & one == one & whole == covers(["2024"], "regular", missing_games=["g1"])
    assert whole & whole == whole


def test_games_of_a_season_that_is_covered_whole_are_counted_whatever_their_type() -> None:
    games = GamesOfDay(
        season="2024", season_type="playoffs", scheduled=frozenset({"g1"}), final=frozenset()
    )
    calendar = Calendar({LEAGUE.name: {CHARTED: [games]}})
    some = covers(["2024"], "regular")
    assert calendar.games(LEAGUE, CHARTED, GameState.SCHEDULED, some.as_past) == 1
    assert calendar.games(LEAGUE, CHARTED, GameState.SCHEDULED, some) == 0


def test_a_season_without_what_limits_a_table_is_computed_empty_and_blocks_nobody() -> None:
    found = catalog(LIMIT, scores_need_zones=True)
    held = {UNCHARTED: Commit(content=5, inputs=0, code="", rows=1, rejected=0)}
    settled = Settled({"toy_core.games": held})
    planner = Planner(found, dict.fromkeys(found.datasets, ""), Calendar({}), settled)
    zones = found[ZONES.name]
    assert isinstance(zones, Table)
    (cell,) = planner.dataset(zones, Window()).cells
    settled.record(ZONES.name, {UNCHARTED: Commit(0, cell.inputs, "", 0, 0)})
    scores = found["toy_exports.scores"]
    plan = planner.dataset(scores, Window())  # type: ignore[arg-type]
    assert ([one.day for one in plan.cells], plan.blocked) == ([UNCHARTED], ())
