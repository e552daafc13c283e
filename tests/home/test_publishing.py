"""Publishing, on days of every kind: each document is what its schema says, and tells its day."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import jsonschema_rs
import pytest

from boxline.engine.work import Window
from boxline.errors import StoreDamaged
from boxline.home import Home
from boxline.home.beside import published_types
from boxline.leagues import load_catalog
from tests.builders import home_at, next_game_day, run, settled_league_home

#: Afternoons of the small league: of a day with games, of one between them, of its long break, of
#: one before its first game, and of one long after its last.
GAME_DAY = datetime(2024, 11, 21, 17, tzinfo=UTC)
DAY_OFF = datetime(2024, 11, 20, 17, tzinfo=UTC)
BREAK = datetime(2024, 11, 10, 17, tzinfo=UTC)
PRESEASON = datetime(2024, 10, 20, 17, tzinfo=UTC)
SUMMER = datetime(2025, 6, 30, 16, tzinfo=UTC)


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home on the afternoon of the league's next games. Tests copy it."""
    folder = tmp_path_factory.mktemp("evening")
    settled_league_home(folder, now=next_game_day())
    return folder / "home"


@pytest.fixture
def at(evening: Path, tmp_path: Path) -> Callable[..., Home]:
    """A copy of it whose clock says another instant, published anew."""

    def published(now: datetime, *, halt: str = "", change: Any = None) -> Home:
        path = tmp_path / "home"
        if not path.exists():
            shutil.copytree(evening, path, symlinks=True)
        home = home_at(path, now=now)
        home = replace(home, settings=replace(home.settings, halt=halt))
        if change is not None:
            change(home)
        run(home)
        return home

    return published


