"""CONTRIBUTING.md's examples are whole: written where it says, they are found, and they work."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from boxline.domain.days import from_eastern
from boxline.errors import CatalogError
from boxline.home import Home
from boxline.leagues import whole_catalog
from boxline.sandbox import League
from boxline.sandbox.fixtures import SeasonType
from boxline.stores.replies import read_replies
from tests.builders import bring_in, commits_of, home_at, league_home, rows_of, run, small_league
from tests.docs.conftest import Examples, blocks, written_examples

REST = "nba_analytics.team_game_rest"
REST_MODULE = "boxline.nba.analytics.team_game_rest"
ATTENDANCE, FINAL_SCORES = "nba_raw.archive_attendance", "nba_raw.bdl_final_scores"
BENEATH = frozenset({"nba_core.games", "nba_core.team_games"})

#: (team, day of a game) -> days since the team's game before it.
Rest = dict[tuple[int, date], int | None]


@pytest.fixture(scope="module")
def league() -> League:
    return small_league()


@pytest.fixture(scope="module")
def rested(league: League, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The league run as far as the example, all days at once. Tests only read it."""
    folder = tmp_path_factory.mktemp("rested")
    home = league_home(folder)
    with written_examples(folder / "examples"):
        run(home, only=BENEATH | {REST})
    return home


def rest_of(home: Home) -> Rest:
    return {
        (row["team_id"], row["game_date"]): row["days_since_last_game"]
        for row in rows_of(home, REST)
    }


def rest_by_hand(league: League) -> Rest:
    """The same, walked game by game through the league as it was simulated."""
    found: Rest = {}
    for season in league.seasons:
        last: dict[int, date] = {}
        for game in season.played(SeasonType.REGULAR, SeasonType.PLAYOFFS):
            day = game.fixture.game_date
            for club in (game.fixture.home, game.fixture.away):
                before = last.get(club.team_id)
                found[club.team_id, day] = (day - before).days if before else None
                last[club.team_id] = day
    return found


def test_an_example_is_declared_by_being_there(examples: Examples) -> None:
    found = whole_catalog().modules
    assert {name: module for name, module in found.items() if module in examples} == {
        REST: REST_MODULE,
        ATTENDANCE: "boxline.nba.raw.archive_attendance",
        FINAL_SCORES: "boxline.nba.raw.bdl_final_scores",
    }


def test_every_python_block_of_the_page_is_one_of_them(examples: Examples) -> None:
    shown = [block.text for block in blocks("CONTRIBUTING.md") if block.language == "python"]
    assert shown == [file.read_text() for file in examples.values()]


def test_the_table_says_how_long_each_team_had_rested(rested: Home, league: League) -> None:
    found = rest_of(rested)
    assert found == rest_by_hand(league)
    club = league.clubs[0].team_id
    assert [(day.isoformat(), rest) for (team, day), rest in found.items() if team == club][:4] == [
        ("2023-10-24", None),
        ("2023-10-28", 4),
        ("2023-10-31", 3),
        ("2023-11-02", 2),
    ]


def test_each_team_has_one_game_a_season_without_rest_before_it(
    rested: Home, league: League
) -> None:
    clubs = [club.team_id for club in league.clubs]
    unrested = [team for (team, _), rest in rest_of(rested).items() if rest is None]
    assert sorted(unrested) == sorted(clubs * len(league.seasons))


def test_it_is_the_same_some_days_at_a_time(
    examples: Examples, rested: Home, tmp_path: Path
) -> None:
    home = home_at(tmp_path / "home")
    bring_in(home, [rested.path.parent / "archive"])
    run(home, only=BENEATH)
    days = sorted(commits_of(home)["nba_core.team_games"])
    for some in (days[n : n + 15] for n in range(0, len(days), 15)):
        run(home, first=some[0], last=some[-1], only=frozenset({REST}))
    assert rest_of(home) == rest_of(rested)


def test_a_table_that_nothing_reads_must_say_why(examples: Examples) -> None:
    file = examples[REST_MODULE]
    lines = [line for line in file.read_text().splitlines() if "unread=" not in line]
    file.write_text("\n".join(lines))
    texts = [block.text for block in blocks("CONTRIBUTING.md") if block.language == "text"]
    (shown,) = [text for text in texts if text.startswith("The catalog does not close")]
    with pytest.raises(CatalogError) as refused:
        whole_catalog()
    assert f"{refused.value}\n" == shown


def test_the_archive_example_reads_a_file_by_its_columns(
    examples: Examples, tmp_path: Path
) -> None:
    file = tmp_path / "crowds.parquet"
    day = date(2024, 10, 22)
    people = [19156, None, -1, *range(15000, 15027)]
    sent = {
        "GAME_ID": [f"00224{n:05d}" for n in range(len(people))],
        "GAME_DATE": [day] * len(people),
        "ATTENDANCE": people,
    }
    pq.write_table(pa.table(sent), file)
    home = home_at(tmp_path / "home")
    bring_in(home, [file])
    with home.warehouse("test") as warehouse:
        found = warehouse.connection.execute(
            f"SELECT game_id, attendance, known_at FROM {ATTENDANCE} ORDER BY game_id LIMIT 3"
        ).fetchall()
    next_morning = from_eastern(date(2024, 10, 23), "06:00").replace(tzinfo=None)
    assert found == [
        ("0022400000", 19156, next_morning),
        ("0022400001", None, next_morning),
        ("0022400003", 15000, next_morning),
    ]
    (reject,) = home.ledger.rejects()
    assert (reject["row"], reject["reason"]) == (
        3,
        "attendance is -1, outside 0..200000 people",
    )


def test_the_reply_example_reads_each_row_alone(examples: Examples, tmp_path: Path) -> None:
    played = {"id": 15907, "date": "2025-01-15", "status": "Final", "period": 4}
    scores = {"home_team_score": 117, "visitor_team_score": 112}
    later = {"id": 15908, "date": "2025-01-16", "status": "7:00 pm ET"}
    pages = [{"data": [played | scores], "meta": {"next_cursor": 7}}, {"data": [later]}]
    files = [tmp_path / f"page-{n}.json" for n in (1, 2)]
    for file, page in zip(files, pages, strict=True):
        file.write_text(json.dumps(page))
    home = home_at(tmp_path / "home")
    replies = read_replies(home.catalog, FINAL_SCORES, files)
    (request,) = replies.requests
    fetched_at = datetime(2025, 1, 16, 11, tzinfo=UTC)
    home.land(replies.raw, request, fetched_at=fetched_at)
    home.load("land")
    with home.warehouse("test") as warehouse:
        found = warehouse.connection.execute(
            f"SELECT * FROM {FINAL_SCORES} ORDER BY game_id_bdl"
        ).fetchall()
    known_at = fetched_at.replace(tzinfo=None)
    assert found == [
        (15907, date(2025, 1, 15), "Final", 117, 112, known_at, False),
        (15908, date(2025, 1, 16), "7:00 pm ET", None, None, known_at, False),
    ]
