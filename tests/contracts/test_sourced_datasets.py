"""The same contracts for what is merged from several sources: a league told by replies, too."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from boxline.home import Home
from boxline.sandbox import simulate_league, write_archive
from tests.builders import bring_in, commits_of, facts_of, home_at, rows_of, run, same
from tests.cli.answers import CommandLine
from tests.league_replies import (
    FROM_REPLIES,
    Change,
    Played,
    Row,
    box_score,
    fetched_after,
    game_log,
    land,
    player_list,
    schedule,
    stats,
    unchanged,
)

SEASON = "2024-25"
#: What several sources tell, and what rests on it.
MERGED = sorted(
    FROM_REPLIES
    | {
        "nba_analytics.player_game_summary",
        "nba_analytics.team_offense_game_summary",
        "nba_core.cutoffs",
        "nba_core.expected_players",
        "nba_core.games",
        "nba_core.player_games",
        "nba_core.players",
        "nba_core.team_games",
        "nba_core.teams",
    }
)
#: What is said of a day before its games.
PRE_GAME = {"nba_core.cutoffs", "nba_core.expected_players"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Played]:
    """The archive of a small league, and what a home makes of it."""
    folder = tmp_path_factory.mktemp("told")
    league = simulate_league(
        seed=11, seasons=(SEASON,), teams=2, games_per_team=6, preseason_games=0, future_games=1
    )
    write_archive(league, folder / "archive")
    home = home_at(folder / "home")
    bring_in(home, [folder / "archive"])
    run(home, only=frozenset(MERGED))
    return folder / "archive", Played.of(home)


def _astray(played: Played) -> Change:
    """Balldontlie counts one assist more of the first line of each day, and knows one player of
    the last by a name that nobody bears."""
    firsts = {(day, played.lines_of(game_date=day)[0]["player_id"]) for day in played.days}
    stranger = played.lines_of(game_date=played.days[-1])[-1]["player_id"]

    def change(source: str, row: Row) -> Row:
        if source != "bdl_player_box_scores":
            return row
        if (row["game_date"], row["player_id"]) in firsts:
            row["assists"] += 1
        if (row["game_date"], row["player_id"]) == (played.days[-1], stranger):
            row["player_name"] = "Unheard Of"
        return row

    return change


def _land_replies(home: Home, played: Played, change: Change, *, with_nba_com: bool) -> None:
    """Replies of every day, each as it came on the next morning."""
    batch = home.new_batch()
    start = datetime(2024, 10, 1, tzinfo=UTC)
    land(home, "nbac_player_list", player_list(played.lines, SEASON), at=start, batch=batch)
    for number, day in enumerate(played.days):
        at, lines = fetched_after(day), played.lines_of(game_date=day)
        land(home, "bdl_player_box_scores", stats(lines, change), at=at, batch=batch)
        if not with_nba_com:
            continue
        if number % 3 == 1:
            land(home, "nbac_player_boxscore", game_log(lines, change), at=at, batch=batch)
        if number % 3 == 0:
            (game,) = (g for g in played.games if g["game_date"] == day)
            reply = box_score(played, game, change, benched="Bench Warmer")
            asked = {"game_id": game["game_id"], "date": str(day)}
            land(home, "nbac_team_boxscore", reply, at=at, batch=batch, asked=asked)
    report = home.load("load")
    assert not report.failures, report.failures


def _sourced(folder: Path, told: tuple[Path, Played], change: Change | None = None) -> Home:
    archive, played = told
    home = home_at(folder / "home")
    bring_in(home, [archive])
    _land_replies(home, played, change or _astray(played), with_nba_com=True)
    return home


@pytest.fixture(scope="module")
def sourced_home(tmp_path_factory: pytest.TempPathFactory, told: tuple[Path, Played]) -> Home:
    """Archive and replies, run all at once."""
    home = _sourced(tmp_path_factory.mktemp("sourced"), told)
    run(home, only=frozenset(MERGED))
    return home


@pytest.fixture(scope="module")
def daily_home(tmp_path_factory: pytest.TempPathFactory, told: tuple[Path, Played]) -> Home:
    """The same, one day after the other."""
    home = _sourced(tmp_path_factory.mktemp("daily"), told)
    only = frozenset(MERGED)
    for day in sorted({game["game_date"] for game in told[1].games}):
        run(home, first=day, last=day, only=only)
    return home


@pytest.fixture(scope="module")
def poisoned_home(tmp_path_factory: pytest.TempPathFactory, told: tuple[Path, Played]) -> Home:
    """The same, and every reply from one day on says something else."""
    played = told[1]
    first, astray = _poisoned_from(played), _astray(played)

    def change(source: str, row: Row) -> Row:
        row = astray(source, row)
        return row | {"assists": 13, "minutes_played": 1} if row["game_date"] >= first else row

    home = _sourced(tmp_path_factory.mktemp("poisoned"), told, change)
    run(home, only=frozenset(MERGED), accepted_because="it is poison")
    return home


def _poisoned_from(played: Played) -> date:
    return played.days[2 * len(played.days) // 3]


@pytest.mark.thorough  # a season is run day by day
@pytest.mark.parametrize("name", MERGED)
def test_day_by_day_gives_the_rows_of_all_at_once(
    sourced_home: Home, daily_home: Home, name: str
) -> None:
    at_once, daily = facts_of(sourced_home, name), facts_of(daily_home, name)
    assert len(at_once) == len(daily) > 0
    assert [(a, d) for a, d in zip(at_once, daily, strict=True) if not same(a, d)] == []


@pytest.mark.thorough  # a season is run again
@pytest.mark.parametrize("name", MERGED)
def test_poisoning_later_replies_changes_no_row_of_the_past(
    sourced_home: Home, poisoned_home: Home, told: tuple[Path, Played], name: str
) -> None:
    first = _poisoned_from(told[1])
    last = first if name in PRE_GAME else first - timedelta(days=1)

    def past(home: Home) -> list[Row]:
        return [row for row in facts_of(home, name) if row["game_date"] <= last]

    assert past(sourced_home) == past(poisoned_home) != []


@pytest.mark.thorough  # the same season
def test_the_poison_reaches_what_comes_after_it(sourced_home: Home, poisoned_home: Home) -> None:
    for name in ("nba_core.player_games", "nba_core.disagreements"):
        assert facts_of(sourced_home, name) != facts_of(poisoned_home, name)


def test_a_second_run_commits_nothing(sourced_home: Home) -> None:
    before = commits_of(sourced_home)
    assert run(sourced_home, only=frozenset(MERGED)).steps == []
    assert commits_of(sourced_home) == before


def test_what_differs_is_a_finding_and_what_is_chosen_stands(
    sourced_home: Home, told: tuple[Path, Played]
) -> None:
    played = told[1]
    firsts = [played.lines_of(game_date=day)[0] for day in played.days]
    stranger = played.lines_of(game_date=played.days[-1])[-1]
    chosen = ("nbac_team_boxscore", "nbac_player_boxscore", "bdl_player_box_scores")
    found = [
        (row["game_date"], row["subject_id"], row["chosen_source"], row["other_source"])
        for row in rows_of(sourced_home, "nba_core.disagreements")
        if row["field"] == "assists" and row["dataset"] == "nba_core.player_games"
    ]
    others = ("bdl_player_box_scores", "bdl_player_box_scores", "archive")
    assert found == [
        (row["game_date"], row["player_id"], chosen[n % 3], others[n % 3])
        for n, row in enumerate(firsts)
    ]
    kept = {
        (row["game_id"], row["player_id"]): row
        for row in rows_of(sourced_home, "nba_core.player_games")
    }
    for n, line in enumerate(firsts):
        row = kept[line["game_id"], line["player_id"]]
        assert (row["source"], row["assists"]) == (chosen[n % 3], line["assists"] + (n % 3 == 2))
    # balldontlie's line of him is nobody's: his is the archive's.
    assert kept[stranger["game_id"], stranger["player_id"]]["source"] == "archive"
    (reject,) = sourced_home.ledger.rejects()
    assert "no player of that name is known" in reject["reason"]


def test_the_command_lists_both_values_and_whose_they_are(
    sourced_home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    boxline = CommandLine(capsys, monkeypatch)
    only = ("--dataset", "nba_core.player_games")
    listed = boxline("findings", "list", *only, "--json", home=sourced_home.path)
    rows = rows_of(sourced_home, "nba_core.disagreements")
    assert listed.exit == 0
    assert len(listed.json) == sum(row["dataset"] == only[1] for row in rows) > 0
    gravest = (
        listed.json[0] | listed.json[0]["evidence"] | {"subject_name": listed.json[0]["subject"]}
    )
    assert gravest["severity"] == "grave"
    stored = next(
        row
        for row in rows
        if all(row[k] == gravest[k] for k in ("game_id", "subject_name", "field", "other_source"))
    )
    told = ("chosen_value", "other_value")
    assert [gravest[c] for c in told] == [stored[c] for c in told]
    shown = boxline("findings", "list", "--limit", "1", home=sourced_home.path)
    assert len(shown.table) == 1
    everything = len(rows) + len({one["reason"] for one in sourced_home.ledger.rejects()})
    assert f"{everything - 1} more" in shown.talk


def test_replies_alone_come_to_graded_predictions(
    tmp_path: Path, told: tuple[Path, Played]
) -> None:
    played = told[1]
    home = home_at(tmp_path / "fetched")
    land(home, "nbac_schedule", schedule(played.games, SEASON), at=datetime(2025, 6, 1, tzinfo=UTC))
    _land_replies(home, played, unchanged, with_nba_com=False)
    run(home)
    counts = ("points", "rebounds", "assists")

    def lines(rows: list[Row]) -> list[tuple[object, ...]]:
        return [(r["game_id"], r["player_id"], *(r[c] for c in counts)) for r in rows]

    assert lines(rows_of(home, "nba_core.player_games")) == lines(played.lines)
    assert [
        (r["team_id"], r["points"], r["is_win"]) for r in rows_of(home, "nba_core.team_games")
    ] == [(r["team_id"], r["points"], r["is_win"]) for r in played.team_lines]
    scores = ("game_id", "home_points", "away_points", "is_final")
    assert [[g[c] for c in scores] for g in rows_of(home, "nba_core.games")] == [
        [g[c] for c in scores] for g in played.games
    ]
    graded = rows_of(home, "nba_predictions.prediction_accuracy")
    assert any(row["error"] is not None for row in graded)


def test_a_home_without_a_box_score_knows_the_codes_of_the_schedule(
    tmp_path: Path, told: tuple[Path, Played]
) -> None:
    home = home_at(tmp_path / "fresh")
    land(
        home, "nbac_schedule", schedule(told[1].games, SEASON), at=datetime(2024, 9, 1, tzinfo=UTC)
    )
    home.load("load")
    run(home, only=frozenset({"nba_core.games", "nba_core.teams"}))
    first = min(game["game_date"] for game in told[1].games)
    teams = rows_of(home, "nba_core.teams")
    assert {row["team"] for row in teams} == {"ATL", "BOS"}
    assert min(row["game_date"] for row in teams) == first


def test_who_stood_by_has_a_summary_that_counts_nothing(sourced_home: Home) -> None:
    absent = {(r["game_id"], r["player_id"]) for r in rows_of(sourced_home, "nba_core.absences")}
    rows = rows_of(sourced_home, "nba_analytics.player_game_summary")
    idle = {(r["game_id"], r["player_id"]): r for r in rows if not r["has_played"]}
    assert idle.keys() >= absent != set()
    assert {row["minutes_played"] for row in idle.values()} == {None}
    assert {idle[key]["did_not_play_category"] for key in absent} == {"coach"}
