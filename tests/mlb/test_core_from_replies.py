"""What core makes of replies that come day after day: doubleheaders, scratches, orders, lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from boxline.home import Home
from tests.builders import commits_of, facts_of, home_at, rows_of, run, same
from tests.mlb.homes import mlb_catalog
from tests.mlb.sent_replies import (
    CASTELLANE,
    HOME,
    ODUYA,
    Game,
    event,
    land,
    offered,
    schedule,
    strikeouts,
    total,
)

NINE, OTHERS = tuple(range(902001, 902010)), tuple(range(903001, 903010))
FIRST, SECOND, THIRD = date(2025, 6, 14), date(2025, 6, 15), date(2025, 6, 16)

OPENER = Game(game_id=777001, day=FIRST, starts_at="2025-06-14T23:10:00Z")
EARLY = Game(game_id=777002, day=SECOND, starts_at="2025-06-15T17:05:00Z", doubleheader="S")
LATE = Game(
    game_id=777003, day=SECOND, starts_at="2025-06-15T23:05:00Z", doubleheader="S", number=2
)
LAST = Game(game_id=777004, day=THIRD, starts_at="2025-06-16T23:05:00Z")
ALL = (OPENER, EARLY, LATE, LAST)

#: Tables that the archive does not fill, and two that it fills otherwise.
TABLES = (
    "game_lines",
    "lineups",
    "pitcher_games",
    "pitcher_prop_lines",
    "pitches",
    "probable_pitchers",
    "umpires",
)
ONLY = frozenset(f"mlb_core.{name}" for name in (*TABLES, "games"))
NOW = datetime(2025, 6, 17, 12, tzinfo=UTC)


def tell(home: Home, until: str = "2025-06-17", *, since: str = "") -> None:
    """Land what came before an instant, in the order in which it came."""
    for dataset, reply, at, asked in sorted(_told(), key=lambda one: one[2]):
        if since <= at < until:
            land(home, dataset, reply, at, **asked)


def _told() -> list[tuple[str, Any, str, dict[str, str]]]:
    def day(at: str, *games: Game) -> tuple[str, Any, str, dict[str, str]]:
        return "mlbapi_schedule", schedule(games), at, {"date": games[0].day.isoformat()}

    def feed(at: str, game: Game) -> tuple[str, Any, str, dict[str, str]]:
        return "mlbapi_game_feed", game.feed, at, {"game_id": str(game.game_id)}

    def board(at: str, *events: Any) -> tuple[str, Any, str, dict[str, str]]:
        return "odds_api_mlb_game_lines", [*events], at, {}

    two = (event("early", EARLY.starts_at), event("late", LATE.starts_at))
    by_id = {one["id"]: one for one in two}

    def on(which: str, line: float) -> Any:
        return offered(which, by_id[which]["commence_time"], "totals", *total(line))

    prop = offered("late", LATE.starts_at, "pitcher_strikeouts", *strikeouts("Remy Oduya", 4.5))
    strange = offered("late", LATE.starts_at, "pitcher_strikeouts", *strikeouts("No Body", 3.5))
    strange["id"] = "other"
    return [
        ("mlbapi_season_schedule", schedule(ALL), "2025-06-13T12:00:00", {}),
        day("2025-06-14T20:00:00", OPENER.gathering(order=NINE, umpire=910001)),
        day("2025-06-15T04:00:00", OPENER.over(order=NINE, umpire=910001)),
        feed("2025-06-15T04:00:01", OPENER.over(order=NINE)),
        day("2025-06-15T10:00:00", EARLY, LATE),
        board("2025-06-15T12:00:00", on("early", 8.5), on("late", 9.0)),
        board("2025-06-15T13:00:00", on("early", 8.5), on("late", 9.5)),
        # The second game's starter is scratched, nobody is named, then another; its order is shown
        # early, handed in otherwise.
        day("2025-06-15T14:00:00", EARLY, replace(LATE, home_pitcher=None)),
        day("2025-06-15T15:00:00", EARLY, replace(LATE, home_pitcher=ODUYA, order=NINE)),
        ("odds_api_mlb_pitcher_props", prop, "2025-06-15T16:00:00", {"event_id": "late"}),
        ("odds_api_mlb_pitcher_props", strange, "2025-06-15T16:30:00", {"event_id": "other"}),
        day("2025-06-15T22:00:00", EARLY.over(), LATE.gathering(home_pitcher=ODUYA, order=OTHERS)),
        feed("2025-06-15T22:00:01", EARLY.over(order=OTHERS)),
        day("2025-06-16T04:00:00", EARLY.over(), LATE.over(home_pitcher=ODUYA, order=OTHERS)),
        feed("2025-06-16T04:00:01", LATE.over(order=OTHERS)),
    ]


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Everything told and run at once. Tests only read it."""
    home = home_at(tmp_path_factory.mktemp("once"), now=NOW, declared=mlb_catalog)
    tell(home)
    run(home, only=ONLY, accepted_because="it is a toy")
    return home


