"""The landed box scores of one game are lost and brought in again, all through the command line."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from boxline.catalog import Dataset, Export
from boxline.nba.evening import UNFITTED
from boxline.sandbox import League
from boxline.stores.landing import DESCRIPTION
from tests.builders import bring_in, facts_of_all, home_at, run, small_archive, small_league
from tests.cli.answers import CommandLine

pytestmark = pytest.mark.thorough  # two seasons are made anew from landing, twice

RAW, LINES = "nba_raw.archive_player_games", "nba_core.player_games"
SUMMARY = "nba_analytics.player_game_summary"
FORM, ROLE_GAMES = "nba_analytics.player_form", "nba_analytics.role_games"
PROP_RESULTS = "nba_analytics.player_prop_results"
EXPECTED = "nba_core.expected_players"
PREDICTIONS = "nba_predictions.player_prop_predictions"
GRADES = "nba_predictions.prediction_accuracy"
REFERENCE = "nba_predictions.reference_forecasts"

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Homes:
    """A home that lost a game and was made anew from landing, one that never did, and the lost
    file; all of the afternoon after the league's last games."""

    lost: Path
    untouched: Path
    file: Path
    game_id: str
    day: date
    now: datetime


def split_by_game(archive: Path) -> None:
    """Each game's player box scores of the newest regular season as a file of their own."""
    (path,) = archive.rglob("player_games_2024-25.parquet")
    table = pq.read_table(path)
    ids = table["game_id"].to_pylist()
    for game_id in sorted(set(ids)):
        rows = table.filter(pa.array([one == game_id for one in ids]))
        pq.write_table(rows, path.with_name(f"{game_id}.parquet"))
    path.unlink()


def lose(home: Path, file: str) -> None:
    """Delete a landed file with its description, and all that was made from landing."""
    opened = home_at(home)
    (lost,) = [one for one in opened.ledger.landed() if one.pages[0].file_name == file]
    opened.close()
    (home / "landing" / lost.pages[0].path).unlink()
    (described,) = (home / "landing").rglob(f"*-{lost.landed_id[:16]}{DESCRIPTION}")
    described.unlink()
    for path in [*home.glob("warehouse.duckdb*"), *home.glob("ledger.sqlite*")]:
        path.unlink()
    for folder in ("snapshot", "published"):
        shutil.rmtree(home / folder)


