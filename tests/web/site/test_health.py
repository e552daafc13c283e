"""The page of health: what fires, who took the message, and what is counted."""

from __future__ import annotations

import json
from typing import Any

import pytest

from boxline.health.grid.cells import State
from boxline.home import Home
from boxline.web.site.build import site_files

ALERT = {
    "id": 7,
    "rule": "late-cells",
    "subject": "nba_raw.archive_player_games of 2024-11-26",
    "severity": "critical",
    "found": "3 of its games are late <b>",
    "blocks": "21 further cells wait for it",
    "next_step": "boxline import FILE",
    "since": "2024-11-27T23:00:00Z",
    "told_at": None,
    "acknowledged": "a new disk comes",
}


FINDING = {
    "id": "3f2a9c0d11e2",
    "kind": "disagreement",
    "severity": "grave",
    "dataset": "nba_core.player_games",
    "day": "2024-11-26",
    "subject": "Ann Lee",
    "what": "points: nbac_gamebook says 20, bdl_player_box_scores says <21>",
    "next_step": "boxline explain nba_core.player_games --game g1",
    "first_seen": "2024-11-27T11:00:00Z",
    "last_seen": "2024-11-27T23:00:00Z",
}


@pytest.fixture
def documents(evening_home: Home) -> dict[str, Any]:
    current = evening_home.published.current
    paths = ("v1/health.json", "v1/status.json")
    return {path: json.loads((current / path).read_text()) for path in paths}


def page(documents: dict[str, Any]) -> str:
    bodies = {path: json.dumps(told).encode() for path, told in documents.items()}
    files = site_files(dict.fromkeys(bodies, "hash"), bodies.__getitem__)
    (found,) = (one for one in files if one.path == "site/health.html")
    return found.draw().decode()


def test_before_the_first_check_the_page_says_that_nobody_looked(documents: dict[str, Any]) -> None:
    shown = page(documents)
    assert "never checked" in shown
    assert "Nobody has checked the rules yet." in shown


def test_what_fires_is_told_with_what_it_blocks_what_mends_it_and_who_knows(
    documents: dict[str, Any],
) -> None:
    alerting = documents["v1/health.json"]["alerting"]
    channel = {"channel": "slack", "at": "2024-11-27T23:00:00Z", "error": "error=404"}
    alerting |= {"checked_at": ALERT["since"], "alerts": [ALERT], "channels": [channel]}
    shown = page(documents)
    for part in (
        ALERT["rule"],
        ALERT["subject"],
        "3 of its games are late &lt;b&gt;",
        "Blocks 21 further cells",
        ALERT["next_step"],
        "Somebody knows: a new disk comes",
        "slack",
        "error=404",
    ):
        assert str(part) in shown


def test_what_was_replaced_before_it_is_counted(documents: dict[str, Any]) -> None:
    counted = {one["name"]: one for one in documents["v1/health.json"]["alerting"]["conditions"]}
    assert counted["range_replaced"]["times"] > 0
    assert counted["unforeseen_error"]["times"] == 0
    assert counted["range_replaced"]["meaning"] in page(documents)


def test_what_is_questionable_is_told_with_when_it_was_seen_and_how_much_more_there_is(
    documents: dict[str, Any],
) -> None:
    told = {"looked_at": FINDING["last_seen"], "total": 1_200, "grave": 3, "listed": [FINDING]}
    documents["v1/health.json"]["findings"] = told
    shown = page(documents)
    assert "1,200 findings, 3 of them grave" in shown
    assert "1,199 more: boxline findings list." in shown
    for part in ("kind", "dataset", "day", "subject", "next_step", "first_seen", "last_seen", "id"):
        assert FINDING[part] in shown
    assert "bdl_player_box_scores says &lt;21&gt;" in shown


def test_where_nothing_is_questionable_the_page_says_who_looked(documents: dict[str, Any]) -> None:
    nothing = {"looked_at": FINDING["last_seen"], "total": 0, "grave": 0, "listed": []}
    documents["v1/health.json"]["findings"] = nothing
    assert "Nothing is questionable." in page(documents)
    documents["v1/health.json"]["findings"] = nothing | {"looked_at": None}
    assert "No run has looked yet." in page(documents)


def test_slow_and_flaky_datasets_are_told_with_what_failures_said(
    documents: dict[str, Any],
) -> None:
    work = {
        "dataset": "nba_raw.bdl_games",
        "done": 3,
        "failed": 1,
        "failed_share": 0.25,
        "median_seconds": 2.0,
        "worst_seconds": 912.34,
        "requests": 10,
        "requests_failed": 4,
        "most_often": "the reply <ended> early",
    }
    documents["v1/health.json"]["work"] = {"days": 30, "slowest": [], "flakiest": [work]}
    shown = page(documents)
    for part in ("Flakiest datasets", "912.3", "25.0 %", "the reply &lt;ended&gt; early"):
        assert part in shown


@pytest.mark.parametrize("state", State, ids=lambda state: state.value)
def test_a_square_of_any_state_can_be_drawn(documents: dict[str, Any], state: State) -> None:
    dataset = next(each for each in documents["v1/health.json"]["datasets"] if each["cells"])
    dataset["cells"][0]["state"] = state.value
    assert f'aria-label="{state.value}"' in page(documents)
