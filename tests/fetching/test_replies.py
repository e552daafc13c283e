"""Each way in which a reply is none has its own word, and what can be mended by asking again is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from boxline.domain.days import from_eastern
from boxline.engine.work import Window
from boxline.sandbox import simulate_league
from boxline.sandbox.servers import FaultKind, FaultRule
from boxline.sandbox.world import World
from tests.builders import rows_of
from tests.fetching.sandboxed import DAY, LATER, asked_of, at, fetch, fetching_home, sandbox

BOX = "nba_raw.bdl_player_box_scores"
ONE_DAY = Window(first=DAY, last=DAY)
BDL = "api.balldontlie.io"

CODES = {
    FaultKind.RATE_LIMIT: "rate_limited",
    FaultKind.RATE_LIMIT_SILENT: "rate_limited",
    FaultKind.HTTP_500: "server_error",
    FaultKind.HTTP_503: "server_error",
    FaultKind.TIME_OUT: "unreachable",
    FaultKind.RESET: "unreachable",
    FaultKind.DRIP: "truncated",
    FaultKind.TRUNCATED_GZIP: "truncated",
    FaultKind.TRUNCATED_BODY: "truncated",
    FaultKind.HTML: "wrong_content",
    FaultKind.CONTENT_TYPE: "wrong_content",
    FaultKind.EXPIRED_KEY: "key_refused",
}


def always(kind: FaultKind, *, host: str = BDL, limit: int | None = None) -> FaultRule:
    return FaultRule(kinds=(kind,), rate=1.0, host=host, limit=limit)


def codes(home, provider: str = "balldontlie") -> list[str]:
    return [row["code"] for row in reversed(home.ledger.exchanges(provider, 100))]


@pytest.mark.parametrize("kind", CODES, ids=lambda kind: kind.value)
def test_each_failure_has_its_word_and_nothing_of_it_lands(tmp_path: Path, kind: FaultKind) -> None:
    with sandbox(always(kind)) as server:
        home = fetching_home(tmp_path, server, fetch_tries=2)
        report = fetch(home, BOX, window=ONE_DAY)
    tries = 1 if kind is FaultKind.EXPIRED_KEY else 2
    assert codes(home) == [CODES[kind]] * tries
    (failure,) = report.failures
    assert failure.dataset == BOX
    assert "sandbox-key" not in failure.message
    assert not rows_of(home, BOX)


def test_what_failed_once_is_asked_again_and_once_alone(tmp_path: Path) -> None:
    with sandbox(always(FaultKind.HTTP_502, limit=1)) as server:
        home = fetching_home(tmp_path, server)
        assert not fetch(home, BOX, window=ONE_DAY).failures
        assert codes(home) == ["server_error", ""]
        assert rows_of(home, BOX)
        fetch(home, BOX, window=ONE_DAY)
        assert len(asked_of(server, "/v1/stats")) == 2


@pytest.fixture(scope="module")
def many_players() -> World:
    """A league with more players than a page has rows."""
    league = simulate_league(
        seasons=("2024-25",), teams=10, games_per_team=4, playoffs=False, future_games=0
    )
    return World(league)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (FaultKind.EMPTY_PAGE, "empty_page"),
        (FaultKind.SHORT_PAGE, "shrunk_page"),
        (FaultKind.REPEATED_CURSOR, "repeated_cursor"),
    ],
    ids=lambda each: getattr(each, "value", each),
)
def test_a_page_that_breaks_its_list_is_told_by_name(
    tmp_path: Path, many_players: World, kind: FaultKind, code: str
) -> None:
    players = "nba_raw.bdl_active_players"
    today = Window(first=LATER.date(), last=LATER.date())
    with sandbox(always(kind), world=many_players) as server:
        home = fetching_home(tmp_path, server, fetch_tries=1)
        report = fetch(home, players, window=today)
    assert codes(home)[-1] == code
    assert report.failures
    assert not rows_of(home, players)


def test_a_host_that_fails_in_a_row_is_left_alone_then_asked_once(tmp_path: Path) -> None:
    week = Window(first=DAY - timedelta(days=14), last=DAY)
    with sandbox(always(FaultKind.HTTP_500)) as server:
        home = fetching_home(tmp_path, server, fetch_tries=1, provider_failure_threshold=3)
        names = (BOX, "nba_raw.bdl_box_scores", "nba_raw.bdl_games")
        report = fetch(home, *names, window=week)
        begun = len(asked_of(server, "/v1/"))
        assert 3 <= begun <= 15  # those under way when it was given up
        assert any("is left alone until" in failure.message for failure in report.failures)
        fetch(home, *names, window=week)
        assert len(asked_of(server, "/v1/")) == begun
        later = at(home, LATER + timedelta(minutes=31))
        for _ in range(2):
            fetch(later, *names, window=week)
            assert len(asked_of(server, "/v1/")) == begun + 1
    with sandbox() as server:
        mended = fetching_home(tmp_path, server, now=LATER + timedelta(minutes=62))
        assert not fetch(mended, BOX, window=week).failures


def test_a_key_that_is_refused_stops_its_provider_and_no_other(tmp_path: Path) -> None:
    with sandbox(key="another") as server:
        home = fetching_home(tmp_path, server)
        report = fetch(home, BOX, "nba_raw.bdl_box_scores", "nba_raw.espn_scoreboard")
        assert len(asked_of(server, "/v1/")) <= 12  # those under way
    assert len(report.failures) == 2  # of each dataset: the key's plan may have one and not another
    assert "does not take the key" in report.failures[0].message
    assert rows_of(home, "nba_raw.espn_scoreboard")


def test_a_key_that_may_not_ask_for_one_thing_is_used_for_the_others(tmp_path: Path) -> None:
    with sandbox(replace(always(FaultKind.EXPIRED_KEY), path="/v1/stats")) as server:
        home = fetching_home(tmp_path, server)
        (failure,) = fetch(home, BOX, "nba_raw.bdl_box_scores").failures
        assert not fetch(home, "nba_raw.bdl_box_scores").failures
    assert failure.dataset == BOX
    assert len({row["game_date"] for row in rows_of(home, "nba_raw.bdl_box_scores")}) == 4


def test_the_day_s_credits_are_a_budget_that_nobody_exceeds(tmp_path: Path) -> None:
    before = LATER - timedelta(days=1)
    today = Window(first=before.date(), last=before.date() + timedelta(days=1))
    props = ("nba_raw.odds_api_events", "nba_raw.odds_api_player_props")
    with sandbox(at=before) as server:
        home = fetching_home(tmp_path, server, now=before, odds_api_daily_credits=25)
        report = fetch(home, *props, window=today)
        assert len(asked_of(server, "/odds")) <= 1
    assert any("budget of 25 credits" in failure.message for failure in report.failures)


def test_what_did_not_change_is_noted_and_not_stored_again(tmp_path: Path) -> None:
    schedule = "nba_raw.nbac_schedule"
    with sandbox() as server:
        home = fetching_home(tmp_path, server)
        fetch(home, window=ONE_DAY)
        landed = home.ledger.newest_landing(dataset=schedule)
        later = at(home, LATER + timedelta(hours=7))
        fetch(later, window=ONE_DAY)
        assert [each.status for each in server.log.after()] == [200, 304]
    assert later.ledger.newest_landing(dataset=schedule) == landed
    assert len(list((tmp_path / "landing").rglob("*.zst"))) == 1


def test_the_same_bytes_without_validators_are_noted_too(tmp_path: Path) -> None:
    stored = tmp_path / "landing" / "ball-dont-lie"
    with sandbox() as server:
        home = fetching_home(tmp_path, server)
        fetch(home, BOX, window=ONE_DAY)
        files = {path: path.read_bytes() for path in stored.rglob("*") if path.is_file()}
        later = LATER + timedelta(days=3)
        fetch(at(home, later), BOX, window=ONE_DAY)
        assert len(asked_of(server, "/v1/stats")) == 2  # its last moment had passed since
        fetch(at(home, later), BOX, window=ONE_DAY)
        assert len(asked_of(server, "/v1/stats")) == 2  # and was answered, by what stood already
    assert len(files) == 2  # a page and its description
    assert {path: path.read_bytes() for path in stored.rglob("*") if path.is_file()} == files


def test_what_is_not_published_yet_is_no_failure(tmp_path: Path) -> None:
    morning = from_eastern(DAY, "11:45")
    reports = "nba_raw.nbac_injury_report"
    late = FaultRule(kinds=(FaultKind.LATE_DATA,), rate=1.0, host="ak-static.cms.nba.com")
    with sandbox(late, at=morning) as server:
        home = fetching_home(tmp_path, server, now=morning)
        report = fetch(home, reports, window=ONE_DAY)
        assert asked_of(server, "Injury-Report")
    assert "not_yet" in codes(home, "nba.com")
    assert not report.failures
    with sandbox(at=morning) as server:  # it is out now, and asked for again
        home = fetching_home(tmp_path, server, now=morning + timedelta(hours=1))
        fetch(home, reports, window=ONE_DAY)
    assert rows_of(home, reports)


def test_a_reply_is_asked_for_by_hand_whatever_came_before(tmp_path: Path) -> None:
    with sandbox() as server:
        home = fetching_home(tmp_path, server)
        fetch(home, BOX, window=ONE_DAY)
        raw = home.catalog[BOX]
        assert not home.fetch(raw, replace(ONE_DAY), {}).failures
        assert len(asked_of(server, "/v1/stats")) == 2


def test_a_clock_that_is_set_back_does_not_stop_fetching(tmp_path: Path) -> None:
    with sandbox() as server:
        ahead = fetching_home(tmp_path, server, now=LATER + timedelta(days=400))
        fetch(ahead, window=ONE_DAY)
        home = at(ahead, LATER)
        fetch(home, BOX, window=ONE_DAY)
        fetch(home, BOX, window=ONE_DAY)
        assert len(asked_of(server, "chedule")) == 2  # again, and then it is answered
    assert rows_of(home, BOX)
