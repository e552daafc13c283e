"""Two leagues in one home, whose seasons begin at different times and whose ids are the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from boxline.catalog import Raw, build_catalog, modules_of
from boxline.config import Settings
from boxline.engine.work import Window
from boxline.health.box_scores import BoxScores
from boxline.health.explaining.names import read_names
from boxline.health.grid.cells import State
from boxline.health.grid.gaps import find_gaps
from boxline.health.morning.report import Part
from boxline.home import Home
from boxline.home.box_scores import box_scores
from boxline.home.looking import looked_at
from boxline.home.morning import morning_report
from boxline.home.standing import standing_of

CATALOG = build_catalog(modules_of(["tests.two_leagues"]))
NORTH, SOUTH = CATALOG.leagues["north"], CATALOG.leagues["south"]
#: Noon of a day on which both play. The northern season is half over, the southern one has begun.
NOON = datetime(2025, 9, 3, 16, tzinfo=UTC)
YESTERDAY, TODAY = date(2025, 9, 2), date(2025, 9, 3)


def sides(league: str, game_id: str, day: date, **changes: Any) -> list[dict[str, Any]]:
    """The two sides of a game, which is over unless it is today's; a player scored for each."""
    of = CATALOG.leagues[league]
    names = {"north": ("NOR", "Ann"), "south": ("SOU", "Bob")}[league]
    given = {
        "game_id": game_id,
        "game_date": day.isoformat(),
        "season": of.seasons.season_of(day),
        "tipped_off_at": f"{day}T23:00:00Z",
        "is_final": day < TODAY,
        **changes,
    }
    who = {"team": names[0], "player_name": names[1]} if given["is_final"] else {"team": names[0]}
    ids = [{"player_id": 12}, {"player_id": 13}] if given["is_final"] else [{}, {}]
    return [{**given, **who, **ids[n], "team_id": n + 1, "is_home": n == 0} for n in range(2)]