def document(home: Home, path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((home.published.current / "v1" / path).read_text())
    return found


def documents(home: Home) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every published document by its path."""
    for path in home.published.manifest()["documents"]:
        if path.startswith("v1/") and not path.startswith("v1/schemas/"):
            yield path, json.loads((home.published.current / path).read_text())


def insist_on_schemas(home: Home) -> set[str]:
    """Hold every document to the schema that is published beside it; the kinds there were."""
    patterns = {
        re.compile(path.replace("{date}", r"\d{4}-\d\d-\d\d").replace("{player_id}", r"\d+")): kind
        for path, kind in published_types(home.catalog).items()
    }
    folder = home.published.current / "v1" / "schemas"
    validators = {
        path.stem: jsonschema_rs.validator_for(json.loads(path.read_text()))
        for path in folder.iterdir()
    }
    seen = set()
    for path, content in documents(home):
        (kind,) = [kind.__name__ for each, kind in patterns.items() if each.fullmatch(path)]
        validators[kind].validate(content)
        seen.add(kind)
    return seen


def half_of_today(home: Home) -> None:
    """Take predictions, lines and box scores of half of today's games out of the snapshot."""
    manifest = home.snapshot.manifest()
    assert manifest is not None
    today = home.clock().date()
    for table in ("nba_predictions.player_prop_predictions", "nba_core.player_prop_lines"):
        for file in manifest["tables"][table]["files"]:
            path = home.snapshot.root / file["path"]
            rows = duckdb.sql(
                f"SELECT * FROM read_parquet('{path}') WHERE game_date <> DATE '{today}' OR "
                f"game_id IN (SELECT min(game_id) FROM read_parquet('{path}') "
                f"WHERE game_date = DATE '{today}')"
            ).to_arrow_table()
            path.unlink()
            duckdb.from_arrow(rows).write_parquet(str(path))


class TestDaysOfEveryKind:
    @pytest.mark.parametrize(
        ("now", "given", "state"),
        [
            (next_game_day(), {}, "live"),
            (DAY_OFF, {}, "no games"),
            (BREAK, {}, "no games"),
            (PRESEASON, {}, "halted"),
            (SUMMER, {}, "halted"),
            (next_game_day() + timedelta(minutes=1), {"halt": "a wrong feed"}, "halted"),
        ],
        ids=["games", "day off", "break", "before the season", "off season", "halted"],
    )
    def test_every_document_is_what_its_schema_says(
        self, at: Callable[..., Home], now: datetime, given: dict[str, Any], state: str
    ) -> None:
        home = at(now, **given)
        seen = insist_on_schemas(home)
        assert {"Today", "Predictions", "Results", "Calendar", "Status", "Live"} <= seen
        today = document(home, "today.json")
        assert (today["state"], today["game_date"]) == (state, now.date().isoformat())
        assert (today["state_reason"] is None) == (state == "live")
        assert (today["halted_since"] is None) == (state != "halted")

    def test_half_of_a_day_is_partial_and_says_what_is_missing(
        self, at: Callable[..., Home]
    ) -> None:
        at(next_game_day(), halt="so that all of today is told anew afterwards")
        home = at(next_game_day(), change=half_of_today)
        insist_on_schemas(home)
        today = document(home, "today.json")
        assert today["state"] == "partial"
        assert any(told.startswith("predictions of ") for told in today["missing"])

    def test_every_kind_of_document_is_published_on_a_day_with_games(
        self, at: Callable[..., Home]
    ) -> None:
        home = at(next_game_day())
        kinds = {kind.__name__ for kind in published_types(home.catalog).values()}
        assert insist_on_schemas(home) == kinds


class TestAHalt:
    def test_it_empties_what_is_told_of_today_and_leaves_the_past(
        self, at: Callable[..., Home]
    ) -> None:
        today = f"predictions/{next_game_day():%Y-%m-%d}.json"
        home = at(next_game_day())
        before = document(home, "predictions/2024-11-25.json")
        assert document(home, today)["games"]
        assert document(home, "tonight/all-players.json")["total_players"]
        home = at(next_game_day(), halt="a wrong feed")
        for path in (today, "tonight/all-players.json"):
            told = document(home, path)
            assert (told["state"], told["state_reason"]) == ("halted", "a wrong feed")
            assert told["total_players"] == 0
        assert document(home, "best-bets/today.json")["picks"] == []
        assert document(home, "predictions/2024-11-25.json") == before
        home = at(next_game_day())
        assert document(home, today)["games"]
        assert document(home, "tonight/all-players.json")["total_players"]

    def test_its_first_day_is_kept_while_its_reason_is(self, at: Callable[..., Home]) -> None:
        at(next_game_day(), halt="a wrong feed")
        home = at(next_game_day() + timedelta(days=1), halt="a wrong feed")
        assert document(home, "today.json")["halted_since"] == f"{next_game_day():%Y-%m-%d}"

    def test_facts_that_cannot_be_had_halt_what_is_told_of_today(
        self, evening: Path, tmp_path: Path
    ) -> None:
        def damaged(_view: object) -> Iterator[Any]:
            raise StoreDamaged("a file", "it is damaged", "Mend it.")
            yield

        def declared() -> Any:
            whole = load_catalog()
            facts = {n: replace(f, function=damaged) for n, f in whole.facts_of_days.items()}
            return replace(whole, facts_of_days=facts)

        shutil.copytree(evening, tmp_path / "home", symlinks=True)
        now = next_game_day() + timedelta(days=1)
        home = home_at(tmp_path / "home", now=now, declared=declared)
        run(home)
        told = document(home, "today.json")
        assert told["state"] == "halted"
        assert "damaged" in told["state_reason"]
        assert document(home, "tonight/all-players.json")["games"][0]["players"] == []


class TestWhatStands:
    def test_an_unchanged_document_keeps_its_hash_and_its_date(
        self, at: Callable[..., Home]
    ) -> None:
        before = at(next_game_day()).published.manifest()["documents"]
        home = at(next_game_day() + timedelta(hours=2))
        after = home.published.manifest()["documents"]
        changed = {p for p in after if after[p]["sha256"] != before.get(p, {}).get("sha256")}
        assert {after[path]["dataset"] for path in changed} <= {"health", "site"}
        assert all(after[p]["made_at"] == before[p]["made_at"] for p in after if p not in changed)

    def test_what_tells_of_today_never_shows_another_day(self, at: Callable[..., Home]) -> None:
        at(next_game_day())
        now = next_game_day() + timedelta(days=1)
        home = at(now)
        present = re.compile(r"v1/(tonight/.*|.*today|live.*/latest)\.json")
        of_today = [path for path, _ in documents(home) if present.fullmatch(path)]
        assert of_today
        for path in of_today:
            told = json.loads((home.published.current / path).read_text())
            day = (told.get("game") or told)["game_date"]
            assert day == now.date().isoformat(), path

    def test_days_without_games_have_documents_that_say_so(self, at: Callable[..., Home]) -> None:
        home = at(next_game_day())
        told = document(home, "predictions/2024-11-10.json")
        assert (told["state"], told["games"]) == ("no games", [])
        assert document(home, "results/2024-11-10.json")["results"] == []

    def test_no_document_is_newer_than_its_data(self, at: Callable[..., Home]) -> None:
        home = at(next_game_day())
        for path, told in documents(home):
            through = told["data_through"]
            assert through is None or date.fromisoformat(through) < next_game_day().date(), path

    def test_a_run_that_finds_nothing_new_publishes_no_set(self, at: Callable[..., Home]) -> None:
        home = at(next_game_day())
        before = home.published.current.resolve()
        report = home.run("run", Window())
        assert report.documents_made == 0
        assert home.published.current.resolve() == before