def rows(home: Home, table: str, **wanted: Any) -> list[dict[str, Any]]:
    found = rows_of(home, f"mlb_core.{table}")
    return [row for row in found if all(row[name] == value for name, value in wanted.items())]


def test_day_by_day_gives_the_rows_of_all_at_once(at_once: Home, tmp_path: Path) -> None:
    daily = home_at(tmp_path, now=NOW, declared=mlb_catalog)
    tell(daily)
    for day in sorted({day for name in ONLY for day in commits_of(at_once)[name]}):
        run(daily, first=day, last=day, only=ONLY, accepted_because="it is a toy")
    for table in TABLES:
        name = f"mlb_core.{table}"
        whole, apart = facts_of(at_once, name), facts_of(daily, name)
        assert len(whole) == len(apart) > 0, name
        assert [(a, d) for a, d in zip(whole, apart, strict=True) if not same(a, d)] == [], name


def test_what_comes_later_changes_nothing_that_was_known_before(
    at_once: Home, tmp_path: Path
) -> None:
    """At a quarter to one of the second day, Eastern, neither of its games has begun."""
    until = "2025-06-15T16:45:00"
    earlier = home_at(tmp_path, now=NOW, declared=mlb_catalog)
    tell(earlier, until)
    run(earlier, only=ONLY, accepted_because="it is a toy")
    for table, stamp in (
        ("game_lines", "known_at"),
        ("lineups", "known_at"),
        ("pitcher_prop_lines", "known_at"),
        ("probable_pitchers", "said_at"),
        ("umpires", "known_at"),
    ):

        def known(home: Home, table: str = table, stamp: str = stamp) -> list[dict[str, Any]]:
            then = datetime.fromisoformat(until)
            return [r for r in rows(home, table, game_date=SECOND) if r[stamp] < then]

        assert known(at_once, table, stamp) == known(earlier, table, stamp), table


def test_the_second_game_of_a_day_does_not_see_the_first(at_once: Home) -> None:
    projected = rows(at_once, "lineups", lineup_kind="projected", team_id=HOME)
    taken_from = {row["game_id"]: row["projected_from_game_id"] for row in projected}
    assert taken_from == {"777002": "777001", "777003": "777001", "777004": "777003"}


def test_an_order_is_projected_then_shown_then_handed_in(at_once: Home) -> None:
    orders: dict[tuple[str, str], list[int]] = {}
    for row in rows(at_once, "lineups", game_id="777003", team_id=HOME):
        orders.setdefault((row["lineup_kind"], f"{row['known_at']}"), []).append(row["player_id"])
    assert {key: tuple(order) for key, order in orders.items()} == {
        ("projected", "2025-06-15 10:00:00"): NINE,
        ("posted", "2025-06-15 15:00:00"): NINE,
        ("confirmed", "2025-06-15 22:00:00"): OTHERS,
    }