def of_mid_season(league: League) -> tuple[date, str, date]:
    """Day and id of a regular game in the middle of the newest season, and the season's last day
    so far."""
    games = sorted(
        (game.fixture.game_date, game.fixture.game_id)
        for game in league.newest.games
        if game.is_played and game.fixture.game_id.startswith("002")
    )
    return *games[len(games) // 2], games[-1][0]


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Homes:
    folder = tmp_path_factory.mktemp("lost")
    league, archive = small_league(), folder / "archive"
    shutil.copytree(small_archive(), archive)
    split_by_game(archive)
    day, game_id, last = of_mid_season(league)
    now = datetime(last.year, last.month, last.day, 17, tzinfo=UTC) + timedelta(days=1)
    untouched = home_at(folder / "untouched", now=now)
    assert not bring_in(untouched, [archive]).failures
    run(untouched)
    untouched.close()
    shutil.copytree(untouched.path, folder / "home", symlinks=True)
    lose(folder / "home", f"{game_id}.parquet")
    lost = home_at(folder / "home", now=now)
    run(lost)
    lost.close()
    (file,) = archive.rglob(f"{game_id}.parquet")
    return Homes(
        lost=lost.path, untouched=untouched.path, file=file, game_id=game_id, day=day, now=now
    )


@pytest.fixture
def lost(homes: Homes, boxline: CommandLine, tmp_path: Path) -> Path:
    """A copy of the home that lost a game, which a test may heal."""
    boxline.now = homes.now
    return shutil.copytree(homes.lost, tmp_path / "home", symlinks=True)


def facts(home: Path, table: str) -> list[Row]:
    """A table's rows without stamps."""
    return facts_of_each(home, [table])[table]


def facts_of_each(home: Path, tables: list[str]) -> dict[str, list[Row]]:
    """The same of several tables by name."""
    opened = home_at(home)
    found = facts_of_all(opened, tables)
    opened.close()
    return found


def active(rows: list[Row]) -> dict[tuple[Any, ...], Row]:
    """The newest version of each prediction or grade, without the number of the version."""
    key = ("game_id", "player_id", "prop_type", "system", "origin")
    newest = sorted(rows, key=lambda row: row["version"])
    return {tuple(row[column] for column in key): {**row, "version": None} for row in newest}


def explained(boxline: CommandLine, homes: Homes, dataset: str, home: Path) -> Any:
    """What is said of the lost game in a dataset."""
    answer = boxline("explain", dataset, "--game", homes.game_id, "--json", home=home)
    assert answer.exit == 0, answer.talk
    (one,) = answer.json["games"]
    assert (one["game_id"], one["day"]) == (homes.game_id, str(homes.day))
    return one


def unfitted(rows: dict[Any, dict[str, Any]]) -> dict[Any, float | None]:
    """What live predictions expect of systems that read no model."""
    return {
        key: row["forecast"]
        for key, row in rows.items()
        if row["origin"] == "live" and row["system"] in UNFITTED
    }


def is_made_again(dataset: Dataset) -> bool:
    """Whether a run makes a dataset's rows again when what they rest on changed."""
    return not isinstance(dataset, Export) and not getattr(dataset, "is_fact", False)


def node(tree: Any, dataset: str) -> Any:
    """A dataset's place in what a cell is made of."""
    if tree["dataset"] == dataset and not tree["is_repeated"]:
        return tree
    found = (node(source, dataset) for source in tree["inputs"])
    return next((one for one in found if one), None)


def test_nothing_is_missing_where_nothing_was_lost(boxline: CommandLine, homes: Homes) -> None:
    boxline.now = homes.now
    answer = boxline("gaps", home=homes.untouched)
    assert (answer.exit, answer.data, answer.talk) == (0, "", "Nothing is missing.\n")


def test_gaps_names_exactly_the_lost_game_at_its_root(
    boxline: CommandLine, homes: Homes, lost: Path
) -> None:
    answer = boxline("gaps", home=lost)
    (row,) = answer.table
    assert answer.exit == 1
    assert (row["dataset"], row["game"], row["day"]) == (RAW, homes.game_id, str(homes.day))
    assert (row["state"], row["held"], row["blocks"]) == ("late", "0", "7")
    assert answer.talk == "Cells that only follow from these: 7; --all shows them.\n"
    every = boxline("gaps", "--all", "--json", home=lost).json
    assert [(one["dataset"], one["state"]) for one in every] == [
        (RAW, "late"),
        (LINES, "blocked"),
        (FORM, "blocked"),
        (ROLE_GAMES, "blocked"),
        (PROP_RESULTS, "blocked"),
        (SUMMARY, "blocked"),
        (REFERENCE, "blocked"),
        (GRADES, "blocked"),
    ]
    assert {one["game"] for one in every} == {homes.game_id}


def test_explain_lists_the_predictions_that_the_lost_game_blocks(
    boxline: CommandLine, homes: Homes, lost: Path
) -> None:
    rests = explained(boxline, homes, RAW, lost)["rests_on_it"]
    blocked = {(one["dataset"], one["game_id"]) for one in rests["blocked"]}
    follow = (LINES, FORM, SUMMARY, PROP_RESULTS, ROLE_GAMES, REFERENCE, GRADES)
    assert blocked == {(name, homes.game_id) for name in follow}

    made = facts(lost, PREDICTIONS)
    ungraded = [row for row in made if row["game_id"] == homes.game_id]
    players = {row["player_id"] for row in ungraded}
    (grades,) = [one for one in rests["followers"] if one["dataset"] == GRADES]
    assert grades["waiting"] == len(ungraded) > 0
    assert set(grades["players"]) == players

    season_ends = date(homes.day.year + 1, 7, 31)
    resting = [
        row
        for row in made
        if homes.day < row["game_date"] <= season_ends and row["player_id"] in players
    ]
    (later,) = [one for one in rests["later"] if one["dataset"] == PREDICTIONS]
    assert later["rows"] == len(resting) > 0
    assert set(later["games"]) == {row["game_id"] for row in resting}
    assert set(later["players"]) == {row["player_id"] for row in resting}


def test_explain_goes_down_to_the_bytes(boxline: CommandLine, homes: Homes, lost: Path) -> None:
    raw = node(explained(boxline, homes, GRADES, lost)["made_of"], RAW)
    assert (raw["state"], raw["held"], raw["pages"]) == ("late", 0, [])
    raw = node(explained(boxline, homes, GRADES, homes.untouched)["made_of"], RAW)
    (found,) = raw["pages"]
    lines = pq.read_metadata(homes.file).num_rows
    assert (raw["state"], raw["held"], found["fate"]) == ("present", lines, "loaded")
    assert found["page"]["file_name"] == homes.file.name
    assert found["page"]["rows"] == list(range(1, lines + 1))
    assert (homes.untouched / "landing" / found["page"]["path"]).is_file()


def test_explain_reads_out_what_json_holds(boxline: CommandLine, homes: Homes, lost: Path) -> None:
    read = boxline("explain", RAW, "--game", homes.game_id, home=lost).data
    for line in (
        f"  {RAW}: late, 0 rows of at least 13, ",
        "    because no source has brought them\n",
        "    next: boxline import FILE\n",
        f"    {GRADES}: blocked, because it waits for {LINES}\n",
        " predictions not graded, of ",
    ):
        assert line in read


def test_bringing_the_file_in_again_heals_all_of_it_by_a_run(
    boxline: CommandLine, homes: Homes, lost: Path
) -> None:
    """Predictions of later days were made without the game. Those that were replayed stay as they
    were made (and so do their grades) until a remake; those still to come get a next version."""
    before = facts(lost, PREDICTIONS)
    boxline.now += timedelta(hours=1)
    assert boxline("import", homes.file, home=lost).exit == 0
    assert boxline("run", home=lost).exit == 0
    answer = boxline("gaps", "--all", home=lost)
    assert (answer.exit, answer.data) == (0, "")

    opened = home_at(lost)
    # Models were fitted without the game, and that stays.
    tables = [n for n, d in opened.catalog.datasets.items() if is_made_again(d)]
    opened.close()
    same = sorted({*tables} - {PREDICTIONS, GRADES})
    found, wanted = (facts_of_each(home, same) for home in (lost, homes.untouched))
    for table in same:
        assert found[table] == wanted[table], table

    healed, whole = facts(lost, PREDICTIONS), active(facts(homes.untouched, PREDICTIONS))
    assert {*map(frozenset, map(dict.items, before))} <= {*map(frozenset, map(dict.items, healed))}
    assert {k: row for k, row in active(healed).items() if row["game_date"] <= homes.day} == {
        k: row for k, row in whole.items() if row["game_date"] <= homes.day
    }
    assert unfitted(active(healed)) == unfitted(whole) != {}

    assert boxline("run", "--remake", home=lost).exit == 0
    remade = active(facts(lost, PREDICTIONS))
    assert {key: remade[key] for key in whole} == whole
    # Who had moved in the lost game was predicted for his old club without it, and that stays.
    graded, wanted = active(facts(lost, GRADES)), active(facts(homes.untouched, GRADES))
    assert {key: graded[key] for key in wanted} == wanted
    assert {key[:2] for key in graded.keys() - wanted.keys()} <= {
        key[:2] for key in remade.keys() - whole.keys()
    }
    # What was predicted of a player who, with the game, is not expected, was predicted.
    expected = {(row["game_id"], row["player_id"]) for row in facts(lost, EXPECTED)}
    assert all(key[:2] not in expected for key in remade.keys() - whole.keys())


def test_why_a_player_has_no_prediction(boxline: CommandLine, homes: Homes) -> None:
    boxline.now = homes.now
    predicted = facts(homes.untouched, PREDICTIONS)
    made = next(row for row in predicted if row["game_id"] == homes.game_id)
    player, day = made["player_id"], homes.day

    def answer(day: date) -> str:
        words = ("explain", "--player", player, "--date", day, "--json")
        found = boxline(*words, home=homes.untouched)
        assert found.exit == 0, found.talk
        return str(found.json["player"]["answer"])

    his = [r for r in predicted if (r["player_id"], r["game_date"]) == (player, day)]
    assert answer(day) == f"{len(his)} rows of him are there"
    unseen = date(2023, 8, 1)
    assert answer(unseen).startswith("he was never seen before that day")
    idle = max(row["game_date"] for row in facts(homes.untouched, "nba_core.games"))
    assert "has no game on" in answer(idle + timedelta(days=1))
    made_of = {(r["player_id"], r["game_date"]) for r in predicted if not r["not_made_reason"]}
    unmade = [r for r in predicted if (r["player_id"], r["game_date"]) not in made_of]
    player, day = unmade[-1]["player_id"], unmade[-1]["game_date"]
    assert answer(day).startswith("not made: ")
    assert "no earlier game this season" in answer(day)
