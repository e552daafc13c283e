"""Simulated lines and injury reports: in the form of the real files, and true to the games."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest

from boxline.sandbox import League, simulate_league, write_archive
from boxline.sandbox.fixtures import SeasonType
from boxline.sandbox.spellings import (
    UNKNOWN_NAMES,
    last_name_first,
    without_diacritics,
    without_suffix,
)

Row = dict[str, Any]
Tables = Mapping[str, list[Row]]
EASTERN = ZoneInfo("America/New_York")
KINDS = {
    "player_props": "nba_prop_lines",
    "pra_lines": "nba_prop_lines",
    "threes_lines": "nba_prop_lines",
    "closing_lines": "nba_game_lines",
    "multibook_lines": "nba_game_lines",
    "official_reports_1pm_5pm": "nba_injuries",
    "official_status_history": "nba_injuries",
}
PROPS = ("player_props", "pra_lines", "threes_lines")
INJURIES = ("official_reports_1pm_5pm", "official_status_history")


def tables_of(league: League, folder: Path, *, blemishes: bool = False) -> Tables:
    paths = write_archive(league, folder, blemishes=blemishes)
    return {
        path.stem.removesuffix("_2024-25"): pq.read_table(path).to_pylist()
        for path in paths
        if "2023-24" not in path.stem
    }


@pytest.fixture(scope="module")
def league() -> League:
    return simulate_league()


@pytest.fixture(scope="module")
def clean(league: League, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return tables_of(league, tmp_path_factory.mktemp("clean"))


@pytest.fixture(scope="module")
def dirty(league: League, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return tables_of(league, tmp_path_factory.mktemp("dirty"), blemishes=True)


@pytest.fixture(scope="module")
def names(league: League) -> dict[str, int]:
    """Every form in which the player of a box score may be written, and how many have it."""
    known = {line.player.player_name for s in league.seasons for g in s.games
             for side in g.sides for line in side.lines}  # fmt: skip
    forms = [{n, without_diacritics(n), without_suffix(n)} for n in known]
    return Counter(form for of_one in forms for form in of_one)


@pytest.mark.parametrize("kind", KINDS)
def test_columns_and_types_are_those_of_the_real_file(
    kind: str, league: League, shared: Path, tmp_path: Path
) -> None:
    (real,) = (shared / KINDS[kind]).glob(f"{kind}_*.parquet")
    write_archive(league, tmp_path)
    simulated = tmp_path / KINDS[kind] / f"{kind}_2024-25.parquet"
    assert (
        pq.read_schema(simulated).remove_metadata().equals(pq.read_schema(real).remove_metadata())
    )


def test_the_same_seed_gives_the_same_lines_and_another_seed_others(
    clean: Tables, tmp_path: Path
) -> None:
    again = tables_of(simulate_league(), tmp_path)
    other = tables_of(simulate_league(seed=8), tmp_path)
    assert all(again[kind] == clean[kind] for kind in KINDS)
    assert all(other[kind] != clean[kind] for kind in KINDS)


def test_every_name_without_blemishes_is_that_of_one_player_and_some_are_written_plainly(
    clean: Tables, names: Mapping[str, int], league: League
) -> None:
    exact = {line.player.player_name for s in league.seasons for g in s.games
             for side in g.sides for line in side.lines}  # fmt: skip
    sent = {row["player"] for kind in PROPS for row in clean[kind]}
    assert {names[name] for name in sent} == {1}
    assert 0.02 < sum(name not in exact for name in sent) / len(sent) < 0.4
    in_reports = {row["player_name"] for kind in INJURIES for row in clean[kind]} - {None}
    assert in_reports <= {last_name_first(name) for name in exact}


def test_every_line_is_on_a_game_of_the_schedule(clean: Tables, league: League) -> None:
    played = {
        (g.fixture.home.team_name, g.fixture.away.team_name, g.fixture.game_date)
        for g in league.newest.games
    }
    for kind in ("player_props", "multibook_lines"):
        for row in clean[kind]:
            day = row["commence_time"].astimezone(EASTERN).date()
            assert (_nba(row["home_team"]), _nba(row["away_team"]), day) in played
    for row in clean["pra_lines"]:
        assert (_nba(row["home_team"]), _nba(row["away_team"]), row["event_date"]) in played
    for row in clean["threes_lines"]:
        away, home = map(_nba, row["game"].split(" @ "))
        assert (home, away, row["file_date"]) in played


def _nba(name: str) -> str:
    return name.replace("Los Angeles Clippers", "LA Clippers")


def test_one_event_has_one_id_in_every_file(clean: Tables) -> None:
    ids: dict[tuple[str, Any], set[str]] = {}
    for kind in ("player_props", "multibook_lines"):
        for row in clean[kind]:
            day = row["commence_time"].astimezone(EASTERN).date()
            ids.setdefault((row["home_team"], day), set()).add(row["event_id"])
    for row in clean["pra_lines"]:
        ids[row["home_team"], row["event_date"]].add(row["event_id"])
    assert all(len(found) == 1 for found in ids.values())


def test_points_lines_lie_near_what_the_player_scores(clean: Tables) -> None:
    scored: dict[str, list[int]] = {}
    for row in clean["player_games"]:
        scored.setdefault(row["player_name"], []).append(row["pts"])
    lines: dict[str, list[float]] = {}
    for row in clean["player_props"]:
        if row["market"] == "player_points" and row["player"] in scored:
            lines.setdefault(row["player"], []).append(row["line"])
    assert len(lines) > 50
    for player, offered in lines.items():
        assert fmean(offered) == pytest.approx(fmean(scored[player]), rel=0.1, abs=1)


def test_pickem_lines_come_as_over_and_under_at_one_line(clean: Tables) -> None:
    rows = clean["player_props"]
    for over, under in zip(rows[::2], rows[1::2], strict=True):
        assert (over["side"], under["side"]) == ("Over", "Under")
        assert over | {"side": "Under"} == under


def test_a_quarter_of_pickem_rows_was_pulled_the_day_before_and_most_came_again(
    clean: Tables,
) -> None:
    early = [
        row
        for row in clean["player_props"]
        if row["file_date"] < row["commence_time"].astimezone(EASTERN).date()
    ]
    assert 0.2 < len(early) / len(clean["player_props"]) < 0.3
    columns = ("event_id", "player", "market", "bookmaker", "side", "line")
    days = Counter(tuple(row[c] for c in columns) for row in clean["player_props"])
    assert 0.4 < sum(count == 2 for count in days.values()) / len(early) < 0.7


def test_pra_lines_were_mostly_updated_five_minutes_after_the_start(
    clean: Tables, league: League
) -> None:
    starts = {
        (g.fixture.home.team_name, g.fixture.game_date): datetime.combine(
            g.fixture.game_date, g.fixture.tip_time_et, EASTERN
        )
        for g in league.newest.games
    }
    late = [
        datetime.fromisoformat(row["last_update"])
        - starts[_nba(row["home_team"]), row["event_date"]]
        for row in clean["pra_lines"]
    ]
    after = [by for by in late if by > timedelta(0)]
    assert 0.7 < len(after) / len(late) < 0.85
    assert set(after) == {timedelta(minutes=5, seconds=38)}


def test_both_prices_of_a_book_leave_it_a_margin(clean: Tables) -> None:
    priced = [(r["over_price_american"], r["under_price_american"]) for r in clean["pra_lines"]]
    priced += [(r["over_odds"], r["under_odds"]) for r in clean["threes_lines"]]
    assert all(1.03 < _probability(over) + _probability(under) < 1.09 for over, under in priced)


def _probability(price: float) -> float:
    return -price / (100 - price) if price < 0 else 100 / (100 + price)


def test_spreads_are_opposite_for_the_two_sides_and_known_before_the_start(clean: Tables) -> None:
    rows = clean["multibook_lines"]
    for home, away in zip(rows[::2], rows[1::2], strict=True):
        assert home["line"] == -away["line"]
        assert home["last_update"] < home["commence_time"]
        assert home["last_update"].date() == home["snapshot_date"]


def test_closing_lines_add_up_and_say_how_the_bet_ended(clean: Tables) -> None:
    assert len(clean["closing_lines"]) == 96
    for row in clean["closing_lines"]:
        for side in ("home", "away"):
            parts = [row[f"{part}_{side}"] for part in ("q1", "q2", "q3", "q4", "ot")]
            assert sum(parts) == row[f"score_{side}"]
            assert min(parts) >= 0
        margin = row["score_home"] - row["score_away"]
        ahead = (margin if row["whos_favored"] == "home" else -margin) - row["spread"]
        over = row["score_home"] + row["score_away"] - row["total"]
        assert row["id_spread"] == (2 if ahead == 0 else int(ahead > 0))
        assert row["id_total"] == (2 if over == 0 else int(over > 0))


def test_an_injured_player_who_is_out_at_last_does_not_play(clean: Tables, league: League) -> None:
    played = {
        (g.fixture.game_date, last_name_first(line.player.player_name)): g
        for g in league.newest.games if g.fixture.season_type is not SeasonType.ALL_STAR
        for side in g.sides for line in side.lines
    }  # fmt: skip
    last: dict[tuple[Any, str], Row] = {}
    for row in clean["official_status_history"]:
        last[row["game_date"], row["player_name"]] = row
    out = {who for who, row in last.items() if row["status"] == "Out"}
    assert len(out) > 100
    assert not out & set(played)


def test_runs_of_a_status_follow_one_another_hour_by_hour(clean: Tables) -> None:
    runs: dict[tuple[Any, str], list[Row]] = {}
    for row in clean["official_status_history"]:
        runs.setdefault((row["game_date"], row["player_name"]), []).append(row)
        hours = (row["last_report_et"] - row["first_report_et"]) / timedelta(hours=1)
        assert row["n_reports"] == hours + 1 >= 1
    changed = [of_one for of_one in runs.values() if len(of_one) > 1]
    assert changed
    for of_one in changed:
        for before, after in pairwise(of_one):
            assert after["first_report_et"] - before["last_report_et"] == timedelta(hours=1)
            assert before["status"] != after["status"]
            assert after["run_no"] == before["run_no"] + 1


def test_the_reports_of_a_day_say_what_the_runs_of_a_status_say(clean: Tables) -> None:
    runs = clean["official_status_history"]
    said = {
        (at, run["game_date"], run["player_name"], run["status"], run["reason"])
        for run in runs
        for days_before in (0, 1)
        for hour in (13, 17)
        for at in [_report(run, days_before, hour)]
        if run["first_report_et"] <= at <= run["last_report_et"]
    }
    assert said == {
        (row["report_time_et"], row["game_date"], row["player_name"], row["status"], row["reason"])
        for row in clean["official_reports_1pm_5pm"]
        if row["player_name"] is not None
    }


def _report(run: Row, days_before: int, hour: int) -> datetime:
    midnight = datetime.combine(run["game_date"], time())
    return midnight + timedelta(hours=hour + 0.5) - timedelta(days=days_before)


def test_some_statuses_change_between_the_two_reports_of_a_day(clean: Tables) -> None:
    at: dict[tuple[Any, str], dict[int, str]] = {}
    for row in clean["official_reports_1pm_5pm"]:
        if row["report_time_et"].date() == row["game_date"]:
            of_day = at.setdefault((row["game_date"], row["player_name"]), {})
            of_day[row["report_time_et"].hour] = row["status"]
    both = [of_day for of_day in at.values() if len(of_day) == 2]
    assert 0.05 < sum(of_day[13] != of_day[17] for of_day in both) / len(both) < 0.5
    statuses = {row["status"] for row in clean["official_status_history"]}
    assert statuses == {"Out", "Questionable", "Probable", "Doubtful", "Available"}


def test_a_club_that_has_not_reported_stands_there_without_a_player(clean: Tables) -> None:
    blank = [row for row in clean["official_reports_1pm_5pm"] if row["player_name"] is None]
    assert blank
    assert {(row["status"], row["reason"]) for row in blank} == {(None, "NOT YET SUBMITTED")}


def test_of_games_to_come_nothing_is_known_after_noon_of_their_first_day(
    clean: Tables, league: League
) -> None:
    first = min(g.fixture.game_date for g in league.newest.games if not g.is_played)
    noon = datetime.combine(first, time(12))
    tonight = [r for r in clean["threes_lines"] if r["file_date"] >= first]
    assert {row["file_date"] for row in tonight} == {first}
    assert max(row["file_date"] for row in clean["player_props"]) == first
    assert max(row["event_date"] for row in clean["pra_lines"]) == first
    assert max(row["first_report_et"] for row in clean["official_status_history"]) <= noon
    assert max(row["report_time_et"] for row in clean["official_reports_1pm_5pm"]) <= noon
    assert max(row["game_date"] for row in clean["official_status_history"]) >= first
    assert max(row["game_date"] for row in clean["closing_lines"]) < first


@pytest.mark.parametrize("kind", KINDS)
def test_blemishes_are_there_and_less_than_two_rows_in_a_hundred(
    kind: str, clean: Tables, dirty: Tables
) -> None:
    def counted(rows: list[Row]) -> Counter[tuple[Any, ...]]:
        return Counter(tuple(row.values()) for row in rows)

    changed = counted(dirty[kind]) - counted(clean[kind])
    assert 0 < changed.total() < 0.02 * len(dirty[kind])


def test_the_blemishes_are_those_of_the_real_files(clean: Tables, dirty: Tables) -> None:
    pickem = dirty["player_props"]
    assert any(row["price_american"] == -100_000 for row in pickem)
    assert Counter(r["side"] for r in pickem)["Over"] > Counter(r["side"] for r in pickem)["Under"]
    utc_dated = [
        row
        for row in dirty["pra_lines"]
        if row["event_date"] > datetime.fromisoformat(row["last_update"]).astimezone(EASTERN).date()
    ]
    assert utc_dated
    assert any(row["under_odds"] is None for row in dirty["threes_lines"])
    assert any(row["spread"] is None for row in dirty["closing_lines"])
    assert any(row["last_update"] > row["commence_time"] for row in dirty["multibook_lines"])
    for kind in PROPS:
        assert {row["player"] for row in dirty[kind]} & set(UNKNOWN_NAMES)
    for kind in INJURIES:
        assert {row["player_name"] for row in dirty[kind]} & set(
            map(last_name_first, UNKNOWN_NAMES)
        )
    for kind in ("player_games", "team_games", "schedule"):
        assert dirty[kind] == clean[kind]