def lost(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sides of a game of which nobody says who scored."""
    return [{**row, "player_id": None, "player_name": None} for row in rows]


SENT = {
    "north": [
        *sides("north", "old", date(2025, 1, 20)),
        *sides("north", "g1", date(2025, 8, 29)),
        *sides("north", "g2", YESTERDAY),
        *sides("north", "g3", TODAY),
    ],
    "south": [
        *sides("south", "g1", date(2025, 8, 29)),
        *lost(sides("south", "g2", YESTERDAY)),
        *sides("south", "g3", TODAY),
        *sides("south", "g4", TODAY),
    ],
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home in which both leagues were brought in and run."""
    settings = Settings(home=tmp_path_factory.mktemp("two") / "home")
    home = Home(settings=settings, clock=lambda: NOON, declared=lambda: CATALOG)
    for league, rows in SENT.items():
        raw = CATALOG[f"{league}_raw.sides"]
        assert isinstance(raw, Raw)
        body = json.dumps({"rows": rows}).encode()
        home.land(raw, [(f"{league}.json", body)], fetched_at=NOON)
    report = home.run("run", Window())
    assert not report.failures
    yield home
    home.close()


def document(home: Home, path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((home.published.current / "v1" / path).read_text())
    return found


def days_of(home: Home, league: str) -> list[date]:
    entries = home.published.manifest()["documents"].values()
    dataset = f"{league}_exports.scores"
    return sorted(date.fromisoformat(e["date"]) for e in entries if e["dataset"] == dataset)


def test_each_league_publishes_its_own_newest_season_whole(home: Home) -> None:
    assert days_of(home, "north") == [date(2025, 8, 29 + n) for n in range(3)] + [
        date(2025, 9, n) for n in (1, 2, 3, 4)
    ]
    assert days_of(home, "south") == [date(2025, 9, n) for n in (2, 3, 4)]


def test_a_feed_tells_of_its_leagues_season(home: Home) -> None:
    north, south = document(home, "north/season.json"), document(home, "south/season.json")
    assert (north["begins"], north["first"], north["games"]) == ("2025-02-01", "2025-08-29", 3)
    assert (south["begins"], south["first"], south["games"]) == ("2025-09-01", "2025-09-02", 3)


def test_a_day_stands_for_each_league_as_its_own_games_do(home: Home) -> None:
    assert document(home, "north/2025-09-03.json")["state"] == "live"
    south = document(home, "south/2025-09-03.json")
    assert (south["state"], south["state_reason"]) == ("halted", "no bookmaker's line is known")
    assert document(home, "north/latest.json")["games"] == ["g3"]
    assert document(home, "south/latest.json")["games"] == ["g3", "g4"]


def test_what_tells_of_the_home_takes_the_day_as_it_stands_worst(home: Home) -> None:
    told = document(home, "status.json")
    assert (told["state"], told["state_reason"]) == (
        "halted",
        "south: no bookmaker's line is known",
    )


def test_a_run_of_the_one_league_leaves_the_others_documents(home: Home) -> None:
    before = home.published.manifest()["documents"]
    only = frozenset({"south_exports.scores", "south_exports.season"})
    assert home.run("run", Window(only=only)).documents_changed == 0
    assert home.run("run", Window()).documents_changed == 0
    assert home.published.manifest()["documents"].keys() == before.keys()


def test_all_documents_can_be_asked_of_both(home: Home) -> None:
    planned = home.plan(Window(documents_from=dict.fromkeys(CATALOG.leagues, date.min)))
    certain = {one.dataset: [cell.day for cell in one.cells] for one in planned.plans}
    assert certain["north_exports.scores"] == [date(2025, 1, 20)]
    assert certain["south_exports.scores"] == [date(2025, 8, 29)]
    assert not any(one.cells for one in home.plan(Window()).plans)


def test_only_the_league_whose_rows_are_lost_misses_them(home: Home) -> None:
    short = {row["dataset"]: row["days_short"] for row in standing_of(home)}
    assert (short["north_core.appearances"], short["south_core.appearances"]) == (0, 1)
    with looked_at(home) as look:
        (gap,) = find_gaps(look.grid, Window()).shown
        game = look.facts.by_id["south"][gap.cell.game_id]
        assert (gap.cell.dataset, gap.cell.game_id) == ("south_core.appearances", "g2")
        assert look.grid.of("north_core.appearances", game) is None


def test_a_document_is_owed_since_its_leagues_newest_season_began(home: Home) -> None:
    with looked_at(home) as look:
        games = look.facts.by_id
        before = look.grid.of("south_exports.scores", games["south"]["g1"])
        within = look.grid.of("north_exports.scores", games["north"]["g1"])
        assert before is not None
        assert within is not None
        assert (before.day, within.day) == (date(2025, 8, 29), date(2025, 8, 29))
        assert (before.state, within.state) == (State.NOT_AVAILABLE, State.PRESENT)
        assert "earlier seasons" in before.cause


def test_a_name_is_looked_up_in_the_league_of_what_is_told(home: Home) -> None:
    with looked_at(home) as look:
        names = read_names(look.connection, CATALOG)
        assert names["north"].player(12) == "Ann"
        assert names["south"].player(12) == "Bob"
        game = look.facts.by_id["south"]["g2"]
        assert names[game.league].sides(game) == "SOU @ SOU"


def test_box_scores_are_judged_of_both_or_of_the_one_that_is_asked_for(home: Home) -> None:
    def lacking(told: BoxScores) -> list[tuple[str, int]]:
        return [(one.league, one.team_id) for one in told.found.teams if one.missing]

    both = box_scores(home, YESTERDAY, YESTERDAY)
    assert (both.found.games, lacking(both)) == (2, [("south", 1), ("south", 2)])
    assert lacking(box_scores(home, YESTERDAY, YESTERDAY, [NORTH])) == []
    mute = replace(SOUTH, coverage={})
    assert box_scores(home, YESTERDAY, YESTERDAY, [mute]).found.teams == ()


def test_the_morning_report_tells_of_each_league_by_itself(home: Home) -> None:
    parts = {part.title: part for part in morning_report(home).parts}

    def teams(part: Part) -> object:
        return part.figures["teams"]

    north, south = (parts[f"Missing teams and dates: {name}"] for name in ("north", "south"))
    assert (teams(north), north.figures["gaps"]) == ([], 0)
    assert (teams(south), south.figures["gaps"]) == (["SOU", "SOU"], 1)
    tonight = {name: parts[f"Tonight: {name}"].figures for name in ("north", "south")}
    assert [one["games"] for one in tonight.values()] == [1, 2]
    assert [one["state"] for one in tonight.values()] == ["live", "halted"]
