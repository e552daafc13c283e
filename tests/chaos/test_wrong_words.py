"""What the page must tell of wrong words: neither less than what they did nor more."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from boxline.catalog import Raw
from boxline.sandbox.servers.altering import alter
from boxline.sandbox.servers.faults import Fault, FaultKind
from boxline.sandbox.servers.nba_game_log import player_log
from boxline.sandbox.servers.replies import Reply
from boxline.stores.landing import Landing
from tests.chaos.damage import described_pages
from tests.chaos.league import chaos_catalog, first_night, instant_of, world
from tests.chaos.traces import Trace
from tests.chaos.weather import GOES_BY_IDS, IDS_BESIDE
from tests.chaos.wrong_words import traces_of_wrong_words

DAY = str(first_night() - timedelta(days=1))


@pytest.fixture(scope="module")
def sent() -> Reply:
    """The game log of the first day, as it should be."""
    games = [one for one in world().games(instant_of(0)) if str(one.fixture.game_date) == DAY]
    body = json.dumps(player_log(games, {"Direction": "DESC"})).encode()
    return Reply(status=200, body=body, content_type="application/json")


def land(place: Path, reply: Reply, fetched_at: datetime) -> None:
    raw = chaos_catalog()[GOES_BY_IDS]
    assert isinstance(raw, Raw)
    landing = Landing(str(place / "landing"))
    pages = [("log.json", reply.body)]
    landing.land(raw, pages, fetched_at=fetched_at, batch="b", asked={"date": DAY})


def traces(place: Path, reply: Reply, kind: FaultKind) -> list[Trace]:
    """What must be told of a reply that landed, if that befell it."""
    land(place, reply, instant_of(0))
    request = {"path": "/stats/leaguegamelog", "query": f"DateFrom={DAY}", "fault": kind.value}
    return list(traces_of_wrong_words(place, [request]))


def spoilt(reply: Reply, kind: FaultKind, seed: str = "a") -> Reply:
    return alter(reply, Fault(kind=kind, otherwise=None, seed=seed), cursor=0)


def page(**told: Any) -> dict[str, Any]:
    """A page on which nothing else stands."""
    return {
        "datasets": [{"name": GOES_BY_IDS, "rejected": 0}],
        "findings": {"listed": []}, "rejects": [], "gaps": [], "breakers": [], "runs": [],
    } | told  # fmt: skip


def found_about(name: str, day: str = DAY) -> dict[str, Any]:
    return page(findings={"listed": [{"day": day, "subject": name}]})


def test_players_who_are_mixed_up_must_be_questionable_on_that_day(
    tmp_path: Path, sent: Reply
) -> None:
    (trace,) = traces(tmp_path, spoilt(sent, FaultKind.SWAPPED_IDS), FaultKind.SWAPPED_IDS)
    one, other = trace.what.removeprefix("that ").partition(" are mixed up")[0].split(" and ")
    assert one != other
    assert trace.is_told(found_about(one))
    assert trace.is_told(found_about(other))
    assert not trace.is_told(page())
    assert not trace.is_told(found_about("somebody else"))
    assert not trace.is_told(found_about(one, day="2001-01-01"))


def test_who_has_nobody_to_compare_them_with_must_say_that_he_lacks_him(
    tmp_path: Path, sent: Reply
) -> None:
    (trace,) = traces(tmp_path, spoilt(sent, FaultKind.SWAPPED_IDS), FaultKind.SWAPPED_IDS)
    assert trace.is_told(page(gaps=[{"dataset": IDS_BESIDE, "day": DAY}]))
    assert not trace.is_told(page(gaps=[{"dataset": IDS_BESIDE, "day": "2001-01-01"}]))


def test_rows_that_come_twice_must_be_refused_as_such(tmp_path: Path, sent: Reply) -> None:
    kind = FaultKind.DUPLICATED_ROWS
    (trace,) = traces(tmp_path, spoilt(sent, kind), kind)
    assert trace.is_told(page(rejects=[{"dataset": GOES_BY_IDS, "field": "key"}]))
    assert not trace.is_told(page(rejects=[{"dataset": GOES_BY_IDS, "field": "points"}]))


# Such a one may stand for one that was spoilt: a clock a day ahead stamps it later than that.
@pytest.mark.parametrize(
    "kind", [FaultKind.SWAPPED_IDS, FaultKind.DUPLICATED_ROWS, FaultKind.MISSING_GAMES]
)
def test_of_a_reply_that_says_what_it_should_nothing_must_be_told(
    tmp_path: Path, sent: Reply, kind: FaultKind
) -> None:
    assert traces(tmp_path, sent, kind) == []


def test_a_number_that_comes_as_text_is_the_same_number(tmp_path: Path, sent: Reply) -> None:
    kind = FaultKind.NUMBER_AS_STRING
    assert spoilt(sent, kind).body != sent.body
    assert traces(tmp_path, spoilt(sent, kind), kind) == []


def test_rows_without_a_field_that_somebody_reads_must_be_said_to_be_lacking(
    tmp_path: Path, sent: Reply
) -> None:
    kind = FaultKind.RENAMED_FIELD
    renamed = Reply(status=200, body=sent.body.replace(b'"PTS"', b'"PTS_v2"'), content_type="")
    (trace,) = traces(tmp_path, renamed, kind)
    assert not trace.is_told(page())
    assert trace.is_told(page(datasets=[{"name": GOES_BY_IDS, "rejected": 26}]))
    assert trace.is_told(page(breakers=[{"dataset": GOES_BY_IDS}]))


def test_a_page_that_was_damaged_since_tells_nothing(tmp_path: Path, sent: Reply) -> None:
    kind = FaultKind.SWAPPED_IDS
    assert traces(tmp_path, spoilt(sent, kind), kind)
    (file,) = described_pages(tmp_path)
    file.write_bytes(b"damaged")
    request = {"path": "/stats/leaguegamelog", "query": f"DateFrom={DAY}", "fault": kind.value}
    assert list(traces_of_wrong_words(tmp_path, [request])) == []


def test_games_that_a_reply_leaves_out_must_be_said_to_be_lacking(
    tmp_path: Path, sent: Reply
) -> None:
    kind = FaultKind.MISSING_GAMES
    (trace,) = traces(tmp_path, spoilt(sent, kind), kind)
    assert trace.is_told(page(gaps=[{"dataset": GOES_BY_IDS, "day": DAY}]))
    assert not trace.is_told(page())


def test_games_that_came_with_another_reply_are_not_lacking(tmp_path: Path, sent: Reply) -> None:
    kind = FaultKind.MISSING_GAMES
    land(tmp_path, sent, instant_of(0) - timedelta(minutes=5))
    assert traces(tmp_path, spoilt(sent, kind), kind) == []
