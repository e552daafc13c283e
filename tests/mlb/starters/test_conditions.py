"""What is known around a start by its cut-off: who was named, the market, the umpire, the order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from boxline.catalog import Column, Day, Flag, Int, Text
from boxline.mlb.core.batter_games import BATTER_GAMES
from boxline.mlb.core.cutoffs import CUTOFFS
from boxline.mlb.core.game_lines import GAME_LINES
from boxline.mlb.core.lineups import LINEUPS
from boxline.mlb.core.pitches import PITCHES
from boxline.mlb.core.players import PLAYERS
from boxline.mlb.core.probable_pitchers import PROBABLE_PITCHERS
from boxline.mlb.core.umpires import UMPIRES
from boxline.mlb.starters.announced import announced
from boxline.mlb.starters.conditions import of_market, of_put_away, plate_umpires_by
from boxline.mlb.starters.opposing_batters import opposing_batters
from tests.nba.material_rows import selected

Row = dict[str, Any]

TODAY = date(2025, 6, 15)
CUTOFF = datetime(2025, 6, 15, 22, tzinfo=UTC).replace(tzinfo=None)
SPINE = (
    Column("game_id", Text, doc="."),
    Column("game_date", Day, doc="."),
    Column("season", Text, doc="."),
    Column("player_id", Int, doc="."),
    Column("opponent_team_id", Int, doc="."),
    Column("is_home", Flag, doc="."),
)
START: Row = {
    "game_id": "1",
    "game_date": TODAY,
    "season": "2025",
    "player_id": 9,
    "opponent_team_id": 147,
    "is_home": True,
}
CUT = (CUTOFFS.columns, [{"game_id": "1", "game_date": TODAY, "cutoff_at": CUTOFF}])


def before(minutes: int) -> datetime:
    return CUTOFF - timedelta(minutes=minutes)


class TestWhoIsNamed:
    def named(self, *words: Row) -> list[Row]:
        usual = {"game_id": "1", "team_id": 139, "source": "mlbapi_schedule", "player_name": "A"}
        return selected(
            lambda probables, moments: announced(probables, moments, at="cutoff_at"),
            probables=(PROBABLE_PITCHERS.columns, [usual | word for word in words]),
            moments=CUT,
        ).to_pylist()

    def test_the_newest_word_by_the_cut_off_counts(self) -> None:
        words = [{"player_id": 1, "said_at": before(90)}, {"player_id": 2, "said_at": before(5)}]
        late = {"player_id": 3, "said_at": before(-1)}
        assert self.named(*words, late) == [{"game_id": "1", "team_id": 139, "player_id": 2}]

    def test_a_word_that_is_taken_back_leaves_nobody(self) -> None:
        words = [{"player_id": 1, "said_at": before(90)}, {"said_at": before(5)}]
        assert self.named(*words) == []

    def test_the_league_counts_before_the_archive(self) -> None:
        archive = {"player_id": 1, "said_at": before(5), "source": "archive_games"}
        assert self.named({"player_id": 2, "said_at": before(90)}, archive)[0]["player_id"] == 2


class TestTheMarket:
    def told(self, *lines: Row, is_home: bool = True) -> tuple[float | None, float | None]:
        usual = {"game_id": "1", "bookmaker": "a", "known_at": before(9), "is_after_start": False}
        (row,) = selected(
            of_market,
            spine=(SPINE, [START | {"is_home": is_home}]),
            lines=(GAME_LINES.columns, [usual | line for line in lines]),
            cutoffs=CUT,
        ).to_pylist()
        return row["game_total"], row["opponent_implied_runs"]

    def test_a_favourite_by_a_run_and_a_half_of_eight_allows_three_and_a_quarter(self) -> None:
        lines = [{"market": "total", "line": 8.0}, {"market": "spread", "line": -1.5}]
        assert self.told(*lines) == (8.0, 3.25)
        assert self.told(*lines, is_home=False) == (8.0, 4.75)

    def test_bookmakers_are_averaged_each_by_his_newest_line(self) -> None:
        lines = [
            {"market": "total", "line": 7.0, "known_at": before(50)},
            {"market": "total", "line": 8.0},
            {"market": "total", "line": 9.0, "bookmaker": "b"},
        ]
        assert self.told(*lines) == (8.5, None)

    def test_what_comes_after_the_cut_off_is_not_known(self) -> None:
        assert self.told({"market": "total", "line": 8.0, "known_at": before(-1)}) == (None, None)


class TestTheUmpire:
    def behind(self, *words: Row) -> list[Row]:
        usual = {"game_id": "1", "official_place": "Home Plate", "known_at": before(30)}
        return selected(
            plate_umpires_by,
            umpires=(UMPIRES.columns, [usual | word for word in words]),
            cutoffs=CUT,
        ).to_pylist()

    def test_he_is_who_was_last_named_for_the_plate(self) -> None:
        words = [{"official_id": 5}, {"official_id": 6, "known_at": before(3)}]
        base = {"official_id": 7, "official_place": "First Base", "known_at": before(1)}
        late = {"official_id": 8, "known_at": before(-5)}
        assert self.behind(*words, base, late) == [{"game_id": "1", "umpire_id": 6}]


def test_two_strikes_are_counted_on_earlier_days_of_the_season() -> None:
    thrown = {"pitcher_id": 9, "season": "2025", "game_date": date(2025, 6, 10)}
    thrown |= {"strikes_before": 2}
    pitches = [
        thrown | {"event": "strikeout"},
        thrown | {"event": "strikeout_double_play"},
        thrown | {"event": "single"},
        thrown,
        thrown | {"strikes_before": 1},
        thrown | {"game_date": TODAY, "event": "strikeout"},
        thrown | {"season": "2024", "event": "strikeout"},
    ]
    (row,) = selected(
        of_put_away, spine=(SPINE, [START]), pitches=(PITCHES.columns, pitches)
    ).to_pylist()
    assert row["put_away_share"] == pytest.approx(2 / 4)


class TestTheOrder:
    def faced(self, pitches: list[Row], batted: list[Row], *, known_at: datetime) -> list[Row]:
        slots = [
            {
                "game_id": "1",
                "team_id": 147,
                "known_at": known_at,
                "batting_order": n,
                "player_id": 100 + n,
                "lineup_kind": "posted",
            }
            for n in range(1, 10)
        ]
        older = [slot | {"known_at": before(300), "player_id": 7} for slot in slots]
        who = [
            {"player_id": 9, "game_date": date(2025, 4, 1), "throws": "R"},
            {"player_id": 101, "game_date": date(2025, 4, 1), "bats": "L"},
        ]
        return selected(
            lambda spine, lineups, cutoffs, players, pitches, batted: opposing_batters(
                spine,
                lineups=lineups,
                cutoffs=cutoffs,
                players=players,
                pitches=pitches,
                batted=batted,
            ),
            spine=(SPINE, [START]),
            lineups=(LINEUPS.columns, older + slots),
            cutoffs=CUT,
            players=(PLAYERS.columns, who),
            pitches=(PITCHES.columns, pitches),
            batted=(BATTER_GAMES.columns, batted),
        ).to_pylist()

    def test_it_is_the_newest_that_was_known(self) -> None:
        nine = self.faced([], [], known_at=before(10))
        assert [row["batter_id"] for row in nine] == [100 + n for n in range(1, 10)]
        assert (nine[0]["throws"], nine[0]["bats"], nine[1]["bats"]) == ("R", "L", None)
        late = self.faced([], [], known_at=before(-10))
        assert {row["batter_id"] for row in late} == {7}

    def test_plate_appearances_are_counted_by_arm_and_of_earlier_days(self) -> None:
        ended = {"batter_id": 101, "game_date": date(2025, 6, 1), "throws": "R"}
        pitches = [
            ended | {"event": "strikeout"},
            ended | {"event": "walk"},
            ended | {"event": "caught_stealing_2b"},
            ended,
            ended | {"throws": "L", "event": "strikeout"},
            ended | {"game_date": TODAY, "event": "strikeout"},
        ]
        first = self.faced(pitches, [], known_at=before(10))[0]
        assert (first["appearances_vs_arm"], first["strikeouts_vs_arm"]) == (2, 1)
        assert (first["appearances"], first["strikeouts"]) == (3, 2)

    def test_box_scores_tell_of_both_arms_where_they_tell_of_more(self) -> None:
        boxed = {"player_id": 101, "plate_appearances": 4, "strikeouts": 1}
        batted = [boxed | {"game_date": date(2025, 6, d)} for d in (1, 2)]
        first = self.faced([], batted, known_at=before(10))[0]
        assert (first["appearances"], first["strikeouts"]) == (8, 2)
        assert (first["appearances_vs_arm"], first["strikeouts_vs_arm"]) == (0, 0)
