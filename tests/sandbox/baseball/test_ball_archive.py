"""The archive's files of a simulated baseball league: what is in them, and as of when."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from boxline.sandbox.baseball import write_baseball_archive
from boxline.sandbox.baseball.fixtures import Fate
from tests.builders import shared_data
from tests.sandbox.baseball.ball_league import contests, played, small_league

Row = dict[str, Any]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each file by its name without years."""
    written = write_baseball_archive(small_league(), tmp_path_factory.mktemp("archive"))
    return {without_years(path): path for path in written}


def without_years(path: Path) -> str:
    return f"{path.parent.name}/{path.stem.split('_20')[0]}"


def rows(path: Path) -> list[Row]:
    return list(pq.read_table(path).to_pylist())


def test_every_file_has_the_columns_and_types_of_the_real_one(files: dict[str, Path]) -> None:
    shared = shared_data()
    if shared is None:
        pytest.skip("the shared data is not here")
    real = {
        without_years(path): path
        for folder in sorted(shared.glob("mlb_*"))
        for path in sorted(folder.glob("*.parquet"))
    }
    assert set(files) == set(real)
    for name, path in files.items():
        mine, theirs = pq.read_schema(path), pq.read_schema(real[name])
        assert mine.names == theirs.names, name
        for one, other in zip(mine.types, theirs.types, strict=True):
            assert str(one).removeprefix("large_") == str(other).removeprefix("large_"), name


def test_games_that_moved_or_were_suspended_are_there_twice(files: dict[str, Path]) -> None:
    games = rows(files["mlb_games/games"])
    listed = Counter(game["game_id"] for game in games)
    twice = {game_id for game_id, count in listed.items() if count == 2}
    moved = {int(c.fixture.game_id) for c in contests(Fate.MOVED)}
    suspended = {int(c.fixture.game_id) for c in contests(Fate.SUSPENDED)}
    assert twice == moved | suspended
    statuses = {(g["game_id"] in moved, g["status"]) for g in games if g["game_id"] in twice}
    assert statuses == {(True, "Postponed"), (True, "Final"), (False, "Final")}


def test_there_are_two_starts_of_each_game_that_was_played(files: dict[str, Path]) -> None:
    starts = rows(files["mlb_pitchers/starts"])
    assert Counter(s["game_pk"] for s in starts) == {
        int(c.fixture.game_id): 2 for c, _, _ in played()
    }
    for contest, game, _ in played():
        mine = {s["is_home"]: s["pitcher"] for s in starts if s["game_pk"] == int_id(contest)}
        home, away = game.nines
        assert mine == {True: home.starter.player_id, False: away.starter.player_id}


def int_id(contest: Any) -> int:
    return int(contest.fixture.game_id)


def test_statcast_starts_are_the_starts_by_day_teams_and_counts(files: dict[str, Path]) -> None:
    def key(row: Row, home: str, away: str) -> tuple[Any, ...]:
        return row["game_date"], home, away, row["outs"], row["pitches"], row["hits"]

    starts = Counter(
        (*key(s, *teams), s["strikeouts"])
        for s in rows(files["mlb_pitchers/starts"])
        for teams in [(s["pitcher_team"], s["opponent_team"])[:: 1 if s["is_home"] else -1]]
    )
    statcast = rows(files["mlb_pitchers/starts_statcast"])
    assert starts == Counter((*key(s, s["home_team"], s["away_team"]), s["k"]) for s in statcast)
    for row in statcast:
        assert row["strikes"] + row["balls"] + row["bip"] == row["pitches"]
        assert row["csw"] == row["whiffs"] + row["cs"]
        for side in "rl":
            usage = sum(share for name, share in row.items() if name.endswith(f"_usage_v_{side}"))
            # All are 0 where nobody of that hand came to bat.
            assert usage == pytest.approx(1) or usage == 0


def test_season_totals_add_up_to_what_batters_did(files: dict[str, Path]) -> None:
    totals = pq.read_table(files["mlb_pitchers/season_totals"]).to_pylist()
    batters = rows(files["mlb_batters/game_logs"])
    assert sum(t["prior_ks"] for t in totals) == sum(b["strike_outs"] for b in batters)
    assert sum(t["prior_bf"] for t in totals) == sum(b["plate_appearances"] for b in batters)
    idle = [total for total in totals if not total["prior_starts"]]
    assert idle
    assert {total["prior_bf_mean"] for total in idle} == {None}


def test_lines_are_captured_before_the_start(files: dict[str, Path]) -> None:
    for name in ("strikeout_lines", "strikeout_alt_lines", "outs_lines"):
        lines = rows(files[f"mlb_prop_lines/{name}"])
        assert lines
        for line in lines:
            start = datetime.fromisoformat(line["start_time_utc"][:19]).replace(tzinfo=UTC)
            assert datetime.fromisoformat(line["captured_at"]) < start


def test_an_archive_of_an_instant_knows_nothing_later(tmp_path: Path) -> None:
    at = datetime(2025, 4, 6, 12, tzinfo=UTC)
    written = write_baseball_archive(small_league(), tmp_path, at=at)
    files = {without_years(path): path for path in written}
    starts = rows(files["mlb_pitchers/starts"])
    assert max(start["game_date"] for start in starts) < at.date()
    games = rows(files["mlb_games/games"])
    assert {g["status"] for g in games if g["game_date"] > at.date()} == {"Scheduled"}