def test_a_scratched_starter_is_withdrawn_and_replaced(at_once: Home) -> None:
    said = rows(at_once, "probable_pitchers", game_id="777003", team_id=HOME)
    words = [(f"{row['said_at']}", row["player_id"]) for row in said]
    assert sorted(words) == [
        ("2025-06-15 10:00:00", CASTELLANE),
        ("2025-06-15 14:00:00", None),
        ("2025-06-15 15:00:00", ODUYA),
    ]
    assert [row["unresolved_reason"] is None for row in said if row["player_id"]] == [True, True]


def test_an_umpire_is_known_from_when_he_was_named(at_once: Home) -> None:
    plate = rows(at_once, "umpires", game_id="777001", official_place="Home Plate")
    assert [(row["official_id"], f"{row['known_at']}") for row in plate] == [
        (910001, "2025-06-14 20:00:00"),
    ]


def test_lines_of_a_doubleheader_are_on_the_game_that_starts_when_they_say(at_once: Home) -> None:
    lines = rows(at_once, "game_lines", game_date=SECOND)
    told = sorted((row["game_id"], row["line"], f"{row['known_at']}") for row in lines)
    assert told == [
        ("777002", 8.5, "2025-06-15 12:00:00"),
        ("777003", 9.0, "2025-06-15 12:00:00"),
        ("777003", 9.5, "2025-06-15 13:00:00"),
    ]


def test_a_line_is_the_pitcher_s_who_is_to_start_and_anybody_else_s_is_rejected(
    at_once: Home,
) -> None:
    (line,) = rows(at_once, "pitcher_prop_lines")
    told = ("game_id", "player_id", "prop_type", "line", "is_alternate", "is_after_start")
    assert [line[name] for name in told] == ["777003", ODUYA, "strikeouts", 4.5, False, False]
    assert line["team_id"] == HOME
    reasons = [
        reject["reason"]
        for reject in at_once.ledger.rejects()
        if reject["dataset"] == "mlb_core.pitcher_prop_lines"
    ]
    assert reasons == ["no probable pitcher of the game bears the name"]


ON = {"status": "In Progress", "code": "I", "state": "Live"}
STOPPED = {"status": "Suspended: Rain", "code": "UR", "state": "Live"}


def test_a_game_that_is_not_over_has_no_lines_and_no_pitches(tmp_path: Path) -> None:
    """So what is told of the first game of two while it is on reaches nothing before it ends,
    though it comes before the second's cut-off."""
    home = home_at(tmp_path, now=NOW, declared=mlb_catalog)
    land(home, "mlbapi_season_schedule", schedule(ALL), "2025-06-13T12:00:00")
    for game, at in (
        (OPENER.gathering(), "2025-06-14T23:40:00"),
        (replace(EARLY, **ON), "2025-06-15T18:30:00"),
        (replace(LATE, **STOPPED), "2025-06-16T01:00:00"),
    ):
        land(home, "mlbapi_game_feed", game.feed, at, game_id=str(game.game_id))
    run(home, only=ONLY | {"mlb_core.batter_games"})
    told = rows_of(home, "mlb_raw.mlbapi_game_feed")
    lines = [row for row in told if row["row_kind"] == "pitcher"]
    assert {row["game_id"] for row in lines} == {"777001", "777002", "777003"}
    for table in ("pitches", "pitcher_games", "batter_games"):
        assert rows(home, table) == [], table


def test_a_postponed_game_is_one_game_on_its_new_day(tmp_path: Path) -> None:
    moved = replace(OPENER, day=THIRD, starts_at="2025-06-16T17:05:00Z")
    rained = OPENER.over(status="Postponed", code="DR", runs=None)
    home = home_at(tmp_path, now=NOW, declared=mlb_catalog)
    land(home, "mlbapi_season_schedule", schedule([OPENER]), "2025-06-13T12:00:00")
    land(home, "mlbapi_season_schedule", schedule([rained, moved]), "2025-06-15T12:00:00")
    run(home, only=frozenset({"mlb_core.games"}))
    (game,) = rows(home, "games")
    told = ("game_date", "status", "is_final", "postponed_from")
    assert [game[name] for name in told] == [THIRD, "scheduled", False, FIRST]
