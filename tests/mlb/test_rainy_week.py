"""From a simulated league over HTTP to graded predictions: what a home says is what was played."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from boxline.catalog import Export, Table
from boxline.mlb.grading import NOT_BEGUN, SCRATCHED
from boxline.sandbox.baseball.plays import Result
from boxline.sandbox.baseball.schedule_play import Contest
from tests.builders import rows_of
from tests.mlb.rainy_week import LEFT, MADE_UP, Lived, Row, contests, lived, starters

pytestmark = pytest.mark.thorough  # a week is fetched, and six runs are made

PREDICTED = "mlb_predictions.pitcher_prop_predictions"
MOVED, SECOND = contests()[6], contests()[7]
FIRST_ID, SECOND_ID = MOVED.fixture.game_id, SECOND.fixture.game_id
HOME_CLUB, AWAY_CLUB = MOVED.fixture.home.team_id, MOVED.fixture.away.team_id

#: What of a starter's features his side's own games, or the other's, have made.
OF_GAMES = (
    "season_starts",
    "season_strikeouts",
    "strikeout_rate_own",
    "pitches_last",
    "opponent_strikeout_share",
)


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """Tests only read it."""
    return lived(tmp_path_factory.mktemp("week") / "home")


def document(week: Lived, kind: str, day: date) -> dict[str, Any]:
    path = Path(week.home.published.current) / "v1" / "mlb" / kind / f"{day}.json"
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def of_game(rows: list[Row], game_id: str, day: date = MADE_UP) -> list[Row]:
    return [row for row in rows if (row["game_id"], row["game_date"]) == (game_id, day)]


def scratched() -> int:
    """Who was to start the first game of the two, and started the second."""
    return starters(SECOND)[AWAY_CLUB]


def test_every_table_that_replies_can_fill_is_filled(week: Lived) -> None:
    computed = [d.name for d in week.home.catalog.computed if isinstance(d, Table)]
    empty = {name for name in computed if not rows_of(week.home, name)}
    # What the archive's files alone tell, and models, for which eight games teach too little.
    assert empty == {"mlb_core.statcast_starts", "mlb_predictions.starter_models"}
    exports = {d.name for d in week.home.catalog.computed if isinstance(d, Export)}
    entries = week.home.published.manifest()["documents"].values()
    assert exports <= {entry["dataset"] for entry in entries}


def test_the_calendar_is_what_was_played(week: Lived) -> None:
    told = {
        row["game_id"]: (row["game_date"], row["home_runs"], row["away_runs"], row["is_final"])
        for row in rows_of(week.home, "mlb_core.games")
    }
    assert told == {
        c.fixture.game_id: (c.fixture.last.game_date, *c.game.score, True)
        for c in contests()
        if c.game is not None
    }


def pitched(contest: Contest, player_id: int) -> dict[str, int]:
    """What a pitcher did, counted by the plays of the game."""
    assert contest.game is not None
    faced = [play for play in contest.game.plays if play.pitcher.player_id == player_id]
    return {
        "batters_faced": len(faced),
        "strikeouts": sum(play.result is Result.STRIKEOUT for play in faced),
        "outs": sum(play.outs_made for play in faced),
        "pitches": sum(len(play.calls) for play in faced),
    }


def test_every_starter_s_line_is_the_one_he_pitched(week: Lived) -> None:
    counted = ("batters_faced", "strikeouts", "outs", "pitches")
    told = {
        (row["game_id"], row["player_id"]): {name: row[name] for name in counted}
        for row in rows_of(week.home, "mlb_core.pitcher_games")
        if row["is_starter"]
    }
    assert told == {
        (c.fixture.game_id, player_id): pitched(c, player_id)
        for c in contests()
        for player_id in starters(c).values()
    }


def test_what_was_said_before_the_rain_is_void_on_the_day_it_was_said_of(week: Lived) -> None:
    graded = rows_of(week.home, "mlb_predictions.prediction_accuracy")
    rows = of_game(graded, FIRST_ID, LEFT)
    assert {row["player_id"] for row in rows} == {starters(MOVED)[HOME_CLUB], scratched()}
    assert {(row["origin"], row["void_reason"], row["actual"]) for row in rows} == {
        ("live", NOT_BEGUN["postponed"], None)
    }
    (game,) = document(week, "predictions", LEFT)["games"]
    assert (game["game_id"], game["called_off"]) == (FIRST_ID, "postponed")


def test_a_scratched_starter_is_void_in_the_game_he_missed_and_graded_in_the_other(
    week: Lived,
) -> None:
    graded = rows_of(week.home, "mlb_predictions.prediction_accuracy")
    his = [row for row in graded if row["player_id"] == scratched()]
    reasons = {row["void_reason"] for row in of_game(his, FIRST_ID)}
    assert reasons == {SCRATCHED}
    assert {row["void_reason"] for row in of_game(his, SECOND_ID)} == {None}
    known = [row for row in graded if row["void_reason"] is None]
    for row in (*of_game(known, FIRST_ID), *of_game(known, SECOND_ID)):
        contest = MOVED if row["game_id"] == FIRST_ID else SECOND
        assert row["actual"] == pitched(contest, row["player_id"])[row["prop_type"]]


def test_the_one_who_came_for_him_is_predicted_once_he_is_named(week: Lived) -> None:
    new = starters(MOVED)[AWAY_CLUB]
    has = {
        hour: any(row["player_id"] == new for row in of_game(seen[PREDICTED], FIRST_ID))
        for hour, seen in week.seen.items()
    }
    assert [hour for hour in has if not has[hour]] == ["afternoon", "morning"]


def test_nothing_of_the_first_game_reaches_the_second_while_it_is_on_or_after_it(
    week: Lived,
) -> None:
    def known(hour: str) -> list[dict[str, Any]]:
        rows = of_game(week.seen[hour]["mlb_precompute.pitcher_features"], SECOND_ID)
        return [{name: row[name] for name in ("player_id", *OF_GAMES)} for row in rows]

    before = known("morning")
    assert len(before) == 2
    assert all(value is not None for row in before for value in row.values())
    for hour in ("scratched", "first game on", "between", "after"):
        assert known(hour) == before, hour


def test_after_the_start_no_version_is_added(week: Lived) -> None:
    """The first game began before the fourth run, both before the last."""

    def versions(hour: str, game_id: str) -> Counter[tuple[Any, ...]]:
        rows = of_game(week.seen[hour][PREDICTED], game_id)
        return Counter((row["player_id"], row["version"], row["made_at"]) for row in rows)

    assert versions("scratched", FIRST_ID) == versions("after", FIRST_ID)
    assert versions("between", SECOND_ID) == versions("after", SECOND_ID)
    assert {row["origin"] for row in of_game(week.seen["after"][PREDICTED], SECOND_ID)} == {"live"}


def test_documents_of_the_day_of_two_games_tell_both(week: Lived) -> None:
    games = document(week, "predictions", MADE_UP)["games"]
    told = [(game["game_id"], game["game_number"], game["called_off"]) for game in games]
    assert told == [(FIRST_ID, 1, None), (SECOND_ID, 2, None)]
    results = document(week, "results", MADE_UP)
    graded = {(row["game_id"], row["player_id"]) for row in results["results"] if row["actual"]}
    assert graded == {
        (FIRST_ID, starters(MOVED)[HOME_CLUB]),
        *((SECOND_ID, player_id) for player_id in starters(SECOND).values()),
    }
