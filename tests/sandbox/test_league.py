"""The simulated league: one seed gives one league, and its numbers add up as the NBA's do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest

from boxline.sandbox import League, simulate_league, write_archive

Row = dict[str, Any]
Tables = Mapping[str, list[Row]]
SEASONS = ("2023-24", "2024-25")
COUNTED = (
    "minutes", "fgm", "fga", "fg3m", "fg3a", "ftm", "fta", "oreb", "dreb", "reb",
    "ast", "stl", "blk", "tov", "pf", "pts",
)  # fmt: skip
EASTERN = ZoneInfo("America/New_York")


def tables_of(league: League, folder: Path) -> Tables:
    return {path.stem: pq.read_table(path).to_pylist() for path in write_archive(league, folder)}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return tables_of(simulate_league(), tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="module")
def regular(archive: Tables) -> list[Row]:
    return [row for season in SEASONS for row in archive[f"player_games_{season}"]]


@pytest.fixture(scope="module")
def playoffs(archive: Tables) -> list[Row]:
    return archive["player_games_playoffs"]


def by_side(rows: Iterable[Row]) -> dict[tuple[str, int], list[Row]]:
    sides: dict[tuple[str, int], list[Row]] = {}
    for row in rows:
        sides.setdefault((row["game_id"], row["team_id"]), []).append(row)
    return sides


def days_of_each_team(schedule: Iterable[Row]) -> dict[str, list[Any]]:
    days: dict[str, list[Any]] = {}
    for game in schedule:
        for team in (game["home_team"], game["away_team"]):
            days.setdefault(team, []).append(game["game_date_et"])
    return days


def test_the_same_seed_gives_identical_tables(archive: Tables, tmp_path: Path) -> None:
    assert tables_of(simulate_league(), tmp_path) == archive


def test_another_seed_gives_another_league(regular: list[Row], tmp_path: Path) -> None:
    other = tables_of(simulate_league(seed=8), tmp_path)
    assert other["player_games_2023-24"] != regular[: len(other["player_games_2023-24"])]


def test_files_lie_where_the_real_archive_has_them(tmp_path: Path) -> None:
    league = simulate_league(teams=4, games_per_team=6)
    assert {str(path.relative_to(tmp_path)) for path in write_archive(league, tmp_path)} == {
        "nba_box_scores/regular/player_games_2023-24.parquet",
        "nba_box_scores/regular/player_games_2024-25.parquet",
        "nba_box_scores/playoffs/player_games_playoffs.parquet",
        "nba_team_games/team_games.parquet",
        "nba_schedule/schedule.parquet",
        "nba_schedule/schedule_2024-25_full.parquet",
        "nba_schedule/team_schedule.parquet",
        "nba_shots/shots_2024-25.parquet",
        "nba_prop_lines/player_props_2024-25.parquet",
        "nba_prop_lines/pra_lines_2024-25.parquet",
        "nba_prop_lines/threes_lines_2024-25.parquet",
        "nba_game_lines/closing_lines_2024-25.parquet",
        "nba_game_lines/multibook_lines_2024-25.parquet",
        "nba_injuries/official_reports_1pm_5pm_2024-25.parquet",
        "nba_injuries/official_status_history_2024-25.parquet",
    }


def test_every_player_line_adds_up(regular: list[Row], playoffs: list[Row]) -> None:
    for row in regular + playoffs:
        assert row["fg3m"] <= row["fgm"] <= row["fga"]
        assert row["fg3m"] <= row["fg3a"] <= row["fga"]
        assert row["fgm"] - row["fg3m"] <= row["fga"] - row["fg3a"]
        assert row["ftm"] <= row["fta"]
        assert row["reb"] == row["oreb"] + row["dreb"]
        assert row["pts"] == 2 * (row["fgm"] - row["fg3m"]) + 3 * row["fg3m"] + row["ftm"]
        assert row["pf"] <= 6


def test_a_team_row_is_the_sum_of_its_players(
    archive: Tables, regular: list[Row], playoffs: list[Row]
) -> None:
    players = by_side(regular + playoffs)
    counted = [row for row in archive["team_games"] if row["game_id"][:3] in ("002", "004")]
    assert len(counted) == len(players)
    for team in counted:
        lines = players[team["game_id"], team["team_id"]]
        totals = {stat: sum(line[stat] for line in lines) for stat in COUNTED}
        assert totals == {stat: team[stat] for stat in COUNTED}


def test_the_margin_is_the_plus_minus_of_both_sides_and_nobody_ties(archive: Tables) -> None:
    rows = archive["team_games"]
    for home, away in zip(rows[::2], rows[1::2], strict=True):
        assert home["game_id"] == away["game_id"]
        assert home["pts"] - away["pts"] == home["plus_minus"] == -away["plus_minus"] != 0
        assert {home["wl"], away["wl"]} == {"W", "L"}
        assert (home["wl"] == "W") == (home["plus_minus"] > 0)


def test_the_players_plus_minus_is_five_times_their_sides(regular: list[Row]) -> None:
    for lines in by_side(regular).values():
        by_player = sum(line["plus_minus"] for line in lines)
        assert by_player % 5 == 0
        assert (by_player > 0) == (lines[0]["wl"] == "W")


def test_team_minutes_are_240_and_25_for_each_overtime(archive: Tables) -> None:
    overtimes = Counter(round((row["minutes"] - 240) / 25) for row in archive["team_games"])
    assert all(abs((row["minutes"] - 240 + 5) % 25 - 5) <= 4 for row in archive["team_games"])
    assert 0.01 < 1 - overtimes[0] / overtimes.total() < 0.12


def test_eight_to_eleven_players_appear_and_a_few_of_them_for_seconds(regular: list[Row]) -> None:
    assert {len(lines) for lines in by_side(regular).values()} == {8, 9, 10, 11}
    assert 0 < sum(row["minutes"] == 0 for row in regular) < 0.02 * len(regular)


def test_shots_are_the_field_goal_attempts_of_the_newest_season(archive: Tables) -> None:
    expected: Counter[tuple[Any, ...]] = Counter()
    for row in archive["player_games_2024-25"]:
        who, twos_made = (row["game_id"], row["player_id"]), row["fgm"] - row["fg3m"]
        expected[*who, "3PT Field Goal", True] = row["fg3m"]
        expected[*who, "3PT Field Goal", False] = row["fg3a"] - row["fg3m"]
        expected[*who, "2PT Field Goal", True] = twos_made
        expected[*who, "2PT Field Goal", False] = row["fga"] - row["fg3a"] - twos_made
    assert expected == Counter(
        (shot["game_id"], shot["player_id"], shot["shot_type"], shot["shot_made"])
        for shot in archive["shots_2024-25"]
    )


def test_the_place_of_a_shot_agrees_with_its_value(archive: Tables) -> None:
    twos = {"Restricted Area", "In The Paint (Non-RA)", "Mid-Range"}
    for shot in archive["shots_2024-25"]:
        is_two = shot["shot_type"] == "2PT Field Goal"
        assert (shot["basic_zone"] in twos) == is_two
        assert shot["shot_distance"] < 24 if is_two else shot["shot_distance"] >= 22
        feet = (shot["loc_x"] ** 2 + (shot["loc_y"] - 5.25) ** 2) ** 0.5
        assert abs(feet - 0.5 - shot["shot_distance"]) < 0.51


def test_no_team_plays_twice_on_one_day_and_some_play_on_two_in_a_row(archive: Tables) -> None:
    for days in days_of_each_team(archive["schedule"]).values():
        assert len(days) == len(set(days))
    gaps = Counter(
        (later - earlier).days
        for days in days_of_each_team(archive["schedule"]).values()
        for earlier, later in pairwise(sorted(days))
    )
    assert gaps[1] > 20


def test_every_team_plays_its_games_of_each_season(archive: Tables) -> None:
    games = Counter(
        (row["season"], row["team"])
        for row in archive["team_games"]
        if row["season_type"] == "regular"
    )
    assert len(games) == 2 * 8
    assert set(games.values()) == {24}


def test_only_the_newest_season_has_games_to_come_and_they_have_no_scores(
    archive: Tables, regular: list[Row]
) -> None:
    upcoming = [game for game in archive["schedule"] if game["status_code"] == "1"]
    assert {(game["season"], game["season_type"]) for game in upcoming} == {("2024-25", "regular")}
    assert len(upcoming) == 6
    assert all(game["home_score"] is game["away_score"] is None for game in upcoming)
    assert min(game["game_date_et"] for game in upcoming) > max(r["game_date"] for r in regular)
    future_ids = {game["game_id"] for game in upcoming}
    for table in (regular, archive["team_games"], archive["team_schedule"]):
        assert not future_ids & {row["game_id"] for row in table}


def test_a_played_game_has_the_same_score_in_both_schedules_and_the_team_rows(
    archive: Tables,
) -> None:
    points = {(row["game_id"], row["team"]): row["pts"] for row in archive["team_games"]}
    scheduled = archive["schedule"] + archive["schedule_2024-25_full"]
    for game in (game for game in scheduled if game["home_score"] is not None):
        assert game["home_score"] == points[game["game_id"], game["home_team"]]
        assert game["away_score"] == points[game["game_id"], game["away_team"]]


def test_the_full_schedule_has_eastern_time_under_a_false_z_and_true_utc(archive: Tables) -> None:
    for game in archive["schedule_2024-25_full"]:
        eastern = datetime.strptime(game["game_datetime_est"], "%Y-%m-%dT%H:%M:%SZ")
        utc = datetime.strptime(game["game_datetime_utc"], "%Y-%m-%dT%H:%M:%SZ")
        assert eastern.replace(tzinfo=EASTERN) == utc.replace(tzinfo=UTC)
        assert "19:00" <= f"{eastern:%H:%M}" <= "22:30"


def test_one_game_of_each_season_was_postponed_and_replayed_under_its_id() -> None:
    for season in simulate_league().seasons:
        (moved,) = [game for game in season.games if game.fixture.postponed_from]
        first_set_for = moved.fixture.postponed_from
        assert moved.is_played
        assert first_set_for is not None
        assert first_set_for < moved.fixture.game_date


def test_some_players_change_teams_within_a_season(regular: list[Row]) -> None:
    for season in SEASONS:
        stays = {(row["player_id"], row["team_id"]) for row in regular if row["season"] == season}
        assert sum(count > 1 for count in Counter(who for who, _ in stays).values()) >= 2


def test_most_players_come_back_and_some_rookies_join(archive: Tables) -> None:
    before, after = ({row["player_id"] for row in archive[f"player_games_{s}"]} for s in SEASONS)
    assert len(before & after) > 0.75 * len(before)
    assert len(after - before) >= 3


def test_each_player_has_one_name_and_names_are_as_awkward_as_real_ones(
    regular: list[Row],
) -> None:
    names = {row["player_id"]: row["player_name"] for row in regular}
    assert {(row["player_id"], row["player_name"]) for row in regular} == set(names.items())
    assert any(not name.isascii() for name in names.values())
    assert any(name.endswith(("Jr.", "III")) for name in names.values())


def test_stars_score_many_times_what_reserves_do(regular: list[Row]) -> None:
    scored: dict[int, list[int]] = {}
    for row in regular:
        scored.setdefault(row["player_id"], []).append(row["pts"])
    averages = sorted(sum(pts) / len(pts) for pts in scored.values() if len(pts) >= 10)
    assert averages[-1] > 24
    assert averages[0] < 5


def test_playoff_sides_start_two_guards_two_forwards_and_a_centre(playoffs: list[Row]) -> None:
    assert playoffs
    for lines in by_side(playoffs).values():
        started = [line["start_position"] for line in lines if line["is_starter"]]
        assert sorted(started) == ["C", "F", "F", "G", "G"]
        assert all(line["start_position"] is None for line in lines if not line["is_starter"])


def test_preseason_and_all_star_games_have_team_rows_but_no_player_rows(
    archive: Tables, regular: list[Row], playoffs: list[Row]
) -> None:
    kinds = Counter((row["game_id"][:3], row["season"]) for row in archive["team_games"])
    for season in SEASONS:
        assert (kinds["001", season], kinds["003", season]) == (2 * 4, 2)
    assert {row["game_id"][:3] for row in regular} == {"002"}
    assert {row["game_id"][:3] for row in playoffs} == {"004"}
    all_star = [row for row in archive["team_games"] if row["season_type"] == "all_star"]
    assert all(row["team_id"] > 1610612766 for row in all_star)


def test_a_newest_season_without_games_to_come_ends_with_playoffs() -> None:
    league = simulate_league(seasons=("2024-25",), teams=4, games_per_team=6, future_games=0)
    last = league.newest.games[-1]
    assert last.series is not None
    assert last.series.is_over


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"teams": 31}, "teams=31"),
        ({"teams": 5, "games_per_team": 7}, "5 clubs cannot have 7 games"),
        ({"games_per_team": 2}, "games_per_team=2"),
        ({"seasons": ("2024",)}, "'2024' is not a season"),
        ({"seasons": ("2024-25", "2023-24")}, "oldest first"),
    ],
)
def test_an_impossible_league_is_refused_by_name(options: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        simulate_league(**options)
