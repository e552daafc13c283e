"""From what is asked for over HTTP to the command that does it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from boxline.catalog import Raw
from boxline.errors import BadDay, BadWindow, UnknownDataset, UnknownParam, UnknownWord
from boxline.leagues import load_catalog
from boxline.web.acting.bodies import ProcessBody, ReplayBody, RunBody, ScrapeBody
from boxline.web.acting.orders import (
    process_order,
    processors_of,
    replay_order,
    run_order,
    scrape_order,
    scrapers_of,
)

CATALOG, TODAY = load_catalog(), date(2024, 11, 13)


def scrape(name: str, **params: Any) -> tuple[str, ...]:
    return scrape_order(ScrapeBody(scraper_name=name, params=params), CATALOG).words


def processed(*names: str, day: str = "2024-11-12") -> tuple[str, ...]:
    body = ProcessBody(processors=list(names), analysis_date=day)
    return process_order(body, CATALOG, TODAY).words


def run(**given: Any) -> tuple[str, ...]:
    return run_order(RunBody.model_validate(given), CATALOG).words


def test_a_scraper_is_the_raw_dataset_that_it_filled() -> None:
    assert scrape("bdl_player_averages") == ("fetch", "nba_raw.bdl_season_averages")
    assert scrape("nba_raw.bdl_season_averages") == ("fetch", "nba_raw.bdl_season_averages")


def test_days_of_a_scrape_are_those_of_the_command() -> None:
    days = {"startDate": "2024-11-12", "endDate": "2024-11-13"}
    window = ("--from", "2024-11-12", "--to", "2024-11-13")
    assert scrape("bdl_games", **days) == ("fetch", "nba_raw.bdl_games", *window)
    assert scrape("bdl_games", date="2024-11-12")[2:] == ("--date", "2024-11-12")


def test_a_scrape_asks_about_what_its_requests_are_about() -> None:
    words = scrape("nbac_play_by_play", game_id="0022400061")
    assert words == ("fetch", "nba_raw.nbac_play_by_play", "--param", "game_id=0022400061")


def test_an_unknown_parameter_is_named_and_its_value_is_not() -> None:
    with pytest.raises(UnknownParam, match="apiKey") as refused:
        scrape("bdl_games", apiKey="hush")
    assert "hush" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("bdl_box_score", "bdl_box_scores"), ("nbac_scoreboard", "nbac_scoreboard_v2")],
)
def test_an_unknown_scraper_is_answered_by_the_nearest(name: str, nearest: str) -> None:
    with pytest.raises(UnknownWord) as refused:
        scrape(name)
    assert nearest in refused.value.nearest


def test_what_is_computed_cannot_be_scraped() -> None:
    with pytest.raises(UnknownWord):
        scrape("nba_core.games")


def test_a_processor_is_its_tables_and_what_they_are_made_from() -> None:
    words = processed("player_game_summary")
    assert words[:3] == ("run", "--date", "2024-11-12")
    only = set(words[4::2])
    assert {"nba_analytics.player_game_summary", "nba_core.player_games"} <= only
    assert not [name for name in only if name.startswith("nba_raw.")]
    assert words == processed("PlayerGameSummaryProcessor")


def test_a_processor_of_raw_rows_loads_them() -> None:
    words = processed("BdlInjuriesProcessor")
    assert words == ("run", "--date", "2024-11-12", "--only", "nba_raw.bdl_injuries")


@pytest.mark.parametrize(
    ("said", "meant"), [("AUTO", "2024-11-12"), ("TODAY", "2024-11-13"), ("2023-01-02",) * 2]
)
def test_a_date_may_be_a_word(said: str, meant: str) -> None:
    assert processed("player_daily_cache", day=said)[2] == meant


def test_an_unknown_processor_is_answered_by_the_nearest() -> None:
    with pytest.raises(UnknownWord, match="player_game_summary"):
        processed("player_games_summary")


def test_a_run_is_asked_for_as_by_hand() -> None:
    words = run(**{"from": "2024-11-01", "to": "2024-11-03"}, only=["nba_core.games"], remake=True)
    days = ("--from", "2024-11-01", "--to", "2024-11-03")
    assert words == ("run", *days, "--only", "nba_core.games", "--remake")
    assert run() == ("run",)


def test_a_reason_is_never_taken_for_an_option() -> None:
    assert run(accept="--take-over") == ("run", "--accept=--take-over")


def test_reasons_are_not_in_the_record() -> None:
    order = run_order(RunBody(date="2024-11-12", accept="as the coach told me"), CATALOG)
    assert order.asked == {"date": "2024-11-12", "accept": True}


def test_rejects_are_replayed_as_by_hand() -> None:
    body = ReplayBody(dataset="nba_core.injuries", reject_ids=["0a1b2c3d4e"])
    words = replay_order(body, CATALOG).words
    assert words == ("rejects", "replay", "--dataset", "nba_core.injuries", "0a1b2c3d4e")


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"date": "2024-13-01"}, BadDay),
        ({"from": "2024-11-03", "to": "2024-11-01"}, BadWindow),
        ({"date": "2024-11-03", "to": "2024-11-03"}, BadWindow),
        ({"only": ["nba_core.gamez"]}, UnknownDataset),
    ],
)
def test_what_contradicts_itself_is_refused_before_anything_starts(
    given: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        run(**given)


@pytest.mark.parametrize(
    "given",
    [
        {"takeover": True},
        {"date": 20241112},
        {"only": "nba_core.games"},
        {"remake": "yes"},
        {"accept": " "},
        {"from_": "2024-11-01"},
    ],
)
def test_a_body_is_taken_as_it_is_declared_or_not_at_all(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        run(**given)


@pytest.mark.parametrize("reject_id", ["--take-over", "", "x y"])
def test_an_id_is_never_taken_for_an_option(reject_id: str) -> None:
    with pytest.raises(ValidationError):
        ReplayBody(reject_ids=[reject_id])


@pytest.mark.parametrize("value", ["", "--home", "a b", "x" * 101, "a\n"])
def test_a_parameter_is_one_short_word(value: str) -> None:
    with pytest.raises(ValidationError):
        ScrapeBody(scraper_name="bdl_games", params={"date": value})


@pytest.mark.parametrize("name", sorted(scrapers_of(CATALOG)))
def test_every_scraper_fetches_something(name: str) -> None:
    raw = CATALOG.datasets[scrape(name)[1]]
    assert isinstance(raw, Raw)
    assert raw.request is not None


@pytest.mark.parametrize("name", sorted(processors_of(CATALOG)))
def test_every_processor_computes_something(name: str) -> None:
    assert set(processed(name)[4::2]) <= CATALOG.datasets.keys()
